import { type Account, type AccountKey, type AccountKind, emptyAccount, nameOf } from './account.ts';
import { type BudgetName, type Counts, type Dimension, type LimitRow, limitsOf, mostOf } from './limits.ts';

/** Ids by dimension. */
export type On = { readonly [D in Dimension]?: string | null | undefined };

/**
 * What something costs. `fields`: counted apart for each field where the limit is of a customer. `once`: it costs
 * nothing where the account of that contact or customer bears the mark already, and leaves the mark otherwise.
 */
export type Charge = {
  readonly budget: BudgetName;
  readonly n: number;
  readonly on: On;
  readonly fields?: readonly string[];
  readonly once?: { readonly in: 'contact' | 'customer'; readonly mark: string };
};

/** What one act costs, all of it or nothing. `counted`: an access, counted on whoever its entry names. */
export type Item = {
  readonly charges: readonly Charge[];
  readonly counted?: On;
  /** Contacts handled: they lift limits. */
  readonly contacts?: On;
};

/** `spent`: which limit stood in the way; an account that was tampered with stands in the way too. */
export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'spent'; readonly budget: BudgetName; readonly dimension: Dimension };

/** When: the day, the month and the hour that counters belong to. */
export type When = { readonly day: string; readonly month: string; readonly hour: string };

/** What officers should know: a limit was asked for in vain, or a share of it was passed. */
export type Notice = {
  readonly code: 'budget-near' | 'budget-spent';
  readonly row: LimitRow;
  readonly charge: Charge;
  readonly used: number;
};

/** Accounts by name; `forged` opens nothing. */
export type Accounts = ReadonlyMap<string, Account | 'forged'>;

export type Weighed = {
  readonly outcomes: readonly Outcome[];
  /** Accounts that changed, each one step on. */
  readonly changed: readonly Account[];
  readonly notices: readonly Notice[];
};

/** The counter of accesses, in every account that an entry names. */
export const accessCounter = 'accesses';

/** The accounts that items touch. */
export function accountKeys(items: readonly Item[], when: When): readonly AccountKey[] {
  const keys = new Map<string, AccountKey>();
  const add = (key: AccountKey | null): void => {
    if (key !== null) keys.set(nameOf(key), key);
  };
  for (const item of items) {
    for (const charge of item.charges) {
      for (const { key } of countersOf(charge, when)) add(key);
      if (charge.once) add(markedIn(charge, when));
    }
    for (const on of [item.counted, item.contacts]) if (on) for (const key of dayKeys(on, when)) add(key);
  }
  return [...keys.values()];
}

/** Charges items in order, each whole or not at all. Pure; absent accounts are empty ones. */
export function weigh(accounts: Accounts, items: readonly Item[], when: When): Weighed {
  const drafts = new Map<string, Draft | 'forged'>();
  const notices: Notice[] = [];
  const draft = (key: AccountKey): Draft | 'forged' => {
    const name = nameOf(key);
    const known = drafts.get(name);
    if (known !== undefined) return known;
    const account = accounts.get(name) ?? emptyAccount(key);
    const made = account === 'forged' ? account : draftOf(account);
    drafts.set(name, made);
    return made;
  };
  const outcomes = items.map((item) => one(draft, item, when, notices));
  const changed = [...drafts.values()].flatMap((each) =>
    each !== 'forged' && each.dirty ? [doneOf(each)] : [],
  );
  return { outcomes, changed, notices };
}

type Draft = {
  readonly account: Account;
  counts: Record<string, number>;
  marks: Set<string>;
  dirty: boolean;
};

const draftOf = (account: Account): Draft => ({
  account,
  counts: { ...account.counts },
  marks: new Set(account.marks),
  dirty: false,
});

const doneOf = ({ account, counts, marks }: Draft): Account => ({
  ...account,
  counts,
  marks,
  seq: account.seq + 1,
});

type Step = {
  readonly draft: Draft;
  readonly counter: string;
  readonly row: LimitRow;
  readonly charge: Charge;
  n: number;
};

