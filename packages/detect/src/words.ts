import { codeAt, isAlnum, keyOf, plainOf } from './chars.ts';
import { DetectError } from './detect-error.ts';
import { drained, placing } from './double-array.ts';

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
for (let c = 1; c < 0x10000; c += 1)
  if (plainOf[c] === 0 || symbols[keyOf[c] as number] === 1) symbols[c] = 1;
const mostSymbols = 2;

/**
 * A tree of words in flat lists, so that a hundred thousand words neither take long nor leave much to collect. Node 0
 * is the root; `slots` holds each other node at a place that its parent and key decide.
 */
type Trie = {
  count: number;
  readonly parent: Int32Array;
  readonly key: Uint16Array;
  readonly child: Int32Array;
  readonly lastChild: Int32Array;
  readonly sibling: Int32Array;
  readonly list: Int32Array;
  readonly length: Uint8Array;
  readonly slots: Int32Array;
};

function trie(most: number): Trie {
  return {
    count: 1,
    parent: new Int32Array(most),
    key: new Uint16Array(most),
    child: new Int32Array(most),
    lastChild: new Int32Array(most),
    sibling: new Int32Array(most),
    list: new Int32Array(most).fill(-1),
    length: new Uint8Array(most),
    slots: new Int32Array(2 ** Math.ceil(Math.log2(2 * most))),
  };
}

/** The child of a node by a key; made where there is none. */
function childOf(t: Trie, node: number, key: number): number {
  const mask = t.slots.length - 1;
  const mixed = Math.imul(Math.imul(node, 0x9e3779b1) ^ Math.imul(key, 0x85ebca6b), 0xc2b2ae35);
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  for (; ; slot = (slot + 1) & mask) {
    const held = t.slots[slot] as number;
    if (held === 0) break;
    if (t.parent[held] === node && t.key[held] === key) return held;
  }
  const made = t.count++;
  t.slots[slot] = made;
  t.parent[made] = node;
  t.key[made] = key;
  const last = t.lastChild[node] as number;
  if (last === 0) t.child[node] = made;
  else t.sibling[last] = made;
  t.lastChild[node] = made;
  return made;
}

/**
 * Compiles word lists to one automaton (Aho and Corasick, in a double array). A word is also found in full width,
 * in Traditional characters, and with symbols or invisible characters put between its own. ASCII words need an
 * edge on both sides. Throws `word-list-invalid` with the word's index in its list for one that is empty, holds
 * symbols only or has more than 64 characters, and where all lists together hold more than 200,000 words.
 */
export function compileWords(lists: readonly WordList[]): WordScanner {
  return drained(compiling(lists));
}

/**
 * As `compileWords`, for whoever has other work: `turn` is awaited every few milliseconds. The lists are not to change
 * meanwhile. Where `turn` rejects, compiling ends with that.
 */
export async function compileWordsInTurns(
  lists: readonly WordList[],
  turn: () => Promise<void>,
): Promise<WordScanner> {
  const steps = compiling(lists);
  let step = steps.next();
  while (!step.done) {
    await turn();
    step = steps.next();
  }
  return step.value;
}

/** States and words between two pauses. */
const slice = 4096;
const sliceOfWords = 512;

function* compiling(lists: readonly WordList[]): Generator<void, WordScanner> {
  let count = 0;
  let most = 1;
  for (const { words } of lists)
    for (const [index, word] of words.entries()) {
      count += 1;
      if (count > mostWords)
        throw new DetectError('word-list-invalid', `the lists hold more than ${mostWords} words`, {
          at: index,
        });
      most += Math.min(word.length, longest);
    }
  const tree = trie(most);
  let done = 0;
  for (const [id, { words }] of lists.entries())
    for (const [index, word] of words.entries()) {
      done += 1;
      if (done % sliceOfWords === 0) yield;
      insert(tree, word, id, index);
    }
  return scanner(yield* automaton(tree), lists);
}

function insert(tree: Trie, word: string, list: number, index: number): void {
  const keys = keysOf(word, index);
  let node = 0;
  for (const key of keys) node = childOf(tree, node, key);
  if ((tree.list[node] as number) < 0) {
    tree.list[node] = list;
    tree.length[node] = keys.filter((key) => symbols[key] === 0).length;
  }
}

/** Throws as `compileWords` does for the first word that cannot be one; takes a small part of its time. */
export function checkWords(words: readonly string[]): void {
  words.forEach(keysOf);
}

/** What a word is searched by; symbols at its ends do not count. */
function keysOf(word: string, index: number): number[] {
  if (word.length > longestGiven) throw tooLong(index);
  const keys: number[] = [];
  for (let i = 0; i < word.length; i += 1) {
    const key = keyOf[word.charCodeAt(i)] as number;
    if (key !== 0 && !(keys.length === 0 && symbols[key] === 1)) keys.push(key);
  }
  while (keys.length > 0 && symbols[keys.at(-1) as number] === 1) keys.pop();
  if (keys.length > longest) throw tooLong(index);
  if (keys.length === 0)
    throw new DetectError('word-list-invalid', 'a word needs a letter, digit or character', {
      at: index,
      reason: 'empty',
    });
  return keys;
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
  /** Characters of the word that ends here, without its symbols. */
  readonly length: Uint8Array;
  /** Nearest shorter word that ends where this state ends; 0 if none. */
  readonly shorter: Int32Array;
};

