import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayOf, newId } from '#platform';
import type { Budgets } from './budgets.ts';
import { runOn } from './run.ts';
import { openTestBudgets } from './testing.ts';
import type { Charge, Outcome } from './weigh.ts';

type Test = Awaited<ReturnType<typeof openTestBudgets>>;
let t: Test;
let person: string;
beforeAll(async () => {
  t = await openTestBudgets();
});
afterAll(() => t.close());
beforeEach(() => {
  person = newId('per');
  t.alarms.length = 0;
});

const charge = (more: Partial<Charge> = {}): Charge => ({
  budget: 'bins',
  n: 1,
  on: { person },
  ...more,
});
const consume = (budgets: Budgets = t.budgets, ...charges: Charge[]): Promise<Outcome> =>
  t.db.kysely
    .transaction()
    .execute((tx) => budgets.consume(tx, charges.length > 0 ? charges : [charge()], t.now()));
const left = (budgets: Budgets = t.budgets) => budgets.left(t.db, charge(), t.now());
const ok = { kind: 'ok' };
const spent = { kind: 'spent', budget: 'bins', dimension: 'person', window: 'day' };

describe('a budget', () => {
  it('is spent to its limit and no further, and begins afresh the next day', async () => {
    expect(await left()).toBe(20);
    for (let n = 0; n < 20; n++) expect(await consume()).toEqual(ok);
    expect(await consume()).toEqual(spent);
    expect(await left()).toBe(0);
    t.pass(24 * 60);
    expect(await consume()).toEqual(ok);
    expect(await left()).toBe(19);
    expect(await t.budgets.audit()).toEqual([]);
  });

  it('is undone with the transaction that spent it', async () => {
    const failed = t.db.kysely.transaction().execute(async (tx) => {
      expect(await t.budgets.consume(tx, [charge()], t.now())).toEqual(ok);
      throw new Error('the act failed');
    });
    await expect(failed).rejects.toThrow('the act failed');
    expect(await left()).toBe(20);
    expect(await consume()).toEqual(ok);
    expect(t.alarms).toEqual([]);
  });

  it('counts two acts of one transaction', async () => {
    await t.db.kysely.transaction().execute(async (tx) => {
      expect(await t.budgets.consume(tx, [charge({ n: 12 })], t.now())).toEqual(ok);
      expect(await t.budgets.consume(tx, [charge({ n: 12 })], t.now())).toEqual(spent);
      expect(await t.budgets.consume(tx, [charge({ n: 8 })], t.now())).toEqual(ok);
    });
    expect(await left()).toBe(0);
    expect(await t.budgets.audit()).toEqual([]);
  });

  it('is never passed, however many charges come at once to how many replicas', async () => {
    const other = await t.open();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => consume(i % 2 === 0 ? t.budgets : other)),
    );
    expect(outcomes.filter((each) => each.kind === 'ok')).toHaveLength(20);
    expect(t.alarms.filter((each) => each.code === 'rows-forged')).toEqual([]);
    expect(await other.audit()).toEqual([]);
  });

  it('counts on its sessions in the account of the person, and hour by hour', async () => {
    const reveal = (session: string, n: number): Charge => ({
      budget: 'reveals',
      n,
      on: { person, session, contact: newId('con') },
    });
    for (let n = 0; n < 60; n++) await t.budgets.contactHandled(t.db, { person }, t.now());
    expect(await consume(t.budgets, reveal('ses_a', 20), reveal('ses_a', 20))).toEqual(ok);
    expect(await consume(t.budgets, reveal('ses_a', 11))).toMatchObject({ dimension: 'session' });
    expect(await consume(t.budgets, reveal('ses_b', 20))).toEqual(ok);
    expect(await consume(t.budgets, reveal('ses_c', 1))).toMatchObject({ dimension: 'person' });
    t.pass(60);
    expect(await consume(t.budgets, reveal('ses_c', 1))).toEqual(ok);
  });

  it('of views does not begin afresh with each session of an hour', async () => {
    for (let n = 0; n < 60; n++) await t.budgets.contactHandled(t.db, { person }, t.now());
    const view = (session: string, n: number) =>
      consume(t.budgets, { budget: 'views', n, on: { person, session } });
    for (const session of ['ses_a', 'ses_b', 'ses_c', 'ses_d']) expect(await view(session, 40)).toEqual(ok);
    expect(await view('ses_e', 1)).toMatchObject({ dimension: 'person', window: 'hour' });
    expect(t.alarms).toContainEqual(expect.objectContaining({ code: 'budget-near', object: 'views.person' }));
    t.pass(60);
    expect(await view('ses_e', 1)).toEqual(ok);
  });

  it('tells the officers when a share of it is gone, and when it is asked for in vain', async () => {
    await consume(t.budgets, charge({ n: 9 }));
    expect(t.alarms).toEqual([]);
    await consume();
    expect(t.alarms).toEqual([{ code: 'budget-near', object: 'bins.person', count: 10, person }]);
    await consume(t.budgets, charge({ n: 11 }));
    expect(t.alarms.at(-1)).toEqual({ code: 'budget-spent', object: 'bins.person', count: 10, person });
  });

  it('of a day is not opened again by a clock that goes back, however far', async () => {
    await consume(t.budgets, charge({ n: 20 }));
    t.pass(-60 * 20);
    expect(await consume()).toEqual(spent);
    t.pass(60 * 20);
    // a clock that was a month ahead and is put right: what was spent today is still spent
    t.pass(60 * 24 * 40);
    expect(await consume()).toEqual(ok);
    t.pass(-60 * 24 * 40);
    expect(await consume()).toEqual(spent);
    expect(await t.budgets.audit()).toEqual([]);
  });

  it('forgets accounts that nothing looks at any more', async () => {
    await consume();
    t.pass(60 * 24 * 32);
    await t.budgets.tidy();
    const { rows } = await t.run(`select 1 from budget_accounts where id = '${person}'`);
    expect(rows).toEqual([]);
  });
});

