import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { takeTurns } from './turns.ts';
import { readWal, type TableFile, type WalPlace, walNumber } from './wal.ts';

/** Sees what was changed in a cluster whose files the program may read, also what was undone at once. */
export type ClusterWatch = {
  /** What was changed since the reading before, by names; empty: nothing; null: cannot be known. */
  readonly changed: () => Promise<readonly string[] | null>;
};

/** Written by the database itself, whenever it counts what a table holds. */
const ownWork = new Set(['pg_statistic', 'pg_statistic_ext_data']);

/** Objects below this number came with PostgreSQL (`FirstNormalObjectId`). */
const firstOwn = 16_384;

const placeStatement = `select pg_catalog.pg_current_wal_insert_lsn()::text as begins,
  pg_catalog.pg_current_wal_flush_lsn()::text as written,
  pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()) as file,
  (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())::int8::text as database`;
const tablesStatement = `select c.oid::int8::text as oid, c.relname as name, c.relkind as kind, c.relisshared as shared,
  pg_catalog.pg_relation_filenode(c.oid)::int8::text as file from pg_catalog.pg_class c`;

type Seen = {
  readonly place: WalPlace;
  readonly tables: ReadonlyMap<string, string>;
  readonly files: string;
};

const keyOf = ({ database, file }: TableFile): string => `${database}/${file}`;

/**
 * Watches the cluster in `folder` that `db` is in. A statement that makes, changes or drops anything writes rows of the
 * system's tables, and these are in the write-ahead log, whether it is undone, rolled back or counted in no statistics;
 * ALTER SYSTEM leaves another file. Vacuuming, statistics and the program's own work do neither.
 *
 * INVARIANT: a stretch is judged by the tables' files as they were before it; giving one another file is a change.
 */
export function watchCluster({
  db,
  folder,
}: {
  readonly db: Pick<Database, 'pool'>;
  readonly folder: string;
}): ClusterWatch {
  let seen: Seen | null = null;
  const changed: ClusterWatch['changed'] = async () => {
    const found = (await db.pool.query<PlaceRow>(placeStatement)).rows[0];
    const tables = tableFiles((await db.pool.query<TableRow>(tablesStatement)).rows, Number(found?.database));
    const files = await settingFiles(folder);
    if (found === undefined) return null;
    const from = seen?.place ?? { at: walNumber(found.begins), before: null };
    const read = await readWal({
      folder: join(folder, 'pg_wal'),
      timeline: found.file.slice(0, 8),
      from,
      to: walNumber(found.written),
    });
    const before = seen;
    seen = { place: read?.next ?? { at: walNumber(found.begins), before: null }, tables, files };
    if (read === null) return null;
    if (before === null) return [];
    const names = read.rows.flatMap((row) => before.tables.get(keyOf(row)) ?? []);
    if (read.remapped) names.push('system files');
    if (files !== before.files) names.push('setting server');
    return names.sort();
  };
  return { changed: takeTurns(changed).run };
}

type PlaceRow = {
  readonly begins: string;
  readonly written: string;
  readonly file: string;
  readonly database: string;
};
type TableRow = {
  readonly oid: string;
  readonly name: string;
  readonly kind: string;
  readonly shared: boolean;
  readonly file: string | null;
};

/** The system's tables by their files. */
function tableFiles(rows: readonly TableRow[], database: number): ReadonlyMap<string, string> {
  return new Map(
    rows
      .filter(({ oid, name, kind }) => Number(oid) < firstOwn && kind === 'r' && !ownWork.has(name))
      .map(({ name, shared, file }) => [
        keyOf({ database: shared ? 0 : database, file: Number(file) }),
        `system ${name}`,
      ]),
  );
}

/** Another text for each time that the server's settings were written, whatever stands in them now. */
async function settingFiles(folder: string): Promise<string> {
  const marks: string[] = [];
  for (const name of ['postgresql.conf', 'postgresql.auto.conf']) {
    const { ino, ctimeNs } = await stat(join(folder, name), { bigint: true });
    marks.push(`${ino}.${ctimeNs}`);
  }
  return marks.join(' ');
}
