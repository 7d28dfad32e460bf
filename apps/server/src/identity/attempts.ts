import { sql } from 'kysely';
import type { Tx } from './deps.ts';
import { blindKey } from './seal.ts';

type Mac = (data: Uint8Array) => Uint8Array;

/** Wrong tries in a row after which an account is locked, and for how long at first (15 minutes, then 1 h, 4 h…). */
export const lockOut = { tries: 10, seconds: 900 } as const;

/** Counter for a typed mail address; exists for unknown addresses as for known ones, so locking tells nothing. */
export function passwordCounter(mac: Mac, email: string): string {
  return blindKey(mac, 'password', email.trim().toLowerCase());
}

/** Counter for a person's codes (TOTP, recovery codes), wherever they are asked for. */
export function codeCounter(mac: Mac, person: string): string {
  return blindKey(mac, 'code', person);
}

/**
 * Counts a try before it is judged, so that parallel tries cannot outrun the count. `allowed` false: locked, do not
 * judge it. `locked`: this was the last one. The caller ends a right one with `endAttempt` in the same transaction.
 */
export async function beginAttempt(
  tx: Tx,
  key: string,
  now: Date,
): Promise<{ readonly allowed: boolean; readonly locked: boolean }> {
  const { rows } = await sql<{ allowed: boolean; locked: boolean }>`
    select allowed, locked from identity_attempt(${key}, ${lockOut.tries}, ${lockOut.seconds}, ${now})`.execute(
    tx,
  );
  return rows[0] ?? { allowed: false, locked: false };
}

/** Opposite of `beginAttempt`: the try was right (or an officer unlocks), so the count starts afresh. */
export async function endAttempt(tx: Tx, keys: readonly string[]): Promise<void> {
  await sql`delete from identity_attempts where key = any(${[...keys]}::text[])`.execute(tx);
}

/** Which of the counters are locked now. */
export async function lockedCounters(
  tx: Tx,
  keys: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    select key from identity_attempts where key = any(${[...keys]}::text[]) and locked_until > ${now}`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.key));
}
