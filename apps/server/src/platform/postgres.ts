import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PlatformError } from './error.ts';
import { lockFolder } from './folder-lock.ts';
import type { Log } from './log.ts';
import { type Account, databaseAccount, ownName } from './postgres-account.ts';
import { findBinaries } from './postgres-binaries.ts';
import { endLeftover, isReady } from './postgres-leftover.ts';
import * as settings from './postgres-settings.ts';

/** A running embedded PostgreSQL; `pid` is the present process's number, which changes when it is restarted. */
export type Postgres = {
  readonly url: string;
  readonly adminUrl: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

/** How a cluster is run: programs, its folder's real path, the folder for this run, and the account. */
type Place = {
  readonly binaries: string;
  readonly cluster: string;
  readonly run: string;
  readonly account: Account | null;
  readonly log: Log;
};

const FAILED_STARTS = 10;
const PAUSE_MS = 300;

/**
 * Starts PostgreSQL on `dataDir`/postgres (made at the first start) on a socket that only this account reaches, and
 * keeps it running: it is restarted when it dies, stopped by `stop`, and ended by a watcher when this process dies
 * without stopping it. `onExit` is called when it cannot be brought back. Throws `PlatformError`: `locked` when
 * another server uses the folder, `config` when the database could read the keys, `postgres` when it does not start.
 */
export async function startPostgres(options: {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly log: Log;
  readonly onExit?: (code: number | null) => void;
}): Promise<Postgres> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(options.dataDir);
  const lock = await lockFolder(dataDir);
  let run: string | null = null;
  try {
    const cluster = join(dataDir, 'postgres');
    const account = databaseAccount(cluster);
    await keepKeysApart(options.keysDir, account);
    run = await makeRunFolder(account);
    const binaries = findBinaries({ anyone: account !== null });
    const place: Place = { binaries, cluster, run, account, log: options.log };
    await endLeftover(cluster, options.log);
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(place);
    const keeper = await keepRunning(place, options.onExit);
    const folder = run;
    const stop = async (): Promise<void> => {
      await keeper.stop();
      await rm(folder, { recursive: true, force: true });
      await lock.release();
    };
    const url = address(folder, settings.OWNER, 'huke');
    const adminUrl = address(folder, settings.ADMINISTRATOR, 'postgres');
    try {
      await createDatabase(adminUrl);
    } catch (error) {
      await keeper.stop();
      throw error;
    }
    return {
      url,
      adminUrl,
      get pid() {
        return keeper.pid();
      },
      stop,
    };
  } catch (error) {
    if (run) await rm(run, { recursive: true, force: true });
    await lock.release();
    throw error;
  }
}

function address(run: string, user: string, database: string): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(join(run, 's'))}`;
}

/** Root keeps the keys from the account that the database runs as; an ordinary user has one account for both. */
async function keepKeysApart(keysDir: string, account: Account | null): Promise<void> {
  await mkdir(keysDir, { recursive: true, mode: 0o700 });
  if (account === null) return;
  const { uid, mode } = await stat(keysDir);
  if (uid === account.uid || (mode & 0o077) !== 0) {
    throw new PlatformError(
      'config',
      'HUKE_KEYS can be read by the account of the database: make it a folder of root with mode 700',
    );
  }
}

/** A short path for the socket, whatever the data folder's; rules beside it, which only the server's account writes. */
async function makeRunFolder(account: Account | null): Promise<string> {
  const run = await mkdtemp(join(tmpdir(), 'huke-'));
  await chmod(run, 0o711);
  await mkdir(join(run, 's'), { mode: 0o700 });
  if (account) await chown(join(run, 's'), account.uid, account.gid);
  return run;
}

async function writeRules(run: string): Promise<void> {
  for (const [name, text] of [
    ['hba.conf', settings.HOST_RULES],
    ['ident.conf', settings.accountMap(ownName())],
  ] as const) {
    await writeFile(join(run, name), text);
    await chmod(join(run, name), 0o644);
  }
}

/** Makes the cluster under another name and renames it when it is whole, so a killed start leaves no half cluster. */
async function initialise(place: Place): Promise<void> {
  const fresh = `${place.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (place.account) await chown(fresh, place.account.uid, place.account.gid);
  const child = launch(place, fresh, 'initdb', [
    ['-U', settings.ADMINISTRATOR, '--auth=peer', '--encoding=UTF8', '--data-checksums', '--locale=C'],
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    settings.settingArguments(settings.INITIAL_SETTINGS),
  ]);
  const { code, said } = await child.ended;
  if (code !== 0) throw failed('PostgreSQL could not be initialised', said);
  await rename(fresh, place.cluster);
  place.log.info('postgres-initialised');
}

