import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, silentLog } from '#platform';
import { testDatabase, type TestDatabase } from '#platform/testing';
import { createOpener, type Opener } from './open.ts';
import {
  createVault,
  memoryKeys,
  type PreparedCustomer,
  type SealedCustomer,
  type Vault,
  vaultFunctions,
  vaultMigrations,
} from './index.ts';

let db: TestDatabase;
let vault: Vault;
let opener: Opener;
let now = new Date('2026-11-21T08:00:00Z');

const invented = {
  name: '陈思远',
  gender: '男',
  birthDate: '1986年3月12日',
  mobile: '+86 138 0000 5678',
  residentId: '330106198603120017',
  bankCard: ['6217000012345678907', '6217000012345678915'],
  email: 'siyuan.chen@mail.example',
  address: '浙江省杭州市西湖区文三路90号1幢302室',
  order: 'DD202603120001',
} as const;

beforeAll(async () => {
  db = await testDatabase({ migrations: vaultMigrations, functions: vaultFunctions });
  vault = await createVault({ db, keys: memoryKeys(), org: newId('org'), clock: () => now, log: silentLog });
  opener = createOpener(vault);
});
afterAll(async () => {
  await vault.close();
  await db.drop();
});

async function ready(
  input: Parameters<Vault['prepareCreate']>[0],
): Promise<{ prepared: PreparedCustomer; state: string }> {
  const made = await vault.prepareCreate(input);
  if (made.kind !== 'ready') throw new Error(JSON.stringify(made.errors));
  return made;
}

async function create(
  fields: Record<string, string | readonly string[]> = invented,
): Promise<SealedCustomer> {
  const { prepared, state } = await ready({ team: newId('tea'), fields });
  await vault.applyCreate(db.kysely, [prepared], now, 'prs_test');
  const customer = await vault.load(prepared.customer);
  if (customer === null) throw new Error('not stored');
  expect(customer.state).toBe(state);
  return customer;
}

const clear = (customer: SealedCustomer, field: string): string[] =>
  customer.values.filter((v) => v.field === field).map((v) => opener.open(customer, field, v.item));

const change = async (id: string, changes: Parameters<Vault['prepareChange']>[2]): Promise<SealedCustomer> =>
  db.kysely.transaction().execute(async (tx) => {
    const made = await vault.prepareChange(tx, id, changes);
    if (made.kind !== 'ready') throw new Error(JSON.stringify(made.errors));
    await vault.applyChange(tx, made.prepared, now, 'prs_test');
    const after = await vault.lock(tx, id);
    if (after === null) throw new Error('gone');
    expect(after.state).toBe(made.state);
    return after;
  });

describe('create and open', () => {
  test('what was sealed opens, normalised', async () => {
    const customer = await create();
    expect(clear(customer, 'name')).toEqual([invented.name]);
    expect(clear(customer, 'birthDate')).toEqual(['1986-03-12']);
    expect(clear(customer, 'mobile')).toEqual(['13800005678']);
    expect(clear(customer, 'bankCard').toSorted()).toEqual([...invented.bankCard]);
    expect(customer.facts).toMatchObject({ minor: false, vip: false, binned: false, consentExpired: false });
  });

  test('bad input gets a code for each field and never its value', async () => {
    const made = await vault.prepareCreate({
      team: null,
      fields: {
        name: '张三6',
        mobile: '12345',
        residentId: '330106198603120012',
        bankCard: ['6217000012345678907', '1'],
        email: 'nobody',
        gender: ['男', '女'],
        birthDate: '1986-02-30',
        address: '浙江省****',
        nickname: '小陈',
      },
    });
    expect(made).toEqual({
      kind: 'invalid',
      errors: [
        { path: 'fields.name', code: 'bad-form' },
        { path: 'fields.mobile', code: 'not-a-mobile' },
        { path: 'fields.residentId', code: 'bad-check-digit' },
        { path: 'fields.bankCard.1', code: 'bad-form' },
        { path: 'fields.email', code: 'bad-form' },
        { path: 'fields.gender', code: 'only-one' },
        { path: 'fields.birthDate', code: 'bad-date' },
        { path: 'fields.address', code: 'masked-value' },
        { path: 'fields.?', code: 'unknown-field' },
      ],
    });
  });

  test('a minor is one until the eighteenth birthday', async () => {
    const young = await create({ name: '王小满', birthDate: '2010-05-05' });
    expect(young.facts.minor).toBe(true);
    const entries: { customer: string; state: string }[] = [];
    const record = async (_: unknown, entry: { customer: string; state: string }): Promise<void> => {
      entries.push(entry);
    };
    expect(await vault.endMinorities(record)).toBe(0);
    now = new Date('2028-05-05T08:00:00Z');
    expect(await vault.endMinorities(record)).toBe(1);
    expect(entries).toEqual([{ customer: young.id, state: (await vault.load(young.id))?.state }]);
    expect((await vault.load(young.id))?.facts.minor).toBe(false);
    now = new Date('2026-11-21T08:00:00Z');
  });
});

