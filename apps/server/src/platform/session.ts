import type pg from 'pg';
import { PlatformError } from './error.ts';
import { FIXED_SETTINGS } from './postgres-settings.ts';

/**
 * What every connection is set to before its first statement, whatever the database, the role or the server's files
 * say: names mean the program's tables, a commit is on the disk, and a row that a policy hides is an error.
 */
const parameters = {
  search_path: 'public, pg_temp',
  synchronous_commit: 'on',
  row_security: 'off',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  client_encoding: 'UTF8',
  bytea_output: 'hex',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
} as const;

/** What only a superuser sets; a connection where it is otherwise is refused. */
const expected = { session_replication_role: 'origin', ignore_checksum_failure: 'off' } as const;

const names = Object.entries(parameters);
const text = `select ${[
  ...names.map((_, i) => `pg_catalog.set_config($${i * 2 + 1}, $${i * 2 + 2}, false)`),
  ...Object.keys(expected).map((name) => `pg_catalog.current_setting('${name}', true)`),
  'session_user = current_user',
].join(', ')}`;
/**
 * What somebody gave all roles, this one or the database, and the program did not set anew: it would stay with the
 * connection, whatever is put back. How much memory a statement takes is the operator's to give, and so is what the
 * embedded server fixes for itself (a log without statements).
 */
const givenText = `select g.name, g.setting as value from pg_catalog.pg_show_all_settings() g
  where g.source in ('global', 'database', 'user', 'database user') and g.category <> 'Resource Usage / Memory'`;

const fixed: Readonly<Record<string, string>> = FIXED_SETTINGS;

/** Sets a new connection's parameters. Throws `session` where one cannot be what it must be, or somebody set others. */
export async function setSession(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query({ text, values: names.flat(), rowMode: 'array' });
  const said = rows[0] as unknown as readonly (string | boolean | null)[];
  const wanted = [...Object.entries(parameters), ...Object.entries(expected)];
  const wrong = wanted.filter(([, value], i) => said[i] !== null && said[i] !== value).map(([name]) => name);
  if (said.at(-1) !== true) wrong.push('role');
  const { rows: given } = await client.query<{ name: string; value: string }>(givenText);
  const others = given.filter(({ name, value }) => fixed[name] !== value && !wrong.includes(name));
  wrong.push(...others.map(({ name }) => name));
  if (wrong.length > 0) {
    throw new PlatformError(
      'session',
      `a connection's settings are not the program's: ${wrong.join(', ')}; somebody set them for this role or database ` +
        '(alter role … reset and alter database … reset take them back)',
    );
  }
}
