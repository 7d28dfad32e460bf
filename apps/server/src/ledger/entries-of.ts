import { sql } from 'kysely';
import { decodeEntry, type EntryDraft } from './entry.ts';
import type { Db } from './store.ts';

const batch = 1_000;

/** Entries of an action, oldest first, by their own bytes: rows of the explorer's index prove nothing. */
export async function* entriesOf(db: Db, action: string): AsyncGenerator<EntryDraft> {
  for (let after = -1; ; ) {
    const { rows } = await sql<{ idx: string; entry: Uint8Array }>`
      select idx, entry from ledger_entries
      where idx > ${after} and position(${Buffer.from(action)}::bytea in entry) > 0
      order by idx limit ${batch}`.execute(db);
    for (const row of rows) {
      const entry = decodeEntry(row.entry);
      if (entry?.action === action) yield entry;
    }
    if (rows.length < batch) return;
    after = Number(rows.at(-1)?.idx);
  }
}
