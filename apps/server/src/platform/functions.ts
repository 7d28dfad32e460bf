import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Database } from './database.ts';
import { PlatformError } from './error.ts';

/**
 * The newest text of one SQL function of the program: `create or replace function room_what(…) …`. One name is one
 * function. A room has its functions in `functions.ts`, after those that they call; numbers that a function judges by
 * come from where the room keeps them. A new trigger on one stands behind its function, as `create or replace trigger`.
 * One that the program no longer needs goes with its text; where a migration made it once, a migration drops it too.
 */
export type SqlFunction = string;

const HEAD = /^\s*create or replace function ([a-z][a-z0-9_]*)\(/;

/** Any fixed number: replicas that start together apply one after the other. */
const LOCK = 4_853_015;

type Applied = { readonly name: string; readonly digest: string };

/**
 * Makes anew, in one transaction, the functions whose text is another than what was applied, and takes away those that
 * the program no longer has; returns their names. Called as the owner, after the migrations. INVARIANT: one whose text
 * was applied is not touched, nor one of `kept`, so that somebody else's hand in it stays to be found. Throws
 * `PlatformError` code `migration` when one fails; then none is another than before.
 */
export async function applyFunctions(
  db: Database,
  functions: readonly SqlFunction[],
  kept: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> {
  const made = named(functions);
  const client = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await client.query<Applied>('select name, digest from sql_function');
    const applied = new Map(rows.map(({ name, digest }) => [name, digest]));
    const changed = [...made].filter(
      ([name, text]) => applied.get(name) !== digestOf(text) && !kept.has(name),
    );
    const gone = [...applied.keys()].filter((name) => !made.has(name) && !kept.has(name));
    for (const name of gone) await takeAway(client, name);
    for (const [name, text] of changed) await make(client, name, text);
    await client.query('commit');
    return [...gone, ...changed.map(([name]) => name)].sort();
  } catch (cause) {
    await client.query('rollback').catch(() => {});
    if (cause instanceof PlatformError) throw cause;
    throw new PlatformError('migration', 'the SQL functions could not be read: see the cause', { cause });
  } finally {
    client.release();
  }
}

/** What changes with any of them. */
export function functionsDigest(functions: readonly SqlFunction[]): string {
  return digestOf(JSON.stringify([...named(functions)]));
}

/** Their names, in order. Throws where one has none, or the name of another. */
function named(functions: readonly SqlFunction[]): ReadonlyMap<string, SqlFunction> {
  const found = new Map<string, SqlFunction>();
  for (const text of functions) {
    const name = HEAD.exec(text)?.[1];
    if (name === undefined) {
      throw new PlatformError('migration', 'a function must begin with create or replace function name(');
    }
    if (found.has(name)) throw new PlatformError('migration', `two functions are named ${name}: rename one`);
    found.set(name, text);
  }
  return found;
}

async function make(client: pg.PoolClient, name: string, text: SqlFunction): Promise<void> {
  try {
    // what it takes and answers may be another; one that triggers call takes and answers the same always
    await drop(client, name, `p.prorettype <> 'pg_catalog.trigger'::pg_catalog.regtype`);
    await client.query(text);
    await client.query(
      `insert into sql_function (name, digest) values ($1, $2)
       on conflict (name) do update set digest = excluded.digest, applied_at = now()`,
      [name, digestOf(text)],
    );
  } catch (cause) {
    throw failed(name, cause);
  }
}

async function takeAway(client: pg.PoolClient, name: string): Promise<void> {
  try {
    await drop(client, name, 'true');
    await client.query('delete from sql_function where name = $1', [name]);
  } catch (cause) {
    throw failed(name, cause);
  }
}

/** Drops all of one name, whatever they take. */
async function drop(client: pg.PoolClient, name: string, where: string): Promise<void> {
  const { rows } = await client.query<{ signature: string }>(
    `select p.oid::pg_catalog.regprocedure::text as signature from pg_catalog.pg_proc p
     where p.pronamespace = 'public'::pg_catalog.regnamespace and p.proname = $1 and ${where}`,
    [name],
  );
  for (const { signature } of rows) await client.query(`drop routine ${signature}`);
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const failed = (name: string, cause: unknown): PlatformError =>
  new PlatformError('migration', `function ${name} failed, and no function was changed: see the cause`, {
    cause,
  });
