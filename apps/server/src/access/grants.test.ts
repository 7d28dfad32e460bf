import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';
import { demoEmployers, demoTeams, demoTotpSecret } from '#demo';
import { totpCode, totpStep } from '#identity/testing';
import { clearOf, cookieOf, entryOf, ordinary, reveal, stepUp, type Watch, watch } from './testing.ts';

/** Grants and step-ups in the hands of somebody who wants more than was given. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let colleague: Caller;
let supervisor: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
  colleague = await desk.signIn('chen.chen');
  supervisor = await desk.signIn('zhao.min');
  const kind = {
    field: 'complaintFile',
    label: { zh: '投诉案卷', en: 'Complaint file' },
    group: 'other',
    type: 'TEXT',
    level: 'C3',
    sensitive: true,
    protectAsSensitive: false,
    many: false,
    searchable: false,
    verifiable: false,
    retention: 'service',
  } as const;
  const { kinds } = desk.rooms.vault;
  await desk.db.kysely.transaction().execute((tx) => kinds.add(tx, kind, { person: null, at: desk.clock() }));
  await kinds.reload();
});
afterAll(() => desk.close());

const card = { fields: [{ field: 'bankCard' }] };
const fresh = (mail = 'li.na'): Promise<TestContact> => desk.contact(mail, ordinary(desk, mail, nth++).id);
/** A field of the organisation's own that is C3: a complaint's file. */
const file = { fields: [{ field: 'complaintFile' }], purpose: 'complaint' };
const ofFile = { field: 'complaintFile', purpose: 'complaint' };
async function secret(): Promise<TestContact> {
  const at = await desk.contact('li.na', ordinary(desk, 'li.na', nth++).id, { caseType: 'complaint' });
  await desk.db.kysely.transaction().execute(async (tx) => {
    const changes = [{ field: 'complaintFile', value: '案卷甲乙丙丁' }];
    const change = await desk.rooms.vault.prepareChange(tx, at.customer, changes);
    if (change.kind === 'ready') await desk.rooms.vault.applyChange(tx, change.prepared, desk.clock(), null);
  });
  return at;
}
const step = (at: TestContact, more: Record<string, unknown> = {}): Promise<string> =>
  stepUp(desk, agent, 'li.na', at, more);

/** A granted request: the agent asks for the card numbers, the supervisor approves. */
async function granted(
  at: TestContact,
  what: Record<string, unknown> = card,
): Promise<{ readonly approval: string; readonly grant: string }> {
  const asked = await agent.post('/approvals', reveal(at, what));
  expect(asked.status, asked.text).toBe(200);
  const approved = await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
  expect(approved.status, approved.text).toBe(200);
  return { approval: asked.body.id, grant: approved.body.grant };
}

/** Refused, opened nothing, said nothing, and stands in the ledger. */
async function expectRefused(
  caller: Caller,
  body: { readonly customer: string; readonly case: string },
  code?: string,
) {
  const before = watched.opens();
  const reply = await caller.post('/accesses', body);
  expect(reply.status, reply.text).toBe(403);
  expect(watched.opens()).toBe(before);
  for (const value of clearOf(desk, body.customer)) expect(reply.text).not.toContain(value);
  const entry = await entryOf(desk, reply);
  expect(['refused', 'needs']).toContain(entry['outcome']);
  expect(entry).toMatchObject({ person: caller.id, customer: body.customer, case: body.case });
  if (code !== undefined) expect(reply.body.code, reply.text).toBe(code);
  return reply;
}

