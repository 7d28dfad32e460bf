import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#platform';
import type { ApprovalAsk } from './approval-requests.ts';
import type { Subject } from './ask.ts';
import { decide } from './decide.ts';
import { loadPolicies } from './policy-set.ts';
import { compileProgram } from './program.ts';
import { openTestGate, team } from './testing-store.ts';
import { stepUpFor } from './testing.ts';
import { join } from 'node:path';

type TestGate = Awaited<ReturnType<typeof openTestGate>>;
const program = compileProgram(loadPolicies(join(import.meta.dirname, '../../../../policies')));

let t: TestGate;
let agent: Subject;
let supervisor: Subject;
beforeAll(async () => {
  t = await openTestGate();
});
afterAll(() => t.close());
beforeEach(() => {
  // every test has its own requester, customer, case; nobody else waits
  Object.assign(t.ids, {
    customer: newId('cus'),
    case: newId('cas'),
    contact: newId('con'),
    item: newId('itm'),
  });
  agent = t.person({ post: 'agent' });
  supervisor = t.person({ post: 'supervisor', team: team(2) });
  t.broken.ledger = false;
});

const request = (subject = agent, more: Partial<ApprovalAsk> = {}) =>
  t.gate.requestApproval(t.people, { ...t.cardAsk(subject), ...more });

async function requested(subject = agent, more: Partial<ApprovalAsk> = {}) {
  const outcome = await request(subject, more);
  if (outcome.kind !== 'done') throw new Error(`the request was not filed: ${JSON.stringify(outcome)}`);
  return outcome.row;
}

/** Whether the agent's ask for the card goes through with what the database holds now (step-up given). */
async function opens(of: Parameters<TestGate['load']>[0] = { subject: agent }): Promise<boolean> {
  const stored = await t.load(of);
  const asked = stepUpFor(t.cardAsk(of.subject));
  const facts = { ...asked.facts, grants: stored.grants, now: t.now().toISOString() };
  return decide(program, asked.ask, facts).kind === 'granted';
}

async function approved(minutes?: number) {
  const row = await requested();
  const outcome = await t.gate.approve(
    t.people,
    supervisor,
    row.id,
    minutes === undefined ? {} : { minutes },
  );
  if (outcome.kind !== 'done') throw new Error('not approved');
  return outcome.row;
}

describe('a request', () => {
  it('names the posts of the policies, waits fifteen minutes, and is an entry', async () => {
    const row = await requested();
    expect(row).toMatchObject({
      state: 'pending',
      approvers: ['supervisor'],
      minutes: 10,
      person: agent.person,
    });
    expect(Date.parse(row.expiresAt) - Date.parse(row.createdAt)).toBe(15 * 60_000);
    expect(t.entries.at(-1)).toMatchObject({
      action: 'approval-request',
      outcome: 'done',
      approval: row.id,
      customer: t.ids.customer,
    });
    expect(await t.gate.pendingCases(agent.person)).toEqual([t.ids.case]);
  });

  it('is refused, with an entry, where no approval would help', async () => {
    expect(
      await t.gate.requestApproval(
        t.people,
        t.cardAsk(agent, { field: { field: 'mobile', type: 'CN_MOBILE', level: 'C2', sensitive: false } }),
      ),
    ).toMatchObject({
      kind: 'refused',
      code: 'approval-not-needed',
    });
    expect(
      await t.gate.requestApproval(t.people, t.cardAsk(agent, { case: { agent: 'per_other' } })),
    ).toMatchObject({
      kind: 'refused',
      code: 'case-not-yours',
    });
    expect(t.entries.at(-1)).toMatchObject({
      action: 'approval-request',
      outcome: 'refused',
      code: 'case-not-yours',
    });
    expect(
      await t.gate.requestApproval(t.people, t.cardAsk(agent, { case: { contactLive: false } })),
    ).toMatchObject({
      kind: 'needs',
      needs: [{ kind: 'contact' }],
    });
  });

  it.each([0, -5, 31, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9])(
    'for %s minutes is refused',
    async (minutes) => {
      expect(await request(agent, { minutes })).toMatchObject({ kind: 'refused', code: 'invalid-minutes' });
    },
  );

  it('waits once for the same thing, and five times at most', async () => {
    await requested();
    expect(await request()).toMatchObject({ code: 'approval-pending' });
    for (let i = 0; i < 4; i += 1) {
      t.ids.item = newId('itm');
      await requested();
    }
    t.ids.item = newId('itm');
    expect(await request()).toMatchObject({ code: 'too-many-pending' });
  });

  it('sent many times at once is filed once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => request()));
    expect(outcomes.filter((each) => each.kind === 'done')).toHaveLength(1);
  });

  it('is not filed when the ledger is down', async () => {
    t.broken.ledger = true;
    await expect(request()).rejects.toThrow('the ledger is down');
    t.broken.ledger = false;
    expect(await t.gate.pendingCases(agent.person)).toEqual([]);
  });

  it('is refused where nobody who may approve is reachable', async () => {
    const alone = await openTestGate();
    try {
      Object.assign(alone.ids, t.ids);
      const asker = alone.person({ post: 'supervisor', staffNumber: 'S-7' });
      const ask = () => alone.gate.requestApproval(alone.people, alone.cardAsk(asker));
      expect(await ask()).toMatchObject({ code: 'no-approver' });
      expect(alone.entries.at(-1)).toMatchObject({ outcome: 'refused', code: 'no-approver' });
      alone.person({ post: 'supervisor' }, { reachable: false });
      alone.person({ post: 'supervisor', staffNumber: ' s-7 ' });
      alone.person({ post: 'supervisor' }, { approverSince: alone.now().toISOString() });
      alone.person({ post: 'supervisor' }, { approverSince: null });
      alone.person({ post: 'compliance-officer' });
      expect(await ask()).toMatchObject({ code: 'no-approver' });
      alone.person({ post: 'supervisor' });
      expect((await ask()).kind).toBe('done');
    } finally {
      await alone.close();
    }
  });
});

