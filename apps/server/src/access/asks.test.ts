import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { ordinary } from './testing.ts';

/**
 * The database's owner lets an ask come as far as its transaction, reads there what it wrote, and cuts it off before
 * the commit: nothing of it is charged or entered by the transaction itself.
 */

let desk: TestDesk;
let root: pg.Pool;
let agent: Caller;
let at: TestContact;
let nth = 0;

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
const note = (text: string): Promise<Reply> => agent.post(`/cases/${at.case}/notes`, { text });

type Hold = (owner: pg.PoolClient) => Promise<unknown>;
/** The next entry of the log has to wait for this row. */
const holdLog: Hold = (owner) =>
  owner.query(`insert into ledger_entries (idx, entry, leaf)
    select size, '\\x00', sha256('') from ledger_head`);
/** A note's row has to wait for its case. */
const holdCase: Hold = (owner) => owner.query('select 1 from desk_cases where id = $1 for update', [at.case]);

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
    const asked = ask().finally(() => {
      over = true;
    });
    while (!over) {
      await run(`select ${how}(pid) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))`, [
        rows[0]?.pid,
      ]);
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

it('the officers are told of the third within ten minutes', async () => {
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
    await cutting(holdLog, () => search('13900000004'));
    await paid();
  }
  await desk.rooms.alarms.settled();
  expect(await told()).toEqual([{ person: agent.id }]);
});
