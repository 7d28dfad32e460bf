import { CompactTree } from './compact-tree.ts';
import { sameBytes } from './encoding.ts';
import type { TamperFinding } from './findings.ts';
import type { Sha256 } from './primitives.ts';
import type { NodeListener } from './compact-tree.ts';

/** A signed tree head to be met on the way. */
export type Milestone = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly by: 'latest' | 'kept' | 'remembered';
};

type Doubt = { from: number; through: number };

/**
 * Rebuilds a tree leaf by leaf and compares it with every checkpoint it passes. While entries and leaves disagree it
 * follows both; the next checkpoint says which of them was signed.
 */
export class Replay {
  readonly #report: (finding: TamperFinding) => void;
  #byLeaf: CompactTree;
  #byEntry: CompactTree | null = null;
  #doubts: Doubt[] = [];
  #good = 0;
  #failing = false;
  #everDoubted = false;

  constructor(sha256: Sha256, report: (finding: TamperFinding) => void) {
    this.#byLeaf = new CompactTree(0, [], sha256);
    this.#report = report;
  }

  /** Leaves taken so far. */
  get size(): number {
    return this.#byLeaf.size;
  }

  /** Size of the last checkpoint that the tree agreed with. */
  get good(): number {
    return this.#good;
  }

  /** Whether entry and leaf ever disagreed: tiles above the leaves then say nothing new. */
  get doubted(): boolean {
    return this.#everDoubted;
  }

  /** Takes the next leaf as stored and as its entry hashes; they are the same object where only one is known. */
  append(leaf: Uint8Array, entryLeaf: Uint8Array, listen: NodeListener): void {
    const index = this.size;
    if (leaf !== entryLeaf && !sameBytes(leaf, entryLeaf)) {
      this.#byEntry ??= this.#byLeaf.copy();
      this.#everDoubted = true;
      const last = this.#doubts.at(-1);
      if (last?.through === index - 1) last.through = index;
      else this.#doubts.push({ from: index, through: index });
    }
    this.#byEntry?.append(entryLeaf);
    this.#byLeaf.append(leaf, listen);
  }

  /** Compares the tree with a checkpoint of its present size. */
  meet({ size, root, by }: Milestone): void {
    if (sameBytes(this.#byLeaf.root(), root)) return this.#agree(size, 'entry');
    if (this.#byEntry !== null && sameBytes(this.#byEntry.root(), root)) {
      this.#byLeaf = this.#byEntry;
      return this.#agree(size, 'leaf');
    }
    if (by === 'remembered') return this.#report({ kind: 'not-contained', size });
    if (!this.#failing) this.#report({ kind: 'interval', from: this.#good, to: size, by });
    this.#failing = true;
    this.settle('unknown');
  }

  /** Reports the disagreements that are still open. */
  settle(altered: 'entry' | 'leaf' | 'unknown'): void {
    for (const doubt of this.#doubts) this.#report({ kind: 'entry-differs', ...doubt, altered });
    this.#doubts = [];
  }

  #agree(size: number, altered: 'entry' | 'leaf'): void {
    this.settle(altered);
    this.#byEntry = null;
    this.#good = size;
    this.#failing = false;
  }
}
