import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompactTree,
  checkInclusion,
  fromBase64,
  leafHash,
  openCheckpoint,
  parseCheckpointLines,
  parseVerifierKey,
  type TamperFinding,
  verifyLog,
} from '@huke/ledger';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, newId, silentLog } from '#platform';
import { type TestDatabase, testDatabase } from '#platform/testing';
import type { EntryDraft } from './entry.ts';
import { type EntryFilter, mendIndex, mendStretch } from './explorer.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { ledgerFunctions } from './functions.ts';
import { ledgerMigrations } from './migrations.ts';
import { ledgerRights } from './rights.ts';

const org = newId('org');
const start = Date.parse('2026-11-21T08:00:00.000Z');
const clock: Clock = () => new Date(start);

let db: TestDatabase;
let dir: string;
let ledger: Ledger;
let alarms: unknown[];

const open = (exportDir = 'checkpoints', keysDir = 'keys', name = org): Promise<Ledger> =>
  createLedger({
    db,
    keysDir: join(dir, keysDir),
    exportDir: join(dir, exportDir),
    clock,
    log: silentLog,
    org: name,
    alarm: (alarm) => alarms.push(alarm),
  });

beforeEach(async () => {
  alarms = [];
  db = await testDatabase({ migrations: ledgerMigrations, functions: ledgerFunctions });
  dir = await mkdtemp(join(tmpdir(), 'huke-ledger-'));
  ledger = await open();
});
afterEach(async () => {
  await db.drop();
  await rm(dir, { recursive: true });
});

const draft = (n: number, more: Partial<EntryDraft> = {}): EntryDraft => ({
  v: 1,
  at: new Date(start + n * 1000).toISOString(),
  kind: 'access',
  action: 'reveal',
  outcome: 'granted',
  count: n,
  ...more,
});
const drafts = (from: number, count: number): EntryDraft[] =>
  Array.from({ length: count }, (_, i) => draft(from + i));

/** Appends and signs in steps, so that several checkpoints are kept. */
async function grow(...steps: readonly number[]): Promise<void> {
  let size = 0;
  for (const step of steps) {
    await ledger.append(db, drafts(size, step));
    size += step;
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size });
  }
}

const verify = () => verifyLog({ read: ledger.read }, parseVerifierKey(ledger.verifierKey));
const findings = async (): Promise<readonly TamperFinding[]> => {
  const result = await verify();
  return result.kind === 'tampered' ? result.findings : [];
};

const tables = ['entries', 'checkpoints', 'tiles', 'head', 'index', 'index_customers'] as const;

/** Changes the database with its owner's rights, past the triggers. */
async function attack(sql: string, values: unknown[] = []): Promise<void> {
  const client = await db.pool.connect();
  try {
    for (const table of tables) await client.query(`alter table ledger_${table} disable trigger user`);
    await client.query(sql, values);
    for (const table of tables) await client.query(`alter table ledger_${table} enable trigger user`);
  } finally {
    client.release();
  }
}

