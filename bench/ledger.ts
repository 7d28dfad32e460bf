import crypto from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInclusion, nodePrimitives, parseVerifierKey, verifyLog } from '@huke/ledger';
import {
  createLedger,
  type EntryDraft,
  type Ledger,
  ledgerFunctions,
  ledgerMigrations,
} from '../apps/server/src/ledger/index.ts';
import { newId, silentLog, systemClock } from '../apps/server/src/platform/index.ts';
import { stopTestServer, type TestDatabase, testDatabase } from '../apps/server/src/platform/testing.ts';
import { atLeast, type Report, type Result, report, result } from './report.ts';

export const summary = 'ledger: durable appends, checkpoints, proofs, verification of a whole log';

const runs = 5;
const clients = 8;
const group = 64;
const groups = 40;
const singles = 400;
const proofs = 500;

/** Draft as large as that of an ordinary access. */
const draft = (): EntryDraft => ({
  v: 1,
  at: new Date().toISOString(),
  kind: 'access',
  action: 'reveal',
  outcome: 'granted',
  access: newId('acc'),
  person: newId('per'),
  post: 'agent',
  team: newId('tea'),
  session: newId('ses'),
  strength: 'two-factor',
  customer: newId('cus'),
  case: newId('cas'),
  contact: newId('con'),
  capacity: 'customer',
  fields: ['mobile'],
  shows: ['clear'],
  purpose: 'card-freeze',
  scenario: 'call',
  reason: 'customer-asked',
  policies: ['agent-live-case'],
  state: crypto.randomBytes(32).toString('base64url'),
  policySet: crypto.randomBytes(32).toString('base64url'),
});

/** Things a second that `work` does, `count` of them shared by the clients. */
async function rate(count: number, each: number, work: () => Promise<unknown>): Promise<number> {
  let left = count;
  const begun = performance.now();
  const client = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (count * each * 1000) / (performance.now() - begun);
}

async function repeat(subject: string, unit: string, measure: () => Promise<number>): Promise<Result> {
  const figures: number[] = [];
  for (let i = 0; i < runs; i++) figures.push(await measure());
  return result(subject, unit, figures);
}

/** The same bytes into an ordinary table, each group one statement: what durability alone costs. */
async function plainInserts(db: TestDatabase, entries: readonly Uint8Array[]): Promise<void> {
  await db.pool.query('insert into plain_rows (entry) select unnest($1::bytea[])', [
    entries.map((entry) => Buffer.from(entry)),
  ]);
}

async function measureAppends(db: TestDatabase, ledger: Ledger): Promise<Result[]> {
  await db.pool.query('create table plain_rows (id bigserial primary key, entry bytea not null)');
  const one = [draft()];
  const many = Array.from({ length: group }, draft);
  const encoded = many.map(ledger.encode);
  return [
    await repeat(`append, ${clients} clients, 1 entry each`, 'entries/s', () =>
      rate(singles, 1, () => ledger.append(db, one)),
    ),
    await repeat(`plain insert, ${clients} clients, 1 row each`, 'rows/s', () =>
      rate(singles, 1, () => plainInserts(db, encoded.slice(0, 1))),
    ),
    await repeat(`append, ${clients} clients, ${group} entries each`, 'entries/s', () =>
      rate(groups, group, () => ledger.append(db, many)),
    ),
    await repeat(`plain insert, ${clients} clients, ${group} rows each`, 'rows/s', () =>
      rate(groups, group, () => plainInserts(db, encoded)),
    ),
    await repeat('encode a draft', 'entries/s', async () => {
      const begun = performance.now();
      for (let i = 0; i < 300; i++) many.forEach(ledger.encode);
      return (300 * group * 1000) / (performance.now() - begun);
    }),
  ];
}

