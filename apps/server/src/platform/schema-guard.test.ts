import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerFunctions, ledgerMigrations } from '#ledger';
import type { Database } from './database.ts';
import { silentLog } from './log.ts';
import { type Plan, prepareDatabase, preparing, type Scratch } from './prepare.ts';
import { openRowSeal } from './row-seal.ts';
import { differences, readSchema } from './schema-digest.ts';
import { createSchemaGuard, type SchemaAlarm, type SchemaGuard } from './schema-guard.ts';
import { startTestServer } from './test-server.ts';
import { emptyDatabase, type TestDatabase, testDatabase } from './testing.ts';

/** The database's owner and its superuser, against what is sealed beside the keys. */

const rights: Plan['rights'] = { ledger_entries: ['select', 'insert'], ledger_head: ['select', 'update'] };
const plan: Plan = { migrations: ledgerMigrations, functions: ledgerFunctions, jobs: ['tidy'], rights };

let owner: TestDatabase;
let server: Database;
let root: pg.Client;
let keysDir: string;
let guard: SchemaGuard;
let alarms: SchemaAlarm[];
let passed = 0;

const mac = () => openRowSeal(keysDir);
/** An empty database beside it, as the embedded server has. */
const scratch: Scratch = async (work) => {
  const empty = await emptyDatabase();
  try {
    return await work({ owner: empty, server: await empty.serve({}) });
  } finally {
    await empty.drop();
  }
};
const prepare = (more: Partial<Plan> = {}, accept: string | null = null, beside: Scratch | null = null) =>
  prepareDatabase({
    roles: { owner, server },
    plan: { ...plan, ...more },
    keysDir,
    mac: mac(),
    log: silentLog,
    scratch: beside,
    accept,
  });
const watch = (): SchemaGuard =>
  createSchemaGuard({
    db: server,
    keysDir,
    mac: mac(),
    log: silentLog,
    alarm: (alarm) => alarms.push(alarm),
    cluster: null,
    elapsed: () => performance.now() + passed,
  });

beforeEach(async () => {
  owner = await testDatabase();
  server = await owner.serve({});
  root = new pg.Client({ connectionString: owner.adminUrl });
  await root.connect();
  keysDir = mkdtempSync(join(tmpdir(), 'huke-guard-'));
  alarms = [];
  passed = 0;
  await prepare();
  guard = watch();
  await guard.check();
});
afterEach(async () => {
  await guard.stop();
  await root.end();
  await owner.drop();
  rmSync(keysDir, { recursive: true });
});

const database = () => new URL(owner.url).pathname.slice(1);

