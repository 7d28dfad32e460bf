import { APIError } from 'better-auth/api';
import { currentScope } from './auth-scope.ts';
import { checkFactors, checkNobody } from './factor-set.ts';
import type { Room } from './room.ts';

/**
 * Whether a password is that of whoever the address belongs to, by the hash in their sealed set: the one that the engine
 * read (`stored`) may be anybody's. Where the set was forged, whoever knows a password that fits the row is told so.
 */
export async function passwordFits(deps: Room, stored: string, password: string): Promise<boolean> {
  const scope = currentScope();
  const { person } = scope;
  const set = person === null ? null : await checkFactors(deps, scope.tx, person, scope.drafts);
  const own = set?.accounts.find(([provider, account]) => provider === 'credential' && account === person);
  const fits = await deps.passwords.verify(own?.[2] ?? stored, password);
  if (!fits) return false;
  if (person === null || set === null || typeof own?.[2] !== 'string')
    throw new APIError('FORBIDDEN', { code: 'rows-forged' });
  scope.proven = { person, totp: set.totp !== null };
  return true;
}

/** Costs what `passwordFits` costs, where there is no password to compare with; a set that was emptied is told. */
export async function passwordOfNobody(deps: Room, password: string): Promise<string> {
  const { tx, person, drafts } = currentScope();
  await (person === null ? checkNobody(tx) : checkFactors(deps, tx, person, drafts));
  return await deps.passwords.hash(password);
}
