import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';

/** The insider who wants to walk out with 10,000 customers: each way is tried, and must end in a recorded refusal. */

let desk: TestDesk;
let agent: Caller;
let colleague: Caller;
let supervisor: Caller;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  agent = await desk.signIn('li.na');
  colleague = await desk.signIn('chen.chen');
  supervisor = await desk.signIn('zhao.min');
});
afterAll(() => desk.close());

let nth = 0;
const fresh = async (mail = 'li.na', more: Record<string, unknown> = {}): Promise<TestContact> =>
  desk.contact(mail, desk.customerOf(mail, nth++ % 12).id, more);

const reveal = (at: TestContact, more: Record<string, unknown> = {}) => ({
  action: 'reveal',
  customer: at.customer,
  fields: [{ field: 'mobile' }],
  purpose: 'card-freeze',
  case: at.case,
  scenario: 'call',
  reason: 'confirm-identity',
  ...more,
});

const clearOf = (customer: string): string[] =>
  Object.values(desk.customers.find((each) => each.id === customer)?.fields ?? {})
    .flat()
    .filter((value) => value.length > 2);

/** Refused, recorded, and nothing of the customer in the answer. */
function expectRefused(reply: Awaited<ReturnType<Caller['get']>>, customer: string): void {
  expect(reply.status, reply.text).toBe(403);
  expect(reply.body.entry).toBeGreaterThanOrEqual(0);
  for (const value of clearOf(customer)) expect(reply.text).not.toContain(value);
}

describe('a case that is not mine to open', () => {
  it("refuses another agent's case", async () => {
    const at = await fresh();
    expectRefused(await colleague.post('/accesses', reveal(at)), at.customer);
    expectRefused(
      await colleague.get(`/customers/${at.customer}?scenario=call&purpose=card-freeze&case=${at.case}`),
      at.customer,
    );
    expect((await colleague.get(`/cases/${at.case}`)).status).toBe(404);
  });

  it('refuses a customer that the case is not about', async () => {
    const at = await fresh();
    const other = desk.customerOf('li.na', 13).id;
    expectRefused(await agent.post('/accesses', reveal({ ...at, customer: other })), other);
  });

  it('answers an absent customer and one of another case alike', async () => {
    const at = await fresh();
    const other = desk.customerOf('li.na', 14).id;
    const absent = `cus_${'0'.repeat(26)}`;
    const one = await agent.post('/accesses', reveal({ ...at, customer: other }));
    const two = await agent.post('/accesses', reveal({ ...at, customer: absent }));
    const plain = ({ body }: typeof one) => ({ ...body, entry: 0, request: '' });
    expect(plain(one)).toEqual(plain(two));
  });

  it('refuses after the contact ended and wrap-up is over, and after the case closed', async () => {
    const at = await fresh();
    expect((await agent.post('/accesses', reveal(at))).status).toBe(200);
    await agent.post(`/contacts/${at.contact}/end`);
    desk.pass(200);
    expectRefused(await agent.post('/accesses', reveal(at)), at.customer);
    const other = await fresh();
    await agent.post(`/cases/${other.case}/close`);
    expectRefused(await agent.post('/accesses', reveal(other)), other.customer);
  });

  it('shows masks only on a case that one opened oneself', async () => {
    const customer = desk.customerOf('li.na', 15).id;
    const opened = await agent.post('/cases', { type: 'card-freeze', customer });
    expect(opened.status, opened.text).toBe(200);
    const card = await agent.get(
      `/customers/${customer}?scenario=call&purpose=card-freeze&case=${opened.body.id}`,
    );
    expect(card.status, card.text).toBe(200);
    expectRefused(
      await agent.post('/accesses', reveal({ case: opened.body.id, customer, contact: '' })),
      customer,
    );
  });

  it('ends a grant of the case for whoever hands the case on', async () => {
    const at = await fresh();
    const moved = await agent.post(`/cases/${at.case}/transfer`, { to: desk.person('chen.chen').id });
    expect(moved.status, moved.text).toBe(200);
    expectRefused(await agent.post('/accesses', reveal(at)), at.customer);
    expect((await colleague.post('/accesses', reveal(at))).status).toBe(200);
  });
});

