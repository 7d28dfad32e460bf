import type { Action } from '@huke/sdk';
import type { Subject } from '#gate';
import { isId } from '#platform';
import type { Draft } from './spine.ts';

/**
 * The entry of an ask that failed before anything of it was answered: who asked what, and that it failed. The values
 * that made it fail stay out; of ids only those that have the form of one.
 */
export function failureOf(action: Action | 'said', rest: readonly unknown[], at: Date): Draft {
  const subject = rest[0] as Partial<Subject> | undefined;
  return {
    v: 1,
    at: at.toISOString(),
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
  };
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
