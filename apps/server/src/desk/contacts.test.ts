import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type Reply, type TestDesk } from '../testing/desk.ts';

/** A channel's key and an agent who make contacts up, for one customer after the other. */

let desk: TestDesk;
let platform: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 400 });
  platform = desk.program('call-platform');
});
afterAll(() => desk.close());

const open = (mail: string, customer: string, more: Record<string, unknown> = {}): Promise<Reply> =>
  platform.post('/contacts', {
    channel: 'call',
    direction: 'in',
    externalId: `made-up-${nth++}`,
    agent: desk.person(mail).id,
    customer,
    caseType: 'delivery',
    ...more,
  });
const end = (opened: Reply): Promise<Reply> => platform.post(`/contacts/${opened.body.id}/end`);
const customersOf = (mail: string, count: number): readonly string[] => {
  const own = desk.customers.filter(({ team, flags }) => team === desk.person(mail).team && !flags.vip);
  expect(own.length).toBeGreaterThanOrEqual(count);
  return own.slice(0, count).map((each) => each.id);
};
const boundOf = async (opened: readonly Reply[]): Promise<number> => {
  const { rows } = await desk.db.pool.query(
    'select count(customer)::int as n from desk_cases where id = any($1)',
    [opened.map((each) => each.body.case)],
  );
  return rows[0].n;
};
const alarmsOf = async (code: string) => {
  await desk.rooms.alarms.settled();
  const { rows } = await desk.db.pool.query('select person, object from alarms where code = $1', [code]);
  return rows;
};

describe('contacts made up', () => {
  it('bring one agent no more customers than somebody handles in an hour, and the officers know', async () => {
    const agent = await desk.signIn('li.na');
    const opened: Reply[] = [];
    for (const customer of customersOf('li.na', 100)) {
      const reply = await open('li.na', customer);
      expect(reply.status, reply.text).toBe(200);
      opened.push(reply);
      await end(reply);
    }
    expect(await boundOf(opened)).toBe(80);
    // the answer does not say which
    expect(new Set(opened.map((each) => Object.keys(each.body).join()))).toEqual(new Set(['id,case']));
    const last = opened.at(-1)?.body.case as string;
    const [beyond] = customersOf('li.na', 100).slice(-1);
    const card = await agent.get(`/customers/${beyond}?scenario=call&purpose=delivery&case=${last}`);
    expect(card.status).toBe(403);
    for (const code of ['budget-near', 'budget-spent'])
      expect(await alarmsOf(code)).toContainEqual({ person: agent.id, object: 'openings.person' });
    // what is beyond lifts nothing either
    expect(await desk.rooms.budgets.contactsOf(agent.id, desk.clock())).toBe(80);
    desk.pass(3600);
    expect(await boundOf([await open('li.na', customersOf('li.na', 1)[0] ?? '')])).toBe(1);
  });

  it('are no more at once than an agent can hold, also when they come together', async () => {
    const heard: unknown[] = [];
    const deafen = await desk.db.listen('events', (payload) => heard.push(JSON.parse(payload)));
    const customers = customersOf('chen.chen', 20);
    const replies = await Promise.all(customers.map((customer) => open('chen.chen', customer)));
    const opened = replies.filter((each) => each.status === 200);
    const refused = replies.filter((each) => each.status !== 200);
    expect(opened).toHaveLength(8);
    for (const reply of refused)
      expect(reply.body).toMatchObject({
        status: 409,
        code: 'contacts-at-once',
        title: expect.stringContaining('end one that is over'),
      });
    // its program has which to end, its agent hears of it on the case to begin with
    const mine = opened.map((each) => each.body.id as string);
    const told = refused.at(-1)?.body.contacts as { id: string; startedAt: string }[];
    expect(told.map(({ id }) => id).sort()).toEqual([...mine].sort());
    const quietest = opened.find((each) => each.body.id === told[0]?.id)?.body.case;
    await expect
      .poll(() => heard)
      .toContainEqual({
        topic: 'contact-refused',
        person: desk.person('chen.chen').id,
        id: quietest,
      });
    const { program } = await desk.key({
      name: 'another channel',
      scopes: ['contacts:write'],
      teams: [desk.person('chen.chen').team],
    });
    const foreign = await program.post('/contacts', {
      channel: 'call',
      direction: 'in',
      externalId: 'another-channel',
      agent: desk.person('chen.chen').id,
      caseType: 'delivery',
    });
    expect([foreign.status, foreign.body.code, foreign.body.contacts]).toEqual([409, 'contacts-at-once', []]);
    const person = desk.person('chen.chen').id;
    expect(await alarmsOf('contacts-many')).toContainEqual(expect.objectContaining({ person }));
    // what was refused is not counted
    expect(await desk.rooms.budgets.contactsOf(person, desk.clock())).toBe(8);
    // a letter can wait, a colleague has hands free, and an end frees one
    expect((await open('chen.chen', customers[0] ?? '', { channel: 'mail' })).status).toBe(200);
    expect((await open('wu.hao', customers[0] ?? '')).status).toBe(200);
    await deafen();
    const [first] = opened;
    if (first) await end(first);
    expect((await open('chen.chen', customers[1] ?? '')).status).toBe(200);
    expect((await open('chen.chen', customers[1] ?? '')).status).toBe(409);
    // what its channel forgot ends by itself
    desk.pass(2 * 3600 + 60);
    expect((await open('chen.chen', customers[1] ?? '')).status).toBe(200);
  });

  it('of one customer are few a day, whoever the agents are, and the answer stays the same', async () => {
    const [customer = ''] = customersOf('li.na', 1).slice(-1);
    desk.pass(24 * 3600);
    const opened: Reply[] = [];
    for (let n = 0; n < 16; n++) {
      const reply = await open(n % 2 === 0 ? 'li.na' : 'wu.hao', customer);
      opened.push(reply);
      await end(reply);
    }
    expect(opened.map((each) => each.status)).toEqual(opened.map(() => 200));
    expect(await boundOf(opened)).toBe(12);
  });

  it('are one where the same event comes twice at once', async () => {
    const [customer = ''] = customersOf('wu.hao', 5).slice(-1);
    const handled = () => desk.rooms.budgets.contactsOf(desk.person('wu.hao').id, desk.clock());
    const before = await handled();
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => open('wu.hao', customer, { externalId: 'the-same' })),
    );
    expect(new Set(replies.map((each) => each.body.id)).size).toBe(1);
    expect(await handled()).toBe(before + 1);
  });
});
