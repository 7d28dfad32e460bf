/**
 * Databases for tests, benchmarks and end-to-end runs: one real embedded PostgreSQL for a vitest run (for the process
 * outside vitest), durable settings on, in memory where the machine has /dev/shm; each caller gets a database of its
 * own, copied from a template that was migrated once.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from './database.ts';
import { grantServer, type TableRights } from './grants.ts';
import { silentLog } from './log.ts';
import { applyFunctions, functionsDigest } from './functions.ts';
import { migrate, migrationDigest } from './migrate.ts';
import type { Plan } from './prepare.ts';
import { ADMINISTRATOR, SERVER } from './postgres-settings.ts';
import { type TestServer, startTestServer } from './test-server.ts';

/**
 * A database that nobody else uses, opened as its owner; `serve` opens it as the role that a server signs in as,
 * `adminUrl` is the superuser's address of it; `drop` closes and removes it.
 */
export type TestDatabase = Database & {
  readonly url: string;
  readonly adminUrl: string;
  readonly serve: (rights: Readonly<Record<string, TableRights>>) => Promise<Database>;
  readonly drop: () => Promise<void>;
};

/** Any fixed number: test files that need the same template wait for the first one to make it. */
const LOCK = 4_853_012;

let own: Promise<TestServer> | null = null;

/** What a test's database is made of. */
type Shape = Pick<Plan, 'migrations' | 'functions'>;

/** A fresh database with this room's migrations and those of `shape` applied, and its functions. */
export async function testDatabase(
  shape: Shape = { migrations: [], functions: [] },
  options: { readonly max?: number } = {},
): Promise<TestDatabase> {
  const adminUrl = await serverUrl();
  const name = newName();
  await asAdministrator(adminUrl, async (admin) => {
    const template = await templateOf(admin, adminUrl, shape);
    await admin.query(`create database ${name} template ${template} owner huke`);
  });
  return await opened(adminUrl, name, options.max ?? 8);
}

/** A database as PostgreSQL makes it. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const adminUrl = await serverUrl();
  const name = newName();
  await asAdministrator(adminUrl, async (admin) => {
    await admin.query(`create database ${name} template template0 owner huke`);
  });
  return await opened(adminUrl, name, 8);
}

const newName = (): string => `test_${randomBytes(8).toString('hex')}`;

async function opened(adminUrl: string, name: string, max: number): Promise<TestDatabase> {
  const url = ofDatabase(adminUrl, name, 'huke');
  const db = await openDatabase({ url, log: silentLog, max });
  const serving: Database[] = [];
  const serve: TestDatabase['serve'] = async (rights) => {
    await grantServer(db, SERVER, rights);
    const served = await openDatabase({
      url: ofDatabase(adminUrl, name, SERVER),
      log: silentLog,
      max,
    });
    serving.push(served);
    return served;
  };
  const drop = async (): Promise<void> => {
    for (const served of serving) await served.close();
    await db.close();
    await asAdministrator(adminUrl, async (admin) => {
      await admin.query(`drop database if exists ${name} with (force)`);
    });
  };
  return { ...db, url, adminUrl: ofDatabase(adminUrl, name, ADMINISTRATOR), serve, drop };
}

/** The vitest run's server (see vitest.config.ts), or one of this process's own, which ends with it. */
async function serverUrl(): Promise<string> {
  const broker = process.env['HUKE_TEST_BROKER'];
  if (broker === undefined) {
    own ??= startTestServer();
    return (await own).adminUrl;
  }
  const answer = await fetch(broker);
  if (!answer.ok) throw new Error('the test database server did not start: see the output above');
  return await answer.text();
}

/** Stops this process's own server, where it has one; a program outside vitest calls it at its end. */
export async function stopTestServer(): Promise<void> {
  const server = own;
  own = null;
  await (await server)?.stop();
}

/** The template of a shape, made where it is not there yet. */
async function templateOf(admin: pg.Client, adminUrl: string, shape: Shape): Promise<string> {
  const digest =
    migrationDigest(shape.migrations).slice(0, 24) + functionsDigest(shape.functions).slice(0, 24);
  const template = `template_${digest}`;
  await admin.query('select pg_advisory_lock($1)', [LOCK]);
  const { rows } = await admin.query('select 1 from pg_database where datname = $1', [template]);
  if (rows.length === 0) await makeTemplate(admin, adminUrl, template, shape);
  return template;
}

async function makeTemplate(
  admin: pg.Client,
  adminUrl: string,
  template: string,
  shape: Shape,
): Promise<void> {
  const fresh = `fresh_${randomBytes(8).toString('hex')}`;
  await admin.query(`create database ${fresh} owner huke`);
  const db = await openDatabase({ url: ofDatabase(adminUrl, fresh, 'huke'), log: silentLog, max: 1 });
  try {
    await migrate(db, shape.migrations);
    await applyFunctions(db, shape.functions);
  } finally {
    await db.close();
  }
  await admin.query(`alter database ${fresh} rename to ${template}`);
}

async function asAdministrator(url: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function ofDatabase(adminUrl: string, database: string, user: string): string {
  const url = new URL(adminUrl);
  url.username = user;
  url.pathname = `/${database}`;
  return url.href;
}
