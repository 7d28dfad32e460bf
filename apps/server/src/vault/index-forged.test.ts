import type { AlarmPort } from '#alarm';
import { newId, publish, silentLog } from '#platform';
import { testDatabase, type TestDatabase } from '#platform/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryKeys, vaultFunctions, vaultMigrations } from './index.ts';
import { createVault, type Vault } from './vault.ts';

/** Somebody who writes the versions of the blind index with the database's own rights, and has no key. */

let db: TestDatabase;
let vault: Vault;
const keys = memoryKeys();
const org = newId('org');
const alarms: Parameters<AlarmPort>[0][] = [];
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
const tags = (of: Vault): string[] => {
  const asked = of.searchTokens('mobile', '13800005678');
  if (asked.kind === 'invalid') throw new Error('invalid');
  return asked.tokens.map((each) => each.toString('hex'));
};
const create = (of: Vault) =>
  of.prepareCreate({ team: null, fields: { name: '王芳', mobile: '13800005678' } });
/** Has the running server read the versions, as anybody who can reach the database may. */
const prompt = async (): Promise<void> => {
  const before = alarms.length;
  await publish(db, { topic: 'field-index' });
  await expect.poll(() => alarms.length).toBeGreaterThan(before);
};

beforeEach(async () => {
  db = await testDatabase({ migrations: vaultMigrations, functions: vaultFunctions });
  vault = await open();
  alarms.length = 0;
});
afterEach(async () => {
  await vault.close();
  await db.drop();
});

const forged = { code: 'rows-forged', object: 'index-versions' };

test.each([
  [
    'many of them, made for a billion customers',
    `insert into vault_index_versions select n, 1000000000, 'building' from generate_series(2, 40) n`,
  ],
  ['one more', `insert into vault_index_versions values (2, 1000000, 'building')`],
  ['one made for more customers', 'update vault_index_versions set customers = 1000000000'],
  ['one in the place of another', 'update vault_index_versions set version = 7'],
  ['one that is retired', `update vault_index_versions set state = 'retired'`],
  ['none', 'delete from vault_index_versions'],
  ['none and no seal', 'delete from vault_index_versions; delete from vault_index_set'],
  ['no seal', 'delete from vault_index_set'],
  ['another version of the seal', 'update vault_index_set set version = version + 1'],
])('forged versions, %s, change no tag and are an alarm', async (_, forge) => {
  const before = tags(vault);
  expect(before).toHaveLength(1);
  await db.pool.query(forge);
  await prompt();
  expect(tags(vault)).toEqual(before);
  const made = await create(vault);
  expect(made.kind).toBe('ready');
  expect(alarms).toContainEqual(forged);
  // nothing is sealed over them
  await expect(vault.rebuildIndex(50_000)).rejects.toMatchObject({ code: 'stale-state' });
});

test('a server that starts on forged versions neither searches nor writes', async () => {
  await db.pool.query(`insert into vault_index_versions values (2, 1000000000, 'building')`);
  const fresh = await open();
  expect(alarms).toContainEqual(forged);
  expect(() => tags(fresh)).toThrow(expect.objectContaining({ code: 'stale-state' }));
  await expect(create(fresh)).rejects.toMatchObject({ code: 'stale-state' });
  await fresh.close();
});

test('older versions put back whole are found by whoever knows the newer', async () => {
  const { rows } = await db.pool.query(
    `select (select jsonb_agg(v) from vault_index_versions v) as versions, to_jsonb(s) as seal from vault_index_set s`,
  );
  await vault.rebuildIndex(1_000_000);
  expect(alarms).toEqual([]);
  const rebuilt = tags(vault);
  await db.pool.query('delete from vault_index_versions; delete from vault_index_set');
  await db.pool.query(
    `insert into vault_index_versions select * from jsonb_populate_recordset(null::vault_index_versions, $1)`,
    [JSON.stringify(rows[0].versions)],
  );
  await db.pool.query(
    `insert into vault_index_set select * from jsonb_populate_record(null::vault_index_set, $1)`,
    [rows[0].seal],
  );
  await prompt();
  expect(alarms).toContainEqual(forged);
  expect(tags(vault)).toEqual(rebuilt);
});

test('a rebuild is known to every replica, without an alarm', async () => {
  const replica = await open();
  await vault.rebuildIndex(1_000_000);
  await expect.poll(() => tags(replica)).toEqual(tags(vault));
  expect(tags(vault)).toHaveLength(1);
  expect(alarms).toEqual([]);
  await expect(vault.rebuildIndex(2_000_000_000)).rejects.toMatchObject({ code: 'absent' });
  await replica.close();
});

test('versions of an older release are sealed once, as they are', async () => {
  await db.pool.query('delete from vault_index_set; update vault_index_versions set customers = 1000000');
  const unsealed = await open();
  expect(() => tags(unsealed)).toThrow(expect.objectContaining({ code: 'stale-state' }));
  await unsealed.close();
  alarms.length = 0;
  const upgraded = await open({ adopt: true });
  expect(tags(upgraded)).toHaveLength(1);
  expect(alarms).toContainEqual({ code: 'rows-adopted', object: 'index-versions', count: 1 });
  await upgraded.close();
  const again = await open();
  expect(tags(again)).toHaveLength(1);
  await again.close();
});
