import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ClusterWatch, watchCluster } from './cluster-watch.ts';
import { type Database, openDatabase } from './database.ts';
import { silentLog } from './log.ts';
import { prepareDatabase, preparing } from './prepare.ts';
import { openRowSeal } from './row-seal.ts';
import { createSchemaGuard, type SchemaAlarm, type SchemaGuard } from './schema-guard.ts';
import { type TestServer, startTestServer } from './test-server.ts';

/** A superuser who makes, uses and drops again, between two comparisons, on a cluster of the program's own. */

const plan = {
  migrations: [
    {
      name: '1990-platform-things',
      sql: 'create table things (n int primary key, what text); create table others (n int references things)',
    },
  ],
  functions: ["create or replace function twice(n int) returns int language sql as 'select n * 2'"],
  jobs: ['tidy'],
  rights: {},
};

let cluster: TestServer;
let owner: Database;
let server: Database;
let root: pg.Client;
let keysDir: string;
let watch: ClusterWatch;
let guard: SchemaGuard;
let alarms: SchemaAlarm[];

const as = (user: string): string => {
  const url = new URL(cluster.adminUrl);
  url.username = user;
  url.pathname = '/huke';
  return url.href;
};

beforeAll(async () => {
  cluster = await startTestServer();
  owner = await openDatabase({ url: as('huke'), log: silentLog, max: 4 });
  server = await openDatabase({ url: as('huke_server'), log: silentLog, max: 4 });
  keysDir = mkdtempSync(join(tmpdir(), 'huke-watch-'));
  const mac = openRowSeal(keysDir);
  const roles = { owner, server };
  await prepareDatabase({ roles, plan, keysDir, mac, log: silentLog, scratch: null, accept: null });
}, 60_000);
afterAll(async () => {
  await server.close();
  await owner.close();
  await cluster.stop();
  rmSync(keysDir, { recursive: true });
});
beforeEach(async () => {
  root = new pg.Client({ connectionString: as('postgres') });
  root.on('error', () => {});
  await root.connect();
  watch = watchCluster({ db: server, folder: cluster.cluster });
  alarms = [];
  guard = createSchemaGuard({
    db: server,
    keysDir,
    mac: openRowSeal(keysDir),
    log: silentLog,
    alarm: (alarm) => alarms.push(alarm),
    cluster: watch,
  });
  await guard.check();
});
afterEach(async () => {
  await guard.stop();
  await root.end();
});

const told = async () => {
  await guard.check();
  expect(await guard.halted()).toBeNull();
  return alarms;
};