describe('who decides', () => {
  it('is somebody of the post, of whatever team', async () => {
    const row = await requested();
    const outcome = await t.gate.approve(t.people, supervisor, row.id, {});
    expect(outcome).toMatchObject({ kind: 'done', row: { state: 'approved', decidedBy: supervisor.person } });
    expect(t.entries.at(-1)).toMatchObject({
      action: 'approval-approved',
      approval: row.id,
      person: supervisor.person,
      to: agent.person,
    });
    expect(await opens()).toBe(true);
  });

  const others: [string, string, () => Subject][] = [
    ['the requester', 'own-request', () => agent],
    [
      'the requester with a higher post meanwhile',
      'own-request',
      () => ({ ...agent, post: 'supervisor', session: newId('ses') }),
    ],
    [
      'a second account with the same staff number',
      'same-staff-number',
      () => t.person({ post: 'supervisor', staffNumber: ` ${(agent.staffNumber ?? '').toLowerCase()} ` }),
    ],
    ['an agent', 'wrong-post', () => t.person({ post: 'agent' })],
    [
      'a compliance officer where a supervisor is named',
      'wrong-post',
      () => t.person({ post: 'compliance-officer' }),
    ],
    ['an administrator', 'wrong-post', () => t.person({ post: 'system-admin' })],
    [
      'somebody who became an approver an hour ago',
      'new-approver',
      () =>
        t.person(
          { post: 'supervisor' },
          { approverSince: new Date(t.now().getTime() - 3_600_000).toISOString() },
        ),
    ],
    [
      'somebody whose raise lies in the future',
      'new-approver',
      () => t.person({ post: 'supervisor' }, { approverSince: '2027-01-01T00:00:00.000Z' }),
    ],
    [
      'somebody of whom no raise is known',
      'new-approver',
      () => t.person({ post: 'supervisor' }, { approverSince: null }),
    ],
    ['somebody off duty', 'off-duty', () => t.person({ post: 'supervisor', onDuty: false })],
    [
      'a session by password alone',
      'second-factor',
      () => t.person({ post: 'supervisor', strength: 'password' }),
    ],
    [
      'a key that acts for a supervisor',
      'not-a-person',
      () => ({ ...supervisor, kind: 'key', strength: 'key' }),
    ],
    ['the customer', 'own-record', () => t.person({ post: 'supervisor', ownCustomer: t.ids.customer })],
    [
      'a relative of the customer',
      'own-record',
      () => t.person({ post: 'supervisor', relatives: [t.ids.customer] }),
    ],
  ];

  it.each(others)('is not %s', async (_, code, who) => {
    const row = await requested();
    const decider = who();
    expect(await t.gate.approve(t.people, decider, row.id, {})).toMatchObject({ kind: 'refused', code });
    expect(await t.gate.refuse(t.people, decider, row.id, 'too-much')).toMatchObject({
      kind: 'refused',
      code,
    });
    expect(await opens()).toBe(false);
    expect((await t.gate.blocks(t.people, decider, [row]))[0]).toBe(code);
  });

  it('is not somebody on the device of the requester', async () => {
    const shared = newId('dev');
    const requester = t.person({ post: 'agent' }, { device: shared });
    const row = await requested(requester);
    const neighbour = t.person({ post: 'supervisor' }, { device: shared });
    expect(await t.gate.approve(t.people, neighbour, row.id, {})).toMatchObject({ code: 'same-device' });
  });

  it('does so once, even when two approve at the same time', async () => {
    const row = await requested();
    const second = t.person({ post: 'supervisor' });
    const outcomes = await Promise.all([
      t.gate.approve(t.people, supervisor, row.id, {}),
      t.gate.approve(t.people, second, row.id, {}),
      t.gate.refuse(t.people, second, row.id, 'too-much'),
    ]);
    expect(outcomes.filter((each) => each.kind === 'done')).toHaveLength(1);
    const { rows } = await sql`select 1 from gate_grants where approval = ${row.id}`.execute(t.db.kysely);
    expect(rows.length).toBeLessThanOrEqual(1);
  });

  it('decides nothing when the ledger is down', async () => {
    const row = await requested();
    t.broken.ledger = true;
    await expect(t.gate.approve(t.people, supervisor, row.id, {})).rejects.toThrow();
    t.broken.ledger = false;
    expect(await opens()).toBe(false);
    expect((await t.gate.approve(t.people, supervisor, row.id, {})).kind).toBe('done');
  });

  it('cannot decide what has expired, was taken back, or was refused', async () => {
    const late = await requested();
    t.pass(15);
    expect(await t.gate.approve(t.people, supervisor, late.id, {})).toMatchObject({ code: 'approval-over' });
    expect(t.entries.at(-1)).toMatchObject({ action: 'approval-expired', approval: late.id });
    const taken = await requested();
    expect(await t.gate.cancel(t.people, supervisor, taken.id)).toMatchObject({ code: 'no-such-approval' });
    expect((await t.gate.cancel(t.people, agent, taken.id)).kind).toBe('done');
    expect(await t.gate.approve(t.people, supervisor, taken.id, {})).toMatchObject({ code: 'approval-over' });
    const no = await requested();
    expect(await t.gate.refuse(t.people, supervisor, no.id, 'suspicious')).toMatchObject({
      row: { state: 'refused', refusal: 'suspicious' },
    });
    expect(await t.gate.approve(t.people, supervisor, no.id, {})).toMatchObject({ code: 'approval-over' });
    expect(await opens()).toBe(false);
  });

  it('cannot decide a request of a time to come, after the clock was set back', async () => {
    const row = await requested();
    t.pass(-60);
    expect(await t.gate.approve(t.people, supervisor, row.id, {})).toMatchObject({ code: 'approval-over' });
    t.pass(60);
  });
});

