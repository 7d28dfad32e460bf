import { createHash } from 'node:crypto';

/** Objects below this number came with PostgreSQL; what somebody adds has a higher one (`FirstNormalObjectId`). */
const firstOwn = 16_384;
const pgCatalog = 11;

/** What decides how PostgreSQL understands a statement. `owner`: where its namespace, or its family, is named. */
type Table = { readonly name: string; readonly owner: string | null; readonly what: string };

/**
 * INVARIANT: no filter, no function, no operator: the owner of a database may give all of these another meaning, and
 * it is that which is looked for here. A reference is read as a number, since names can be made ambiguous.
 */
const tables: readonly Table[] = [
  { name: 'pg_namespace', owner: null, what: 't.oid' },
  { name: 'pg_proc', owner: 't.pronamespace', what: 't, t.prosupport::oid' },
  {
    name: 'pg_operator',
    owner: 't.oprnamespace',
    what: 't, t.oprcode::oid, t.oprrest::oid, t.oprjoin::oid',
  },
  { name: 'pg_cast', owner: null, what: 't' },
  {
    name: 'pg_type',
    owner: 't.typnamespace',
    what: 't, t.typinput::oid, t.typoutput::oid, t.typreceive::oid, t.typsend::oid, t.typsubscript::oid, t.typanalyze::oid',
  },
  { name: 'pg_class', owner: 't.relnamespace', what: 't.relkind, t.relrowsecurity, t.relowner, t.reltype' },
  { name: 'pg_am', owner: null, what: 't, t.amhandler::oid' },
  { name: 'pg_opclass', owner: 't.opcnamespace', what: 't' },
  { name: 'pg_opfamily', owner: 't.opfnamespace', what: 't' },
  { name: 'pg_amop', owner: 't.amopfamily', what: 't' },
  { name: 'pg_amproc', owner: 't.amprocfamily', what: 't, t.amproc::oid' },
  { name: 'pg_aggregate', owner: null, what: 't, t.aggtransfn::oid, t.aggfinalfn::oid' },
];

const names: Readonly<Record<string, string>> = {
  pg_namespace: 't.nspname',
  pg_proc: 't.proname',
  pg_operator: 't.oprname',
  pg_type: 't.typname',
  pg_class: 't.relname',
  pg_am: 't.amname',
  pg_opclass: 't.opcname',
  pg_opfamily: 't.opfname',
};
/** The words that `schema-digest` has for what somebody added. */
const kindOf: Readonly<Record<string, string>> = {
  pg_proc: 'function',
  pg_class: 'relation',
  pg_type: 'type',
};

/** Statements that read the catalogues as they are, one result each. */
export const catalogueStatements: readonly string[] = tables.map(
  ({ name, owner, what }) =>
    `select ${name === 'pg_aggregate' ? 't.aggfnoid::oid' : 't.oid'}, t.xmin, ${owner ?? 'null'}, ${names[name] ?? 'null'}, ${what} from pg_catalog.${name} t`,
);

/** Settings with where they come from; `pg_settings` is a view, which somebody could put another in the place of. */
export const settingsStatement =
  'select g.name, g.source, g.category, g.reset_val from pg_catalog.pg_show_all_settings() g';

/** Tables, partitioned ones, views: renamed, or given another file. Vacuuming writes their rows without a mark. */
const rewritten = new Set(['r', 'p', 'v', 'm']);

type Cell = string | number | null;
type Raw = readonly (readonly Cell[])[];

/**
 * Digests what `catalogueStatements` read: one for each catalogue of what came with PostgreSQL, and each thing that
 * somebody added to the system by its name. `marks` are another after each change of a row, also one that is undone.
 */
export function digestCatalogues(results: readonly Raw[]): {
  readonly schema: ReadonlyMap<string, string>;
  readonly marks: string;
} {
  const schema = new Map<string, string>();
  const marks = createHash('sha256');
  const system = new Set<number>([pgCatalog]);
  for (const [oid, , , name] of results[0] ?? []) if (name === 'information_schema') system.add(Number(oid));
  tables.forEach((table, i) => {
    const built: string[] = [];
    const marked: string[] = [];
    const added = new Map<string, string[]>();
    for (const row of results[i] ?? []) {
      const [oid, xmin, owner, name, ...what] = row;
      const own = Number(oid) >= firstOwn;
      if (!own) {
        built.push(JSON.stringify([oid, owner, name, ...what]));
        // tables are marked by vacuuming, too
        if (table.name !== 'pg_class') marked.push(`${oid} ${xmin}`);
        continue;
      }
      if (table.name === 'pg_proc' || table.name === 'pg_operator') marked.push(`${oid} ${xmin}`);
      if (table.name === 'pg_class' && rewritten.has(String(what[0]))) marked.push(`${oid} ${xmin}`);
      const family = table.name === 'pg_amop' || table.name === 'pg_amproc';
      if (family ? Number(owner) >= firstOwn : !system.has(Number(owner))) continue;
      const key = `${kindOf[table.name] ?? 'operator'} pg_catalog.${name ?? table.name}`;
      added.set(key, [...(added.get(key) ?? []), JSON.stringify([table.name, ...what])]);
    }
    schema.set(`system ${table.name}`, digest(built));
    for (const [key, rows] of added) schema.set(`${key} (${table.name})`, digest(rows));
    marks.update(`${table.name} ${marked.sort().join()}\n`);
  });
  return { schema, marks: marks.digest('base64') };
}

const digest = (rows: readonly string[]): string =>
  createHash('sha256')
    .update(`${rows.length}\n`)
    .update([...rows].sort().join('\n'))
    .digest('base64');

/** Set by nobody, by the command line of the server or by this connection. */
const harmlessSources = new Set([
  ...['default', 'override', 'client', 'command line', 'environment variable', 'session'],
]);
/** What an operator turns for speed; nothing that is answered depends on it. */
const harmlessCategories = /^(Resource Usage|Autovacuum|Vacuuming|Write-Ahead Log|Reporting and Logging) ?/;
const alwaysRead = new Set([
  'fsync',
  'full_page_writes',
  'synchronous_commit',
  'zero_damaged_pages',
  'ignore_system_indexes',
  'session_replication_role',
  'session_preload_libraries',
  'local_preload_libraries',
  // without it, what is written stands in the log as it is
  'wal_compression',
]);

/** Settings that the server's files give, and those that what was committed rests on, with their values. */
export function digestSettings(rows: Raw): ReadonlyMap<string, string> {
  const schema = new Map<string, string>();
  for (const [name, source, category, value] of rows) {
    const told = !harmlessSources.has(String(source)) && !harmlessCategories.test(String(category));
    if (told || alwaysRead.has(String(name))) schema.set(`setting server.${name}`, digest([String(value)]));
  }
  return schema;
}
