import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  hashAt,
  type JournalledLeaf,
  levelWidth,
  type LogSource,
  parseJournalLines,
  sameBytes,
  tilePath,
  tileWidth,
} from '@huke/ledger';

/** What a journal beside the keys says of a log that was verified: how many leaves it knows, and which the log lacks. */
export type JournalVerdict = {
  readonly leaves: number;
  /** Beyond the log's last checkpoint; they are not signed yet, or were cut off. */
  readonly unsigned: number;
  readonly missing: readonly number[];
};

/** Compares each leaf of a journal with the log of `size`, whose tiles were verified. */
export async function compareJournal(
  leaves: readonly JournalledLeaf[],
  log: LogSource,
  size: number,
): Promise<JournalVerdict> {
  const tiles = new Map<number, Uint8Array | null>();
  const missing = new Set<number>();
  let unsigned = 0;
  for (const { index, leaf } of leaves) {
    if (index >= size) {
      unsigned++;
      continue;
    }
    const tile = Math.floor(index / tileWidth);
    if (!tiles.has(tile)) {
      const width = Math.min(tileWidth, levelWidth(0, size) - tile * tileWidth);
      tiles.set(tile, await log.read(tilePath({ level: 0, index: tile, width })));
    }
    const bytes = tiles.get(tile) ?? null;
    if (bytes === null || !sameBytes(hashAt(bytes, index % tileWidth), leaf)) missing.add(index);
  }
  return { leaves: leaves.length, unsigned, missing: [...missing].sort((a, b) => a - b) };
}

/** The leaves in a journal's files. Throws where there is no file: a journal that is gone says nothing of the log. */
export async function readJournal(dir: string): Promise<readonly JournalledLeaf[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.journal')).sort();
  if (names.length === 0) throw new Error(`there is no journal in ${dir}: nothing was compared`);
  const leaves: JournalledLeaf[] = [];
  for (const name of names) {
    const text = await readFile(join(dir, name), 'latin1');
    for (const line of parseJournalLines(text)) if (line.kind === 'leaf') leaves.push(line.entry);
  }
  return leaves;
}
