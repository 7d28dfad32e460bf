import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from './folder-lock.ts';
import { silentLog } from './log.ts';
import { startPostgres } from './postgres.ts';

const PREFIX = 'huke-test-';
const AN_HOUR_MS = 3_600_000;

/** A PostgreSQL for tests; `stop` ends it and removes its folder. */
export type TestServer = {
  readonly adminUrl: string;
  readonly cluster: string;
  readonly pid: () => number;
  readonly socketStands: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

/** Starts a PostgreSQL on a new folder, in memory where the machine has /dev/shm. */
export async function startTestServer(): Promise<TestServer> {
  const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  await removeLeftovers(place);
  const folder = await mkdtemp(join(place, PREFIX));
  const server = await startPostgres({
    dataDir: join(folder, 'data'),
    keysDir: join(folder, 'keys'),
    log: silentLog,
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const { adminUrl, cluster, socketStands } = server;
  return { adminUrl, cluster, pid: () => server.pid, socketStands, stop };
}

/** Removes folders of runs that were killed: older than an hour and locked by nobody. */
async function removeLeftovers(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const folder = join(place, name);
    if (!name.startsWith(PREFIX)) continue;
    try {
      if ((await stat(folder)).mtimeMs > Date.now() - AN_HOUR_MS) continue;
      const lock = await lockFolder(join(folder, 'data'));
      await rm(folder, { recursive: true, force: true });
      await lock.release();
    } catch {
      // in use, or another user's
    }
  }
}

/**
 * vitest's global set-up: offers one server to all test processes of the run, at the address in HUKE_TEST_BROKER. It
 * starts at the first question, so a run that needs no database starts none.
 */
export default async function setup(): Promise<() => Promise<void>> {
  let server: Promise<TestServer> | null = null;
  const broker = createServer((_request, response) => {
    server ??= startTestServer();
    server.then(
      ({ adminUrl }) => response.end(adminUrl),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        response.writeHead(500).end();
      },
    );
  });
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  const address = broker.address();
  if (address === null || typeof address === 'string') throw new Error('the broker has no port');
  process.env['HUKE_TEST_BROKER'] = `http://127.0.0.1:${address.port}`;
  return async () => {
    broker.close();
    broker.closeAllConnections();
    await (await server)?.stop();
  };
}
