import { hashAt, hashInTile, levelWidth, type Sha256, sameBytes, tileWidth } from '@huke/ledger';
import type { Appended } from './append.ts';
import { type Db, readTile } from './store.ts';

/** An entry that the tree does not hold, or the first one below a tile that is not the tree's. */
export type Missing = { readonly code: 'journal-missing' | 'tree-rewritten'; readonly index: number };

/**
 * The first of the journalled entries that is not in the tree: neither among the `fresh` leaves, which are about to be
 * signed, nor in the stored tree of `size`; `null` = all are. INVARIANT: the tiles at the edge of the stored tree hash
 * to its signed root (`openGrowth` was compared with it).
 */
export async function missingFrom(
  db: Db,
  size: number,
  fresh: ReadonlyMap<number, Uint8Array>,
  journalled: readonly Appended[],
  sha256: Sha256,
): Promise<Missing | null> {
  const tile = trustedTiles(db, size, sha256);
  for (const { index, leaf } of [...journalled].sort((a, b) => a.index - b.index)) {
    if (index >= size) {
      const there = fresh.get(index);
      if (there === undefined || !sameBytes(there, leaf)) return { code: 'journal-missing', index };
      continue;
    }
    const bytes = await tile(0, Math.floor(index / tileWidth));
    if (bytes === null) return { code: 'tree-rewritten', index };
    if (!sameBytes(hashAt(bytes, index % tileWidth), leaf)) return { code: 'journal-missing', index };
  }
  return null;
}

/** Reads tiles that belong to the signed tree: a full one must hash to what the tile above it says; `null` = none. */
function trustedTiles(db: Db, size: number, sha256: Sha256) {
  const known = new Map<string, Promise<Uint8Array | null>>();
  const read = async (level: number, index: number): Promise<Uint8Array | null> => {
    const width = Math.min(tileWidth, levelWidth(level, size) - index * tileWidth);
    const bytes = await readTile(db, { level, index, width });
    if (bytes === null || width < tileWidth) return bytes;
    const above = await tile(level + 1, Math.floor(index / tileWidth));
    const whole = hashInTile(bytes, { level, index, width }, { level: level * 8 + 8, index }, sha256);
    return above !== null && sameBytes(hashAt(above, index % tileWidth), whole) ? bytes : null;
  };
  const tile = (level: number, index: number): Promise<Uint8Array | null> => {
    const name = `${level}/${index}`;
    const found = known.get(name) ?? read(level, index);
    known.set(name, found);
    return found;
  };
  return tile;
}
