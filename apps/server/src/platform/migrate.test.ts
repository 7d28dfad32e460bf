import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from './log.ts';
import { openDatabase } from './database.ts';
import { type Migration, migrate } from './migrate.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => await db.drop());

const first: Migration = { name: '0201-vault-a', sql: 'create table a (n int); insert into a values (1)' };
const second: Migration = { name: '0102-identity-b', sql: 'create table b (n int)' };

test('migrations run once, in the order of their numbers over all rooms', async () => {
  expect(await migrate(db, [first])).toEqual(['0201-vault-a']);
  expect(await migrate(db, [first, second])).toEqual(['0102-identity-b']);
  expect(await migrate(db, [second, first])).toEqual([]);
});

test('one that fails is undone whole, and named', async () => {
  const bad: Migration = { name: '0202-vault-c', sql: 'create table c (n int); select no_such_function()' };
  await expect(migrate(db, [first, second, bad])).rejects.toMatchObject({
    code: 'migration',
    message: expect.stringContaining('0202-vault-c'),
  });
  expect((await db.pool.query(`select to_regclass('c') as c`)).rows).toEqual([{ c: null }]);
  expect(await migrate(db, [first, second])).toEqual([]);
});

test('a changed one is refused, and so is a missing one, before anything runs', async () => {
  const third: Migration = { name: '0301-desk-d', sql: 'create table d (n int)' };
  const changed: Migration = { ...first, sql: `${first.sql} ` };
  await expect(migrate(db, [changed, second, third])).rejects.toThrow('0201-vault-a has changed');
  await expect(migrate(db, [second, third])).rejects.toThrow(
    'has migration 0201-vault-a, which this program lacks',
  );
  expect((await db.pool.query(`select to_regclass('d') as d`)).rows).toEqual([{ d: null }]);
});

test('one with a bad name, with another’s number, or behind a later one of its room is refused', async () => {
  await expect(migrate(db, [{ name: '1-a', sql: '' }])).rejects.toThrow('name it NNNN-room-what');
  await expect(migrate(db, [first, second, { name: '0102-desk-c', sql: '' }])).rejects.toThrow(
    '0102-identity-b and 0102-desk-c have one number',
  );
  await expect(migrate(db, [first, second, { name: '0200-vault-c', sql: '' }])).rejects.toThrow(
    '0200-vault-c stands behind a later one',
  );
});

test('replicas that start together migrate once between them', async () => {
  const slow: Migration = { name: '0401-gate-e', sql: 'select pg_sleep(0.2); create table e (n int)' };
  const other = await openDatabase({ url: db.url, log: silentLog, max: 2 });
  const all = [first, second, slow];
  const done = await Promise.all([migrate(db, all), migrate(other, all), migrate(db, all)]);
  await other.close();
  expect(done.flat()).toEqual(['0401-gate-e']);
});
