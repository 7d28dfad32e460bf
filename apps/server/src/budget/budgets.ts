import type { Quota } from '@huke/sdk';
import { dayOf, type Executor, hourOf, type Log, monthOf } from '#platform';
import { type Account, nameOf } from './account.ts';
import { audit, type Finding } from './audit.ts';
import type { BudgetDeps, Inside } from './deps.ts';
import { headRowOf } from './head.ts';
import { newMemory } from './memory.ts';
import { quotaOf, raiseReveals } from './raises.ts';
import { type Run, runOn } from './run.ts';
import { genuineAccount, headName, sealedAccounts, sit, type Sitting } from './sitting.ts';
import { createSealedRows } from './sealed-rows.ts';
import { type Also, makeHead, readAccounts, readHead, readPeople, removeBefore } from './store.ts';
import { accountKeys, type Charge, type Item, leftOf, type On, type Outcome } from './weigh.ts';
import { watchAccounts } from './watch.ts';

/** Budgets as the other rooms see them. */
export type Budgets = {
  /**
   * Charges all of it or nothing, in the caller's transaction: what is spent is undone with it. Append to the log
   * after this, lock other rows before it.
   */
  readonly consume: (tx: Executor, charges: readonly Charge[], now: Date) => Promise<Outcome>;
  /** How much of a charge's budget is left, over all its dimensions; 0 where an account was tampered with. */
  readonly left: (executor: Executor, charge: Omit<Charge, 'n'>, now: Date) => Promise<number>;
  /** A contact was handled: it lifts what person, team and key may spend, unless its own `charges` are spent. */
  readonly contactHandled: (tx: Executor, on: On, now: Date, charges?: readonly Charge[]) => Promise<Outcome>;
  /** For a committer of many items in one transaction. */
  readonly sit: (run: Run, items: readonly Item[], now: Date, also?: Also) => Promise<Sitting>;
  /** A person's reveals of today. */
  readonly quota: (executor: Executor, person: string, now: Date) => Promise<Quota>;
  /** Raises a person's own reveals by a step; refused while any is left, and after the day's last raise. */
  readonly raise: (tx: Executor, person: string, now: Date) => ReturnType<typeof raiseReveals>;
  /** Reveals by people and hour over some days, genuine accounts only: somebody's habit. */
  readonly revealHours: (
    people: readonly string[],
    days: number,
    now: Date,
  ) => Promise<readonly RevealHour[]>;
  /** Contacts that a person handled today. */
  readonly contactsOf: (person: string, now: Date) => Promise<number>;
  /** An account from a row that another statement brought along; `forged`: nothing is left. */
  readonly read: (row: LoadedAccount) => Account | 'forged';
  /** Compares all accounts with what is sealed of them together, and with the log; raises alarms and mends. */
  readonly audit: () => Promise<readonly Finding[]>;
  /** Audits once a minute, until what it answers is called. */
  readonly watch: (log: Log) => () => Promise<void>;
  /** Begins at the first start of an installation; an audit finds what is gone since. */
  readonly start: () => Promise<void>;
  /** Removes accounts that nothing looks at any more. */
  readonly tidy: () => Promise<void>;
};

/** A row as another room's statement brought it. */
export type LoadedAccount = readonly [
  kind: Account['kind'],
  id: string,
  period: string,
  seq: number,
  body: string,
  seal: string,
];

/** Days that accounts are kept: an approver sees the habit of thirty. */
const keptDays = 31;
const dayMs = 86_400_000;

/** How many values a person saw within an hour that began `at` (ms). */
export type RevealHour = { readonly person: string; readonly at: number; readonly n: number };

/** Opens the room. */
export function createBudgets(options: BudgetDeps): Budgets {
  const deps: Inside = { ...options, memory: newMemory(), rows: createSealedRows(options.mac) };
  deps.memory.see(headName, options.remembered);

  async function consume(tx: Executor, item: Item, now: Date): Promise<Outcome> {
    const sitting = await sit(deps, runOn(tx), [item], now);
    const [first] = sitting.weigh([true]);
    if (first?.kind !== 'ok') return first ?? { kind: 'ok' };
    const [outcome] = await sitting.write([true], 0);
    return outcome ?? first;
  }

  return {
    consume: (tx, charges, now) => consume(tx, { charges }, now),
    left: async (executor, of, now) => {
      const charge: Charge = { ...of, n: 1, on: { ...of.on, organisation: deps.org } };
      const when = whenOf(now);
      const { rows } = await readAccounts(runOn(executor), accountKeys([{ charges: [charge] }], when));
      return leftOf(sealedAccounts(deps, rows), charge, when);
    },
    contactHandled: (tx, on, now, charges = []) => consume(tx, { charges, contacts: on }, now),
    sit: (run, items, now, also) => sit(deps, run, items, now, also),
    quota: async (executor, person, now) => {
      const key = { kind: 'person', id: person, period: dayOf(now) } as const;
      const { rows } = await readAccounts(runOn(executor), [key]);
      return quotaOf(sealedAccounts(deps, rows).get(nameOf(key)));
    },
    revealHours: async (people, days, now) => {
      const from = dayOf(new Date(now.getTime() - days * dayMs));
      const rows = await readPeople(runOn(deps.db), people, from);
      return rows.flatMap((row) => hoursOf(genuineAccount(deps, row)));
    },
    contactsOf: async (person, now) => {
      const [row] = await readPeople(runOn(deps.db), [person], dayOf(now));
      const account = row === undefined ? 'forged' : genuineAccount(deps, row);
      return account === 'forged' ? 0 : (account.counts['contacts'] ?? 0);
    },
    raise: (tx, person, now) => raiseReveals(deps, runOn(tx), person, now),
    read: ([kind, id, period, seq, body, seal]) =>
      genuineAccount(deps, { kind, id, period, seq: Number(seq), body, seal }),
    audit: () => audit(deps),
    watch: (log) => watchAccounts(() => audit(deps), log),
    start: () => begin(deps),
    tidy: async () => {
      const oldest = dayOf(new Date(deps.clock().getTime() - keptDays * dayMs));
      await removeBefore(runOn(deps.db), oldest, monthOf(oldest));
    },
  };
}

const whenOf = (now: Date) => ({ day: dayOf(now), month: monthOf(dayOf(now)), hour: hourOf(now) });

function hoursOf(account: Account | 'forged'): readonly RevealHour[] {
  if (account === 'forged') return [];
  return Object.entries(account.counts).flatMap(([counter, n]) => {
    const hour = /^reveals@(\d\d)$/.exec(counter)?.[1];
    if (hour === undefined) return [];
    return [{ person: account.id, at: Date.parse(`${account.period}T${hour}:00:00+08:00`), n }];
  });
}

/** Makes the head where the log does not say that there was one; the audit finds one that is gone. */
async function begin(deps: Inside): Promise<void> {
  const now = deps.clock();
  await deps.db.kysely.transaction().execute(async (tx) => {
    const run = runOn(tx);
    if ((await readHead(run, false)) !== null || (await deps.anchor.began(run))) return;
    const { size } = await readAccounts(run, []);
    const day = dayOf(now);
    const sums = { daySum: 0n, monthSum: 0n };
    const head = headRowOf(deps.mac, { seq: 1, day, month: monthOf(day), ...sums, from: size, accesses: 0 });
    if (await makeHead(run, head)) await deps.anchor.begin(tx, now);
  });
}
