import { newId, silentLog } from '#platform';
import { testDatabase, type TestDatabase } from '#platform/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sizeAfter } from './index-growth.ts';
import { memoryKeys, vaultFunctions, vaultMigrations } from './index.ts';
import { createVault, type Vault } from './vault.ts';

/** An organisation that outgrows its first index. */

let db: TestDatabase;
let vault: Vault;
const open = () =>
  createVault({ db, keys, org, clock: () => new Date(), log: silentLog, expectedCustomers: 64 });
const keys = memoryKeys();
const org = newId('org');
const mobileOf = (n: number): string => `139${String(n * 7_919).padStart(8, '0')}`;

beforeAll(async () => {
  db = await testDatabase({ migrations: vaultMigrations, functions: vaultFunctions });
  vault = await open();
});
afterAll(async () => {
  await vault.close();
  await db.drop();
});

async function store(from: number, to: number): Promise<void> {
  const made = [];
  for (let n = from; n < to; n++) {
    const one = await vault.prepareCreate({ team: null, fields: { name: '王芳', mobile: mobileOf(n) } });
    if (one.kind !== 'ready') throw new Error('invalid');
    made.push(one.prepared);
  }
  await vault.applyCreate(db.kysely, made, new Date(), null);
}

/** How many customers share the tags of a number that is searched for: each would be opened. */
async function opened(n: number): Promise<number> {
  const asked = vault.searchTokens('mobile', mobileOf(n));
  if (asked.kind === 'invalid') throw new Error('invalid');
  const { rows } = await db.pool.query<{ n: number }>(
    'select count(*)::int as n from vault_index where field = $1 and tag = any($2)',
    ['mobile', asked.tokens],
  );
  return rows[0]?.n ?? 0;
}
const mean = async (): Promise<number> => {
  let sum = 0;
  for (let n = 0; n < 40; n++) sum += await opened(n);
  return sum / 40;
};

test('goes on with its index until four times as many share a tag, then has one made for twice as many', async () => {
  await store(0, 240);
  expect(await vault.growIndex(240)).toBe(false);
  await store(240, 1_200);
  const before = await mean();
  expect(before).toBeGreaterThan(50);
  // two replicas at once: one builds
  const replica = await open();
  const built = await Promise.all([vault.growIndex(1_200), replica.growIndex(1_200)]);
  expect(built.filter(Boolean)).toHaveLength(1);
  await replica.close();
  const after = await mean();
  expect(after).toBeLessThan(6);
  expect(after).toBeGreaterThanOrEqual(1);
  expect(await vault.growIndex(1_200)).toBe(false);
  const { rows } = await db.pool.query('select distinct version from vault_index');
  expect(rows).toHaveLength(1);
}, 60_000);

test('a build that was broken off goes on, however many there are', () => {
  const made = (...customers: number[]) => customers.map((each, i) => ({ version: i + 1, customers: each }));
  expect(sizeAfter(made(16_384, 400_000), 10)).toBe(400_000);
  expect(sizeAfter(made(16_384), 65_536)).toBeNull();
  expect(sizeAfter(made(16_384), 200_000)).toBe(400_000);
});
