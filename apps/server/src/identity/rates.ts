import { sql } from 'kysely';
import type { IdentityDeps } from './deps.ts';
import type { Tries } from './tries.ts';

type Deps = Pick<IdentityDeps, 'db' | 'clock'> & { readonly tries: Tries };

/** Gives one counted request back: it was no try of a stranger. */
export async function giveBack({ db, tries }: Deps, key: string): Promise<void> {
  tries.giveBack(key);
  await sql`select identity_rate_back(${key})`.execute(db.kysely);
}

/**
 * Counts one request under `key`; false when there were more than `limit` within the window. All replicas count
 * together in the rows; who takes those away meets what this one counted.
 */
export async function withinRate(
  { db, clock, tries }: Deps,
  key: string,
  rate: { readonly limit: number; readonly seconds: number },
): Promise<boolean> {
  const now = clock();
  const here = tries.within(key, rate, now);
  const { rows } = await sql<{ ok: boolean }>`
    select identity_rate(${key}, ${rate.limit}, ${rate.seconds}, ${now}) as ok`.execute(db.kysely);
  return here && rows[0]?.ok === true;
}
