import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, silentLog } from '#platform';
import { testDatabase } from '#platform/testing';
import { doors } from '../src/doors.ts';
import { plan, start } from '../src/server.ts';
import { readSignIns, signIn } from './desk-client.ts';
import {
  databaseProcesses,
  embeddedUrl,
  freePort,
  type ServerOptions,
  type ServerProcess,
  spawnServer,
  startServer,
  stopServer,
} from './server-process.ts';
import { customerCount, makeSmallDesk } from './small-desk.ts';

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hk-start-'));
const started: ServerProcess[] = [];

afterAll(async () => {
  for (const each of started) each.kill('SIGKILL');
  await Promise.all(started.map((each) => each.exited));
  rmSync(folder, { recursive: true, force: true });
});

const running = async (options: ServerOptions): Promise<ServerProcess> => {
  const server = await startServer(options);
  started.push(server);
  return server;
};

/** Runs the program until it ends by itself. */
const ended = async (options: ServerOptions): Promise<{ code: unknown; said: string }> => {
  const server = spawnServer(options);
  started.push(server);
  const code = await server.exited;
  return { code, said: server.said() };
};

const place = (name: string) => join(folder, name);
const dataOf = (name: string) => join(folder, name, 'data');

async function count(data: string, table: string): Promise<number> {
  const client = new pg.Client({ connectionString: embeddedUrl(data) });
  await client.connect();
  try {
    return Number((await client.query(`select count(*) as n from ${table}`)).rows[0].n);
  } finally {
    await client.end();
  }
}

