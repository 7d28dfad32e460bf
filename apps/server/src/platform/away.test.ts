import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAway } from './away.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => await db.drop());

const failure = async (act: Promise<unknown>): Promise<unknown> =>
  await act.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  );

test('a database that is not there is away', async () => {
  const nowhere = new pg.Pool({ connectionString: 'postgresql://127.0.0.1:1/huke' });
  expect(isAway(await failure(nowhere.query('select 1')))).toBe(true);
  await nowhere.end();
  const noSocket = new pg.Pool({ host: '/nowhere/at/all', database: 'huke' });
  expect(isAway(await failure(noSocket.query('select 1')))).toBe(true);
  await noSocket.end();
});

test('a connection that is cut is away, with the statement it carried', async () => {
  const client = await db.pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const cut = failure(client.query('select pg_sleep(20)'));
  client.on('error', () => {});
  await db.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  expect(isAway(await cut)).toBe(true);
  expect(isAway(await failure(client.query('select 1')))).toBe(true);
  client.release(true);
});

test('a pool without a free connection in time is away', async () => {
  const small = new pg.Pool({ connectionString: db.url, max: 1 });
  const taken = await small.connect();
  // the first may take its time
  small.options.connectionTimeoutMillis = 20;
  expect(isAway(await failure(small.query('select 1')))).toBe(true);
  taken.release();
  await small.end();
});

test('an error of ours or of a statement is not', async () => {
  expect(isAway(await failure(db.pool.query('select nonsense')))).toBe(false);
  expect(isAway(await failure(readFile('/no/such/file')))).toBe(false);
  expect(isAway(new Error('Connection terminated in the customer’s words'))).toBe(false);
  expect(isAway(new Error('a room failed', { cause: await failure(db.pool.query('select 1/0')) }))).toBe(
    false,
  );
  expect(isAway('ECONNREFUSED')).toBe(false);
});