describe('change, history, bin', () => {
  test('a change keeps the old value sealed, a rollback brings it back as a new version', async () => {
    const before = await create();
    const item = before.values.find((v) => v.field === 'mobile')?.item ?? '';
    const after = await change(before.id, [{ field: 'mobile', item, value: '13900001111' }]);
    expect(clear(after, 'mobile')).toEqual(['13900001111']);
    const removed = await change(before.id, [{ field: 'mobile', item, value: null }]);
    expect(clear(removed, 'mobile')).toEqual([]);
    const all = (await vault.versions(before.id)).filter((v) => v.item === item);
    expect(all.map((v) => [v.version, v.current, opener.openVersion(removed, v)])).toEqual([
      [3, false, null],
      [2, false, '13900001111'],
      [1, false, '13800005678'],
    ]);
    await db.kysely.transaction().execute(async (tx) => {
      const made = await vault.prepareRollback(tx, before.id, { field: 'mobile', item, version: 1 });
      if (made.kind !== 'ready') throw new Error('invalid');
      await vault.applyChange(tx, made.prepared, now, 'prs_test');
    });
    const back = await vault.load(before.id);
    expect(back && clear(back, 'mobile')).toEqual(['13800005678']);
    expect(back?.values.find((v) => v.item === item)?.version).toBe(4);
  });

  test('several values of a field come and go by item', async () => {
    const customer = await create();
    const more = await change(customer.id, [{ field: 'bankCard', value: '6217000012345678923' }]);
    expect(clear(more, 'bankCard')).toHaveLength(3);
    const made = await db.kysely
      .transaction()
      .execute((tx) => vault.prepareChange(tx, customer.id, [{ field: 'bankCard', value: null }]));
    expect(made).toEqual({ kind: 'invalid', errors: [{ path: 'changes.0', code: 'item-needed' }] });
  });

  test('two who change the same state: the second is told', async () => {
    const { id } = await create();
    const prepare = () =>
      db.kysely
        .transaction()
        .execute((tx) => vault.prepareChange(tx, id, [{ field: 'name', value: '李思远' }]));
    const [first, second] = [await prepare(), await prepare()];
    if (first.kind !== 'ready' || second.kind !== 'ready') throw new Error('invalid');
    await vault.applyChange(db.kysely, first.prepared, now, null);
    await expect(vault.applyChange(db.kysely, second.prepared, now, null)).rejects.toMatchObject({
      code: 'changed-meanwhile',
    });
  });

  test('the bin keeps a customer whole', async () => {
    const { id } = await create();
    const apply = (
      prepare: (tx: Parameters<Vault['prepareUnbin']>[0]) => ReturnType<Vault['prepareUnbin']>,
    ) =>
      db.kysely.transaction().execute(async (tx) => {
        await vault.applyChange(tx, (await prepare(tx)).prepared, now, 'prs_test');
      });
    await apply((tx) => vault.prepareBin(tx, id, now));
    expect((await vault.load(id))?.facts.binned).toBe(true);
    expect((await vault.listBin(null, 'all')).items[0]).toMatchObject({ id, binnedBy: 'prs_test' });
    await apply((tx) => vault.prepareUnbin(tx, id));
    const back = await vault.load(id);
    expect(back?.facts.binned).toBe(false);
    expect(back && clear(back, 'name')).toEqual([invented.name]);
  });

  test('flags change by a write of their own', async () => {
    const { id } = await create();
    const consentExpiresAt = new Date('2026-11-20T00:00:00Z');
    await db.kysely.transaction().execute(async (tx) => {
      const made = await vault.prepareFlags(tx, id, { vip: true, deceased: true, consentExpiresAt });
      await vault.applyChange(tx, made.prepared, now, null);
    });
    const facts = { vip: true, deceased: true, consentExpired: true, minor: false };
    expect((await vault.load(id))?.facts).toMatchObject(facts);
  });

  test('parties carry their mandate, and a sealed name', async () => {
    const { id } = await create();
    const party = await db.kysely.transaction().execute(async (tx) => {
      const made = await vault.prepareParty(tx, id, {
        capacity: 'joint-holder',
        linked: null,
        fields: ['bankCard'],
        evidence: 'account-contract',
        expiresAt: new Date('2027-01-01T00:00:00Z'),
        name: '周晓雨',
      });
      if (made.kind !== 'ready') throw new Error('invalid');
      await vault.applyChange(tx, made.prepared, now, null);
      return made.party;
    });
    const customer = await vault.load(id);
    expect(customer?.parties).toMatchObject([{ id: party, capacity: 'joint-holder', live: true }]);
    expect(customer && opener.openParty(customer, party)).toBe('周晓雨');
    const mandate = (at: string) =>
      db.pool.query('select vault_mandate($1, $2, $3) as m', [id, party, at]).then((r) => r.rows[0].m);
    expect(await mandate('2026-12-01')).toEqual({
      capacity: 'joint-holder',
      fields: ['bankCard'],
      mandateLive: true,
    });
    expect(await mandate('2027-02-01')).toMatchObject({ mandateLive: false });
  });

  test('notes are sealed to their customer and id, and committed to', async () => {
    const customer = await create();
    const other = await create({ name: '李雷' });
    const sealed = vault.sealText(customer, 'not_1', '客户说话很轻');
    expect(opener.openText(customer, 'not_1', sealed)).toBe('客户说话很轻');
    expect(() => opener.openText(customer, 'not_2', sealed)).toThrow(
      expect.objectContaining({ code: 'unsealable' }),
    );
    expect(() => opener.openText(other, 'not_1', sealed)).toThrow(
      expect.objectContaining({ code: 'unknown-key' }),
    );
    expect(vault.commit('客户说话很轻')).toMatch(/^[\w-]{43}$/);
    expect(vault.commit('客户说话很轻')).not.toBe(vault.commit('客户说话很响'));
  });
});