type Launched = {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
};

/**
 * Runs a PostgreSQL program inside its folder. On Linux the folder is named by the process's own link to where it
 * stands, which needs no right on the folders above it; the change of folder happens before the change of account.
 */
function launch(
  place: Place,
  folder: string,
  program: string,
  args: readonly (readonly string[])[],
): Launched {
  const here = process.platform === 'linux' ? '/proc/self/cwd' : folder;
  const child = spawn(join(place.binaries, 'bin', program), ['-D', here, ...args.flat()], {
    cwd: folder,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    ...place.account,
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-2000);
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('error', (error) => resolve({ code: -1, said: error.message }));
    child.once('close', (code) => resolve({ code, said }));
  });
  return { process: child, ended };
}

function failed(what: string, said: string): PlatformError {
  return new PlatformError('postgres', `${what}: ${said.trim().replaceAll('\n', ' | ')}`);
}

type Keeper = { readonly pid: () => number; readonly stop: () => Promise<void> };

async function keepRunning(
  place: Place,
  onExit: ((code: number | null) => void) | undefined,
): Promise<Keeper> {
  let current = await startOnce(place);
  let stopping = false;
  const watch = async (): Promise<void> => {
    for (;;) {
      const { code } = await current.ended;
      if (stopping) return;
      place.log.error('postgres-died', { exit: code });
      try {
        current = await startOnce(place);
        place.log.warn('postgres-restarted', { process: current.process.pid });
      } catch (error) {
        place.log.error('postgres-lost', { error });
        onExit?.(code);
        return;
      }
    }
  };
  const watching = watch();
  const stop = async (): Promise<void> => {
    stopping = true;
    current.process.kill('SIGINT');
    await watching;
  };
  return { pid: () => current.process.pid ?? 0, stop };
}

/** Starts the server process and waits until it is ready, however long recovery takes while the process lives. */
async function startOnce(place: Place): Promise<Launched> {
  const args = settings.settingArguments({
    ...settings.FIXED_SETTINGS,
    unix_socket_directories: join(place.run, 's'),
    hba_file: join(place.run, 'hba.conf'),
    ident_file: join(place.run, 'ident.conf'),
  });
  for (let attempt = 1; ; attempt++) {
    await writeRules(place.run);
    const launched = launch(place, place.cluster, 'postgres', [args]);
    const over = launched.ended.then(() => true);
    const watcher = endWithThisProcess(launched.process, place.account);
    void over.then(() => watcher.kill('SIGKILL'));
    for (;;) {
      if (launched.process.pid && (await isReady(place.cluster, launched.process.pid))) return launched;
      if (await Promise.race([over, sleep(20, false)])) break;
    }
    const { said } = await launched.ended;
    if (attempt >= FAILED_STARTS) {
      throw failed('PostgreSQL does not start (its log is in the data folder, postgres/log)', said);
    }
    await sleep(PAUSE_MS);
  }
}

/** A shell that waits on a pipe from this process: when this process dies, the pipe ends and the shell stops the server. */
function endWithThisProcess(server: ChildProcess, account: Account | null): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'sh', String(server.pid)], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    ...account,
  });
  watcher.on('error', () => {});
  return watcher;
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query(`select 1 from pg_database where datname = 'huke'`);
    if (rows.length > 0) return;
    await client.query(
      `do $$ begin if not exists (select from pg_roles where rolname = '${settings.OWNER}')
       then create role ${settings.OWNER} login; end if; end $$`,
    );
    await client.query(`create database huke owner ${settings.OWNER}`);
  } finally {
    await client.end();
  }
}