describe('narrowing', () => {
  it('gives fewer minutes and fields, never more', async () => {
    const row = await requested();
    for (const minutes of [11, 30, 0, -1, 1.5, Number.NaN]) {
      expect(await t.gate.approve(t.people, supervisor, row.id, { minutes })).toMatchObject({
        code: 'invalid-minutes',
      });
    }
    for (const fields of [
      [],
      [{ field: 'residentId' }],
      [{ field: 'bankCard', item: newId('itm') }],
      [{ field: 'bankCard' }, { field: 'mobile' }],
    ]) {
      expect(await t.gate.approve(t.people, supervisor, row.id, { fields })).toMatchObject({
        code: 'nothing-left',
      });
    }
    const outcome = await t.gate.approve(t.people, supervisor, row.id, {
      minutes: 3,
      fields: [{ field: 'bankCard' }],
    });
    expect(outcome).toMatchObject({ kind: 'done', row: { minutes: 3 } });
    t.pass(3);
    expect(await opens()).toBe(false);
  });
});

describe('a grant', () => {
  it('ends with its minutes, and stays ended when the clock is set back', async () => {
    await approved();
    expect(await opens()).toBe(true);
    t.pass(10);
    expect(await opens()).toBe(false);
    t.pass(-5);
    expect(await opens()).toBe(false);
    t.pass(5);
  });

  it('is for its person, customer and case, and is not transferred', async () => {
    await approved();
    const colleague = t.person({ post: 'agent' });
    expect(await opens({ subject: colleague })).toBe(false);
    expect(await opens({ subject: agent, customer: newId('cus') })).toBe(false);
    expect(await opens({ subject: agent, case: newId('cas') })).toBe(false);
    expect(await opens()).toBe(true);
  });

  it.each([
    ['its holder', () => agent],
    ['its approver', () => supervisor],
  ])('is revoked by %s, once, at once', async (_, who) => {
    const { grant } = await approved();
    const stranger = t.person({ post: 'supervisor' });
    expect(await t.gate.revoke(stranger.person ?? '', grant ?? '')).toMatchObject({ code: 'no-such-grant' });
    const person = who().person ?? '';
    const outcomes = await Promise.all([
      t.gate.revoke(person, grant ?? ''),
      t.gate.revoke(person, grant ?? ''),
    ]);
    expect(outcomes.map((each) => each.kind).sort()).toEqual(['done', 'refused']);
    expect(t.entries.at(-1)).toMatchObject({
      action: 'grant-ended',
      code: 'revoked',
      grant,
      to: agent.person,
    });
    expect(await opens()).toBe(false);
    expect(await live(grant ?? '')).toBe(false);
    expect((await t.gate.grants({ person })).rows[0]).toMatchObject({ id: grant, state: 'revoked' });
  });

  it('ends, with waiting requests, when holder or approver lose their rights', async () => {
    const { grant } = await approved();
    await t.db.kysely
      .transaction()
      .execute((tx) => t.gate.cutRights(tx, { person: supervisor.person ?? '', now: t.now() }));
    expect(await opens()).toBe(false);
    expect(t.entries.at(-1)).toMatchObject({ action: 'grant-ended', code: 'rights-cut', grant });
    await requested();
    await t.db.kysely
      .transaction()
      .execute((tx) => t.gate.cutRights(tx, { person: agent.person ?? '', now: t.now() }));
    expect(await t.gate.pendingCases(agent.person)).toEqual([]);
  });

  const live = async (grant: string): Promise<boolean> => {
    const { rows } = await sql<{ live: boolean }>`
      select gate_grant_live(${grant}, ${agent.person}, ${t.ids.customer}, ${t.ids.case}, ${t.now()}) as live`.execute(
      t.db.kysely,
    );
    return rows[0]?.live ?? false;
  };

  it('is re-read at the commit', async () => {
    const { grant } = await approved(5);
    expect(await live(grant ?? '')).toBe(true);
    t.pass(5);
    expect(await live(grant ?? '')).toBe(false);
  });
});