describe('append', () => {
  it('numbers entries without gaps, also from many transactions at once', async () => {
    const firsts = await Promise.all(
      Array.from({ length: 40 }, (_, i) => ledger.append(db, drafts(i * 3, 3))),
    );
    expect(firsts.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i * 3));
    const { rows } = await db.pool.query(
      'select count(*)::int as n, max(idx)::int as last from ledger_entries',
    );
    expect(rows).toEqual([{ n: 120, last: 119 }]);
  });

  it('is one with the transaction that it is in', async () => {
    await ledger.append(db, [draft(0)]);
    await expect(
      db.kysely.transaction().execute(async (tx) => {
        expect(await ledger.append(tx, [draft(1), draft(2)])).toBe(1);
        throw new Error('the act failed');
      }),
    ).rejects.toThrow('the act failed');
    expect(await ledger.append(db, [draft(3)])).toBe(1);
    expect((await ledger.entries({})).entries.map(({ index }) => index)).toEqual([1, 0]);
  });

  it('stores the canonical bytes and their leaf hash', async () => {
    await ledger.append(db, [draft(7)]);
    const { rows } = await db.pool.query<{ entry: Buffer; leaf: Buffer }>(
      'select entry, leaf from ledger_entries',
    );
    expect(rows[0]?.entry).toEqual(Buffer.from(ledger.encode(draft(7))));
    expect(rows[0]?.leaf).toEqual(Buffer.from(leafHash(ledger.encode(draft(7)))));
  });

  it('of something else than ids and codes appends nothing of the batch', async () => {
    await expect(async () =>
      ledger.append(db, [draft(0), draft(1, { action: 'free text' })]),
    ).rejects.toMatchObject({
      code: 'malformed-entry',
    });
    expect((await ledger.state()).size).toBe(0);
  });

  it.each([
    `update ledger_entries set entry = 'x'`,
    'delete from ledger_entries',
    'truncate ledger_entries',
    `update ledger_checkpoints set note = 'x'`,
    'delete from ledger_checkpoints',
    'truncate ledger_checkpoints',
    'delete from ledger_tiles',
    'truncate ledger_tiles',
    'update ledger_head set size = 0',
    'delete from ledger_head',
    'truncate ledger_head',
    'delete from ledger_index',
    'truncate ledger_index',
    'truncate ledger_index_customers',
    `update ledger_index_customers set customer = 'x'`,
  ])('is the only change: %s is refused', async (sql) => {
    await grow(3);
    await expect(db.pool.query(sql)).rejects.toThrow('only grows');
  });
});

describe('checkpoints', () => {
  it('sign all that is committed, chain, and verify from outside', async () => {
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 0 });
    await grow(1, 2, 253, 1, 255, 300);
    expect(await verify()).toMatchObject({ kind: 'intact', size: 812, checkpoints: 6 });
    const kept = await ledger.listCheckpoints();
    expect(kept.map(({ size }) => size)).toEqual([1, 3, 256, 257, 512, 812]);
    const key = parseVerifierKey(ledger.verifierKey);
    expect(key.name).toBe(`ledger.huke.local/${org}`);
    for (const { note, size } of kept) expect(openCheckpoint(note, key).size).toBe(size);
    expect(await ledger.state()).toMatchObject({ size: 812, checkpointSize: 812, healthy: true, code: null });
  });

  it('without anything new sign nothing', async () => {
    await grow(5);
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 5 });
    expect(await ledger.listCheckpoints()).toHaveLength(1);
  });

  it('fill more than two levels of tiles', async () => {
    await db.pool.query(
      `select ledger_append(array_agg(convert_to('{"n":' || n || '}', 'UTF8') order by n)) from generate_series(1, 66000) n`,
    );
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 66_000 });
    await ledger.append(db, drafts(0, 300));
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 66_300 });
    expect(await verify()).toMatchObject({ kind: 'intact', size: 66_300, checkpoints: 2 });
  });

  it('of several replicas at once make one chain, copied whole by each', async () => {
    const replicas = [ledger, await open('other'), await open('third')];
    for (let round = 0; round < 15; round++) {
      await Promise.all(replicas.map((replica, i) => replica.append(db, drafts(round * 10, 1 + i))));
      const outcomes = await Promise.all(replicas.map((replica) => replica.checkpoint()));
      expect(outcomes.map(({ kind }) => kind)).toEqual(['signed', 'signed', 'signed']);
    }
    expect(await verify()).toMatchObject({ kind: 'intact', size: 90 });
    const sizes = (await ledger.listCheckpoints()).map(({ size }) => size);
    for (const folder of ['checkpoints', 'other', 'third']) {
      const copies = parseCheckpointLines(await readFile(join(dir, folder, 'checkpoints.jsonl')));
      const key = parseVerifierKey(ledger.verifierKey);
      expect(copies.map((note) => openCheckpoint(note, key).size)).toEqual(sizes);
    }
  });

  it('of replicas that share one folder are copied once each', async () => {
    const replicas = [ledger, await open()];
    for (let round = 0; round < 10; round++) {
      await ledger.append(db, [draft(round)]);
      await Promise.all(replicas.map((replica) => replica.checkpoint()));
    }
    const copies = parseCheckpointLines(await readFile(join(dir, 'checkpoints', 'checkpoints.jsonl')));
    expect(copies).toHaveLength((await ledger.listCheckpoints()).length);
  });

  it('come by themselves after an append, also another replica’s, and at the start', async () => {
    await ledger.append(db, [draft(0)]);
    await ledger.start();
    expect((await ledger.state()).checkpointSize).toBe(1);
    let hear: () => void = () => {};
    const signed = new Promise<void>((resolve) => {
      hear = resolve;
    });
    await db.listen('events', () => hear());
    await db.pool.query(`select ledger_append(array['{"n":1}'::bytea])`);
    await signed;
    expect((await ledger.state()).checkpointSize).toBe(2);
    await ledger.append(db, [draft(2)]);
    await ledger.stop();
    expect((await ledger.state()).checkpointSize).toBe(3);
  });

  it('that fail for now are retried, not lost', async () => {
    await ledger.append(db, [draft(0)]);
    await rm(join(dir, 'checkpoints'), { recursive: true });
    await writeFile(join(dir, 'checkpoints'), 'in the way');
    await expect(ledger.checkpoint()).rejects.toThrow();
    expect(ledger.health()).toEqual({ kind: 'behind', code: 'checkpoint-failed' });
    await rm(join(dir, 'checkpoints'));
    ledger = await open();
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 1 });
  });
});

