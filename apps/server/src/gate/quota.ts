import type { Quota, Reason } from '@huke/sdk';
import { gateDraft, type StoreDeps } from './store.ts';

/** Today's reveals of a person, how many there may be, and how many of them by raises. */
export const readQuota = (deps: StoreDeps, person: string): Promise<Quota> =>
  deps.budgets.quota(deps.db, person, deps.clock());

export type RaiseOutcome =
  | { readonly kind: 'done'; readonly quota: Quota }
  | { readonly kind: 'refused'; readonly code: 'quota-left' | 'no-more-raises' | 'budget-gone' };

/**
 * Raises one's own quota by a step until midnight, with a reason: the way on for a live contact. Refused while there
 * is quota left, and after the day's last raise.
 */
export async function raiseQuota(deps: StoreDeps, person: string, reason: Reason): Promise<RaiseOutcome> {
  const now = deps.clock();
  return deps.db.kysely.transaction().execute(async (tx): Promise<RaiseOutcome> => {
    const raised = await deps.budgets.raise(tx, person, now);
    if (typeof raised === 'string') return { kind: 'refused', code: raised };
    const { step: count, quota } = raised;
    await deps.ledger.append(tx, [gateDraft(deps, 'quota-raised', now, { person, reason, count })]);
    return { kind: 'done', quota };
  });
}
