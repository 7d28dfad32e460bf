import type { Action } from '@huke/sdk';
import { sql } from 'kysely';
import type { Subject } from '#gate';
import { isAway, isId } from '#platform';
import type { AccessDeps } from './spine.ts';

/**
 * Records an ask that failed before anything of it was answered: who asked what, and that it failed. The values that
 * made it fail stay out; of ids only those that have the form of one. INVARIANT: this itself never throws; where even
 * this entry cannot be written, the log says so, and the ask has failed all the same.
 */
export async function recordFailure(
  deps: Pick<AccessDeps, 'db' | 'ledger' | 'clock' | 'log'>,
  action: Action | 'said',
  rest: readonly unknown[],
  error: unknown,
): Promise<void> {
  // the database that is away cannot take an entry either
  if (isAway(error)) return;
  const subject = rest[0] as Partial<Subject> | undefined;
  try {
    await deps.db.kysely.transaction().execute(async (tx) => {
      // whoever asked may hold the log's lock in a transaction that is not over
      await sql`set local lock_timeout = '2s'`.execute(tx);
      await deps.ledger.append(tx, [
        {
          v: 1,
          at: deps.clock().toISOString(),
          kind: 'access',
          action: actionOf(action, rest),
          outcome: 'failed',
          code: 'failed',
          ...(subject?.person ? { person: subject.person } : {}),
          ...(subject?.key ? { key: subject.key.id } : {}),
          ...(subject?.post ? { post: subject.post } : {}),
          ...(subject?.session ? { session: subject.session } : {}),
          ...named('customer', 'cus', rest),
          ...named('case', 'cas', rest),
        },
      ]);
    });
  } catch (unwritten) {
    deps.log.error('failed-ask-unrecorded', { error: unwritten });
  }
}

function actionOf(action: Action | 'said', rest: readonly unknown[]): string {
  if (action !== 'said') return action;
  const said = (rest[1] as { readonly action?: unknown } | undefined)?.action;
  return typeof said === 'string' && /^[a-z-]{1,20}$/.test(said) ? said : 'view';
}

/** The id that the ask names, as an argument or in its request. */
function named(
  field: 'customer' | 'case',
  prefix: string,
  rest: readonly unknown[],
): { readonly [field: string]: string } {
  const request = rest.find((each) => typeof each === 'object' && each !== null && field in each);
  const row = field === 'case' ? rest.find((each) => isRow(each)) : undefined;
  const found = [
    ...rest.slice(1),
    (request as { readonly [field: string]: unknown } | undefined)?.[field],
    (row as { readonly id: string } | undefined)?.id,
  ].find((each) => typeof each === 'string' && isId(each, prefix));
  return typeof found === 'string' ? { [field]: found } : {};
}

const isRow = (each: unknown): boolean =>
  typeof each === 'object' && each !== null && 'id' in each && 'openedAt' in each;
