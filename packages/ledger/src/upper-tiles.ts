import type { NodeListener } from './compact-tree.ts';
import { sameBytes } from './encoding.ts';
import type { TamperFinding } from './findings.ts';
import { hashLength } from './hash.ts';
import { type LogSource, readTile } from './log-source.ts';
import type { Replay } from './replay.ts';
import { levelWidth, type TileId, tilePath, tileWidth } from './tiles.ts';

type Filled = { readonly tile: TileId; readonly bytes: Uint8Array };

/** Collects the hashes that belong into the tiles above the leaves and compares each tile once it is full. */
export class UpperTiles {
  readonly #source: LogSource;
  readonly #report: (finding: TamperFinding) => void;
  readonly #open: Uint8Array[] = [];
  #full: Filled[] = [];

  constructor(source: LogSource, report: (finding: TamperFinding) => void) {
    this.#source = source;
    this.#report = report;
  }

  /** Whether a full tile waits for `compare`. */
  get waiting(): boolean {
    return this.#full.length > 0;
  }

  /** Listener of the growing tree. */
  readonly listen: NodeListener = (nodeLevel, nodeIndex, hash) => {
    if (nodeLevel === 0 || nodeLevel % 8 !== 0) return;
    const level = nodeLevel / 8;
    const bytes = (this.#open[level] ??= new Uint8Array(tileWidth * hashLength));
    const place = nodeIndex % tileWidth;
    bytes.set(hash, place * hashLength);
    if (place !== tileWidth - 1) return;
    const index = Math.floor(nodeIndex / tileWidth);
    this.#full.push({ tile: { level, index, width: tileWidth }, bytes: bytes.slice() });
  };

  /** Compares the full tiles that wait. */
  async compare(replay: Replay): Promise<void> {
    const full = this.#full;
    this.#full = [];
    for (const each of full) await this.#compareOne(each, replay);
  }

  /** Compares the partial tiles at the right edge of a tree of `size`. */
  async finish(size: number, replay: Replay): Promise<void> {
    await this.compare(replay);
    for (let level = 1; levelWidth(level, size) > 0; level++) {
      const width = levelWidth(level, size) % tileWidth;
      const bytes = this.#open[level]?.slice(0, width * hashLength);
      if (width === 0 || bytes === undefined) continue;
      const index = Math.floor(levelWidth(level, size) / tileWidth);
      await this.#compareOne({ tile: { level, index, width }, bytes }, replay);
    }
  }

  async #compareOne({ tile, bytes }: Filled, replay: Replay): Promise<void> {
    if (replay.doubted) return;
    const stored = await readTile(this.#source, tile);
    for (let i = 0; i < tile.width; i++) {
      const same = stored !== null && sameBytes(slot(stored, i), slot(bytes, i));
      if (same) continue;
      const span = tileWidth ** tile.level;
      const from = (tile.index * tileWidth + i) * span;
      const through = stored === null ? from + (tile.width - i) * span - 1 : from + span - 1;
      return this.#report({ kind: 'tile-differs', path: tilePath(tile), from, through });
    }
  }
}

function slot(bytes: Uint8Array, i: number): Uint8Array {
  return bytes.subarray(i * hashLength, (i + 1) * hashLength);
}
