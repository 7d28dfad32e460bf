import type { Anchor, Statement } from '#budget';
import { decodeEntry, type EntryDraft, type Ledger } from '#ledger';
import { dayOf } from '#platform';

const batch = 2_000;
const beganAction = 'budgets-began';

const from: Statement = {
  name: 'anchor-from',
  text: 'select idx, entry from ledger_entries where idx >= $1 order by idx limit $2',
};
const before: Statement = {
  name: 'anchor-before',
  text: 'select idx, entry from ledger_entries where idx < $1 order by idx desc limit $2',
};
const holding: Statement = {
  name: 'anchor-holding',
  text: 'select idx, entry from ledger_entries where position($1::bytea in entry) > 0 order by idx',
};

/** What the log says of accesses, for the accounts that count them. */
export function createAnchor({ ledger }: { readonly ledger: Pick<Ledger, 'append'> }): Anchor {
  return {
    accessesFrom: async (run, first) => {
      let count = 0;
      for (let at = first; ; ) {
        const rows = await run(from, [at, batch]);
        count += rows.filter((row) => counts(entryOf(row))).length;
        if (rows.length < batch) return count;
        at = Number(rows.at(-1)?.['idx']) + 1;
      }
    },
    began: async (run) => {
      const rows = await run(holding, [Buffer.from(beganAction)]);
      return rows.some((row) => began(entryOf(row)));
    },
    begin: async (tx, now) => {
      await ledger.append(tx, [
        { v: 1, at: now.toISOString(), kind: 'system', action: beganAction, outcome: 'done' },
      ]);
    },
    accessesOf: async (run, day) => {
      const counts = new Map<string, number>();
      for (let at = Number.MAX_SAFE_INTEGER; ; ) {
        const rows = await run(before, [at, batch]);
        for (const row of rows) {
          const entry = entryOf(row);
          if (began(entry) || (entry !== null && dayOf(new Date(entry.at)) < day)) return counts;
          for (const name of entry === null ? [] : namesOf(entry, day))
            counts.set(name, (counts.get(name) ?? 0) + 1);
        }
        if (rows.length < batch) return counts;
        at = Number(rows.at(-1)?.['idx']);
      }
    },
  };
}

const entryOf = (row: Readonly<Record<string, unknown>>): EntryDraft | null =>
  decodeEntry(row['entry'] as Uint8Array);

/** An ask that failed has an entry and was charged nothing. */
const counts = (entry: EntryDraft | null): boolean => entry?.kind === 'access' && entry.outcome !== 'failed';

const began = (entry: EntryDraft | null): boolean =>
  entry !== null && entry.kind === 'system' && entry.action === beganAction;

/** The accounts that a granted access is counted in. */
function namesOf(entry: EntryDraft, day: string): readonly string[] {
  if (entry.kind !== 'access' || entry.outcome !== 'granted') return [];
  const { person, key, team } = entry;
  return Object.entries({ person, key, team }).flatMap(([kind, id]) =>
    id === undefined ? [] : [`${kind} ${id} ${day}`],
  );
}
