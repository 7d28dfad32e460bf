import {
  type DatabaseConnection,
  type Driver,
  type Kysely,
  PostgresDialect,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';

type Work = () => Promise<void>;

/** What is to be done after the commit of the transaction that runs on a connection. */
const waiting = new WeakMap<DatabaseConnection, Work[]>();

/** kysely's driver; a transaction resolves only after the work that was left for its commit is done too. */
class AfterCommitDriver extends PostgresDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    await super.beginTransaction(connection, settings);
    waiting.set(connection, []);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    const work = waiting.get(connection) ?? [];
    waiting.delete(connection);
    for (const each of work) await each();
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    waiting.delete(connection);
    await super.rollbackTransaction(connection);
  }
}

/** The dialect of a pool whose transactions know `afterCommit`. */
export class AfterCommitDialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new AfterCommitDriver({ pool: this.#pool });
  }
}

/**
 * Leaves work for the commit of `tx`: its `execute` resolves only once that is done too, and rejects where it fails,
 * although the transaction stands then. A transaction that is rolled back forgets it. Throws where `tx` is no
 * transaction on a database that `openDatabase` opened.
 */
export async function afterCommit(tx: Kysely<unknown>, work: Work): Promise<void> {
  await tx.getExecutor().provideConnection(async (connection) => {
    const list = waiting.get(connection);
    if (list === undefined) throw new Error('work after a commit needs a transaction');
    list.push(work);
  });
}
