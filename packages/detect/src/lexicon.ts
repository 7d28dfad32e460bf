import { isDigit, isLetter, keyOf } from './chars.ts';
import { type Levels, place } from './double-array.ts';

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
  readonly trie: Trie;
};

/**
 * The words as a double array. A word begins at a unit where `root[symbolOf[unit]]` is a state; from state `s` it
 * goes on with a unit where `check[base[s] + symbolOf[unit]]` is `s`, to the state in `target` there. 0 = none.
 */
export type Trie = {
  /** By code unit, in key form or not; 0 where no word holds it. */
  readonly symbolOf: Uint16Array;
  readonly root: Uint16Array;
  /** `base[root[symbol]]`. */
  readonly rootBase: Uint16Array;
  readonly base: Uint16Array;
  readonly check: Uint16Array;
  readonly target: Uint16Array;
  /** By code unit: bits `opensLead` and `secondOfLead`. */
  readonly leads: Uint8Array;
};

/** Set where a word that leads may begin with the unit. */
export const opensLead = 1;
/** Set where it may be the second unit of one. */
export const secondOfLead = 2;

/** Compiles words in key form; a word's place is its id. `leads` marks those that lead. */
export function lexicon(words: readonly string[], leads?: Uint8Array): Lexicon {
  const symbolOf = new Uint16Array(0x10000);
  const marks = new Uint8Array(0x10000);
  let symbols = 0;
  let units = 1;
  words.forEach((word, id) => {
    if (word.length < 2) return;
    for (let i = 0; i < word.length; i += 1) {
      const unit = word.charCodeAt(i);
      if (symbolOf[unit] === 0) symbolOf[unit] = ++symbols;
    }
    units += word.length;
    if (leads?.[id] !== 1) return;
    (marks[word.charCodeAt(0)] as number) |= opensLead;
    (marks[word.charCodeAt(1)] as number) |= secondOfLead;
  });
  const { levels, ids } = levelsOf(words, symbolOf, units);
  const states = levels.first.length - 1;
  const placed = place(levels, 2 * states + symbols + 2, symbols);
  const root = new Uint16Array(symbols + 1);
  for (let s = 1; s < (levels.first[1] as number); s += 1) root[levels.symbols[s] as number] = s;
  const base = Uint16Array.from(placed.base);
  // No state has this number, so that where nothing stands no state is found, not even the one that is none.
  const check = Uint16Array.from(placed.check, (state) => (state < 0 ? 0xffff : state));
  const rootBase = root.map((state) => base[state] as number);
  const target = Uint16Array.from(placed.target);
  for (let c = 0; c < 0x10000; c += 1) {
    symbolOf[c] = symbolOf[keyOf[c] as number] as number;
    marks[c] = marks[keyOf[c] as number] as number;
  }

  let last = -1;
  const longest = (text: string, at: number, stop: number, leading: boolean): number => {
    const code = text.charCodeAt(at);
    if (at > 0 && isLetter(code) && !startsWord(text, at)) return 0;
    let state = root[symbolOf[code] as number] as number;
    if (state === 0) return 0;
    let length = 0;
    const to = stop < text.length ? stop : text.length;
    for (let i = at + 1; i < to; i += 1) {
      const slot = (base[state] as number) + (symbolOf[text.charCodeAt(i)] as number);
      if (check[slot] !== state) break;
      state = target[slot] as number;
      const id = ids[state] as number;
      if (id < 0 || (leading && leads?.[id] !== 1)) continue;
      if (code > 127 || endsWord(text, i + 1)) {
        length = i + 1 - at;
        last = id;
      }
    }
    return length;
  };
  return {
    lengthAt: (text, at, stop) => longest(text, at, stop, false),
    leadAt: (text, at, stop) => longest(text, at, stop, true),
    lastId: () => last,
    trie: { symbolOf, root, rootBase, base, check, target, leads: marks },
  };
}

/** The words as a trie of at most `most` states, and the word that ends at each state, −1 where none does. */
function levelsOf(
  words: readonly string[],
  symbolOf: Uint16Array,
  most: number,
): { readonly levels: Levels; readonly ids: Int16Array } {
  // Children as linked lists; those of the root by symbol.
  const child = new Int32Array(most);
  const beside = new Int32Array(most);
  const symbol = new Uint16Array(most);
  const word = new Int16Array(most).fill(-1);
  const opening = new Int32Array(0x10000);
  let states = 1;
  words.forEach((each, id) => {
    if (each.length < 2) return;
    let state = 0;
    for (let i = 0; i < each.length; i += 1) {
      const by = symbolOf[each.charCodeAt(i)] as number;
      let next = state === 0 ? (opening[by] as number) : (child[state] as number);
      while (next !== 0 && symbol[next] !== by) next = beside[next] as number;
      if (next === 0) {
        next = states;
        states += 1;
        symbol[next] = by;
        beside[next] = child[state] as number;
        child[state] = next;
        if (state === 0) opening[by] = next;
      }
      state = next;
    }
    word[state] = id;
  });
  const first = new Int32Array(states + 1);
  const symbols = new Uint16Array(states);
  const ids = new Int16Array(states).fill(-1);
  const old = new Int32Array(states);
  let count = 1;
  for (let s = 0; s < states; s += 1) {
    const was = old[s] as number;
    ids[s] = word[was] as number;
    first[s] = count;
    for (let next = child[was] as number; next !== 0; next = beside[next] as number) {
      symbols[count] = symbol[next] as number;
      old[count] = next;
      count += 1;
    }
  }
  first[states] = count;
  return { levels: { first, symbols }, ids };
}

function startsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return !isLetter(before) || (before >= 97 && text.charCodeAt(at) < 97);
}

function endsWord(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  if (end >= text.length) return true;
  const next = text.charCodeAt(end);
  // CVV2 is no word in CVV207.
  if (!isLetter(last)) return !(isDigit(last) && isDigit(next));
  if (!isLetter(next)) return true;
  if (last >= 97 && next < 97) return true;
  // A plural ends the word too.
  return (next | 32) === 115 && !(end + 1 < text.length && isLetter(text.charCodeAt(end + 1)));
}
