import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, silentLog } from '#platform';
import { testDatabase, type TestDatabase } from '#platform/testing';
import {
  createVault,
  type KeyProvider,
  memoryKeys,
  type Vault,
  vaultFunctions,
  vaultMigrations,
} from './index.ts';
import { createOpener, type Opener } from './open.ts';

let db: TestDatabase;
let vault: Vault;
let opener: Opener;
let keys: KeyProvider;
let unwraps = 0;
const org = newId('org');
const now = new Date('2026-11-21T08:00:00Z');

const fields = {
  name: '陈思远',
  mobile: '13800005678',
  residentId: '330106198603120017',
  email: 'siyuan.chen@mail.example',
  memberNumber: 'M77001122',
};

beforeAll(async () => {
  db = await testDatabase({ migrations: vaultMigrations, functions: vaultFunctions });
  const inner = memoryKeys();
  keys = {
    ...inner,
    unwrap: (...asked) => {
      unwraps++;
      return inner.unwrap(...asked);
    },
  };
  vault = await createVault({ db, keys, org, clock: () => now, log: silentLog, cache: { size: 0 } });
  opener = createOpener(vault);
});
afterAll(async () => {
  await vault.close();
  await db.drop();
});

async function create(more: Record<string, string | readonly string[]> = {}): Promise<string> {
  const made = await vault.prepareCreate({ team: newId('tea'), fields: { ...fields, ...more } });
  if (made.kind !== 'ready') throw new Error(JSON.stringify(made.errors));
  await vault.applyCreate(db.kysely, [made.prepared], now, null);
  return made.prepared.customer;
}
const sql = (text: string, values: unknown[] = []) => db.pool.query(text, values);

