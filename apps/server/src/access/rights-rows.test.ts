import type { AccessRequest } from '@huke/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '#platform';
import { closeRooms, openRooms } from '../server.ts';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { clearOf, ordinary, reveal, spend, stepUp, type Watch, watch } from './testing.ts';

/** Rows that give rights, edited, moved or put back with the database's own rights. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let supervisor: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 300 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
  supervisor = await desk.signIn('zhao.min');
});
afterAll(() => desk.close());

const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);
const someone = () => ordinary(desk, 'li.na', nth++);
const fresh = (customer = someone().id): Promise<TestContact> => desk.contact('li.na', customer);
const card = { fields: [{ field: 'bankCard' }] };

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

/** A live grant for the card numbers, and a step-up for them. */
async function granted(at: TestContact): Promise<{ readonly approval: string; readonly grant: string }> {
  const asked = await agent.post('/approvals', reveal(at, card));
  expect(asked.status, asked.text).toBe(200);
  const given = await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
  expect(given.status, given.text).toBe(200);
  return { approval: asked.body.id, grant: given.body.grant };
}

describe('rows that give rights', () => {
  it.each([
    ['person', "person = '%chen.chen%'"],
    ['case', "case_id = 'cas_00000000000000000000000001'"],
    ['field', `fields = '[{"field":"residentId"},{"field":"bankCard"}]'`],
    ['end', "expires_at = created_at + interval '29 minutes'"],
    ['approver', "approver_post = 'compliance-officer'"],
    ['number', 'seq = seq + 1'],
  ])('a grant with another %s opens nothing', async (_, set) => {
    const at = await fresh();
    const { grant } = await granted(at);
    const changed = set.replace('%chen.chen%', desk.person('chen.chen').id);
    expect((await run(`update gate_grants set ${changed} where id = $1`, [grant])).rowCount).toBe(1);
    const proof = await stepUp(desk, agent, 'li.na', at);
    const reply = await expectShut(
      () => agent.post('/accesses', reveal(at, { ...card, stepUp: proof })),
      at.customer,
    );
    expect(reply.body.code).toBe('approval-required');
    await run('delete from gate_grants where id = $1', [grant]);
  });

  it('a grant moved to a colleague or another customer opens nothing', async () => {
    const [at, other] = [await fresh(), await fresh()];
    const { grant } = await granted(at);
    await run('update gate_grants set customer = $2, case_id = $3 where id = $1', [
      grant,
      other.customer,
      other.case,
    ]);
    const proof = await stepUp(desk, agent, 'li.na', other);
    await expectShut(
      () => agent.post('/accesses', reveal(other, { ...card, stepUp: proof })),
      other.customer,
    );
    await run('delete from gate_grants where id = $1', [grant]);
  });

  it('a grant whose end was taken out, or that was put back with its count, opens nothing', async () => {
    const senior = await desk.signIn('wu.hao');
    const at = await desk.contact('wu.hao', someone().id);
    const asked = await senior.post('/approvals', reveal(at, card));
    const given = await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
    const { rows: heads } = await run('select changes, seal from gate_heads where person = $1', [senior.id]);
    const proof = await stepUp(desk, senior, 'wu.hao', at);
    const ask = () => senior.post('/accesses', reveal(at, { ...card, stepUp: proof }));
    expect((await ask()).status).toBe(200);
    expect((await supervisor.post(`/grants/${given.body.grant}/revoke`)).status).toBe(200);
    await run('delete from gate_grant_ends where grant_id = $1', [given.body.grant]);
    await expectShut(ask, at.customer);
    const restarted = await openRooms({
      db: desk.db,
      config: desk.config,
      log: silentLog,
      clock: desk.clock,
    });
    try {
      const request = new Request(desk.config.publicUrl, { headers: { cookie: senior.cookie } });
      const subject = await restarted.identity.authenticate(request, '127.0.0.1');
      if (!subject) throw new Error('no session');
      const body = reveal(at, { ...card, stepUp: proof }) as unknown as AccessRequest;
      expect(await restarted.access.access(subject, body)).toMatchObject({ kind: 'needs' });
    } finally {
      await closeRooms(restarted);
    }
    const [head] = heads;
    await run('update gate_heads set changes = $2, seal = $3 where person = $1', [
      senior.id,
      head.changes,
      head.seal,
    ]);
    await expectShut(ask, at.customer);
  });

  it('a request that was edited, or put back as waiting, is none', async () => {
    const at = await fresh();
    const asked = await agent.post('/approvals', reveal(at, card));
    const path = `/approvals/${asked.body.id}`;
    const { rows } = await run('select * from gate_approvals where id = $1', [asked.body.id]);
    for (const set of [
      `person = '${desk.person('chen.chen').id}'`,
      "staff_number = 'X1'",
      "device = 'other'",
      "approvers = '{agent}'",
      'minutes = 30',
      `fields = '[{"field":"residentId","item":"x","level":"C2","sensitive":true}]'`,
    ]) {
      await run(`update gate_approvals set ${set} where id = $1`, [asked.body.id]);
      expect((await supervisor.post(`${path}/approve`, {})).status, set).toBe(404);
      await run('delete from gate_approvals where id = $1', [asked.body.id]);
      await run('insert into gate_approvals select * from jsonb_populate_record(null::gate_approvals, $1)', [
        JSON.stringify(rows[0]),
      ]);
    }
    expect((await supervisor.post(`${path}/refuse`, { reason: 'not-needed' })).status).toBe(200);
    await run(
      "update gate_approvals set state = 'pending', decided_at = null, decided_by = null where id = $1",
      [asked.body.id],
    );
    expect((await supervisor.post(`${path}/approve`, {})).status).toBe(404);
  });

  it('a spent account that was zeroed, put back, removed or copied from a colleague opens nothing', async () => {
    const own = await desk.signIn('chen.chen');
    const at = await desk.contact('chen.chen', someone().id);
    const row = `kind = 'person' and id = '${own.id}'`;
    const before = (await run(`select * from budget_accounts where ${row} order by period desc limit 1`))
      .rows[0];
    const { limit } = (await own.get('/quota')).body;
    await spend(desk, 'reveals', limit, { person: own.id });
    await desk.rooms.budgets.audit();
    await expectShut(() => own.post('/accesses', reveal(at)), at.customer);
    const spent = (await run(`select * from budget_accounts where ${row} order by period desc limit 1`))
      .rows[0];
    const put = ({ seq, body, seal }: typeof spent) =>
      run(`update budget_accounts set seq = $1, body = $2, seal = $3 where ${row} and period = $4`, [
        seq,
        body,
        seal,
        spent.period,
      ]);
    const mate = (
      await run(`select * from budget_accounts where kind = 'person' and id <> $1 limit 1`, [own.id])
    ).rows[0];
    const attacks = [
      () => put({ ...spent, body: spent.body.replace(`"reveals":${limit}`, '"reveals":0') }),
      () => put({ ...spent, body: spent.body.replace('"n":{', '"n":{"raised":100,') }),
      () => put(before),
      () => put(mate),
      () => run(`delete from budget_accounts where ${row}`),
    ];
    for (const attack of attacks) {
      await attack();
      await expectShut(() => own.post('/accesses', reveal(at)), at.customer);
      await run(
        `insert into budget_accounts (period, kind, id, seq, body, seal) values ($1, 'person', $2, $3, $4, $5)
         on conflict do nothing`,
        [spent.period, own.id, spent.seq, spent.body, spent.seal],
      );
      await put(spent);
    }
    await desk.rooms.alarms.settled();
    const alarms = await run("select person from alarms where code = 'rows-forged'");
    expect(alarms.rows.map((each) => each.person)).toContain(own.id);
  });

  it.each([
    ["post = 'supervisor'"],
    ["own_customer = 'cus_00000000000000000000000001'"],
    ["relatives = '{cus_00000000000000000000000001}'"],
    ['hired_on = hired_on - 1000'],
    ['tenure_from = tenure_from - 1000'],
    ['tenure_from = null'],
    ["maker = 'per_00000000000000000000000001'"],
    ['version = version + 1'],
  ])('a person whose row says %s is nobody', async (set) => {
    const own = await desk.signIn('guo.liang');
    const { rows } = await run('select * from identity_people where id = $1', [own.id]);
    await run(`update identity_people set ${set} where id = $1`, [own.id]);
    desk.pass(6);
    expect((await own.get('/session')).status).toBe(401);
    const { post, own_customer, relatives, hired_on, tenure_from, maker, version } = rows[0];
    await run(
      `update identity_people set post = $2, own_customer = $3, relatives = $4, hired_on = $5,
       tenure_from = $6, maker = $7, version = $8 where id = $1`,
      [own.id, post, own_customer, relatives, hired_on, tenure_from, maker, version],
    );
    desk.pass(6);
    expect((await own.get('/session')).status).toBe(200);
  });

  it.each([
    ['person', 'zhao.min'],
    ['strength', 'two-factor'],
    ['since', '1 hour'],
  ])('a session with another %s is none', async (what, to) => {
    const own = await desk.signIn('li.na', 'password');
    const set =
      what === 'person'
        ? `person = '${desk.person(to).id}'`
        : what === 'strength'
          ? `strength = '${to}'`
          : `created_at = created_at + interval '${to}'`;
    await run(`update identity_sessions set ${set} where id = $1`, [own.session]);
    desk.pass(6);
    expect((await own.get('/session')).status).toBe(401);
  });

  it.each(["scopes = scopes || '{ledger:read}'", "teams = '{}'", 'per_day = per_day * 2'])(
    'a key whose row says %s is none',
    async (set) => {
      const { id, program } = await desk.key({
        scopes: ['customers:read'],
        teams: [desk.person('li.na').team],
      });
      const view = () =>
        program.get(`/customers/${ordinary(desk, 'li.na', 30).id}?scenario=call&purpose=card-freeze`);
      expect((await view()).status).toBe(403);
      await run(`update identity_keys set ${set} where id = $1`, [id]);
      desk.pass(6);
      expect((await view()).status).toBe(401);
    },
  );

  it.each([
    ['customer', "customer = '%'"],
    ['case', "case_id = '%'"],
    ['level', "level = 'C3'"],
    ['cover', "covers = 'field'"],
    ['end', "expires_at = expires_at + interval '1 hour'"],
    ['session', "session = '%'"],
  ])('a step-up with another %s opens nothing', async (what, set) => {
    const [at, other] = [await fresh(), await fresh()];
    const own = await desk.signIn('li.na');
    const id = { fields: [{ field: 'residentId' }] };
    const proof = await stepUp(desk, agent, 'li.na', at, { field: 'residentId' });
    const to = { customer: other.customer, case: other.case, session: own.session }[what] ?? '';
    await run(`update identity_step_ups set ${set.replace('%', to)} where id = $1`, [proof]);
    const where = what === 'customer' ? { ...at, customer: other.customer, case: other.case } : at;
    await expectShut(() => agent.post('/accesses', reveal(where, { ...id, stepUp: proof })), at.customer);
    await expectShut(() => own.post('/accesses', reveal(at, { ...id, stepUp: proof })), at.customer);
    expect(JSON.stringify(id)).toContain('residentId');
  });
});
