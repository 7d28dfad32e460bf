import { isDigit, isLetter, keyOf } from './chars.ts';

/** A word at a place: `[start, end)` in the text that was searched. */
export type Hit = { readonly start: number; readonly end: number; readonly id: number };

type Node = { id: number; next: Map<number, Node> | null };

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
  const roots = new Map<number, Node>();
  for (const [word, id] of words) {
    let level = roots;
    let node: Node | undefined;
    for (let i = 0; i < word.length; i += 1) {
      const key = keyOf[word.charCodeAt(i)] as number;
      if (node) level = node.next ??= new Map();
      node = level.get(key);
      if (!node) {
        node = { id: -1, next: null };
        level.set(key, node);
      }
    }
    if (node) node.id = id;
    const a = keyOf[word.charCodeAt(0)] as number;
    pairs[pairOf(a, word.charCodeAt(1))] = 1;
    first[a] = 1;
  }
  // Every unit whose key form begins a word begins it too.
  for (let c = 0; c < first.length; c += 1) if (first[keyOf[c] as number] === 1) first[c] = 1;
  let last = -1;
  const lengthAt = (text: string, at: number, end: number): number => {
    const code = text.charCodeAt(at);
    const a = keyOf[code] as number;
    if (pairs[pairOf(code, text.charCodeAt(at + 1))] === 0) return 0;
    if (isLetter(code) && at > 0 && !startsWord(text, at)) return 0;
    let node = roots.get(a);
    let length = 0;
    for (let i = at + 1; node?.next && i < end; i += 1) {
      node = node.next.get(keyOf[text.charCodeAt(i)] as number);
      if (node && node.id >= 0 && (code > 127 || endsWord(text, i + 1))) {
        length = i + 1 - at;
        last = node.id;
      }
    }
    return length;
  };
  return { lengthAt, lastId: () => last, first, pairs };
}

function startsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (!isLetter(before)) return true;
  return before >= 97 && text.charCodeAt(at) < 97;
}

function endsWord(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  if (!isLetter(last) || end >= text.length) return true;
  const next = text.charCodeAt(end);
  if (!isLetter(next) || isDigit(next)) return true;
  if (last >= 97 && next < 97) return true;
  // A plural ends the word too.
  return (next | 32) === 115 && !isLetter(text.charCodeAt(end + 1));
}
