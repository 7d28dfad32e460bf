import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from './database.ts';
import { PlatformError } from './error.ts';

/** Where to read or write: the database, or a transaction on it. */
// oxlint-disable-next-line no-explicit-any
export type Executor = Pick<Database, 'kysely'> | Kysely<any>;

type Mac = (data: Uint8Array) => Uint8Array;

// oxlint-disable-next-line no-explicit-any
export function kyselyOf(executor: Executor): Kysely<any> {
  return 'kysely' in executor ? executor.kysely : executor;
}

/**
 * The value of the installation's setting `key` (organisation id, state of the demo, …), null when never set. Throws
 * `PlatformError` code `row-forged` where the row is not as this program wrote it. That a row is gone is not found:
 * whoever reads a setting takes the absence for the narrower of its meanings.
 */
export async function getSetting(db: Executor, mac: Mac, key: string): Promise<string | null> {
  const { rows } = await sql<{ value: string; mac: string | null }>`
    select value, mac from setting where key = ${key}`.execute(kyselyOf(db));
  const row = rows[0];
  if (!row) return null;
  if (row.mac !== sealOf(mac, key, row.value))
    throw new PlatformError(
      'row-forged',
      `the setting ${key} was changed past the program: restore it from your backup`,
    );
  return row.value;
}

/** Sets `key`, which is lower-case words joined by `.` and `-`, to `value`. */
export async function setSetting(db: Executor, mac: Mac, key: string, value: string): Promise<void> {
  await sql`insert into setting (key, value, mac) values (${key}, ${value}, ${sealOf(mac, key, value)})
            on conflict (key) do update set value = excluded.value, mac = excluded.mac, changed_at = now()`.execute(
    kyselyOf(db),
  );
}

/** A mark that gives no right and means nothing to whoever has one, such as the state of the demo; not sealed. */
export async function getMark(db: Executor, key: string): Promise<string | null> {
  const { rows } = await sql<{ value: string }>`select value from setting where key = ${key}`.execute(
    kyselyOf(db),
  );
  return rows[0]?.value ?? null;
}

/** Sets a mark. */
export async function setMark(db: Executor, key: string, value: string): Promise<void> {
  await sql`insert into setting (key, value) values (${key}, ${value})
            on conflict (key) do update set value = excluded.value, mac = null, changed_at = now()`.execute(
    kyselyOf(db),
  );
}

/** Seals the settings of an installation that is older than the seals; only at its first start with them. */
export async function adoptSettings(db: Executor, mac: Mac): Promise<number> {
  const { rows } = await sql<{ key: string; value: string }>`
    select key, value from setting where mac is null`.execute(kyselyOf(db));
  for (const { key, value } of rows)
    await sql`update setting set mac = ${sealOf(mac, key, value)} where key = ${key} and mac is null`.execute(
      kyselyOf(db),
    );
  return rows.length;
}

function sealOf(mac: Mac, key: string, value: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify(['huke-setting', key, value]));
  return Buffer.from(mac(bytes)).toString('base64url');
}