describe('a new folder', () => {
  it('greets with its address and the first-run link, and stops with its database', async () => {
    const port = await freePort();
    const server = await running({ folder: place('new'), port });
    expect(server.said()).toContain(`http://127.0.0.1:${port}`);
    expect(server.said()).toMatch(new RegExp(`http://127.0.0.1:${port}/first-run#\\S{20,}`));
    for (const path of ['/healthz', '/readyz', '/api/v1/openapi.json']) {
      expect((await fetch(`${server.url}${path}`)).status).toBe(200);
    }
    expect(await (await fetch(`${server.url}/api/v1/first-run`)).json()).toEqual({ open: true });
    const socketFolder = readFileSync(join(dataOf('new'), 'run'), 'utf8').trim();
    expect(await stopServer(server)).toBe(0);
    expect(databaseProcesses(dataOf('new'))).toEqual([]);
    expect(existsSync(socketFolder)).toBe(false);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});

describe('a running server', () => {
  let server: ServerProcess;
  let port: number;

  beforeAll(async () => {
    await makeSmallDesk(place('desk'));
    port = await freePort();
    server = await running({ folder: place('desk'), port, args: ['--demo'] });
  });

  it('loads no demo twice, and says the sign-ins again', async () => {
    expect(server.said()).toContain('li.na@');
    expect(server.said()).not.toContain('sealed field by field');
    expect(await count(dataOf('desk'), 'vault_customers')).toBe(customerCount);
    expect(readSignIns(dataOf('desk'))).toMatchObject({ url: `http://127.0.0.1:${port}` });
  });

  it('leaves no file that the table of doors lacks, and each that it has', () => {
    const known = doors.flatMap((row) => row.doors.filter((door) => /^file HUKE_/.test(door)));
    const top = (name: string, folder: string) =>
      readdirSync(folder, { withFileTypes: true })
        // what holds the folder is a socket: nothing is in it
        .filter((each) => !each.isSocket())
        .map((each) => `file ${name}/${each.name}`);
    const there = [...top('HUKE_DATA', dataOf('desk')), ...top('HUKE_KEYS', join(place('desk'), 'keys'))];
    expect(there.filter((file) => !known.includes(file))).toEqual([]);
    const within = 'file HUKE_DATA/postgres/log';
    expect(known.filter((door) => !there.includes(door))).toEqual([within]);
    expect(existsSync(join(dataOf('desk'), 'postgres', 'log'))).toBe(true);
  });

  it('keeps its folder for itself', async () => {
    const second = await ended({ folder: place('desk'), port: await freePort() });
    expect(second.said).toContain(`another server (process ${server.pid}) uses the data folder`);
    expect(second.code).toBe(2);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  it('keeps its port for itself', async () => {
    const second = await ended({ folder: place('second'), port });
    expect(second.said).toContain(`port ${port} is in use`);
    expect(second.said).toContain('HUKE_PORT');
    expect(second.code).toBe(2);
    expect(databaseProcesses(dataOf('second'))).toEqual([]);
  });

  it('stops while somebody listens to its events', async () => {
    const signIns = readSignIns(dataOf('desk'));
    const agent = await signIn(server.url, signIns, 'li.na');
    const listening = agent.send('GET', '/events');
    await sleep(200);
    expect(await stopServer(server)).toBe(0);
    expect(databaseProcesses(dataOf('desk'))).toEqual([]);
    await listening;
  });
});

describe('what is refused', () => {
  it('keys inside the data folder', async () => {
    const env = { HUKE_KEYS: join(dataOf('inside'), 'keys') };
    const { code, said } = await ended({ folder: place('inside'), port: 0, env });
    expect(said).toContain('HUKE_KEYS lies inside HUKE_DATA');
    expect(code).toBe(2);
    expect(existsSync(dataOf('inside'))).toBe(false);
  });

  it('a demo on a folder that holds real data', async () => {
    const server = await running({ folder: place('real'), port: await freePort() });
    const token = /first-run#(\S+)/.exec(server.said())?.[1];
    const made = await fetch(`${server.url}/api/v1/first-run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'huke-csrf': '1' },
      body: JSON.stringify({
        token,
        name: '测试管理员',
        email: 'first@desk.test',
        staffNumber: 'T1',
        password: 'quiet-harbour-lantern',
      }),
    });
    expect(made.status, await made.text()).toBe(204);
    expect(await stopServer(server)).toBe(0);
    const { code, said } = await ended({ folder: place('real'), port: 0, args: ['--demo'] });
    expect(said).toContain('holds data already');
    expect(code).toBe(2);
    expect(databaseProcesses(dataOf('real'))).toEqual([]);
  });

  it('a demo that was broken off, with what to do', async () => {
    const server = spawnServer({ folder: place('broken'), port: 0, args: ['--demo'] });
    started.push(server);
    await expect.poll(() => server.said()).toContain('demo: customers');
    server.kill('SIGKILL');
    await server.exited;
    const { code, said } = await ended({ folder: place('broken'), port: 0, args: ['--demo'] });
    expect(said).toContain('remove the data folder and start again');
    expect(code).toBe(2);
  });

  it.each(['row-seal.key', 'ledger-signing.key', 'vault-kek.json'])('a damaged %s', async (name) => {
    const key = join(place('new'), 'keys', name);
    const before = readFileSync(key);
    writeFileSync(key, 'damaged');
    const { code, said } = await ended({ folder: place('new'), port: 0 });
    writeFileSync(key, before);
    expect(said).toMatch(/^huke: .*key/m);
    expect(said).not.toContain('    at ');
    expect(code).toBe(2);
    expect(databaseProcesses(dataOf('new'))).toEqual([]);
  });
});

describe('a start that fails after its database is up', () => {
  it('stops the embedded database and frees the folder', async () => {
    const config = loadConfig(
      { HUKE_DATA: dataOf('fails'), HUKE_KEYS: join(place('fails'), 'keys') },
      folder,
    );
    const seen: number[] = [];
    const prepare = async () => {
      seen.push(databaseProcesses(dataOf('fails')).length);
      throw new Error('no');
    };
    await expect(start({ config, log: silentLog, prepare })).rejects.toThrow('no');
    expect(seen[0]).toBeGreaterThan(0);
    expect(databaseProcesses(dataOf('fails'))).toEqual([]);
    const again = await start({ config: { ...config, port: 0 }, log: silentLog });
    await again.stop();
    expect(databaseProcesses(dataOf('fails'))).toEqual([]);
  });

  it('leaves no connection to a database of others', async () => {
    const db = await testDatabase(plan);
    const blocker = await start({
      config: { ...loadConfig({ DATABASE_URL: db.url, HUKE_PORT: '0' }, place('blocker')) },
      log: silentLog,
    });
    const port = new URL(blocker.url).port;
    const config = loadConfig({ DATABASE_URL: db.url, HUKE_PORT: port }, place('blocker'));
    const connections = async () =>
      (
        await db.pool.query<{ n: number }>(
          `select count(*)::int as n from pg_stat_activity
           where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
        )
      ).rows[0]?.n ?? 0;
    await expect(start({ config, log: silentLog })).rejects.toThrow(`port ${port} is in use`);
    await blocker.stop();
    // what is left are this test's own
    await expect.poll(connections).toBe(db.pool.totalCount - 1);
    await db.drop();
  });
});
