/** Small seeded generator (mulberry32); the same seed gives the same corpus everywhere. */
export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Integer in [0, n). */
  readonly below: (n: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly chance: (share: number) => boolean;
  /** `n` decimal digits. */
  readonly digits: (n: number) => string;
  /** `n` characters of an alphabet. */
  readonly letters: (n: number, alphabet: string) => string;
};

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const letters = (n: number, alphabet: string): string =>
    Array.from({ length: n }, () => alphabet[below(alphabet.length)]).join('');
  return {
    next,
    below,
    pick,
    chance: (share) => next() < share,
    letters,
    digits: (n) => letters(n, '0123456789'),
  };
}

/** 32-bit hash of a text (FNV-1a), for splits that survive reordering. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
