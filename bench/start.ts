import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { atMost, report, result } from './report.ts';

export const summary = 'built code to ready: first initialisation, and with existing data';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const main = join(root, 'apps/server/dist/main.js');
const FIRST_RUNS = 3;
const LATER_RUNS = 5;

/** Starts the built server on new folders and on the same ones again, until /readyz answers 200. */
export async function run() {
  if (!existsSync(main)) throw new Error('nothing is built: run npm run build first');
  const first: number[] = [];
  const later: number[] = [];
  for (let round = 0; round < FIRST_RUNS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'huke-bench-start-'));
    try {
      first.push(await secondsToReady(folder));
      while (later.length < ((round + 1) * LATER_RUNS) / FIRST_RUNS) later.push(await secondsToReady(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const results = [
    result('first initialisation', 's', first),
    result('start with existing data', 's', later),
  ];
  const [initialised, started] = results.map((each) => each.median);
  return report('start', results, {
    'first initialisation, at most 8 s': atMost(initialised ?? Number.NaN, 8),
    'start with existing data, at most 2 s': atMost(started ?? Number.NaN, 2),
  });
}

async function secondsToReady(folder: string): Promise<number> {
  const port = await freePort();
  const env = {
    ...process.env,
    HUKE_PORT: String(port),
    HUKE_DATA: join(folder, 'data'),
    HUKE_KEYS: join(folder, 'keys'),
    HUKE_LOG_LEVEL: 'error',
    DATABASE_URL: '',
  };
  const began = performance.now();
  const server = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  try {
    await untilReady(`http://127.0.0.1:${port}/readyz`, server);
    return (performance.now() - began) / 1000;
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null && server.signalCode === null) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(10);
  }
  throw new Error('the server ended before it was ready: see the lines above');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
