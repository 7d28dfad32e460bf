import { constants } from 'node:fs';
import { open, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformError } from './error.ts';
import type { Log } from './log.ts';

/** Above every system's largest process number, so PostgreSQL takes it for dead and checks the rest itself. */
const NO_PROCESS = 2_147_483_000;

/** The lines of postmaster.pid: process, folder, start time, port, socket folder, address, memory key, state. */
async function readPidFile(cluster: string): Promise<readonly string[]> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.trim());
}

/** True once the server process `pid` says that it accepts connections. */
export async function isReady(cluster: string, pid: number): Promise<boolean> {
  const lines = await readPidFile(cluster);
  return lines[0] === String(pid) && lines[7] === 'ready';
}

/**
 * Ends a database server that a killed Huke left on `cluster`, and makes a process number that now belongs to a
 * stranger harmless. The caller holds the folder's lock, so whatever runs there is left over.
 */
export async function endLeftover(cluster: string, log: Log): Promise<void> {
  const [first = ''] = await readPidFile(cluster);
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (await serves(pid, cluster)) {
    log.warn('postgres-leftover', { process: pid });
    await end(pid, cluster);
  } else if (isAlive(pid)) {
    await disown(cluster);
  }
}

async function end(pid: number, cluster: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (await serves(pid, cluster)) process.kill(pid, signal);
    for (let waited = 0; waited < 10_000; waited += 20) {
      if (!(await serves(pid, cluster))) return;
      await sleep(20);
    }
  }
  throw new PlatformError(
    'postgres',
    `a database server (process ${pid}) uses the data folder and cannot be ended`,
  );
}

/** True where process `pid` is a database server on this cluster: it stands in the cluster's folder. */
async function serves(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Writes an impossible process number over the first line, and leaves PostgreSQL its check of the shared memory. */
async function disown(cluster: string): Promise<void> {
  const [, ...rest] = await readPidFile(cluster);
  const file = await open(join(cluster, 'postmaster.pid'), constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    await file.truncate();
    await file.write([String(NO_PROCESS), ...rest].join('\n'), 0);
  } finally {
    await file.close();
  }
}
