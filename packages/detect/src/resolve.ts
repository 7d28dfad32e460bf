/** A possible finding in the folded text. */
export type Possible = {
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly why?: readonly { readonly code: string; readonly weight: number }[];
  readonly recognizer?: string;
  /** Types of what it took the place of, under own recognisers. */
  readonly over?: readonly number[];
};

/** Better first: by score, then length, then place, then type. */
const better = (a: Possible, b: Possible): boolean => {
  if (a.score !== b.score) return a.score > b.score;
  const longer = a.end - a.start - (b.end - b.start);
  if (longer !== 0) return longer > 0;
  return a.start !== b.start ? a.start < b.start : a.type < b.type;
};

const rounds = 4;

/**
 * Chooses disjoint ones, best first, in order of place. A choice depends on at most four neighbours in a row, so
 * that a stream chooses what the whole text chooses.
 */
export function resolve(all: Possible[]): Possible[] {
  if (all.length < 2) return all;
  all.sort((a, b) => a.start - b.start || b.end - a.end || b.score - a.score || a.type - b.type);
  let clear = true;
  for (let i = 1; i < all.length && clear; i += 1)
    clear = (all[i] as Possible).start >= (all[i - 1] as Possible).end;
  if (clear) return all;
  const taken = new Uint8Array(all.length);
  for (let round = 0; round < rounds; round += 1) {
    const winners: number[] = [];
    for (let i = 0; i < all.length; i += 1) if (taken[i] === 0 && beats(all, taken, i)) winners.push(i);
    if (winners.length === 0) break;
    for (const w of winners) {
      taken[w] = 2;
      const end = (all[w] as Possible).end;
      const start = (all[w] as Possible).start;
      for (let j = w - 1; j >= 0 && (all[j] as Possible).start > start - 256; j -= 1) {
        if (taken[j] === 0 && (all[j] as Possible).end > start) taken[j] = 1;
      }
      for (let j = w + 1; j < all.length && (all[j] as Possible).start < end; j += 1)
        if (taken[j] === 0) taken[j] = 1;
    }
  }
  return all.filter((_, i) => taken[i] === 2);
}

function beats(all: readonly Possible[], taken: Uint8Array, i: number): boolean {
  const mine = all[i] as Possible;
  for (let j = i - 1; j >= 0 && (all[j] as Possible).start > mine.start - 256; j -= 1) {
    const other = all[j] as Possible;
    if (taken[j] === 0 && other.end > mine.start && !better(mine, other)) return false;
  }
  for (let j = i + 1; j < all.length && (all[j] as Possible).start < mine.end; j += 1) {
    if (taken[j] === 0 && better(all[j] as Possible, mine)) return false;
  }
  return true;
}
