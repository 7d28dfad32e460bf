import { sameBytes } from './encoding.ts';
import { LedgerError } from './errors.ts';
import { emptyRoot, hashLength, nodeHash } from './hash.ts';
import { portablePrimitives, type Sha256 } from './primitives.ts';
import {
  consistencyRanges,
  inclusionRanges,
  isSubtree,
  type NodeId,
  type Range,
  rangeNodes,
} from './ranges.ts';

/** Reads hashes of perfect subtrees, in the order asked for. */
export type HashReader = (nodes: readonly NodeId[]) => Promise<readonly Uint8Array[]>;

/** Hash of a range from the hashes of its perfect subtrees, left to right. */
function foldRange(hashes: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const folded = hashes.reduceRight<Uint8Array | null>(
    (right, left) => (right === null ? left : nodeHash(left, right, sha256)),
    null,
  );
  if (folded === null) throw new LedgerError('out-of-range', 'an empty range has no hash');
  return folded;
}

/** Hashes of ranges, read by one call of the reader. */
async function readRanges(ranges: readonly Range[], read: HashReader, sha256: Sha256): Promise<Uint8Array[]> {
  const parts = ranges.map(rangeNodes);
  const hashes = await read(parts.flat());
  let at = 0;
  return parts.map((nodes) => foldRange(hashes.slice(at, (at += nodes.length)), sha256));
}

/** Root of the tree of `size` (≥ 1) from the hashes that `read` has. */
export async function readRoot(
  size: number,
  read: HashReader,
  sha256: Sha256 = portablePrimitives.sha256,
): Promise<Uint8Array> {
  return foldRange(await read(rangeNodes({ start: 0, end: size })), sha256);
}

/** Inclusion proof of entry `index` in the tree of `size`, hashes from the leaf's sibling up (RFC 6962 2.1.1). */
export function proveInclusion(
  index: number,
  size: number,
  read: HashReader,
  sha256: Sha256 = portablePrimitives.sha256,
): Promise<Uint8Array[]> {
  return readRanges(inclusionRanges(index, size), read, sha256);
}

/** One step up an inclusion path: `hash` covers `range` and is made of the hash before it and its `sibling`. */
export type InclusionStep = {
  /** 0 for the step that joins the leaf. */
  readonly level: number;
  /** Which side the sibling stands on. */
  readonly side: 'left' | 'right';
  readonly sibling: Uint8Array;
  readonly siblingRange: Range;
  readonly hash: Uint8Array;
  readonly range: Range;
};

/**
 * Steps from the leaf to the root, for drawing and for checking; the last `hash` is the root.
 * `null` where the proof does not have the shape that `index` and `size` ask for.
 */
export function inclusionSteps(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  sha256: Sha256 = portablePrimitives.sha256,
): InclusionStep[] | null {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  const siblings = inclusionRanges(index, size);
  if (siblings.length !== proof.length || leaf.length !== hashLength) return null;
  const steps: InclusionStep[] = [];
  let hash = leaf;
  let range: Range = { start: index, end: index + 1 };
  for (const [level, siblingRange] of siblings.entries()) {
    const sibling = proof[level];
    if (sibling?.length !== hashLength) return null;
    const onLeft = siblingRange.start < range.start;
    hash = onLeft ? nodeHash(sibling, hash, sha256) : nodeHash(hash, sibling, sha256);
    range = { start: onLeft ? siblingRange.start : range.start, end: onLeft ? range.end : siblingRange.end };
    steps.push({ level, side: onLeft ? 'left' : 'right', sibling, siblingRange, hash, range });
  }
  return steps;
}

/** Whether the proof shows that the leaf stands at `index` of the tree with this size and root. */
export function checkInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  sha256: Sha256 = portablePrimitives.sha256,
): boolean {
  const steps = inclusionSteps(leaf, index, size, proof, sha256);
  return steps !== null && sameBytes(steps.at(-1)?.hash ?? leaf, root);
}

/** Proof that the tree of `size` continues the tree of `old` (RFC 6962 2.1.2), 1 ≤ old ≤ size. */
export function proveConsistency(
  old: number,
  size: number,
  read: HashReader,
  sha256: Sha256 = portablePrimitives.sha256,
): Promise<Uint8Array[]> {
  return proveSubtree({ start: 0, end: old }, size, read, sha256);
}

/** Whether the proof shows that the tree of `size` begins with the tree of `old`; an empty old tree proves nothing. */
export function checkConsistency(
  old: number,
  size: number,
  proof: readonly Uint8Array[],
  oldRoot: Uint8Array,
  root: Uint8Array,
  sha256: Sha256 = portablePrimitives.sha256,
): boolean {
  return old >= 1 && checkSubtree({ start: 0, end: old }, size, proof, oldRoot, root, sha256);
}

/** Proof that a subtree belongs to the tree of `size` (draft-ietf-plants-merkle-tree-certs, subtree consistency). */
export function proveSubtree(
  subtree: Range,
  size: number,
  read: HashReader,
  sha256: Sha256 = portablePrimitives.sha256,
): Promise<Uint8Array[]> {
  return readRanges(consistencyRanges(subtree, size), read, sha256);
}

/**
 * Whether the proof shows that the tree of `size` and `root` holds the subtree with this hash. An empty subtree hashes
 * to the empty root and is held by every tree that reaches so far.
 */
export function checkSubtree(
  subtree: Range,
  size: number,
  proof: readonly Uint8Array[],
  subtreeRoot: Uint8Array,
  root: Uint8Array,
  sha256: Sha256 = portablePrimitives.sha256,
): boolean {
  if (!Number.isSafeInteger(size) || subtree.end > size) return false;
  if (subtree.start === subtree.end) return proof.length === 0 && sameBytes(subtreeRoot, emptyRoot(sha256));
  if (!isSubtree(subtree)) return false;
  if (subtree.start === 0 && subtree.end === size) return proof.length === 0 && sameBytes(subtreeRoot, root);
  if (subtreeRoot.length !== hashLength || proof.some((hash) => hash.length !== hashLength)) return false;
  return replaySubtree(subtree, size, proof, subtreeRoot, root, sha256);
}

const odd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/** The draft's verification, with its names: fn, sn, tn are the first and last leaf of the subtree and of the tree. */
function replaySubtree(
  subtree: Range,
  size: number,
  proof: readonly Uint8Array[],
  subtreeRoot: Uint8Array,
  root: Uint8Array,
  sha256: Sha256,
): boolean {
  let [fn, sn, tn] = [subtree.start, subtree.end - 1, size - 1];
  const up = (): void => {
    [fn, sn, tn] = [half(fn), half(sn), half(tn)];
  };
  while (fn !== sn && (sn === tn || odd(sn))) up();
  const rest = fn === sn ? proof : proof.slice(1);
  const first = fn === sn ? subtreeRoot : proof[0];
  if (first === undefined) return false;
  let [fr, sr] = [first, first];
  for (const hash of rest) {
    if (tn === 0) return false;
    if (odd(sn) || sn === tn) {
      if (fn < sn) fr = nodeHash(hash, fr, sha256);
      sr = nodeHash(hash, sr, sha256);
      while (!odd(sn) && sn !== 0) up();
    } else {
      sr = nodeHash(sr, hash, sha256);
    }
    up();
  }
  return tn === 0 && sameBytes(fr, subtreeRoot) && sameBytes(sr, root);
}
