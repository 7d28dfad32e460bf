import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from './database.ts';

/** Where to read or write: the database, or a transaction on it. */
// oxlint-disable-next-line no-explicit-any
export type Executor = Pick<Database, 'kysely'> | Kysely<any>;

// oxlint-disable-next-line no-explicit-any
export function kyselyOf(executor: Executor): Kysely<any> {
  return 'kysely' in executor ? executor.kysely : executor;
}

/** The value of the installation's setting `key` (organisation id, state of the demo, …), null when never set. */
export async function getSetting(db: Executor, key: string): Promise<string | null> {
  const { rows } = await sql<{ value: string }>`select value from setting where key = ${key}`.execute(
    kyselyOf(db),
  );
  return rows[0]?.value ?? null;
}

/** Sets `key`, which is lower-case words joined by `.` and `-`, to `value`. */
export async function setSetting(db: Executor, key: string, value: string): Promise<void> {
  await sql`insert into setting (key, value) values (${key}, ${value})
            on conflict (key) do update set value = excluded.value, changed_at = now()`.execute(kyselyOf(db));
}
