import { createCipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { demoCustomers } from '../apps/server/src/demo/index.ts';
import { silentLog } from '../apps/server/src/platform/index.ts';
import { stopTestServer, testDatabase, type TestDatabase } from '../apps/server/src/platform/testing.ts';
import { createBlindIndex } from '../apps/server/src/vault/blind-index.ts';
import {
  createImports,
  createVault,
  kinds,
  memoryKeys,
  type Vault,
  vaultFunctions,
  vaultMigrations,
} from '../apps/server/src/vault/index.ts';
import { createOpener } from '../apps/server/src/vault/open.ts';
import { type Place, seal, unseal } from '../apps/server/src/vault/seal.ts';
import { currentSuite } from '../apps/server/src/vault/suite.ts';
import { atLeast, type Report, type Result, report, result } from './report.ts';

export const summary =
  'seal, open, index, load, search and import, beside bare primitives and a plain insert';

const runs = 5;
const org = 'org_00000000000000000000000000';
const rowsToImport = 10_000;

type Row = Readonly<Record<string, string | readonly string[]>>;

/** Figures per second, on one core unless the database works too. */
export async function run(): Promise<Report> {
  const results: Result[] = [];
  const add = (subject: string, figures: readonly number[], unit = 'per s'): number => {
    const each = result(subject, unit, figures);
    results.push(each);
    return each.median;
  };
  const primitives = measurePrimitives(add);
  const db = await testDatabase({ migrations: vaultMigrations, functions: vaultFunctions });
  await db.pool.query('create table plain_customers (id text primary key, fields jsonb not null)');
  const vault = await createVault({
    db,
    keys: memoryKeys(),
    org,
    clock: () => new Date(),
    log: silentLog,
    expectedCustomers: rowsToImport,
  });
  try {
    const rows = demoCustomers(rowsToImport).map((customer) => customer.fields);
    const plain = await plainImport(db, rows);
    const sealed = await sealedImport(db, vault, rows);
    add('plain: parse and insert rows', [plain]);
    add('import: parse, seal, index, find duplicates', [sealed]);
    const reads = await measureReads(db, vault, add);
    return report('vault', results, {
      'seal, beside bare AES-256-GCM': atLeast(primitives.seal, primitives.bareSeal, 0.8),
      'open, beside bare AES-256-GCM': atLeast(primitives.open, primitives.bareOpen, 0.6),
      'load and open a customer, beside a plain row': atLeast(reads.ours, reads.plain, 0.1),
      'import, beside a plain insert of the same rows': atLeast(sealed, plain, 0.02),
    });
  } finally {
    await vault.close();
    await db.drop();
    await stopTestServer();
  }
}

type Add = (subject: string, figures: readonly number[], unit?: string) => number;

/** Two subjects in turns, so that what else the machine does falls on both. */
function perSecond(times: number, works: readonly ((n: number) => void)[]): number[][] {
  const figures: number[][] = works.map(() => []);
  for (let round = 0; round <= runs; round++) {
    for (const [which, work] of works.entries()) {
      const start = performance.now();
      for (let n = 0; n < times; n++) work(n);
      // The first round warms up.
      if (round > 0) figures[which]?.push((times * 1000) / (performance.now() - start));
    }
  }
  return figures;
}

function measurePrimitives(add: Add) {
  const key = createSecretKey(randomBytes(32));
  const place: Place = {
    org,
    kind: 'value',
    customer: 'cus_1',
    field: 'address',
    item: 'itm_1',
    counter: 1,
    key: 'key_1',
  };
  const text = 'a'.repeat(64);
  const plain = Buffer.from(text);
  const sealed = seal(currentSuite, key, place, text);
  const aad = Buffer.alloc(100);
  const bareSeal = (): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12)).setAAD(aad);
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  const bare = currentSuite.seal(key, aad, plain);
  const kind = kinds.find((each) => each.field === 'mobile');
  if (kind === undefined) throw new Error('no such kind');
  const index = createBlindIndex(randomBytes(32));
  const macKey = randomBytes(32);
  const version = { version: 1, customers: 1_000_000 };
  const [seals = [], bareSeals = [], opens = [], bareOpens = []] = perSecond(20_000, [
    () => void seal(currentSuite, key, place, text),
    () => void bareSeal(),
    () => void unseal(key, place, sealed),
    () => void currentSuite.open(key, aad, bare),
  ]);
  const figures = {
    seal: add('seal a value of 64 bytes', seals),
    bareSeal: add('bare AES-256-GCM seal, IV by IV', bareSeals),
    open: add('open a value of 64 bytes', opens),
    bareOpen: add('bare AES-256-GCM open', bareOpens),
  };
  const [tags = [], macs = []] = perSecond(20_000, [
    (n) => void index.tag(kind, `138${n}`, version),
    (n) => void createHmac('sha256', macKey).update(`138${n}`).digest(),
  ]);
  add('blind index tag', tags);
  add('bare HMAC-SHA-256', macs);
  return figures;
}

