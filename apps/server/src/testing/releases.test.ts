import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openRowSeal, prepareDatabase, silentLog } from '#platform';
import { emptyDatabase, type TestDatabase } from '#platform/testing';
import { differences, readSchema, type Schema } from '../platform/schema-digest.ts';
import { plan } from '../server.ts';

/** What each release made of an empty database, as `scripts/release-schema.ts` dumped it; each release adds one. */
const folder = new URL('releases/', import.meta.url);
const releases = readdirSync(folder).map((file) => file.replace(/\.sql$/, ''));
const dumpOf = (release: string): string => readFileSync(new URL(`${release}.sql`, folder), 'utf8');

type Prepared = { readonly owner: TestDatabase; readonly schema: Schema };

const keysDir = mkdtempSync(join(tmpdir(), 'huke-releases-'));
const made: TestDatabase[] = [];
let fresh: Prepared;

/** What the program makes of a release's database, or of an empty one. */
async function prepared(release: string | null): Promise<Prepared> {
  const owner = await emptyDatabase();
  made.push(owner);
  if (release !== null) await load(owner, dumpOf(release));
  const server: Database = await owner.serve(plan.rights);
  const own = mkdtempSync(join(keysDir, 'keys-'));
  await prepareDatabase({
    roles: { owner, server },
    plan,
    keysDir: own,
    mac: openRowSeal(own),
    log: silentLog,
    scratch: null,
    accept: null,
  });
  return { owner, schema: (await readSchema(server)).schema };
}

/** On a connection of its own, since a dump sets the connection's parameters. */
async function load(db: TestDatabase, dump: string): Promise<void> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    await client.query(dump);
  } finally {
    await client.end();
  }
}

const column = async ({ owner }: Prepared, sql: string): Promise<readonly string[]> =>
  (await owner.pool.query<{ name: string }>(sql)).rows.map(({ name }) => name);
/**
 * A later PostgreSQL names what is not null, after the table that another was made like; a dump of 15 has no such
 * names. That a column is not null stands with the column.
 */
const counts = (name: string): boolean => !/^constraint .*_not_null$/.test(name);
const applied = 'select name from migration order by name';

beforeAll(async () => {
  fresh = await prepared(null);
}, 60_000);
afterAll(async () => {
  for (const db of made) await db.drop();
  rmSync(keysDir, { recursive: true });
});

describe.each(releases)('a database of release %s', (release) => {
  it('becomes what an empty one becomes', async () => {
    const upgraded = await prepared(release);
    expect(differences(fresh.schema, upgraded.schema).filter(counts)).toEqual([]);
    expect(await column(upgraded, applied)).toEqual(await column(fresh, applied));
  }, 60_000);

  it('went through migrations whose numbers are below all later ones', async () => {
    const owner = await emptyDatabase();
    made.push(owner);
    await load(owner, dumpOf(release));
    const then = await column({ owner, schema: new Map() }, applied);
    const later = (await column(fresh, applied)).filter((name) => !then.includes(name));
    expect(later.filter((name) => name < (then.at(-1) ?? ''))).toEqual([]);
  });
});

it('each function of the database stands in a functions.ts, and no migration makes one any more', async () => {
  const makes = plan.migrations.filter(
    ({ name, sql }) => name > '1040' && /create (or replace )?function/i.test(sql),
  );
  expect(makes.map(({ name }) => name)).toEqual([]);
  const there = await column(
    fresh,
    `select proname as name from pg_proc where pronamespace = 'public'::regnamespace order by 1`,
  );
  expect(there.length).toBeGreaterThan(0);
  expect(await column(fresh, 'select name from sql_function order by name')).toEqual(there);
});
