import type { Database } from '#platform';
import type { IndexVersion } from './blind-index.ts';

/** Four times as many customers as the index was made for: sixteen share a tag by chance where four should. */
const outgrown = 4;
/** The next one is made for twice as many as there are: two share a tag then, four when it is full. */
const ahead = 2;

/** Keeps two replicas from building at once. */
const building = 716_104;

/**
 * For how many customers the index is to be built anew, null where it does for as many; a build that was broken off
 * goes on in any case.
 */
export function sizeAfter(versions: readonly IndexVersion[], customers: number): number | null {
  const made = Math.max(0, ...versions.map((version) => version.customers));
  if (versions.length > 1) return made;
  return customers > outgrown * made ? ahead * customers : null;
}

/** Does the work where no other replica does it; what it answers, false where one does. */
export async function alone(db: Pick<Database, 'pool'>, work: () => Promise<boolean>): Promise<boolean> {
  const client = await db.pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      building,
    ]);
    if (rows[0]?.mine !== true) return false;
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [building]);
    }
  } finally {
    client.release();
  }
}
