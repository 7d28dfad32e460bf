import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGate } from '#gate';
import { openRowSeal, silentLog } from '#platform';
import { openRooms } from '../server.ts';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { auditStates, type StateFinding } from './audit-states.ts';
import { clearOf, ordinary, reveal, type Watch, watch } from './testing.ts';

/** Somebody who reads and writes every table with the database's own rights, and has no key. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);
const someone = () => ordinary(desk, 'li.na', nth++);
const fresh = (customer = someone().id): Promise<TestContact> => desk.contact('li.na', customer);

/** Not answered, nothing opened, nothing of the customer said. */
async function expectShut(
  ask: () => Promise<Reply>,
  customer: string,
  statuses: readonly number[] = [403, 500],
) {
  const before = watched.opens();
  const reply = await ask();
  expect(statuses, reply.text).toContain(reply.status);
  expect(watched.opens()).toBe(before);
  for (const value of clearOf(desk, customer)) expect(reply.text).not.toContain(value);
  return reply;
}

describe('sealed values', () => {
  it.each([
    ['another field', "field = 'email'"],
    ['an item of another customer', "customer = $2 and field = 'mobile'"],
  ])('moved to %s open nothing', async (_, from) => {
    const at = await fresh();
    const other = someone().id;
    const set = `update vault_values v set sealed = o.sealed, counter = o.counter, key_id = v.key_id
      from vault_values o where v.customer = $1 and v.field = 'mobile'
        and o.customer = ${from.includes('$2') ? '$2' : '$1'} and o.field = ${from.includes('$2') ? "'mobile'" : "'email'"}`;
    expect((await run(set, from.includes('$2') ? [at.customer, other] : [at.customer])).rowCount).toBe(1);
    await expectShut(() => agent.post('/accesses', reveal(at)), at.customer);
    await expectShut(
      () => agent.get(`/customers/${at.customer}?scenario=call&purpose=card-freeze&case=${at.case}`),
      at.customer,
    );
  });

  it('between two items of one field open nothing', async () => {
    const two = desk.customers.find(
      (each) =>
        each.team === desk.person('li.na').team && each.fields['bankCard']?.length === 2 && !each.flags.vip,
    );
    const at = await fresh(two?.id);
    await run(
      `update vault_values v set sealed = o.sealed from vault_values o
       where v.customer = $1 and o.customer = $1 and v.field = 'bankCard' and o.field = 'bankCard' and o.item <> v.item`,
      [at.customer],
    );
    await expectShut(() => agent.post('/accesses', reveal(at)), at.customer);
  });

  it.each([
    'vip = false, deceased = false',
    'team = null',
    'binned_at = now()',
    'writes = writes + 1',
    'minor = true',
  ])('of a customer whose row says %s open nothing', async (set) => {
    const at = await fresh();
    const changed = set.startsWith('vip') ? 'vip = not vip' : set;
    await run(`update vault_customers set ${changed} where customer = $1`, [at.customer]);
    await expectShut(() => agent.post('/accesses', reveal(at)), at.customer);
  });

  // the keys are changed before the contact: whoever had them in memory for it would not read them again
  it.each([
    [
      'a wrapped key of somebody else',
      `update vault_keys k set wrapped = o.wrapped, kek = o.kek from vault_keys o
       where k.customer = $1 and o.customer = $2 and o.retention = k.retention`,
    ],
    [
      'wrapped keys of another retention class',
      `update vault_keys k set wrapped = o.wrapped from vault_keys o
       where k.customer = $1 and o.customer = $1 and k.retention = 'contact' and o.retention = 'kyc'
         and $2::text is not null`,
    ],
  ])('under %s open nothing, and the contact is tied to nobody', async (_, text) => {
    const [damaged, other] = [someone().id, someone().id];
    expect((await run(text, [damaged, other])).rowCount).toBeGreaterThan(0);
    const at = await fresh(damaged);
    await expectShut(() => agent.post('/accesses', reveal(at)), damaged);
    const { rows } = await run('select customer from desk_contacts where id = $1', [at.contact]);
    expect(rows[0].customer).toBeNull();
  });

  it('of a damaged customer keep nobody from finding another one', async () => {
    const at = await fresh();
    const found = someone();
    await run('update vault_customers set writes = writes + 1 where customer <> all($1)', [
      [at.customer, found.id],
    ]);
    const ask = { field: 'mobile', purpose: 'card-freeze', case: at.case, scenario: 'call' };
    const reply = await agent.post('/customers/search', { ...ask, value: found.fields['mobile'] });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.hits.map((each: { id: string }) => each.id)).toEqual([found.id]);
    await run('update vault_customers set writes = writes - 1 where customer <> all($1)', [
      [at.customer, found.id],
    ]);
  });

  it('open nothing without the keys folder', async () => {
    const keysDir = mkdtempSync(join(tmpdir(), 'huke-other-keys-'));
    try {
      const config = { ...desk.config, keysDir };
      await expect(openRooms({ db: desk.db, config, log: silentLog, clock: desk.clock })).rejects.toThrow();
    } finally {
      rmSync(keysDir, { recursive: true });
    }
  });
});

