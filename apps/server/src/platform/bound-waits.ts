import { type Kysely, sql } from 'kysely';

// each room names its own tables
// oxlint-disable-next-line no-explicit-any
type Tx = Kysely<any>;

/**
 * What a transaction waits for ends in an error: a lock after two seconds, a statement after ten. For work that must
 * not stand still because somebody with the database's rights holds a lock. Called first in the transaction.
 */
export async function boundWaits(tx: Tx): Promise<void> {
  await sql`
    select pg_catalog.set_config('lock_timeout', '2s', true),
           pg_catalog.set_config('statement_timeout', '10s', true)`.execute(tx);
}
