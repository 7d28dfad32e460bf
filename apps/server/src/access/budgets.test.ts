import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BudgetName, type Dimension, limitRows } from '#budget';
import { demoTeams } from '#demo';
import { silentLog } from '#platform';
import { appOf, closeRooms, openRooms, type Rooms } from '../server.ts';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';
import { clearOf, cookieOf, entryOf, ordinary, reveal, spend } from './testing.ts';

/** Somebody with ordinary rights who wants more than is theirs, and does not mind by whom or what it is counted. */

let desk: TestDesk;
let nth = 0;
const others: Rooms[] = [];

beforeAll(async () => {
  desk = await openTestDesk({ customers: 400 });
});
afterAll(async () => {
  for (const rooms of others) await closeRooms(rooms);
  await desk.close();
});

const fresh = (mail: string): Promise<TestContact> => desk.contact(mail, ordinary(desk, mail, nth++).id);
const limit = (budget: BudgetName, dimension: Dimension): number => {
  const row = limitRows.find((each) => each.budget === budget && each.dimension === dimension);
  return typeof row?.most === 'number' ? row.most : (row?.most({}) ?? Number.NaN);
};
const cardOf = (at: { customer: string; case?: string }): string =>
  `/customers/${at.customer}?scenario=call&purpose=card-freeze${at.case ? `&case=${at.case}` : ''}`;
const alarmsOf = async (code: string): Promise<readonly { person: string | null; object: string }[]> => {
  await desk.rooms.alarms.settled();
  return (await desk.db.pool.query('select person, object from alarms where code = $1', [code])).rows;
};

/** Refused with an entry, nothing said of the customer. */
async function expectGone(reply: Awaited<ReturnType<Caller['post']>>, code: string, customer: string) {
  expect(reply.status, reply.text).toBe(403);
  expect(reply.body.code).toBe(code);
  expect(await entryOf(desk, reply)).toMatchObject({ outcome: 'refused', code });
  for (const value of clearOf(desk, customer)) expect(reply.text).not.toContain(value);
}

describe('a quota that is spent', () => {
  it('goes on when it was raised, and the answer says by how much', async () => {
    const agent = await desk.signIn('he.jing');
    const [spent, at] = [await fresh('he.jing'), await fresh('he.jing')];
    await spend(desk, 'reveals', (await agent.get('/quota')).body.limit, { person: agent.id });
    expect((await agent.post('/accesses', reveal(spent))).body.code).toBe('quota-required');
    expect((await agent.post('/quota/raise', { reason: 'customer-asked' })).status).toBe(200);
    const reply = await agent.post('/accesses', reveal(at));
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.obligations.quota).toEqual((await agent.get('/quota')).body);
    expect(reply.body.obligations.quota.raised).toBe(10);
    const card = await agent.get(cardOf(at));
    expect(card.body.obligations.quota, card.text).toEqual(reply.body.obligations.quota);
  });

  it('is spent in every other session, contact and case, and with every replica', async () => {
    const agent = await desk.signIn('wu.hao');
    const contacts = [await fresh('wu.hao'), await fresh('wu.hao'), await fresh('wu.hao')] as const;
    const { limit: most } = (await agent.get('/quota')).body;
    await spend(desk, 'reveals', most - 1, { person: agent.id });
    const rooms = await openRooms({ db: desk.db, config: desk.config, log: silentLog, clock: desk.clock });
    others.push(rooms);
    const app = appOf(rooms);
    const elsewhere = async (at: TestContact) => {
      const { cookie } = await cookieOf(desk, agent.id);
      const init = {
        method: 'POST',
        headers: { cookie, 'huke-csrf': '1', 'content-type': 'application/json' },
        body: JSON.stringify(reveal(at)),
      };
      return (await app.fetch(new Request(`${desk.config.publicUrl}/api/v1/accesses`, init))).status;
    };
    const again = await desk.signIn('wu.hao');
    const statuses = await Promise.all([
      agent.post('/accesses', reveal(contacts[0])).then((reply) => reply.status),
      again.post('/accesses', reveal(contacts[1])).then((reply) => reply.status),
      elsewhere(contacts[2]),
      elsewhere(contacts[0]),
    ]);
    // the same field of the same contact costs once: two of four may be that one
    const shown = statuses.filter((status) => status === 200).length;
    expect(shown).toBeGreaterThan(0);
    expect((await agent.get('/quota')).body.used).toBe(most);
    expect(statuses[1] === 200 ? statuses[0] : statuses[1]).toBe(403);
  });

  it('is one for colleagues of a team, for what one administrator made, and for one customer', async () => {
    const mail = 'li.na';
    const agent = await desk.signIn(mail);
    const { team } = desk.person(mail);
    const at = await fresh(mail);
    const most = limit('reveals', 'customer');
    await spend(desk, 'reveals', most, { customer: at.customer });
    await expectGone(await agent.post('/accesses', reveal(at)), 'budget-gone', at.customer);
    const next = await fresh(mail);
    const left = await desk.rooms.budgets.left(desk.db, { budget: 'reveals', on: { team } }, desk.clock());
    await spend(desk, 'reveals', left, { team });
    await expectGone(await agent.post('/accesses', reveal(next)), 'budget-gone', next.customer);
    expect(await alarmsOf('budget-spent')).toContainEqual({ person: agent.id, object: 'reveals.team' });
  });

  it('of customers is not lifted by contacts that a channel’s key makes up', async () => {
    const agent = await desk.signIn('guo.liang');
    await spend(desk, 'customers', limit('customers', 'person') - 1, { person: agent.id });
    const [one, two] = [await fresh('guo.liang'), await fresh('guo.liang')];
    for (let n = 0; n < 30; n++) await fresh('guo.liang');
    expect((await agent.post('/accesses', reveal(one))).status).toBe(200);
    await expectGone(await agent.post('/accesses', reveal(two)), 'budget-gone', two.customer);
    expect((await agent.post('/accesses', reveal(one))).status).toBe(200);
  });
});

