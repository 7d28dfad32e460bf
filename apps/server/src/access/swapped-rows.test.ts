import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { caseFactsOf } from '#desk';
import { openRowSeal } from '#platform';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { clearOf, ordinary, reveal, stepUp, type Watch, watch } from './testing.ts';

/** Whoever owns the database lets its functions and views answer with sound, sealed rows of something else. */

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
beforeEach(() => run('delete from alarms'));

const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);
/** What a decision on the contact's case stands on. */
async function factsOf(at: TestContact) {
  const { rows } = await run('select facts from desk_load($1, $2)', [at.case, desk.clock()]);
  const { log, clock, floors } = desk.rooms.desk;
  return caseFactsOf({ mac: openRowSeal(desk.config.keysDir), log, clock, floors })(rows[0].facts);
}
const someone = () => ordinary(desk, 'li.na', nth++).id;
const fresh = (customer = someone()): Promise<TestContact> => desk.contact('li.na', customer);

const returned = {
  vault_load: 'table (customer json)',
  desk_load: 'table (facts json, contact text)',
  identity_step_up: 'jsonb',
} as const;

/** While `act` runs, a function of one id answers for `theirs` wherever it is asked for `own`. */
async function swapping<T>(
  name: keyof typeof returned,
  own: string,
  theirs: string,
  act: () => Promise<T>,
): Promise<T> {
  const more = name === 'vault_load' ? '' : ', timestamptz';
  const pass = name === 'vault_load' ? '' : ', $2';
  await run(`alter function ${name}(text${more}) rename to ${name}_sound`);
  await run(`create function ${name}(text${more}) returns ${returned[name]} language sql stable as $$
    select * from ${name}_sound(case when $1 = '${own}' then '${theirs}' else $1 end${pass}) $$`);
  try {
    return await act();
  } finally {
    await run(`drop function ${name}(text${more})`);
    await run(`alter function ${name}_sound(text${more}) rename to ${name}`);
  }
}

/** Failed with its entry and an alarm; nothing opened, and no value of either customer said. */
async function expectShut(ask: () => Promise<Reply>, object: string, customers: readonly string[]) {
  const [opens, size] = [watched.opens(), await watched.size()];
  const reply = await ask();
  expect(reply.status, reply.text).toBe(500);
  expect(watched.opens()).toBe(opens);
  for (const value of customers.flatMap((each) => clearOf(desk, each)))
    expect(reply.text).not.toContain(value);
  const { entries } = await desk.rooms.ledger.entries({ outcome: 'failed', person: agent.id });
  const ours = entries.filter((each) => each.index >= size && each.kind === 'access');
  expect(ours).toMatchObject([{ outcome: 'failed', person: agent.id }]);
  await desk.rooms.alarms.settled();
  const { rows } = await desk.rooms.alarms.list({ open: true });
  expect(rows).toContainEqual(expect.objectContaining({ code: 'rows-forged', object }));
}

describe('a customer', () => {
  it.each([
    ['an ask', (at: TestContact) => agent.post('/accesses', reveal(at))],
    [
      'a card',
      (at: TestContact) =>
        agent.get(`/customers/${at.customer}?scenario=call&purpose=card-freeze&case=${at.case}`),
    ],
    [
      'a correction',
      (at: TestContact) =>
        agent.send('PATCH', `/customers/${at.customer}`, {
          case: at.case,
          purpose: 'card-freeze',
          scenario: 'call',
          changes: [{ field: 'email', value: 'new@post.example' }],
        }),
    ],
  ])('brought for another one is not answered to %s', async (_, ask) => {
    const at = await fresh();
    const other = someone();
    await swapping('vault_load', at.customer, other, () =>
      expectShut(() => ask(at), 'customer', [at.customer, other]),
    );
    expect((await agent.post('/accesses', reveal(at))).status).toBe(200);
  });

  it('brought for another one is not read nor written under lock', async () => {
    const [own, other] = [someone(), someone()];
    await swapping('vault_load', own, other, async () => {
      await expect(desk.rooms.vault.load(own)).rejects.toMatchObject({ code: 'stale-state' });
      const lock = desk.db.kysely.transaction().execute((tx) => desk.rooms.vault.lock(tx, own));
      await expect(lock).rejects.toMatchObject({ code: 'stale-state' });
    });
    expect((await desk.rooms.vault.load(own))?.id).toBe(own);
  });
});

describe('a case', () => {
  it('brought for another one is not answered to an ask', async () => {
    const old = await fresh();
    const at = await fresh(old.customer);
    await swapping('desk_load', old.case, at.case, () =>
      expectShut(() => agent.post('/accesses', reveal(old)), 'case', [at.customer]),
    );
  });

  it('brought for another one is not answered to a search', async () => {
    const old = await fresh();
    const at = await fresh(old.customer);
    const value = desk.customers.find((each) => each.id === at.customer)?.fields['mobile'];
    const request = { field: 'mobile', value, purpose: 'card-freeze', scenario: 'call', case: old.case };
    await swapping('desk_load', old.case, at.case, () =>
      expectShut(() => agent.post('/customers/search', request), 'case', [at.customer]),
    );
  });
});