describe('tampering with the database’s own rights', () => {
  const altered = Buffer.from('{"altered":true}');

  it('an altered entry is found by its index', async () => {
    await grow(100, 200);
    await attack('update ledger_entries set entry = $1 where idx = 42', [altered]);
    expect(await findings()).toEqual([{ kind: 'entry-differs', from: 42, through: 42, altered: 'entry' }]);
  });

  it('a removed entry is found by its index', async () => {
    await grow(100, 200);
    await attack('delete from ledger_entries where idx = 42');
    expect(await findings()).toEqual([{ kind: 'entry-differs', from: 42, through: 42, altered: 'entry' }]);
    expect((await ledger.entries({ fromIndex: 42, toIndex: 43 })).entries[0]).toMatchObject({
      index: 42,
      kind: 'unreadable',
    });
  });

  it('reordered entries are found by both indexes', async () => {
    await grow(100, 200);
    await attack(`
      create temporary table swapped as
        select 299 - idx as idx, entry, leaf from ledger_entries where idx in (99, 200);
      update ledger_entries e set entry = s.entry, leaf = s.leaf
        from swapped s where e.idx = s.idx`);
    expect((await findings()).map((each) => 'from' in each && each.from)).toEqual([99, 200]);
  });

  it('an entry rewritten with leaf and tiles is found by its interval of checkpoints', async () => {
    await grow(10, 10, 10);
    await attack(
      `update ledger_entries set entry = $1, leaf = sha256('\\x00'::bytea || $1::bytea) where idx = 15`,
      [altered],
    );
    const { rows } = await db.pool.query<{ leaf: Buffer }>('select leaf from ledger_entries order by idx');
    await attack('update ledger_tiles set hashes = $1 where level = 0', [
      Buffer.concat(rows.map(({ leaf }) => leaf)),
    ]);
    expect(await findings()).toEqual([{ kind: 'interval', from: 10, to: 20, by: 'kept' }]);
    await ledger.append(db, [draft(30)]);
    expect(await ledger.checkpoint()).toEqual({ kind: 'tampered', code: 'tree-rewritten', index: null });
    expect(ledger.health()).toMatchObject({ kind: 'stopped', code: 'tree-rewritten' });
    expect((await ledger.state()).healthy).toBe(false);
    expect(await (await open()).checkpoint()).toMatchObject({ kind: 'tampered', code: 'tree-rewritten' });
    expect((await ledger.listCheckpoints()).map(({ size }) => size)).toEqual([10, 20, 30]);
  });

  it('an entry altered before it was signed is not signed', async () => {
    await grow(10);
    await ledger.append(db, drafts(10, 5));
    await attack('update ledger_entries set entry = $1 where idx = 12', [altered]);
    expect(await ledger.checkpoint()).toEqual({ kind: 'tampered', code: 'entry-differs', index: 12 });
    expect((await ledger.state()).checkpointSize).toBe(10);
  });

  it('an entry removed before it was signed stops the signing', async () => {
    await ledger.append(db, drafts(0, 5));
    await attack('delete from ledger_entries where idx = 2');
    expect(await ledger.checkpoint()).toEqual({ kind: 'tampered', code: 'entries-missing', index: 2 });
  });

  it('a ledger rolled back to an earlier checkpoint is not signed on', async () => {
    await grow(10, 10);
    await attack(`delete from ledger_checkpoints where size = 20; delete from ledger_entries where idx >= 10;
      delete from ledger_index where idx >= 10;
      delete from ledger_index_customers where idx >= 10;
      update ledger_head set size = 10; update ledger_tiles set hashes = substr(hashes, 1, 320)`);
    expect(await verify()).toMatchObject({ kind: 'intact', size: 10 });
    await ledger.append(db, [draft(99)]);
    expect(await ledger.checkpoint()).toEqual({ kind: 'tampered', code: 'rolled-back', index: null });
    const remembered = (await readFile(join(dir, 'checkpoints', 'checkpoint'))).subarray();
    const result = await verifyLog({ read: ledger.read }, parseVerifierKey(ledger.verifierKey), {
      remembered,
    });
    expect(result).toMatchObject({ findings: [{ kind: 'rolled-back', known: 20, size: 10 }] });
  });

  it('a ledger emptied altogether is not begun again', async () => {
    await grow(10);
    await attack(`truncate ledger_checkpoints, ledger_entries, ledger_tiles, ledger_index, ledger_index_customers;
      update ledger_head set size = 0`);
    await ledger.append(db, [draft(0)]);
    expect(await ledger.checkpoint()).toMatchObject({ kind: 'tampered', code: 'rolled-back' });
  });

  it('a checkpoint that another key signed is not built on', async () => {
    await grow(10);
    const impostor = await open('impostor', 'impostor-keys').catch((error: unknown) => error);
    expect(impostor).toMatchObject({ code: 'signing-key' });
    await attack(`update ledger_checkpoints set note = replace(convert_from(note, 'UTF8'), 'A', 'B')::bytea`);
    expect(await ledger.checkpoint()).toMatchObject({ kind: 'tampered', code: 'checkpoint-forged' });
  });

  it('another tree with the same checkpoint size is a fork', async () => {
    await grow(10);
    const other = new CompactTree();
    for (let i = 0; i < 10; i++) other.append(leafHash(altered));
    await attack('update ledger_checkpoints set root = $1', [Buffer.from(other.root())]);
    expect(await ledger.checkpoint()).toMatchObject({ kind: 'tampered', code: 'forked' });
  });

  it('a head set back is found, not appended over', async () => {
    await grow(10);
    await attack('update ledger_head set size = 5');
    await expect(ledger.append(db, [draft(1)])).rejects.toThrow('duplicate key');
    expect(await ledger.checkpoint()).toEqual({ kind: 'tampered', code: 'entries-missing', index: 5 });
  });
});

