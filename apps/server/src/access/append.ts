import { createHash } from 'node:crypto';
import type { Run, Statement } from '#budget';

/** An entry that is in the log once its transaction commits. */
export type Appended = { readonly index: number; readonly leaf: Uint8Array };

/** Advances the head, inserts behind it and wakes the signer. */
const append: Statement = {
  name: 'access-append',
  text: `
    with head as (
      update ledger_head set size = size + cardinality($1::bytea[]) where id
      returning size - cardinality($1::bytea[]) as first
    ), added as (
      insert into ledger_entries (idx, entry, leaf)
      select head.first + given.n - 1, given.entry, given.leaf
      from head, unnest($1::bytea[], $2::bytea[]) with ordinality as given (entry, leaf, n)
      returning idx
    )
    select (select first from head)::text as first, (select count(*) from added)::int as added, pg_notify('ledger', '')`,
};

/** Appends entries in the transaction that `run` stands in, by a statement of the program. Throws where it did not. */
export async function appendBytes(run: Run, entries: readonly Uint8Array[]): Promise<readonly Appended[]> {
  if (entries.length === 0) return [];
  const given = entries.map((entry) => Buffer.from(entry.buffer, entry.byteOffset, entry.length));
  const leaves = given.map((entry) => createHash('sha256').update('\0').update(entry).digest());
  const [done] = await run(append, [given, leaves]);
  const first = Number(done?.['first'] ?? Number.NaN);
  if (!Number.isSafeInteger(first) || done?.['added'] !== entries.length)
    throw new Error('the database did not store an entry');
  return leaves.map((leaf, i) => ({ index: first + i, leaf }));
}
