import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, open } from 'node:fs/promises';
import { join } from 'node:path';
import { formatJournalLine, isJournalCounter, type JournalLine } from '@huke/ledger';
import type { Appended } from './append.ts';
import { LedgerRoomError } from './error.ts';
import { openJournalFolder } from './journal-folder.ts';
import { createSegment, type Segment, syncFolder } from './journal-segment.ts';

/**
 * What the server remembers outside the database: index and leaf of each entry whose answer may leave, counters that
 * must not go back, and the last checkpoint for which earlier lines were let go.
 */
export type Journal = {
  /** Adds entries and counters; resolves when they are on the disk. Throws `journal`, and then nothing may leave. */
  readonly add: (entries: readonly Appended[], counters?: Readonly<Record<string, number>>) => Promise<void>;
  /** The highest value of a counter that this replica, or one that shares the folder, remembered; 0 = none. */
  readonly counter: (name: string) => number;
  /** Milliseconds for which the entry that waits longest has not been proven in a tree; `null` = none waits. */
  readonly unprovenFor: () => number | null;
  /** The entries that wait, as far as they are in memory. */
  readonly waiting: () => readonly Appended[];
  /** Entries that a log needs at least to hold all that was remembered since the start. */
  readonly reach: () => number;
  /** Entries that were not proven in a tree yet, those of other replicas included; `null` = a file is damaged. */
  readonly unproven: () => Promise<readonly Appended[] | null>;
  /** The first `count` of `unproven` are in the tree of `size`, which `note` signs and which is copied elsewhere. */
  readonly proven: (count: number, size: number, note: Uint8Array | null) => Promise<void>;
  /** The checkpoint that earlier lines were let go for; `null` = none were. */
  readonly covered: () => Promise<Uint8Array | null>;
  readonly close: () => Promise<void>;
};

/** Lines in a file before the next one is begun. */
const segmentLines = 4_096;

type Waiting = {
  readonly lines: readonly JournalLine[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

/** Opens the journal at `dir`, making it where it is missing. Throws `journal`. */
export async function openJournal(dir: string, clock: () => Date): Promise<Journal> {
  const replica = `run_${randomBytes(8).toString('hex')}`;
  const folder = openJournalFolder(dir);
  const note = join(dir, 'checkpoint');
  const counters = new Map<string, number>();
  const entries: Appended[] = [];
  /** When each of them was learnt, by a clock that nobody sets. */
  const since: number[] = [];
  let reach = 0;
  const waiting: Waiting[] = [];
  let segment: Segment | null = null;
  let made = 0;
  let current = '';
  let lines = 0;
  let last = -1;
  let writing: Promise<void> | null = null;

  const learn = (line: JournalLine): void => {
    if (line.kind === 'leaf') {
      entries.push(line.entry);
      since.push(performance.now());
      reach = Math.max(reach, line.entry.index + 1);
    } else counters.set(line.name, Math.max(counters.get(line.name) ?? 0, line.value));
  };
  const readNews = async (): Promise<boolean> => {
    const news = await folder.news(current);
    if (news.kind === 'damaged') return false;
    for (const line of news.lines) learn(line);
    return true;
  };

  /** A new file, which begins with the counters, so that older files may go. */
  const begin = async (): Promise<Segment> => {
    made++;
    current = `${replica}-${String(made).padStart(6, '0')}.journal`;
    const kept = [...counters].map(([counter, value]) =>
      formatJournalLine({ kind: 'counter', name: counter, value }),
    );
    lines = 0;
    last = -1;
    return await createSegment(dir, current, kept.join(''));
  };

  const writeOnce = async (text: string): Promise<void> => {
    try {
      segment ??= await begin();
      await segment.add(text);
    } catch (cause) {
      // what a failed write left behind is unknown: nothing is added to that file any more
      await segment?.close();
      segment = null;
      throw new LedgerRoomError(
        'journal',
        'the journal beside the keys cannot be written: nothing is answered until it can',
        { cause },
      );
    }
  };

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    const all = batch.flatMap((each) => each.lines);
    const text = all.map(formatJournalLine).join('');
    // another replica removes a file that rested long: the second attempt has a file of its own
    await writeOnce(text).catch(() => writeOnce(text));
    lines += all.length;
    for (const line of all) if (line.kind === 'leaf') last = Math.max(last, line.entry.index);
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      // they are committed, whether or not this can be written: the signer shall look for them all the same
      for (const each of batch) for (const line of each.lines) learn(line);
      try {
        await write(batch);
        for (const each of batch) each.resolve();
      } catch (error) {
        for (const each of batch) each.reject(error as Error);
      }
    }
    writing = null;
  };

  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    if (!(await readNews())) throw new Error('a line of the journal is damaged');
  } catch (cause) {
    throw new LedgerRoomError(
      'journal',
      'the folder journal beside the keys cannot be read or written: check its owner, its rights and its files',
      { cause },
    );
  }

  return {
    add: (added, marks = {}) => {
      const counted = Object.entries(marks);
      for (const [name, value] of counted) {
        if (!isJournalCounter(name, value))
          throw new LedgerRoomError('journal', 'a counter is a code and a number');
      }
      if (added.length === 0 && counted.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiting.push({
          lines: [
            ...added.map((entry) => ({ kind: 'leaf' as const, entry })),
            ...counted.map(([name, value]) => ({ kind: 'counter' as const, name, value })),
          ],
          resolve,
          reject,
        });
        writing ??= drain();
      });
    },
    counter: (name) => counters.get(name) ?? 0,
    unprovenFor: () => (since[0] === undefined ? null : performance.now() - since[0]),
    waiting: () => [...entries],
    reach: () => reach,
    unproven: async () => ((await readNews()) ? [...entries] : null),
    proven: async (count, size, signed) => {
      entries.splice(0, count);
      since.splice(0, count);
      const now = clock().getTime();
      const full = segment !== null && lines >= segmentLines && last < size && writing === null;
      if (signed === null || (!full && !folder.hasOld(now))) return;
      await replaceFile(note, signed);
      await syncFolder(dir);
      if (full && segment !== null && writing === null && last < size) {
        const done = segment;
        writing = begin()
          .then(async (next) => {
            segment = next;
            await done.close();
            await rm(join(dir, done.name), { force: true });
          })
          .finally(() => {
            writing = null;
            if (waiting.length > 0) writing = drain();
          });
        await writing;
      }
      await folder.prune(size, now, current);
    },
    covered: () =>
      readFile(note).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      }),
    close: async () => {
      await writing;
      await segment?.close();
      segment = null;
    },
  };
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
