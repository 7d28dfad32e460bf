import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Config, loadConfig, silentLog } from '#platform';
import { type Running, start } from '../src/server.ts';

/** The whole server on its own database, whose superuser changes it between and behind its starts. */

let folder: string;
let config: Config;
let running: Running | null = null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hk-changed-'));
  const env = { HUKE_DATA: join(folder, 'data'), HUKE_KEYS: join(folder, 'keys'), HUKE_PORT: '0' };
  config = loadConfig(env, folder);
});
afterEach(stop);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(given = config): Promise<Running> {
  running = await start({ config: given, log: silentLog });
  return running;
}

async function stop(): Promise<void> {
  await running?.stop();
  running = null;
}

/** As the superuser of the running database. */
async function root(sql: string): Promise<pg.QueryResult> {
  const socket = join(readFileSync(join(config.dataDir, 'run'), 'utf8').trim(), 's');
  const client = new pg.Client({ host: socket, user: 'postgres', database: 'huke' });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

const body = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, code: ((await response.json()) as { code?: string }).code };
};

it('serves as a role that owns nothing, and starts again on what it sealed', async () => {
  const first = await open();
  const { rows } = await first.rooms.db.pool.query('select session_user as role');
  expect(rows).toEqual([{ role: 'huke_server' }]);
  expect(first.rooms.ownerServes).toBe(false);
  expect(await first.rooms.guard.halted()).toBeNull();
  const sealed = readFileSync(join(config.keysDir, 'schema.json'), 'utf8');
  await stop();
  await open();
  expect(readFileSync(join(config.keysDir, 'schema.json'), 'utf8')).toBe(sealed);
});

it('answers nothing once a function was replaced, and does not start on it', async () => {
  const { url, rooms } = await open();
  expect((await body(`${url}/readyz`)).status).toBe(200);
  await root(`create or replace function ledger_append(p_entries bytea[]) returns bigint language sql as
    'select size from ledger_head'`);
  await rooms.guard.check();
  expect(await body(`${url}/api/v1/fields`)).toEqual({ status: 503, code: 'schema-changed' });
  expect((await body(`${url}/readyz`)).status).toBe(503);
  await rooms.alarms.settled();
  expect((await root('select code from alarms')).rows).toContainEqual({ code: 'schema-changed' });
  await stop();
  await expect(open()).rejects.toMatchObject({
    code: 'schema-changed',
    message: expect.stringContaining('function public.ledger_append'),
  });
  // without what was sealed, the program makes an empty database to compare with
  await rm(join(config.keysDir, 'schema.json'));
  const refusal = await open().then(
    () => 'opened',
    (error: Error) => error.message,
  );
  const code = /HUKE_ACCEPT_SCHEMA=([0-9a-f]{12})$/.exec(refusal)?.[1];
  expect(code, refusal).toBeDefined();
  const { rooms: again } = await open({ ...config, acceptSchema: code ?? null });
  await again.alarms.settled();
  expect((await root("select count(*)::int as n from alarms where code = 'schema-changed'")).rows).toEqual([
    { n: 2 },
  ]);
});

it.each([
  ['somebody else’s table', 'create table evil (n int)', 'relation public.evil'],
  [
    'a table of another server',
    `create foreign data wrapper evil_way; create server evil_place foreign data wrapper evil_way;
     create foreign table evil (n int) server evil_place`,
    'relation public.evil',
  ],
  [
    'a table in the place of the program’s',
    'create schema hidden; alter table migration set schema hidden; create table migration (n int)',
    'hidden.migration',
  ],
])(
  'names %s, whatever it stood in the way of, sealed or not',
  async (_, sql, name) => {
    const other = mkdtempSync(join(tmpdir(), 'hk-foreign-'));
    const kept = config;
    const refusal = { code: 'schema-changed', message: expect.stringContaining(name) };
    try {
      config = loadConfig(
        { HUKE_DATA: join(other, 'data'), HUKE_KEYS: join(other, 'keys'), HUKE_PORT: '0' },
        other,
      );
      await open();
      await root(sql);
      await stop();
      await expect(open()).rejects.toMatchObject(refusal);
      await rm(join(config.keysDir, 'schema.json'));
      await expect(open()).rejects.toMatchObject(refusal);
    } finally {
      await stop();
      config = kept;
      rmSync(other, { recursive: true, force: true });
    }
  },
  60_000,
);

it('tells of what was there for a moment only, and of nothing that it does itself', async () => {
  const other = mkdtempSync(join(tmpdir(), 'hk-moment-'));
  const kept = config;
  try {
    config = loadConfig(
      { HUKE_DATA: join(other, 'data'), HUKE_KEYS: join(other, 'keys'), HUKE_PORT: '0' },
      other,
    );
    const { rooms } = await open();
    const told = async () => {
      await rooms.alarms.settled();
      return (await root("select object from alarms where code = 'schema-changed'")).rows;
    };
    await root('vacuum analyze');
    await root('checkpoint');
    await rooms.guard.check();
    expect(await told()).toEqual([]);
    await root(
      `alter role huke_server set log_statement = 'all'; alter role huke_server reset log_statement`,
    );
    // nobody asks: it looks by itself
    await expect.poll(told).toEqual([{ object: 'put-back' }]);
    expect(await rooms.guard.halted()).toBeNull();
  } finally {
    await stop();
    config = kept;
    rmSync(other, { recursive: true, force: true });
  }
}, 60_000);

it('starts on a database of an earlier release, which sealed nothing', async () => {
  const other = mkdtempSync(join(tmpdir(), 'hk-earlier-'));
  try {
    const env = { HUKE_DATA: join(other, 'data'), HUKE_KEYS: join(other, 'keys'), HUKE_PORT: '0' };
    config = loadConfig(env, other);
    await open();
    await stop();
    await rm(join(config.keysDir, 'schema.json'));
    const { rooms } = await open();
    expect(await rooms.guard.halted()).toBeNull();
  } finally {
    await stop();
    rmSync(other, { recursive: true, force: true });
  }
});
