import { sql } from 'kysely';
import { decodeEntry, type EntryDraft } from '#ledger';
import type { Clock, Database } from '#platform';
import { firstSince, reader } from './seen.ts';

/** Something that was typed or said, as its entry has it: the row that keeps its digest must be there. */
export type TypedMark = { readonly holder: string; readonly ref: string; readonly field: string };

/** What a case or a person has typed since then (at most a day ago), by the log. */
export type TypedLog = (holders: readonly string[], since: Date) => Promise<readonly TypedMark[]>;

/** The code of the entry that charges a search, which its asker learns something from. */
export const searchingCode = 'searching';

const hour = 3_600_000;
const kept = 25 * hour;
const batch = 10_000;

/**
 * Makes it. It reads the entries themselves, each once, as `seen.ts` does: whoever owns the database can take rows
 * away, put them back and read them between two questions; an entry stays.
 */
export function createTypedLog({ db, clock }: { readonly db: Database; readonly clock: Clock }): TypedLog {
  const marks = new Map<string, (TypedMark & { readonly at: number })[]>();
  let next: number | null = null;
  let forgotAt = 0;

  const remember = (entry: EntryDraft | null): void => {
    for (const mark of entry === null ? [] : marksOf(entry)) {
      const at = Date.parse(entry?.at ?? '');
      marks.set(mark.holder, [...(marks.get(mark.holder) ?? []), { ...mark, at }]);
    }
  };

  const forget = (before: number): void => {
    for (const [holder, all] of marks) {
      const young = all.filter((each) => each.at >= before);
      if (young.length === 0) marks.delete(holder);
      else marks.set(holder, young);
    }
    forgotAt = before;
  };

  const read = async (): Promise<void> => {
    const before = clock().getTime() - kept;
    next ??= await firstSince(db, before);
    for (let full = true; full; ) {
      const { rows } = await sql<{ idx: string; entry: Buffer | null }>`
        select idx, case when position('"searching"'::bytea in entry) > 0
          or position('"contact-opened"'::bytea in entry) > 0 then entry end as entry
        from ledger_entries where idx >= ${next} order by idx limit ${batch}`.execute(db.kysely);
      for (const { entry } of rows) if (entry !== null) remember(decodeEntry(entry));
      next = Number(rows.at(-1)?.idx ?? next - 1) + 1;
      full = rows.length === batch;
    }
    if (before - forgotAt > hour) forget(before);
  };

  const refresh = reader(read);
  return async (holders, since) => {
    await refresh();
    const from = since.getTime();
    return holders.flatMap((each) => (marks.get(each) ?? []).filter((mark) => mark.at > from));
  };
}

/** A search that its asker was charged for, and what a channel said; entries of older releases say neither. */
function marksOf(entry: EntryDraft): readonly TypedMark[] {
  const { action, code, outcome, access, person, object, contact, fields = [] } = entry;
  if (entry.kind === 'desk' && action === 'contact-opened' && outcome === 'done') {
    const { case: of } = entry;
    if (of === undefined || contact === undefined) return [];
    return fields.map((field) => ({ holder: of, ref: contact, field }));
  }
  if (entry.kind !== 'access' || action !== 'search' || code !== searchingCode || outcome !== 'granted')
    return [];
  const [field] = fields;
  if (access === undefined || field === undefined) return [];
  return [object, person].flatMap((holder) => (holder === undefined ? [] : [{ holder, ref: access, field }]));
}
