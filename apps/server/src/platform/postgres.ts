import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PlatformError } from './error.ts';
import { lockFolder } from './folder-lock.ts';
import type { Log } from './log.ts';
import { type Account, databaseAccount } from './postgres-account.ts';
import { findBinaries } from './postgres-binaries.ts';
import { endLeftover } from './postgres-leftover.ts';
import { failed, keepRunning, launch, type Place } from './postgres-process.ts';
import * as settings from './postgres-settings.ts';

/** A running embedded PostgreSQL; `pid` is the present process's number, which changes when it is restarted. */
export type Postgres = {
  /** As the role that owns nothing. */
  readonly url: string;
  /** As the owner of the database. */
  readonly ownerUrl: string;
  readonly adminUrl: string;
  /** The cluster's folder. */
  readonly cluster: string;
  readonly pid: number;
  /** Whether its socket is still the one that it bound. */
  readonly socketStands: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

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
  const releases: (() => Promise<void>)[] = [lock.release];
  const release = async (): Promise<void> => {
    for (const each of releases.splice(0).reverse()) await each();
  };
  try {
    const cluster = join(dataDir, 'postgres');
    const account = databaseAccount(cluster);
    await keepKeysApart(options.keysDir, account);
    // one account for both: whoever is the database's superuser reads the keys
    if (account === null) options.log.warn('keys-within-reach');
    const run = await makeRunFolder(dataDir);
    releases.push(run.remove);
    const binaries = findBinaries({ anyone: account !== null });
    const place: Place = { binaries, cluster, run: run.path, account, log: options.log };
    await endLeftover(cluster, options.log);
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(place);
    const keeper = await keepRunning(place, options.onExit);
    releases.push(keeper.stop);
    const adminUrl = address(run.path, settings.ADMINISTRATOR, 'postgres');
    await createDatabase(adminUrl);
    return {
      url: address(run.path, settings.SERVER, 'huke'),
      ownerUrl: address(run.path, settings.OWNER, 'huke'),
      adminUrl,
      cluster,
      get pid() {
        return keeper.pid();
      },
      socketStands: keeper.socketStands,
      stop: release,
    };
  } catch (error) {
    await release();
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

type RunFolder = { readonly path: string; readonly remove: () => Promise<void> };

/**
 * A short path for the socket, whatever the data folder's, and beside it the rules of sign-in, which only the server's
 * account writes. `dataDir`/run names it, so that the next start removes what a killed server left.
 */
async function makeRunFolder(dataDir: string): Promise<RunFolder> {
  const note = join(dataDir, 'run');
  const prefix = join(tmpdir(), 'huke-');
  const old = (await readFile(note, 'utf8').catch(() => '')).trim();
  if (old.startsWith(prefix) && /^[A-Za-z0-9]{6}$/.test(old.slice(prefix.length))) {
    await rm(old, { recursive: true, force: true });
  }
  const path = await mkdtemp(prefix);
  await writeFile(note, `${path}\n`);
  await chmod(path, 0o711);
  const remove = async (): Promise<void> => {
    await rm(path, { recursive: true, force: true });
    await rm(note, { force: true });
  };
  return { path, remove };
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

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    for (const role of [settings.OWNER, settings.SERVER]) {
      await client.query(
        `do $$ begin if not exists (select from pg_catalog.pg_roles where rolname = '${role}')
         then create role ${role} login; end if; end $$`,
      );
    }
    const { rows } = await client.query(`select 1 from pg_database where datname = 'huke'`);
    if (rows.length === 0) await client.query(`create database huke owner ${settings.OWNER}`);
  } finally {
    await client.end();
  }
}
