import {
  type CompactTree,
  hashAt,
  levelWidth,
  type NodeListener,
  readCompactTree,
  type Sha256,
  tileHashReader,
  tileWidth,
} from '@huke/ledger';
import { type Db, edgeTiles, readTile } from './store.ts';

/** A tile as it will be stored. */
export type GrownTile = { readonly level: number; readonly index: number; readonly bytes: Uint8Array };

/** A stored tree that takes further leaves and knows which tiles they change. */
export type Growth = {
  readonly tree: CompactTree;
  readonly append: (leaf: Uint8Array) => void;
  readonly tiles: () => GrownTile[];
};

/** Opens the stored tree of `size` for growth; `null` where its edge tiles are not all there. */
export async function openGrowth(db: Db, size: number, sha256: Sha256): Promise<Growth | null> {
  const open = new Map<number, Uint8Array[]>();
  const stored = new Map<string, Uint8Array>();
  for (const { level, index, width } of edgeTiles(size)) {
    const bytes = await readTile(db, { level, index, width });
    if (bytes === null) return null;
    stored.set(`${level}/${index}`, bytes);
    open.set(
      level,
      Array.from({ length: width }, (_, i) => hashAt(bytes, i)),
    );
  }
  const read = tileHashReader(
    size,
    async ({ level, index }) => stored.get(`${level}/${index}`) ?? null,
    sha256,
  );
  const tree = await readCompactTree(size, read, sha256);
  const changed = new Set<number>();
  const full: GrownTile[] = [];
  const listen: NodeListener = (nodeLevel, nodeIndex, hash) => {
    if (nodeLevel % 8 !== 0) return;
    const level = nodeLevel / 8;
    const hashes = open.get(level) ?? [];
    hashes.push(hash);
    open.set(level, hashes);
    changed.add(level);
    if (hashes.length < tileWidth) return;
    full.push({ level, index: Math.floor(nodeIndex / tileWidth), bytes: Buffer.concat(hashes) });
    open.set(level, []);
  };
  return {
    tree,
    append: (leaf) => tree.append(leaf, listen),
    tiles: () => {
      const partial = [...open].filter(([level, hashes]) => hashes.length > 0 && changed.has(level));
      return [
        ...full,
        ...partial.map(([level, hashes]) => ({
          level,
          index: Math.floor(levelWidth(level, tree.size) / tileWidth),
          bytes: Buffer.concat(hashes),
        })),
      ];
    },
  };
}