describe('between two comparisons, a superuser', () => {
  it.each([
    [
      'has a trigger for a moment',
      `create trigger evil before insert on things for each row execute function suppress_redundant_updates_trigger()`,
      'drop trigger evil on things',
    ],
    [
      'has a function for a moment',
      `create function twice(n bigint) returns int language sql as 'select 0'`,
      'drop function twice(bigint)',
    ],
    [
      'has a view in a table’s place',
      'alter table things rename to hidden; create view things as select * from hidden',
      'drop view things; alter table hidden rename to things',
    ],
    [
      'sets what a role’s connections log',
      `alter role huke_server set log_statement = 'all'`,
      'alter role huke_server reset log_statement',
    ],
    [
      'sets what a database’s connections load',
      `alter database huke set session_preload_libraries = 'auto_explain'`,
      'alter database huke reset session_preload_libraries',
    ],
    ['gives a right', 'grant select on things to public', 'revoke select on things from public'],
    ['makes a role a superuser', 'alter role huke_server superuser', 'alter role huke_server nosuperuser'],
    ['sets the server', 'alter system set wal_compression = off', 'alter system reset wal_compression'],
    [
      'writes the system’s tables without a statement for it',
      `set allow_system_table_mods = on;
       insert into pg_catalog.pg_db_role_setting values (0, 'huke_server'::regrole, '{log_duration=on}')`,
      `delete from pg_catalog.pg_db_role_setting`,
    ],
  ])('%s: told', async (_, does, undoes) => {
    // statistics count nothing of it
    await root.query('set track_counts = off');
    await root.query(does);
    await root.query(undoes);
    expect(await told()).toMatchObject([{ code: 'schema-changed', object: 'put-back' }]);
    await guard.check();
    expect(alarms).toHaveLength(1);
  });

  it('has a trigger and keeps it: found within seconds, and nothing is answered', async () => {
    await guard.start();
    await root.query(
      `create trigger evil before insert on things for each row execute function suppress_redundant_updates_trigger()`,
    );
    try {
      await expect.poll(() => guard.halted(), { timeout: 8_000 }).toBe('changed');
      expect(alarms).toMatchObject([{ object: 'trigger' }]);
    } finally {
      await root.query('drop trigger evil on things');
    }
  });

  it('gives the system’s tables other files first: told', async () => {
    await root.query('vacuum full pg_proc');
    await root.query('vacuum full pg_trigger');
    await root.query(`create function evil() returns int language sql as 'select 1'`);
    await root.query('drop function evil()');
    expect(await told()).toMatchObject([{ object: 'put-back' }]);
    await root.query(`create function evil() returns int language sql as 'select 1'`);
    await root.query('drop function evil()');
    await guard.check();
    expect(alarms).toHaveLength(2);
  });

  it('keeps it from the disk for a while, or rolls it back: told once it is there', async () => {
    await root.query('set synchronous_commit = off');
    await root.query('create view evil as select 1');
    await root.query('drop view evil');
    await expect.poll(async () => (await told()).length, { timeout: 5_000 }).toBe(1);
    await root.query(`begin; create function evil() returns int language sql as 'select 1'; rollback`);
    await root.query('checkpoint');
    expect(await told()).toHaveLength(2);
  });

  it('has the log thrown away: told, and what comes after it is seen again', async () => {
    const log = join(cluster.cluster, 'pg_wal');
    const away = `${log}.away`;
    mkdirSync(away);
    await root.query(`select pg_switch_wal()`);
    await root.query('create table evil (n int); drop table evil');
    const { rows } = await root.query('select pg_walfile_name(pg_current_wal_lsn()) as file');
    const old = readdirSync(log).filter((name) => /^[0-9A-F]{24}$/.test(name) && name < rows[0].file);
    for (const name of old) await rename(join(log, name), join(away, name));
    try {
      expect(await told()).toMatchObject([{ object: 'unreadable' }]);
    } finally {
      for (const name of old) await rename(join(away, name), join(log, name));
      rmSync(away, { recursive: true });
    }
    await root.query('create table evil (n int); drop table evil');
    expect(await told()).toMatchObject([{ object: 'unreadable' }, { object: 'put-back' }]);
  });
});

describe('nothing is told of', () => {
  const quiet = async () => expect(await told()).toEqual([]);

  it('rows that are written, vacuumed and counted, over many pages and segments of the log', async () => {
    for (let i = 0; i < 3; i++) {
      // tiny, long, and longer than a page of the log
      await server.pool.query(
        `insert into things select $1 + n, repeat(md5(n::text), case n % 100 when 0 then 2000 else n % 7 end)
         from generate_series(1, 40000) n`,
        [i * 100_000],
      );
      await quiet();
    }
    await server.pool.query(`update things set what = 'x' where n % 3 = 0`);
    await server.pool.query('delete from things where n % 5 = 0');
    await server.pool.query('create temporary table mine (n int)').catch(() => {});
    for (const sql of ['vacuum analyze', 'vacuum freeze', 'analyze', 'select pg_switch_wal()', 'checkpoint'])
      await root.query(sql);
    await quiet();
    await root.query('vacuum (freeze, analyze) pg_class');
    await quiet();
    expect(
      Number((await root.query(`select pg_current_wal_lsn() - '0/0'::pg_lsn as n`)).rows[0].n),
    ).toBeGreaterThan(3 * 16_777_216);
  }, 60_000);

  it('an upgrade that has not committed yet', async () => {
    const lock = await owner.pool.connect();
    await lock.query('select pg_advisory_lock($1)', [preparing]);
    await lock.query('begin; create table halfway (n int)');
    await root.query('checkpoint');
    await quiet();
    await lock.query('rollback');
    await lock.query('select pg_advisory_unlock($1)', [preparing]);
    lock.release();
    // nobody sealed anything since: then it was none
    expect(await told()).toMatchObject([{ object: 'put-back' }]);
  });

  it('a database that crashed and came back', async () => {
    await server.pool.query('insert into things select n from generate_series(1000001, 1001000) n');
    await quiet();
    const { rows } = await root.query('select pg_backend_pid() as pid');
    process.kill(rows[0].pid, 'SIGKILL');
    await sleep(200);
    await expect
      .poll(
        () =>
          server.pool.query('delete from things').then(
            () => 'done',
            () => 'away',
          ),
        { timeout: 20_000 },
      )
      .toBe('done');
    await quiet();
    root = new pg.Client({ connectionString: as('postgres') });
    await root.connect();
    await root.query('vacuum analyze');
    await quiet();
  }, 30_000);
});