describe("a customer's rows", () => {
  const tables = [
    'vault_customers',
    'vault_keys',
    'vault_values',
    'vault_history',
    'vault_index',
    'customer_parties',
  ];
  const audit = async (): Promise<readonly StateFinding[]> => {
    const found: StateFinding[] = [];
    for await (const each of auditStates(desk.rooms)) found.push(each);
    return found;
  };
  const about = async (customer: string) => (await audit()).filter((each) => each.customer === customer);
  it('put back whole to an old state are found by their last entry', async () => {
    const customer = someone().id;
    const at = await desk.contact('li.na', customer, { caseType: 'contact-change' });
    const client = await desk.db.pool.connect();
    try {
      for (const table of tables)
        await client.query(
          `create temp table kept_${table} as select * from ${table} where customer = '${customer}'`,
        );
      const context = { purpose: 'contact-change', case: at.case, scenario: 'call' };
      const email = desk.customers.find((each) => each.id === customer)?.fields['email'];
      const residentId = desk.customers.find((each) => each.id === customer)?.fields['residentId'];
      const claims = [
        { field: 'email', value: email },
        { field: 'residentId', value: residentId },
      ];
      const verified = await agent.post(`/customers/${customer}/verify`, { claims, ...context });
      expect(verified.body.result, verified.text).toBe('pass');
      const changes = [{ field: 'address', value: '浙江省杭州市西湖区文三路 1 号' }];
      const changed = await agent.send('PATCH', `/customers/${customer}`, { changes, ...context });
      expect(changed.status, changed.text).toBe(200);
      expect(await about(customer)).toEqual([]);
      for (const table of tables) {
        await client.query(`delete from ${table} where customer = '${customer}'`);
        await client.query(`insert into ${table} select * from kept_${table}`);
      }
    } finally {
      client.release();
    }
    expect(await about(customer)).toEqual([{ customer, kind: 'stale' }]);
  });

  it('removed, altered, or written past the program are found', async () => {
    const [removed, altered] = [someone().id, someone().id];
    for (const table of tables) await run(`delete from ${table} where customer = $1`, [removed]);
    await run("update vault_values set version = version + 1 where customer = $1 and field = 'mobile'", [
      altered,
    ]);
    // by what the entry of their import calls them
    const gone = desk.rooms.vault.importedAs(removed);
    expect(await about(gone)).toEqual([{ customer: gone, kind: 'missing' }]);
    expect(await about(altered)).toEqual([{ customer: altered, kind: 'damaged' }]);
    const copy = `cus_${'9'.repeat(26)}`;
    await run(
      `insert into vault_customers select (c #>> '{}')::text, v.team, v.vip, v.colleague, v.colleague_team, v.minor,
         v.deceased, v.consent_expires_at, v.binned_at, v.binned_by, v.writes, v.state_mac, v.created_at, v.created_by
       from vault_customers v, to_jsonb($2::text) c where v.customer = $1`,
      [altered, copy],
    );
    expect(await about(copy)).toEqual([{ customer: copy, kind: 'unwritten' }]);
  });
});

describe('policies', () => {
  it('that were replaced are named by the next entries, and by one of their own', async () => {
    const here = dirname(fileURLToPath(import.meta.url));
    const folder = mkdtempSync(join(tmpdir(), 'huke-policies-'));
    try {
      cpSync(resolve(here, '../../../../policies'), folder, { recursive: true });
      const file = join(folder, 'levels.cedar');
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replaceAll('resource.type == "BANK_CARD"', 'resource.type == "IBAN"'));
      const { budgets, db, ledger, clock } = desk.rooms;
      const before = await watched.size();
      const mac = openRowSeal(desk.config.keysDir);
      const other = await createGate({
        budgets,
        db,
        ledger,
        clock,
        log: silentLog,
        mac,
        alarm: () => {},
        policiesDir: folder,
      });
      await other.stop();
      expect(other.policySet).not.toBe(desk.rooms.gate.policySet);
      const { rows } = await run('select entry from ledger_entries where idx >= $1 order by idx', [before]);
      const entries = rows.map((row: { entry: Buffer }) => JSON.parse(row.entry.toString('latin1')));
      expect(entries).toMatchObject([{ action: 'policy-loaded', policySet: other.policySet }]);
      const at = await fresh();
      const done = await agent.post('/accesses', reveal(at));
      const entry = await run('select entry from ledger_entries where idx = $1', [done.body.entry]);
      expect(JSON.parse(entry.rows[0].entry.toString('latin1')).policySet).toBe(desk.rooms.gate.policySet);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a dump', () => {
  it('holds no value of any customer', async () => {
    const names = await run("select tablename from pg_tables where schemaname = 'public' order by 1");
    const values = desk.customers.slice(0, 12).flatMap((each) => clearOf(desk, each.id));
    const looked = new Set(
      values.map((value) => value.replaceAll(/[\s-]/g, '')).filter((each) => each.length > 5),
    );
    const digests = new Set(values.map((value) => createHash('sha256').update(value).digest('hex')));
    await run('create table planted (value text)');
    await run('insert into planted values ($1)', [desk.customers[0]?.fields['mobile']]);
    const hits: string[] = [];
    for (const name of [...names.rows.map((row) => row.tablename as string), 'planted']) {
      const { rows } = await run(`select * from ${name}`);
      const text = rows
        .flatMap((row) => Object.values(row))
        .map((each) =>
          Buffer.isBuffer(each)
            ? `${each.toString('latin1')}\n${each.toString('utf8')}\n${each.toString('hex')}`
            : JSON.stringify(each),
        )
        .join('\n');
      if ([...looked, ...digests, ...values].some((value) => value.length > 5 && text.includes(value)))
        hits.push(name);
    }
    await run('drop table planted');
    expect(hits).toEqual(['planted']);
  });
});
