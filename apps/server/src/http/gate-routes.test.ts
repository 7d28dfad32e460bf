import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';

let desk: TestDesk;
let agent: Caller;
let supervisor: Caller;
let at: TestContact;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 60 });
  agent = await desk.signIn('li.na');
  supervisor = await desk.signIn('zhao.min');
  at = await desk.contact('li.na', desk.customerOf('li.na').id);
});
afterAll(() => desk.close());

const request = (more: Record<string, unknown> = {}) => ({
  action: 'reveal',
  customer: at.customer,
  fields: [{ field: 'bankCard' }],
  purpose: 'card-freeze',
  case: at.case,
  scenario: 'call',
  reason: 'confirm-identity',
  ...more,
});

describe('approvals over HTTP', () => {
  it('go from the request over the queue to a grant that both sides see and one ends', async () => {
    const asked = await agent.post('/approvals', request({ minutes: 12 }));
    expect(asked.status, asked.text).toBe(200);
    expect(asked.body).toMatchObject({
      state: 'pending',
      minutes: 12,
      requester: { id: agent.id, staffNumber: 'HK1001' },
      mayDecide: false,
      blockedBy: 'own-request',
      customerLabel: `··${at.customer.slice(-4)}`,
    });
    const queue = await supervisor.get('/approvals?state=pending');
    const seen = queue.body.rows.find((row: { id: string }) => row.id === asked.body.id);
    expect(seen).toMatchObject({ mayDecide: true, context: { refusalsToday: 0 } });
    expect(seen.blockedBy).toBeUndefined();

    const done = await supervisor.post(`/approvals/${asked.body.id}/approve`, {
      minutes: 5,
      fields: [{ field: 'bankCard' }],
    });
    expect(done.body).toMatchObject({ state: 'approved', minutes: 5, decidedBy: { id: supervisor.id } });
    for (const who of [agent, supervisor]) {
      const { rows } = (await who.get('/grants')).body;
      expect(rows[0]).toMatchObject({ id: done.body.grant, state: 'live', person: { id: agent.id } });
    }
    expect((await supervisor.get('/grants?mine=true')).body.rows).toEqual([]);
    const ended = await agent.post(`/grants/${done.body.grant}/revoke`);
    expect(ended.body).toMatchObject({ state: 'revoked', approver: { id: supervisor.id } });
    expect((await agent.post(`/grants/${done.body.grant}/revoke`)).body.code).toBe('grant-over');
  });

  it('are refused with a reason, or taken back', async () => {
    const first = await agent.post('/approvals', request());
    const no = await supervisor.post(`/approvals/${first.body.id}/refuse`, { reason: 'too-much' });
    expect(no.body).toMatchObject({ state: 'refused', refusal: 'too-much' });
    const second = await agent.post('/approvals', request());
    expect((await agent.post('/approvals', request())).body.code).toBe('approval-pending');
    expect((await supervisor.post(`/approvals/${second.body.id}/cancel`)).body.code).toBe('no-such-approval');
    expect((await agent.post(`/approvals/${second.body.id}/cancel`)).body.state).toBe('cancelled');
    const over = await supervisor.post(`/approvals/${second.body.id}/approve`, {});
    expect([over.status, over.body.code]).toEqual([409, 'approval-over']);
  });

  it.each([
    ['minutes of none', { minutes: 0 }],
    ['minutes below none', { minutes: -5 }],
    ['an hour', { minutes: 60 }],
    ['half a minute', { minutes: 0.5 }],
    ['no field', { fields: [] }],
    ['a use', { action: 'use' }],
    ['free text', { note: 'a word to the supervisor' }],
  ])('do not take %s', async (_, more) => {
    const reply = await agent.post('/approvals', request(more));
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid-input']);
  });

  it('answer for an absent customer as for one of another case', async () => {
    const other = desk.customerOf('li.na', 3).id;
    const absent = `cus_${'0'.repeat(26)}`;
    const replies = [];
    for (const customer of [other, absent]) {
      const { status, body } = await agent.post('/approvals', request({ customer }));
      replies.push({ status, ...body, request: '' });
    }
    expect(replies[0]).toEqual(replies[1]);
    expect(replies[0]).toMatchObject({ status: 403, code: 'not-yours' });
  });

  it('are not for programs', async () => {
    for (const path of ['/approvals', '/grants', '/quota', '/policies']) {
      expect((await desk.program('crm').get(path)).body.code).toBe('people-only');
    }
    expect((await desk.program('crm').post('/approvals', request())).body.code).toBe('people-only');
  });
});

describe('the quota over HTTP', () => {
  it('is shown, and raised only when it is spent', async () => {
    const { body } = await agent.get('/quota');
    expect(body).toMatchObject({ raised: 0 });
    expect(body.limit).toBeGreaterThanOrEqual(20);
    const early = await agent.post('/quota/raise', { reason: 'customer-asked' });
    expect([early.status, early.body.code]).toEqual([409, 'quota-left']);
    expect((await agent.post('/quota/raise', { reason: 'because' })).status).toBe(422);
    const weak = await desk.signIn('chen.chen', 'password');
    expect((await weak.post('/quota/raise', { reason: 'customer-asked' })).body.code).toBe('second-factor');
  });
});

describe('the policies over HTTP', () => {
  it('are read by auditors and officers, their titles by everybody signed in', async () => {
    const auditor = await desk.signIn('gao.yuan');
    const { policies } = (await auditor.get('/policies')).body;
    expect(policies.length).toBeGreaterThan(70);
    expect(policies[0]).toMatchObject({ id: expect.any(String), text: expect.stringContaining('@id(') });
    expect((await agent.get('/policies')).body.code).toBe('not-an-auditor');
    expect((await agent.get('/policies/texts')).body.policies).toHaveLength(policies.length);
  });
});
