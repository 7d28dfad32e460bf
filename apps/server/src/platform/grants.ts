import type pg from 'pg';
import type { Database } from './database.ts';

/** What the server's role may do with a table, where that is less than reading and writing rows. */
export type TableRights = readonly ('select' | 'insert' | 'update' | 'delete')[];

/** Any fixed number: replicas that start together grant one after the other. */
const LOCK = 4_853_013;

/**
 * Gives `role` what a running server needs and nothing more: rows of all tables, of those in `rights` only so much.
 * It owns nothing, makes nothing and alters nothing, not even for a session. Called as the owner; opposite of nothing,
 * because what was given before is taken first.
 */
export async function grantServer(
  owner: Database,
  role: string,
  rights: Readonly<Record<string, TableRights>>,
): Promise<void> {
  const client = await owner.pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await grantRows(client, role, rights);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function grantRows(
  client: pg.PoolClient,
  role: string,
  rights: Readonly<Record<string, TableRights>>,
): Promise<void> {
  const to = client.escapeIdentifier(role);
  const { rows: schemas } = await client.query<{ name: string }>(
    `select nspname as name from pg_catalog.pg_namespace
     where nspname !~ '^pg_' and nspname <> 'information_schema' and pg_catalog.pg_get_userbyid(nspowner)
       in (current_user, 'pg_database_owner') order by 1`,
  );
  const { rows: found } = await client.query<{ name: string }>('select current_database() as name');
  const database = client.escapeIdentifier(found[0]?.name ?? '');
  await client.query(`revoke create, temporary on database ${database} from public`);
  await client.query(`grant connect on database ${database} to ${to}`);
  for (const { name } of schemas) {
    const schema = client.escapeIdentifier(name);
    await client.query(`revoke create on schema ${schema} from public, ${to}`);
    await client.query(`grant usage on schema ${schema} to ${to}`);
  }
  // somebody else's among them would refuse it for all; the comparison that follows names it
  const { rows: owned } = await client.query<{ name: string; of: 'table' | 'sequence' }>(
    `select pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
            case c.relkind when 'S' then 'sequence' else 'table' end as of
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
       and pg_catalog.pg_has_role(c.relowner, 'usage') order by 1`,
    [schemas.map(({ name }) => name)],
  );
  const named = (kind: 'table' | 'sequence'): string =>
    owned.flatMap(({ name, of }) => (of === kind ? [name] : [])).join(', ');
  if (named('table') !== '') {
    await client.query(`revoke all on ${named('table')} from public, ${to}`);
    await client.query(`grant select, insert, update, delete on ${named('table')} to ${to}`);
  }
  if (named('sequence') !== '')
    await client.query(`grant usage, select on sequence ${named('sequence')} to ${to}`);
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_catalog.pg_class
     where relnamespace = 'public'::pg_catalog.regnamespace and relkind in ('r', 'p')
       and pg_catalog.pg_has_role(relowner, 'usage')`,
  );
  for (const [name, allowed] of Object.entries({
    ...rights,
    migration: ['select'],
    sql_function: ['select'],
  })) {
    if (!tables.some((table) => table.name === name)) continue;
    const table = client.escapeIdentifier(name);
    await client.query(`revoke all on public.${table} from ${to}`);
    await client.query(`grant ${allowed.join(', ')} on public.${table} to ${to}`);
  }
}
