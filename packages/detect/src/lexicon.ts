import { isLetter, keyOf } from './chars.ts';

/**
 * A fixed set of words of two or more code units, compared in key form (case, width, Traditional). ASCII words
 * need a word's edge on both sides; `camelCase`, `snake_case` and digits count as edges. Some of the words lead:
 * they can be asked for alone.
 */
export type Lexicon = {
  /** Longest word that begins at `at` and ends by `stop`: its length, with its id in `lastId`; 0 if none. */
  readonly lengthAt: (text: string, at: number, stop: number) => number;
  /** The same among the words that lead. */
  readonly leadAt: (text: string, at: number, stop: number) => number;
  readonly lastId: () => number;
  /** By code unit: bit 1 where a word can begin with it, bit 2 where one that leads can. */
  readonly first: Uint8Array;
  /** The same by two units, at `pairOf` of them. */
  readonly pairs: Uint8Array;
};

const any = 1;
/** Bit of the words that lead. */
export const leading = 2;

/** Place of two code units in `pairs`, in key form or not. */
export const pairOf = (a: number, b: number): number =>
  (Math.imul(keyOf[a] as number, 40503) ^ Math.imul(keyOf[b] as number, 30011)) & 0x3fff;

/** Place of the first three. */
const tripleOf = (pair: number, c: number): number =>
  (Math.imul(pair, 0x2545) ^ Math.imul(keyOf[c] as number, 52711)) & 0x7fff;

/** Compiles words in key form; a word's place is its id. `leads` marks those that lead. */
export function lexicon(words: readonly string[], leads?: Uint8Array): Lexicon {
  let units = 0;
  for (const word of words) units += word.length;
  let size = 256;
  while (size < units * 2) size *= 2;
  const mask = size - 1;
  // A trie as one table: state and unit → next state. States stay below 0x10000.
  const steps = new Int32Array(size);
  const next = new Uint16Array(size);
  const ids = new Int16Array(units + 2).fill(-1);
  const pairs = new Uint8Array(0x4000);
  const triples = new Uint8Array(0x8000);
  const begins = new Uint8Array(0x10000);
  let states = 1;
  words.forEach((word, id) => {
    if (word.length < 2) return;
    const bits = leads?.[id] === 1 ? any | leading : any;
    const a = word.charCodeAt(0);
    const pair = pairOf(a, word.charCodeAt(1));
    (begins[a] as number) |= bits;
    (pairs[pair] as number) |= word.length === 2 ? bits | (bits << 2) : bits;
    if (word.length > 2) (triples[tripleOf(pair, word.charCodeAt(2))] as number) |= bits;
    let state = 1;
    for (let i = 0; i < word.length; i += 1) {
      const step = (state << 16) | word.charCodeAt(i);
      let slot = (Math.imul(step, 0x9e3779b1) >>> 15) & mask;
      while (steps[slot] !== 0 && steps[slot] !== step) slot = (slot + 1) & mask;
      if (steps[slot] === 0) {
        steps[slot] = step;
        states += 1;
        next[slot] = states;
      }
      state = next[slot] as number;
    }
    ids[state] = id;
  });
  const first = new Uint8Array(0x10000);
  for (let c = 0; c < 0x10000; c += 1) first[c] = begins[keyOf[c] as number] as number;

  let last = -1;
  const longest = (text: string, at: number, stop: number, bits: number): number => {
    const n = text.length;
    if (at + 1 >= n) return 0;
    const code = text.charCodeAt(at);
    const pair = pairOf(code, text.charCodeAt(at + 1));
    const may = pairs[pair] as number;
    if ((may & bits) === 0) return 0;
    if ((may & (bits << 2)) === 0) {
      if (at + 2 >= n || ((triples[tripleOf(pair, text.charCodeAt(at + 2))] as number) & bits) === 0)
        return 0;
    }
    if (at > 0 && isLetter(code) && !startsWord(text, at)) return 0;
    let state = 1;
    let length = 0;
    const to = stop < n ? stop : n;
    for (let i = at; i < to; i += 1) {
      const step = (state << 16) | (keyOf[text.charCodeAt(i)] as number);
      let slot = (Math.imul(step, 0x9e3779b1) >>> 15) & mask;
      while (steps[slot] !== step && steps[slot] !== 0) slot = (slot + 1) & mask;
      if (steps[slot] === 0) break;
      state = next[slot] as number;
      const id = ids[state] as number;
      if (id < 0 || (bits === leading && leads?.[id] !== 1)) continue;
      if (code > 127 || endsWord(text, i + 1)) {
        length = i + 1 - at;
        last = id;
      }
    }
    return length;
  };
  return {
    lengthAt: (text, at, stop) => longest(text, at, stop, any),
    leadAt: (text, at, stop) => longest(text, at, stop, leading),
    lastId: () => last,
    first,
    pairs,
  };
}

function startsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return !isLetter(before) || (before >= 97 && text.charCodeAt(at) < 97);
}

function endsWord(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  if (!isLetter(last) || end >= text.length) return true;
  const next = text.charCodeAt(end);
  if (!isLetter(next)) return true;
  if (last >= 97 && next < 97) return true;
  // A plural ends the word too.
  return (next | 32) === 115 && !(end + 1 < text.length && isLetter(text.charCodeAt(end + 1)));
}
