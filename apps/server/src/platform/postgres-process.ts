import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PlatformError } from './error.ts';
import type { Log } from './log.ts';
import { type Account, ownName } from './postgres-account.ts';
import { isReady } from './postgres-leftover.ts';
import * as settings from './postgres-settings.ts';
import { openSocketFolder, socketMark, takeSocketFolder } from './postgres-socket.ts';

/** How a cluster is run: programs, its folder's real path, the folder for this run, and the account. */
export type Place = {
  readonly binaries: string;
  readonly cluster: string;
  readonly run: string;
  readonly account: Account | null;
  readonly log: Log;
};

const FAILED_STARTS = 10;
const PAUSE_MS = 300;

/** So long a stop waits for a server that recovers, and for what it has still to write out. */
const LONGEST_SETTLING_MS = 60_000;
/**
 * After a checkpoint little is left to write: a server that is not down by now waits for processes that were never
 * told (PostgreSQL 18, asked to stop in the midst of a recovery). It is stopped at once, which loses nothing that was
 * committed, and recovers at the next start.
 */
const LONGEST_STOP_MS = 10_000;

export type Launched = {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
};

/**
 * Runs a PostgreSQL program inside its folder. On Linux the folder is named by the process's own link to where it
 * stands, which needs no right on the folders above it; the change of folder happens before the change of account.
 */
export function launch(
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

/** An error that says what the program said. */
export function failed(what: string, said: string): PlatformError {
  return new PlatformError('postgres', `${what}: ${said.trim().replaceAll('\n', ' | ')}`);
}

/** A server that is kept running; `pid` is the present process's number. */
export type Keeper = {
  readonly pid: () => number;
  /** Whether its socket is the one that it bound; waits for a start that is under way. */
  readonly socketStands: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

/** Starts the server and starts it again whenever it dies; `onExit` is called when that fails for good. */
export async function keepRunning(
  place: Place,
  onExit: ((code: number | null) => void) | undefined,
): Promise<Keeper> {
  let current = await startOnce(place);
  let starting: Promise<unknown> = Promise.resolve();
  let stopping = false;
  const watch = async (): Promise<void> => {
    for (;;) {
      const { code } = await current.ended;
      if (stopping) return;
      place.log.error('postgres-died', { exit: code });
      try {
        const next = startOnce(place);
        starting = next.catch(() => {});
        current = await next;
      } catch (error) {
        place.log.error('postgres-lost', { error });
        if (!stopping) onExit?.(code);
        return;
      }
      place.log.warn('postgres-restarted', { process: current.process.pid });
      if (stopping) current.process.kill('SIGINT');
    }
  };
  const watching = watch();
  const stop = async (): Promise<void> => {
    await settled(place);
    stopping = true;
    current.process.kill('SIGINT');
    const slow = setTimeout(() => current.process.kill('SIGQUIT'), LONGEST_STOP_MS);
    await watching;
    clearTimeout(slow);
  };
  const socketStands = async (): Promise<boolean> => {
    await starting;
    const { process: server, socket } = current;
    // what has ended is about to be started again, with another socket
    if (server.exitCode !== null || server.signalCode !== null) return true;
    const stands = (await socketMark(join(place.run, 's'), server.pid ?? 0)) === socket;
    return stands || server !== current.process || server.exitCode !== null || server.signalCode !== null;
  };
  return { pid: () => current.process.pid ?? 0, socketStands, stop };
}

/** Waits until the server serves (it may be recovering from the loss of a process) and has written everything out. */
async function settled(place: Place): Promise<void> {
  const end = performance.now() + LONGEST_SETTLING_MS;
  while (performance.now() < end) {
    const client = new pg.Client({
      host: join(place.run, 's'),
      user: settings.ADMINISTRATOR,
      database: 'postgres',
      connectionTimeoutMillis: 2_000,
      query_timeout: Math.max(1, end - performance.now()),
    });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('checkpoint');
      return;
    } catch (error) {
      // it stops, crashes or starts (SQLSTATE 57P01 to 57P03), or cut us off; anything else says nothing of a recovery
      if (!mayServeAgain(error)) return;
    } finally {
      await client.end().catch(() => {});
    }
    await sleep(50);
  }
}

function mayServeAgain(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /^(57P0[123]|ECONNRESET)$/.test(String(code)) || String(message).startsWith('Connection terminated');
}

/** Who may sign in; written before each start, because what cleans temporary folders may have taken it. */
async function writeRules(run: string): Promise<void> {
  for (const [name, text] of [
    ['hba.conf', settings.HOST_RULES],
    ['ident.conf', settings.accountMap(ownName())],
  ] as const) {
    await writeFile(join(run, name), text);
    await chmod(join(run, name), 0o644);
  }
}

/** Starts the server process and waits until it is ready, however long recovery takes while the process lives. */
async function startOnce(place: Place): Promise<Launched & { readonly socket: string }> {
  const folder = join(place.run, 's');
  const args = settings.settingArguments({
    ...settings.FIXED_SETTINGS,
    unix_socket_directories: folder,
    hba_file: join(place.run, 'hba.conf'),
    ident_file: join(place.run, 'ident.conf'),
  });
  for (let attempt = 1; ; attempt++) {
    await writeRules(place.run);
    const account = await openSocketFolder(folder, place.account);
    const launched = launch({ ...place, account }, place.cluster, 'postgres', [args]);
    const over = launched.ended.then(() => true);
    const watcher = endWithThisProcess(launched.process, place.account);
    void over.then(() => watcher.kill('SIGKILL'));
    const { pid } = launched.process;
    let taken = false;
    for (;;) {
      taken ||= await takeSocketFolder(folder, place.account);
      if (taken && pid && (await isReady(place.cluster, pid))) {
        const socket = await socketMark(folder, pid);
        if (socket !== null) return { ...launched, socket };
        launched.process.kill('SIGQUIT');
      }
      if (await Promise.race([over, sleep(taken ? 20 : 1, false)])) break;
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
