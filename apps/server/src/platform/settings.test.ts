import { afterAll, beforeAll, expect, test } from 'vitest';
import { getSetting, setSetting } from './settings.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase([]);
});
afterAll(async () => await db.drop());

test('a setting is null until set, and the last value wins', async () => {
  expect(await getSetting(db, 'organisation')).toBeNull();
  await setSetting(db, 'organisation', 'one');
  await setSetting(db, 'organisation', 'two');
  expect(await getSetting(db, 'organisation')).toBe('two');
});

test('a setting of a transaction that is undone is not set', async () => {
  const undone = db.kysely.transaction().execute(async (tx) => {
    await setSetting(tx, 'undone', 'x');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await getSetting(db, 'undone')).toBeNull();
});

test('a key that is no key is refused by the database', async () => {
  await expect(setSetting(db, 'No Key', 'x')).rejects.toMatchObject({ code: '23514' });
});
