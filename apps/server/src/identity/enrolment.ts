import type { Subject } from '#gate';
import type { IdentityDraft, Tx } from './deps.ts';
import { checkFactors, type FactorDeps } from './factor-set.ts';

/** How long after signing in factors may be changed, in seconds. */
export const freshFor = 900;

/**
 * Whether the subject may add, renew or delete factors: a first factor soon after the password, any further change
 * soon after signing in with two factors. A stolen password thus adds nothing to an account that has a factor.
 */
export async function mayChangeFactors(
  deps: FactorDeps,
  tx: Tx,
  subject: Subject,
  drafts: IdentityDraft[],
): Promise<boolean> {
  if (subject.kind !== 'person' || subject.person === null || subject.authAge > freshFor) return false;
  if (subject.strength !== 'password') return true;
  const set = await checkFactors(deps, tx, subject.person, drafts);
  return set !== null && set.totp === null && set.passkeys.length === 0;
}
