import { hash as nodeHashOf } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../testing/memory-log.ts';
import {
  CompactTree,
  checkConsistency,
  checkInclusion,
  checkSubtree,
  emptyRoot,
  type HashReader,
  inclusionSteps,
  leafHash,
  nodeHash,
  proveConsistency,
  proveInclusion,
  proveSubtree,
  type Range,
  readCompactTree,
  readRoot,
  sameBytes,
  toHex,
} from './index.ts';
import { isSubtree } from './ranges.ts';

const sha256 = (data: Uint8Array): Uint8Array => nodeHashOf('sha256', data, 'buffer');
const most = 256;
const leaves = Array.from({ length: most }, (_, i) => leafHash(new Uint8Array([i]), sha256));

/** Hashes of perfect subtrees from the definition, remembered. */
const memo = new Map<string, Uint8Array>();
function mth(start: number, end: number): Uint8Array {
  const known = memo.get(`${start}-${end}`);
  if (known) return known;
  const n = end - start;
  let k = 1;
  while (k * 2 < n) k *= 2;
  const hash =
    n === 0
      ? emptyRoot(sha256)
      : n === 1
        ? at(leaves, start)
        : nodeHash(mth(start, start + k), mth(start + k, end), sha256);
  memo.set(`${start}-${end}`, hash);
  return hash;
}

/** RFC 6962 section 2.1.1, word for word. */
function path(m: number, start: number, end: number): Uint8Array[] {
  const n = end - start;
  if (n === 1) return [];
  let k = 1;
  while (k * 2 < n) k *= 2;
  return m < k
    ? [...path(m, start, start + k), mth(start + k, end)]
    : [...path(m - k, start + k, end), mth(start, start + k)];
}

/** RFC 6962 section 2.1.2, word for word. */
function subproof(m: number, start: number, end: number, b: boolean): Uint8Array[] {
  const n = end - start;
  if (m === n) return b ? [] : [mth(start, end)];
  let k = 1;
  while (k * 2 < n) k *= 2;
  return m <= k
    ? [...subproof(m, start, start + k, b), mth(start + k, end)]
    : [...subproof(m - k, start + k, end, false), mth(start, start + k)];
}

const read: HashReader = async (nodes) =>
  nodes.map(({ level, index }) => mth(index * 2 ** level, (index + 1) * 2 ** level));
const flipped = (hash: Uint8Array, bit = 0): Uint8Array => {
  const copy = Uint8Array.from(hash);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};
const joined = (hashes: readonly Uint8Array[]): string => hashes.map(toHex).join();

describe('tree', () => {
  it('has the roots of the definition at every size, read or grown', async () => {
    const grown = new CompactTree(0, [], sha256);
    for (let size = 0; size <= most; size++) {
      expect(toHex(grown.root())).toBe(toHex(mth(0, size)));
      if (size > 0) expect(toHex(await readRoot(size, read, sha256))).toBe(toHex(mth(0, size)));
      expect(toHex((await readCompactTree(size, read, sha256)).root())).toBe(toHex(mth(0, size)));
      grown.append(at(leaves, size % most));
    }
  });

  it('tells a listener each perfect subtree once, with its hash', () => {
    const heard: string[] = [];
    const tree = new CompactTree(0, [], sha256);
    for (const leaf of leaves) {
      tree.append(leaf, (level, index, hash) => {
        expect(sameBytes(hash, mth(index * 2 ** level, (index + 1) * 2 ** level))).toBe(true);
        heard.push(`${level}/${index}`);
      });
    }
    expect(new Set(heard).size).toBe(heard.length);
    expect(heard.length).toBe(2 * most - 1);
  });

  it('refuses to start from another number of subtrees', () => {
    expect(() => new CompactTree(3, [at(leaves, 0)])).toThrow('another number of subtrees');
  });
});

