import { codeAt, isAlnum, keyOf, plainOf } from './chars.ts';
import { DetectError } from './detect-error.ts';
import { place } from './double-array.ts';

/** Words that an organisation does not want to be written, with the reason that people are told. */
export type WordList = {
  readonly name: string;
  readonly reason: string;
  readonly words: readonly string[];
};

/** A word of a list in a text: `[start, end)` in code units. */
export type WordHit = {
  readonly start: number;
  readonly end: number;
  readonly list: string;
  readonly reason: string;
};

/** Compiled lists. */
export type WordScanner = {
  /**
   * The words in a text, leftmost and longest first, disjoint and sorted. Linear. With `from`, those that begin there
   * or later; what stands before is only looked at for the edge of a word.
   */
  readonly find: (text: string, from?: number) => WordHit[];
};

const mostWords = 200_000;
const longest = 64;
/** More symbols than this are no word; what stands between characters does not count. */
const longestGiven = 200;
/** Symbols that people put between the characters of a word; at most two at one place. */
const symbols = new Uint8Array(0x10000);
for (const c of ' \t*-_.·•|/\\~+=^#@&\'"`、…—●○■□★☆♥') symbols[c.charCodeAt(0)] = 1;
for (let c = 1; c < 0x10000; c += 1) if (plainOf[c] === 0) symbols[c] = 1;
const mostSymbols = 2;

type Trie = { next: Map<number, Trie> | null; list: number; length: number };

/**
 * Compiles word lists to one automaton (Aho and Corasick, in a double array). A word is also found in full width,
 * in Traditional characters, and with symbols or invisible characters put between its own. ASCII words need an
 * edge on both sides. Throws `word-list-invalid` with the word's index in its list for one that is empty, holds
 * symbols only or has more than 64 characters, and where all lists together hold more than 200,000 words.
 */
export function compileWords(lists: readonly WordList[]): WordScanner {
  const root: Trie = { next: new Map(), list: -1, length: 0 };
  let count = 0;
  lists.forEach((list, id) => {
    list.words.forEach((word, index) => {
      count += 1;
      if (count > mostWords)
        throw new DetectError('word-list-invalid', `the lists hold more than ${mostWords} words`, {
          at: index,
        });
      insert(root, word, id, index);
    });
  });
  return scanner(automaton(root), lists);
}

function insert(root: Trie, word: string, list: number, index: number): void {
  if (word.length > longestGiven) throw tooLong(index);
  const keys: number[] = [];
  for (let i = 0; i < word.length; i += 1) {
    const key = keyOf[word.charCodeAt(i)] as number;
    if (key !== 0 && !(keys.length === 0 && symbols[word.charCodeAt(i)] === 1)) keys.push(key);
  }
  while (keys.length > 0 && symbols[keys.at(-1) as number] === 1) keys.pop();
  if (keys.length > longest) throw tooLong(index);
  if (keys.length === 0)
    throw new DetectError('word-list-invalid', 'a word needs a letter, digit or character', {
      at: index,
      reason: 'empty',
    });
  let node = root;
  for (const key of keys) {
    node.next ??= new Map();
    let next = node.next.get(key);
    if (!next) {
      next = { next: null, list: -1, length: 0 };
      node.next.set(key, next);
    }
    node = next;
  }
  if (node.list < 0) {
    node.list = list;
    node.length = keys.length;
  }
}

const tooLong = (at: number): DetectError =>
  new DetectError('word-list-invalid', `a word has at most ${longest} characters`, {
    at,
    reason: 'too-long',
  });

/** States of the automaton; state 0 is the root. `to(s, key)` is at `base[s] + symbolOf[key]` if `check` says s. */
type Automaton = {
  readonly symbolOf: Uint16Array;
  readonly start: Int32Array;
  readonly base: Int32Array;
  readonly check: Int32Array;
  readonly target: Int32Array;
  readonly fail: Int32Array;
  readonly list: Int32Array;
  readonly length: Uint8Array;
  /** Nearest shorter word that ends where this state ends; 0 if none. */
  readonly shorter: Int32Array;
};

