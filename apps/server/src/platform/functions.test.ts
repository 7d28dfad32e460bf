import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyFunctions, type SqlFunction } from './functions.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let db: TestDatabase;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(async () => await db.drop());

const one: SqlFunction = 'create or replace function one() returns int language sql as $$ select 1 $$';
const twice: SqlFunction =
  'create or replace function twice() returns int language sql as $$ select 2 * one() $$';

const value = async (sql: string) => (await db.pool.query(`select ${sql} as value`)).rows[0].value;
const marks = async () =>
  (await db.pool.query(`select proname, xmin, oid from pg_proc where pronamespace = 'public'::regnamespace`))
    .rows;

test('functions are made in their order, once', async () => {
  expect(await applyFunctions(db, [one, twice])).toEqual(['one', 'twice']);
  expect(await value('twice()')).toBe(2);
  const before = await marks();
  expect(await applyFunctions(db, [one, twice])).toEqual([]);
  expect(await marks()).toEqual(before);
});

test('one whose text changed is made anew, also with other arguments and another answer', async () => {
  await applyFunctions(db, [one, twice]);
  const other =
    'create or replace function one(n int default 3) returns bigint language sql as $$ select n::bigint $$';
  const doubled = twice.replace('returns int', 'returns bigint');
  expect(await applyFunctions(db, [other, doubled])).toEqual(['one', 'twice']);
  expect(await value('twice()')).toBe('6');
  expect(await value(`(select count(*)::int from pg_proc where proname = 'one')`)).toBe(1);
});

test('one that the program no longer has is taken away, whatever it takes', async () => {
  await applyFunctions(db, [one, twice]);
  await db.pool.query('create function twice(int) returns int language sql as $$ select 2 * $1 $$');
  expect(await applyFunctions(db, [one])).toEqual(['twice']);
  expect((await marks()).map(({ proname }) => proname)).toEqual(['one']);
});

test('one that earlier releases made by a migration is replaced', async () => {
  await db.pool.query('create function one(text) returns text language sql as $$ select $1 $$');
  await applyFunctions(db, [one]);
  expect(await value('one()')).toBe(1);
  await expect(value(`one('a'::text)`)).rejects.toThrow('does not exist');
});

test('one that triggers call is replaced under them', async () => {
  const calls = (text: string): SqlFunction =>
    `create or replace function refuse() returns trigger language plpgsql as $$ begin raise '${text}'; end $$`;
  const trigger = `; create or replace trigger refuse before delete on setting for each statement execute function refuse()`;
  await applyFunctions(db, [`${calls('first')}${trigger}`]);
  await applyFunctions(db, [`${calls('second')}${trigger}`]);
  await expect(db.pool.query('delete from setting')).rejects.toThrow('second');
  await db.pool.query('drop trigger refuse on setting');
  expect(await applyFunctions(db, [])).toEqual(['refuse']);
});

test('where one fails none is another, and it is named', async () => {
  await applyFunctions(db, [one]);
  const bad: SqlFunction = 'create or replace function bad() returns int language sql as $$ select gone() $$';
  await expect(applyFunctions(db, [one.replace('select 1', 'select 7'), bad])).rejects.toMatchObject({
    code: 'migration',
    message: expect.stringContaining('function bad failed'),
  });
  expect(await value('one()')).toBe(1);
});

test('one that somebody replaced is left as it is while its text is the same', async () => {
  await applyFunctions(db, [one, twice]);
  await db.pool.query(one.replace('select 1', 'select 5'));
  expect(await applyFunctions(db, [one, `${twice} `])).toEqual(['twice']);
  expect(await value('one()')).toBe(5);
});

test('one that is kept is neither made anew nor taken away', async () => {
  await applyFunctions(db, [one, twice]);
  const kept = new Set(['one', 'twice']);
  expect(await applyFunctions(db, [one.replace('select 1', 'select 7')], kept)).toEqual([]);
  expect(await value('twice()')).toBe(2);
});

test('one without a name and two of one name are refused', async () => {
  await expect(applyFunctions(db, ['create function one() returns int'])).rejects.toMatchObject({
    code: 'migration',
    message: expect.stringContaining('must begin with'),
  });
  await expect(applyFunctions(db, [one, one])).rejects.toThrow('two functions are named one');
});