async function measureReading(db: TestDatabase, ledger: Ledger): Promise<Result[]> {
  const many = Array.from({ length: 1000 }, draft);
  const checkpoint = await repeat('index, hash, sign, store', 'entries/s', async () => {
    for (let i = 0; i < 10; i++) await ledger.append(db, many);
    const begun = performance.now();
    const before = (await ledger.state()).checkpointSize;
    const outcome = await ledger.checkpoint();
    if (outcome.kind !== 'signed') throw new Error('the bench ledger was tampered with');
    return ((outcome.size - before) * 1000) / (performance.now() - begun);
  });
  const { size } = await ledger.state();
  const proof = await repeat(`proof from the database, ${clients} clients`, 'proofs/s', () =>
    rate(proofs, 1, () => ledger.proof(Math.floor(Math.random() * size))),
  );
  return [checkpoint, proof];
}

/** Verification from memory, beside hashing the same entries and nothing else. */
async function measureVerifying(ledger: Ledger): Promise<Result[]> {
  const key = parseVerifierKey(ledger.verifierKey);
  const primitives = nodePrimitives(crypto);
  const files = new Map<string, Uint8Array | null>();
  const read = async (path: string): Promise<Uint8Array | null> => {
    if (!files.has(path)) files.set(path, await ledger.read(path));
    return files.get(path) ?? null;
  };
  const { size } = await verifyLog({ read }, key, { primitives });
  const timed = (injected?: typeof primitives) => async (): Promise<number> => {
    const begun = performance.now();
    const verified = await verifyLog({ read }, key, injected ? { primitives: injected } : {});
    if (verified.kind !== 'intact') throw new Error('the bench ledger was tampered with');
    return (size * 1000) / (performance.now() - begun);
  };
  const entry = ledger.encode(draft());
  const leaf = crypto
    .createHash('sha256')
    .update(Buffer.from([0]))
    .update(entry)
    .digest();
  const page = await ledger.proof(size - 1);
  if (page.kind !== 'proof') throw new Error('the bench ledger has no proof');
  const path = page.proof.hashes.map((hash) => Buffer.from(hash, 'base64'));
  return [
    await repeat('verify a whole log (node:crypto)', 'entries/s', timed(primitives)),
    await repeat('verify a whole log (portable)', 'entries/s', timed()),
    await repeat('hash entries and nodes, nothing else', 'entries/s', async () => {
      const node = Buffer.alloc(65, 1);
      const begun = performance.now();
      for (let i = 0; i < size; i++) {
        primitives.sha256(entry);
        primitives.sha256(node);
      }
      return (size * 1000) / (performance.now() - begun);
    }),
    await repeat('check an inclusion proof (portable)', 'proofs/s', async () => {
      const begun = performance.now();
      for (let i = 0; i < 5_000; i++) checkInclusion(leaf, size - 1, size, path, leaf);
      return (5_000 * 1000) / (performance.now() - begun);
    }),
  ];
}

const medianOf = (results: readonly Result[], subject: string): number =>
  results.find((each) => each.subject === subject)?.median ?? Number.NaN;

/** Durable appends beside plain inserts of the same bytes, verification beside bare hashing. */
export async function run(): Promise<Report> {
  const db = await testDatabase(
    { migrations: ledgerMigrations, functions: ledgerFunctions },
    { max: clients + 2 },
  );
  const dir = await mkdtemp(join(tmpdir(), 'huke-bench-'));
  try {
    const folders = { keysDir: join(dir, 'keys'), exportDir: join(dir, 'checkpoints') };
    const deps = { db, ...folders, clock: systemClock, log: silentLog, org: newId('org') };
    const ledger = await createLedger(deps);
    const results = [
      ...(await measureAppends(db, ledger)),
      ...(await measureReading(db, ledger)),
      ...(await measureVerifying(ledger)),
    ];
    const of = (subject: string): number => medianOf(results, subject);
    return report('ledger', results, {
      'grouped appends / plain inserts': atLeast(
        of(`append, ${clients} clients, ${group} entries each`),
        of(`plain insert, ${clients} clients, ${group} rows each`),
        0.5,
      ),
      'verification / bare hashing': atLeast(
        of('verify a whole log (node:crypto)'),
        of('hash entries and nodes, nothing else'),
        0.4,
      ),
    });
  } finally {
    await db.drop();
    await stopTestServer();
    await rm(dir, { recursive: true });
  }
}
