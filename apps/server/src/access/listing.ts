import { hasRight, type Right } from '@huke/sdk';
import type { Subject } from '#gate';
import type { More } from './entry.ts';

/** Whose rows a list may show: all teams' to who has this right, to everybody else their own team's; null: none. */
export function reachOf(subject: Subject, all: Right): 'all' | { readonly team: string } | null {
  if (hasRight(subject.post, all)) return 'all';
  return subject.team === null ? null : { team: subject.team };
}

/** What the entry of a list says: how many rows, and whom they are about. */
export const listed = (shown: readonly string[]): More => ({
  code: 'listed',
  count: shown.length,
  customers: [...new Set(shown)],
});