describe('rows edited, moved or put back by hand', () => {
  const run = (text: string) => sql.raw(text).execute(t.db.kysely);

  it.each([
    ['its expiry', `set expires_at = expires_at + interval '15 minutes'`],
    ['its customer', `set customer = 'cus_00000000000000000000000009'`],
    ['its person', `set person = 'per_00000000000000000000000009'`],
    ['its case', `set case_id = 'cas_00000000000000000000000009'`],
    ['its action', `set action = 'copy'`],
    ['its fields', `set fields = '[{"field":"residentId"}]'`],
    ['its approver’s post', `set approver_post = 'compliance-officer'`],
    ['its number', 'set seq = seq + 1'],
    ['its seal', `set seal = 'AAAA'`],
  ])('a grant with %s changed opens nothing', async (_, change) => {
    const { grant } = await approved();
    await run(`update gate_grants ${change} where id = '${grant}'`);
    const { rows } = await sql<{ person: string; customer: string; case_id: string }>`
      select person, customer, case_id from gate_grants where id = ${grant}`.execute(t.db.kysely);
    const moved = rows[0];
    const subject = { ...agent, person: moved?.person ?? '' };
    expect(
      (await t.load({ subject, customer: moved?.customer ?? '', case: moved?.case_id ?? '' })).grants,
    ).toEqual([]);
    expect(await opens()).toBe(false);
  });

  it('a grant written by hand opens nothing', async () => {
    const { grant } = await approved();
    await run(`insert into gate_grants select customer, 'grn_00000000000000000000000009', person, case_id, action, fields,
      approval, approver, approver_post, created_at, expires_at, seq + 1, seal from gate_grants where id = '${grant}'`);
    expect((await t.load({ subject: agent })).grants.map((each) => each.id)).not.toContain(
      'grn_00000000000000000000000009',
    );
  });

  it('a revoked grant whose end was deleted opens nothing, also after a restart', async () => {
    const { grant } = await approved();
    await t.gate.revoke(agent.person ?? '', grant ?? '');
    await run(`delete from gate_grant_ends where grant_id = '${grant}'`);
    expect(await opens()).toBe(false);
    const restarted = await t.open();
    expect(await opens({ gate: restarted, subject: agent })).toBe(false);
    await restarted.stop();
  });

  it('a revoked grant with end and count put back opens nothing in any gate that runs', async () => {
    const { grant } = await approved();
    const other = await t.open();
    const head = `select changes, seal from gate_heads where person = '${agent.person}'`;
    const before = (await run(head)).rows[0] as { changes: number; seal: string };
    await t.gate.revoke(agent.person ?? '', grant ?? '');
    await expect.poll(() => opens({ gate: other, subject: agent })).toBe(false);
    await run(`delete from gate_grant_ends where grant_id = '${grant}'`);
    await run(
      `update gate_heads set changes = ${before.changes}, seal = '${before.seal}' where person = '${agent.person}'`,
    );
    expect(await opens()).toBe(false);
    // the other gate heard of the end by the event
    await expect.poll(() => opens({ gate: other, subject: agent })).toBe(false);
    await other.stop();
  });

  it('a count that was edited gives no new grant, and keeps none from being revoked', async () => {
    const { grant } = await approved();
    await run(`update gate_heads set changes = changes + 1 where person = '${agent.person}'`);
    expect(await opens()).toBe(false);
    t.ids.item = newId('itm');
    const row = await requested();
    await expect(t.gate.approve(t.people, supervisor, row.id, {})).rejects.toThrow(
      expect.objectContaining({ code: 'tampered' }),
    );
    expect((await t.gate.revoke(agent.person ?? '', grant ?? '')).kind).toBe('done');
  });

  it.each([
    ['its fields', `set fields = '[{"field":"residentId","item":"itm_x","level":"C2","sensitive":true}]'`],
    ['its customer', `set customer = 'cus_00000000000000000000000009'`],
    ['its requester', `set person = 'per_00000000000000000000000009'`],
    ['its staff number', `set staff_number = 'other'`],
    ['its device', 'set device = null'],
    ['its approvers', `set approvers = '{agent}'`],
    ['its minutes', 'set minutes = 30'],
    ['its expiry', `set expires_at = expires_at + interval '1 day'`],
  ])('a request with %s changed cannot be approved', async (_, change) => {
    const row = await requested();
    await run(`update gate_approvals ${change} where id = '${row.id}'`);
    expect(await t.gate.approve(t.people, supervisor, row.id, {})).toMatchObject({
      code: 'no-such-approval',
    });
    await run(`delete from gate_approvals where id = '${row.id}'`);
  });

  it.each([
    ['refused', (id: string) => t.gate.refuse(t.people, supervisor, id, 'too-much')],
    ['approved', (id: string) => t.gate.approve(t.people, supervisor, id, {})],
  ])('a request that was %s and set to pending by hand cannot be approved', async (_, settle) => {
    const row = await requested();
    await settle(row.id);
    await run(`update gate_approvals set state = 'pending', decided_at = null, decided_by = null, refusal = null, grant_id = null
      where id = '${row.id}'`);
    expect(await t.gate.approve(t.people, supervisor, row.id, {})).toMatchObject({
      code: 'no-such-approval',
    });
    await run(`delete from gate_approvals where id = '${row.id}'`);
  });
});