describe('inclusion', () => {
  it('proves every leaf of every tree to 256 and rejects proofs with any hash flipped', async () => {
    let wrong = 0;
    for (let size = 1; size <= most; size++) {
      const root = mth(0, size);
      for (let index = 0; index < size; index++) {
        const leaf = at(leaves, index);
        const proof = await proveInclusion(index, size, read, sha256);
        if (joined(proof) !== joined(path(index, 0, size))) wrong++;
        if (!checkInclusion(leaf, index, size, proof, root, sha256)) wrong++;
        if (size > 64 && size < most - 1 && size % 16 > 1) continue;
        for (let i = 0; i < proof.length; i++) {
          const bad = proof.with(i, flipped(at(proof, i), (index + i) % 256));
          if (checkInclusion(leaf, index, size, bad, root, sha256)) wrong++;
        }
      }
    }
    expect(wrong).toBe(0);
  });

  it('rejects another leaf, index, size, root, a shorter and a longer proof', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: most }), fc.nat(most - 1), async (size, n) => {
        const index = n % size;
        const leaf = at(leaves, index);
        const root = mth(0, size);
        const proof = await proveInclusion(index, size, read, sha256);
        const check = (at: number, of: number, by = proof, as = leaf, to = root): boolean =>
          checkInclusion(as, at, of, by, to, sha256);
        expect(check(index, size)).toBe(true);
        expect(check(index, size, proof, flipped(leaf))).toBe(false);
        expect(check(index, size, proof, leaf, flipped(root))).toBe(false);
        expect(check(index, size, [...proof, leaf])).toBe(false);
        expect(check(index + size, size)).toBe(false);
        expect(check(-1, size)).toBe(false);
        expect(check(index + 0.5, size)).toBe(false);
        if (size > 1) {
          expect(check(index, size, proof.slice(1))).toBe(false);
          expect(check(index ^ 1, size)).toBe(false);
        }
      }),
    );
  });

  it('draws the path: ranges double up to the whole tree and siblings stand beside', async () => {
    const steps = inclusionSteps(at(leaves, 5), 5, 11, await proveInclusion(5, 11, read, sha256), sha256);
    expect(
      steps?.map(({ level, side, siblingRange, range }) => ({ level, side, siblingRange, range })),
    ).toEqual([
      { level: 0, side: 'left', siblingRange: { start: 4, end: 5 }, range: { start: 4, end: 6 } },
      { level: 1, side: 'right', siblingRange: { start: 6, end: 8 }, range: { start: 4, end: 8 } },
      { level: 2, side: 'left', siblingRange: { start: 0, end: 4 }, range: { start: 0, end: 8 } },
      { level: 3, side: 'right', siblingRange: { start: 8, end: 11 }, range: { start: 0, end: 11 } },
    ]);
    for (const { hash, range } of steps ?? []) expect(toHex(hash)).toBe(toHex(mth(range.start, range.end)));
  });

  it('works beyond 2^32 entries', () => {
    const size = 2 ** 40 + 3;
    const steps = inclusionSteps(at(leaves, 0), size - 1, size, [leaves[1], leaves[2]] as Uint8Array[]);
    expect(steps?.map(({ siblingRange }) => siblingRange)).toEqual([
      { start: 2 ** 40, end: 2 ** 40 + 2 },
      { start: 0, end: 2 ** 40 },
    ]);
  });
});

describe('subtree', () => {
  it('proves every subtree of every tree to 40 and rejects another place, hash or tree', async () => {
    let [tried, wrong] = [0, 0];
    for (let size = 1; size <= 40; size++) {
      for (let start = 0; start < size; start++) {
        for (let end = start + 1; end <= size; end++) {
          if (!isSubtree({ start, end })) continue;
          tried++;
          const proof = await proveSubtree({ start, end }, size, read, sha256);
          const [own, root] = [mth(start, end), mth(0, size)];
          const check = (at: Range, by = proof, hash = own, to = root): boolean =>
            checkSubtree(at, size, by, hash, to, sha256);
          if (!check({ start, end })) wrong++;
          if (check({ start, end }, proof, flipped(own)) || check({ start, end }, proof, own, flipped(root)))
            wrong++;
          if (check({ start: start + 64, end: end + 64 }) || check({ start, end }, [...proof, own])) wrong++;
          if (proof.some((hash, i) => check({ start, end }, proof.with(i, flipped(hash, i))))) wrong++;
        }
      }
    }
    expect(tried).toBeGreaterThan(1000);
    expect(wrong).toBe(0);
  });
});

describe('consistency', () => {
  it('proves every pair of sizes to 128 and rejects any hash flipped', async () => {
    let wrong = 0;
    for (let size = 1; size <= 128; size++) {
      for (let old = 1; old <= size; old++) {
        const proof = await proveConsistency(old, size, read, sha256);
        const [from, to] = [mth(0, old), mth(0, size)];
        if (joined(proof) !== joined(subproof(old, 0, size, true))) wrong++;
        if (!checkConsistency(old, size, proof, from, to, sha256)) wrong++;
        if (checkConsistency(old, size, proof, flipped(from), to, sha256)) wrong++;
        if (checkConsistency(old, size, proof, from, flipped(to), sha256)) wrong++;
        if (checkConsistency(old, size, [...proof, from], from, to, sha256)) wrong++;
        for (let i = 0; i < proof.length; i++) {
          const bad = proof.with(i, flipped(at(proof, i), (old + i) % 256));
          if (checkConsistency(old, size, bad, from, to, sha256)) wrong++;
        }
      }
    }
    expect(wrong).toBe(0);
  });

  it('rejects an old tree that is empty, larger or no size at all', async () => {
    const root = mth(0, 8);
    expect(checkConsistency(0, 8, [], emptyRoot(sha256), root)).toBe(false);
    expect(checkConsistency(9, 8, [], root, root)).toBe(false);
    expect(checkConsistency(1.5, 8, [], root, root)).toBe(false);
    await expect(async () => proveConsistency(0, 8, read)).rejects.toThrow('no subtree');
    await expect(async () => proveInclusion(8, 8, read)).rejects.toThrow('entry 8 is not in a tree of 8');
  });
});
