import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newId, silentLog } from '#platform';
import { type TestDatabase, testDatabase } from '#platform/testing';
import type { EntryDraft } from './entry.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { ledgerFunctions } from './functions.ts';
import { ledgerMigrations } from './migrations.ts';
import { createUnprovenWatch } from './unproven.ts';

/** The database's owner keeps the signer from its work, by locks and by cutting its connections. */

const clock = () => new Date('2026-11-21T08:00:00.000Z');
const now = performance.now.bind(performance);

let db: TestDatabase;

let dir: string;
let ledger: Ledger;
let alarms: string[];
let passed: number;
let held: pg.PoolClient;

beforeEach(async () => {
  passed = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + passed);
  db = await testDatabase({ migrations: ledgerMigrations, functions: ledgerFunctions });

  dir = await mkdtemp(join(tmpdir(), 'huke-unproven-'));
  alarms = [];
  ledger = await createLedger({
    db,
    keysDir: join(dir, 'keys'),
    exportDir: join(dir, 'checkpoints'),
    clock,
    log: silentLog,
    org: newId('org'),
    alarm: ({ code }) => alarms.push(code),
  });
  await ledger.append(db, [draft(0)]);
  await ledger.start();
  held = await db.pool.connect();
});
afterEach(async () => {
  await held.query('rollback');
  held.release();
  await ledger.stop();
  await db.drop();
  await rm(dir, { recursive: true });
  vi.restoreAllMocks();
});

const draft = (n: number): EntryDraft => ({
  v: 1,
  at: clock().toISOString(),
  kind: 'access',
  action: 'reveal',
  outcome: 'granted',
  count: n,
});

it.each([
  ['its checkpoints', 'lock table ledger_checkpoints in share mode'],
  ['its tiles', 'lock table ledger_tiles in share mode'],
  ['the copying of checkpoints', 'select pg_advisory_xact_lock(4853050)'],
])('whoever holds a lock on %s is told, and nothing is answered until all is signed', async (_, lock) => {
  await held.query(`begin; ${lock}`);
  await ledger.append(db, [draft(1)]);
  passed += 14_000;
  expect(ledger.halted()).toBeNull();
  passed += 2_000;
  expect(ledger.halted()).toBe('ledger-unproven');
  expect(await ledger.state()).toMatchObject({
    journalled: 2,
    healthy: false,
    code: 'unproven',
    index: null,
  });
  await expect.poll(() => alarms).toEqual(['ledger-unproven']);
  await held.query('rollback');
  await expect.poll(ledger.halted).toBeNull();
  expect(await ledger.state()).toMatchObject({ checkpointSize: 2, healthy: true, code: null });
  expect(alarms).toEqual(['ledger-unproven']);
});

it('an entry that is rewritten with its leaf while the signer waits is found before the lock is let go', async () => {
  await held.query('begin; lock table ledger_checkpoints in access exclusive mode');
  await ledger.append(db, [draft(1), draft(2)]);
  const other = Buffer.from(ledger.encode({ ...draft(2), action: 'note' }));
  await db.pool.query('alter table ledger_entries disable trigger user');
  await db.pool.query(
    "update ledger_entries set entry = $1, leaf = sha256('\\x00'::bytea || $1) where idx = 2",
    [other],
  );
  await db.pool.query('alter table ledger_entries enable trigger user');
  passed += 3_000;
  await expect.poll(ledger.halted).toBe('ledger-tampered');
  expect(alarms).toEqual(['journal-missing']);
  expect(ledger.health()).toEqual({ kind: 'stopped', code: 'journal-missing', index: 2 });
  // putting it back mends nothing
  await held.query('rollback');
  expect(await ledger.checkpoint()).toEqual({ kind: 'tampered', code: 'journal-missing', index: 2 });
});

it('a database that is away halts as soon, and is an alarm when it stays so', async () => {
  let unproven = 0;
  let late = 0;
  const watch = createUnprovenWatch({
    db,
    journal: { unprovenFor: () => unproven, waiting: () => [] },
    loop: { wake: () => {}, found: () => {}, isAway: () => true, health: () => ({ kind: 'healthy' }) },
    log: silentLog,
    late: () => late++,
  });
  watch.start();
  passed += 100_000;
  unproven = 59_000;
  await new Promise((done) => setTimeout(done, 1_200));
  expect([watch.isLate(), late]).toEqual([true, 0]);
  unproven = 60_000;
  await expect.poll(() => late).toBe(1);
  unproven = 0;
  expect(watch.isLate()).toBe(false);
  await watch.stop();
});