describe('a walk through masked cards', () => {
  it('ends where the contacts handled do not explain it; the same customer again is free', async () => {
    const agent = await desk.signIn('lin.fang');
    const [one, two] = [await fresh('lin.fang'), await fresh('lin.fang')];
    await spend(desk, 'views', limit('views', 'person') + 2 * 6 - 1, { person: agent.id });
    const look = (at: TestContact) => agent.get(cardOf(at));
    expect((await look(one)).status).toBe(200);
    expect((await look(one)).status).toBe(200);
    await expectGone(await look(two), 'views-gone', two.customer);
    expect((await look(one)).status).toBe(200);
    const history = await agent.get(cardOf(two).replace('?', '/history?'));
    await expectGone(history, 'views-gone', two.customer);
    // one more contact explains six more
    await fresh('lin.fang');
    expect((await look(two)).status).toBe(200);
  });

  it('by a program is counted on its key', async () => {
    const until = new Date(desk.clock().getTime() + 86_400_000).toISOString().slice(0, 10);
    const job = { purpose: 'card-freeze', teams: [demoTeams[0].id], rows: 10_000, until };
    const body = { scopes: ['customers:read'], teams: job.teams, perDay: 10_000, job };
    const { id: key, program: crm } = await desk.key(body);
    const at = { customer: ordinary(desk, 'li.na', nth++).id };
    expect((await crm.get(cardOf(at))).status).toBe(200);
    await spend(desk, 'views', limit('views', 'key') - 1, { key });
    const next = { customer: ordinary(desk, 'li.na', nth++).id };
    await expectGone(await crm.get(cardOf(next)), 'views-gone', next.customer);
  });
});

describe("the database's owner", () => {
  it('who replaces functions of the database lifts no limit', async () => {
    const agent = await desk.signIn('lin.fang');
    const at = await fresh('lin.fang');
    await spend(desk, 'reveals', (await agent.get('/quota')).body.limit, { person: agent.id });
    const { rows } = await desk.db.pool.query("select pg_get_functiondef('gate_load'::regproc) as text");
    const text = rows[0].text as string;
    await desk.db.pool.query(text.replace("'accounts', (", "'accounts', null, 'unread', ("));
    const reply = await agent.post('/accesses', reveal(at));
    expect((await agent.get('/quota')).status).toBe(200);
    await desk.db.pool.query(text);
    await expectGone(reply, 'quota-gone', at.customer);
    const made = await desk.db.pool.query(
      "select 1 from pg_proc where proname ~ '^(access_settle|access_commit|gate_consume|gate_contact_handled)'",
    );
    expect(made.rowCount).toBe(0);
  });

  it('who removes an account is found by the log after a restart; others go on', async () => {
    const [at, next] = [await fresh('li.na'), await fresh('li.na')];
    const own = await desk.signIn('li.na');
    const card = await own.get(cardOf(at));
    expect(card.status).toBe(200);
    await desk.db.pool.query("delete from budget_accounts where kind = 'person' and id = $1", [own.id]);
    const rooms = await openRooms({ db: desk.db, config: desk.config, log: silentLog, clock: desk.clock });
    others.push(rooms);
    const found = await rooms.budgets.audit();
    expect(found).toContainEqual(expect.objectContaining({ kind: 'person', id: own.id }));
    await rooms.alarms.settled();
    expect(await alarmsOf('rows-forged')).toContainEqual({ person: own.id, object: 'budget-account.person' });
    expect((await own.get(cardOf(next))).body.code).toBe('views-gone');
    // nor does a channel bring them anybody
    const unbound = await fresh('li.na');
    expect((await own.get(`/cases/${unbound.case}`)).body.customer).toBeNull();
    const mate = await fresh('guo.liang');
    const caller = await desk.signIn('guo.liang');
    expect((await caller.get(cardOf(mate))).status).toBe(200);
    expect(await rooms.budgets.audit()).toEqual([]);
  });

  it('finds accounts and log in step after all of this', async () => {
    expect(await desk.rooms.budgets.audit()).toEqual([]);
  });
});
