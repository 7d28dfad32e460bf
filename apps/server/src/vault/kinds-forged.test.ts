import type { AlarmPort } from '#alarm';
import { newId, silentLog } from '#platform';
import { testDatabase, type TestDatabase } from '#platform/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryKeys, vaultFunctions, vaultMigrations } from './index.ts';
import { createVault, type Vault } from './vault.ts';

/** Somebody who writes the kinds of fields with the database's own rights, and has no key. */

let db: TestDatabase;
let vault: Vault;
const keys = memoryKeys();
const org = newId('org');
const alarms: Parameters<AlarmPort>[0][] = [];
const own = (field: string) =>
  ({
    field,
    label: { zh: '会员等级', en: 'Tier' },
    group: 'other',
    type: 'TEXT',
    level: 'C3',
    sensitive: true,
    protectAsSensitive: false,
    many: false,
    searchable: false,
    verifiable: false,
    retention: 'service',
  }) as const;
const open = (more: { adopt?: boolean } = {}) =>
  createVault({
    db,
    keys,
    org,
    clock: () => new Date(),
    log: silentLog,
    alarm: (alarm) => {
      alarms.push(alarm);
    },
    ...more,
  });
const add = (to: Vault, field: string) =>
  db.kysely.transaction().execute((tx) => to.kinds.add(tx, own(field), { person: null, at: new Date() }));

beforeEach(async () => {
  db = await testDatabase({ migrations: vaultMigrations, functions: vaultFunctions });
  vault = await open();
  await add(vault, 'tier');
  await add(vault, 'badge');
  await vault.kinds.reload();
  alarms.length = 0;
});
afterEach(async () => {
  await vault.close();
  await db.drop();
});

const forged = { code: 'rows-forged', object: 'field-kinds' };
const levels = (of: Vault) =>
  ['tier', 'badge', 'residentId'].map((field) => of.kinds.get(field)?.level ?? null);

test.each([
  [
    'lowered to C1',
    `update vault_kinds set definition = jsonb_set(definition, '{level}', '"C1"') where field = 'tier'`,
  ],
  [
    'of another type',
    `update vault_kinds set definition = jsonb_set(definition, '{type}', '"EMAIL_ADDRESS"') where field = 'tier'`,
  ],
  [
    "under another's seal",
    `update vault_kinds set mac = (select mac from vault_kinds where field = 'badge') where field = 'tier'`,
  ],
  ['without a seal', `update vault_kinds set mac = null where field = 'tier'`],
  ['that is gone', `delete from vault_kinds where field = 'tier'`],
])('a kind %s is an alarm; a running server keeps it, a fresh one goes without', async (_, forge) => {
  await db.pool.query(forge);
  await vault.kinds.reload();
  expect(levels(vault)).toEqual(['C3', 'C3', 'C2']);
  expect(alarms).toContainEqual(forged);
  alarms.length = 0;
  const fresh = await open();
  expect(levels(fresh)).toEqual([null, 'C3', 'C2']);
  expect(alarms).toContainEqual(forged);
  // nothing is sealed over it
  await expect(add(fresh, 'other')).rejects.toMatchObject({ code: 'stale-state' });
  await fresh.close();
});

test('a row of the name that every organisation has does not shadow it', async () => {
  await db.pool.query(
    `insert into vault_kinds (field, definition, added_at, mac)
     select 'residentId', definition || '{"field": "residentId", "level": "C1", "type": "TEXT"}', now(), mac
     from vault_kinds where field = 'tier'`,
  );
  await vault.kinds.reload();
  expect(levels(vault)).toEqual(['C3', 'C3', 'C2']);
  expect(vault.kinds.get('residentId')).toMatchObject({ own: false, type: 'CN_RESIDENT_ID' });
  expect(vault.kinds.all().filter((kind) => kind.field === 'residentId')).toHaveLength(1);
  expect(alarms).toContainEqual(forged);
});

test.each([
  ['all kinds and the seal of the set', 'delete from vault_kinds; delete from vault_kind_set'],
  ['the seal of the set', 'delete from vault_kind_set'],
  ['the version of the set', 'update vault_kind_set set version = 1'],
])('whoever takes away %s is found', async (_, forge) => {
  await db.pool.query(forge);
  await vault.kinds.reload();
  expect(alarms).toContainEqual(forged);
  expect(levels(vault)).toEqual(['C3', 'C3', 'C2']);
});

test('an older set put back whole is found by whoever knows the newer', async () => {
  const { rows } = await db.pool.query('select to_jsonb(s) as row from vault_kind_set s');
  await add(vault, 'newer');
  await vault.kinds.reload();
  expect(alarms).toEqual([]);
  await db.pool.query("delete from vault_kinds where field = 'newer'");
  await db.pool.query('update vault_kind_set set version = $1, mac = $2', [
    rows[0].row.version,
    rows[0].row.mac,
  ]);
  await vault.kinds.reload();
  expect(alarms).toContainEqual(forged);
  expect(vault.kinds.get('newer')?.level).toBe('C3');
});

test('kinds of an older release are sealed once, as they are', async () => {
  await db.pool.query('delete from vault_kind_set; update vault_kinds set mac = null');
  const unsealed = await open();
  expect(levels(unsealed)).toEqual([null, null, 'C2']);
  await unsealed.close();
  alarms.length = 0;
  const upgraded = await open({ adopt: true });
  expect(levels(upgraded)).toEqual(['C3', 'C3', 'C2']);
  expect(alarms).toContainEqual({ code: 'rows-adopted', object: 'field-kinds', count: 2 });
  await upgraded.close();
});