function* automaton(tree: Trie): Generator<void, Automaton> {
  const n = tree.count;
  const nodes = new Int32Array(n);
  const parents = new Int32Array(n);
  const steps = new Uint16Array(n);
  const symbols = new Uint16Array(n);
  const first = new Int32Array(n + 1).fill(n);
  const list = new Int32Array(n);
  const length = new Uint8Array(n);
  const symbolOf = new Uint16Array(0x10000);
  let symbol = 0;
  let states = 1;
  for (let s = 0; s < n; s += 1) {
    if (s % slice === 0) yield;
    const node = nodes[s] as number;
    list[s] = tree.list[node] as number;
    length[s] = tree.length[node] as number;
    first[s] = states;
    for (let next = tree.child[node] as number; next !== 0; next = tree.sibling[next] as number) {
      const key = tree.key[next] as number;
      if (symbolOf[key] === 0) symbolOf[key] = ++symbol;
      symbols[states] = symbolOf[key] as number;
      steps[states] = key;
      parents[states] = s;
      nodes[states] = next;
      states += 1;
    }
  }
  const placed = yield* placing({ first, symbols }, 4 * n + symbol + 2, symbol);
  const start = new Int32Array(0x10000);
  for (let s = 1; s < (first[1] as number); s += 1) start[steps[s] as number] = s;
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
    if (s % slice === 0) yield;
    const parent = parents[s] as number;
    fail[s] = parent === 0 ? 0 : go(fail[parent] as number, steps[s] as number);
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

/** More readings than these of one place of a text are not followed. */
const mostReadings = 8;

function scanner(a: Automaton, lists: readonly WordList[]): WordScanner {
  const { symbolOf, start, base, check, target, fail, list, length, shorter } = a;
  // where the last characters stand; symbols are not among them
  const ring = new Int32Array(128);
  // The longest word that begins at each of the last places, by place modulo the ring; end 0: none.
  const endAt = new Int32Array(ringSize);
  const listAt = new Int32Array(ringSize);
  // A symbol may be part of a word or stand between its characters, so one place may have several readings: the state
  // of each, and how many symbols it has passed over since its last step.
  let states = new Int32Array(mostReadings);
  let passed = new Uint8Array(mostReadings);
  let nextStates = new Int32Array(mostReadings);
  let nextPassed = new Uint8Array(mostReadings);
  const step = (state: number, sym: number): number => {
    if (sym === 0) return 0;
    for (let s = state; s !== 0; s = fail[s] as number) {
      const slot = (base[s] as number) + sym;
      if (check[slot] === s) return target[slot] as number;
    }
    return 0;
  };
  // What follows is of the text that is searched now; one is searched after the other.
  let text = '';
  let hits: WordHit[] = [];
  // Places from `waiting` to `last` may hold words that are not chosen yet.
  let waiting = 0;
  let last = -1;
  let taken = 0;
  let readings = 0;
  let depth = 0;
  let made = 0;
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
  const add = (state: number, skips: number): void => {
    for (let k = 0; k < made; k += 1)
      if (nextStates[k] === state) {
        if ((nextPassed[k] as number) > skips) nextPassed[k] = skips;
        return;
      }
    if (made === mostReadings) return;
    nextStates[made] = state;
    nextPassed[made] = skips;
    made += 1;
  };
  const swap = (): void => {
    const oldStates = states;
    const oldPassed = passed;
    states = nextStates;
    passed = nextPassed;
    nextStates = oldStates;
    nextPassed = oldPassed;
    readings = made;
    made = 0;
  };
  // Notes the words that end with this state.
  const note = (state: number, i: number): void => {
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
  };
  // Goes on over the unit `c` at `i`, which some word has begun before.
  const goOn = (c: number, i: number): void => {
    const sym = symbolOf[c] as number;
    if (symbols[c] === 1) {
      for (let k = 0; k < readings; k += 1) {
        const state = states[k] as number;
        const next = step(state, sym);
        if (next !== 0) add(next, 0);
        if ((passed[k] as number) < mostSymbols) add(state, (passed[k] as number) + 1);
      }
      swap();
      return;
    }
    depth += 1;
    ring[depth & 127] = i;
    if (readings === 1) {
      const state = step(states[0] as number, sym) || (start[c] as number);
      states[0] = state;
      passed[0] = 0;
      if (state === 0) readings = 0;
      else note(state, i);
      return;
    }
    for (let k = 0; k < readings; k += 1) {
      const state = step(states[k] as number, sym) || (start[c] as number);
      if (state !== 0) add(state, 0);
    }
    swap();
    for (let k = 0; k < readings; k += 1) note(states[k] as number, i);
  };
  return {
    find: (searched, from = 0) => {
      text = searched;
      hits = [];
      waiting = 0;
      last = -1;
      taken = 0;
      readings = 0;
      depth = 0;
      made = 0;
      const n = searched.length;
      for (let i = from; i < n; i += 1) {
        const c = searched.charCodeAt(i);
        if (readings !== 0) {
          goOn(c, i);
          continue;
        }
        const state = start[c] as number;
        if (state === 0) continue;
        states[0] = state;
        passed[0] = 0;
        readings = 1;
        depth += 1;
        ring[depth & 127] = i;
        note(state, i);
      }
      choose(n);
      const found = hits;
      hits = [];
      text = '';
      return found;
    },
  };
}

/** An ASCII word must not be part of a longer one. */
function edged(text: string, start: number, end: number): boolean {
  const left = isAlnum(codeAt(text, start)) && isAlnum(codeAt(text, start - 1));
  return !left && !(isAlnum(codeAt(text, end - 1)) && isAlnum(codeAt(text, end)));
}
