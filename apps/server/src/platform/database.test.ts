import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { openLog, silentLog } from './log.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => await db.drop());

test('a database that acknowledges what it has not stored is refused', async () => {
  const name = new URL(db.url).pathname.slice(1);
  await db.pool.query(`alter database ${name} set synchronous_commit = off`);
  await expect(openDatabase({ url: db.url, log: silentLog })).rejects.toMatchObject({
    code: 'not-durable',
    message: expect.stringContaining('turn on synchronous_commit'),
  });
  await db.pool.query(`alter database ${name} reset synchronous_commit`);
  await (await openDatabase({ url: db.url, log: silentLog })).close();
});

test('a database that is not there is said to be unreachable, without its address', async () => {
  const url = 'postgresql://huke:s3cret@127.0.0.1:1/huke';
  const failure = await openDatabase({ url, log: silentLog }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'unreachable', message: expect.stringContaining('DATABASE_URL') });
  expect(String(failure)).not.toContain('s3cret');
});

test('queries go on after every connection was cut', async () => {
  const lines: string[] = [];
  const log = openLog({ level: 'info', write: (line) => lines.push(line) });
  const other = await openDatabase({ url: db.url, log, max: 3 });
  for (const client of await Promise.all([1, 2, 3].map(() => other.pool.connect()))) client.release();
  await db.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
                       where datname = current_database() and pid <> pg_backend_pid()`);
  await expect.poll(() => lines.length).toBe(3);
  expect((await other.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await other.close();
  await other.close();
});

test('a connection that is cut between two statements fails its next one, and nothing else', async () => {
  const other = await openDatabase({ url: db.url, log: silentLog, max: 2 });
  const client = await other.pool.connect();
  await client.query('begin');
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const cut = new Promise((resolve) => client.once('end', resolve));
  await db.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await cut;
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
  expect((await other.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await other.close();
});
