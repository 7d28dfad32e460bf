import { createHash } from 'node:crypto';
import { catalogueStatements, digestCatalogues, digestSettings, settingsStatement } from './catalogue.ts';
import type { Database } from './database.ts';

/** Each thing that the database does by itself, or that decides what a statement means, with a digest of it. */
export type Schema = ReadonlyMap<string, string>;

/** What is read of a database: `schema` is what it is, `marks` change with every change, one that is undone included. */
export type SchemaReading = { readonly schema: Schema; readonly marks: string };

const own = `n.nspname !~ '^pg_(toast|temp|toast_temp)' and n.nspname not in ('pg_catalog', 'information_schema')`;

/** Rights in a fixed order, whoever gave them. */
const rights = (acl: string): string =>
  `(select pg_catalog.string_agg(concat_ws(' ', coalesce(pg_catalog.pg_get_userbyid(nullif(a.grantee, 0)), 'public'),
      a.privilege_type, a.is_grantable), ',' order by a.grantee = 0, pg_catalog.pg_get_userbyid(nullif(a.grantee, 0)), a.privilege_type)
    from pg_catalog.aclexplode(${acl}) a)`;

/**
 * One row for each kind: where it is found, its name, and what of it counts. Nothing here depends on object numbers,
 * on the order of columns or on statistics, so that a restored dump reads as its original.
 */