describe('proofs', () => {
  it('lead from an entry to the signed root', async () => {
    await grow(100, 200);
    for (const [index, size] of [
      [0, undefined],
      [299, undefined],
      [50, 100],
    ] as const) {
      const outcome = await ledger.proof(index, size);
      if (outcome.kind !== 'proof') return expect.unreachable();
      const { proof } = outcome;
      const bytes = (text: string): Uint8Array => fromBase64(text, 'malformed-proof');
      const checkpoint = openCheckpoint(Buffer.from(proof.checkpoint), parseVerifierKey(ledger.verifierKey));
      expect(checkpoint.size).toBe(size ?? 300);
      expect(bytes(proof.leaf)).toEqual(Uint8Array.from(leafHash(bytes(proof.entry))));
      expect(
        checkInclusion(bytes(proof.leaf), index, proof.size, proof.hashes.map(bytes), checkpoint.root),
      ).toBe(true);
      expect(Buffer.from(proof.entry, 'base64').toString()).toContain(`"count":${index}`);
    }
  });

  it('of an entry that is not signed yet wait for its checkpoint', async () => {
    await grow(3);
    await ledger.append(db, [draft(3)]);
    expect(await ledger.proof(3)).toMatchObject({ kind: 'proof', proof: { size: 4 } });
  });

  it('of what is not there are absent', async () => {
    expect(await ledger.proof(0)).toEqual({ kind: 'absent' });
    await grow(3, 2);
    for (const [index, size] of [
      [5, undefined],
      [-1, undefined],
      [1.5, undefined],
      [0, 4],
      [4, 3],
    ] as const)
      expect(await ledger.proof(index, size)).toEqual({ kind: 'absent' });
  });
});

