import { dayOf, hourOf, monthOf } from '#platform';
import { type Account, type AccountKey, type AccountRow, accountOf, nameOf, summandOf } from './account.ts';
import type { Inside } from './deps.ts';
import { type Head, type HeadRow, headOf, headRowOf, sumWith } from './head.ts';
import type { Run } from './run.ts';
import { type Also, type Read, readAccounts, readHead, readPeriod, writeAccounts } from './store.ts';
import {
  type Accounts,
  accountKeys,
  type Item,
  type Notice,
  type Outcome,
  weigh,
  type Weighed,
  type When,
} from './weigh.ts';

/** Accounts of some items, held until the transaction ends. */
export type Sitting = {
  /** What was to be read in the same round trip. */
  readonly also: unknown;
  /** What each item would come to, if all of those `live` that can be are charged. */
  readonly weigh: (live: readonly boolean[]) => readonly Outcome[];
  /**
   * Charges those to `keep`, which fitted; answers the outcome of each item (`ok` of one not kept says nothing).
   * `accesses`: how many entries of accesses this transaction appends after this.
   */
  readonly write: (keep: readonly boolean[], accesses: number) => Promise<readonly Outcome[]>;
  /** To be called once the transaction is committed: what was written is remembered. Answers the head's step. */
  readonly committed: () => number;
};

export const headName = 'head';
const dayMs = 86_400_000;
const nothing: Outcome = { kind: 'ok' };

/**
 * Locks the head and reads the accounts that the items touch. INVARIANT: the caller's transaction locks other rows
 * before this and appends to the log after it, as every replica does, so that none waits for another crosswise.
 * `extra`: what else to read with the accounts.
 */
export async function sit(
  deps: Inside,
  run: Run,
  items: readonly Item[],
  now: Date,
  extra?: Also,
): Promise<Sitting> {
  const all = items.map((item) => withOrganisation(deps.org, item));
  const today = whenOf(dayOf(now), now);
  const asked = accountKeys(all, today);
  // handed over together: the accounts are read by a statement that begins once the head is locked
  const [row, read] = await Promise.all([readHead(run, true), readAccounts(run, asked, extra)]);
  const open = await judged(deps, run, row, now);
  if (open === null) return closed(items, read.also);
  const { head, when } = open;
  const ahead = when.day !== today.day;
  const keys = ahead ? accountKeys(all, when) : asked;
  const { rows, size, also } = ahead ? await readAccounts(run, keys, extra) : read;
  const accounts = judgeAccounts(deps, keys, rows);
  let last: { readonly mask: readonly boolean[]; readonly weighed: Weighed } | null = null;
  let remember: () => number = () => head.seq;

  function weighThose(mask: readonly boolean[]): Weighed {
    const same = last?.mask.every((each, i) => each === mask[i]);
    if (last === null || !same) {
      const those = all.filter((_, i) => mask[i]);
      last = { mask, weighed: weigh(accounts, those, when) };
    }
    return last.weighed;
  }

  function spread(mask: readonly boolean[], outcomes: readonly Outcome[]): readonly Outcome[] {
    let at = 0;
    return mask.map((each): Outcome => (each ? (outcomes[at++] ?? nothing) : nothing));
  }

  return {
    also,
    weigh: (live) => {
      const weighed = weighThose(live);
      for (const notice of weighed.notices) if (notice.code === 'budget-spent') tell(deps, notice);
      return spread(live, weighed.outcomes);
    },
    write: async (keep, accesses) => {
      const final = weighThose(keep);
      remember = await save(deps, run, head, rows, final.changed, { from: size, accesses });
      for (const notice of final.notices) if (notice.code === 'budget-near') tell(deps, notice);
      return spread(keep, final.outcomes);
    },
    committed: () => remember(),
  };
}

type Open = { readonly head: Head; readonly when: When };

/** The head, locked, of the day it is now; null where it is not as this program last wrote it. */
export async function openHead(deps: Inside, run: Run, now: Date): Promise<Open | null> {
  return judged(deps, run, await readHead(run, true), now);
}

async function judged(deps: Inside, run: Run, row: Read<HeadRow> | null, now: Date): Promise<Open | null> {
  const genuine = judgeHead(deps, row);
  if (genuine === null) return null;
  const head = await roll(deps, run, genuine, now);
  return { head, when: whenOf(head.day, now) };
}

const whenOf = (day: string, now: Date): When => ({ day, month: monthOf(day), hour: hourOf(now) });

/** Writes accounts and the head after them; answers what to call once that is committed. */
export async function save(
  deps: Inside,
  run: Run,
  head: Head,
  before: readonly AccountRow[],
  changed: readonly Account[],
  log: Pick<Head, 'from' | 'accesses'>,
): Promise<() => number> {
  const written = changed.map(deps.rows.seal);
  const next = headAfter(deps, head, before, written, log);
  if (!(await writeAccounts(run, written, headRowOf(deps.mac, next))))
    throw new Error('budgets were changed meanwhile');
  return () => {
    deps.memory.see(headName, next.seq);
    for (const row of written) deps.memory.see(nameOf(row), row.seq);
    return next.seq;
  };
}

