import pg from 'pg';
import { decodeEntry, type EntryDraft } from '#ledger';
import type { Promised } from './desk-load.ts';

/** All entries of a log, by index. */
export async function readEntries(url: string): Promise<Map<number, EntryDraft>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ idx: string; entry: Buffer }>(
      'select idx, entry from ledger_entries order by idx',
    );
    const entries = new Map<number, EntryDraft>();
    for (const { idx, entry } of rows) {
      const decoded = decodeEntry(entry);
      if (decoded === null) throw new Error(`entry ${idx} cannot be read`);
      entries.set(Number(idx), decoded);
    }
    return entries;
  } finally {
    await client.end();
  }
}

/** Indexes of answers whose entry is not there or says something else. */
export function brokenPromises(
  entries: ReadonlyMap<number, EntryDraft>,
  promised: readonly Promised[],
): Promised[] {
  return promised.filter(({ index, says }) => {
    const entry = entries.get(index) as Record<string, unknown> | undefined;
    return (
      entry === undefined ||
      Object.entries(says).some(([name, value]) => JSON.stringify(entry[name]) !== JSON.stringify(value))
    );
  });
}

/** What is wrong with the order of a log: gaps in its indexes, accesses that stand in it twice. */
export function disorder(entries: ReadonlyMap<number, EntryDraft>): string[] {
  const wrong: string[] = [];
  const seen = new Map<string, number>();
  let next = 0;
  for (const [index, { access }] of entries) {
    if (index !== next++) wrong.push(`gap before ${index}`);
    if (access === undefined) continue;
    const other = seen.get(access);
    if (other !== undefined) wrong.push(`${other} and ${index} are one access`);
    seen.set(access, index);
  }
  return wrong;
}
