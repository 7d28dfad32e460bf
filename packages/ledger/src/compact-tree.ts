import { emptyRoot, nodeHash } from './hash.ts';
import { LedgerError } from './errors.ts';
import { portablePrimitives, type Sha256 } from './primitives.ts';
import { rangeNodes } from './ranges.ts';
import type { HashReader } from './proof.ts';

/** Told of every perfect subtree that an append completes, from the leaf up. */
export type NodeListener = (level: number, index: number, hash: Uint8Array) => void;

/** A growing tree that keeps only the roots of its perfect subtrees: at most one hash per bit of its size. */
export class CompactTree {
  readonly #sha256: Sha256;
  #size: number;
  #hashes: Uint8Array[];

  /** Starts from `size` leaves whose perfect subtrees (`rangeNodes({ start: 0, end: size })`) hash to `hashes`. */
  constructor(size = 0, hashes: readonly Uint8Array[] = [], sha256: Sha256 = portablePrimitives.sha256) {
    if (hashes.length !== rangeNodes({ start: 0, end: size }).length)
      throw new LedgerError('out-of-range', `a tree of ${size} has another number of subtrees`);
    this.#size = size;
    this.#hashes = [...hashes];
    this.#sha256 = sha256;
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its hash. */
  append(leaf: Uint8Array, listen?: NodeListener): void {
    let hash = leaf;
    let index = this.#size++;
    let level = 0;
    listen?.(level, index, hash);
    while (index % 2 === 1) {
      const left = this.#hashes.pop();
      if (left === undefined) throw new LedgerError('missing', 'a subtree of the compact tree is missing');
      hash = nodeHash(left, hash, this.#sha256);
      index = (index - 1) / 2;
      level++;
      listen?.(level, index, hash);
    }
    this.#hashes.push(hash);
  }

  /** Root of the tree as it is now. */
  root(): Uint8Array {
    const root = this.#hashes.reduceRight<Uint8Array | null>(
      (right, left) => (right === null ? left : nodeHash(left, right, this.#sha256)),
      null,
    );
    return root ?? emptyRoot(this.#sha256);
  }

  /** An independent tree with the same leaves. */
  copy(): CompactTree {
    return new CompactTree(this.#size, this.#hashes, this.#sha256);
  }
}

/** The compact tree of `size` leaves from stored hashes. */
export async function readCompactTree(
  size: number,
  read: HashReader,
  sha256: Sha256 = portablePrimitives.sha256,
): Promise<CompactTree> {
  return new CompactTree(size, await read(rangeNodes({ start: 0, end: size })), sha256);
}
