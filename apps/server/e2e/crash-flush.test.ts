import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig, silentLog } from '#platform';
import { type Running, start } from '../src/server.ts';
import { program, readSignIns, type SignedIn, signIn } from './desk-client.ts';
import { embeddedUrl, freePort } from './server-process.ts';
import { customersOf, makeSmallDesk, personOf } from './small-desk.ts';

/** So many answers are checked. */
const samples = process.env['SLOW'] === '1' ? 300 : 60;

const folder = mkdtempSync(join(tmpdir(), 'hk-flush-'));
const data = join(folder, 'data');
let server: Running;
let agent: SignedIn;
let probe: pg.Client;

beforeAll(async () => {
  await makeSmallDesk(folder);
  const env = { HUKE_DATA: data, HUKE_KEYS: join(folder, 'keys'), HUKE_PORT: String(await freePort()) };
  server = await start({ config: loadConfig(env, folder), log: silentLog });
  agent = await signIn(server.url, readSignIns(data), 'li.na');
  probe = new pg.Client({ connectionString: embeddedUrl(data, 'postgres', 'postgres') });
  await probe.connect();
  await probe.query('create extension if not exists pg_walinspect');
  // what is flushed late is flushed as late as can be, so that an answer that came too early is seen
  await probe.query('alter system set wal_writer_delay = 10000');
  await probe.query('select pg_reload_conf()');
});

afterAll(async () => {
  await probe?.end();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Where the log was flushed to by the time of an answer, and the transaction that the answer stands on. */
type Sample = { readonly flushed: string; readonly transaction: string };

/** How far the log is flushed now, in bytes from its beginning. */
async function flushedNow(): Promise<string> {
  const { rows } = await probe.query<{ flushed: string }>(
    `select pg_current_wal_flush_lsn() - '0/0'::pg_lsn as flushed`,
  );
  return rows[0]?.flushed ?? '';
}

/** Where each transaction's commit record ends, as the write-ahead log itself says. */
async function commitPositions(from: string): Promise<ReadonlyMap<string, bigint>> {
  await probe.query('select pg_switch_wal()');
  const { rows } = await probe.query<{ xid: string; ends: string }>(
    `select xid::text, end_lsn - '0/0'::pg_lsn as ends
     from pg_get_wal_records_info($1, pg_current_wal_flush_lsn())
     where resource_manager = 'Transaction' and record_type like 'COMMIT%'`,
    [from],
  );
  return new Map(rows.map(({ xid, ends }) => [xid, BigInt(ends)]));
}

async function walNow(): Promise<string> {
  const { rows } = await probe.query<{ at: string }>('select pg_current_wal_insert_lsn() as at');
  return rows[0]?.at ?? '';
}

/** Those whose commit lay beyond what was flushed when they were answered, or is not in the log at all. */
async function early(from: string, taken: readonly Sample[]): Promise<Sample[]> {
  const commits = await commitPositions(from);
  return taken.filter(({ flushed, transaction }) => {
    const ends = commits.get(transaction);
    return ends === undefined || BigInt(flushed) < ends;
  });
}

/** The transaction that wrote an entry. */
async function transactionsOf(entries: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const client = new pg.Client({ connectionString: embeddedUrl(data) });
  await client.connect();
  try {
    const { rows } = await client.query<{ idx: string; xmin: string }>(
      'select idx, xmin::text from ledger_entries where idx = any($1)',
      [entries],
    );
    return new Map(rows.map(({ idx, xmin }) => [Number(idx), xmin]));
  } finally {
    await client.end();
  }
}

it('every answer finds the commit of its entry flushed', async () => {
  const from = await walNow();
  const [customer] = customersOf('li.na');
  const opened = await program(server.url, readSignIns(data), 'call-platform').post('/contacts', {
    channel: 'call',
    direction: 'in',
    externalId: 'flush',
    agent: personOf('li.na').id,
    customer: customer?.id,
    caseType: 'complaint',
  });
  const context = { purpose: 'complaint', case: opened.body.case, scenario: 'call' };
  const about = { customer: customer?.id, fields: [{ field: 'mobile' }], reason: 'handle-complaint' };
  const answered: { readonly entry: number; readonly flushed: string }[] = [];
  for (let n = 0; n < samples; n++) {
    const answer =
      n % 3 === 0
        ? await agent.post('/customers', { fields: { name: '测试客户', mobile: String(19910000000 + n) } })
        : await agent.post('/accesses', { action: 'reveal', ...about, ...context });
    const flushed = await flushedNow();
    expect(answer.status, answer.body?.code).toBe(200);
    answered.push({ entry: answer.body.entry, flushed });
  }
  const transactions = await transactionsOf(answered.map((each) => each.entry));
  const taken = answered.map(({ entry, flushed }) => ({
    flushed,
    transaction: transactions.get(entry) ?? '',
  }));
  expect(await early(from, taken)).toEqual([]);
});

it('the check finds a session that answers before its commit is flushed', async () => {
  const from = await walNow();
  const client = new pg.Client({ connectionString: embeddedUrl(data) });
  await client.connect();
  const taken: Sample[] = [];
  await client.query('create table late (n int)');
  await client.query('set synchronous_commit = off');
  for (let n = 0; n < 20; n++) {
    const { rows } = await client.query<{ xmin: string }>(
      'insert into late values ($1) returning xmin::text',
      [n],
    );
    taken.push({ flushed: await flushedNow(), transaction: rows[0]?.xmin ?? '' });
  }
  await client.query('set synchronous_commit = on');
  await client.query('drop table late');
  await client.end();
  expect((await early(from, taken)).length).toBeGreaterThan(0);
});

it('every session of the server waits for its commits', async () => {
  const { rows } = await probe.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`,
  );
  expect(new Set(rows.map((each) => each.setting))).toEqual(new Set(['on']));
  const sessions = await Promise.all(
    Array.from({ length: 8 }, () => server.rooms.db.pool.query('show synchronous_commit')),
  );
  for (const each of sessions) expect(each.rows[0].synchronous_commit).toBe('on');
});