describe('whoever writes into the database', () => {
  test.each([
    [
      'swaps two values',
      `update vault_values v set sealed = o.sealed from vault_values o
       where v.customer = $1 and o.customer = $1 and v.field = 'mobile' and o.field = 'email'`,
    ],
    [
      'flips a byte',
      `update vault_values set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)
       where customer = $1 and field = 'mobile'`,
    ],
    ['takes a value away', "delete from vault_values where customer = $1 and field = 'email'"],
    [
      'copies a value to another item',
      `insert into vault_values
       select customer, field, 'itm_other', version, counter, key_id, sealed, written_at, written_by
       from vault_values where customer = $1 and field = 'mobile'`,
    ],
    ['clears the VIP flag or sets it', 'update vault_customers set vip = not vip where customer = $1'],
    ['makes a minor of nobody', 'update vault_customers set minor = not minor where customer = $1'],
    ['moves the team', "update vault_customers set team = 'tea_other' where customer = $1"],
    ['takes the customer out of the bin', 'update vault_customers set binned_at = now() where customer = $1'],
    ['prolongs the consent', 'update vault_customers set consent_expires_at = now() where customer = $1'],
    ['turns the counter back', 'update vault_customers set writes = writes + 1 where customer = $1'],
    [
      'adds a mandate',
      `insert into customer_parties
       select customer, 'pty_x', 'guardian', null, '{mobile}', 'x', null, null, 1, id, '\\x00' from vault_keys
       where customer = $1 limit 1`,
    ],
  ])('and %s: the customer does not load', async (_, statement) => {
    const id = await create();
    expect(await vault.load(id)).not.toBeNull();
    await sql(statement, [id]);
    await expect(vault.load(id)).rejects.toMatchObject({ code: 'stale-state' });
  });

  test('and widens a mandate: the customer does not load', async () => {
    const id = await create();
    await db.kysely.transaction().execute(async (tx) => {
      const made = await vault.prepareParty(tx, id, {
        capacity: 'joint-holder',
        linked: null,
        fields: ['bankCard'],
        evidence: 'contract',
        expiresAt: null,
        name: '周晓雨',
      });
      if (made.kind === 'ready') await vault.applyChange(tx, made.prepared, now, null);
    });
    await sql("update customer_parties set fields = '{bankCard,mobile}' where customer = $1", [id]);
    await expect(vault.load(id)).rejects.toMatchObject({ code: 'stale-state' });
  });

  test('and moves a wrapped key: it does not unwrap', async () => {
    const [one, two] = [await create(), await create({ memberNumber: 'M2' })];
    await sql(
      `update vault_keys k set wrapped = o.wrapped from vault_keys o
       where k.customer = $1 and o.customer = $2 and o.retention = k.retention`,
      [one, two],
    );
    await expect(vault.load(one)).rejects.toMatchObject({ code: 'unsealable' });
  });

  test('and puts one old value back: the customer does not load', async () => {
    const id = await create();
    const { rows } = await sql("select * from vault_values where customer = $1 and field = 'mobile'", [id]);
    const [old] = rows;
    await change(id, '13900001111');
    await sql(
      "update vault_values set sealed = $2, version = $3, counter = $4 where customer = $1 and field = 'mobile'",
      [id, old.sealed, old.version, old.counter],
    );
    await expect(vault.load(id)).rejects.toMatchObject({ code: 'stale-state' });
  });

  test('and puts all old rows back together: the ledger’s digest of the last write finds it', async () => {
    const id = await create();
    const before = await Promise.all(
      ['vault_customers', 'vault_values'].map(
        async (table) => (await sql(`select * from ${table} where customer = $1`, [id])).rows,
      ),
    );
    const state = await change(id, '13900001111');
    for (const [at, table] of ['vault_customers', 'vault_values'].entries()) {
      await sql(`delete from ${table} where customer = $1`, [id]);
      await sql(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
        JSON.stringify(
          before[at]?.map((row) =>
            Object.fromEntries(
              Object.entries(row as Record<string, unknown>).map(([name, value]) => [
                name,
                Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value,
              ]),
            ),
          ),
        ),
      ]);
    }
    const back = await vault.load(id);
    expect(back && vault.verifyState(back, state)).toBe(false);
  });

  async function change(id: string, mobile: string): Promise<string> {
    return db.kysely.transaction().execute(async (tx) => {
      const made = await vault.prepareChange(
        tx,
        id,
        [{ field: 'mobile', value: null }].map(() => ({
          field: 'mobile',
          item: '',
          value: mobile,
        })),
      );
      if (made.kind === 'ready') throw new Error('an empty item is none');
      const sealed = await vault.lock(tx, id);
      const item = sealed?.values.find((value) => value.field === 'mobile')?.item ?? '';
      const ready = await vault.prepareChange(tx, id, [{ field: 'mobile', item, value: mobile }]);
      if (ready.kind !== 'ready') throw new Error('invalid');
      await vault.applyChange(tx, ready.prepared, now, null);
      return ready.state;
    });
  }

  test('and moves an earlier version to another customer: it does not open', async () => {
    const [one, two] = [await create(), await create({ memberNumber: 'M3' })];
    const [version] = await vault.versions(one);
    const other = await vault.load(two);
    if (other === null || version === undefined) throw new Error('absent');
    expect(() => opener.openVersion(other, version)).toThrow(expect.objectContaining({ name: 'VaultError' }));
  });

  test('and another organisation’s rows: they do not open', async () => {
    const id = await create();
    const { rows } = await sql('select vault_customer($1) as json', [id]);
    await expect(
      createVault({ db, keys, org: newId('org'), clock: () => now, log: silentLog }),
    ).rejects.toMatchObject({ code: 'unsealable' });
    expect(rows[0]?.json.id).toBe(id);
  });
});

