/** Random numbers that come out the same for the same seed (mulberry32); for invented data only. */
export type Random = {
  /** 0 ≤ x < 1 */
  readonly next: () => number;
  /** Whole number, 0 ≤ n < below. */
  readonly below: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly digits: (count: number) => string;
  readonly chance: (share: number) => boolean;
};

/** Makes a generator. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (from) => {
      const one = from[below(from.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
    digits: (count) => Array.from({ length: count }, () => String(below(10))).join(''),
    chance: (share) => next() < share,
  };
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id that is the same in every demo: the prefix, and `n` under a fixed stem. */
export function demoId(prefix: string, n: number): string {
  let rest = (n * 2654435761 + 40503) >>> 0;
  let tail = '';
  for (let i = 0; i < 7; i++) {
    tail = alphabet.charAt(rest & 31) + tail;
    rest = Math.floor(rest / 32);
  }
  return `${prefix}_01dem0${String(n).padStart(6, '0')}${'0'.repeat(7)}${tail}`;
}
