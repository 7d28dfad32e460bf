import { sql } from 'kysely';
import type { Subject } from '#gate';
import type { Tx } from './deps.ts';

/** How long after signing in factors may be changed, in seconds. */
export const freshFor = 900;

/**
 * Whether the subject may add, renew or delete factors: a first factor soon after the password, any further change
 * soon after signing in with two factors. A stolen password thus adds nothing to an account that has a factor.
 */
export async function mayChangeFactors(tx: Tx, subject: Subject): Promise<boolean> {
  if (subject.kind !== 'person' || subject.authAge > freshFor) return false;
  if (subject.strength !== 'password') return true;
  const { rows } = await sql<{ some: boolean }>`
    select exists (select 1 from identity_totp where person = ${subject.person} and secret is not null)
        or exists (select 1 from identity_passkeys where person = ${subject.person}) as some`.execute(tx);
  return rows[0]?.some === false;
}