const header = [
  'name',
  'gender',
  'birthDate',
  'mobile',
  'landline',
  'residentId',
  'bankCard',
  'email',
  'address',
];
const all = [...header, 'wechat', 'memberNumber', 'order'];

function csvOf(rows: readonly Row[]): Buffer {
  const cell = (value: string | readonly string[] | undefined): string =>
    typeof value === 'string' ? value : (value?.[0] ?? '');
  const lines = rows.map((row) => all.map((field) => cell(row[field])).join(','));
  return Buffer.from(`${[all.join(','), ...lines].join('\n')}\n`);
}

/** The same rows without protection: split the lines, insert 500 at a time. */
async function plainImport(db: TestDatabase, rows: readonly Row[]): Promise<number> {
  const bytes = csvOf(rows);
  const start = performance.now();
  const lines = bytes.toString('utf8').split('\n').slice(1, -1);
  for (let at = 0; at < lines.length; at += 500) {
    const batch = lines.slice(at, at + 500).map((line, n) => {
      const cells = line.split(',');
      return {
        id: `cus_${at + n}`,
        fields: JSON.stringify(Object.fromEntries(all.map((name, i) => [name, cells[i]]))),
      };
    });
    await db.pool.query('insert into plain_customers select * from unnest($1::text[], $2::jsonb[])', [
      batch.map((each) => each.id),
      batch.map((each) => each.fields),
    ]);
  }
  return (lines.length * 1000) / (performance.now() - start);
}

async function sealedImport(db: TestDatabase, vault: Vault, rows: readonly Row[]): Promise<number> {
  const bytes = csvOf(rows);
  const imports = createImports({ vault, db, clock: () => new Date(), log: silentLog });
  async function* upload(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  const start = performance.now();
  const { id } = await imports.start({
    upload: upload(),
    dryRun: false,
    bytesTotal: bytes.length,
    mapping: {},
    team: null,
    by: null,
    commitBatch: async (batch) => {
      await db.kysely.transaction().execute((tx) => vault.applyCreate(tx, batch.rows, new Date(), null));
      return { kind: 'granted', known: 0 };
    },
  });
  await imports.settled();
  const taken = performance.now() - start;
  const job = await imports.find(id);
  // Invented numbers may meet by chance: such a row is a duplicate.
  if (job?.state !== 'done' || job.failed > 0) throw new Error('the import did not finish');
  return (rows.length * 1000) / taken;
}

/** One client, one after the other: what one access pays for its customer. */
async function measureReads(db: TestDatabase, vault: Vault, add: Add) {
  const opener = createOpener(vault);
  const { rows } = await db.pool.query<{ customer: string }>(
    'select customer from vault_customers limit 2000',
  );
  const ids = rows.map((row) => row.customer);
  const sequence = async (work: (id: string, n: number) => Promise<void>): Promise<number[]> => {
    const figures: number[] = [];
    for (let round = 0; round <= runs; round++) {
      const start = performance.now();
      for (const [n, id] of ids.entries()) await work(id, n);
      if (round > 0) figures.push((ids.length * 1000) / (performance.now() - start));
    }
    return figures;
  };
  const plain = add(
    'plain row by id',
    await sequence(async (_, n) => {
      await db.pool.query({
        name: 'plain',
        text: 'select fields from plain_customers where id = $1',
        values: [`cus_${n}`],
      });
    }),
  );
  const load = async (id: string): Promise<unknown> => {
    const answer = await db.pool.query({
      name: 'load',
      text: 'select vault_customer($1) as json',
      values: [id],
    });
    return answer.rows[0]?.json;
  };
  add('vault_customer, round trip only', await sequence(async (id) => void (await load(id))));
  const ours = add(
    'load and open a whole customer',
    await sequence(async (id) => {
      const customer = await vault.customerOf(await load(id), id);
      for (const { field, item } of customer.values) opener.open(customer, field, item);
    }),
  );
  const mobiles: string[] = [];
  for (const id of ids) {
    const customer = await vault.customerOf(await load(id), id);
    const value = customer.values.find((each) => each.field === 'mobile');
    if (value) mobiles.push(opener.open(customer, 'mobile', value.item));
  }
  add(
    'search by mobile, 8 candidates opened',
    await sequence(async (_, n) => {
      const typed = mobiles[n] ?? '';
      const asked = vault.searchTokens('mobile', typed);
      if (asked.kind === 'invalid') throw new Error('invalid');
      const answer = await db.pool.query({
        name: 'search',
        text: "select vault_search('mobile', $1, 8) as json",
        values: [asked.tokens],
      });
      const candidates = await vault.candidatesOf(answer.rows[0]?.json ?? []);
      const found = candidates.filter((each) =>
        vault.sameValue('mobile', typed, opener.open(each, 'mobile', each.hit ?? '')),
      );
      if (found.length === 0) throw new Error('not found');
    }),
  );
  return { ours, plain };
}
