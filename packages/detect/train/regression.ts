import { seeded } from '../corpus/random.ts';

/**
 * Windows with hashed features and a label each, laid out flat and in groups: at most one window of a group is
 * right, often none. `ends` closes the features of a window, `groups` the windows of a group.
 */
export type Rows = {
  readonly ids: number[];
  readonly ends: number[];
  readonly labels: number[];
  readonly groups: number[];
};

/** Passes whose weights are averaged. */
const averaged = 3;
const mostWindows = 512;
const mostFeatures = 128;

/**
 * Conditional logistic regression by Adagrad: the windows of a group compete with each other and with "none".
 * The weights after each of the last passes are averaged. Each feature is left out of each look at a window with the chance `drop`, so that no context is trusted alone;
 * the weights are scaled to make up for it.
 */
export function fit(rows: Rows, bits: number, passes: number, decay: number, drop: number): Float64Array {
  const weights = new Float64Array(1 << bits);
  const squares = new Float64Array(1 << bits).fill(1e-6);
  const ids = Int32Array.from(rows.ids);
  const ends = Int32Array.from(rows.ends);
  const groups = Int32Array.from(rows.groups);
  const order = Int32Array.from(groups, (_, i) => i);
  const random = seeded(7);
  const kept = new Int32Array(mostWindows * mostFeatures);
  const keptEnds = new Int32Array(mostWindows);
  const scores = new Float64Array(mostWindows);
  let state = 1;
  const sums = new Float64Array(1 << bits);
  for (let pass = 0; pass < passes; pass += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = random.below(i + 1);
      const swap = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swap;
    }
    for (const group of order) {
      const firstRow = group === 0 ? 0 : (groups[group - 1] as number);
      const count = Math.min(mostWindows, (groups[group] as number) - firstRow);
      let at = 0;
      let highest = 0;
      for (let w = 0; w < count; w += 1) {
        const row = firstRow + w;
        let total = 0;
        for (let k = row === 0 ? 0 : (ends[row - 1] as number); k < (ends[row] as number); k += 1) {
          state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
          if ((state >>> 8) / 16777216 < drop) continue;
          kept[at] = ids[k] as number;
          at += 1;
          total += weights[ids[k] as number] as number;
        }
        keptEnds[w] = at;
        scores[w] = total;
        if (total > highest) highest = total;
      }
      let z = Math.exp(-highest);
      for (let w = 0; w < count; w += 1) z += Math.exp((scores[w] as number) - highest);
      for (let w = 0; w < count; w += 1) {
        const gradient =
          Math.exp((scores[w] as number) - highest) / z - (rows.labels[firstRow + w] as number);
        if (Math.abs(gradient) < 0.002) continue;
        for (let k = w === 0 ? 0 : (keptEnds[w - 1] as number); k < (keptEnds[w] as number); k += 1) {
          const id = kept[k] as number;
          const g = gradient + decay * (weights[id] as number);
          squares[id] = (squares[id] as number) + g * g;
          weights[id] = (weights[id] as number) - (0.12 * g) / Math.sqrt(squares[id] as number);
        }
      }
    }
    if (pass >= passes - averaged)
      for (let id = 0; id < sums.length; id += 1) sums[id] = (sums[id] as number) + (weights[id] as number);
  }
  return sums.map((w) => (w / averaged) * (1 - drop));
}

/** Weights as bytes, in steps of 1/scale. */
export const quantise = (weights: Float64Array, scale: number): Int8Array =>
  Int8Array.from(weights, (w) => Math.max(-127, Math.min(127, Math.round(w * scale))));