function automaton(root: Trie): Automaton {
  const nodes: Trie[] = [root];
  const parents: number[] = [0];
  const keysOf: number[] = [0];
  const children: number[] = [];
  const symbolOf = new Uint16Array(0x10000);
  let symbol = 0;
  for (let s = 0; s < nodes.length; s += 1) {
    children.push(nodes.length);
    for (const [key, next] of (nodes[s] as Trie).next ?? []) {
      if (symbolOf[key] === 0) symbolOf[key] = ++symbol;
      nodes.push(next);
      parents.push(s);
      keysOf.push(key);
    }
  }
  const n = nodes.length;
  const first = Int32Array.from([...children, n]);
  const symbols = Uint16Array.from(keysOf, (key) => symbolOf[key] as number);
  const placed = place({ first, symbols }, 4 * n + symbol + 2, symbol);
  const start = new Int32Array(0x10000);
  for (let s = 1; s < (first[1] as number); s += 1) start[keysOf[s] as number] = s;
  const list = new Int32Array(n);
  const length = new Uint8Array(n);
  nodes.forEach((node, s) => {
    list[s] = node.list;
    length[s] = node.length;
  });
  const fail = new Int32Array(n);
  const shorter = new Int32Array(n);
  const go = (s: number, key: number): number => {
    for (let at = s; at !== 0; at = fail[at] as number) {
      const slot = (placed.base[at] as number) + (symbolOf[key] as number);
      if (symbolOf[key] !== 0 && placed.check[slot] === at) return placed.target[slot] as number;
    }
    return start[key] as number;
  };
  for (let s = 1; s < n; s += 1) {
    const parent = parents[s] as number;
    fail[s] = parent === 0 ? 0 : go(fail[parent] as number, keysOf[s] as number);
    const f = fail[s] as number;
    shorter[s] = (list[f] as number) >= 0 ? f : (shorter[f] as number);
  }
  // Every unit in any width, case or Traditional form goes where its key goes.
  for (let c = 0; c < 0x10000; c += 1) {
    symbolOf[c] = symbolOf[keyOf[c] as number] as number;
    start[c] = start[keyOf[c] as number] as number;
  }
  return { symbolOf, start, ...placed, fail, list, length, shorter };
}

/** No word spans more code units than this: its characters, and two symbols between each. */
export const longestHit = longest * (1 + mostSymbols);
const ringSize = 256;

function scanner(a: Automaton, lists: readonly WordList[]): WordScanner {
  const { symbolOf, start, base, check, target, fail, list, length, shorter } = a;
  const ring = new Int32Array(128);
  // The longest word that begins at each of the last places, by place modulo the ring; end 0: none.
  const endAt = new Int32Array(ringSize);
  const listAt = new Int32Array(ringSize);
  return {
    find: (text, from = 0) => {
      const hits: WordHit[] = [];
      // Places from `waiting` to `last` may hold words that are not chosen yet.
      let waiting = 0;
      let last = -1;
      let taken = 0;
      // Chooses among the words that begin before a place: nothing that comes later can begin there.
      const choose = (before: number): void => {
        for (; waiting <= last && waiting < before; waiting += 1) {
          const slot = waiting & (ringSize - 1);
          const end = endAt[slot] as number;
          endAt[slot] = 0;
          if (end === 0 || waiting < taken) continue;
          const { name, reason } = lists[listAt[slot] as number] as WordList;
          hits.push({ start: waiting, end, list: name, reason });
          taken = end;
        }
      };
      const n = text.length;
      let state = 0;
      let skipped = 0;
      let depth = 0;
      for (let i = from; i < n; i += 1) {
        const c = text.charCodeAt(i);
        if (state === 0) {
          state = start[c] as number;
          if (state === 0) continue;
          depth += 1;
          ring[depth & 127] = i;
          skipped = 0;
        } else {
          const sym = symbolOf[c] as number;
          let next = 0;
          for (let s = state; s !== 0; s = fail[s] as number) {
            const slot = (base[s] as number) + sym;
            if (sym !== 0 && check[slot] === s) {
              next = target[slot] as number;
              break;
            }
          }
          if (next === 0 && symbols[c] === 1 && skipped < mostSymbols) {
            skipped += 1;
            continue;
          }
          state = next === 0 ? (start[c] as number) : next;
          skipped = 0;
          if (state === 0) continue;
          depth += 1;
          ring[depth & 127] = i;
        }
        for (
          let s = (list[state] as number) >= 0 ? state : (shorter[state] as number);
          s !== 0;
          s = shorter[s] as number
        ) {
          const begin = ring[(depth - (length[s] as number) + 1) & 127] as number;
          if (!edged(text, begin, i + 1)) continue;
          choose(i + 1 - longestHit);
          if (waiting > last) waiting = Math.max(i + 1 - longestHit, 0);
          endAt[begin & (ringSize - 1)] = i + 1;
          listAt[begin & (ringSize - 1)] = list[s] as number;
          if (begin > last) last = begin;
        }
      }
      choose(n);
      return hits;
    },
  };
}

/** An ASCII word must not be part of a longer one. */
function edged(text: string, start: number, end: number): boolean {
  const left = isAlnum(codeAt(text, start)) && isAlnum(codeAt(text, start - 1));
  return !left && !(isAlnum(codeAt(text, end - 1)) && isAlnum(codeAt(text, end)));
}
