import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const built = 'apps/server/dist/main.js';

/** How to run the server's program: as it was built where every source has been built, else from source. */
const program = isCurrent()
  ? [built]
  : ['--import', 'tsx', '--conditions=@huke/source', 'apps/server/src/main.ts'];

function isCurrent(): boolean {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  return ['apps/server', ...packages].every((folder) =>
    readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'))
      .every((name) => {
        const made = join(root, folder, 'dist', name.replace(/\.ts$/, '.js'));
        const at = statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0;
        return at >= statSync(join(root, folder, 'src', name)).mtimeMs;
      }),
  );
}

/** A server process that was started; `said` is all that it printed. */
export type ServerProcess = {
  readonly pid: number;
  readonly url: string;
  readonly said: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exited: Promise<number | NodeJS.Signals>;
};

export type ServerOptions = {
  /** Holds `data` and `keys`; variables in `env` may say otherwise. */
  readonly folder: string;
  readonly port: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts the program; resolves at once. */
export function spawnServer(options: ServerOptions): ServerProcess {
  const { HUKE_TEST_BROKER: _, DATABASE_URL: __, ...inherited } = process.env;
  const child: ChildProcess = spawn(process.execPath, [...program, ...(options.args ?? [])], {
    cwd: root,
    env: {
      ...inherited,
      HUKE_PORT: String(options.port),
      HUKE_DATA: join(options.folder, 'data'),
      HUKE_KEYS: join(options.folder, 'keys'),
      HUKE_LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const keep = (chunk: Buffer): void => {
    said += chunk.toString('utf8');
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = new Promise<number | NodeJS.Signals>((done) => {
    child.once('close', (code, signal) => done(code ?? signal ?? 1));
  });
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${options.port}`,
    said: () => said,
    kill: (signal) => void child.kill(signal),
    exited,
  };
}

/** Starts the program and waits until it greets. Throws what it said when it ends before. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const server = spawnServer(options);
  const over = server.exited.then(() => true);
  while (!server.said().includes('Huke 护客 is at')) {
    if (await Promise.race([over, sleep(20, false)])) throw new Error(`the server ended: ${server.said()}`);
  }
  return server;
}

/** Stops it as an operator does; resolves to its exit status. */
export async function stopServer(server: ServerProcess): Promise<number | NodeJS.Signals> {
  server.kill('SIGTERM');
  return server.exited;
}

/** Waits until /readyz answers 200 again; resolves to the milliseconds that took. */
export async function untilReady(url: string, patience = 30_000): Promise<number> {
  const began = performance.now();
  for (;;) {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    await answer?.arrayBuffer();
    const passed = performance.now() - began;
    if (answer?.status === 200) return passed;
    if (answer && answer.status !== 503) throw new Error(`/readyz answered ${answer.status}`);
    if (passed > patience) throw new Error('the server did not become ready again');
    await sleep(10);
  }
}

/** Process number of the database server on this data folder; null where none is. */
export function postmasterOf(data: string): number | null {
  try {
    const pid = Number(readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    return readlinkSync(`/proc/${pid}/cwd`) === join(data, 'postgres') ? pid : null;
  } catch {
    return null;
  }
}

/** Processes that stand in the database's folder: the database server and all its backends. */
export function databaseProcesses(data: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === join(data, 'postgres');
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** The address of the embedded database of a running server, for this account; `user` huke or postgres. */
export function embeddedUrl(data: string, user = 'huke', database = 'huke'): string {
  const socket = join(readFileSync(join(data, 'run'), 'utf8').trim(), 's');
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(socket)}`;
}

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
