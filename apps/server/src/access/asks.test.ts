import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { ordinary, spend } from './testing.ts';

/**
 * The database's owner lets an ask come as far as its transaction, reads there what it wrote, and cuts it off before
 * the commit: nothing of it is charged or entered by the transaction itself.
 */

let desk: TestDesk;
let root: pg.Pool;
let agent: Caller;
let at: TestContact;
let nth = 0;
/** What was being waited with when it was cut off, the first first. */
let blocked: string[] = [];

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  root = new pg.Pool({ connectionString: desk.db.adminUrl, max: 3 });
  root.on('error', () => {});
  agent = await desk.signIn('li.na');
});
afterAll(async () => {
  await root.end();
  await desk.close();
});
beforeEach(async () => {
  at = await desk.contact('li.na', ordinary(desk, 'li.na', nth++).id);
});

const run = async (text: string, values: unknown[] = []) => (await root.query(text, values)).rows;
const search = (value: string): Promise<Reply> =>
  agent.post('/customers/search', {
    field: 'mobile',
    value,
    purpose: 'card-freeze',
    case: at.case,
    scenario: 'call',
  });
/** By the customer's own numbers, or by others. */
const verify = (right: boolean): Promise<Reply> => {
  const { fields } = desk.customers.find((each) => each.id === at.customer) ?? ordinary(desk, 'li.na', 0);
  const { fields: others } = desk.customers.find((each) => each.id !== at.customer) ?? { fields };
  const claims = ['residentId', 'email'].map((field) => ({
    field,
    value: String((right ? fields : others)[field]),
  }));
  return agent.post(`/customers/${at.customer}/verify`, {
    claims,
    purpose: 'card-freeze',
    case: at.case,
    scenario: 'call',
  });
};
const note = (text: string): Promise<Reply> => agent.post(`/cases/${at.case}/notes`, { text });

type Hold = (owner: pg.PoolClient) => Promise<unknown>;
/** The next entry of the log has to wait for this row. */
const holdLog: Hold = (owner) =>
  owner.query(`insert into ledger_entries (idx, entry, leaf)
    select size, '\\x00', sha256('') from ledger_head`);
/** A note's row has to wait for its case. */
const holdCase: Hold = (owner) => owner.query('select 1 from desk_cases where id = $1 for update', [at.case]);
/** A charge has to wait as well. */
const holdCharges: Hold = async (owner) => {
  await holdCase(owner);
  await owner.query('select 1 from budget_head for update');
};
/** A search has to wait once its tags are sent. */
const holdTags: Hold = (owner) => owner.query('lock table vault_index in access exclusive mode');

/** Backends that wait for the owner, ended one after the other until `done`. */
async function cutting(
  hold: Hold,
  ask: () => Promise<unknown>,
  how = 'pg_terminate_backend',
): Promise<unknown> {
  const owner = await root.connect();
  let over = false;
  try {
    const { rows } = await owner.query('begin; select pg_backend_pid() as pid').then((all) => {
      return (all as unknown as { rows: { pid: number }[] }[])[1] as { rows: { pid: number }[] };
    });
    await hold(owner);
    blocked = [];
    const asked = ask().finally(() => {
      over = true;
    });
    while (!over) {
      const cut = await run(
        `select query, ${how}(pid) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))`,
        [rows[0]?.pid],
      );
      blocked.push(...cut.map(({ query }) => query));
      await wait(20);
    }
    return await asked;
  } finally {
    await owner.query('rollback');
    owner.release();
  }
}

const guesses = async (): Promise<number> => {
  const { rooms } = desk;
  return rooms.budgets.left(desk.db.kysely, { budget: 'guesses', on: { person: agent.id } }, desk.clock());
};
const failures = async (action: string): Promise<number> => {
  const { entries } = await desk.rooms.ledger.entries({ outcome: 'failed', person: agent.id });
  return entries.filter((each) => {
    const entry = JSON.parse(Buffer.from(each.bytes, 'base64').toString());
    return entry.action === action && entry.case === at.case;
  }).length;
};
const paid = async (): Promise<void> => {
  await expect.poll(() => desk.rooms.asks.owes(agent.id), { timeout: 5_000 }).toBe(false);
};

describe.each(['pg_terminate_backend', 'pg_cancel_backend'])('an ask that is cut off by %s', (how) => {
  it('costs what it would have cost, and has its entry', async () => {
    const before = await guesses();
    const reply = (await cutting(holdLog, () => search('13900000000'), how)) as Reply;
    expect(reply.status).toBeGreaterThanOrEqual(500);
    await paid();
    expect(await guesses()).toBe(before - 1);
    expect(await failures('search')).toBe(1);
  });

  it('has its entry where it was a note', async () => {
    const reply = (await cutting(holdCase, () => note('甲1234，乙5678'), how)) as Reply;
    expect(reply.status).toBeGreaterThanOrEqual(500);
    await paid();
    expect(await failures('note')).toBe(1);
  });
});

