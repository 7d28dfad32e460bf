import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { silentLog } from './log.ts';
import { type Postgres, startPostgres } from './postgres.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
let folder: string;
const running: { stop: () => Promise<void> }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huke-pg-test-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (name: string): { dataDir: string; keysDir: string } => ({
  dataDir: join(folder, name, 'data'),
  keysDir: join(folder, name, 'keys'),
});

async function start(options: { dataDir: string; keysDir: string }): Promise<Postgres> {
  const postgres = await startPostgres({ ...options, log: silentLog });
  running.push(postgres);
  return postgres;
}

async function query<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Runs a server in a process of its own; `said` is its first line: the address, or an error's code and text. */
async function serve(
  options: { dataDir: string; keysDir: string },
  account: { uid?: number; gid?: number } = {},
): Promise<{ process: ChildProcess; said: string; exited: Promise<number | null> }> {
  const module = fileURLToPath(new URL('./postgres.ts', import.meta.url));
  const program = `import { startPostgres } from ${JSON.stringify(module)};
    const warned = [];
    const log = { info() {}, warn: (code) => warned.push(code), error() {}, child: () => log };
    try {
      const postgres = await startPostgres({ ...${JSON.stringify(options)}, log });
      process.once('SIGTERM', async () => { await postgres.stop(); process.exit(0); });
      console.log([postgres.ownerUrl, postgres.pid, ...warned].join(' '));
    } catch (error) { console.log(error.code + ': ' + error.message); process.exit(1); }`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], ...account });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stdout = child.stdout;
  if (!stdout) throw new Error('the child has no output');
  const said = await new Promise<string>((resolve) => createInterface(stdout).once('line', resolve));
  running.push({
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  });
  return { process: child, said, exited };
}

const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

