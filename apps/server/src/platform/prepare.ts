import { createHash } from 'node:crypto';
import type { Database } from './database.ts';
import { PlatformError } from './error.ts';
import { applyFunctions, functionsDigest, type SqlFunction } from './functions.ts';
import { grantServer, type TableRights } from './grants.ts';
import { prepareJobs } from './jobs.ts';
import type { Log } from './log.ts';
import { type Migration, migrate, migrationDigest } from './migrate.ts';
import { differences, readSchema, type Schema } from './schema-digest.ts';
import { readSealedSchema, type SealedSchema, writeSealedSchema } from './schema-seal.ts';

/** Held while a replica prepares the database; others wait with their judgement of what they see. */
export const preparing = 4_853_014;

/** What the program makes of a database. */
export type Plan = {
  readonly migrations: readonly Migration[];
  /** Each after those that it calls. */
  readonly functions: readonly SqlFunction[];
  /** Names of the jobs, each of which has a queue. */
  readonly jobs: readonly string[];
  /** What the server's role may do with a table, where that is less than reading and writing rows. */
  readonly rights: Readonly<Record<string, TableRights>>;
};

/** A database as its owner and as the role that serves; the same one twice where the owner serves. */
export type Roles = { readonly owner: Database; readonly server: Database };

/** Runs work on an empty database beside the real one, which is removed afterwards. */
export type Scratch = <Result>(work: (roles: Roles) => Promise<Result>) => Promise<Result>;

/**
 * Makes the database what the program needs, and proves before and after that nobody else had a hand in it: before,
 * it is what was sealed beside the keys; where it is not, or nothing was sealed yet, it must be afterwards what the
 * program makes of an empty database (`scratch`). An upgrade's own changes pass. Returns what is sealed now, and how many
 * differences the operator took over. Throws `schema-changed`, naming what differs.
 */
export async function prepareDatabase(options: {
  readonly roles: Roles;
  readonly plan: Plan;
  readonly keysDir: string;
  readonly mac: (data: Uint8Array) => Uint8Array;
  readonly log: Log;
  /** null where the server may not make databases. */
  readonly scratch: Scratch | null;
  /** The differences that the operator looked at and takes over, by the code that the refusal named. */
  readonly accept: string | null;
}): Promise<{ readonly sealed: SealedSchema; readonly accepted: number }> {
  const { roles, plan, keysDir, mac, log, scratch, accept } = options;
  const role = await nameOf(roles.server);
  const program = programOf(plan, await nameOf(roles.owner));
  const lock = await roles.owner.pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [preparing]);
    const sealed = await readSealedSchema(keysDir, mac);
    const before = await readSchema(roles.server);
    const changed = sealed === null ? [] : changedSince(sealed, before.schema, role);
    const trusted = sealed === null ? isEmpty(before.schema) : changed.length === 0;
    if (sealed !== null && trusted && sealed.program === program && sealed.role === role)
      return { sealed, accepted: 0 };
    // with nothing to compare it with beside the keys, what was sealed decides before anything is touched
    if (sealed !== null && !trusted && scratch === null) refuseUnless(accept, changed, before.schema);
    const kept = accept === null ? functionsOf(changed) : new Set<string>();
    const applied = await apply(roles, plan, log, kept).catch(async (error: unknown) => {
      if (trusted || scratch === null) throw error;
      // what somebody put there may stand in the way of what the program makes, and is what the operator must know
      const there = sealed === null ? await notMade(scratch, plan, before.schema, log) : changed;
      if (there.length > 0) refuseUnless(accept, there, before.schema);
      throw error;
    });
    log.info('migrated', { count: applied.migrations.length });
    log.info('functions-applied', { count: applied.functions.length });
    const { schema } = await readSchema(roles.server);
    const wrong = trusted ? [] : scratch === null ? changed : await otherThanMade(scratch, plan, schema, log);
    if (scratch !== null && wrong.length > 0) refuseUnless(accept, wrong, schema);
    // an own database of the operator's that was there before: what is found now is what later ones are compared with
    if (sealed === null && !trusted && scratch === null) log.warn('schema-trusted', { code: 'first-start' });
    return {
      sealed: await writeSealedSchema(keysDir, mac, { program, role, schema }),
      accepted: wrong.length,
    };
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [preparing]).catch(() => {});
    lock.release();
  }
}