/** Without a genuine head nothing can be charged; what costs nothing goes on, so that refusals are recorded. */
function closed(items: readonly Item[], also: unknown): Sitting {
  const of = (mask: readonly boolean[]): readonly Outcome[] =>
    items.map(({ charges: [first] }, i): Outcome => {
      if (first === undefined || !mask[i]) return nothing;
      return { kind: 'spent', budget: first.budget, dimension: 'organisation', window: 'day' };
    });
  return { also, weigh: of, write: async (keep) => of(keep), committed: () => 0 };
}

/** The head if it is as this program last wrote it; null (and an alarm) where it is gone, edited or put back. */
function judgeHead(deps: Inside, row: Read<HeadRow> | null): Head | null {
  const head = row === null ? null : headOf(deps.mac, row);
  if (row === null || head === null || row.seq < deps.memory.seen(headName)) {
    deps.alarm({ code: 'rows-forged', object: 'budget-head' });
    return null;
  }
  if (!row.own) deps.memory.see(headName, row.seq);
  return head;
}

/**
 * Each account by its name: genuine, or `forged` where a row is edited, moved, put back or gone. Only for rows read
 * while the head was locked: others may be older than what is remembered, and honestly so.
 */
function judgeAccounts(
  deps: Inside,
  keys: readonly AccountKey[],
  rows: readonly Read<AccountRow>[],
): Accounts {
  const read = new Map(rows.map((row) => [nameOf(row), row]));
  const accounts = new Map<string, Account | 'forged'>();
  for (const key of keys) {
    const name = nameOf(key);
    const row = read.get(name);
    const account = row === undefined ? null : genuineAccount(deps, row);
    if (account === 'forged' || (row?.seq ?? 0) < deps.memory.seen(name)) {
      tellForged(deps, key);
      accounts.set(name, 'forged');
      continue;
    }
    if (account !== null) accounts.set(name, account);
    if (row !== undefined && !row.own) deps.memory.see(name, row.seq);
  }
  return accounts;
}

/** Each account by its name, by its seal alone. */
export function sealedAccounts(deps: Pick<Inside, 'rows'>, rows: readonly AccountRow[]): Accounts {
  return new Map(rows.map((row) => [nameOf(row), genuineAccount(deps, row)]));
}

/** The counter that marks an account which was tampered with: it opens nothing until its period is over. */
export const forgedCounter = 'forged';

/** An account from its row. */
export function genuineAccount({ rows }: Pick<Inside, 'rows'>, row: AccountRow): Account | 'forged' {
  const account = rows.open(row);
  return account === null || (account.counts[forgedCounter] ?? 0) > 0 ? 'forged' : account;
}

/** Tells the officers of an account that was changed behind the program. */
export function tellForged(deps: Pick<Inside, 'alarm'>, { kind, id }: Pick<AccountKey, 'kind' | 'id'>): void {
  const named = kind === 'person' || kind === 'key' || kind === 'team' || kind === 'customer';
  deps.alarm({ code: 'rows-forged', object: `budget-account.${kind}`, ...(named ? { [kind]: id } : {}) });
}

function tell({ alarm }: Inside, { code, row, charge, used }: Notice): void {
  const { person = null, key = null, team = null, customer = null } = charge.on;
  alarm({
    code,
    object: `${row.budget}.${row.dimension}`,
    count: used,
    ...(person === null ? {} : { person }),
    ...(key === null ? {} : { key }),
    ...(team === null ? {} : { team }),
    ...(customer === null || row.dimension !== 'customer' ? {} : { customer }),
  });
}

/**
 * The head of the day it is now. A clock that is a little behind another replica's counts on that one's day; one that
 * was ahead by more goes back to its own, and what was counted on that day is counted still.
 */
async function roll(deps: Inside, run: Run, head: Head, now: Date): Promise<Head> {
  const today = dayOf(now);
  const behind = head.day > today && Date.parse(head.day) - Date.parse(today) <= dayMs;
  const day = behind ? head.day : today;
  const month = monthOf(day);
  if (day === head.day) return head;
  return {
    ...head,
    day,
    month,
    daySum: await sumOf(deps, run, day),
    monthSum: month === head.month ? head.monthSum : await sumOf(deps, run, month),
  };
}

/** The sum over the genuine rows of a period. */
export async function sumOf(deps: Pick<Inside, 'mac'>, run: Run, period: string): Promise<bigint> {
  let sum = 0n;
  for await (const rows of readPeriod(run, period))
    for (const row of rows) if (accountOf(deps.mac, row)) sum = sumWith(sum, summandOf(deps.mac, row));
  return sum;
}

function headAfter(
  { rows }: Inside,
  head: Head,
  before: readonly AccountRow[],
  after: readonly AccountRow[],
  log: Pick<Head, 'from' | 'accesses'>,
): Head {
  const old = new Map(before.map((row) => [nameOf(row), row]));
  let { daySum, monthSum } = head;
  for (const row of after) {
    const was = old.get(nameOf(row));
    const change = rows.summand(row) - (was === undefined ? 0n : rows.summand(was));
    if (row.period === head.day) daySum = sumWith(daySum, change);
    else monthSum = sumWith(monthSum, change);
  }
  return { ...head, ...log, seq: head.seq + 1, daySum, monthSum };
}

function withOrganisation(org: string, item: Item): Item {
  return {
    charges: item.charges.map((each) => ({ ...each, on: { ...each.on, organisation: org } })),
    ...(item.counted ? { counted: { ...item.counted, organisation: org } } : {}),
    ...(item.contacts ? { contacts: { ...item.contacts, organisation: org } } : {}),
  };
}
