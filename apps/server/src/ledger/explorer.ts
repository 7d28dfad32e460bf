import type { LedgerEntry, LedgerPage } from '@huke/sdk';
import { sql } from 'kysely';
import { decodeEntry, type EntryDraft } from './entry.ts';
import { type Db, readHead } from './store.ts';

/** Which entries: all that are given must hold. Times are ISO 8601; `until` and `toIndex` are not included. */
export type EntryFilter = {
  readonly kind?: EntryDraft['kind'];
  readonly action?: string;
  readonly outcome?: EntryDraft['outcome'];
  readonly person?: string;
  readonly key?: string;
  /** Also entries that are about several customers. */
  readonly customer?: string;
  readonly case?: string;
  readonly since?: string;
  readonly until?: string;
  readonly fromIndex?: number;
  readonly toIndex?: number;
};

/** One page, newest first: at most `limit` (50, 200 at most) below the `cursor` that the page before gave. */
export type EntryPage = { readonly cursor?: string; readonly limit?: number };

const indexBatch = 5_000;

/**
 * Adds committed entries to the explorer's index, which is derived and off the append's path; replicas may do it at
 * once. Every entry gets a row, also one that cannot be read (tampered with), which then is found by index only.
 */
export async function indexEntries(db: Db): Promise<void> {
  for (;;) {
    // a row beyond the head is nobody's entry and must not hold up those that come
    const { rows } = await sql<IndexedRow>`
      select idx, entry from ledger_entries, (select size from ledger_head) h
      where idx >= (select coalesce(max(i.idx) + 1, 0) from ledger_index i where i.idx < h.size) and idx < h.size
      order by idx limit ${indexBatch}`.execute(db);
    if (rows.length > 0) await insertIndex(db, rows);
    if (rows.length < indexBatch) return;
  }
}

type IndexedRow = { readonly idx: string; readonly entry: Buffer };

/**
 * Whether the index has a row for each entry up to its last and none beyond the ledger; what is missing is made
 * again. Resolves to how many rows were missing or too many.
 */
export async function mendIndex(db: Db): Promise<number> {
  const { rows } = await sql<{ missing: string; beyond: string }>`
    select coalesce(max(idx) filter (where idx < size) + 1, 0) - count(*) filter (where idx between 0 and size - 1) as missing,
           count(*) filter (where idx < 0 or idx >= size) as beyond
    from ledger_index, (select size from ledger_head) h`.execute(db);
  const missing = Number(rows[0]?.missing ?? 0);
  for (let left = missing; left > 0; ) {
    const { rows: gone } = await sql<IndexedRow>`
      select idx, entry from ledger_entries e
      where idx < (select size from ledger_head) and not exists (select from ledger_index i where i.idx = e.idx)
      order by idx limit ${indexBatch}`.execute(db);
    if (gone.length > 0) await insertIndex(db, gone);
    left = gone.length < indexBatch ? 0 : left - gone.length;
  }
  return missing + Number(rows[0]?.beyond ?? 0);
}

/** Makes a stretch of the index again, customers included; resolves to how many rows were missing, and what is next. */
export async function mendStretch(
  db: Db,
  from: number,
): Promise<{ readonly missing: number; readonly next: number }> {
  const { rows } = await sql<IndexedRow>`
    select idx, entry from ledger_entries
    where idx >= ${from} and idx <= (select max(i.idx) from ledger_index i)
    order by idx limit ${indexBatch}`.execute(db);
  const missing = rows.length > 0 ? await insertIndex(db, rows) : 0;
  return { missing, next: rows.length < indexBatch ? 0 : from + rows.length };
}

