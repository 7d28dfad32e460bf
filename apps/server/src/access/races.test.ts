import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { clearOf, entryOf, ordinary, reveal, spend, stepUp, type Watch, watch } from './testing.ts';

/** Between the decision and its commit: budgets that many spend at once, rights that end meanwhile, a log that is off. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let supervisor: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
  supervisor = await desk.signIn('zhao.min');
});
afterAll(() => desk.close());

const fresh = (mail = 'li.na'): Promise<TestContact> => desk.contact(mail, ordinary(desk, mail, nth++).id);
const granted = (replies: readonly Reply[]): readonly Reply[] =>
  replies.filter((each) => each.status === 200);

/** Every answer that was not given is an entry, and says nothing. */
async function expectAllRecorded(replies: readonly Reply[], code: string, customers: readonly string[]) {
  const lost = replies.filter((each) => each.status !== 200);
  for (const reply of lost) {
    expect(reply.status, reply.text).toBe(403);
    const entry = await entryOf(desk, reply);
    expect(['refused', 'needs']).toContain(entry['outcome']);
    expect([code, `${code}-gone`, `${code}-required`, `${code}-spent`]).toContain(reply.body.code);
    for (const customer of customers)
      for (const value of clearOf(desk, customer)) expect(reply.text).not.toContain(value);
  }
  expect(new Set(replies.map((each) => each.body.entry)).size).toBe(replies.length);
}

describe('many at once', () => {
  it('pass no further than the quota has left', async () => {
    const senior = await desk.signIn('wu.hao');
    const contacts = await Promise.all(Array.from({ length: 20 }, () => fresh('wu.hao')));
    const { limit } = (await senior.get('/quota')).body;
    await spend(desk, 'reveals', limit - 3, { person: senior.id });
    const before = { opens: watched.opens(), size: await watched.size() };
    const replies = await Promise.all(contacts.map((at) => senior.post('/accesses', reveal(at))));
    expect(granted(replies)).toHaveLength(3);
    expect(watched.opens()).toBe(before.opens + 3);
    expect(await watched.size()).toBe(before.size + 20);
    await expectAllRecorded(
      replies,
      'quota',
      contacts.map((at) => at.customer),
    );
    expect((await senior.get('/quota')).body).toMatchObject({ used: limit, limit });
    const passed = contacts[replies.findIndex((each) => each.status === 200)] as TestContact;
    expect((await senior.post('/accesses', reveal(passed))).status).toBe(200);
    const raised = await senior.post('/quota/raise', { reason: 'customer-asked' });
    expect(raised.status, raised.text).toBe(200);
    const waiting = contacts[replies.findIndex((each) => each.status !== 200)] as TestContact;
    expect((await senior.post('/accesses', reveal(waiting))).status).toBe(200);
  });

  it('pass no further than the guesses of a case', async () => {
    const at = await fresh();
    const ask = { field: 'mobile', purpose: 'card-freeze', case: at.case, scenario: 'call' };
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        agent.post('/customers/search', { ...ask, value: `199000000${10 + i}` }),
      ),
    );
    expect(granted(replies)).toHaveLength(12);
    await expectAllRecorded(replies, 'guesses', []);
  });

  it('pass no further than the guesses at one field of a customer, over cases and agents', async () => {
    const { id } = ordinary(desk, 'li.na', nth++);
    const mails = ['li.na', 'chen.chen', 'zhao.min'];
    const callers = await Promise.all(mails.map((mail) => desk.signIn(mail)));
    const asks = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        const at = await desk.contact(mails[i % 3] as string, id);
        return { caller: callers[i % 3] as Caller, at };
      }),
    );
    const replies = await Promise.all(
      asks.map(({ caller, at }, i) =>
        caller.post(`/customers/${id}/verify`, {
          claims: [
            { field: 'email', value: 'nobody.here@example.test' },
            { field: 'residentId', value: `1101051990010100${10 + i}` },
          ],
          purpose: 'card-freeze',
          case: at.case,
          scenario: 'call',
        }),
      ),
    );
    expect(granted(replies)).toHaveLength(8);
    await expectAllRecorded(replies, 'guesses', [id]);
  });
});

