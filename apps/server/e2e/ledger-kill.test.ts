import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openCheckpoint, parseCheckpointLines, parseVerifierKey, verifyLog } from '@huke/ledger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLedger, decodeEntry, ledgerFunctions, ledgerMigrations } from '#ledger';
import { newId, silentLog, systemClock } from '#platform';
import { type TestDatabase, testDatabase } from '#platform/testing';

const org = newId('org');
let db: TestDatabase;
let dir: string;

beforeAll(async () => {
  db = await testDatabase({ migrations: ledgerMigrations, functions: ledgerFunctions });
  dir = await mkdtemp(join(tmpdir(), 'huke-kill-'));
});
afterAll(async () => {
  await db.drop();
  await rm(dir, { recursive: true });
});

/** Runs an appender until it has printed so many lines and checkpoints, kills it, resolves to all that it printed. */
async function appendUntilKilled(lines: number, checkpoints: number, from: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./ledger-appender.ts', import.meta.url));
  const options = ['--import', 'tsx', '--conditions=@huke/source', script];
  const args = [db.url, join(dir, 'keys'), join(dir, 'checkpoints'), org, String(from)];
  const child = spawn(process.execPath, [...options, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed: string[] = [];
  let signed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    if (line.startsWith('signed=')) signed++;
    if (printed.length >= lines && signed >= checkpoints) child.kill('SIGKILL');
  }
  return printed;
}

it('killed while appending, signing and copying, two at a time: what was acknowledged is there, nothing forks', async () => {
  const acknowledged = new Map<number, number>();
  let signed = 0;
  for (const round of [0, 1, 2]) {
    const lines = await Promise.all([
      appendUntilKilled(100 + 37 * round, 1 + round, round * 2_000_000),
      appendUntilKilled(150 + 11 * round, 2, round * 2_000_000 + 1_000_000),
    ]);
    for (const [what, value] of lines.flat().map((line) => line.split('='))) {
      expect(what).not.toBe('tampered');
      if (what === 'signed') signed = Math.max(signed, Number(value));
      else acknowledged.set(Number(what), Number(value));
    }
  }
  const deps = { db, keysDir: join(dir, 'keys'), exportDir: join(dir, 'checkpoints') };
  const ledger = await createLedger({ ...deps, clock: systemClock, log: silentLog, org });
  const outcome = await ledger.checkpoint();
  if (outcome.kind !== 'signed') return expect.unreachable();
  const key = parseVerifierKey(ledger.verifierKey);
  expect(await verifyLog({ read: ledger.read }, key)).toMatchObject({ kind: 'intact', size: outcome.size });
  expect(signed).toBeGreaterThan(0);
  expect(outcome.size).toBeGreaterThanOrEqual(signed);

  const { rows } = await db.pool.query<{ idx: string; entry: Buffer }>(
    'select idx, entry from ledger_entries',
  );
  const stored = new Map(rows.map(({ idx, entry }) => [Number(idx), decodeEntry(entry)?.count]));
  const lost = [...acknowledged].filter(([index, count]) => stored.get(index) !== count);
  expect(acknowledged.size).toBeGreaterThan(500);
  expect(lost).toEqual([]);
  expect(new Set(stored.values()).size).toBe(stored.size);

  const copies = parseCheckpointLines(await readFile(join(dir, 'checkpoints', 'checkpoints.jsonl')));
  const kept = await ledger.listCheckpoints(0, 100_000);
  expect(copies.map((note) => openCheckpoint(note, key).size)).toEqual(kept.map(({ size }) => size));
});
