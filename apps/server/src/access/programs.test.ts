import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoTeams } from '#demo';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';
import { clearOf, entryOf, ordinary, reveal, type Watch, watch } from './testing.ts';

/** A service key that was stolen, and one that a person lets act for them. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let officer: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
  officer = await desk.signIn('song.jie');
});
afterAll(() => desk.close());

const fresh = (mail = 'li.na'): Promise<TestContact> => desk.contact(mail, ordinary(desk, mail, nth++).id);
const everything = [
  'contacts:write',
  'cases:read',
  'customers:write',
  'customers:read',
  'customers:search',
  'accesses:write',
  'text:read',
];

/** A key as the thief has it: one team, every scope of a desk's program. */
async function key(more: Record<string, unknown> = {}) {
  const { id, program } = await desk.key({
    name: `stolen ${nth++}`,
    scopes: everything,
    teams: [demoTeams[0].id],
    ...more,
  });
  return { id, send: program.send };
}

const inDays = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

describe('a stolen key', () => {
  it('meets no value in clear, within its team or outside', async () => {
    const { id, send } = await key();
    const own = await fresh();
    const others = await fresh('lin.fang');
    const before = watched.opens();
    for (const at of [own, others]) {
      for (const action of ['reveal', 'copy']) {
        const reply = await send('POST', '/accesses', reveal(at, { action }));
        expect(reply.status, reply.text).toBe(403);
        expect(await entryOf(desk, reply)).toMatchObject({ outcome: 'refused', key: id });
      }
      const claims = [{ field: 'mobile', value: clearOf(desk, at.customer)[0] }];
      const verify = { claims, purpose: 'card-freeze', case: at.case, scenario: 'call' };
      expect((await send('POST', `/customers/${at.customer}/verify`, verify)).status).toBe(403);
    }
    expect(watched.opens()).toBe(before);
  });

  const job = { purpose: 'card-freeze', teams: [demoTeams[0].id], rows: 500, until: inDays(90) };

  it('sees and finds nobody by itself: there is no contact of its own and no job', async () => {
    const { id, send } = await key();
    const at = await fresh();
    const before = watched.opens();
    const shown = `/customers/${at.customer}?scenario=call&purpose=card-freeze`;
    for (const path of [shown, `${shown}&case=${at.case}`]) {
      const reply = await send('GET', path);
      expect(reply.status, reply.text).toBe(403);
      expect(await entryOf(desk, reply)).toMatchObject({ action: 'view', outcome: 'refused', key: id });
    }
    const own = ordinary(desk, 'li.na', 7);
    const search = { field: 'mobile', value: own.fields['mobile'], purpose: 'card-freeze', scenario: 'call' };
    for (const more of [{}, { case: at.case }]) {
      const reply = await send('POST', '/customers/search', { ...search, ...more });
      expect(reply.status, reply.text).toBe(403);
    }
    expect(watched.opens()).toBe(before);
  });

  it("for a declared job reads masks of the job's teams for its purpose only, and finds no others", async () => {
    const { send } = await key({ job, teams: [demoTeams[0].id, demoTeams[2].id] });
    const [own, others] = [ordinary(desk, 'li.na', 7), ordinary(desk, 'lin.fang', 7)];
    const view = (customer: string, purpose = 'card-freeze') =>
      send('GET', `/customers/${customer}?scenario=call&purpose=${purpose}`);
    const card = await view(own.id);
    expect(card.status, card.text).toBe(200);
    for (const value of clearOf(desk, own.id)) expect(card.text).not.toContain(value);
    expect((await view(own.id, 'identity-verification')).status).toBe(403);
    expect((await view(others.id)).status).toBe(403);
    const search = (value: unknown) =>
      send('POST', '/customers/search', { field: 'mobile', value, purpose: 'card-freeze', scenario: 'call' });
    expect((await search(own.fields['mobile'])).body.hits).toHaveLength(1);
    expect((await search(others.fields['mobile'])).body.hits).toEqual([]);
  });

  it('opens no contact and sees no case of another team', async () => {
    const { send } = await key();
    const at = await fresh('lin.fang');
    expect((await send('GET', `/cases/${at.case}`)).status).toBe(404);
    const contact = { channel: 'call', direction: 'in', externalId: 'x-1', caseType: 'card-freeze' };
    const opened = await send('POST', '/contacts', { ...contact, agent: desk.person('lin.fang').id });
    expect(opened.body.code).toBe('unknown-agent');
    const carried = await send('POST', `/uses/acc_${'0'.repeat(26)}`);
    expect(carried.status).toBe(403);
  });

  it('is nothing once it is revoked, in the midst of an ask too', async () => {
    const { id, send } = await key({ job });
    const view = () =>
      send('GET', `/customers/${ordinary(desk, 'li.na', 8).id}?scenario=call&purpose=card-freeze`);
    expect((await view()).status).toBe(200);
    const before = watched.opens();
    watched.beforeCommit(() => officer.send('DELETE', `/service-keys/${id}`));
    const during = await view();
    expect(during.status, during.text).toBe(403);
    expect(during.body.code).toBe('session-ended');
    expect(watched.opens()).toBe(before);
    expect((await view()).status).toBe(401);
  });

  it('stops where its requests of the day are spent', async () => {
    const { send } = await key({ perDay: 5 });
    const replies = await Promise.all(Array.from({ length: 12 }, () => send('GET', '/session')));
    expect(replies.filter((each) => each.status === 429)).toHaveLength(7);
    expect((await send('GET', '/session')).body.code).toBe('key-quota');
  });

  it('guesses within a budget of its own', async () => {
    const { send } = await key({ job });
    const ask = { field: 'mobile', purpose: 'card-freeze', scenario: 'call' };
    const statuses = new Map<number, number>();
    for (let i = 0; i < 125; i++) {
      const { status } = await send('POST', '/customers/search', { ...ask, value: `19900000${100 + i}` });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 200: 120, 403: 5 });
  });

  it('approves nothing, administers nothing, reads no ledger', async () => {
    const { id, send } = await key();
    await desk.signIn('zhao.min');
    const at = await fresh();
    const minted = await agent.post('/act-for', { key: id, case: at.case, minutes: 5 });
    expect(minted.status, minted.text).toBe(200);
    const asked = await agent.post('/approvals', reveal(at, { fields: [{ field: 'bankCard' }] }));
    expect(asked.status, asked.text).toBe(200);
    const acting = { 'huke-act-for': minted.body.token };
    const tries: readonly (readonly [string, string, unknown?])[] = [
      ['POST', '/approvals', reveal(at)],
      ['GET', '/approvals'],
      ['POST', `/approvals/${asked.body.id}/approve`, {}],
      ['POST', `/approvals/${asked.body.id}/cancel`],
      ['GET', '/grants'],
      ['POST', '/quota/raise', { reason: 'customer-asked' }],
      ['GET', '/people'],
      ['PATCH', `/people/${agent.id}`, { post: 'supervisor' }],
      ['POST', `/people/${agent.id}/lock`],
      ['GET', '/service-keys'],
      ['POST', '/service-keys', { name: 'more', scopes: everything, teams: [], perDay: 1000 }],
      ['POST', '/act-for', { key: id, case: at.case, minutes: 5 }],
      ['GET', '/sessions'],
      ['POST', '/step-ups', { ...reveal(at), field: 'mobile' }],
      ['GET', '/ledger/entries'],
      ['GET', '/ledger/entries/0/proof'],
      ['GET', '/ledger/tile/entries/000'],
      ['GET', '/policies'],
      ['DELETE', `/customers/${at.customer}`],
      ['GET', '/bin'],
      ['GET', `/customers/${at.customer}/trail`],
    ];
    for (const headers of [{}, acting]) {
      for (const [method, path, body] of tries) {
        const reply = await send(method, path, body, headers);
        expect([401, 403, 404], `${method} ${path} ${reply.text}`).toContain(reply.status);
      }
    }
    expect((await agent.post(`/approvals/${asked.body.id}/cancel`)).status).toBe(200);
  });
});