describe('a grant', () => {
  it('opens the card with a step-up, and only with both', async () => {
    const at = await fresh();
    const before = await expectRefused(agent, reveal(at, card));
    expect(before.body.needs.map((each: { kind: string }) => each.kind).sort()).toEqual([
      'approval',
      'step-up',
    ]);
    await expectRefused(agent, reveal(at, { ...card, stepUp: await step(at) }), 'approval-required');
    const { grant } = await granted(at);
    await expectRefused(agent, reveal(at, card), 'step-up-required');
    const done = await agent.post('/accesses', reveal(at, { ...card, stepUp: await step(at) }));
    expect(done.status, done.text).toBe(200);
    const numbers = [desk.customers.find((each) => each.id === at.customer)?.fields['bankCard'] ?? []].flat();
    expect(done.body.fields.map((each: { value: string }) => each.value).sort()).toEqual([...numbers].sort());
    expect(await entryOf(desk, done)).toMatchObject({ outcome: 'granted', grant });
  });

  it('is over when its minutes are', async () => {
    const at = await fresh();
    await granted(at);
    desk.pass(11 * 60);
    await expectRefused(agent, reveal(at, { ...card, stepUp: await step(at) }), 'approval-required');
  });

  it.each(['holder', 'approver'])('is over when its %s revokes it', async (who) => {
    const at = await fresh();
    const { grant } = await granted(at);
    const revoked = await (who === 'holder' ? agent : supervisor).post(`/grants/${grant}/revoke`);
    expect(revoked.status, revoked.text).toBe(200);
    await expectRefused(agent, reveal(at, { ...card, stepUp: await step(at) }), 'approval-required');
  });

  it('is revoked by nobody else', async () => {
    const at = await fresh();
    const { grant } = await granted(at);
    expect((await colleague.post(`/grants/${grant}/revoke`)).status).toBe(404);
    const done = await agent.post('/accesses', reveal(at, { ...card, stepUp: await step(at) }));
    expect(done.status, done.text).toBe(200);
  });

  it('is of no use on another case of the same customer', async () => {
    const at = await fresh();
    await granted(at);
    const second = await desk.contact('li.na', at.customer);
    await expectRefused(agent, reveal(second, { ...card, stepUp: await step(second) }), 'approval-required');
  });

  it('does not travel with the case, neither there nor back', async () => {
    const at = await fresh();
    await granted(at);
    const { id } = desk.person('chen.chen');
    expect((await agent.post(`/cases/${at.case}/transfer`, { to: id })).status).toBe(200);
    await expectRefused(agent, reveal(at, { ...card, stepUp: await step(at) }));
    const proof = await stepUp(desk, colleague, 'chen.chen', at);
    await expectRefused(colleague, reveal(at, { ...card, stepUp: proof }), 'approval-required');
  });

  it('covers the action and the fields that were approved, no others', async () => {
    const at = await fresh();
    await granted(at);
    const copy = { ...card, action: 'copy', stepUp: await step(at, { action: 'copy' }) };
    await expectRefused(agent, reveal(at, copy), 'approval-required');
    const customer = desk.customers.find(
      (each) => each.team === desk.person('li.na').team && each.fields['bankCard']?.length === 2,
    );
    const two = await desk.contact('li.na', customer?.id ?? '');
    const view = await agent.get(
      `/customers/${two.customer}?scenario=call&purpose=card-freeze&case=${two.case}`,
    );
    const items = view.body.fields.filter((each: { field: string }) => each.field === 'bankCard');
    const one = { fields: [{ field: 'bankCard', item: items[0].item }] };
    await granted(two, one);
    await expectRefused(agent, reveal(two, { ...card, stepUp: await step(two) }), 'approval-required');
    const done = await agent.post('/accesses', reveal(two, { ...one, stepUp: await step(two) }));
    expect(done.status, done.text).toBe(200);
  });

  it('ends with the rights of its holder', async () => {
    const at = await fresh('wu.hao');
    const senior = await desk.signIn('wu.hao');
    const asked = await senior.post('/approvals', reveal(at, card));
    expect((await supervisor.post(`/approvals/${asked.body.id}/approve`, {})).status).toBe(200);
    const admin = await desk.signIn('song.jie');
    const locked = await admin.post(`/people/${senior.id}/lock`);
    expect(locked.status, locked.text).toBeLessThan(300);
    const grants = await desk.db.pool.query('select why from gate_grant_ends where person = $1', [senior.id]);
    expect(grants.rows).toEqual([{ why: 'rights-cut' }]);
    expect((await senior.post('/accesses', reveal(at))).status).toBe(401);
  });

  it('cannot be approved twice, nor after it was taken back', async () => {
    const at = await fresh();
    const { approval } = await granted(at);
    expect((await supervisor.post(`/approvals/${approval}/approve`, {})).body.code).toBe('approval-over');
    const other = await fresh();
    const asked = await agent.post('/approvals', reveal(other, card));
    expect((await agent.post(`/approvals/${asked.body.id}/cancel`)).status).toBe(200);
    expect((await supervisor.post(`/approvals/${asked.body.id}/approve`, {})).body.code).toBe(
      'approval-over',
    );
  });

  it('cannot be widened by its approver', async () => {
    const at = await fresh();
    const asked = await agent.post('/approvals', reveal(at, { ...card, minutes: 5 }));
    const path = `/approvals/${asked.body.id}/approve`;
    expect((await supervisor.post(path, { minutes: 6 })).status).toBe(422);
    expect((await supervisor.post(path, { fields: [{ field: 'residentId' }] })).status).toBe(422);
    expect((await agent.post(`/approvals/${asked.body.id}/cancel`)).status).toBe(200);
  });

  it('is not given after a request has waited too long', async () => {
    const at = await fresh();
    const asked = await agent.post('/approvals', reveal(at, card));
    desk.pass(16 * 60);
    expect((await supervisor.post(`/approvals/${asked.body.id}/approve`, {})).body.code).toBe(
      'approval-over',
    );
  });
});

