import { appendFile, mkdtemp, readdir, readFile, rename, rm, stat, truncate, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Appended } from './append.ts';
import { type Journal, openJournal } from './journal.ts';

let dir: string;
let journal: Journal;
const clock = () => new Date();
const open = () => openJournal(dir, clock);

const entry = (index: number): Appended => ({ index, leaf: Buffer.alloc(32, index % 256) });
const entries = (from: number, count: number) => Array.from({ length: count }, (_, i) => entry(from + i));
const files = async () => (await readdir(dir)).filter((name) => name.endsWith('.journal')).sort();
const only = async () => join(dir, (await files())[0] ?? '');
const indexes = async (of = journal) => (await of.unproven())?.map(({ index }) => index);

beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'huke-journal-')), 'journal');
  journal = await open();
});
afterEach(async () => {
  await journal.close();
  await rm(join(dir, '..'), { recursive: true });
});

describe('the journal', () => {
  it('has every entry in a file of its owner alone when add resolves', async () => {
    await Promise.all(entries(0, 40).map((each) => journal.add([each])));
    const text = await readFile(await only(), 'latin1');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => Number(line.split(' ')[0])),
    ).toEqual(entries(0, 40).map(({ index }) => index));
    expect((await stat(await only())).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
  });

  it('is read again after a crash, a last line that was cut short left out', async () => {
    await journal.add(entries(0, 3));
    const { size } = await stat(await only());
    await truncate(await only(), size - 7);
    const again = await open();
    expect(await indexes(again)).toEqual([0, 1]);
    await again.add([entry(9)]);
    await again.close();
    const third = await open();
    expect((await indexes(third))?.sort()).toEqual([0, 1, 9]);
    await third.close();
  });

  it('with a line that is none is not trusted', async () => {
    await journal.add(entries(0, 3));
    await appendFile(await only(), 'nothing\n');
    await expect(open()).rejects.toMatchObject({ code: 'journal' });
  });

  it('that another replica damages while this one runs is not trusted', async () => {
    const other = await open();
    await other.add([entry(1)]);
    expect(await indexes()).toEqual([1]);
    await appendFile(await only(), '1 AAAA\n');
    expect(await journal.unproven()).toBeNull();
    await other.close();
  });

  it('tells each replica the entries of all', async () => {
    const other = await open();
    await journal.add([entry(0)]);
    await other.add([entry(1)]);
    expect((await indexes())?.sort()).toEqual([0, 1]);
    expect((await indexes(other))?.sort()).toEqual([0, 1]);
    await other.add([entry(2)]);
    await journal.proven(2, 2, null);
    expect(await indexes()).toEqual([2]);
    await other.close();
  });

  it('rejects where it cannot be written, remembers the entry all the same, and goes on when it can', async () => {
    await journal.add([entry(0)]);
    await rm(await only());
    await rename(dir, `${dir}.away`);
    await expect(journal.add([entry(1)])).rejects.toMatchObject({ code: 'journal' });
    await rename(`${dir}.away`, dir);
    await journal.add([entry(2)]);
    expect(await indexes()).toEqual([0, 1, 2]);
  });

  it('whose file was removed writes another one', async () => {
    await journal.add([entry(0)]);
    await rm(await only());
    await journal.add([entry(1)]);
    expect(await readFile(await only(), 'latin1')).toMatch(/^1 /);
  });

  it('lets go what a signed and copied checkpoint covers, and nothing else', async () => {
    const note = Buffer.from('signed');
    await journal.add(entries(0, 5_000));
    const [first] = await files();
    await journal.proven(5_000, 4_999, note);
    expect(await files()).toEqual([first]);
    expect(await journal.covered()).toBeNull();
    await journal.proven(0, 5_000, note);
    expect(await files()).not.toContain(first);
    expect(await journal.covered()).toEqual(note);
    await journal.add([entry(5_000)]);
    expect(await indexes()).toEqual([5_000]);
  });

  it('lets go of what an earlier run left, once that rests and is covered', async () => {
    const earlier = await open();
    await earlier.add([entry(7)]);
    await earlier.close();
    const name = await only();
    await journal.unproven();
    await journal.proven(1, 8, Buffer.from('signed'));
    expect(await files()).toHaveLength(1);
    const long = new Date(Date.now() - 3_600_000);
    await utimes(name, long, long);
    await journal.unproven();
    await journal.proven(0, 7, Buffer.from('signed'));
    expect(await files()).toHaveLength(1);
    await journal.proven(0, 8, Buffer.from('signed'));
    expect(await files()).toHaveLength(0);
  });
});

describe('counters', () => {
  it('never go back, outlive a restart and the files that held them', async () => {
    await journal.add([], { 'budget.head': 7 });
    await journal.add([], { 'budget.head': 5, 'other.head': 1 });
    expect(journal.counter('budget.head')).toBe(7);
    await journal.add(entries(0, 5_000));
    await journal.proven(5_000, 5_000, Buffer.from('signed'));
    const again = await open();
    expect([again.counter('budget.head'), again.counter('other.head'), again.counter('none')]).toEqual([
      7, 1, 0,
    ]);
    await again.close();
  });

  it('are codes with whole numbers', () => {
    expect(() => journal.add([], { 'Free text': 1 })).toThrow('a counter is a code');
    expect(() => journal.add([], { head: -1 })).toThrow('a counter is a code');
  });
});
