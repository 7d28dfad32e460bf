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
  /** All but those of this code. */
  readonly notCode?: string;
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
      select idx, entry from ledger_entries
      where idx >= (select coalesce(max(i.idx) + 1, 0) from ledger_index i
                    where i.idx < (select size from ledger_head))
        and idx < (select size from ledger_head)
      order by idx limit ${indexBatch}`.execute(db);
    if (rows.length > 0) await writeIndex(db, rows);
    if (rows.length < indexBatch) return;
  }
}

type IndexedRow = { readonly idx: string; readonly entry: Buffer };

/**
 * Whether the index has a row for each entry from `from` up to its last, and none beyond the ledger; what is missing is
 * made again. Resolves to how many rows were missing or too many, and to below which index none is missing now.
 */
export async function mendIndex(
  db: Db,
  from: number,
): Promise<{ readonly wrong: number; readonly whole: number }> {
  const { rows } = await sql<{ missing: string; beyond: string; end: string }>`
    with counted as (
      select greatest(coalesce(max(idx) filter (where idx < size) + 1, 0), ${from}::bigint) as last,
             count(*) filter (where idx between ${from} and size - 1) as there,
             count(*) filter (where idx < 0 or idx >= size) as beyond
      from ledger_index, (select size from ledger_head) h where idx >= ${from} or idx < 0)
    select last - ${from}::bigint - there as missing, beyond, last as end from counted`.execute(db);
  const missing = Number(rows[0]?.missing ?? 0);
  for (let left = missing; left > 0; ) {
    const { rows: gone } = await sql<IndexedRow>`
      select idx, entry from ledger_entries e
      where idx >= ${from} and idx < (select size from ledger_head)
        and not exists (select from ledger_index i where i.idx = e.idx)
      order by idx limit ${indexBatch}`.execute(db);
    if (gone.length > 0) await writeIndex(db, gone);
    left = gone.length < indexBatch ? 0 : left - gone.length;
  }
  return { wrong: missing + Number(rows[0]?.beyond ?? 0), whole: Number(rows[0]?.end ?? from) };
}

/**
 * Compares a stretch of the index, customers included, with what the entries' bytes say, and makes it so again;
 * resolves to how many rows were missing or another, and what is next.
 */
export async function mendStretch(
  db: Db,
  from: number,
): Promise<{ readonly wrong: number; readonly next: number }> {
  const { rows } = await sql<IndexedRow>`
    select idx, entry from ledger_entries
    where idx >= ${from} and idx <= (select max(i.idx) from ledger_index i)
    order by idx limit ${indexBatch}`.execute(db);
  const wrong = rows.length > 0 ? await writeIndex(db, rows) : 0;
  return { wrong, next: rows.length < indexBatch ? 0 : from + rows.length };
}

/** Makes the index say of these entries what their bytes say; resolves to how many rows did not. */
async function writeIndex(db: Db, rows: readonly IndexedRow[]): Promise<number> {
  const drafts = rows.map(({ entry }) => decodeEntry(entry));
  const column = (name: 'at' | 'kind' | 'action' | 'outcome' | 'person' | 'key' | 'case'): string =>
    arrayOf(drafts.map((draft) => draft?.[name]));
  const about = drafts.flatMap((draft, i) =>
    [...new Set([draft?.customer ?? [], draft?.customers ?? []].flat())].map((customer) => [
      customer,
      rows[i]?.idx,
    ]),
  );
  // one statement, so that no entry is found by one column and not by its customer; a row that is as it should be is
  // not even locked
  const { rows: made } = await sql<{ n: number }>`
    with said as (
      select * from unnest(${arrayOf(rows.map(({ idx }) => idx))}::bigint[], ${column('at')}::timestamptz[],
        ${column('kind')}::text[], ${column('action')}::text[], ${column('outcome')}::text[],
        ${column('person')}::text[], ${column('key')}::text[], ${column('case')}::text[])
        as said (idx, at, kind, action, outcome, person, key, case_id)),
    said_about as (
      select * from unnest(${arrayOf(about.map(([customer]) => customer))}::text[],
                           ${arrayOf(about.map(([, idx]) => idx))}::bigint[]) as said (customer, idx)),
    about as (
      insert into ledger_index_customers (customer, idx) select customer, idx from said_about
      on conflict do nothing returning idx),
    not_about as (
      delete from ledger_index_customers c using said
      where c.idx = said.idx
        and not exists (select from said_about a where a.customer = c.customer and a.idx = c.idx)
      returning c.idx),
    own as (
      insert into ledger_index (idx, at, kind, action, outcome, person, key, case_id)
      select said.* from said left join ledger_index i on i.idx = said.idx
      where i.idx is null or (i.at, i.kind, i.action, i.outcome, i.person, i.key, i.case_id)
        is distinct from (said.at, said.kind, said.action, said.outcome, said.person, said.key, said.case_id)
      on conflict (idx) do update set at = excluded.at, kind = excluded.kind, action = excluded.action,
        outcome = excluded.outcome, person = excluded.person, key = excluded.key, case_id = excluded.case_id
      returning idx)
    select ((select count(*) from about) + (select count(*) from not_about) + (select count(*) from own))::int as n`.execute(
    db,
  );
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
    // by the bytes: a page filtered afterwards is short by as many as it hid
    filter.notCode === undefined
      ? null
      : sql`coalesce(position(${Buffer.from(`"code":"${filter.notCode}"`)}::bytea in e.entry), 0) = 0`,
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
function toEntry(index: number, bytes: Uint8Array | null): LedgerEntry {
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
