import {
  classes,
  hanCount,
  hanFirst,
  type Lexicon,
  lookUp,
  mayGoOn,
  rowCount,
  rows,
  step,
} from './lexicon.ts';

/** Reach of a decision to either side of a span, in code units. */
export const reach = 24;
/** How far before `from` the page begins, so that an address that began earlier is recognised as one. */
const lookBack = 64;
const longest = 260;

/**
 * A stretch of text under examination: Simplified codes and lazily looked-up words. Positions are local to the
 * stretch; `base` brings them back.
 */
export type Page = {
  readonly lexicon: Lexicon;
  base: number;
  /** Number of codes. */
  size: number;
  codes: Uint16Array;
  /** Word bytes by position × 4 + (length − 2), lengths 2 to 5; valid where `known` is 1. */
  words: Uint8Array;
  known: Uint8Array;
};

export const newPage = (lexicon: Lexicon): Page => ({
  lexicon,
  base: 0,
  size: 0,
  codes: new Uint16Array(1024),
  words: new Uint8Array(4096),
  known: new Uint8Array(1024),
});

/** Lays the surroundings of `[from, to)` on the page. */
export function lay(page: Page, text: string, from: number, to: number): void {
  const base = Math.max(0, from - lookBack);
  const size = Math.min(text.length, to + longest + reach) - base;
  if (page.codes.length <= size) {
    const room = 2 ** Math.ceil(Math.log2(size + 1));
    page.codes = new Uint16Array(room);
    page.words = new Uint8Array(room * 4);
    page.known = new Uint8Array(room);
  }
  const { codes } = page;
  const { simplified } = page.lexicon;
  for (let i = 0; i < size; i += 1) codes[i] = simplified[text.charCodeAt(base + i)] as number;
  // What stood there in an earlier text must not be seen.
  codes[size] = 2;
  page.known.fill(0, 0, size);
  page.base = base;
  page.size = size;
}

/** Code at a place; 1 beyond the start, 2 beyond the end. */
export const codeAt = (page: Page, i: number): number =>
  i < 0 ? 1 : i >= page.size ? 2 : (page.codes[i] as number);

export const isHan = (code: number): boolean => code >= hanFirst && code <= 0x9fff;
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isUpper = (code: number): boolean => code >= 65 && code <= 90;
export const isLower = (code: number): boolean => code >= 97 && code <= 122;
export const isLatin = (code: number): boolean => isUpper(code) || isLower(code);

/** Figure of a Han character in one of the rows; 255 = never. */
export const figure = (lexicon: Lexicon, row: number, code: number): number => {
  const i = code - hanFirst;
  return i >= 0 && i < hanCount ? (lexicon.han[i * rowCount + row] as number) : 255;
};

const pairKnown = 1;
const allKnown = 2;

/** Byte of the two-character word at `i`; 0 = unknown. */
export function pairAt(page: Page, i: number): number {
  if (i < 0 || i + 2 > page.size) return 0;
  if (page.known[i] !== 0) return page.words[i * 4] as number;
  const { codes } = page;
  const a = codes[i] as number;
  const b = codes[i + 1] as number;
  const byte = isHan(a) && isHan(b) ? lookUp(page.lexicon, step(step(0, a), b)) : 0;
  page.known[i] = pairKnown;
  page.words[i * 4] = byte;
  return byte;
}

/** Byte of the word of `length` 2 to 5 at `i`; 0 = unknown. */
export function wordAt(page: Page, i: number, length: number): number {
  if (length === 2) return pairAt(page, i);
  if (i < 0 || i + length > page.size || length < 2 || length > 5) return 0;
  if (page.known[i] !== allKnown) learn(page, i);
  return page.words[i * 4 + length - 2] as number;
}

function learn(page: Page, i: number): void {
  const { codes, words, lexicon } = page;
  pairAt(page, i);
  page.known[i] = allKnown;
  const at = i * 4;
  words[at + 1] = 0;
  words[at + 2] = 0;
  words[at + 3] = 0;
  const a = codes[i] as number;
  const b = codes[i + 1] as number;
  if (!isHan(a) || !isHan(b)) return;
  let hash = step(step(0, a), b);
  if (!mayGoOn(lexicon, hash)) return;
  for (let n = 2; n < 5 && i + n < page.size; n += 1) {
    const code = codes[i + n] as number;
    if (!isHan(code)) return;
    hash = step(hash, code);
    words[at + n - 1] = lookUp(lexicon, hash);
  }
}

/** True where some word of three or more characters is known to begin at `i`. */
export function goesOn(page: Page, i: number): boolean {
  if (i < 0 || i >= page.size) return false;
  if (page.known[i] !== allKnown) learn(page, i);
  const at = i * 4;
  return (
    ((page.words[at + 1] as number) | (page.words[at + 2] as number) | (page.words[at + 3] as number)) !== 0
  );
}

/** True for words that may stand in ordinary prose, i.e. all but people. */
export const isOrdinary = (byte: number): boolean => {
  const kind = byte >> 4;
  return byte !== 0 && kind !== classes.person && kind !== classes.foreigner;
};

/** Cost in tenths of a bit of a single character as a word of its own. */
export const singleCost = (page: Page, i: number): number => {
  const cost = figure(page.lexicon, rows.single, page.codes[i] as number);
  return cost === 255 ? 260 : cost;
};

/** Cost in tenths of a bit of a dictionary word. */
export const wordCost = (byte: number): number => 262 - Math.round(((byte & 15) * 10) / 0.9);

const noWord = 14;
const unknownWord = 15;

/** Class of the character at `i` as a word of its own; 14 where it is no Han character. */
export function speechAt(page: Page, i: number): number {
  const code = codeAt(page, i);
  if (!isHan(code)) return noWord;
  const kind = figure(page.lexicon, rows.speech, code);
  return kind === 255 ? unknownWord : kind;
}

/** Class of the longest word that ends before `end`. */
export function speechBefore(page: Page, end: number): number {
  for (let n = 4; n >= 2; n -= 1) {
    const byte = wordAt(page, end - n, n);
    if (isOrdinary(byte)) return byte >> 4;
  }
  return speechAt(page, end - 1);
}
