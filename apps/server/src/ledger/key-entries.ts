import { sql } from 'kysely';
import { indexEntries } from './explorer.ts';
import type { Db } from './store.ts';

/** How many entries of each kind every key has since a time (ISO 8601). */
export async function keyEntries(
  db: Db,
  since: string,
): Promise<
  readonly {
    readonly key: string;
    readonly kind: string;
    readonly action: string;
    readonly outcome: string;
    readonly count: number;
  }[]
> {
  await indexEntries(db);
  const { rows } = await sql<{ key: string; kind: string; action: string; outcome: string; count: number }>`
    select key, kind, action, outcome, count(*)::int as count from ledger_index
    where key is not null and at >= ${since}::timestamptz
    group by key, kind, action, outcome`.execute(db);
  return rows;
}

/** Whether a key has an entry since a time that is one of `kinds` (`kind action`). */
export async function keyUsed(
  db: Db,
  key: string,
  kinds: readonly string[],
  since: string,
): Promise<boolean> {
  await indexEntries(db);
  const { rows } = await sql`
    select 1 from ledger_index
    where key = ${key} and at >= ${since}::timestamptz
      and kind || ' ' || action = any(${[...kinds]}::text[]) limit 1`.execute(db);
  return rows.length > 0;
}
