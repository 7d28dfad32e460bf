import crypto from 'node:crypto';
import { leafHash, nodePrimitives, sameBytes } from '@huke/ledger';
import { CompiledQuery } from 'kysely';
import { LedgerRoomError } from './error.ts';
import type { Db } from './store.ts';

/** A statement of the program's own text. */
export type Statement = { readonly name: string; readonly text: string };

/** Sends a statement on the connection that a transaction runs on, after those sent before; answers its rows. */
export type Send = (
  statement: Statement,
  values: readonly unknown[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** An entry that is in the log once its transaction commits. */
export type Appended = { readonly index: number; readonly leaf: Uint8Array };

const { sha256 } = nodePrimitives(crypto);

/** Advances the head, inserts behind it and wakes the signer. */
const append: Statement = {
  name: 'ledger-append',
  text: `
with head as (
  update public.ledger_head set size = size + pg_catalog.cardinality($1::bytea[]) where id
  returning size - pg_catalog.cardinality($1::bytea[]) as first
), added as (
  insert into public.ledger_entries (idx, entry, leaf)
  select head.first + given.n - 1, given.entry, pg_catalog.sha256('\\x00'::bytea || given.entry)
  from head, pg_catalog.unnest($1::bytea[]) with ordinality as given (entry, n)
  returning idx
)
select (select first from head)::text as first, (select pg_catalog.count(*) from added)::int as added,
       pg_catalog.pg_notify('ledger', '')`,
};

const readBack: Statement = {
  name: 'ledger-read-back',
  text: `
select e.idx::text as index, e.entry, e.leaf, h.size::text as size
from public.ledger_entries e, public.ledger_head h
where e.idx = any (array(
  select size - n from public.ledger_head, pg_catalog.generate_series(1, $1::int) as n)) order by e.idx`,
};

type Stored = {
  readonly index: string;
  readonly entry: Buffer;
  readonly leaf: Buffer;
  readonly size: string;
};

/**
 * Appends entries in the transaction that `send` stands in, by statements of the program and by no function of the
 * database, and reads them back: each must be stored as it was given, under the leaf that the program computes, below
 * the head. Throws `append-altered` where the database says otherwise; the caller must not commit then. What is
 * changed after this, at the commit or later, is found by the journal (`journal.ts`).
 */
export async function appendBytes(send: Send, entries: readonly Uint8Array[]): Promise<readonly Appended[]> {
  if (entries.length === 0) return [];
  const given = entries.map((entry) => Buffer.from(entry.buffer, entry.byteOffset, entry.length));
  // together: nothing is believed, nor committed, before both are answered
  const [[done], rows] = await Promise.all([send(append, [given]), send(readBack, [given.length])]);
  const first = Number(done?.['first'] ?? Number.NaN);
  if (!Number.isSafeInteger(first) || done?.['added'] !== entries.length) throw altered();
  const end = first + entries.length;
  if (rows.length !== entries.length) throw altered();
  return given.map((entry, i) => {
    const row = rows[i] as Stored;
    const leaf = leafHash(entry, sha256);
    const asGiven =
      Number(row.index) === first + i &&
      Number(row.size) === end &&
      sameBytes(row.entry, entry) &&
      sameBytes(row.leaf, leaf);
    if (!asGiven) throw altered();
    return { index: first + i, leaf };
  });
}

/** `send` over a transaction of kysely. */
export const sendOn = (tx: Db): Send => {
  let last: Promise<unknown> = Promise.resolve();
  return ({ text }, values) => {
    const execute = (): ReturnType<Send> =>
      tx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values])).then(({ rows }) => rows);
    const answer = last.then(execute, execute);
    last = answer;
    return answer;
  };
};

/** Appends in the caller's transaction, or in one of its own where the caller has none. */
export async function appendEntries(db: Db, entries: readonly Uint8Array[]): Promise<readonly Appended[]> {
  if (db.isTransaction) return await appendBytes(sendOn(db), entries);
  return await db.transaction().execute((tx) => appendBytes(sendOn(tx), entries));
}

function altered(): LedgerRoomError {
  return new LedgerRoomError(
    'append-altered',
    'the database did not store an entry as it was given: nothing was appended; compare its schema with the program',
  );
}
