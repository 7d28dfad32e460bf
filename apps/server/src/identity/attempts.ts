import { isIPv6 } from 'node:net';
import { sql } from 'kysely';
import type { Tx } from './deps.ts';
import { blindKey } from './seal.ts';
import type { Tries } from './tries.ts';

type Mac = (data: Uint8Array) => Uint8Array;
type Limit = { readonly tries: number; readonly seconds: number };

/** Wrong tries in a row after which a counter locks, and for how long at first (15 minutes, then 1 h, 4 h… a day). */
export const lockOut = {
  /** One account from one browser that is known for it, from one place, or within one's own session. */
  here: { tries: 10, seconds: 900 },
  /** One account from all places and browsers that are not known for it. Known browsers and passkeys go on. */
  strangers: { tries: 50, seconds: 3600 },
} as const satisfies Readonly<Record<string, Limit>>;

/** Tries of sign-ins from one address by browsers that nobody is known in; right ones are given back. */
export const strangersPerAddress = { limit: 300, seconds: 3600 } as const;

/** Wrong proofs of step-ups: five stop them for the session, five more tries end it; by person and case they wait. */
export const stepUpLimits = {
  session: { tries: 5, seconds: 43_200 },
  stopped: { tries: 5, seconds: 43_200 },
  person: { tries: 10, seconds: 900 },
  case: { tries: 20, seconds: 900 },
} as const satisfies Readonly<Record<string, Limit>>;

/** No lock ends later, see `identity_attempt`: one that does was written while the clock was wrong. */
const longestLockMs = 86_460_000;

/** One row that counts: what it is called in the table, whose account it is of, and when it locks. */
export type Counter = { readonly key: string; readonly account: string | null } & Limit;

/** What tries are made at: an account's password, or a person's codes. */
export type Target =
  | { readonly use: 'password'; readonly email: string }
  | { readonly use: 'code'; readonly person: string };

/** Name of an account in the table; exists for unknown addresses as for known ones, so locking tells nothing. */
export function accountOf(mac: Mac, target: Target): string {
  return target.use === 'password'
    ? blindKey(mac, 'password', target.email.trim().toLowerCase())
    : blindKey(mac, 'code', target.person);
}

/**
 * What a try from outside counts against: a browser that is known for the account has a counter of its own, so that
 * strangers never lock it out; everybody else counts by place and, all together, by account.
 */
export function outsideCounters(
  mac: Mac,
  target: Target,
  from: { readonly knownDevice: string | null; readonly remote: string },
): readonly Counter[] {
  const account = accountOf(mac, target);
  const named = (what: string): string => blindKey(mac, 'tries', JSON.stringify([account, what]));
  if (from.knownDevice !== null)
    return [{ key: named(`device ${from.knownDevice}`), account, ...lockOut.here }];
  return [
    { key: named(`place ${placeName(from.remote)}`), account, ...lockOut.here },
    { key: named('strangers'), account, ...lockOut.strangers },
  ];
}

/** What a try within one's own session counts against. */
export function insideCounter(mac: Mac, target: Target): Counter {
  const account = accountOf(mac, target);
  return { key: blindKey(mac, 'tries', JSON.stringify([account, 'inside'])), account, ...lockOut.here };
}

/** What a proof of a step-up counts against. */
export function stepUpCounter(mac: Mac, by: keyof typeof stepUpLimits, id: string): Counter {
  return { key: blindKey(mac, 'step-up', JSON.stringify([by, id])), account: null, ...stepUpLimits[by] };
}

/** An address as far as one subscriber has it to himself: all of IPv4, the first half of IPv6. */
function placeName(remote: string): string {
  const address = remote.replace(/^::ffff:/, '');
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/**
 * Counts a try before it is judged, so that parallel tries cannot outrun the count. `allowed` false: locked, do not
 * judge it. `locked`: this was the last one. The caller ends a right one with `endAttempt` in the same transaction.
 */
export async function beginAttempt(
  { tries: remembered }: { readonly tries: Tries },
  tx: Tx,
  counters: readonly Counter[],
  now: Date,
): Promise<{ readonly allowed: boolean; readonly locked: boolean }> {
  let [allowed, locked] = [true, false];
  // always all of them, in the same order: neither waits for the other in a circle
  for (const counter of counters) {
    const { key, account, tries, seconds } = counter;
    const { rows } = await sql<{ allowed: boolean; locked: boolean }>`
      select allowed, locked from identity_attempt(${key}, ${account}, ${tries}, ${seconds}, ${now})`.execute(
      tx,
    );
    const passes = rows[0]?.allowed === true && remembered.count(counter, now);
    allowed &&= passes;
    locked ||= rows[0]?.locked !== false;
  }
  return { allowed, locked };
}

/** Opposite of `beginAttempt`: the try was right, so what was counted here starts afresh; strangers get one back. */
export async function endAttempt(
  { tries }: { readonly tries: Tries },
  tx: Tx,
  counters: readonly Counter[],
): Promise<void> {
  const [here, ...wider] = counters;
  for (const { key } of counters) tries.right(key, key === here?.key);
  if (here) await sql`delete from identity_attempts where key = ${here.key}`.execute(tx);
  for (const { key } of wider) await sql`select identity_attempt_back(${key})`.execute(tx);
}

/** Which of the counters are locked now, whoever tries. */
export async function lockedNow(
  tx: Tx,
  counters: readonly Counter[],
  now: Date,
): Promise<(counter: Counter) => boolean> {
  const latest = new Date(now.getTime() + longestLockMs);
  const { rows } = await sql<{ key: string }>`
    select key from identity_attempts
    where key = any(${counters.map(({ key }) => key)}::text[]) and locked_until > ${now}
      and locked_until <= ${latest}`.execute(tx);
  return ({ key }) => rows.some((row) => row.key === key);
}

/** Ends every lock of the accounts. */
export async function unlockAccounts(tx: Tx, accounts: readonly string[]): Promise<void> {
  await sql`delete from identity_attempts where account = any(${[...accounts]}::text[])`.execute(tx);
}

/** Accounts that are locked now for somebody: for one place, or for all strangers. */
export async function lockedAccounts(
  tx: Tx,
  accounts: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ account: string }>`
    select distinct account from identity_attempts
    where account = any(${[...accounts]}::text[]) and locked_until > ${now}`.execute(tx);
  return new Set(rows.map((row) => row.account));
}