/** What somebody with all rights of the database server does, each to be found by the next comparison. */
const attacks: readonly (readonly [string, string, string])[] = [
  [
    'replaces a function',
    `create or replace function ledger_append(p_entries bytea[]) returns bigint language sql as 'select 0::bigint'`,
    'function',
  ],
  ['adds a function', `create function evil() returns int language sql as 'select 1'`, 'function'],
  [
    'adds one to the system',
    `set allow_system_table_mods = on; create function pg_catalog.evil() returns int language sql as 'select 1'`,
    'function',
  ],
  [
    'shadows a table in the system',
    'set allow_system_table_mods = on; create table pg_catalog.ledger_head (id boolean, size bigint)',
    'relation',
  ],
  [
    'changes what an operator of the system does',
    `set allow_system_table_mods = on;
     update pg_catalog.pg_operator set oprcode = 'pg_catalog.texticlike'::regproc where oprcode = 'pg_catalog.textlike'::regproc`,
    'system',
  ],
  [
    'changes how the system takes one type for another',
    `set allow_system_table_mods = on;
     update pg_catalog.pg_cast set castcontext = 'i' where castsource = 'jsonb'::regtype and casttarget = 'bool'::regtype`,
    'system',
  ],
  [
    'has a view of the system leave something out',
    `set allow_system_table_mods = on;
     create or replace view pg_catalog.pg_locks as select * from pg_catalog.pg_lock_status() where false`,
    'system',
  ],
  [
    'blinds the comparison of numbers, and adds a function that the system prefers to the program’s',
    `set allow_system_table_mods = on;
     create function pg_catalog.ledger_append(p_entries bytea[]) returns bigint language sql as 'select 0::bigint';
     create function pg_catalog.never(oid, oid) returns boolean language sql as 'select false';
     update pg_catalog.pg_operator set oprcode = 'pg_catalog.never'::regproc
       where oprname = '>=' and oprleft = 'oid'::regtype and oprright = 'oid'::regtype`,
    'function',
  ],
  ['makes a function another owner’s', 'alter function ledger_refuse() security definer', 'function'],
  ['turns a trigger off', 'alter table ledger_entries disable trigger ledger_entries_grow', 'trigger'],
  ['turns all triggers off', 'alter table ledger_index disable trigger all', 'trigger'],
  [
    'adds a trigger',
    'create trigger evil before insert on ledger_entries for each row execute function ledger_refuse()',
    'trigger',
  ],
  ['adds a rule', 'create rule evil as on insert to ledger_tiles do also delete from ledger_index', 'rule'],
  [
    'puts a view in a table’s place',
    'alter table ledger_index rename to hidden; create view ledger_index as select * from hidden',
    'column',
  ],
  ['adds a view', 'create view evil as select * from ledger_entries', 'column'],
  [
    'shadows a table',
    'create schema huke_server; create table huke_server.ledger_head (id boolean, size bigint)',
    'column',
  ],
  [
    'hides rows',
    'alter table ledger_entries enable row level security; create policy evil on ledger_entries using (false)',
    'policy',
  ],
  ['adds a column', 'alter table ledger_head add column evil int', 'column'],
  ['changes a default', 'alter table ledger_head alter column id set default false', 'column'],
  [
    'drops a constraint',
    'alter table ledger_entries drop constraint ledger_entries_leaf_check',
    'constraint',
  ],
  ['drops an index', 'drop index ledger_index_at', 'index'],
  ['gives a right', 'grant update on ledger_entries to huke_server', 'relation'],
  ['gives a right to everybody', 'grant select on ledger_entries to public', 'relation'],
  ['gives the table away', 'alter table ledger_entries owner to huke_server', 'relation'],
  ['keeps a table in memory only', 'alter table ledger_index set unlogged', 'relation'],
  ['publishes every table', 'create publication evil for all tables', 'publication'],
  [
    'adds an operator',
    `create function evil(bytea, bytea) returns boolean language sql as 'select true';
    create operator public.=== (leftarg = bytea, rightarg = bytea, function = evil)`,
    'function',
  ],
  [
    'hears every statement',
    `create function evil() returns event_trigger language plpgsql as 'begin end';
    create event trigger evil on ddl_command_end execute function evil()`,
    'event-trigger',
  ],
];

