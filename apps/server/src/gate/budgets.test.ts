import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayOf, newId } from '#platform';
import type { Subject } from './ask.ts';
import { budgets } from './budgets.ts';
import { quotaLimit } from './stored-facts.ts';
import { openTestGate } from './testing-store.ts';

type TestGate = Awaited<ReturnType<typeof openTestGate>>;
let t: TestGate;
let agent: Subject;
let me: string;
beforeAll(async () => {
  t = await openTestGate();
});
afterAll(() => t.close());
beforeEach(() => {
  Object.assign(t.ids, { customer: newId('cus'), case: newId('cas'), contact: newId('con') });
  agent = t.person({ post: 'agent' });
  me = agent.person ?? '';
});

const today = (): string => dayOf(t.now());
const field = (item = newId('itm')) => ({ field: 'mobile', item });

async function reveal(
  fields: readonly { field: string; item: string }[],
  contact: string | null = t.ids.contact,
) {
  const { rows } = await sql<{ ok: boolean }>`
    select gate_consume_reveals(${me}, ${today()}::date, ${contact}, ${t.ids.customer}, ${JSON.stringify(fields)}::jsonb,
      ${t.now()}::timestamptz) as ok`.execute(t.db.kysely);
  return rows[0]?.ok;
}

async function guess(
  of: { case?: string | null; customer?: string | null; fields?: string[]; n?: number; person?: string } = {},
) {
  const { rows } = await sql<{ ok: boolean }>`
    select gate_consume_guesses(${of.person ?? me}, ${of.case === undefined ? t.ids.case : of.case}, ${of.customer ?? null},
      ${JSON.stringify(of.fields ?? ['mobile'])}::jsonb, ${of.n ?? 1}, ${today()}::date, ${t.now()}::timestamptz) as ok`.execute(
    t.db.kysely,
  );
  return rows[0]?.ok;
}

const contactHandled = () => sql`select gate_contact_handled(${me}, ${today()}::date)`.execute(t.db.kysely);
const run = (text: string) => sql.raw(text).execute(t.db.kysely);
const { base, perContact, most } = budgets.reveals;

describe('the quota of reveals', () => {
  it('follows the contacts handled, to a hard end', async () => {
    expect(await t.gate.quota(me)).toEqual({ used: 0, limit: base, raised: 0 });
    await contactHandled();
    await contactHandled();
    expect((await t.gate.quota(me)).limit).toBe(base + 2 * perContact);
    await run(`update gate_quota set contacts = 1000000 where person = '${me}'`);
    expect((await t.gate.quota(me)).limit).toBe(most);
    expect((await t.load({ subject: agent })).quota.limit).toBe(most);
  });

  it('is the same in SQL and here', async () => {
    for (const contacts of [0, 1, 7, 49, 50, 51, 1000]) {
      const { rows } = await sql<{ n: number }>`select gate_quota_limit(${contacts}, 0) as n`.execute(
        t.db.kysely,
      );
      expect(rows[0]?.n).toBe(quotaLimit(contacts));
    }
  });

  it('counts a field once in a contact, again in the next, and never for less than it shows', async () => {
    const shown = field();
    expect(await reveal([shown])).toBe(true);
    expect(await reveal([shown, shown])).toBe(true);
    expect((await t.load({ subject: agent })).shown).toEqual(new Set([`mobile#${shown.item}`]));
    expect((await t.gate.quota(me)).used).toBe(1);
    t.ids.contact = newId('con');
    expect(await reveal([shown])).toBe(true);
    expect((await t.gate.quota(me)).used).toBe(2);
    expect(await reveal([shown], null)).toBe(false);
  });

  it('is never passed, however many reveals come at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: base + 10 }, () => reveal([field()])));
    expect(outcomes.filter(Boolean)).toHaveLength(base);
    expect((await t.gate.quota(me)).used).toBe(base);
    const again = await sql`select 1 from gate_shown where person = ${me}`.execute(t.db.kysely);
    expect(again.rows).toHaveLength(base);
  });

  it('takes an ask of several fields whole or not at all', async () => {
    expect(await reveal(Array.from({ length: base - 1 }, () => field()))).toBe(true);
    expect(await reveal([field(), field()])).toBe(false);
    expect((await t.gate.quota(me)).used).toBe(base - 1);
    expect(await reveal([field()])).toBe(true);
  });

  it('is raised with a reason once it is spent, three times a day, and falls back at midnight', async () => {
    expect(await t.gate.raiseQuota(me, 'customer-asked')).toEqual({ kind: 'refused', code: 'quota-left' });
    await reveal(Array.from({ length: base }, () => field()));
    const outcomes = await Promise.all([1, 2, 3].map(() => t.gate.raiseQuota(me, 'handle-complaint')));
    expect(outcomes.filter((each) => each.kind === 'done')).toHaveLength(1);
    expect(t.entries.at(-1)).toMatchObject({
      action: 'quota-raised',
      person: me,
      reason: 'handle-complaint',
    });
    expect((await t.load({ subject: agent })).quota).toEqual({ used: base, limit: base + 10, raised: 10 });
    for (let raises = 1; raises < 3; raises += 1) {
      await reveal(Array.from({ length: 10 }, () => field()));
      expect((await t.gate.raiseQuota(me, 'customer-asked')).kind).toBe('done');
    }
    await reveal(Array.from({ length: 10 }, () => field()));
    expect(await t.gate.raiseQuota(me, 'customer-asked')).toEqual({
      kind: 'refused',
      code: 'no-more-raises',
    });
    // 02:00 UTC is 10:00 in Shanghai; midnight there is 16:00 UTC
    t.pass(14 * 60 - 1);
    expect((await t.gate.quota(me)).raised).toBe(30);
    t.pass(1);
    expect(await t.gate.quota(me)).toEqual({ used: 0, limit: base, raised: 0 });
    t.pass(-14 * 60);
  });

  it('is not raised when the ledger is down', async () => {
    await reveal(Array.from({ length: base }, () => field()));
    t.broken.ledger = true;
    await expect(t.gate.raiseQuota(me, 'customer-asked')).rejects.toThrow('the ledger is down');
    t.broken.ledger = false;
    expect((await t.gate.quota(me)).limit).toBe(base);
  });

  it('gives nothing for a raise that was written, moved or edited by hand', async () => {
    await reveal(Array.from({ length: base }, () => field()));
    await t.gate.raiseQuota(me, 'customer-asked');
    await run(
      `insert into gate_quota_raises select person, day, n + 1, extra, reason, at, seal from gate_quota_raises where person = '${me}'`,
    );
    expect((await t.load({ subject: agent })).quota.limit).toBe(base + 10);
    const other = t.person({ post: 'agent' });
    await run(
      `insert into gate_quota_raises select '${other.person}', day, n, extra, reason, at, seal from gate_quota_raises where person = '${me}'`,
    );
    expect((await t.load({ subject: other })).quota.limit).toBe(base);
    await run(`update gate_quota_raises set extra = extra - 1 where person = '${me}'`);
    expect((await t.load({ subject: agent })).quota.limit).toBe(base);
    expect((await t.gate.quota(me)).limit).toBe(base);
  });

  it('remembers what was used when the count is put back by hand', async () => {
    await reveal([field(), field(), field()]);
    expect((await t.load({ subject: agent })).quota.used).toBe(3);
    await run(`update gate_quota set used = 0 where person = '${me}'`);
    expect((await t.load({ subject: agent })).quota.used).toBe(3);
    await run(`delete from gate_quota where person = '${me}'`);
    expect((await t.load({ subject: agent })).quota.used).toBe(3);
  });
});