describe('enumeration', () => {
  it('searches under masking, and answers not-yours like absent', async () => {
    const at = await fresh();
    const own = desk.customerOf('li.na', 3);
    const vip = desk.customers.find((each) => each.flags.vip);
    const ask = (value: string) => ({
      field: 'mobile',
      value,
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
    });
    const found = await agent.post('/customers/search', ask(String(own.fields['mobile'])));
    expect(found.status, found.text).toBe(200);
    expect(found.body.hits).toHaveLength(1);
    for (const value of clearOf(own.id)) expect(found.text).not.toContain(value);
    const notYours = await agent.post('/customers/search', ask(String(vip?.fields['mobile'])));
    const absent = await agent.post('/customers/search', ask('19900000000'));
    const plain = ({ body }: typeof found) => ({ ...body, entry: 0, guessesLeft: 0 });
    expect(plain(notYours)).toEqual(plain(absent));
  });

  it('spends one budget on searching and verifying, and then refuses', async () => {
    const at = await fresh();
    const ask = {
      field: 'mobile',
      value: '19900000001',
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
    };
    const statuses: number[] = [];
    for (let i = 0; i < 16; i++) statuses.push((await agent.post('/customers/search', ask)).status);
    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(403);
    const verified = await agent.post(`/customers/${at.customer}/verify`, {
      claims: [{ field: 'mobile', value: '19900000001' }],
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
    });
    expectRefused(verified, at.customer);
  });

  it('does not search by the last four of an ID number', async () => {
    const at = await fresh();
    const customer = desk.customerOf('li.na', 4);
    const found = await agent.post('/customers/search', {
      field: 'residentId',
      value: String(customer.fields['residentId']).slice(-4),
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
    });
    expect(found.body.hits ?? []).toEqual([]);
  });

  it('verifies several claims as one answer, and refuses what can be guessed', async () => {
    const at = await fresh();
    const customer = desk.customers.find((each) => each.id === at.customer);
    const verify = (claims: unknown[]) =>
      agent.post(`/customers/${at.customer}/verify`, {
        claims,
        purpose: 'card-freeze',
        case: at.case,
        scenario: 'call',
      });
    const good = { field: 'email', value: String(customer?.fields['email']) };
    const pass = await verify([good, { field: 'residentId', value: String(customer?.fields['residentId']) }]);
    expect(pass.body.result, pass.text).toBe('pass');
    const fail = await verify([good, { field: 'residentId', value: '110101190001010016' }]);
    expect(fail.body.result, fail.text).toBe('fail');
    // the mask leaves a month's days of the birth date, and of a number that runs in order one or a few
    for (const field of ['birthDate', 'memberNumber']) {
      const guessed = await verify([good, { field, value: String(customer?.fields[field]) }]);
      expect(guessed.status).toBe(422);
      expect(guessed.body.code).toBe('too-guessable');
      expect(guessed.body.entry).toBeGreaterThan(0);
    }
  });
});

describe('people who administer or watch', () => {
  it.each(['luo.gang', 'song.jie', 'xie.an', 'xu.feng', 'gao.yuan'])(
    '%s meets no customer value',
    async (mail) => {
      const at = await fresh();
      const caller = await desk.signIn(mail);
      expectRefused(
        await caller.get(`/customers/${at.customer}?scenario=audit&purpose=quality-check&case=${at.case}`),
        at.customer,
      );
      expectRefused(await caller.post('/accesses', reveal(at)), at.customer);
    },
  );

  it('shows nothing to a session by password alone', async () => {
    const weak = await desk.signIn('li.na', 'password');
    const at = await fresh();
    const refused = await weak.post('/accesses', reveal(at));
    expect([refused.status, refused.body.code]).toEqual([403, 'second-factor']);
    for (const value of clearOf(at.customer)) expect(refused.text).not.toContain(value);
    const { entries } = await desk.rooms.ledger.entries({ action: 'weak-ask', person: weak.id });
    expect(entries[0]).toMatchObject({ outcome: 'refused' });
  });

  it('keeps entries from agents, and names nobody in tiles that all may read', async () => {
    expect((await agent.get('/ledger/entries')).status).toBe(403);
    expect((await agent.get('/ledger/tile/entries/000.p/1')).status).toBe(403);
    expect((await agent.get('/ledger/state')).status).toBe(200);
    const auditor = await desk.signIn('gao.yuan');
    expect((await auditor.get('/ledger/entries')).status).toBe(200);
  });
});

