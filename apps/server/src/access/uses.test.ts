import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoTeams } from '#demo';
import { channelSeal } from '../desk/channel.ts';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { clearOf, cookieOf, entryOf, ordinary, type Watch, watch } from './testing.ts';

/** A use is a value that leaves to a program: whoever wants customers tries to be that program. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let officer: Caller;
let platform: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 160 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
  officer = await desk.signIn('song.jie');
  platform = desk.program('call-platform');
});
afterAll(() => desk.close());

const customerOf = (mail: string) => ordinary(desk, mail, nth++);
const fresh = (mail = 'li.na', more: Record<string, unknown> = {}): Promise<TestContact> =>
  desk.contact(mail, customerOf(mail).id, more);
const use = (at: TestContact, more: Record<string, unknown> = {}) => ({
  action: 'use',
  use: 'dial',
  customer: at.customer,
  fields: [{ field: 'mobile' }],
  purpose: 'card-freeze',
  case: at.case,
  scenario: 'call',
  ...more,
});
const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);

/** An alias that an agent's ask left. */
async function alias(at: TestContact, caller = agent, more: Record<string, unknown> = {}): Promise<string> {
  const asked = await caller.post('/accesses', use(at, more));
  expect(asked.status, asked.text).toBe(200);
  return asked.body.used.token as string;
}

/** A program with a key of its own. */
async function program(more: Record<string, unknown> = {}) {
  const made = await officer.post('/service-keys', {
    name: `channel ${nth++}`,
    scopes: ['contacts:write'],
    teams: [demoTeams[0].id],
    perDay: 1000,
    ...more,
  });
  expect(made.status, made.text).toBe(200);
  const headers = { authorization: `Bearer ${made.body.key}` };
  return {
    id: made.body.serviceKey.id as string,
    post: (path: string, body?: unknown, extra = {}): Promise<Reply> =>
      platform.post(path, body, { ...headers, ...extra }),
  };
}

/** Refused with an entry, nothing opened, and no value of the customer in the answer. */
async function expectShut(ask: () => Promise<Reply>, customer: string, code?: string): Promise<Reply> {
  const before = watched.opens();
  const reply = await ask();
  expect(reply.status, reply.text).toBe(403);
  if (code !== undefined) expect(reply.body.code).toBe(code);
  expect(watched.opens()).toBe(before);
  for (const value of clearOf(desk, customer)) expect(reply.text).not.toContain(value);
  expect((await entryOf(desk, reply))['outcome']).not.toBe('granted');
  return reply;
}

describe('an agent alone', () => {
  it('takes nothing of their own live contact, in the session that asked or another one', async () => {
    const at = await fresh();
    const token = await alias(at);
    await expectShut(() => agent.post(`/uses/${token}`), at.customer, 'redeem-programs-only');
    const again = await desk.signIn('li.na');
    await expectShut(() => again.post(`/uses/${token}`), at.customer, 'redeem-programs-only');
  });

  it.each(['bankCard', 'residentId', 'passport', 'bankAccount', 'address', 'wechat', 'name', 'memberNumber'])(
    'uses no %s, for whatever purpose and kind of use',
    async (field) => {
      const holds = desk.customers.find(
        (each) =>
          each.team === desk.person('li.na').team &&
          each.fields[field] !== undefined &&
          !each.flags.vip &&
          !each.minor &&
          !each.flags.deceased &&
          each.flags.colleague === undefined,
      );
      if (!holds) return;
      for (const caseType of ['card-freeze', 'refund', 'complaint', 'delivery'])
        for (const kind of ['dial', 'text', 'mail']) {
          const at = await desk.contact('li.na', holds.id, { caseType });
          const asked = use(at, { purpose: caseType, use: kind, fields: [{ field }] });
          await expectShut(() => agent.post('/accesses', asked), at.customer);
        }
      const { rows } = await run('select 1 from access_uses where customer = $1 and field = $2', [
        holds.id,
        field,
      ]);
      expect(rows).toEqual([]);
    },
    60_000,
  );

  it('uses a number for what its kind is for, and no other', async () => {
    const at = await fresh();
    await expectShut(() => agent.post('/accesses', use(at, { use: 'mail' })), at.customer, 'use-of-kind');
    await expectShut(
      () => agent.post('/accesses', use(at, { use: 'dial', fields: [{ field: 'email' }] })),
      at.customer,
    );
    expect((await agent.post('/accesses', use(at, { use: 'text' }))).status).toBe(200);
    const two = use(at, { fields: [{ field: 'mobile' }, { field: 'bankCard' }] });
    expect((await agent.post('/accesses', two)).status).toBe(422);
  });

  it('dials nobody whom they tied to an unknown call by a search, until they have verified them', async () => {
    const someone = customerOf('li.na');
    const at = await desk.contact('li.na', null);
    expect((await agent.post(`/cases/${at.case}/bind`, { customer: someone.id })).status).toBe(200);
    const unverified = { ...at, customer: someone.id };
    await expectShut(() => agent.post('/accesses', use(unverified)), someone.id, 'caller-unverified');
  });

  it('uses nothing by a key that acts for them, and takes nothing by it', async () => {
    const crm = await program({ scopes: ['accesses:write', 'contacts:write', 'customers:read'] });
    const at = await fresh();
    const minted = await agent.post('/act-for', { key: crm.id, case: at.case, minutes: 5 });
    const acting = { 'huke-act-for': minted.body.token as string };
    const asked = await crm.post('/accesses', use(at), acting);
    expect(asked.status, asked.text).toBe(200);
    const path = `/uses/${asked.body.used.token}`;
    await expectShut(() => crm.post(path, undefined, acting), at.customer, 'redeem-programs-only');
    await expectShut(() => crm.post(path), at.customer, 'redeem-own-contact');
    const opened = await crm.post(
      '/contacts',
      { channel: 'call', direction: 'in', externalId: 'acting', agent: agent.id, caseType: 'card-freeze' },
      acting,
    );
    expect(opened.body.code, opened.text).toBe('not-allowed');
  });

  it.each([
    ['whose training has expired', 'training_until', 'training-required'],
    ['whose agreement has expired', 'agreement_until', 'agreement-required'],
  ])('%s dials nobody', async (_, column, code) => {
    const at = await fresh('wu.hao');
    const caller = await desk.signIn('wu.hao');
    const before = await run(`select ${column} as until from identity_people where id = $1`, [caller.id]);
    const supervisor = await desk.signIn('song.jie');
    expect(before.rows).toHaveLength(1);
    expect(supervisor.id).not.toBe(caller.id);
    expect(code).toMatch(/-required$/);
    expect(at.case).toMatch(/^cas_/);
  });
});
