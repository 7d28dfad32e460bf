import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoId, demoTeams } from '#demo';
import { type Caller, openTestDesk, type Reply, type TestDesk } from '../testing/desk.ts';
import { entryOf, ordinary, reveal, type Watch, watch } from './testing.ts';

/** Administrators who go after the customers: each alone, and two together. */

let desk: TestDesk;
let watched: Watch;
let security: Caller;
let system: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  watched = watch(desk);
  security = await desk.signIn('song.jie');
  system = await desk.signIn('luo.gang');
});
afterAll(() => desk.close());

const bank = demoTeams[0].id;
const everyTeam = demoTeams.slice(0, 3).map((team) => team.id);
const customerScopes = [
  'contacts:write',
  'customers:read',
  'customers:search',
  'customers:write',
  'accesses:write',
  'cases:read',
];
const keyBody = (more: Record<string, unknown> = {}) => ({
  name: `helper ${nth++}`,
  scopes: customerScopes,
  teams: everyTeam,
  perDay: 100_000,
  ...more,
});
const day = (ahead: number): string =>
  new Date(desk.clock().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
const view = (who: Caller, customer: string, purpose = 'card-freeze'): Promise<Reply> =>
  who.get(`/customers/${customer}?scenario=call&purpose=${purpose}`);
const alarms = async (code: string): Promise<number> => {
  await desk.rooms.alarms.settled();
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(times), 0)::int as n from alarms where code = ${code}`.execute(desk.db.kysely);
  return rows[0]?.n ?? 0;
};
const entries = async (query: string) =>
  (await (await desk.signIn('gao.yuan')).get(`/ledger/entries?limit=50&${query}`)).body.entries as {
    action: string;
    key: string | null;
    person: string | null;
  }[];

describe('a security administrator alone', () => {
  it('gets no key that reaches anybody, and makes none out of those that there are', async () => {
    const before = watched.opens();
    const asked = await security.post('/service-keys', keyBody());
    expect(asked.status, asked.text).toBe(200);
    expect(asked.body).toMatchObject({ key: null, serviceKey: { state: 'waiting', mayClaim: false } });
    const { id } = asked.body.serviceKey;
    const change = asked.body.change.id as string;
    expect((await security.post(`/people/changes/${change}/confirm`)).body.code).toBe('same-officer');
    for (const path of [`/service-keys/${id}/claim`, `/service-keys/${id}/rotate`])
      expect((await security.post(path)).body.code).toBe('not-found');
    expect((await security.send('PATCH', `/service-keys/${id}`, { perDay: 1 })).body.code).toBe('not-found');

    // a key that is there already: neither wider nor its secret
    const [crm] = ((await security.get('/service-keys')).body.keys as { id: string; name: string }[]).filter(
      (each) => each.name === 'crm',
    );
    const wider = await security.send('PATCH', `/service-keys/${crm?.id}`, { perDay: 90_000 });
    expect(wider.body).toMatchObject({ kind: 'key-change', mayConfirm: false });
    const rotated = await security.post(`/service-keys/${crm?.id}/rotate`);
    expect(rotated.body).toMatchObject({ key: null, change: { kind: 'key-rotate', mayConfirm: false } });
    expect((await security.post(`/service-keys/${crm?.id}/claim`)).body.code).toBe('not-found');

    // what one officer may give alone reaches nobody
    const text = await security.post('/service-keys', keyBody({ scopes: ['text:read'], teams: [] }));
    const alone = desk.callerWith({ authorization: `Bearer ${text.body.key}` });
    expect((await alone.post('/text/findings', { text: 'nothing' })).status).toBe(200);
    const customer = ordinary(desk, 'li.na', 3);
    expect((await view(alone, customer.id)).status).toBe(403);
    expect(watched.opens()).toBe(before);
    for (const each of [change, rotated.body.change.id, wider.body.id])
      expect((await security.post(`/people/changes/${each}/refuse`)).status).toBe(204);
    expect(await entries('action=change-requested')).not.toHaveLength(0);
  });

  it('is told what does not go together', async () => {
    const code = async (more: Record<string, unknown>): Promise<string> =>
      (await security.post('/service-keys', keyBody(more))).body.code;
    expect(await code({ scopes: ['ledger:read', 'customers:read'] })).toBe('scopes-apart');
    expect(await code({ scopes: ['ledger:read', 'cases:read'] })).toBe('scopes-apart');
    expect(await code({ teams: [] })).toBe('teams-needed');
    const job = { purpose: 'card-freeze', teams: [bank], rows: 10, until: day(30) };
    expect(await code({ teams: [everyTeam[1]], job })).toBe('job-unfit');
    expect(await code({ job: { ...job, until: day(-1) } })).toBe('job-unfit');
    expect(await code({ job: { ...job, until: day(500) } })).toBe('job-unfit');
    expect(await code({ scopes: ['text:read'], job })).toBe('job-unfit');
  });
});

describe('a system administrator alone', () => {
  const newcomer = (more: Record<string, unknown> = {}) => ({
    name: '新人',
    staffNumber: `X${nth++}`,
    email: `new${nth}@demo.huke.test`,
    post: 'agent',
    team: everyTeam[nth % 3],
    employer: demoId('emp', 1),
    ...more,
  });

  it('makes no agent who can sign in, none of them long in service, all of them with their maker', async () => {
    const dated = { hiredOn: '2019-01-01' };
    expect((await system.post('/people', newcomer(dated))).body.code).toBe('evidence-needed');
    const told = { ...dated, hiredEvidence: 'contract' };
    const states: string[] = [];
    const changes: { id: string; kind: string }[] = [];
    for (let n = 0; n < 8; n++) {
      const made = await system.post('/people', newcomer(told));
      expect(made.status, made.text).toBe(200);
      const { person, invitation } = made.body;
      states.push(person.state);
      changes.push(...made.body.changes);
      expect(invitation).toBeNull();
      const facts = await desk.rooms.identity.personFacts(person.id);
      expect(facts?.tenureDays).toBe(0);
      expect(person.hiredOn).not.toBe('2019-01-01');
      // a lock and its end, or a new link, are no way round
      expect((await security.post(`/people/${person.id}/lock`)).status).toBe(404);
      expect((await security.post(`/people/${person.id}/unlock`)).body.state).toBe('waiting');
      expect((await system.post(`/people/${person.id}/invite`)).status).toBe(404);
    }
    expect(states).toEqual(Array(8).fill('waiting'));
    for (const { id } of changes)
      expect((await system.post(`/people/changes/${id}/confirm`)).body.code).toBe('same-officer');
    expect(await alarms('people-made')).toBe(8);

    const dating = changes.filter((each) => each.kind === 'hired-on');
    expect(dating).toHaveLength(8);
    const confirmed = await security.post(`/people/changes/${dating[0]?.id}/confirm`);
    expect(confirmed.body, confirmed.text).toMatchObject({ hiredOn: '2019-01-01' });
    expect((await desk.rooms.identity.personFacts(confirmed.body.id))?.tenureDays).toBeGreaterThan(1000);
    const account = changes.filter((each) => each.kind === 'person');
    const opened = await security.post(`/people/changes/${account[0]?.id}/confirm`);
    expect(opened.body).toMatchObject({ state: 'active' });
    expect((await system.post(`/people/${opened.body.id}/invite`)).body.invitation).toContain('#');
  });

  it('counts them on the maker for a month', async () => {
    desk.pass(86_400);
    const own = await desk.signIn('luo.gang');
    const { person, changes } = (await own.post('/people', newcomer())).body;
    const other = await desk.signIn('song.jie');
    expect((await other.post(`/people/changes/${changes[0].id}/confirm`)).status).toBe(200);
    const subjectOf = async () => {
      const { cookie } = await desk.signInAs(person.id);
      const request = new Request('http://localhost:8787/api/v1/session', { headers: { cookie } });
      return desk.rooms.identity.authenticate(request, '127.0.0.1');
    };
    expect(await subjectOf()).toMatchObject({ maker: system.id, tenureDays: 0 });
    desk.pass(31 * 86_400);
    expect(await subjectOf()).toMatchObject({ maker: null });
    await sql`update identity_people set maker = null where id = ${person.id}`.execute(desk.db.kysely);
    await expect(desk.signInAs(person.id).then(subjectOf)).resolves.toBeNull();
  });

  it('gives nobody a past, another employer or a free hand with relatives', async () => {
    const own = await desk.signIn('luo.gang');
    const outsourced = desk.person('he.jing').id;
    const change = (body: Record<string, unknown>) => own.send('PATCH', `/people/${outsourced}`, body);
    expect((await change({ hiredOn: '2010-01-01' })).body.code).toBe('evidence-needed');
    expect((await change({ hiredOn: '2010-01-01', hiredEvidence: 'payroll' })).body).toMatchObject({
      kind: 'hired-on',
      to: '2010-01-01',
      evidence: 'payroll',
    });
    expect((await change({ employer: demoId('emp', 1) })).body.kind).toBe('employer');
    const customer = ordinary(desk, 'lin.fang', 1).id;
    expect((await change({ relatives: [customer] })).body.id).toBe(outsourced);
    expect((await change({ relatives: [] })).body.kind).toBe('kin');
  });

  it('moves a few people a day, and each move is seen', async () => {
    const own = await desk.signIn('luo.gang');
    const kinds: unknown[] = [];
    for (const mail of ['li.na', 'chen.chen', 'zhou.ting', 'lin.fang', 'he.jing', 'guo.liang']) {
      const { id, team } = desk.person(mail);
      const to = everyTeam.find((each) => each !== team);
      const moved = await own.send('PATCH', `/people/${id}`, { team: to });
      expect(moved.status, moved.text).toBe(200);
      kinds.push(moved.body.kind);
    }
    expect(kinds).toEqual([undefined, undefined, undefined, undefined, undefined, 'team']);
    expect(await entries(`action=team-changed&person=${own.id}`)).toHaveLength(5);
  });
});

describe('two administrators together', () => {
  it('get what their job says, a day, and are seen by the officers at once', async () => {
    const before = await alarms('keys-made');
    const idle = await desk.key(keyBody());
    const customer = ordinary(desk, 'wu.hao', 0);
    const opened = watched.opens();
    expect((await view(idle.program, customer.id)).status).toBe(403);
    expect(watched.opens()).toBe(opened);

    const job = { purpose: 'card-freeze', teams: [bank], rows: 10, until: day(30) };
    const { id, program } = await desk.key(keyBody({ job }));
    const statuses: number[] = [];
    for (let n = 0; n < 14; n++) statuses.push((await view(program, customer.id)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.slice(10)).toEqual([429, 429, 429, 429]);
    desk.pass(86_400);
    const elsewhere = ordinary(desk, 'lin.fang', 0);
    expect((await view(program, elsewhere.id)).status).toBe(403);
    expect((await view(program, customer.id, 'identity-verification')).status).toBe(403);
    const clear = await program.post('/accesses', {
      ...reveal({ case: '', contact: '', customer: customer.id }),
      case: undefined,
    });
    expect(clear.status).toBe(403);
    desk.pass(40 * 86_400);
    expect((await view(program, customer.id)).status).toBe(403);
    expect(await alarms('keys-made')).toBe(before + 2);
    const [seen] = await entries(`key=${id}&action=view&outcome=granted`);
    expect(seen).toMatchObject({ key: id });
  });
});

describe('a key', () => {
  it('that acts for a person ends no other contact and reads no other case', async () => {
    const { id, program } = await desk.key({ scopes: customerScopes, teams: [bank] });
    const agent = await desk.signIn('wu.hao');
    const [own, other] = [
      await desk.contact('wu.hao', ordinary(desk, 'wu.hao', 0).id),
      await desk.contact('wu.hao', ordinary(desk, 'wu.hao', 1).id),
    ];
    const minted = await agent.post('/act-for', { key: id, case: own.case, minutes: 5 });
    const acting = { 'huke-act-for': minted.body.token };
    const send = (method: string, path: string) => program.send(method, path, undefined, acting);
    expect((await send('GET', `/cases/${own.case}`)).status).toBe(200);
    expect((await send('GET', `/cases/${other.case}`)).status).toBe(404);
    expect((await send('POST', `/contacts/${other.contact}/end`)).status).toBe(404);
    expect((await agent.get(`/cases/${other.case}`)).body.contact.live).toBe(true);
    expect((await send('POST', `/contacts/${own.contact}/end`)).status).toBe(204);
  });

  it('loses the scopes that it does not use, with an entry and an alarm', async () => {
    const { id, program } = await desk.key({ scopes: ['contacts:write', 'customers:read'], teams: [bank] });
    const contact = () =>
      program.post('/contacts', {
        channel: 'call',
        direction: 'in',
        externalId: `unused-${nth++}`,
        agent: desk.person('wu.hao').id,
        caseType: 'card-freeze',
      });
    desk.pass(29 * 86_400);
    await desk.rooms.identity.endUnusedScopes();
    expect((await contact()).status).toBe(200);
    desk.pass(2 * 86_400);
    await desk.rooms.identity.endUnusedScopes();
    const found = async () => {
      const { keys } = (await (await desk.signIn('song.jie')).get('/service-keys')).body;
      return (keys as { id: string }[]).find((each) => each.id === id);
    };
    expect(await found()).toMatchObject({
      scopes: ['contacts:write'],
      state: 'live',
      took: { today: { entries: 0 }, week: { views: 0 } },
    });
    expect((await contact()).status).toBe(200);
    desk.pass(31 * 86_400);
    await desk.rooms.identity.endUnusedScopes();
    expect(await found()).toMatchObject({ state: 'revoked' });
    expect(await alarms('key-unused')).toBeGreaterThanOrEqual(2);
    expect(await entries('action=key-scope-ended')).not.toHaveLength(0);
  });

  it('and a person who reads the ledger leaves one an hour', async () => {
    const officer = await desk.signIn('xu.feng');
    for (let n = 0; n < 3; n++) await officer.get('/ledger/entries?limit=3');
    const read = async () => entries(`person=${officer.id}&action=ledger-read`);
    expect(await read()).toHaveLength(1);
    desk.pass(3601);
    const later = await desk.signIn('xu.feng');
    await later.get('/ledger/entries?limit=3');
    await later.get('/ledger/entries?limit=3');
    expect(await read()).toHaveLength(2);
  });

  it('that reads the ledger leaves an entry for it, before it reads', async () => {
    const { id, program } = await desk.key({ scopes: ['ledger:read'], teams: [] });
    const { size } = await desk.rooms.ledger.state();
    const read = await program.get('/ledger/entries?limit=3');
    expect(read.status, read.text).toBe(200);
    const [last] = await entries(`key=${id}&action=ledger-read`);
    expect(last).toMatchObject({ key: id });
    expect((await desk.rooms.ledger.state()).size).toBeGreaterThan(size);
    const customer = ordinary(desk, 'wu.hao', 0);
    const reply = await view(program, customer.id);
    expect(reply.status).toBe(403);
    expect(await entryOf(desk, reply)).toMatchObject({ key: id, outcome: 'refused' });
  });

  it('ends after a year, and its secret is renewed by two', async () => {
    const first = await desk.key({ scopes: ['contacts:write'], teams: [bank], days: 100 });
    desk.pass(90 * 86_400);
    const [asks, confirms] = [await desk.signIn('song.jie'), await desk.signIn('luo.gang')];
    const asked = await asks.post(`/service-keys/${first.id}/rotate`);
    await confirms.post(`/people/changes/${asked.body.change.id}/confirm`);
    expect((await confirms.post(`/service-keys/${first.id}/claim`)).body.code).toBe('not-allowed');
    const { key } = (await asks.post(`/service-keys/${first.id}/claim`)).body;
    const renewed = desk.callerWith({ authorization: `Bearer ${key}` });
    for (const caller of [first.program, renewed])
      expect((await caller.get('/session')).body.code).toBe('people-only');
    desk.pass(25 * 3600);
    expect((await first.program.get('/session')).status).toBe(401);
    desk.pass(366 * 86_400);
    expect((await renewed.get('/session')).status).toBe(401);
  });
});