describe('the budget of guesses', () => {
  const { perAgentDay, perCase, perCustomerField } = budgets.guesses;

  it('is one for an agent and day over all cases', async () => {
    await run(`insert into gate_agent_guesses values ('${me}', '${today()}', ${perAgentDay - 1})`);
    expect((await t.load({ subject: agent })).guessesLeft).toBe(1);
    expect(await guess({ case: newId('cas') })).toBe(true);
    expect(await guess({ case: newId('cas') })).toBe(false);
    expect(await guess({ case: null })).toBe(false);
    t.pass(24 * 60);
    expect(await guess({ case: newId('cas') })).toBe(true);
    t.pass(-24 * 60);
  });

  it('is one for a case over all agents and days', async () => {
    for (let i = 0; i < perCase; i += 1) expect(await guess({ person: newId('per') })).toBe(true);
    expect((await t.load({ subject: agent })).guessesLeft).toBe(0);
    expect(await guess({ person: newId('per') })).toBe(false);
    t.pass(24 * 60);
    expect(await guess({ person: newId('per') })).toBe(false);
    t.pass(-24 * 60);
  });

  it('is one for a customer’s field over all agents and cases', async () => {
    const { customer } = t.ids;
    const from = { customer, fields: ['residentId'] };
    for (let i = 0; i < perCustomerField; i += 1)
      expect(await guess({ ...from, person: newId('per'), case: newId('cas') })).toBe(true);
    expect(await guess({ ...from, person: newId('per'), case: newId('cas') })).toBe(false);
    expect(
      await guess({ ...from, fields: ['name', 'residentId'], person: newId('per'), case: newId('cas') }),
    ).toBe(false);
    expect(await guess({ ...from, fields: ['mobile'], person: newId('per'), case: newId('cas') })).toBe(true);
  });

  it('is never passed, however many come at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: perCase + 8 }, () => guess()));
    expect(outcomes.filter(Boolean)).toHaveLength(perCase);
  });

  it('takes no guess of nothing, less than nothing, or too many at once', async () => {
    for (const n of [0, -1, -100, 9, 1_000_000]) expect(await guess({ n })).toBe(false);
    expect((await t.load({ subject: agent })).guessesLeft).toBe(perCase);
  });
});

describe('the policies for auditors', () => {
  it('come with their text and what they decided in seven days', async () => {
    const asked = t.cardAsk(agent);
    t.gate.decide(asked.ask, asked.facts);
    const cards = await t.gate.policies(t.person({ post: 'auditor' }));
    const card = cards?.find((each) => each.id === 'c3-approval');
    expect(card).toMatchObject({ effect: 'forbid', needs: ['approval:supervisor'], file: 'levels.cedar' });
    expect(card?.hits7d).toBeGreaterThan(0);
    expect(card?.text).toContain('forbid');
  });

  it('are not for agents, administrators of systems, keys, or a session by password alone', async () => {
    expect(await t.gate.policies(agent)).toBeNull();
    expect(await t.gate.policies(t.person({ post: 'system-admin' }))).toBeNull();
    expect(await t.gate.policies(t.person({ post: 'auditor', strength: 'password' }))).toBeNull();
    expect(await t.gate.policies({ ...t.person({ post: 'auditor' }), kind: 'key' })).toBeNull();
  });

  it('are named in the ledger when the gate opens', () => {
    expect(t.entries[0]).toMatchObject({
      kind: 'system',
      action: 'policy-loaded',
      policySet: t.gate.policySet,
    });
  });
});
