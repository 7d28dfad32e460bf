import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './testing.ts';

const migrations = [{ name: '0001-test-thing', sql: 'create table thing (name text primary key)' }];
let one: TestDatabase;
let two: TestDatabase;

beforeAll(async () => {
  [one, two] = await Promise.all([testDatabase(migrations), testDatabase(migrations)]);
});
afterAll(async () => {
  await Promise.all([one.drop(), two.drop()]);
});

test('each caller has a database of its own, migrated and durable', async () => {
  await one.pool.query(`insert into thing values ('a')`);
  expect((await two.pool.query('select * from thing')).rows).toEqual([]);
  expect((await one.pool.query('select name from migration order by name')).rows).toEqual([
    { name: '0001-platform-setting' },
    { name: '0001-test-thing' },
    { name: '0931-platform-sealed-settings' },
  ]);
  expect((await one.pool.query('show fsync')).rows).toEqual([{ fsync: 'on' }]);
});