function one(
  draft: (key: AccountKey) => Draft | 'forged',
  item: Item,
  when: When,
  notices: Notice[],
): Outcome {
  const steps = new Map<string, Step>();
  const marks: { readonly draft: Draft; readonly mark: string }[] = [];
  for (const charge of item.charges) {
    refuseNonsense(charge);
    if (charge.once) {
      const key = markedIn(charge, when);
      const at = key === null ? 'forged' : draft(key);
      if (at === 'forged') return { kind: 'spent', budget: charge.budget, dimension: charge.once.in };
      const { mark } = charge.once;
      if (at.marks.has(mark) || marks.some((each) => each.draft === at && each.mark === mark)) continue;
      marks.push({ draft: at, mark });
    }
    for (const { key, counter, row } of countersOf(charge, when)) {
      const at = draft(key);
      if (at === 'forged') return { kind: 'spent', budget: charge.budget, dimension: row.dimension };
      const name = `${nameOf(key)} ${counter} ${row.window}`;
      const step = steps.get(name) ?? { draft: at, counter, row, charge, n: 0 };
      step.n += charge.n;
      steps.set(name, step);
    }
  }
  for (const step of steps.values()) {
    const { draft: at, counter, row, charge, n } = step;
    const used = at.counts[counter] ?? 0;
    if (used + n <= mostOf(row, at.counts)) continue;
    if (row.alarmAt !== null) notices.push({ code: 'budget-spent', row, charge, used });
    return { kind: 'spent', budget: row.budget, dimension: row.dimension };
  }
  const counted = new Set<Draft>();
  for (const key of item.counted ? dayKeys(item.counted, when) : []) {
    const at = draft(key);
    // an account of which nothing is asked: its count can wait, nobody is kept from anything
    if (at !== 'forged') counted.add(at);
  }
  for (const { draft: at, counter, row, charge, n } of steps.values()) {
    const before = at.counts[counter] ?? 0;
    add(at, counter, n);
    const share = row.alarmAt === null ? Number.POSITIVE_INFINITY : row.alarmAt * mostOf(row, at.counts);
    if (before < share && before + n >= share)
      notices.push({ code: 'budget-near', row, charge, used: before + n });
  }
  for (const { draft: at, mark } of marks) {
    at.marks.add(mark);
    at.dirty = true;
  }
  for (const at of counted) add(at, accessCounter, 1);
  for (const key of item.contacts ? dayKeys(item.contacts, when) : []) {
    const at = draft(key);
    if (at !== 'forged') add(at, 'contacts', 1);
  }
  return { kind: 'ok' };
}

function add(at: Draft, counter: string, n: number): void {
  at.counts[counter] = (at.counts[counter] ?? 0) + n;
  at.dirty = true;
}

/** A charge of nothing, of less, or on nobody would be a way around: it is a fault of the program. */
function refuseNonsense(charge: Charge): void {
  const whole = Number.isSafeInteger(charge.n) && charge.n >= 1;
  const counts = Object.entries(charge.on).some(
    ([dimension, id]) => (id ?? null) !== null && limitsOf(charge.budget, dimension as Dimension).length > 0,
  );
  if (!whole || !counts)
    throw new Error(`a charge of ${charge.budget} counts on nobody or is no whole number`);
}

/** Every counter that a charge adds to, with its limit. */
function countersOf(
  charge: Charge,
  when: When,
): readonly { readonly key: AccountKey; readonly counter: string; readonly row: LimitRow }[] {
  return (Object.entries(charge.on) as [Dimension, string | null | undefined][]).flatMap(
    ([dimension, id]) => {
      if (id === undefined || id === null) return [];
      return limitsOf(charge.budget, dimension).flatMap((row) => {
        const key = keyOf(dimension, id, charge.on, row.window === 'month' ? when.month : when.day);
        if (key === null) return [];
        return countersFor(row, charge, id, when).map((counter) => ({ key, counter, row }));
      });
    },
  );
}

function countersFor(row: LimitRow, charge: Charge, id: string, when: When): readonly string[] {
  const hour = row.window === 'hour' ? `@${when.hour}` : '';
  const session = row.dimension === 'session' ? `~${id}` : '';
  const name = `${row.budget}${session}${hour}`;
  const { fields = [] } = charge;
  return row.dimension === 'customer' && fields.length > 0
    ? [...new Set(fields)].map((field) => `${name}:${field}`)
    : [name];
}

function keyOf(dimension: Dimension, id: string, on: On, period: string): AccountKey | null {
  if (dimension !== 'session') return { kind: dimension, id, period };
  const { person = null } = on;
  return person === null ? null : { kind: 'person', id: person, period };
}

function markedIn(charge: Charge, when: When): AccountKey | null {
  const kind = charge.once?.in;
  const id = kind === undefined ? null : (charge.on[kind] ?? null);
  return kind === undefined || id === null ? null : { kind, id, period: when.day };
}

const dayKinds: readonly AccountKind[] = ['person', 'key', 'team', 'contact', 'customer', 'organisation'];

function dayKeys(on: On, when: When): readonly AccountKey[] {
  return dayKinds.flatMap((kind) => {
    const id = on[kind] ?? null;
    return id === null ? [] : [{ kind, id, period: when.day }];
  });
}

/** How much of a charge's budget is left: the least over all its dimensions. */
export function leftOf(accounts: Accounts, charge: Charge, when: When): number {
  const left = countersOf(charge, when).map(({ key, counter, row }) => {
    const account = accounts.get(nameOf(key));
    if (account === 'forged') return 0;
    const counts: Counts = account?.counts ?? {};
    return Math.max(0, mostOf(row, counts) - (counts[counter] ?? 0));
  });
  return left.length === 0 ? 0 : Math.min(...left);
}
