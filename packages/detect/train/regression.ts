import { seeded } from '../corpus/random.ts';

/** Rows of hashed features with a label each, laid out flat. */
export type Rows = { readonly ids: number[]; readonly ends: number[]; readonly labels: number[] };

/**
 * Logistic regression by Adagrad; returns real weights. Each feature is left out of each look at a row with the
 * chance `drop`, so that no context is trusted alone; the weights are scaled to make up for it.
 */
export function fit(rows: Rows, bits: number, passes: number, decay: number, drop: number): Float64Array {
  const weights = new Float64Array(1 << bits);
  const squares = new Float64Array(1 << bits).fill(1e-6);
  const ids = Int32Array.from(rows.ids);
  const ends = Int32Array.from(rows.ends);
  const order = Int32Array.from(ends, (_, i) => i);
  const random = seeded(7);
  const kept = new Int32Array(128);
  let count = 0;
  let state = 1;
  for (let pass = 0; pass < passes; pass += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = random.below(i + 1);
      const swap = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swap;
    }
    for (const row of order) {
      const from = row === 0 ? 0 : (ends[row - 1] as number);
      const to = ends[row] as number;
      let total = 0;
      count = 0;
      for (let k = from; k < to; k += 1) {
        state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
        if ((state >>> 8) / 16777216 < drop) continue;
        kept[count] = ids[k] as number;
        count += 1;
        total += weights[ids[k] as number] as number;
      }
      const gradient = 1 / (1 + Math.exp(-total)) - (rows.labels[row] as number);
      if (Math.abs(gradient) < 0.002) continue;
      for (let k = 0; k < count; k += 1) {
        const id = kept[k] as number;
        const g = gradient + decay * (weights[id] as number);
        squares[id] = (squares[id] as number) + g * g;
        weights[id] = (weights[id] as number) - (0.12 * g) / Math.sqrt(squares[id] as number);
      }
    }
  }
  return weights.map((w) => w * (1 - drop));
}

/** Weights as bytes, in steps of 1/scale. */
export const quantise = (weights: Float64Array, scale: number): Int8Array =>
  Int8Array.from(weights, (w) => Math.max(-127, Math.min(127, Math.round(w * scale))));