describe("a case's facts that no seal covers", () => {
  /** While `act` runs, whoever asks for a case is told so of it. */
  async function saying<T>(told: Record<string, unknown>, act: () => Promise<T>): Promise<T> {
    const patch = JSON.stringify(told).replaceAll("'", "''");
    await run('alter function desk_load(text, timestamptz) rename to desk_load_sound');
    await run(`create function desk_load(text, timestamptz) returns ${returned.desk_load} language sql stable as $$
      select (facts::jsonb || '${patch}'::jsonb)::json, contact from desk_load_sound($1, $2) $$`);
    try {
      return await act();
    } finally {
      await run('drop function desk_load(text, timestamptz)');
      await run('alter function desk_load_sound(text, timestamptz) rename to desk_load');
    }
  }
  const theirs = { capacity: 'guardian', mandateLive: true, fields: ['mobile', 'name'] };

  it('do not open a closed case', async () => {
    const at = await fresh();
    await agent.post(`/contacts/${at.contact}/end`);
    expect((await agent.post(`/cases/${at.case}/close`)).status).toBe(200);
    const context = `scenario=call&purpose=card-freeze&case=${at.case}`;
    const ask = () => agent.get(`/customers/${at.customer}/verification?${context}`);
    const sound = await ask();
    const lies = { state: 'open', contactLive: true, contactInbound: true, contactAgent: agent.id };
    const told = await saying(lies, ask);
    expect({ ...told.body, entry: 0, request: '' }).toEqual({ ...sound.body, entry: 0, request: '' });
    const facts = await saying(lies, () => factsOf(at));
    expect(facts).toMatchObject({ state: 'closed', contactLive: false });
  });

  it('do not make an outbound call an inbound one, nor somebody else’s', async () => {
    const at = await desk.contact('li.na', someone(), { direction: 'out' });
    const lies = { contactInbound: true, contactAgent: 'per_another', state: 'closed' };
    const facts = await saying(lies, () => factsOf(at));
    expect(facts).toMatchObject({ state: 'open', contactInbound: false, contactAgent: agent.id });
  });

  it('do not make a mandate that there is not', async () => {
    const mandate = 'pty_00000000000000000000000009';
    const at = await desk.contact('li.na', someone(), { party: { capacity: 'guardian', mandate } });
    const ask = () => agent.post('/accesses', reveal(at));
    expect((await ask()).status).toBe(403);
    const reply = await saying({ party: theirs }, ask);
    expect(reply.status, reply.text).toBe(403);
    expect(reply.body.needs).toEqual([{ kind: 'mandate' }]);
  });
});

describe('rows of what was typed to find a customer', () => {
  const context = (at: TestContact) => ({ purpose: 'card-freeze', scenario: 'call', case: at.case });
  const fieldsOf = (at: TestContact) =>
    desk.customers.find((each) => each.id === at.customer)?.fields as Record<string, string>;
  const search = async (at: TestContact, field: string) => {
    const value = fieldsOf(at)[field];
    const reply = await agent.post('/customers/search', { field, value, ...context(at) });
    expect(reply.status, reply.text).toBe(200);
  };
  // who asked is kept from it for a day
  afterEach(async () => {
    desk.pass(25 * 3_600);
    agent = await desk.signIn('li.na');
  });
  const verify = (at: TestContact, caller = agent) =>
    caller.post(`/customers/${at.customer}/verify`, {
      claims: ['residentId', 'email'].map((field) => ({ field, value: fieldsOf(at)[field] })),
      ...context(at),
    });
  const told = async () => {
    await desk.rooms.alarms.settled();
    const { rows } = await run("select 1 from alarms where code = 'rows-forged' and object = 'typed'");
    return rows.length > 0;
  };

  it.each([
    ['taken away', 'delete from access_typed where holder = any($1)'],
    [
      'of another field',
      "update access_typed set field = 'wechat', digest = sha256('') where holder = any($1)",
    ],
    [
      'copied over',
      `update access_typed t set field = o.field, digest = o.digest, ref = o.ref, seal = o.seal
       from access_typed o where t.holder = any($1) and t.field = 'residentId'
         and o.holder = t.holder and o.field = 'mobile' and o.how = 'search'`,
    ],
  ])('%s do not make it a proof', async (_, text) => {
    const at = await fresh();
    await search(at, 'mobile');
    await search(at, 'residentId');
    expect((await verify(at)).body.code).toBe('other-factors');
    expect(await told()).toBe(false);
    expect((await run(text, [[at.case, agent.id]])).rowCount).toBeGreaterThan(0);
    const reply = await verify(at);
    expect(reply.status, reply.text).toBe(422);
    expect(reply.body.code).toBe('other-factors');
    expect(await told()).toBe(true);
    const path = `/customers/${at.customer}/verification?scenario=call&purpose=card-freeze&case=${at.case}`;
    const { fields } = (await agent.get(path)).body;
    expect(new Set(fields.map((each: { worthless: string }) => each.worthless))).toEqual(new Set(['lost']));
    const colleague = await desk.signIn('chen.chen');
    expect((await verify(await desk.contact('chen.chen', someone()), colleague)).body.result).toBe('pass');
  });

  it('added do not make anything a proof, nor accuse', async () => {
    const at = await fresh();
    await run(
      "insert into access_typed (holder, field, how, at) values ($1, 'residentId', 'search', now())",
      [at.case],
    );
    expect((await verify(at)).body.code).toBe('other-factors');
    expect(await told()).toBe(false);
  });
});

describe('a step-up', () => {
  it('brought for another one opens nothing', async () => {
    const at = await fresh();
    const what = { fields: [{ field: 'bankCard' }] };
    const proof = await stepUp(desk, agent, 'li.na', at);
    const named = 'stp_00000000000000000000000009';
    await swapping('identity_step_up', named, proof, () =>
      expectShut(() => agent.post('/accesses', reveal(at, { ...what, stepUp: named })), 'step-up', [
        at.customer,
      ]),
    );
  });
});
