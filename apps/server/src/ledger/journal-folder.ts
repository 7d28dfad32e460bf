import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LedgerError, type JournalLine, parseJournalLines } from '@huke/ledger';
import { syncFolder } from './journal-segment.ts';

/** A file of the journal as far as it was read. */
type Read = { offset: number; size: number; last: number; changedAt: number };

/** What the folder held that was not read before; `damaged` names a file with a line that is none. */
export type News =
  | { readonly kind: 'lines'; readonly lines: readonly JournalLine[] }
  | { readonly kind: 'damaged'; readonly file: string };

/** The files of all replicas that share the folder, read as they grow. */
export type JournalFolder = {
  /** What was added since the last call, in files other than `own`, which is being written. */
  readonly news: (own: string) => Promise<News>;
  /** Whether a file of another replica, or of an earlier run, has rested for so long that nobody writes it. */
  readonly hasOld: (now: number) => boolean;
  /** Removes the files that rest and whose last entry lies below `size`; resolves to their number. */
  readonly prune: (size: number, now: number, own: string) => Promise<number>;
};

export const journalFile = /^[a-z0-9_]{8,40}-[0-9]{6,}\.journal$/;
const restMs = 600_000;

/** Opens the folder for reading. */
export function openJournalFolder(dir: string): JournalFolder {
  const files = new Map<string, Read>();
  return {
    news: async (own) => {
      const lines: JournalLine[] = [];
      const names = (await readdir(dir)).filter((name) => journalFile.test(name) && name !== own).sort();
      for (const gone of [...files.keys()].filter((name) => !names.includes(name))) files.delete(gone);
      for (const name of names) {
        const file = files.get(name) ?? { offset: 0, size: 0, last: -1, changedAt: 0 };
        const added = await readFrom(join(dir, name), file);
        if (added === null) return { kind: 'damaged', file: name };
        files.set(name, file);
        for (const line of added) lines.push(line);
      }
      return { kind: 'lines', lines };
    },
    hasOld: (now) => [...files.values()].some((file) => now - file.changedAt > restMs),
    prune: async (size, now, own) => {
      let count = 0;
      for (const [name, file] of files) {
        if (name === own || now - file.changedAt <= restMs || file.last >= size) continue;
        const seen = await stat(join(dir, name)).catch(() => null);
        if (seen !== null && seen.size !== file.size) continue;
        await rm(join(dir, name), { force: true });
        files.delete(name);
        count++;
      }
      if (count > 0) await syncFolder(dir);
      return count;
    },
  };
}

/** Whole lines from the file's offset on, which moves behind them; a last line that was cut short stays unread. */
async function readFrom(path: string, file: Read): Promise<readonly JournalLine[] | null> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return [];
  try {
    const { size, mtimeMs } = await handle.stat();
    file.changedAt = mtimeMs;
    file.size = size;
    if (size <= file.offset) return [];
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(size - file.offset),
      0,
      size - file.offset,
      file.offset,
    );
    const end = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
    const lines = linesOf(buffer.subarray(0, end).toString('latin1'));
    if (lines === null) return null;
    file.offset += end;
    for (const line of lines) if (line.kind === 'leaf') file.last = Math.max(file.last, line.entry.index);
    return lines;
  } finally {
    await handle.close();
  }
}

function linesOf(text: string): readonly JournalLine[] | null {
  try {
    return parseJournalLines(text);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