describe('what ends between the decision and its commit', () => {
  /** The reveal is decided, then `act` happens, then it commits: nothing may open. */
  async function expectLapsed(
    caller: Caller,
    at: TestContact,
    act: () => Promise<unknown>,
    code: string,
    more = {},
  ) {
    const before = watched.opens();
    watched.beforeCommit(act);
    const reply = await caller.post('/accesses', reveal(at, more));
    expect(reply.status, reply.text).toBe(403);
    expect(reply.body.code).toBe(code);
    expect(watched.opens()).toBe(before);
    expect(await entryOf(desk, reply)).toMatchObject({ outcome: 'refused', code, case: at.case });
    for (const value of clearOf(desk, at.customer)) expect(reply.text).not.toContain(value);
  }

  it('the contact and its wrap-up', async () => {
    const at = await fresh();
    const end = async () => {
      await desk.program('call-platform').post(`/contacts/${at.contact}/end`);
      desk.pass(181);
    };
    await expectLapsed(agent, at, end, 'case-changed');
  });

  it('the case: closed, or handed on', async () => {
    const at = await fresh();
    await expectLapsed(agent, at, () => supervisor.post(`/cases/${at.case}/close`), 'case-changed');
    const other = await fresh();
    const { id } = desk.person('chen.chen');
    const move = () => supervisor.post(`/cases/${other.case}/transfer`, { to: id });
    await expectLapsed(agent, other, move, 'case-changed');
  });

  it('the session, the person, their rights', async () => {
    const at = await fresh('chen.chen');
    const own = await desk.signIn('chen.chen');
    await expectLapsed(own, at, () => own.post('/session/end'), 'session-ended');
    const other = await fresh('guo.liang');
    const locked = await desk.signIn('guo.liang');
    const officer = await desk.signIn('song.jie');
    const lock = () => officer.post(`/people/${locked.id}/lock`);
    const body = { fields: [{ field: 'mobile' }] };
    await expectLapsed(locked, other, lock, 'session-ended', body);
  });

  it('the grant', async () => {
    const at = await fresh();
    const card = { fields: [{ field: 'bankCard' }] };
    const asked = await agent.post('/approvals', reveal(at, card));
    const given = await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
    const proof = await stepUp(desk, agent, 'li.na', at);
    const revoke = () => supervisor.post(`/grants/${given.body.grant}/revoke`);
    await expectLapsed(agent, at, revoke, 'grant-gone', { ...card, stepUp: proof });
  });

  it('the step-up', async () => {
    const at = await fresh();
    const proof = await stepUp(desk, agent, 'li.na', at, { field: 'residentId' });
    const more = { fields: [{ field: 'residentId' }], stepUp: proof };
    await expectLapsed(agent, at, async () => desk.pass(301), 'step-up-gone', more);
  });

  it('any of it, when contacts end while many reveal', async () => {
    const contacts = await Promise.all(Array.from({ length: 10 }, () => fresh()));
    const before = { opens: watched.opens(), size: await watched.size() };
    const replies = await Promise.all(
      contacts.flatMap((at) => [
        agent.post('/accesses', reveal(at)),
        agent.post(`/cases/${at.case}/close`).then(() => agent.post('/accesses', reveal(at))),
      ]),
    );
    const shown = granted(replies).length;
    expect(watched.opens()).toBe(before.opens + shown);
    for (const [i, reply] of replies.entries()) if (i % 2 === 1) expect(reply.status).toBe(403);
    // one entry for each answer, one for each closing
    expect(await watched.size()).toBe(before.size + 30);
  });
});

describe('log off', () => {
  const off = async (): Promise<void> => {
    await desk.db.pool.query('alter table ledger_entries rename to ledger_entries_off');
  };
  const on = async (): Promise<void> => {
    await desk.db.pool.query('alter table if exists ledger_entries_off rename to ledger_entries');
  };
  afterEach(on);

  it('opens nothing, writes nothing, and says nothing', async () => {
    const at = await fresh();
    const used = (await agent.get('/quota')).body.used;
    const context = { purpose: 'card-freeze', case: at.case, scenario: 'call' };
    const card = `/customers/${at.customer}?scenario=call&purpose=card-freeze&case=${at.case}`;
    const asks: readonly (() => Promise<Reply>)[] = [
      () => agent.post('/accesses', reveal(at)),
      () => agent.post('/accesses', reveal(at, { action: 'copy' })),
      () => agent.post('/accesses', reveal(at, { action: 'use', use: 'dial', reason: undefined })),
      () => agent.get(card),
      () => agent.get(`/cases/${at.case}`),
      () => agent.post(`/cases/${at.case}/notes`, { text: '备注 13987654321' }),
      () => agent.get(card.replace('?', '/history?')),
      () => supervisor.get(`/customers/${at.customer}/trail`),
    ];
    await agent.post(`/cases/${at.case}/notes`, { text: '早先的备注 13987654321' });
    await off();
    const before = watched.opens();
    const answers: Reply[] = [];
    for (const ask of asks) answers.push(await ask());
    expect(answers.map((each) => each.status)).toEqual(asks.map(() => 500));
    expect(watched.opens()).toBe(before);
    const created = await agent.post('/customers', { fields: { name: '钱新开', mobile: '19911112222' } });
    expect(created.status).toBe(500);
    await on();
    for (const reply of answers)
      for (const value of [...clearOf(desk, at.customer), '13987654321'])
        expect(reply.text).not.toContain(value);
    expect((await agent.get('/quota')).body.used).toBe(used);
    const notes = await desk.db.pool.query(
      'select 1 from desk_timeline where case_id = $1 and sealed is not null',
      [at.case],
    );
    expect(notes.rowCount).toBe(1);
    const found = await agent.post('/customers/search', {
      field: 'mobile',
      value: '19911112222',
      ...context,
    });
    expect(found.body.hits, found.text).toEqual([]);
    expect((await agent.post('/accesses', reveal(at))).status).toBe(200);
  });

  it('gives no right and takes none away', async () => {
    const at = await fresh();
    const card = { fields: [{ field: 'bankCard' }] };
    const asked = await agent.post('/approvals', reveal(at, card));
    const given = await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
    const second = await agent.post('/approvals', reveal(await fresh(), card));
    await off();
    expect((await supervisor.post(`/approvals/${second.body.id}/approve`, {})).status).toBe(500);
    expect((await agent.post('/approvals', reveal(at, { ...card, action: 'copy' }))).status).toBe(500);
    expect((await supervisor.post(`/grants/${given.body.grant}/revoke`)).status).toBe(500);
    expect((await agent.post('/step-ups', { ...ofCard, customer: at.customer, case: at.case })).status).toBe(
      500,
    );
    expect((await agent.post(`/cases/${at.case}/close`)).status).toBe(500);
    await on();
    const rows = await desk.db.pool.query('select id from gate_grants where person = $1 and case_id = $2', [
      agent.id,
      at.case,
    ]);
    expect(rows.rows).toEqual([{ id: given.body.grant }]);
    expect((await supervisor.post(`/approvals/${second.body.id}/approve`, {})).status).toBe(200);
  });

  const ofCard = { action: 'reveal', field: 'bankCard', purpose: 'card-freeze' };
});
