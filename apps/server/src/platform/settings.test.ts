import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adoptSettings, getMark, getSetting, setMark, setSetting } from './settings.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const mac = (data: Uint8Array) => createHmac('sha256', 'test key of settings').update(data).digest();
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => await db.drop());

test('a setting is null until set, and the last value wins', async () => {
  expect(await getSetting(db, mac, 'organisation')).toBeNull();
  await setSetting(db, mac, 'organisation', 'one');
  await setSetting(db, mac, 'organisation', 'two');
  expect(await getSetting(db, mac, 'organisation')).toBe('two');
});

test('a setting of a transaction that is undone is not set', async () => {
  const undone = db.kysely.transaction().execute(async (tx) => {
    await setSetting(tx, mac, 'undone', 'x');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await getSetting(db, mac, 'undone')).toBeNull();
});

test('a key that is no key is refused by the database', async () => {
  await expect(setSetting(db, mac, 'No Key', 'x')).rejects.toMatchObject({ code: '23514' });
});

test.each([
  ['another value', "value = 'three'"],
  [
    "another setting's row",
    "value = (select value from setting where key = 'other'), mac = (select mac from setting where key = 'other')",
  ],
  ['no seal', 'mac = null'],
])('a setting that the database was told to have with %s is refused', async (_, set) => {
  await setSetting(db, mac, 'other', 'four');
  await setSetting(db, mac, 'forged', 'two');
  await db.pool.query(`update setting set ${set} where key = 'forged'`);
  await expect(getSetting(db, mac, 'forged')).rejects.toMatchObject({ code: 'row-forged' });
  await setSetting(db, mac, 'forged', 'two');
  expect(await getSetting(db, mac, 'forged')).toBe('two');
});

test('a setting of an older release is sealed once, a forged one is not', async () => {
  await db.pool.query("insert into setting (key, value) values ('older', 'five')");
  await setSetting(db, mac, 'forged', 'two');
  await db.pool.query("update setting set value = 'three' where key = 'forged'");
  expect(await adoptSettings(db, mac)).toBe(1);
  expect(await getSetting(db, mac, 'older')).toBe('five');
  await expect(getSetting(db, mac, 'forged')).rejects.toMatchObject({ code: 'row-forged' });
});

test('a mark is kept without a seal', async () => {
  await setMark(db, 'mark', 'six');
  expect(await getMark(db, 'mark')).toBe('six');
});