describe('approving for oneself', () => {
  it('is refused to a second account with the same staff number', async () => {
    const person = {
      id: 'per_00000000000000000000000901',
      name: '李娜二',
      staffNumber: 'hk 1001',
      email: 'li.na.two@demo.huke.test',
      post: 'supervisor' as const,
      team: demoTeams[0].id,
      employer: demoEmployers[0].id,
      hiredOn: '2020-01-06',
      password: 'never-used-in-this-test-1',
      approverSince: new Date(desk.clock().getTime() - 90 * 86_400_000),
    };
    await desk.rooms.identity.seed({ employers: [], teams: [], people: [person] });
    const second = await cookieOf(desk, person.id);
    const at = await fresh();
    const asked = await agent.post('/approvals', reveal(at, card));
    expect(asked.status, asked.text).toBe(200);
    const own = await supervisor.post(`/approvals/${asked.body.id}/approve`, {}, second);
    expect(own.status, own.text).toBe(403);
    expect(own.body.code).toBe('same-staff-number');
    await agent.post(`/approvals/${asked.body.id}/cancel`);
  });

  it('is refused on the device that the request came from', async () => {
    const at = await fresh();
    await desk.db.pool.query("update identity_sessions set device = 'one' where id = any($1)", [
      [agent.session, supervisor.session],
    ]);
    const asked = await agent.post('/approvals', reveal(at, card));
    const own = await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
    expect(own.body.code, own.text).toBe('same-device');
    await agent.post(`/approvals/${asked.body.id}/cancel`);
    await desk.db.pool.query('update identity_sessions set device = null');
  });

  it('is refused to officers of other matters and programs', async () => {
    const at = await fresh();
    const asked = await agent.post('/approvals', reveal(at, card));
    const path = `/approvals/${asked.body.id}/approve`;
    for (const mail of ['zhu.lin', 'xu.feng', 'gao.yuan', 'luo.gang', 'guo.liang']) {
      const other = await desk.signIn(mail);
      expect((await other.post(path, {})).status).toBe(403);
    }
    for (const key of ['crm', 'call-platform', 'auditor'])
      expect((await desk.program(key).post(path, {})).status).toBe(403);
    const weak = await desk.signIn('zhao.min', 'password');
    expect((await weak.post(path, {})).body.code).toBe('second-factor');
    await agent.post(`/approvals/${asked.body.id}/cancel`);
  });
});

