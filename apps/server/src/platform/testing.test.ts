import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './testing.ts';

const shape = {
  functions: [
    `create or replace function thing_count() returns bigint language sql as 'select count(*) from thing'`,
  ],
  migrations: [{ name: '0002-test-thing', sql: 'create table thing (name text primary key)' }],
};
let one: TestDatabase;
let two: TestDatabase;

beforeAll(async () => {
  [one, two] = await Promise.all([testDatabase(shape), testDatabase(shape)]);
});
afterAll(async () => {
  await Promise.all([one.drop(), two.drop()]);
});

test('each caller has a database of its own, migrated and durable', async () => {
  await one.pool.query(`insert into thing values ('a')`);
  expect((await two.pool.query('select * from thing')).rows).toEqual([]);
  expect((await one.pool.query('select name from migration order by name')).rows).toEqual([
    { name: '0001-platform-setting' },
    { name: '0002-test-thing' },
    { name: '0931-platform-sealed-settings' },
    { name: '1040-platform-functions' },
  ]);
  expect((await two.pool.query('select thing_count() as n')).rows).toEqual([{ n: '0' }]);
  expect((await one.pool.query('show fsync')).rows).toEqual([{ fsync: 'on' }]);
});
