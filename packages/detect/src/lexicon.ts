import { codeAt, isLetter, keyOf } from './chars.ts';
import { place } from './double-array.ts';

/**
 * A fixed set of words of two or more code units, compared in key form (case, width, Traditional). ASCII words
 * need a word's edge on both sides; `camelCase`, `snake_case` and digits count as edges.
 */
export type Lexicon = {
  /** Longest word that begins at `at`: its length, with its id in `lastId`; 0 if none. */
  readonly lengthAt: (text: string, at: number, end: number) => number;
  readonly lastId: () => number;
  /** 1 for the code units a word can begin with. */
  readonly first: Uint8Array;
  /** 1 for the pairs of code units (see `pairOf`) a word can begin with, and for some others. */
  readonly pairs: Uint8Array;
};

/** Place of two code units, in key form or not, in `pairs`. */
export const pairOf = (a: number, b: number): number =>
  (Math.imul(keyOf[a] as number, 40503) ^ Math.imul(keyOf[b] as number, 30011)) & 0xffff;

/** Compiles words with their ids. */
export function lexicon(words: Iterable<readonly [word: string, id: number]>): Lexicon {
  const first = new Uint8Array(0x10000);
  const pairs = new Uint8Array(0x10000);
  const symbolOf = new Uint16Array(0x10000);
  let symbols = 0;
  const steps: Map<number, number>[] = [new Map()];
  const idOf: number[] = [-1];
  for (const [word, id] of words) {
    let s = 0;
    for (let i = 0; i < word.length; i += 1) {
      const key = keyOf[word.charCodeAt(i)] as number;
      if (symbolOf[key] === 0) symbolOf[key] = ++symbols;
      const symbol = symbolOf[key] as number;
      const step = steps[s] as Map<number, number>;
      let next = step.get(symbol);
      if (next === undefined) {
        next = steps.length;
        step.set(symbol, next);
        steps.push(new Map());
        idOf.push(-1);
      }
      s = next;
    }
    idOf[s] = id;
    first[keyOf[word.charCodeAt(0)] as number] = 1;
    pairs[pairOf(word.charCodeAt(0), word.charCodeAt(1))] = 1;
  }
  const { base, check, target } = place(
    steps.map((step) => [...step].sort((a, b) => a[0] - b[0])),
    4 * steps.length + symbols + 2,
    symbols,
    0,
  );
  const ids = Int32Array.from(idOf);
  // Every unit stands for its key form.
  for (let c = 0; c < 0x10000; c += 1) {
    const key = keyOf[c] as number;
    symbolOf[c] = symbolOf[key] as number;
    if (first[key] === 1) first[c] = 1;
  }
  let last = -1;
  const lengthAt = (text: string, at: number, end: number): number => {
    const code = codeAt(text, at);
    if (pairs[pairOf(code, codeAt(text, at + 1))] === 0) return 0;
    if (at > 0 && isLetter(code) && !startsWord(text, at)) return 0;
    let state = 0;
    let length = 0;
    for (let i = at; i < end; i += 1) {
      const symbol = symbolOf[codeAt(text, i)] as number;
      const slot = (base[state] as number) + symbol;
      if (symbol === 0 || check[slot] !== state) break;
      state = target[slot] as number;
      const id = ids[state] as number;
      if (id >= 0 && (code > 127 || endsWord(text, i + 1))) {
        length = i + 1 - at;
        last = id;
      }
    }
    return length;
  };
  return { lengthAt, lastId: () => last, first, pairs };
}

function startsWord(text: string, at: number): boolean {
  const before = codeAt(text, at - 1);
  if (!isLetter(before)) return true;
  return before >= 97 && codeAt(text, at) < 97;
}

function endsWord(text: string, end: number): boolean {
  const last = codeAt(text, end - 1);
  if (!isLetter(last) || end >= text.length) return true;
  const next = codeAt(text, end);
  if (!isLetter(next)) return true;
  if (last >= 97 && next < 97) return true;
  // A plural ends the word too.
  return (next | 32) === 115 && !isLetter(codeAt(text, end + 1));
}