describe('a step-up', () => {
  it('covers one C3 field once', async () => {
    const at = await secret();
    await granted(at, file);
    const proof = await step(at, ofFile);
    const done = await agent.post('/accesses', reveal(at, { ...file, stepUp: proof }));
    expect(done.status, done.text).toBe(200);
    await expectRefused(agent, reveal(at, { ...file, stepUp: proof }), 'step-up-required');
  });

  it('is consumed once, whatever arrives at the same time', async () => {
    const at = await secret();
    await granted(at, file);
    const proof = await step(at, ofFile);
    const before = watched.opens();
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => agent.post('/accesses', reveal(at, { ...file, stepUp: proof }))),
    );
    expect(replies.filter((each) => each.status === 200)).toHaveLength(1);
    expect(watched.opens()).toBe(before + 1);
    for (const each of replies) expect(each.body.entry).toBeGreaterThan(0);
  });

  it('is of no use for another field, action, purpose, case or customer', async () => {
    const at = await fresh();
    await granted(at);
    await expectRefused(agent, reveal(at, { ...card, stepUp: await step(at, { action: 'copy' }) }));
    const mixed = await secret();
    await granted(mixed, file);
    await expectRefused(
      agent,
      reveal(mixed, { ...file, stepUp: await step(mixed, { ...ofFile, field: 'mobile' }) }),
    );
    await expectRefused(
      agent,
      reveal(mixed, { fields: [{ field: 'residentId' }], stepUp: await step(mixed, ofFile) }),
    );
    await expectRefused(
      agent,
      reveal(at, { ...card, stepUp: await step(at, { purpose: 'account-inquiry' }) }),
    );
    const other = await desk.contact('li.na', at.customer);
    await expectRefused(agent, reveal(at, { ...card, stepUp: await step(other) }));
    await expectRefused(
      agent,
      reveal(at, { ...card, stepUp: await step({ ...at, customer: ordinary(desk, 'li.na', nth++).id }) }),
    );
  });

  it("is of no use in another session, in a colleague's hands, or unfinished", async () => {
    const at = await fresh();
    await granted(at);
    const proof = await step(at);
    const elsewhere = await desk.signIn('li.na');
    await expectRefused(elsewhere, reveal(at, { ...card, stepUp: proof }), 'step-up-required');
    const started = await agent.post('/step-ups', {
      action: 'reveal',
      customer: at.customer,
      case: at.case,
      field: 'bankCard',
      purpose: 'card-freeze',
    });
    await expectRefused(agent, reveal(at, { ...card, stepUp: started.body.id }), 'step-up-required');
    expect((await colleague.post(`/step-ups/${started.body.id}/finish`, { totp: '000000' })).status).toBe(
      404,
    );
    const done = await agent.post('/accesses', reveal(at, { ...card, stepUp: proof }));
    expect(done.status, done.text).toBe(200);
  });

  it('at C2 covers its case for minutes, and not after', async () => {
    const at = await fresh();
    const id = { fields: [{ field: 'residentId' }] };
    const proof = await step(at, { field: 'residentId' });
    expect((await agent.post('/accesses', reveal(at, { ...id, stepUp: proof }))).status).toBe(200);
    expect((await agent.post('/accesses', reveal(at, { ...id, stepUp: proof }))).status).toBe(200);
    desk.pass(301);
    await expectRefused(agent, reveal(at, { ...id, stepUp: proof }), 'step-up-required');
  });

  it('takes a code once, and five wrong ones end it', async () => {
    const at = await fresh('chen.chen');
    const id = { field: 'residentId' };
    const used = await stepUp(desk, colleague, 'chen.chen', at, id);
    const code = totpCode(demoTotpSecret(desk.person('chen.chen').email), totpStep(desk.clock()));
    const body = { action: 'reveal', customer: at.customer, case: at.case, purpose: 'card-freeze', ...id };
    const started = await colleague.post('/step-ups', body);
    for (let i = 0; i < 5; i++) {
      const again = await colleague.post(`/step-ups/${started.body.id}/finish`, { totp: code });
      expect(again.body.code, again.text).toBe('code-wrong');
    }
    desk.pass(30);
    const right = totpCode(demoTotpSecret(desk.person('chen.chen').email), totpStep(desk.clock()));
    const late = await colleague.post(`/step-ups/${started.body.id}/finish`, { totp: right });
    expect(late.status, late.text).toBe(404);
    expect(used).not.toBe(started.body.id);
  });
});
