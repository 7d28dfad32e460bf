import { isIPv6 } from 'node:net';
import { sql } from 'kysely';
import { afterCommit } from '#platform';
import type { IdentityDeps, Tx } from './deps.ts';
import { blindKey, rowGenuine, rowMac } from './seal.ts';
import { mostAheadMs } from './session-row.ts';
import { locks, type Tries } from './tries.ts';

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
const longestLockMs = locks.longestMs + mostAheadMs;

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
 * Counts a try before it is judged, so that parallel tries cannot outrun the count: here first, then in the rows, and
 * either says no. `allowed` false: locked, do not judge it. `locked`: this was the last one. The caller ends a right
 * one with `endAttempt` in the same transaction, which `trying` runs.
 */
export async function beginAttempt(
  { tries: remembered }: { readonly tries: Tries },
  tx: Tx,
  counters: readonly Counter[],
  now: Date,
): Promise<{ readonly allowed: boolean; readonly locked: boolean }> {
  const here = counters.map((counter) => remembered.begin(tx, counter, now));
  let [allowed, locked] = [true, false];
  // always all of them, in the same order: neither waits for the other in a circle
  for (const [n, counter] of counters.entries()) {
    if (here[n]?.allowed !== true) {
      const known = await lockedRows(tx, [counter], now);
      if (known.size === 0) remembered.missed(counter.key, now);
      [allowed, locked] = [false, true];
      continue;
    }
    const { key, account, tries, seconds } = counter;
    const { rows } = await sql<{ allowed: boolean; locked: boolean }>`
      select allowed, locked from identity_attempt(${key}, ${account}, ${tries}, ${seconds}, ${now})`.execute(
      tx,
    );
    const said = { allowed: rows[0]?.allowed === true, locked: rows[0]?.locked !== false };
    remembered.rows(counter, said, now);
    allowed &&= said.allowed;
    locked ||= said.locked || here[n].locked;
  }
  return { allowed, locked };
}

/** Opposite of `beginAttempt`: the try was right, so what was counted here starts afresh; strangers get one back. */
export async function endAttempt(
  room: { readonly tries: Tries; readonly mac: Mac },
  tx: Tx,
  counters: readonly Counter[],
  now: Date,
): Promise<void> {
  const [here, ...wider] = counters;
  if (!here) return;
  await sql`delete from identity_attempts where key = ${here.key}`.execute(tx);
  for (const { key } of wider) await sql`select identity_attempt_back(${key})`.execute(tx);
  await forgetTries(room, tx, [here.key], now);
  await afterCommit(tx, async () => {
    for (const { key } of wider) room.tries.back(key);
  });
}

/** Forgets, here and in every replica once `tx` is committed, what was counted until now. */
async function forgetTries(
  { tries, mac }: { readonly tries: Tries; readonly mac: Mac },
  tx: Tx,
  names: readonly string[],
  now: Date,
): Promise<void> {
  const at = now.getTime();
  for (const tried of names) {
    const told = JSON.stringify({ tried, at, seal: rowMac(mac, 'tried', [tried, at]) });
    await sql`select pg_notify('identity', ${told})`.execute(tx);
  }
  await afterCommit(tx, async () => {
    for (const name of names) tries.forget(name, at);
  });
}

/** What `forgetTries` told, null when this program did not tell it. */
export function heardTried(
  mac: Mac,
  message: unknown,
): { readonly name: string; readonly at: number } | null {
  const { tried, at, seal } = message as { tried?: unknown; at?: unknown; seal?: unknown };
  if (typeof tried !== 'string' || typeof at !== 'number' || typeof seal !== 'string') return null;
  return rowGenuine(mac, 'tried', [tried, at], seal) ? { name: tried, at } : null;
}

/** Runs a transaction in which something is tried; one that fails leaves its tries counted as wrong. */
export async function trying<T>(
  { db, tries, clock }: Pick<IdentityDeps, 'db' | 'clock'> & { readonly tries: Tries },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const own: { tx?: Tx } = {};
  try {
    return await db.kysely.transaction().execute((tx) => {
      own.tx = tx;
      return work(tx);
    });
  } catch (error) {
    if (own.tx) tries.cut(own.tx, clock());
    throw error;
  }
}

/** Which of the counters are locked now, whoever tries, by this server's count or by the rows. */
export async function lockedNow(
  { tries }: { readonly tries: Tries },
  tx: Tx,
  counters: readonly Counter[],
  now: Date,
): Promise<(counter: Counter) => boolean> {
  const rows = await lockedRows(tx, counters, now);
  return ({ key }) => rows.has(key) || tries.locked(key, now);
}

async function lockedRows(tx: Tx, counters: readonly Counter[], now: Date): Promise<ReadonlySet<string>> {
  const latest = new Date(now.getTime() + longestLockMs);
  const { rows } = await sql<{ key: string }>`
    select key from identity_attempts
    where key = any(${counters.map(({ key }) => key)}::text[]) and locked_until > ${now}
      and locked_until <= ${latest}`.execute(tx);
  return new Set(rows.map(({ key }) => key));
}

/** Ends every lock of the accounts. */
export async function unlockAccounts(
  room: { readonly tries: Tries; readonly mac: Mac },
  tx: Tx,
  accounts: readonly string[],
  now: Date,
): Promise<void> {
  await sql`delete from identity_attempts where account = any(${[...accounts]}::text[])`.execute(tx);
  await forgetTries(room, tx, accounts, now);
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
