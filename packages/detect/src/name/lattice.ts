import { codeAt, goesOn, isHan, isOrdinary, type Page, singleCost, wordAt, wordCost } from './page.ts';

const side = 4;
const room = side * 2 + 18;

/**
 * How well the surroundings of a place split into ordinary words. `saved(e)` is what prose saves, in tenths of a
 * bit, when `[start, e)` is taken out as a word of its own: high where the span is no ordinary text.
 */
export type Lattice = {
  left: number;
  right: number;
  readonly forth: Int32Array;
  readonly back: Int32Array;
};

export const newLattice = (): Lattice => ({
  left: 0,
  right: 0,
  forth: new Int32Array(room),
  back: new Int32Array(room),
});

/** Fills the lattice around `start`, for spans of up to `length` characters. */
export function fill(lattice: Lattice, page: Page, start: number, length: number): void {
  let left = start;
  while (left > 0 && start - left < side && isHan(codeAt(page, left - 1))) left -= 1;
  let right = start;
  while (right < page.size && right - start < side + length && isHan(codeAt(page, right))) right += 1;
  lattice.left = left;
  lattice.right = right;
  const n = right - left;
  const { forth, back } = lattice;
  const before = start - left;
  forth[0] = 0;
  for (let i = 1; i <= before; i += 1) forth[i] = 1 << 28;
  for (let i = 0; i < before; i += 1) {
    const so = forth[i] as number;
    const one = so + singleCost(page, left + i);
    if (one < (forth[i + 1] as number)) forth[i + 1] = one;
    const most = i + 2 <= before && goesOn(page, left + i) ? 5 : 2;
    for (let len = 2; len <= most && i + len <= before; len += 1) {
      const byte = wordAt(page, left + i, len);
      if (!isOrdinary(byte)) continue;
      const cost = so + wordCost(byte);
      if (cost < (forth[i + len] as number)) forth[i + len] = cost;
    }
  }
  back[n] = 0;
  for (let i = n - 1; i >= 0; i -= 1) {
    let best = (back[i + 1] as number) + singleCost(page, left + i);
    const most = i + 2 > n ? 1 : goesOn(page, left + i) ? 5 : 2;
    for (let len = 2; len <= most && i + len <= n; len += 1) {
      const byte = wordAt(page, left + i, len);
      if (!isOrdinary(byte)) continue;
      const cost = (back[i + len] as number) + wordCost(byte);
      if (cost < best) best = cost;
    }
    back[i] = best;
  }
}

/** Tenths of a bit saved by taking `[start, end)` out of the prose. */
export function saved(lattice: Lattice, start: number, end: number): number {
  const { forth, back, left, right } = lattice;
  return (
    (back[0] as number) - (forth[start - left] as number) - (end > right ? 0 : (back[end - left] as number))
  );
}