describe('lists', () => {
  it('show a requester their own, an approver what their post decides, and others nothing', async () => {
    const row = await requested();
    const ids = async (who: Subject, q = {}): Promise<string[]> =>
      (await t.gate.approvals(t.people, who, q)).rows.map((each) => each.id);
    expect(await ids(agent)).toEqual([row.id]);
    expect(await ids(supervisor)).toContain(row.id);
    expect(await ids(supervisor, { mine: true })).toEqual([]);
    expect(await ids(t.person({ post: 'agent' }))).toEqual([]);
    expect(await ids(t.person({ post: 'auditor' }))).toEqual([]);
    await t.gate.cancel(t.people, agent, row.id);
    expect(await ids(agent, { state: 'pending' })).toEqual([]);
    expect(await ids(agent, { state: 'cancelled' })).toEqual([row.id]);
  });

  it('give the approver the requester’s habit', async () => {
    const mate = t.person({ post: 'agent' });
    const shown = async (person: string | null, minutesAgo: number, n: number): Promise<void> => {
      const at = new Date(t.now().getTime() - minutesAgo * 60_000);
      const charge = { budget: 'reveals', n, on: { person } } as const;
      await t.db.kysely.transaction().execute((tx) => t.budgets.consume(tx, [charge], at));
    };
    await shown(agent.person, 60 * 24 * 2, 2);
    await shown(mate.person, 60 * 24, 3);
    await shown(agent.person, 10, 6);
    expect(await t.gate.habit(agent.person ?? '', [agent.person ?? '', mate.person ?? ''])).toMatchObject({
      revealsLastHour: 6,
      ownHourlyMean: 4,
      teamHourlyMean: 3,
    });
  });
});