test('the first start makes a durable cluster with checksums, the second one finds its data', async () => {
  const at = place('plain');
  const first = await start(at);
  const settings = await query(
    first.ownerUrl,
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit',
     'data_checksums', 'listen_addresses', 'server_encoding', 'jit') order by name`,
  );
  expect(settings).toEqual([
    { name: 'data_checksums', setting: 'on' },
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'jit', setting: 'off' },
    { name: 'listen_addresses', setting: '' },
    { name: 'server_encoding', setting: 'UTF8' },
    { name: 'synchronous_commit', setting: 'on' },
  ]);
  expect(await query(first.ownerUrl, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
  await query(first.ownerUrl, 'create table kept as select 1 as n');
  expect(
    await query(
      first.url,
      'select current_user as role, rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
    ),
  ).toEqual([{ role: 'huke_server', rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
  await expect(query(first.url, 'drop table kept')).rejects.toMatchObject({ code: '42501' });
  await first.stop();
  expect(readdirSync(at.dataDir)).toEqual(['postgres']);
  const second = await start(at);
  expect(await query(second.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a second server on the folder is refused, and the first one is not disturbed', async () => {
  const at = place('second');
  const first = await serve(at);
  const refused = await serve(at);
  expect(refused.said).toBe(
    `locked: another server (process ${first.process.pid}) uses the data folder: stop it first, or set HUKE_DATA to another folder`,
  );
  expect(await query(first.said.split(' ')[0] ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('SIGTERM stops the database cleanly', async () => {
  const at = place('term');
  const server = await serve(at);
  server.process.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  expect(existsSync(join(at.dataDir, 'postgres/postmaster.pid'))).toBe(false);
  const log = join(at.dataDir, 'postgres/log');
  const text = readdirSync(log)
    .map((name) => readFileSync(join(log, name), 'utf8'))
    .join('');
  expect(text).toContain('database system is shut down');
});

test('the database of a killed server ends by itself, and the next start finds every committed row', async () => {
  const at = place('kill');
  const server = await serve(at);
  const [url = '', pid] = server.said.split(' ');
  await query(url, 'create table kept as select 1 as n');
  server.process.kill('SIGKILL');
  await server.exited;
  await expect.poll(() => isAlive(Number(pid))).toBe(false);
  const next = await start(at);
  expect(await query(next.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('server and database killed together leave nothing that stops the next start', async () => {
  const at = place('both');
  const server = await serve(at);
  const [url = '', pid] = server.said.split(' ');
  await query(url, 'create table kept as select 1 as n');
  process.kill(Number(pid), 'SIGKILL');
  server.process.kill('SIGKILL');
  await server.exited;
  expect(existsSync(join(at.dataDir, 'postgres/postmaster.pid'))).toBe(true);
  const next = await start(at);
  expect(await query(next.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a left-over database server is ended at the next start', async () => {
  const at = place('leftover');
  const server = await serve(at);
  const pid = Number(server.said.split(' ')[1]);
  // the watcher is stopped first, so nothing ends the database with its server
  const watcher = watcherOf(pid);
  process.kill(watcher, 'SIGKILL');
  server.process.kill('SIGKILL');
  await server.exited;
  expect(isAlive(pid)).toBe(true);
  const next = await start(at);
  expect(isAlive(pid)).toBe(false);
  expect(await query(next.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

function watcherOf(pid: number): number {
  const found = readdirSync('/proc').find((each) => {
    if (!/^\d+$/.test(each)) return false;
    try {
      return readFileSync(`/proc/${each}/cmdline`, 'utf8').endsWith(`\0sh\0${pid}\0`);
    } catch {
      return false;
    }
  });
  return Number(found);
}

test('a process number that now belongs to a stranger does not stop the start, nor the stranger', async () => {
  const at = place('stranger');
  await (await start(at)).stop();
  const stranger = spawn('sleep', ['60']);
  const file = join(at.dataDir, 'postgres/postmaster.pid');
  writeFileSync(
    file,
    `${stranger.pid}\n/proc/self/cwd\n1700000000\n5432\n/tmp/huke-000000/s\n\n  1000001    123456\nready   \n`,
  );
  const { uid, gid } = statSync(join(at.dataDir, 'postgres'));
  chownSync(file, uid, gid);
  const server = await start(at);
  expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
  stranger.kill();
});

test('a killed initialisation is begun again', async () => {
  const at = place('half');
  mkdirSync(join(at.dataDir, 'postgres.new/base'), { recursive: true });
  writeFileSync(join(at.dataDir, 'postgres.new/PG_VERSION'), '18\n');
  const server = await start(at);
  expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a database that dies is restarted at the same address, with what it had committed', async () => {
  const server = await start(place('crash'));
  await query(server.ownerUrl, 'create table kept (n int)');
  for (let n = 1; n <= 3; n++) {
    await query(server.ownerUrl, 'insert into kept values ($1)', [n]);
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => server.pid).not.toBe(pid);
  }
  expect(await query(server.ownerUrl, 'select n from kept order by n')).toEqual([
    { n: 1 },
    { n: 2 },
    { n: 3 },
  ]);
});

test('the database log holds no value, whatever goes wrong', async () => {
  const at = place('canary');
  const server = await start(at);
  const canary = '13812345678';
  const outcomes: string[] = [];
  const failing = async (text: string, values: unknown[] = []): Promise<void> => {
    await query(server.adminUrl, text, values).catch((error: Error & { detail?: string }) =>
      outcomes.push(`${error.message} ${error.detail ?? ''}`),
    );
  };
  await query(server.adminUrl, 'create table person (mobile text unique, age int check (age < 200))');
  await query(server.adminUrl, 'insert into person values ($1, 1)', [canary]);
  await failing('insert into person values ($1, 1)', [canary]);
  await failing(`insert into person values ('${canary}', 1)`);
  await failing(`select '${canary}x'::int`);
  await failing('select $1::int', [`${canary}x`]);
  await failing(`select * from "${canary}"`);
  await failing(`insert into person values ('${canary}', 999)`);
  await failing(`do $$ begin raise exception '${canary}'; end $$`);
  await failing(`do $$ begin raise warning '${canary}'; end $$`);
  // the errors themselves do hold the value, so the search below means something
  expect(outcomes).toHaveLength(7);
  for (const outcome of outcomes) expect(outcome).toContain(canary);
  // a backend that dies has its statement printed by a PostgreSQL that is set otherwise
  await failing(`select pg_sleep(0), pg_terminate_backend(pg_backend_pid()), '${canary}'`);
  const victim = new pg.Client({ connectionString: server.adminUrl });
  victim.on('error', () => {});
  await victim.connect();
  const [{ pid } = { pid: 0 }] = (await victim.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
  const dying = victim.query(`select pg_sleep(60), '${canary}'`).catch(() => {});
  await expect
    .poll(
      async () =>
        await query(server.adminUrl, `select 1 from pg_stat_activity where pid = $1 and state = 'active'`, [
          pid,
        ]),
    )
    .toHaveLength(1);
  process.kill(pid, 'SIGKILL');
  await dying;
  await server.stop();
  const log = join(at.dataDir, 'postgres/log');
  const text = readdirSync(log)
    .map((name) => readFileSync(join(log, name), 'utf8'))
    .join('');
  expect(text).toMatch(/terminated by signal 9/);
  expect(text).not.toContain(canary);
});

test('neither postgresql.conf nor ALTER SYSTEM turns durability off or the log up', async () => {
  const at = place('fixed');
  const first = await start(at);
  for (const change of [
    'fsync = off',
    'full_page_writes = off',
    'synchronous_commit = off',
    `log_statement = 'all'`,
  ]) {
    await query(first.adminUrl, `alter system set ${change}`);
  }
  await first.stop();
  const second = await start(at);
  const values = await query<{ setting: string }>(
    second.ownerUrl,
    `select setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') union all
     select setting from pg_settings where name = 'log_statement'`,
  );
  expect(values.map((row) => row.setting)).toEqual(['on', 'on', 'on', 'none']);
});

test.runIf(isRoot)(
  'root: runs as another account, below a closed folder, on a path of 150 characters',
  async () => {
    const closed = join(folder, `closed-${randomUUID()}`);
    mkdirSync(closed, { mode: 0o700 });
    const dataDir = join(closed, 'd'.repeat(Math.max(1, 150 - closed.length - 1)));
    expect(dataDir.length).toBeGreaterThanOrEqual(150);
    const server = await start({ dataDir, keysDir: join(closed, 'keys') });
    expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => server.pid).not.toBe(pid);
    expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  },
);

test.runIf(isRoot)('root: keys that the account of the database could read are refused', async () => {
  const at = place('open-keys');
  mkdirSync(at.keysDir, { recursive: true });
  chmodSync(at.keysDir, 0o755);
  await expect(startPostgres({ ...at, log: silentLog })).rejects.toMatchObject({
    code: 'config',
    message: expect.stringContaining('HUKE_KEYS'),
  });
  chmodSync(at.keysDir, 0o700);
  await start(at);
});

test.runIf(isRoot)('an ordinary user: runs as itself, nobody else signs in', async () => {
  const home = join(folder, 'ordinary');
  mkdirSync(home);
  chownSync(home, NOBODY, NOBODY);
  const server = await serve(
    { dataDir: join(home, 'data'), keysDir: join(home, 'keys') },
    { uid: NOBODY, gid: NOBODY },
  );
  const [url = '', pid, ...warned] = server.said.split(' ');
  expect(statSync(`/proc/${pid}`).uid).toBe(NOBODY);
  // its superuser reads the keys
  expect(warned).toEqual(['keys-within-reach']);
  // root passes the socket's folder, but the database asks the kernel who it is
  await expect(query(url, 'select 1')).rejects.toMatchObject({ code: '28000' });
});