/** Adds rows that are not there; resolves to how many there were. */
async function insertIndex(db: Db, rows: readonly IndexedRow[]): Promise<number> {
  const drafts = rows.map(({ entry }) => decodeEntry(entry));
  const column = (name: 'at' | 'kind' | 'action' | 'outcome' | 'person' | 'key' | 'case'): string =>
    arrayOf(drafts.map((draft) => draft?.[name]));
  const about = drafts.flatMap((draft, i) =>
    [...new Set([draft?.customer ?? [], draft?.customers ?? []].flat())].map((customer) => [
      customer,
      rows[i]?.idx,
    ]),
  );
  // one statement, so that no entry is found by one column and not by its customer
  const { rows: made } = await sql<{ n: number }>`
    with about as (
      insert into ledger_index_customers (customer, idx)
      select * from unnest(${arrayOf(about.map(([customer]) => customer))}::text[],
                           ${arrayOf(about.map(([, idx]) => idx))}::bigint[])
      on conflict do nothing returning idx),
    own as (
      insert into ledger_index (idx, at, kind, action, outcome, person, key, case_id)
      select * from unnest(${arrayOf(rows.map(({ idx }) => idx))}::bigint[], ${column('at')}::timestamptz[],
        ${column('kind')}::text[], ${column('action')}::text[], ${column('outcome')}::text[],
        ${column('person')}::text[], ${column('key')}::text[], ${column('case')}::text[])
      on conflict do nothing returning idx)
    select ((select count(*) from about) + (select count(*) from own))::int as n`.execute(db);
  return made[0]?.n ?? 0;
}

/** PostgreSQL's text form of an array. INVARIANT: the values passed the entry's grammar, so none needs escaping. */
function arrayOf(values: readonly (string | undefined)[]): string {
  return `{${values.map((value) => (value === undefined ? 'NULL' : `"${value}"`)).join(',')}}`;
}

/** Entries that fit the filter, newest first. */
export async function findEntries(db: Db, filter: EntryFilter, page: EntryPage = {}): Promise<LedgerPage> {
  await indexEntries(db);
  const limit = Math.min(Math.max(page.limit ?? 50, 1), 200);
  const below = [filter.toIndex, parseCursor(page.cursor)].filter((each) => each !== undefined);
  const tests = [
    below.length > 0 ? sql`i.idx < ${Math.min(...below)}` : null,
    filter.fromIndex === undefined ? null : sql`i.idx >= ${filter.fromIndex}`,
    filter.kind === undefined ? null : sql`i.kind = ${filter.kind}`,
    filter.action === undefined ? null : sql`i.action = ${filter.action}`,
    filter.outcome === undefined ? null : sql`i.outcome = ${filter.outcome}`,
    filter.person === undefined ? null : sql`i.person = ${filter.person}`,
    filter.key === undefined ? null : sql`i.key = ${filter.key}`,
    filter.customer === undefined ? null : sql`c.customer = ${filter.customer}`,
    filter.case === undefined ? null : sql`i.case_id = ${filter.case}`,
    filter.since === undefined ? null : sql`i.at >= ${filter.since}::timestamptz`,
    filter.until === undefined ? null : sql`i.at < ${filter.until}::timestamptz`,
  ].filter((test) => test !== null);
  const where = tests.length === 0 ? sql`` : sql`where ${sql.join(tests, sql` and `)}`;
  const about = filter.customer === undefined ? sql`` : sql`join ledger_index_customers c on c.idx = i.idx`;
  const { rows } = await sql<{ idx: string; entry: Buffer | null }>`
    select i.idx, e.entry from ledger_index i ${about} left join ledger_entries e on e.idx = i.idx
    ${where} order by i.idx desc limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  return {
    entries: shown.map(({ idx, entry }) => toEntry(Number(idx), entry)),
    next: rows.length > limit ? (shown.at(-1)?.idx ?? null) : null,
    size: await readHead(db),
  };
}

function parseCursor(cursor: string | undefined): number | undefined {
  return cursor !== undefined && /^[0-9]{1,15}$/.test(cursor) ? Number(cursor) : undefined;
}

/** An entry as the explorer shows it; one that is missing or cannot be read shows as kind `unreadable`. */
export function toEntry(index: number, bytes: Uint8Array | null): LedgerEntry {
  const draft = bytes === null ? null : decodeEntry(bytes);
  return {
    index,
    at: draft?.at ?? '',
    kind: draft?.kind ?? 'unreadable',
    person: draft?.person ?? null,
    key: draft?.key ?? null,
    post: draft?.post ?? null,
    action: draft?.action ?? '',
    outcome: draft?.outcome ?? '',
    customer: draft?.customer ?? null,
    case: draft?.case ?? null,
    fields: draft?.fields ?? [],
    purpose: draft?.purpose ?? null,
    scenario: draft?.scenario ?? null,
    reason: draft?.reason ?? null,
    policies: draft?.policies ?? [],
    bytes: Buffer.from(bytes ?? []).toString('base64'),
  };
}
