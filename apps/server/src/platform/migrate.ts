import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Database } from './database.ts';
import { PlatformError } from './error.ts';
import { platformMigrations } from './migrations.ts';

/**
 * One step forward of the tables. `name` is `NNNN-room-what`: the numbers are one sequence over all rooms, in which
 * every database goes through them, so a new one has a higher number than all that were released. Once it has landed,
 * neither name nor `sql` changes. It makes and calls no SQL functions: those stand in `functions.ts`.
 */
export type Migration = { readonly name: string; readonly sql: string };

const NAME = /^(\d{4})-([a-z]+)(-[a-z0-9]+)*$/;

/** Any fixed number: replicas that start together migrate one after the other. */
const LOCK = 4_853_011;

type Applied = { readonly name: string; readonly digest: string };

/**
 * Applies what is not yet applied of `migrations` and this room's own, by number, each in a transaction, and returns
 * the names. Throws `PlatformError` code `migration` when an applied one has changed or is gone, or when one fails.
 */
export async function migrate(db: Database, migrations: readonly Migration[]): Promise<readonly string[]> {
  const sorted = inOrder([...platformMigrations, ...migrations]);
  const client = await db.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      `create table if not exists migration (
         name text primary key, digest text not null, applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query<Applied>('select name, digest from migration order by name');
    refuseDrift(sorted, rows);
    const done = new Set(rows.map((row) => row.name));
    const pending = sorted.filter((migration) => !done.has(migration.name));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {});
    client.release();
  }
}

/** The digest that is kept of an applied migration. */
export function migrationDigest(migrations: readonly Migration[]): string {
  const hash = createHash('sha256');
  for (const { name, sql } of inOrder(migrations)) hash.update(`${name}\0${sql}\0`);
  return hash.digest('hex');
}

/** All of them by their numbers. Throws where two have one number, or a room's do not rise. */
function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  const taken = new Map<string, string>();
  const last = new Map<string, string>();
  for (const { name } of migrations) {
    const [, number = '', room = ''] = NAME.exec(name) ?? [];
    if (number === '') throw new PlatformError('migration', `migration ${name}: name it NNNN-room-what`);
    const other = taken.get(number);
    if (other !== undefined) {
      throw new PlatformError(
        'migration',
        `migrations ${other} and ${name} have one number: renumber the newer`,
      );
    }
    taken.set(number, name);
    if ((last.get(room) ?? '') > number) {
      throw new PlatformError(
        'migration',
        `migration ${name} stands behind a later one of its room: move it`,
      );
    }
    last.set(room, number);
  }
  return [...migrations].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function refuseDrift(migrations: readonly Migration[], applied: readonly Applied[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migrationDigest([migration])]));
  for (const { name, digest } of applied) {
    const now = known.get(name);
    if (now === undefined) {
      throw new PlatformError(
        'migration',
        `the database has migration ${name}, which this program lacks: run the newer release`,
      );
    }
    if (now !== digest) {
      throw new PlatformError(
        'migration',
        `migration ${name} has changed since it was applied: restore it and add a new one`,
      );
    }
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into migration (name, digest) values ($1, $2)', [
      migration.name,
      migrationDigest([migration]),
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => {});
    throw new PlatformError('migration', `migration ${migration.name} failed and was undone: see the cause`, {
      cause,
    });
  }
}
