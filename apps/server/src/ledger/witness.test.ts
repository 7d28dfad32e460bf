import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId, silentLog } from '#platform';
import { type TestDatabase, testDatabase } from '#platform/testing';
import type { EntryDraft } from './entry.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { ledgerFunctions } from './functions.ts';
import { ledgerMigrations } from './migrations.ts';

/** The database's owner, who replaces functions, lifts triggers and puts tables back, against what lies beside the keys. */

const org = newId('org');
const clock = () => new Date('2026-11-21T08:00:00.000Z');

let db: TestDatabase;
let dir: string;
let ledger: Ledger;
let alarms: { code: string; object?: string }[];

const open = (exportDir = 'checkpoints'): Promise<Ledger> =>
  createLedger({
    db,
    keysDir: join(dir, 'keys'),
    exportDir: join(dir, exportDir),
    clock,
    log: silentLog,
    org,
    alarm: (alarm) => alarms.push(alarm),
  });

beforeEach(async () => {
  db = await testDatabase({ migrations: ledgerMigrations, functions: ledgerFunctions });
  dir = await mkdtemp(join(tmpdir(), 'huke-witness-'));
  alarms = [];
  ledger = await open();
});
afterEach(async () => {
  await db.drop();
  await rm(dir, { recursive: true });
});

const draft = (n: number): EntryDraft => ({
  v: 1,
  at: clock().toISOString(),
  kind: 'access',
  action: 'reveal',
  outcome: 'granted',
  count: n,
});
const owner = (text: string, values: unknown[] = []) => db.pool.query(text, values);
const lift = (state: 'enable' | 'disable') =>
  owner(`alter table ledger_entries ${state} trigger user; alter table ledger_head ${state} trigger user;
         alter table ledger_checkpoints ${state} trigger user; alter table ledger_tiles ${state} trigger user`);
const journalled = async (): Promise<string[]> => {
  const folder = join(dir, 'keys', 'journal');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.journal'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '');
};
const size = async () => (await ledger.state()).size;

const missing = (index: number) => ({ kind: 'tampered', code: 'journal-missing', index });

describe('an append', () => {
  it('asks no function of the database: one that stores nothing is not called', async () => {
    await owner(`create or replace function ledger_append(p_entries bytea[]) returns bigint language sql as $$
      select size from ledger_head $$`);
    expect(await ledger.append(db, [draft(0), draft(1)])).toBe(0);
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 2 });
  });

  it.each([
    ['drops the entry', 'return null;'],
    ['alters the entry', "new.entry := '{}'; return new;"],
    ['alters the leaf', "new.leaf := sha256('x'); return new;"],
    ['numbers it otherwise', 'new.idx := new.idx + 1; return new;'],
  ])('whose row a trigger %s is not committed, and its act neither', async (_, body) => {
    await owner(`create function evil() returns trigger language plpgsql as $$ begin ${body} end $$;
      create trigger evil before insert on ledger_entries for each row execute function evil()`);
    const act = db.kysely.transaction().execute((tx) => ledger.append(tx, [draft(0)]));
    await expect(act).rejects.toMatchObject({ code: 'append-altered' });
    expect([await size(), await journalled()]).toEqual([0, []]);
  });

  it('whose row is removed within its own statement is not committed', async () => {
    await owner(`create function evil() returns trigger language plpgsql as $$ begin
        alter table ledger_entries disable trigger ledger_entries_grow;
        delete from ledger_entries where idx = new.idx; return null; end $$;
      create trigger evil after insert on ledger_entries for each row execute function evil()`);
    await expect(ledger.append(db, [draft(0)])).rejects.toThrow();
    expect(await journalled()).toEqual([]);
  });

  it('that a rule turns into nothing fails', async () => {
    await owner('create rule evil as on insert to ledger_entries do instead nothing');
    await expect(ledger.append(db, [draft(0)])).rejects.toThrow();
    expect(await journalled()).toEqual([]);
  });

  it('is in the journal when its transaction resolves, and never when that was rolled back', async () => {
    await db.kysely.transaction().execute(async (tx) => {
      await ledger.append(tx, [draft(0)]);
      expect(await journalled()).toEqual([]);
    });
    expect(await journalled()).toHaveLength(1);
    const undone = db.kysely.transaction().execute(async (tx) => {
      await ledger.append(tx, [draft(1)]);
      throw new Error('the act failed');
    });
    await expect(undone).rejects.toThrow('the act failed');
    expect(await journalled()).toHaveLength(1);
    await ledger.append(db, [draft(2)]);
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 2 });
  });

  it('whose journal cannot be written answers nothing, although it stands', async () => {
    await ledger.append(db, [draft(0)]);
    const folder = join(dir, 'keys', 'journal');
    await ledger.checkpoint();
    for (const name of await readdir(folder)) await rm(join(folder, name));
    await rename(folder, `${folder}.away`);
    const act = db.kysely.transaction().execute((tx) => ledger.append(tx, [draft(1)]));
    await expect(act).rejects.toMatchObject({ code: 'journal' });
    await rename(`${folder}.away`, folder);
    expect(await size()).toBe(2);
    await ledger.append(db, [draft(2)]);
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 3 });
  });
});