type Applied = { readonly migrations: readonly string[]; readonly functions: readonly string[] };

/** `kept`: functions that somebody replaced; they are not made anew, so that they are found afterwards. */
async function apply(
  roles: Roles,
  plan: Plan,
  log: Log,
  kept: ReadonlySet<string> = new Set(),
): Promise<Applied> {
  const migrations = await migrate(roles.owner, plan.migrations);
  const functions = await applyFunctions(roles.owner, plan.functions, kept);
  await prepareJobs({ db: roles.owner, log, names: plan.jobs });
  const role = await nameOf(roles.server);
  if (role !== (await nameOf(roles.owner))) await grantServer(roles.owner, role, plan.rights);
  return { migrations, functions };
}

async function nameOf(db: Database): Promise<string> {
  const { rows } = await db.pool.query<{ name: string }>('select session_user as name');
  return rows[0]?.name ?? '';
}

/** Whether whoever signed in owns tables, or may do as if: it could change what it must only use. */
export async function ownsTables(db: Database): Promise<boolean> {
  const { rows } = await db.pool.query<{ owns: boolean }>(
    `select rolsuper or exists (
       select from pg_catalog.pg_class c where pg_catalog.pg_has_role(r.oid, c.relowner, 'member') and c.relnamespace = 'public'::pg_catalog.regnamespace) as owns
     from pg_catalog.pg_roles r where rolname = current_user`,
  );
  return rows[0]?.owns !== false;
}

function programOf({ migrations, functions, jobs, rights }: Plan, owner: string): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([migrationDigest(migrations), functionsDigest(functions), jobs, rights, owner]));
  return hash.digest('base64');
}

/** What differs from what was sealed; another role to serve is the operator's choice, its own rights aside. */
function changedSince(sealed: SealedSchema, now: Schema, role: string): readonly string[] {
  const changed = differences(sealed.schema, now);
  return sealed.role === role ? changed : changed.filter((name) => !/^(role|member) /.test(name));
}

const functionsOf = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((name) => /^function public\.(\w+)\(/.exec(name)?.[1] ?? []));

const isEmpty = (schema: Schema): boolean =>
  ![...schema.keys()].some((name) =>
    /^(relation|function|type|operator|cast|event-trigger|rule|setting (?!server\.))/.test(name),
  );

/** A membership, or a setting of one role or database: the program makes none. */
const isForOneRole = (name: string): boolean => /^(member |setting (?!server\.))/.test(name);

/** What differs from an empty database that the program prepared. */
async function otherThanMade(
  scratch: Scratch,
  plan: Plan,
  schema: Schema,
  log: Log,
): Promise<readonly string[]> {
  const made = await madeOf(scratch, plan, log);
  const foreign = [...schema.keys()].filter(isForOneRole);
  return [...new Set([...differences(made, schema), ...foreign])].sort();
}

/** What there is of a database that may be an earlier release's, and the program never makes. */
async function notMade(scratch: Scratch, plan: Plan, schema: Schema, log: Log): Promise<readonly string[]> {
  const made = await madeOf(scratch, plan, log);
  return [...schema.keys()].filter((name) => !made.has(name)).sort();
}

const madeOf = (scratch: Scratch, plan: Plan, log: Log): Promise<Schema> =>
  scratch(async (empty) => {
    await apply(empty, plan, log);
    return (await readSchema(empty.server)).schema;
  });

/** Refuses what differs, except as it was when the operator looked at it. */
function refuseUnless(accept: string | null, names: readonly string[], schema: Schema): void {
  const state = names.map((name) => [name, schema.get(name) ?? 'gone']);
  const code = createHash('sha256').update(JSON.stringify(state)).digest('hex').slice(0, 12);
  if (accept === code) return;
  const shown = names.slice(0, 8).map((name) => name.slice(0, 100));
  const more = names.length > 8 ? ` and ${names.length - 8} more` : '';
  throw new PlatformError(
    'schema-changed',
    `the database is not what the program made of it: ${shown.join('; ')}${more}. Find out who changed it and restore ` +
      `it from a backup; if you changed it yourself and want it so, start once with HUKE_ACCEPT_SCHEMA=${code}`,
  );
}