describe.each([
  ['before its guess is charged', holdCharges],
  ['after it', holdCase],
])('a verification that is cut off %s', (_, hold) => {
  it('waits for the same whether it is right or wrong', async () => {
    const waits: (string | undefined)[] = [];
    for (const right of [true, false]) {
      await cutting(hold, () => verify(right));
      await paid();
      waits.push(blocked[0]);
    }
    expect(waits[0]).toBeDefined();
    expect(waits[1]).toBe(waits[0]);
  });
});

it('of verifications that are cut off once they were compared none is free, and each has its entry', async () => {
  const before = await guesses();
  for (const right of [true, false, false, true]) {
    await cutting(holdCase, () => verify(right));
    await paid();
  }
  expect(await guesses()).toBe(before - 4);
  expect(await failures('verify')).toBe(4);
});

it('a search that is cut off with its tags on the way has cost its guess, and has its entry', async () => {
  const before = await guesses();
  const reply = (await cutting(holdTags, () => search('13900000000'))) as Reply;
  expect(reply.status).toBeGreaterThanOrEqual(500);
  await paid();
  expect(blocked[0]).toContain('vault_search');
  expect(await guesses()).toBe(before - 1);
  expect(await failures('search')).toBe(1);
});

it('of many asks at once that are cut off none is free', async () => {
  const before = await guesses();
  const many = Array.from({ length: 8 }, (_, i) => `1390000010${i}`);
  const { asks } = desk.rooms;
  const { send } = asks;
  const noted = new Set<unknown>();
  Object.assign(asks, {
    send: (tellings: Parameters<typeof send>[0]) => {
      for (const each of tellings) if (each.charges.length > 0) noted.add(each);
      send(tellings);
    },
  });
  await cutting(holdLog, () => Promise.all(many.map(search)));
  Object.assign(asks, { send });
  await paid();
  expect(noted.size).toBeGreaterThan(0);
  expect(await guesses()).toBe(before - noted.size);
});

it('whoever owes asks nothing more until it is paid, and goes on then', async () => {
  await cutting(holdLog, () => search('13900000001'));
  const owner = await root.connect();
  try {
    await owner.query('begin');
    await owner.query('select 1 from budget_head for update');
    const before = (await desk.rooms.ledger.state()).size;
    const reply = await search('13900000002');
    expect(reply.status, reply.text).toBeGreaterThanOrEqual(500);
    expect((await desk.rooms.ledger.state()).size).toBe(before);
  } finally {
    await owner.query('rollback');
    owner.release();
  }
  expect((await search('13900000003')).status).toBe(200);
});

it('a database that is restarted keeps nobody from going on', async () => {
  const people = await Promise.all(['li.na', 'zhao.min', 'wu.hao'].map((each) => desk.signIn(each)));
  const { customer: _, ...rest } = at;
  const asks = people.map(
    (each) => () =>
      each.post('/customers/search', {
        field: 'mobile',
        value: '13900000005',
        purpose: 'card-freeze',
        case: rest.case,
        scenario: 'call',
      }),
  );
  const owner = await root.connect();
  try {
    await owner.query('begin');
    await holdLog(owner);
    const cut = Promise.all(asks.map((each) => each()));
    await wait(200);
    await run(`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'huke_server' and datname = current_database()`);
    await owner.query('rollback');
    await cut;
  } finally {
    owner.release();
  }
  const [own] = await Promise.all(asks.map((each) => each()));
  expect(own?.status, own?.text).toBe(200);
  expect(people.filter((each) => desk.rooms.asks.owes(each.id))).toEqual([]);
});

it.each([
  ['once they are written', holdLog],
  ['once their tags are sent', holdTags],
])('of asks that are cut off %s the officers are told the third within ten minutes', async (_, hold) => {
  desk.pass(3_600);
  agent = await desk.signIn('li.na');
  at = await desk.contact('li.na', ordinary(desk, 'li.na', nth++).id);
  const told = async () =>
    run(`select person from alarms where code = 'asks-cut' and raised_at > $1`, [
      new Date(desk.clock().getTime() - 60_000),
    ]);
  for (let n = 0; n < 3; n += 1) {
    await desk.rooms.alarms.settled();
    expect(await told()).toEqual([]);
    await cutting(hold, () => search('13900000004'));
    await paid();
  }
  await desk.rooms.alarms.settled();
  expect(await told()).toEqual([{ person: agent.id }]);
});

it('a search without a guess left sends no tags', async () => {
  const before = await guesses();
  await spend(desk, 'guesses', before, { person: agent.id });
  // whoever owns the database shows the load an older account
  const owner = await root.connect();
  const { rows } = await owner.query("select * from budget_accounts where kind = 'person' and id = $1", [
    agent.id,
  ]);
  try {
    await owner.query("delete from budget_accounts where kind = 'person' and id = $1", [agent.id]);
    await cutting(holdTags, () => search('13900000000'));
    expect(blocked.filter((each) => each.includes('vault_search'))).toEqual([]);
  } finally {
    for (const each of rows)
      await owner.query(
        'insert into budget_accounts select * from json_populate_record(null::budget_accounts, $1)',
        [JSON.stringify(each)],
      );
    owner.release();
  }
});