describe('the log’s paths', () => {
  it('serve nothing that is not signed', async () => {
    await grow(300);
    await ledger.append(db, drafts(300, 10));
    for (const path of [
      'tile/0/001.p/45',
      'tile/entries/001.p/45',
      'tile/0/001',
      'tile/entries/001',
      'tile/2/000.p/1',
      'tile/0/1',
      'checkpoints',
      'checkpoints?after=x',
      '../keys/ledger-signing.key',
      '',
    ])
      expect(await ledger.read(path)).toBe(null);
    for (const path of [
      'tile/0/001.p/44',
      'tile/entries/001.p/44',
      'tile/0/000',
      'tile/1/000.p/1',
      'checkpoint',
    ])
      expect(await ledger.read(path)).not.toBe(null);
    expect((await ledger.read('tile/0/001.p/7'))?.length).toBe(7 * 32);
    expect(parseCheckpointLines((await ledger.read('checkpoints?after=300')) ?? new Uint8Array())).toEqual(
      [],
    );
  });
});

describe('the explorer', () => {
  it('pages newest first without losing or doubling while entries come', async () => {
    await ledger.append(db, drafts(0, 120));
    const first = await ledger.entries({}, { limit: 50 });
    await ledger.append(db, drafts(120, 30));
    const second = await ledger.entries({}, { limit: 50, cursor: first.next ?? '' });
    const third = await ledger.entries({}, { limit: 50, cursor: second.next ?? '' });
    const all = [...first.entries, ...second.entries, ...third.entries].map(({ index }) => index);
    expect(all).toEqual(Array.from({ length: 120 }, (_, i) => 119 - i));
    expect(third.next).toBe(null);
    expect(third.size).toBe(150);
  });

  it('filters by each member, by time and by index', async () => {
    const [person, customer, key, id] = [newId('per'), newId('cus'), newId('key'), newId('cas')];
    await ledger.append(db, [
      draft(0),
      draft(1, { person }),
      draft(2, { person, customer, outcome: 'refused', code: 'no-case', policies: ['agent-live-case'] }),
      draft(3, { key, case: id, action: 'search', kind: 'gate', fields: ['mobile'], purpose: 'refund' }),
      draft(4, { action: 'import', customers: [newId('cus'), customer], kind: 'vault' }),
    ]);
    const of = async (filter: Parameters<Ledger['entries']>[0]): Promise<number[]> =>
      (await ledger.entries(filter)).entries.map(({ index }) => index);
    expect(await of({ person })).toEqual([2, 1]);
    expect(await of({ person, outcome: 'refused' })).toEqual([2]);
    expect(await of({ customer })).toEqual([4, 2]);
    expect(await of({ customer, person })).toEqual([2]);
    expect(await of({ key })).toEqual([3]);
    expect(await of({ case: id })).toEqual([3]);
    expect(await of({ action: 'search' })).toEqual([3]);
    expect(await of({ kind: 'access' })).toEqual([2, 1, 0]);
    expect(await of({ since: draft(1).at, until: draft(3).at })).toEqual([2, 1]);
    expect(await of({ fromIndex: 1, toIndex: 3 })).toEqual([2, 1]);
    expect(await of({ person: newId('per') })).toEqual([]);
    expect((await ledger.entries({ customer, kind: 'access' })).entries[0]).toMatchObject({
      person,
      customer,
      outcome: 'refused',
      policies: ['agent-live-case'],
      bytes: Buffer.from(
        ledger.encode(
          draft(2, { person, customer, outcome: 'refused', code: 'no-case', policies: ['agent-live-case'] }),
        ),
      ).toString('base64'),
    });
  });

  it('has what the database’s owner took out of its index again, with an alarm', async () => {
    const [person, customer] = [newId('per'), newId('cus')];
    await ledger.append(db, [draft(0), draft(1, { person, customer }), draft(2), draft(3, { person })]);
    expect((await ledger.entries({ person })).entries.map(({ index }) => index)).toEqual([3, 1]);
    await attack('delete from ledger_index where idx = 1');
    await attack('delete from ledger_index_customers where idx = 1');
    // a page without a filter has a gap
    expect((await ledger.entries({})).entries.map(({ index }) => index)).toEqual([3, 2, 1, 0]);
    expect((await ledger.entries({ person })).entries.map(({ index }) => index)).toEqual([3, 1]);
    expect((await ledger.entries({ customer })).entries.map(({ index }) => index)).toEqual([1]);
    expect(alarms).toEqual([{ code: 'rows-forged', object: 'ledger-index', count: 1 }]);
  });

  it('looks for gaps before a page that leaves entries out', async () => {
    const person = newId('per');
    await ledger.append(db, [draft(0, { person }), draft(1), draft(2)]);
    await ledger.entries({});
    await attack('delete from ledger_index where idx = 0');
    const restarted = await open();
    expect((await restarted.entries({ person })).entries.map(({ index }) => index)).toEqual([0]);
    expect(alarms).toHaveLength(1);
  });

  it('is not asked where all entries of an action are needed, however many', async () => {
    const many = drafts(0, 2_100).map((each, i) => (i % 2 === 0 ? each : { ...each, action: 'revealed' }));
    await ledger.append(db, many);
    await ledger.entries({});
    await attack(`update ledger_index set action = 'copy'`);
    const counts: unknown[] = [];
    for await (const { action, count } of ledger.entriesOf('reveal')) counts.push([action, count]);
    expect(counts).toEqual(many.filter((_, i) => i % 2 === 0).map(({ count }) => ['reveal', count]));
  });

  it('goes on past rows that are no entries, and tells of them', async () => {
    await ledger.append(db, [draft(0)]);
    await ledger.entries({});
    await attack(`insert into ledger_index (idx, action) values (1000000, 'evil'), (-1, 'evil')`);
    await attack('delete from ledger_index where idx = 0');
    const restarted = await open();
    await restarted.append(db, [draft(1)]);
    expect((await restarted.entries({ action: 'reveal' })).entries.map(({ index }) => index)).toEqual([1, 0]);
    expect(alarms).toMatchObject([{ code: 'rows-forged', object: 'ledger-index' }]);
  });

  it('has a customer’s rows again that were taken out alone', async () => {
    const customer = newId('cus');
    await ledger.append(db, [draft(0, { customer }), draft(1)]);
    await ledger.entries({});
    await attack('delete from ledger_index_customers');
    expect(await mendStretch(db.kysely, 0)).toEqual({ wrong: 1, next: 0 });
    expect(await mendStretch(db.kysely, 0)).toEqual({ wrong: 0, next: 0 });
    expect((await ledger.entries({ customer })).entries.map(({ index }) => index)).toEqual([0]);
  });

  it('has what the database’s owner made another as its entry says again', async () => {
    const [person, customer, other] = [newId('per'), newId('cus'), newId('cus')];
    await ledger.append(db, [draft(0, { person, customer }), draft(1)]);
    await ledger.entries({});
    await attack(`update ledger_index set person = null where idx = 0`);
    await attack(`update ledger_index set at = at - interval '1 year' where idx = 1`);
    await attack(`update ledger_index_customers set customer = '${other}'`);
    const served = await db.serve(ledgerRights);
    // each row that is another, and the customer's that is missing
    expect(await mendStretch(served.kysely, 0)).toEqual({ wrong: 4, next: 0 });
    expect(await mendStretch(served.kysely, 0)).toEqual({ wrong: 0, next: 0 });
    const found = async (filter: EntryFilter) =>
      (await ledger.entries(filter)).entries.map(({ index }) => index);
    expect(await found({ person })).toEqual([0]);
    expect(await found({ customer })).toEqual([0]);
    expect(await found({ customer: other })).toEqual([]);
    expect(await found({ since: '2020-01-01T00:00:00.000Z' })).toEqual([1, 0]);
  });

  it('counts all of its index only where a page shows a gap, else what came since', async () => {
    const person = newId('per');
    await ledger.append(db, [draft(0, { person }), draft(1)]);
    expect(await mendIndex(db.kysely, 0)).toEqual({ wrong: 0, whole: 0 });
    await ledger.entries({});
    expect(await mendIndex(db.kysely, 0)).toEqual({ wrong: 0, whole: 2 });
    await ledger.append(db, [draft(2, { person }), draft(3)]);
    await ledger.entries({});
    await attack('delete from ledger_index where idx in (1, 2)');
    expect(await mendIndex(db.kysely, 2)).toEqual({ wrong: 1, whole: 4 });
    expect(await mendIndex(db.kysely, 0)).toEqual({ wrong: 1, whole: 4 });
    expect(await mendIndex(db.kysely, 4)).toEqual({ wrong: 0, whole: 4 });
  });

  it('shows an entry that cannot be read as such', async () => {
    await db.pool.query(`select ledger_append(array['not json'::bytea])`);
    await ledger.append(db, [draft(1)]);
    expect((await ledger.entries({})).entries.map(({ kind }) => kind)).toEqual(['access', 'unreadable']);
  });
});

describe('the signing key', () => {
  const file = (): string => join(dir, 'keys', 'ledger-signing.key');

  it('is made once, for its owner only, and is the same after a restart', async () => {
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await open()).verifierKey).toBe(ledger.verifierKey);
    const together = await Promise.all([1, 2, 3].map(() => open('checkpoints', 'fresh')));
    expect(new Set(together.map(({ verifierKey }) => verifierKey)).size).toBe(1);
  });

  it('missing after something was signed is not replaced', async () => {
    await grow(1);
    await rm(file());
    await expect(open()).rejects.toMatchObject({ code: 'signing-key' });
  });

  it('open to others, damaged or of another organisation is refused', async () => {
    await expect(open('checkpoints', 'keys', newId('org'))).rejects.toThrow('another organisation');
    await chmod(file(), 0o644);
    await expect(open()).rejects.toThrow('chmod 600');
    await chmod(file(), 0o600);
    const secret = await readFile(file(), 'utf8');
    await writeFile(file(), secret.slice(0, -9));
    const error = await open().catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'signing-key' });
    expect(JSON.stringify(error) + String(error)).not.toContain(secret.slice(-40, -20));
  });
});
