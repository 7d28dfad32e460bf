import {
  bundlePath,
  CompactTree,
  formatBundle,
  formatCheckpointLines,
  type LogSource,
  leafHash,
  type SignerKey,
  signCheckpoint,
  signerKey,
  tilePath,
  tilesOf,
  tileWidth,
} from '../src/index.ts';

/** A log held as the files that it would be served as, for tests to alter. */
export type MemoryLog = {
  readonly key: SignerKey;
  readonly files: Map<string, Uint8Array>;
  /** Kept checkpoints, ascending. */
  readonly kept: Uint8Array[];
  readonly source: LogSource;
};

export const testKey: SignerKey = signerKey('huke.example/test-log', 1, new Uint8Array(32).fill(7));

/** Element `i` of a list that has one. */
export function at<T>(list: readonly T[], i: number): T {
  const element = list[i];
  if (element === undefined) throw new Error(`there is no element ${i}`);
  return element;
}

/** Entries that differ from one another. */
export function someEntries(count: number, salt = 'entry'): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => new TextEncoder().encode(`{"${salt}":${i}}`));
}

/** Level-0 hashes and everything above of a list of leaves, as tile files. */
export function writeTiles(files: Map<string, Uint8Array>, leaves: readonly Uint8Array[]): CompactTree {
  const hashes: Uint8Array[][] = [];
  const tree = new CompactTree();
  for (const leaf of leaves) {
    tree.append(leaf, (level, _, hash) => {
      if (level % 8 === 0) (hashes[level / 8] ??= []).push(hash);
    });
  }
  for (const tile of tilesOf(leaves.length)) {
    const own = (hashes[tile.level] ?? []).slice(tile.index * tileWidth).slice(0, tile.width);
    files.set(tilePath(tile), Uint8Array.from(Buffer.concat(own)));
  }
  return tree;
}

/** A whole log of `entries` with a checkpoint at each of `sizes`, the last of which is the latest. */
export function memoryLog(
  entries: readonly Uint8Array[],
  sizes: readonly number[],
  key = testKey,
): MemoryLog {
  const files = new Map<string, Uint8Array>();
  const leaves = entries.map((entry) => leafHash(entry));
  writeTiles(files, leaves);
  for (const { level, index, width } of tilesOf(entries.length)) {
    if (level > 0) continue;
    files.set(bundlePath({ index, width }), formatBundle(entries.slice(index * tileWidth).slice(0, width)));
  }
  const kept: Uint8Array[] = [];
  const tree = new CompactTree();
  for (const size of sizes) {
    while (tree.size < size) tree.append(at(leaves, tree.size));
    kept.push(signCheckpoint({ origin: key.verifier.name, size, root: tree.root(), extensions: [] }, key));
  }
  const latest = kept.at(-1);
  if (latest !== undefined) files.set('checkpoint', latest);
  return { key, files, kept, source: memorySource(files, kept) };
}

/** Serves the files; kept checkpoints in pages of three, by the size that each claims. */
export function memorySource(files: ReadonlyMap<string, Uint8Array>, kept: readonly Uint8Array[]): LogSource {
  return {
    read: async (path) => {
      const after = /^checkpoints\?after=(\d+)$/.exec(path)?.[1];
      if (after === undefined) return files.get(path) ?? null;
      const later = kept.filter(
        (note) => Number(new TextDecoder().decode(note).split('\n')[1]) > Number(after),
      );
      return formatCheckpointLines(later.slice(0, 3));
    },
  };
}
