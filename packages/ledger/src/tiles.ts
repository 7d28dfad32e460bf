import { LedgerError } from './errors.ts';
import { hashLength, nodeHash } from './hash.ts';
import { portablePrimitives, type Sha256 } from './primitives.ts';
import type { HashReader } from './proof.ts';
import type { NodeId } from './ranges.ts';

/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles). */
export const tileWidth = 256;
const tileHeight = 8;

/** A tile: hashes `[index · 256, index · 256 + width)` of tree level `8 · level`. */
export type TileId = { readonly level: number; readonly index: number; readonly width: number };

/** An entry bundle: entries `[index · 256, index · 256 + width)`. */
export type BundleId = { readonly index: number; readonly width: number };

/** What a path under `tile/` names. */
export type TilePath = ({ readonly kind: 'hashes' } & TileId) | ({ readonly kind: 'entries' } & BundleId);

/** `N` in groups of three digits, all but the last prefixed x: 1234067 → x001/x234/067; partial widths added. */
function numberPath({ index, width }: BundleId): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === tileWidth ? path : `${path}.p/${width}`;
}

/** Path of a hash tile, e.g. `tile/0/x001/x234/067` or, partial, `tile/1/000.p/17`. */
export function tilePath(tile: TileId): string {
  return `tile/${tile.level}/${numberPath(tile)}`;
}

/** Path of an entry bundle, e.g. `tile/entries/000` or, partial, `tile/entries/000.p/5`. */
export function bundlePath(bundle: BundleId): string {
  return `tile/entries/${numberPath(bundle)}`;
}

const pathShape =
  /^tile\/(entries|0|[1-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** What a tlog-tiles path names; `null` where it is none, other spellings of a number included. */
export function parseTilePath(path: string): TilePath | null {
  const [, level, number, partial] = pathShape.exec(path) ?? [];
  if (level === undefined || number === undefined) return null;
  const index = Number(number.replace(/[x/]/g, ''));
  const width = partial === undefined ? tileWidth : Number(partial);
  if (!Number.isSafeInteger(index) || (partial !== undefined && width >= tileWidth)) return null;
  const named: TilePath =
    level === 'entries'
      ? { kind: 'entries', index, width }
      : { kind: 'hashes', level: Number(level), index, width };
  const canonical = named.kind === 'entries' ? bundlePath(named) : tilePath(named);
  return canonical === path ? named : null;
}

/** Hashes that tiles of a level hold together for a tree of `size`: ⌊size / 256^level⌋. */
export function levelWidth(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level);
}

/** Tiles of a tree of `size`, each as wide as it is there, level by level. */
export function* tilesOf(size: number): Generator<TileId> {
  for (let level = 0; levelWidth(level, size) > 0; level++) {
    const hashes = levelWidth(level, size);
    for (let index = 0; index * tileWidth < hashes; index++) {
      yield { level, index, width: Math.min(tileWidth, hashes - index * tileWidth) };
    }
  }
}

/** The tile that holds a perfect subtree's hash, or what it is made of, as wide as it is in a tree of `size`. */
export function tileOfNode(node: NodeId, size: number): TileId {
  const level = Math.floor(node.level / tileHeight);
  const first = node.index * 2 ** (node.level - level * tileHeight);
  const index = Math.floor(first / tileWidth);
  const width = Math.min(tileWidth, levelWidth(level, size) - index * tileWidth);
  const last = first + 2 ** (node.level - level * tileHeight);
  if (last > index * tileWidth + width)
    throw new LedgerError(
      'out-of-range',
      `node ${node.index} of level ${node.level} is not in a tree of ${size}`,
    );
  return { level, index, width };
}

/** Hash of a perfect subtree from the bytes of the tile that holds it. */
export function hashInTile(
  bytes: Uint8Array,
  tile: TileId,
  node: NodeId,
  sha256: Sha256 = portablePrimitives.sha256,
): Uint8Array {
  const span = 2 ** (node.level - tile.level * tileHeight);
  const first = node.index * span - tile.index * tileWidth;
  let hashes = Array.from({ length: span }, (_, i) => hashAt(bytes, first + i));
  while (hashes.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < hashes.length; i += 2) {
      above.push(nodeHash(hashes[i] as Uint8Array, hashes[i + 1] as Uint8Array, sha256));
    }
    hashes = above;
  }
  return hashes[0] as Uint8Array;
}

/** Hash number `i` of a tile's bytes. */
export function hashAt(bytes: Uint8Array, i: number): Uint8Array {
  if (i < 0 || (i + 1) * hashLength > bytes.length)
    throw new LedgerError('malformed-tile', `a tile of ${bytes.length} bytes has no hash ${i}`);
  return bytes.subarray(i * hashLength, (i + 1) * hashLength);
}

/** A reader of a tree's hashes over its tiles; each tile is read once a call, `null` from `readTile` throws `missing`. */
export function tileHashReader(
  size: number,
  readTile: (tile: TileId) => Promise<Uint8Array | null>,
  sha256: Sha256 = portablePrimitives.sha256,
): HashReader {
  return async (nodes) => {
    const wanted = nodes.map((node) => ({ node, tile: tileOfNode(node, size) }));
    const paths = new Map(wanted.map(({ tile }) => [tilePath(tile), tile]));
    const tiles = new Map<string, Uint8Array>();
    await Promise.all(
      [...paths].map(async ([path, tile]) => {
        const bytes = await readTile(tile);
        if (bytes === null) throw new LedgerError('missing', `${path} is missing`);
        if (bytes.length !== tile.width * hashLength)
          throw new LedgerError('malformed-tile', `${path} has ${bytes.length} bytes`);
        tiles.set(path, bytes);
      }),
    );
    return wanted.map(({ node, tile }) =>
      hashInTile(tiles.get(tilePath(tile)) as Uint8Array, tile, node, sha256),
    );
  };
}