describe('somebody with all rights of the database, who', () => {
  it.each(attacks)('%s, is found, and nothing is answered any more', async (_, sql, kind) => {
    expect(await guard.halted()).toBeNull();
    await root.query(sql);
    await guard.check();
    expect(await guard.halted()).toBe('changed');
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toMatchObject({ code: 'schema-changed', object: kind });
    await expect(prepare()).rejects.toMatchObject({ code: 'schema-changed' });
  });

  it.each([
    'synchronous_commit = off',
    'search_path = evil, public',
    'session_replication_role = replica',
    'row_security = on',
  ])('sets %s for the role or the database, is found, and connections keep their own', async (set) => {
    await root.query(`alter role huke_server in database ${database()} set ${set}`);
    await guard.check();
    expect(alarms).toMatchObject([{ code: 'schema-changed', object: 'setting' }]);
    expect(await guard.halted()).toBe('changed');
  });

  it('replaces a function and puts it back between two comparisons, is told of', async () => {
    const { rows } = await root.query(
      `select pg_get_functiondef('ledger_append(bytea[])'::regprocedure) as text`,
    );
    await root.query(
      `create or replace function ledger_append(p_entries bytea[]) returns bigint language sql as 'select 0::bigint'`,
    );
    await root.query(rows[0].text);
    await guard.check();
    expect(alarms).toEqual([{ code: 'schema-changed', object: 'put-back', count: 0 }]);
    expect(await guard.halted()).toBeNull();
    await guard.check();
    expect(alarms).toHaveLength(1);
  });

  it('turns a trigger off and on again between two comparisons, is told of', async () => {
    await root.query('alter table ledger_entries disable trigger user');
    await root.query('alter table ledger_entries enable trigger user');
    await guard.check();
    expect(alarms).toMatchObject([{ object: 'put-back' }]);
  });

  it('puts it back after it was found, is not believed before the next start', async () => {
    await root.query('create table evil (n int)');
    await guard.check();
    await root.query('drop table evil');
    await guard.check();
    expect(await guard.halted()).toBe('changed');
    await prepare();
    const next = watch();
    await next.check();
    expect(await next.halted()).toBeNull();
  });

  it('puts a view in a table’s place and takes it away again between two comparisons, is told of', async () => {
    await root.query(
      `alter table ledger_index rename to hidden; create view ledger_index as select * from hidden`,
    );
    await root.query('drop view ledger_index; alter table hidden rename to ledger_index');
    await guard.check();
    expect(alarms).toMatchObject([{ object: 'put-back' }]);
  });

  it('is not whoever vacuums and counts', async () => {
    await root.query('vacuum analyze');
    await root.query('vacuum (freeze, analyze) ledger_index');
    await guard.check();
    expect([await guard.halted(), alarms]).toEqual([null, []]);
  });

  it('changes an operator and puts it back between two comparisons, is told of', async () => {
    const swap = (from: string, to: string) =>
      root.query(
        `set allow_system_table_mods = on;
         update pg_catalog.pg_operator set oprcode = 'pg_catalog.${to}'::regproc where oprcode = 'pg_catalog.${from}'::regproc
           and oprname = '~~'`,
      );
    await swap('textlike', 'textnlike');
    await swap('textnlike', 'textlike');
    await guard.check();
    expect(alarms).toEqual([{ code: 'schema-changed', object: 'put-back', count: 0 }]);
  });

  it('sets how the whole server plans, is found; what only makes it faster is not', async () => {
    const own = await startTestServer();
    const pool = new pg.Pool({ connectionString: own.adminUrl, max: 1 });
    const set = async (sql: string) => {
      await pool.query(sql);
      await pool.query('select pg_reload_conf()');
      // the reload comes to a connection before its next statement
      await expect
        .poll(
          async () =>
            (
              await pool.query(
                `select source from pg_settings
          where name = split_part($1, ' ', 4)`,
                [sql],
              )
            ).rows[0].source,
        )
        .toBe('configuration file');
    };
    try {
      const before = await readSchema({ pool });
      await set('alter system set work_mem = 8192');
      expect(differences(before.schema, (await readSchema({ pool })).schema)).toEqual([]);
      await set('alter system set enable_indexscan = off');
      expect(differences(before.schema, (await readSchema({ pool })).schema)).toEqual([
        'setting server.enable_indexscan',
      ]);
    } finally {
      await pool.end();
      await own.stop();
    }
  }, 60_000);

  it('takes the right to read catalogues, is found', async () => {
    await root.query('revoke select on pg_catalog.pg_trigger from public');
    try {
      await guard.check();
      expect(await guard.halted()).toBe('unreadable');
      expect(alarms).toMatchObject([{ object: 'unreadable' }]);
    } finally {
      await root.query('grant select on pg_catalog.pg_trigger to public');
    }
    await guard.check();
    expect(await guard.halted()).toBeNull();
  });

  it('holds what is compared and ends each comparison, hides nothing for longer than a minute', async () => {
    await root.query('begin');
    await root.query('lock pg_catalog.pg_trigger in access exclusive mode');
    const cut = async () => {
      const done = guard.check();
      const ended = async () => {
        // a transaction sees the activity of its first look
        await root.query('select pg_stat_clear_snapshot()');
        return await root.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and usename = 'huke_server' and wait_event_type = 'Lock'`);
      };
      await expect.poll(async () => (await ended()).rows.length).toBe(1);
      await done;
    };
    await cut();
    expect([await guard.halted(), alarms]).toEqual([null, []]);
    passed += 61_000;
    await cut();
    expect(await guard.halted()).toBe('unreadable');
    expect(alarms).toEqual([{ code: 'schema-changed', object: 'unreadable', count: 0 }]);
    await root.query('rollback');
    await guard.check();
    expect(await guard.halted()).toBeNull();
  });

  it('holds what is compared and lets it wait, hides nothing for longer than a minute', async () => {
    await guard.start();
    await root.query('begin');
    await root.query('lock pg_catalog.pg_trigger in access exclusive mode');
    const held = guard.check();
    // nobody's request waits for a comparison of the clock's
    expect(await guard.halted()).toBeNull();
    passed += 61_000;
    expect(await guard.halted()).toBe('unreadable');
    expect(alarms).toHaveLength(1);
    await root.query('rollback');
    await held;
    expect(await guard.halted()).toBeNull();
  });

  it('cuts the connection to change something unseen, is found by the next one', async () => {
    await guard.start();
    await root.query('create table evil (n int)');
    await root.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename = 'huke_server'`,
    );
    await expect.poll(() => guard.halted()).toBe('changed');
  });
});

describe('an upgrade by another replica', () => {
  const next = {
    migrations: [...ledgerMigrations, { name: '1990-ledger-next', sql: 'create table ledger_next (n int)' }],
  };
  const appends = /^\s*create or replace function ledger_append/;
  /** Another text of one function, and nothing else. */
  const otherText = {
    functions: ledgerFunctions.map((text) =>
      appends.test(text) ? text.replace('first bigint', 'first int8') : text,
    ),
  };

  it('passes, at the start and in whoever runs already', async () => {
    await prepare(next);
    await guard.check();
    expect(await guard.halted()).toBeNull();
    expect(alarms).toEqual([]);
  });

  it('passes where only a function’s text is another, and the one before it again', async () => {
    const source = async () =>
      (await root.query(`select prosrc from pg_proc where proname = 'ledger_append'`)).rows[0].prosrc;
    await prepare(otherText);
    expect(await source()).toContain('first int8');
    await prepare();
    expect(await source()).toContain('first bigint');
    await prepare({ functions: ledgerFunctions.map((text) => `${text}\n`) });
    await guard.check();
    expect([await guard.halted(), alarms]).toEqual([null, []]);
  });

  it('passes where a function is gone or takes something else', async () => {
    const far = (takes: string, answers: string) =>
      `create or replace function ledger_far(${takes}) returns bigint language sql as $$ select ${answers} $$`;
    await prepare({ functions: [...ledgerFunctions, far('n bigint', 'n')] });
    await prepare({ functions: [...ledgerFunctions, far('n text, m bigint', 'm')] });
    await prepare();
    expect((await root.query(`select from pg_proc where proname = 'ledger_far'`)).rows).toEqual([]);
    await guard.check();
    expect([await guard.halted(), alarms]).toEqual([null, []]);
  });

  it('takes over no function that somebody replaced, whatever else it changes', async () => {
    await root.query(
      `create or replace function ledger_refuse() returns trigger language plpgsql as 'begin return null; end'`,
    );
    await expect(prepare(otherText)).rejects.toMatchObject({
      code: 'schema-changed',
      message: expect.stringContaining('function public.ledger_refuse()'),
    });
    // where the program may make an empty database beside it, that decides
    await expect(prepare(otherText, null, scratch)).rejects.toMatchObject({
      code: 'schema-changed',
      message: expect.stringContaining('function public.ledger_refuse()'),
    });
  });

  it.each([
    ['makes it anew', otherText, ''],
    ['believes what somebody wrote of it', next, `update sql_function set digest = 'x'`],
    ['was told that it has none', next, 'delete from sql_function'],
  ])('mends no replaced function unseen, also where it %s', async (_, more, sql) => {
    await root.query(
      `create or replace function ledger_append(p_entries bytea[]) returns bigint language sql as 'select 0::bigint'; ${sql}`,
    );
    const refused = prepare(more, null, scratch).then(
      () => 'prepared',
      (error: Error) => error.message,
    );
    expect(await refused).toContain('function public.ledger_append');
    // and the next time, until the operator says so
    await expect(prepare(more, null, scratch)).rejects.toMatchObject({ code: 'schema-changed' });
    const code = /HUKE_ACCEPT_SCHEMA=([0-9a-f]{12})$/.exec(await refused)?.[1] ?? '';
    await prepare(more, code, scratch);
    await prepare(more, null, scratch);
  });

  it('is waited for, and not for ever', async () => {
    await root.query('select pg_advisory_lock($1)', [preparing]);
    await root.query('create table halfway (n int)');
    await guard.check();
    expect([await guard.halted(), alarms]).toEqual(['waiting', []]);
    passed += 60_000;
    await guard.check();
    expect(await guard.halted()).toBe('changed');
    expect(alarms).toHaveLength(1);
  });
});

describe('what is sealed beside the keys', () => {
  it('is compared before anything is migrated', async () => {
    await root.query('create table evil (n int)');
    const sql = 'create table never (n int)';
    await expect(
      prepare({ migrations: [...ledgerMigrations, { name: '1991-ledger-never', sql }] }),
    ).rejects.toMatchObject({
      code: 'schema-changed',
      message: expect.stringContaining('relation public.evil'),
    });
    expect((await root.query("select to_regclass('never') as there")).rows[0].there).toBeNull();
  });

  it('is sealed anew where the operator takes a difference over, by the code that names just that', async () => {
    await root.query('create index mine on ledger_index (kind)');
    const refusal = await prepare().then(
      () => 'prepared',
      (error: Error) => error.message,
    );
    const code = /HUKE_ACCEPT_SCHEMA=([0-9a-f]{12})$/.exec(refusal)?.[1] ?? '';
    await root.query('create index other on ledger_index (kind)');
    await expect(prepare({}, code)).rejects.toMatchObject({ code: 'schema-changed' });
    await root.query('drop index other');
    expect((await prepare({}, code)).accepted).toBeGreaterThan(0);
    expect((await prepare()).accepted).toBe(0);
  });

  it('is believed only with its seal', async () => {
    writeFileSync(join(keysDir, 'schema.json'), '{}');
    await expect(prepare()).rejects.toMatchObject({ code: 'schema-changed' });
  });
});

describe('the role that serves', () => {
  it.each([
    'create table mine (n int)',
    'create temporary table mine (n int)',
    'create schema mine',
    `create function mine() returns int language sql as 'select 1'`,
    'alter table ledger_head add column n int',
    'drop table ledger_entries',
    'truncate ledger_entries',
    'truncate ledger_index',
    'alter table ledger_entries disable trigger all',
    'drop trigger ledger_entries_grow on ledger_entries',
    `create or replace function ledger_refuse() returns trigger language plpgsql as 'begin return new; end'`,
    `update ledger_entries set entry = 'x'`,
    'delete from ledger_entries',
    'delete from ledger_head',
    'insert into ledger_head (id, size) values (false, 0)',
    "update migration set digest = ''",
    "update sql_function set digest = ''",
    'set session_replication_role = replica',
    'set role huke',
    'create trigger mine before insert on ledger_head for each row execute function ledger_refuse()',
  ])('may not: %s', async (sql) => {
    await expect(server.pool.query(sql)).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|23\d\d\d)$/),
    });
  });

  it('is set as it must be, whatever the role’s own settings say', async () => {
    await root.query(
      `alter role huke_server in database ${database()} set synchronous_commit = off;
       alter role huke_server in database ${database()} set search_path = evil;
       alter role huke_server in database ${database()} set default_transaction_read_only = on`,
    );
    const fresh = await owner.serve({}).catch((error: unknown) => error);
    expect(fresh).toMatchObject({ code: 'not-durable' });
    await root.query(`alter role huke_server in database ${database()} reset synchronous_commit`);
    const other = await owner.serve({});
    const { rows } = await other.pool.query(
      `select current_setting('search_path') as path, current_setting('default_transaction_read_only') as only`,
    );
    expect(rows).toEqual([{ path: 'public, pg_temp', only: 'off' }]);
  });

  it.each(["log_statement = 'all'", 'wal_compression = off', 'debug_print_plan = on', 'array_nulls = off'])(
    'is refused where somebody sets %s for it, for all or for the database',
    async (set) => {
      for (const whose of [`role huke_server in database ${database()}`, `database ${database()}`]) {
        await root.query(`alter ${whose} set ${set}`);
        await expect(owner.serve({})).rejects.toMatchObject({
          code: 'session',
          message: expect.stringContaining(set.split(' ')[0] ?? ''),
        });
        await root.query(`alter ${whose} reset ${set.split(' ')[0]}`);
      }
      await root.query(
        `alter database ${database()} set work_mem = '8MB';
         alter database ${database()} set log_min_error_statement = panic`,
      );
      await owner.serve({});
    },
  );

  it('serves no connection that was made while a setting was there, and says so', async () => {
    await root.query(`alter role huke_server in database ${database()} set log_statement = 'all'`);
    await root.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename = 'huke_server'`,
    );
    await expect
      .poll(() => server.pool.query('select 1').catch((error: unknown) => error))
      .toMatchObject({
        code: 'session',
      });
    await guard.check();
    expect(await guard.halted()).toBe('unreadable');
    expect(alarms).toMatchObject([{ object: 'unreadable' }]);
  });

  it('is refused where its sessions skip triggers', async () => {
    await root.query(
      `alter role huke_server in database ${database()} set session_replication_role = replica`,
    );
    await expect(owner.serve({})).rejects.toMatchObject({ code: 'session' });
  });
});
