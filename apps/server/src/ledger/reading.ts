import type { Clock } from '#platform';
import type { EntryDraft } from './entry.ts';
import type { Db } from './store.ts';

/** Records that somebody reads of the ledger, before they get it: what (entries, a proof, a tile) and how many. */
export async function noteReading(
  deps: {
    readonly db: Db;
    readonly append: (db: Db, drafts: readonly EntryDraft[]) => Promise<number>;
    readonly clock: Clock;
  },
  by: Pick<EntryDraft, 'person' | 'key' | 'post' | 'session'>,
  what: 'entries' | 'proof' | 'tile',
  count: number,
): Promise<void> {
  const at = deps.clock().toISOString();
  await deps.append(deps.db, [
    { v: 1, at, kind: 'system', action: 'ledger-read', outcome: 'done', ...by, code: what, count },
  ]);
}