describe('raises', () => {
  const on = () => ({ person, contact: newId('con') });
  const reveal = (n: number) => consume(t.budgets, { budget: 'reveals', n, on: on() });

  it('are for spent quotas, three a day at most, and end at midnight', async () => {
    const raise = () => t.db.kysely.transaction().execute((tx) => t.budgets.raise(tx, person, t.now()));
    expect(await raise()).toBe('quota-left');
    await reveal(20);
    const outcomes = await Promise.all([raise(), raise(), raise()]);
    expect(outcomes.filter((each) => typeof each !== 'string')).toEqual([
      { quota: { used: 20, limit: 30, raised: 10 }, step: 10 },
    ]);
    for (let n = 1; n < 3; n++) {
      expect((await reveal(10)).kind).toBe('ok');
      expect(typeof (await raise())).toBe('object');
    }
    expect(t.alarms).toContainEqual({ code: 'budget-near', object: 'reveals.raise', person, count: 3 });
    expect((await reveal(10)).kind).toBe('ok');
    expect(await raise()).toBe('no-more-raises');
    t.pass(24 * 60);
    expect(await t.budgets.quota(t.db, person, t.now())).toEqual({ used: 0, limit: 20, raised: 0 });
  });
});

describe("the database's owner", () => {
  const row = () => `kind = 'person' and id = '${person}'`;
  const old = async () => (await t.run(`select * from budget_accounts where ${row()}`)).rows[0];
  const putBack = (was: Record<string, unknown> | undefined) =>
    t.run(`update budget_accounts set seq = ${String(was?.['seq'])}, body = '${String(was?.['body'])}',
      seal = '${String(was?.['seal'])}' where ${row()}`);

  /** Whoever's account it was spends nothing; somebody else goes on. */
  async function expectShut(budgets: Budgets = t.budgets) {
    expect(await consume(budgets)).toEqual(spent);
    expect(t.alarms).toContainEqual({ code: 'rows-forged', object: 'budget-account.person', person });
    const other = newId('per');
    expect(await consume(budgets, charge({ on: { person: other } }))).toEqual(ok);
  }

  it.each([
    ['zeroes it', () => t.run(`update budget_accounts set body = '{"n":{},"m":[]}' where ${row()}`)],
    ['gives it a later step', () => t.run(`update budget_accounts set seq = seq + 1 where ${row()}`)],
    ['removes its seal', () => t.run(`update budget_accounts set seal = '' where ${row()}`)],
  ])('who %s opens nothing, at once and after a restart', async (_, act) => {
    await consume();
    await act();
    await expectShut();
    const restarted = await t.open();
    await expectShut(restarted);
    expect(await restarted.audit()).toEqual([]);
  });

  it('who copies the account of somebody who spent nothing opens nothing', async () => {
    await consume(t.budgets, charge({ n: 20 }));
    const other = newId('per');
    await consume(t.budgets, charge({ on: { person: other } }));
    await t.run(`update budget_accounts a set seq = o.seq, body = o.body, seal = o.seal from budget_accounts o
      where a.kind = 'person' and a.id = '${person}' and o.id = '${other}' and o.period = a.period`);
    await expectShut();
  });

  it('who copies an account from another day opens nothing', async () => {
    await consume();
    const was = await old();
    t.pass(24 * 60);
    await consume(t.budgets, charge({ n: 20 }));
    await t.run(`delete from budget_accounts where ${row()} and period <> '${String(was?.['period'])}'`);
    await t.run(`update budget_accounts set period = '${dayOf(t.now())}' where ${row()}`);
    await expectShut();
  });

  it.each([
    ['removes the account', async () => t.run(`delete from budget_accounts where ${row()}`)],
    ['puts an old state back', async (was: Record<string, unknown> | undefined) => putBack(was)],
  ])('who %s opens nothing, at once', async (_, act) => {
    await consume();
    const was = await old();
    await consume(t.budgets, charge({ n: 19 }));
    await t.budgets.audit();
    await act(was);
    await expectShut();
    expect(await t.budgets.audit()).not.toEqual([]);
    await expectShut();
    expect(await t.budgets.audit()).toEqual([]);
  });

  it.each([
    ['removes the account', async () => t.run(`delete from budget_accounts where ${row()}`)],
    ['puts an old state back', async (was: Record<string, unknown> | undefined) => putBack(was)],
  ])('who %s while nothing runs is found by what the log says', async (_, act) => {
    const access = async () => {
      await t.db.kysely.transaction().execute(async (tx) => {
        const items = [{ charges: [charge()], counted: { person } }];
        const sitting = await t.budgets.sit(runOn(tx), items, t.now());
        await sitting.write([true], 1);
        await t.run('update ledger_head set size = size + 1').catch(() => undefined);
        sitting.committed();
      });
    };
    await access();
    const was = await old();
    await access();
    const day = String(was?.['period']);
    t.anchor.note(`person ${person} ${day}`);
    t.anchor.note(`person ${person} ${day}`);
    await act(was);
    const restarted = await t.open();
    expect(t.alarms).toContainEqual({ code: 'rows-forged', object: 'budget-account.person', person });
    await expectShut(restarted);
    expect(await restarted.audit()).toEqual([]);
  });

  it('who removes the head, edits it, or puts an old one back, is found; others go on after a minute', async () => {
    const heads = async () => (await t.run('select * from budget_head')).rows[0];
    const before = await heads();
    await consume();
    for (const act of [
      () => t.run('delete from budget_head'),
      () => t.run(`update budget_head set body = replace(body, '"accesses":', '"accesses":1')`),
      () =>
        t.run(`update budget_head set seq = ${String(before?.['seq'])}, body = '${String(before?.['body'])}',
          seal = '${String(before?.['seal'])}'`),
    ]) {
      t.alarms.length = 0;
      await act();
      expect((await consume()).kind).toBe('spent');
      expect(t.alarms).toContainEqual({ code: 'rows-forged', object: 'budget-head' });
      await t.budgets.audit();
      expect(await consume(t.budgets, charge({ on: { person: newId('per') } }))).toEqual(ok);
      expect(await t.budgets.audit()).toEqual([]);
    }
  });

  it('who empties everything begins nothing anew', async () => {
    await consume(t.budgets, charge({ n: 20 }));
    await t.budgets.audit();
    await t.run('delete from budget_head');
    await t.run('delete from budget_accounts');
    expect((await consume()).kind).toBe('spent');
    await t.budgets.audit();
    await expectShut();
    // nobody but the person meant loses their day
    expect(await consume(t.budgets, charge({ on: { person: newId('per') } }))).toEqual(ok);
  });
});
