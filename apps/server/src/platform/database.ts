import { callbackify } from 'node:util';
import { Kysely } from 'kysely';
import pg from 'pg';
import { AfterCommitDialect } from './after-commit.ts';
import { createListener, type Listener } from './listen.ts';
import { PlatformError } from './error.ts';
import type { Log } from './log.ts';
import { setSession } from './session.ts';

/** An open database: query by `kysely` (or by `pool` where each round trip counts), hear of changes by `listen`. */
export type Database = {
  // each room names its own tables (`kysely.withTables<…>()`); this room knows none of them
  // oxlint-disable-next-line no-explicit-any
  readonly kysely: Kysely<any>;
  readonly pool: pg.Pool;
  readonly listen: Listener['listen'];
  readonly notify: (channel: string, payload: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const OLDEST = 150000;

/**
 * Connects to PostgreSQL and refuses one that is older than 15 (`unsupported-database`), that acknowledges commits it
 * has not stored (`not-durable`), or that cannot be reached (`unreachable`). Warns when pages carry no checksums.
 */
export async function openDatabase(options: {
  readonly url: string;
  readonly log: Log;
  readonly max?: number;
  /** Whether the socket is the one that the started server bound; asked before a new connection's first statement. */
  readonly socketStands?: (() => Promise<boolean>) | null;
}): Promise<Database> {
  const config: pg.ClientConfig = {
    connectionString: options.url,
    application_name: 'huke',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
  // the pool waits for it before it hands the connection out
  const pool = new pg.Pool({
    ...config,
    max: options.max ?? 20,
    idleTimeoutMillis: 60_000,
    // what is handed over without waiting for the answer of the one before goes out with it
    pipeline: true,
    verify: callbackify(async (client: pg.ClientBase): Promise<void> => {
      if ((await options.socketStands?.()) === false)
        throw new PlatformError(
          'session',
          'another program stands on the socket of the database: start again',
        );
      await setSession(client);
    }),
  });
  pool.on('error', (error) => options.log.warn('connection-lost', { error }));
  // the pool listens to idle connections only: one that is cut between two statements of a transaction would end the
  // process; its next statement fails
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await refuseUnsafe(pool, options.log);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const listener = createListener({ config, log: options.log });
  const kysely = new Kysely<unknown>({ dialect: new AfterCommitDialect(pool) });
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await listener.close();
    // not kysely.destroy(), which leaves a pool open that kysely never used
    await pool.end();
  };
  return {
    kysely,
    pool,
    listen: listener.listen,
    notify: async (channel, payload) => {
      await pool.query('select pg_notify($1, $2)', [channel, payload]);
    },
    close: () => (closing ??= close()),
  };
}

async function refuseUnsafe(pool: pg.Pool, log: Log): Promise<void> {
  const settings = await readSettings(pool);
  const version = Number(settings['server_version_num']);
  if (!(version >= OLDEST)) {
    throw new PlatformError(
      'unsupported-database',
      `the database is PostgreSQL ${Math.floor(version / 10000)}: use 15 or newer`,
    );
  }
  const off = ['fsync', 'full_page_writes', 'synchronous_commit'].filter((name) => settings[name] === 'off');
  if (off.length > 0) {
    throw new PlatformError(
      'not-durable',
      `the database acknowledges what it has not stored: turn on ${off.join(', ')} and start again`,
    );
  }
  if (settings['data_checksums'] === 'off') log.warn('database-without-checksums');
}

async function readSettings(pool: pg.Pool): Promise<Record<string, string>> {
  const names = ['server_version_num', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums'];
  try {
    const { rows } = await pool.query<{ name: string; setting: string }>(
      // what a session begins with: the program sets its own otherwise, but whoever turned it off is to be told
      'select name, coalesce(reset_val, setting) as setting from pg_catalog.pg_settings where name = any($1)',
      [names],
    );
    return Object.fromEntries(rows.map((row) => [row.name, row.setting]));
  } catch (cause) {
    if (cause instanceof PlatformError) throw cause;
    throw new PlatformError(
      'unreachable',
      'the database cannot be reached: check that it runs and that DATABASE_URL names its address and sign-in',
      { cause },
    );
  }
}