describe('programs', () => {
  it('refuses a key alone any clear value, and a key beyond its scopes', async () => {
    const at = await fresh();
    expectRefused(await desk.program('crm').post('/accesses', reveal(at)), at.customer);
    expectRefused(await desk.program('call-platform').post('/accesses', reveal(at)), at.customer);
    expect((await desk.program('auditor').post('/contacts', {})).status).toBe(422);
    expect((await desk.program('crm').get('/ledger/entries')).status).toBe(403);
    expect((await desk.program('crm').post('/approvals', {})).status).toBeGreaterThanOrEqual(400);
  });

  it('lets a key act within what the person may, for one case, and not after', async () => {
    const at = await fresh();
    const keys = await desk.db.pool.query("select id from identity_keys where name = 'crm'");
    const minted = await agent.post('/act-for', { key: keys.rows[0].id, case: at.case, minutes: 5 });
    expect(minted.status, minted.text).toBe(200);
    const headers = { 'huke-act-for': minted.body.token };
    const done = await desk.program('crm').post('/accesses', reveal(at), headers);
    expect(done.status, done.text).toBe(200);
    const other = await fresh();
    expectRefused(await desk.program('crm').post('/accesses', reveal(other), headers), other.customer);
    desk.pass(601);
    expect((await desk.program('crm').post('/accesses', reveal(at), headers)).status).toBeGreaterThanOrEqual(
      401,
    );
  });

  it('dials without showing, and the platform takes the number once', async () => {
    const at = await fresh();
    const customer = desk.customers.find((each) => each.id === at.customer);
    const { reason: _, ...use } = reveal(at, { action: 'use', use: 'dial' });
    const used = await agent.post('/accesses', use);
    expect(used.status, used.text).toBe(200);
    expect(used.text).not.toContain(String(customer?.fields['mobile']));
    const taken = await desk.program('call-platform').post(`/uses/${used.body.used.token}`);
    expect(taken.body, taken.text).toMatchObject({ kind: 'dial', value: customer?.fields['mobile'] });
    expect((await desk.program('call-platform').post(`/uses/${used.body.used.token}`)).status).toBe(403);
    expect((await agent.post(`/uses/${used.body.used.token}`)).status).toBe(403);
  });
});

describe('approvals', () => {
  const request = (at: TestContact, more: Record<string, unknown> = {}) => ({
    action: 'reveal',
    customer: at.customer,
    fields: [{ field: 'bankCard' }],
    purpose: 'card-freeze',
    case: at.case,
    scenario: 'call',
    reason: 'confirm-identity',
    ...more,
  });

  it('never lets anybody approve their own request', async () => {
    const at = await desk.contact('zhao.min', desk.customerOf('zhao.min', 5).id);
    const asked = await supervisor.post('/approvals', request(at));
    if (asked.status === 200) {
      const own = await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
      expect(own.status, own.text).toBeGreaterThanOrEqual(403);
    } else expect(asked.status).toBe(403);
  });

  it('refuses an agent who approves', async () => {
    const at = await fresh();
    const asked = await agent.post('/approvals', request(at));
    expect(asked.status, asked.text).toBe(200);
    expect((await colleague.post(`/approvals/${asked.body.id}/approve`, {})).status).toBeGreaterThanOrEqual(
      403,
    );
    expect((await agent.post(`/approvals/${asked.body.id}/approve`, {})).status).toBeGreaterThanOrEqual(403);
  });
});

describe('the way in', () => {
  it('refuses requests from elsewhere, without the header, and without a session', async () => {
    const at = await fresh();
    const forged = await agent.send('POST', '/accesses', reveal(at), { 'sec-fetch-site': 'cross-site' });
    expect(forged.status).toBe(403);
    expect(forged.body.code).toBe('forged-request');
    const nobody = await desk.app.fetch(new Request('http://localhost:8787/api/v1/cases'));
    expect(nobody.status).toBe(401);
  });

  it('ends with the session, within one request', async () => {
    const own = await desk.signIn('wu.hao');
    const at = await fresh('wu.hao');
    expect((await own.post('/accesses', reveal(at))).status).toBe(200);
    await desk.rooms.identity.endSession({ ...(await subjectOf(own)) }, own.session);
    expect((await own.post('/accesses', reveal(at))).status).toBe(401);
  });
});

async function subjectOf(caller: Caller) {
  const subject = await desk.rooms.identity.authenticate(
    new Request('http://localhost:8787/api/v1/session', { headers: { cookie: caller.cookie } }),
    '127.0.0.1',
  );
  if (!subject || subject.person === null || subject.session === null) throw new Error('no session');
  return subject as typeof subject & { person: string; session: string };
}