describe('a person whom a key acts for', () => {
  beforeAll(async () => {
    // keys are few a day
    desk.pass(86_400);
    agent = await desk.signIn('li.na');
  });

  it('lends their rights for one case, to one key, while their session lives', async () => {
    const [first, second] = [await key(), await key()];
    const own = await desk.signIn('wu.hao');
    const [at, other] = [await fresh('wu.hao'), await fresh('wu.hao')];
    const minted = await own.post('/act-for', { key: first.id, case: at.case, minutes: 5 });
    const headers = { 'huke-act-for': minted.body.token };
    expect((await first.send('POST', '/accesses', reveal(at), headers)).status).toBe(200);
    expect((await second.send('POST', '/accesses', reveal(at), headers)).status).toBe(401);
    expect((await first.send('POST', '/accesses', reveal(other), headers)).status).toBe(403);
    const before = watched.opens();
    watched.beforeCommit(() => own.post('/session/end'));
    const during = await first.send('POST', '/accesses', reveal(at), headers);
    expect(during.body.code, during.text).toBe('session-ended');
    expect((await first.send('POST', '/accesses', reveal(at), headers)).status).toBe(401);
    expect(watched.opens()).toBe(before);
  });

  it('lends no more than the key has', async () => {
    const { id, send } = await key({ scopes: ['customers:read'] });
    const at = await fresh();
    const minted = await agent.post('/act-for', { key: id, case: at.case, minutes: 5 });
    const headers = { 'huke-act-for': minted.body.token };
    const reply = await send('POST', '/accesses', reveal(at), headers);
    expect(reply.body.code, reply.text).toBe('key-scope-accesses');
    const away = await key({ teams: [demoTeams[2].id] });
    const elsewhere = await agent.post('/act-for', { key: away.id, case: at.case, minutes: 5 });
    const refused = await away.send('POST', '/accesses', reveal(at), {
      'huke-act-for': elsewhere.body.token,
    });
    expect(refused.body.code, refused.text).toBe('not-yours');
  });
});
