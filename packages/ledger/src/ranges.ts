import { LedgerError } from './errors.ts';

/** A perfect subtree: node `index` of `level` covers the leaves `[index · 2^level, (index + 1) · 2^level)`. */
export type NodeId = { readonly level: number; readonly index: number };

/** The leaves `[start, end)`. */
export type Range = { readonly start: number; readonly end: number };

/** Largest power of two smaller than `n` (n ≥ 2): where RFC 6962 splits a tree of `n` leaves. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * Perfect subtrees that make up a range, left to right; their hashes folded from the right give the range's.
 * INVARIANT: `start` is a multiple of the smallest power of two that is at least `end - start`.
 */
export function rangeNodes({ start, end }: Range): NodeId[] {
  const nodes: NodeId[] = [];
  let at = start;
  let width = 1;
  let level = 0;
  while (width * 2 <= end - start) {
    width *= 2;
    level++;
  }
  for (; at < end; width /= 2, level--) {
    if (at + width > end) continue;
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** Ranges whose hashes prove the inclusion of leaf `index` in a tree of `size`, from the leaf's sibling up. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size)
    throw new LedgerError('out-of-range', `entry ${index} is not in a tree of ${size}`);
  const ranges: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/** Whether RFC 6962's recursion can meet the range as a subtree of a larger tree. */
export function isSubtree({ start, end }: Range): boolean {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start >= end) return false;
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
}

/**
 * Ranges whose hashes prove that a subtree belongs to the tree of `size`, from the lowest up. With `start` 0 it is
 * the consistency proof of RFC 6962 section 2.1.2 between the trees of `end` and `size`.
 */
export function consistencyRanges(subtree: Range, size: number): Range[] {
  if (!isSubtree(subtree) || !Number.isSafeInteger(size) || subtree.end > size)
    throw new LedgerError(
      'out-of-range',
      `[${subtree.start}, ${subtree.end}) is no subtree of a tree of ${size}`,
    );
  const ranges: Range[] = [];
  let known = true;
  let target = subtree.start;
  let start = 0;
  let end = size;
  while (start !== target || end !== subtree.end) {
    const middle = start + splitPoint(end - start);
    if (subtree.end <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
      continue;
    }
    ranges.push({ start, end: middle });
    if (target < middle) {
      target = middle;
      known = false;
    }
    start = middle;
  }
  if (!known) ranges.push({ start, end });
  return ranges.reverse();
}
