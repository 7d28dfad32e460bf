import { sql } from 'kysely';
import type { Tx } from './deps.ts';

/** Gives one counted request back: it was no try of a stranger. */
export async function giveBack(db: Tx, key: string): Promise<void> {
  await sql`select identity_rate_back(${key})`.execute(db);
}

/** Counts one request under `key`; false when there were more than `limit` within the window. All replicas count together. */
export async function withinRate(
  db: Tx,
  key: string,
  rate: { readonly limit: number; readonly seconds: number },
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`
    select identity_rate(${key}, ${rate.limit}, ${rate.seconds}, ${now}) as ok`.execute(db);
  return rows[0]?.ok ?? false;
}