const kinds: readonly {
  readonly kind: string;
  readonly name: string;
  readonly what: readonly string[];
  readonly from: string;
}[] = [
  {
    kind: 'schema',
    name: 'n.nspname',
    what: [
      'pg_catalog.pg_get_userbyid(n.nspowner)',
      rights("coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))"),
    ],
    from: `pg_catalog.pg_namespace n where ${own}`,
  },
  {
    kind: 'function',
    name: "n.nspname || '.' || p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')'",
    what: [
      "case p.prokind when 'a' then 'aggregate' else pg_catalog.pg_get_functiondef(p.oid) end",
      'pg_catalog.pg_get_userbyid(p.proowner)',
      rights("coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))"),
    ],
    from: `pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where ${own}`,
  },
  {
    // the rest of the system is read row by row, see `catalogue.ts`; its views' rules are too long for that
    kind: 'system',
    name: "'views'",
    what: [
      "pg_catalog.current_setting('server_version_num')::int / 10000",
      "pg_catalog.md5(pg_catalog.string_agg(r.oid::text || r.ev_class::text || r.ev_enabled::text || pg_catalog.md5(r.ev_action::text), '|' order by r.oid))",
    ],
    from: 'pg_catalog.pg_rewrite r where r.oid < 16384 having true',
  },
  {
    kind: 'trigger',
    name: "n.nspname || '.' || c.relname || '.' || t.tgname",
    what: ['pg_catalog.pg_get_triggerdef(t.oid)', 't.tgenabled'],
    from: `pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal`,
  },
  {
    // the checks of foreign keys are triggers, too: their number and whether they are on
    kind: 'trigger',
    name: "n.nspname || '.' || c.relname || '.(keys)'",
    what: ['pg_catalog.count(*)', "pg_catalog.string_agg(t.tgenabled::text, '' order by t.tgenabled)"],
    from: `pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace where t.tgisinternal group by n.nspname, c.relname`,
  },
  {
    kind: 'rule',
    name: "n.nspname || '.' || c.relname || '.' || r.rulename",
    what: ['pg_catalog.pg_get_ruledef(r.oid)', 'r.ev_enabled'],
    from: `pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where ${own} or r.oid >= 16384`,
  },
  {
    kind: 'relation',
    name: "n.nspname || '.' || c.relname",
    what: [
      'c.relkind',
      'c.relpersistence',
      'pg_catalog.pg_get_userbyid(c.relowner)',
      'c.relrowsecurity',
      'c.relforcerowsecurity',
      'c.relreplident',
      'c.relispartition',
      'pg_catalog.pg_get_expr(c.relpartbound, c.oid)',
      "case when c.relkind in ('i', 'I') then pg_catalog.pg_get_indexdef(c.oid) end",
      "case when c.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(c.oid) end",
      rights(
        "coalesce(c.relacl, pg_catalog.acldefault(case c.relkind when 'S' then 's' else 'r' end::\"char\", c.relowner))",
      ),
    ],
    from: `pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where ${own} and c.relkind <> 't'`,
  },
  {
    kind: 'index',
    name: "n.nspname || '.' || c.relname",
    what: ['i.indisvalid', 'i.indisready', 'i.indislive', 'i.indisunique', 'i.indimmediate'],
    from: `pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace where ${own}`,
  },
  {
    kind: 'column',
    name: "n.nspname || '.' || c.relname || '.' || a.attname",
    what: [
      'pg_catalog.format_type(a.atttypid, a.atttypmod)',
      'a.attnotnull',
      'a.attgenerated',
      'a.attidentity',
      'a.attcollation::pg_catalog.regcollation',
      'pg_catalog.pg_get_expr(d.adbin, d.adrelid)',
      rights('a.attacl'),
    ],
    from: `pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where ${own} and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
  },
  {
    kind: 'constraint',
    name: "n.nspname || '.' || coalesce(c.relname, t.typname, '') || '.' || k.conname",
    what: ['pg_catalog.pg_get_constraintdef(k.oid)', 'k.convalidated', 'k.condeferrable', 'k.condeferred'],
    from: `pg_catalog.pg_constraint k join pg_catalog.pg_namespace n on n.oid = k.connamespace
        left join pg_catalog.pg_class c on c.oid = k.conrelid left join pg_catalog.pg_type t on t.oid = k.contypid
        where ${own}`,
  },
  {
    kind: 'policy',
    name: "n.nspname || '.' || c.relname || '.' || p.polname",
    what: [
      'p.polcmd',
      'p.polpermissive',
      'p.polroles',
      'pg_catalog.pg_get_expr(p.polqual, p.polrelid)',
      'pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)',
    ],
    from: `pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace`,
  },
  {
    kind: 'type',
    name: "n.nspname || '.' || t.typname",
    what: [
      't.typtype',
      'pg_catalog.format_type(t.typbasetype, t.typtypmod)',
      't.typnotnull',
      't.typdefault',
      "(select pg_catalog.string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid)",
    ],
    from: `pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
        where t.oid >= 16384 and ${own} and t.typtype <> 'c' and t.typcategory <> 'A'`,
  },
  {
    kind: 'operator',
    name: "n.nspname || '.' || o.oprname || '(' || o.oprleft::pg_catalog.regtype || ',' || o.oprright::pg_catalog.regtype || ')'",
    what: ['o.oprcode::pg_catalog.regproc'],
    from: 'pg_catalog.pg_operator o join pg_catalog.pg_namespace n on n.oid = o.oprnamespace where o.oid >= 16384',
  },
  {
    kind: 'cast',
    name: "c.castsource::pg_catalog.regtype || ' as ' || c.casttarget::pg_catalog.regtype",
    what: ['c.castfunc::pg_catalog.regproc', 'c.castcontext'],
    from: 'pg_catalog.pg_cast c where c.oid >= 16384',
  },
  {
    kind: 'event-trigger',
    name: 'e.evtname',
    what: ['e.evtevent', 'e.evtenabled', 'e.evtfoid::pg_catalog.regproc'],
    from: 'pg_catalog.pg_event_trigger e',
  },
  { kind: 'extension', name: 'e.extname', what: ['e.extversion'], from: 'pg_catalog.pg_extension e' },
  { kind: 'publication', name: 'p.pubname', what: ['p.puballtables'], from: 'pg_catalog.pg_publication p' },
  { kind: 'server', name: 's.srvname', what: ['s.srvoptions'], from: 'pg_catalog.pg_foreign_server s' },
  {
    kind: 'language',
    name: 'l.lanname',
    what: ['l.lanpltrusted', 'l.lanplcallfoid::pg_catalog.regproc'],
    from: 'pg_catalog.pg_language l',
  },
  {
    kind: 'default-rights',
    name: "pg_catalog.pg_get_userbyid(d.defaclrole) || '.' || d.defaclnamespace::pg_catalog.regnamespace::text || '.' || d.defaclobjtype::text::text",
    what: ['d.defaclacl'],
    from: 'pg_catalog.pg_default_acl d',
  },
  {
    kind: 'database',
    name: "'rights'",
    what: [
      'pg_catalog.pg_get_userbyid(d.datdba)',
      rights("coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))"),
    ],
    from: 'pg_catalog.pg_database d where d.datname = pg_catalog.current_database()',
  },
  {
    kind: 'role',
    name: "r.rolname || '.(settings)'",
    what: [
      'r.rolsuper',
      'r.rolinherit',
      'r.rolcreaterole',
      'r.rolcreatedb',
      'r.rolreplication',
      'r.rolbypassrls',
    ],
    from: `pg_catalog.pg_roles r where r.rolname = current_user
        or r.oid = (select datdba from pg_catalog.pg_database where datname = pg_catalog.current_database())`,
  },
  {
    kind: 'member',
    name: 'pg_catalog.pg_get_userbyid(m.member)',
    what: [
      "pg_catalog.string_agg(pg_catalog.pg_get_userbyid(m.roleid), ',' order by pg_catalog.pg_get_userbyid(m.roleid))",
    ],
    from: `pg_catalog.pg_auth_members m where m.member = current_user::pg_catalog.regrole group by m.member`,
  },
  {
    kind: 'setting',
    name: `coalesce(d.datname, 'all databases') || '.' || coalesce(nullif(pg_catalog.pg_get_userbyid(nullif(s.setrole, 0)), 'unknown (OID=0)'), 'all roles')`,
    what: ['s.setconfig'],
    from: `pg_catalog.pg_db_role_setting s left join pg_catalog.pg_database d on d.oid = s.setdatabase
        where s.setdatabase = 0 or d.datname = pg_catalog.current_database()`,
  },
];

/** `concat_ws` leaves nulls out: each is written. */
const orNothing = (what: string): string => `coalesce((${what})::text, chr(2))`;

/**
 * The things of a database as it is now. Reads catalogues only; every role may. First, what came with PostgreSQL is
 * read without a filter and judged here, then the rest by statements that mean what they say where that is unchanged.
 */
export async function readSchema(db: Pick<Database, 'pool'>): Promise<SchemaReading> {
  const text = kinds
    .map(
      ({ kind, name, what, from }) =>
        `select '${kind}' as kind, (${name})::text as name, pg_catalog.concat_ws(chr(1), 'x', ${what.map(orNothing).join(', ')}) as what from ${from}`,
    )
    .join('\nunion all\n');
  // several statements at once are one transaction, at whose end the path is what it was
  const statements = [
    'set local search_path = pg_catalog, pg_temp',
    ...catalogueStatements,
    settingsStatement,
    text,
    marksOf,
  ];
  const answered = (await db.pool.query({
    text: statements.join(';\n'),
    rowMode: 'array',
  })) as unknown as readonly { readonly rows: (string | number | null)[][] }[];
  const results = answered.slice(1).map(({ rows }) => rows);
  const catalogues = digestCatalogues(results.slice(0, catalogueStatements.length));
  const [settings = [], things = [], marked = []] = results.slice(catalogueStatements.length);
  const found = new Map<string, string[]>();
  for (const [kind, name, what] of things) {
    const key = `${kind} ${name}`;
    found.set(key, [...(found.get(key) ?? []), String(what)]);
  }
  const digested = [...found].map(([key, what]): [string, string] => [
    key,
    createHash('sha256').update(what.sort().join('\u0002')).digest('base64'),
  ]);
  const schema = new Map(
    [...digested, ...catalogues.schema, ...digestSettings(settings)].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { schema, marks: `${catalogues.marks} ${marked[0]?.[0] ?? ''}` };
}

/** Each change of a catalogue's row leaves another transaction's number on it, also when it is put back. */
const marksOf = `select pg_catalog.md5(pg_catalog.string_agg(m.mark, ',' order by m.mark)) as marks from (
  ${['pg_trigger', 'pg_rewrite', 'pg_policy', 'pg_event_trigger']
    .map(
      (table) =>
        `select '${table}' || t.xmin::text || count(*)::text as mark from pg_catalog.${table} t group by t.xmin`,
    )
    .join('\n  union all\n  ')}) m`;

/** Names of what is another, new or gone in `now`. */
export function differences(expected: Schema, now: Schema): readonly string[] {
  const names = new Set([...expected.keys(), ...now.keys()]);
  return [...names].filter((name) => expected.get(name) !== now.get(name)).sort();
}
