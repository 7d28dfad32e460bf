import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Charge } from '#budget';
import { newId } from '#platform';
import type { Subject } from './ask.ts';
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

const field = (item = newId('itm')) => ({ field: 'mobile', item });

/** Charges as an access would, for its fields shown in clear. */
async function reveal(fields: readonly { field: string; item: string }[], contact: string = t.ids.contact) {
  const { customer } = t.ids;
  const charges = fields.map(
    (each): Charge => ({
      budget: 'reveals',
      n: 1,
      on: { person: me, contact, customer },
      once: { in: 'contact', mark: `${me}|${customer}|${each.field}#${each.item}` },
    }),
  );
  const outcome = await t.db.kysely.transaction().execute((tx) => t.budgets.consume(tx, charges, t.now()));
  return outcome.kind === 'ok';
}

const contactHandled = () => t.budgets.contactHandled(t.db, { person: me }, t.now());
const run = (text: string) => sql.raw(text).execute(t.db.kysely);
const base = 20;

describe('the quota of reveals', () => {
  it('follows the contacts handled', async () => {
    expect(await t.gate.quota(me)).toEqual({ used: 0, limit: base, raised: 0 });
    await contactHandled();
    await contactHandled();
    expect((await t.gate.quota(me)).limit).toBe(base + 4);
    expect((await t.load({ subject: agent })).quota.limit).toBe(base + 4);
  });

  it('counts a field once in a contact, again in the next', async () => {
    const shown = field();
    expect(await reveal([shown])).toBe(true);
    expect(await reveal([shown, shown])).toBe(true);
    expect((await t.load({ subject: agent })).shown).toEqual(new Set([`mobile#${shown.item}`]));
    expect((await t.gate.quota(me)).used).toBe(1);
    t.ids.contact = newId('con');
    expect((await t.load({ subject: agent })).shown).toEqual(new Set());
    expect(await reveal([shown])).toBe(true);
    expect((await t.gate.quota(me)).used).toBe(2);
  });

  it('shows nobody what somebody else was shown, nor of another customer', async () => {
    await reveal([field()]);
    const other = t.person({ post: 'agent' });
    expect((await t.load({ subject: other })).shown).toEqual(new Set());
    expect((await t.load({ subject: agent, customer: newId('cus') })).shown).toEqual(new Set());
  });

  it('is raised with a reason once it is spent', async () => {
    expect(await t.gate.raiseQuota(me, 'customer-asked')).toEqual({ kind: 'refused', code: 'quota-left' });
    await reveal(Array.from({ length: base }, () => field()));
    const outcomes = await Promise.all([1, 2, 3].map(() => t.gate.raiseQuota(me, 'handle-complaint')));
    expect(outcomes.filter((each) => each.kind === 'done')).toHaveLength(1);
    expect(t.entries.at(-1)).toMatchObject({ action: 'quota-raised', person: me, count: 10 });
    expect((await t.load({ subject: agent })).quota).toEqual({ used: base, limit: base + 10, raised: 10 });
  });

  it('is not raised when the ledger is down', async () => {
    await reveal(Array.from({ length: base }, () => field()));
    t.broken.ledger = true;
    await expect(t.gate.raiseQuota(me, 'customer-asked')).rejects.toThrow('the ledger is down');
    t.broken.ledger = false;
    expect((await t.gate.quota(me)).limit).toBe(base);
  });

  it.each([
    ['edited', `body = replace(body, '"reveals":20', '"reveals":0')`],
    ['without a seal', "seal = ''"],
  ])('of an account that is %s is spent', async (_, set) => {
    await reveal(Array.from({ length: base }, () => field()));
    await run(`update budget_accounts set ${set} where id = '${me}'`);
    expect((await t.load({ subject: agent })).quota).toEqual({ used: base, limit: base, raised: 0 });
    expect(await t.gate.raiseQuota(me, 'customer-asked')).toEqual({ kind: 'refused', code: 'budget-gone' });
  });
});

describe('the guesses', () => {
  it('that are left are the least over person and case', async () => {
    const guess = (person: string, of: string, n: number) =>
      t.db.kysely
        .transaction()
        .execute((tx) =>
          t.budgets.consume(tx, [{ budget: 'guesses', n, on: { person, case: of } }], t.now()),
        );
    await guess(newId('per'), t.ids.case, 5);
    expect((await t.load({ subject: agent })).guessesLeft).toBe(7);
    for (let i = 0; i < 10; i++) await guess(me, newId('cas'), 12);
    expect((await t.load({ subject: agent })).guessesLeft).toBe(0);
    expect((await t.load({ subject: agent, case: newId('cas') })).guessesLeft).toBe(0);
    // a case keeps its count the next day
    const other = t.person({ post: 'agent' });
    t.pass(24 * 60);
    expect((await t.load({ subject: other })).guessesLeft).toBe(7);
    t.pass(-24 * 60);
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
