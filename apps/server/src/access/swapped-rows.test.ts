import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