describe('whoever has a copy of the database', () => {
  test('opens nothing without the keys', async () => {
    await expect(
      createVault({ db, keys: memoryKeys(), org, clock: () => now, log: silentLog }),
    ).rejects.toMatchObject({ code: 'unknown-key' });
  });

  /** The ways a value could lie there. */
  function forms(value: string): Buffer[] {
    const utf8 = Buffer.from(value);
    const utf16 = Buffer.from(value, 'utf16le');
    const base64 = [0, 1, 2].map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), utf8]).toString('base64');
      return text.slice(shift === 0 ? 0 : 4, -4);
    });
    const escaped = Array.from(value, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
    const texts = [
      utf8.toString('hex'),
      utf16.toString('hex'),
      ...base64,
      encodeURIComponent(value),
      escaped,
    ];
    return [utf8, utf16, Buffer.from(utf16).swap16(), ...texts.map((text) => Buffer.from(text))].filter(
      (form) => form.length > 5,
    );
  }

  async function dump(): Promise<Buffer> {
    const tables = await sql("select tablename from pg_tables where schemaname = 'public'");
    const parts: Buffer[] = [];
    for (const { tablename } of tables.rows) {
      const { rows } = await sql(`select t.*, t::text as line from ${tablename} t`);
      for (const row of rows) {
        for (const value of Object.values(row as Record<string, unknown>)) {
          parts.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ''));
        }
      }
    }
    return Buffer.concat(parts);
  }
  const found = (haystack: Buffer, value: string): boolean =>
    forms(value).some((form) => haystack.includes(form));

  test('reads no planted value in any encoding, and the search for them works', async () => {
    const id = await create({ address: '浙江省杭州市西湖区文三路90号1幢302室', memberNumber: 'M44332211' });
    const sealed = await vault.load(id);
    if (sealed === null) throw new Error('absent');
    const planted = [...Object.values(fields), '浙江省杭州市西湖区文三路90号', 'M44332211', '1986-03-12'];
    const text = await dump();
    for (const value of planted) expect(found(text, value)).toBe(false);
    for (const form of forms('13800005678')) {
      await sql("insert into vault_import_spool values ('control', 1, $1)", [form]);
      expect(found(await dump(), '13800005678')).toBe(true);
      await sql("delete from vault_import_spool where job = 'control'");
    }
  });
});

describe('search', () => {
  beforeAll(() => sql('truncate vault_customers, vault_keys, vault_values, vault_index, customer_parties'));

  const width = 8;
  async function search(field: string, value: string) {
    const before = { unwraps, opens: opener.opens() };
    const asked = vault.searchTokens(field, value);
    if (asked.kind === 'invalid') throw new Error('invalid');
    const { rows } = await sql('select vault_search($1, $2, $3) as found', [field, asked.tokens, width]);
    const candidates = await vault.candidatesOf(rows[0]?.found);
    const hits = candidates.filter((each) =>
      vault.sameValue(field, value, opener.open(each, field, each.hit ?? '')),
    );
    const cost = {
      unwraps: unwraps - before.unwraps,
      opens: opener.opens() - before.opens,
      rows: candidates.length,
    };
    return { hits: hits.map((each) => each.id), cost };
  }

  test('finds by any way of writing; found and absent cost the same unwraps, opens and rows', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) {
      ids.push(await create({ mobile: `1391234${String(n).padStart(4, '0')}`, memberNumber: `S${n}` }));
    }
    const found = await search('mobile', '+86 139-1234-0007');
    const absent = await search('mobile', '13912349999');
    expect(found.hits).toEqual([ids[7]]);
    expect(absent.hits).toEqual([]);
    expect(found.cost).toEqual(absent.cost);
    expect(found.cost.rows).toBe(width);
  });

  test('every one of several values of a field is found', async () => {
    const id = await create({
      bankCard: ['6217000012345678907', '6217000012345678915'],
      memberNumber: 'S50',
    });
    expect((await search('bankCard', '6217 0000 1234 5678 915')).hits).toEqual([id]);
    expect((await search('bankCard', '6217000012345678907')).hits).toEqual([id]);
  });

  test.each([
    ['birthDate', '1986-03-12'],
    ['gender', '男'],
    ['address', '浙江省杭州市'],
    ['residentId', '0017'],
    ['mobile', '5678'],
    ['nothing', 'x'],
  ])('is no oracle for what masks hide: %s', (field, value) => {
    expect(vault.searchTokens(field, value)).toEqual({ kind: 'invalid' });
  });

  test('an index rebuilt for more customers finds the same, also while it is built', async () => {
    const id = await create({ mobile: '13755556666', memberNumber: 'S60' });
    const tags = () =>
      sql('select count(*)::int as n, max(version)::int as v from vault_index').then((r) => r.rows[0]);
    const before = await tags();
    const during: string[][] = [];
    let last = { done: 0, total: 0 };
    const { version, damaged } = await vault.rebuildIndex(1_000_000, (progress) => {
      last = progress;
      during.push(['seen']);
    });
    expect(damaged).toBe(0);
    expect(during.length).toBeGreaterThan(0);
    expect(last.done).toBe(last.total);
    expect(await tags()).toEqual({ n: before.n, v: version });
    expect((await search('mobile', '13755556666')).hits).toEqual([id]);
    const health = await vault.indexHealth();
    expect(health.find((each) => each.field === 'mobile')?.bits).toBe(17);
    expect(health.find((each) => each.field === 'name')?.bits).toBe(14);
  });
});