describe('an entry that was answered', () => {
  it.each([
    ['taken out at the commit, after it was read back', true],
    ['cut off with the head before it was signed', false],
  ])('and %s is missed by its index', async (_, atCommit) => {
    await ledger.append(db, [draft(0)]);
    const undo = 'delete from ledger_entries where idx >= 1; update ledger_head set size = 1';
    if (atCommit) {
      await lift('disable');
      await owner(`create function evil() returns trigger language plpgsql as $$ begin ${undo}; return null; end $$;
        create constraint trigger evil after insert on ledger_entries deferrable initially deferred
        for each row execute function evil()`);
    }
    expect(await ledger.append(db, [draft(1), draft(2)])).toBe(1);
    await lift('disable');
    if (atCommit) await owner('drop trigger evil on ledger_entries; drop function evil');
    else await owner(undo);
    await lift('enable');
    expect(await ledger.checkpoint()).toEqual(missing(1));
    expect(alarms).toEqual([{ code: 'journal-missing', object: 'journal-missing' }]);
    expect(await ledger.state()).toMatchObject({ healthy: false, code: 'journal-missing', index: 1 });
    await ledger.append(db, [draft(3), draft(4)]);
    expect(await (await open()).checkpoint()).toEqual(missing(1));
  });

  it('and rewritten with its leaf before it was signed is named', async () => {
    await ledger.append(db, [draft(0), draft(1)]);
    await lift('disable');
    const other = Buffer.from(ledger.encode(draft(9)));
    await owner(`update ledger_entries set entry = $1, leaf = sha256('\\x00'::bytea || $1) where idx = 1`, [
      other,
    ]);
    await lift('enable');
    expect(await ledger.checkpoint()).toEqual(missing(1));
  });

  it('and swapped in a tree that a replica without its journal signed is named', async () => {
    await ledger.append(
      db,
      Array.from({ length: 300 }, (_, n) => draft(n)),
    );
    await lift('disable');
    const other = Buffer.from(ledger.encode(draft(999)));
    await owner(`update ledger_entries set entry = $1, leaf = sha256('\\x00'::bytea || $1) where idx = 7`, [
      other,
    ]);
    await lift('enable');
    const journal = join(dir, 'keys', 'journal');
    await rename(journal, `${journal}.elsewhere`);
    expect(await (await open()).checkpoint()).toEqual({ kind: 'signed', size: 300 });
    await rm(journal, { recursive: true });
    await rename(`${journal}.elsewhere`, journal);
    expect(await ledger.checkpoint()).toEqual(missing(7));
    expect(await (await open()).checkpoint()).toEqual(missing(7));
  });

  it('in a tree that another replica signed first is proven against its tiles', async () => {
    const other = await open();
    await ledger.append(
      db,
      Array.from({ length: 700 }, (_, n) => draft(n)),
    );
    expect(await other.checkpoint()).toEqual({ kind: 'signed', size: 700 });
    expect(await ledger.checkpoint()).toEqual({ kind: 'signed', size: 700 });
    await lift('disable');
    await owner(
      "update ledger_tiles set hashes = overlay(hashes placing '\\xff' from 5) where level = 0 and idx = 1",
    );
    await lift('enable');
    expect(await (await open()).checkpoint()).toEqual({
      kind: 'tampered',
      code: 'tree-rewritten',
      index: 256,
    });
  });

  it('is missed after an older state of the whole database was put back, copies of checkpoints included', async () => {
    const tables = ['ledger_head', 'ledger_entries', 'ledger_tiles', 'ledger_checkpoints'];
    await ledger.append(db, [draft(0)]);
    await ledger.checkpoint();
    for (const table of tables) await owner(`create table kept_${table} as select * from ${table}`);
    await ledger.append(db, [draft(1), draft(2)]);
    await ledger.checkpoint();
    await lift('disable');
    for (const table of tables)
      await owner(`delete from ${table}; insert into ${table} select * from kept_${table}`);
    await lift('enable');
    expect(await (await open('checkpoints')).checkpoint()).toMatchObject({ code: 'rolled-back' });
    const restored = await open('other-checkpoints');
    expect(await restored.checkpoint()).toEqual(missing(1));
    await restored.append(db, [draft(3), draft(4)]);
    expect(await (await open('other-checkpoints')).checkpoint()).toEqual(missing(1));
  });
});

it('remembers the counters of other rooms', async () => {
  await ledger.remember('budget.head', 41);
  await ledger.append(db, [draft(0)]);
  await ledger.witness([], { 'budget.head': 42 });
  expect(ledger.remembered('budget.head')).toBe(42);
  expect((await open()).remembered('budget.head')).toBe(42);
});