describe('two replicas', () => {
  test('a rebuild reaches what a replica wrote under the old version', async () => {
    const replica = await createVault({ db, keys, org, clock: () => now, log: silentLog });
    const old = await replica.prepareCreate({
      team: null,
      fields: { ...fields, mobile: '13511112222', memberNumber: 'X1' },
    });
    if (old.kind !== 'ready') throw new Error('invalid');
    let written = false;
    await vault.rebuildIndex(50_000, async () => {
      // The first sweep has gone by; the write was prepared before the version was known.
      if (!written) await replica.applyCreate(db.kysely, [old.prepared], now, null);
      written = true;
    });
    expect(written).toBe(true);
    const asked = vault.searchTokens('mobile', '13511112222');
    if (asked.kind === 'invalid') throw new Error('invalid');
    const { rows } = await sql('select vault_search($1, $2, 8) as found', ['mobile', asked.tokens]);
    expect(rows[0].found.map((each: { id: string }) => each.id)).toContain(old.prepared.customer);
    await replica.close();
  });
});

describe('what is damaged', () => {
  test('is left out of search, index and rotation, and stops none of them', async () => {
    const id = await create({ mobile: '13622223333', memberNumber: 'D1' });
    const other = await create({ mobile: '13622223333', memberNumber: 'D2' });
    await sql('update vault_customers set vip = true where customer = $1', [id]);
    await sql("update vault_keys set wrapped = '\\x0101' where customer = $1", [id]);
    const asked = vault.searchTokens('mobile', '13622223333');
    if (asked.kind === 'invalid') throw new Error('invalid');
    const { rows } = await sql('select vault_search($1, $2, 8) as found', ['mobile', asked.tokens]);
    const candidates = await vault.candidatesOf(rows[0]?.found);
    expect(candidates.map((each) => each.id)).toContain(other);
    expect(candidates.map((each) => each.id)).not.toContain(id);
    expect(await vault.rebuildIndex(20_000)).toMatchObject({ damaged: 1 });
    expect((await vault.rotate()).damaged).toBeGreaterThan(1);
    await sql('delete from vault_keys where customer = $1', [id]);
  });
});

describe('rotation', () => {
  test('rewraps keys only, keeps every state, and makes the old KEK dispensable', async () => {
    const id = await create({ memberNumber: 'R1' });
    const before = await vault.load(id);
    const old = await keys.current();
    const steps: number[] = [];
    const { kek, rewrapped } = await vault.rotate(({ done }) => steps.push(done));
    expect(rewrapped).toBeGreaterThan(50);
    expect(steps.at(-1)).toBe(rewrapped);
    await keys.destroy(old);
    const after = await vault.load(id);
    expect(after?.state).toBe(before?.state);
    expect(
      after && opener.open(after, 'name', after.values.find((v) => v.field === 'name')?.item ?? ''),
    ).toBe(fields.name);
    const left = await sql('select count(*)::int as n from vault_keys where kek <> $1', [kek]);
    expect(left.rows[0].n).toBe(0);
    const reopened = await createVault({ db, keys, org, clock: () => now, log: silentLog });
    expect((await reopened.load(id))?.state).toBe(before?.state);
    await reopened.close();
    expect((await vault.rewrapAll()).rewrapped).toBe(0);
  });
});
