import { add, addContext, begin, type Features } from './features.ts';
import { classes, lookUp, step } from './lexicon.ts';
import { codeAt, isDigit, isLatin, isLower, isUpper, type Page } from './page.ts';
import { kinds, type Work } from './person-han.ts';
import { isPinyinSurname, syllables } from './pinyin.ts';

type Token = { start: number; end: number; code: number; hash: number };

const longestToken = 20;
/** The letters of the token read last, in lower case. */
const word = new Uint16Array(longestToken + 1);

/** Reads the Latin token at `i`; null where there is none or it is no name part. */
function readToken(page: Page, i: number): Token | null {
  let end = i;
  let hash = 0;
  let upper = 0;
  let size = 0;
  while (end - i <= longestToken) {
    const code = codeAt(page, end);
    const inner =
      (code === 39 || code === 45 || code === 0x2019) && end > i && isLatin(codeAt(page, end + 1));
    const accented = code >= 0xc0 && code <= 0x17f;
    if (!isLatin(code) && !inner && !accented) break;
    if (isUpper(code)) upper += 1;
    const lower = isUpper(code) ? code + 32 : code;
    if (!inner) word[size++] = lower;
    hash = step(hash, lower);
    end += 1;
  }
  const length = end - i;
  if (length === 0 || length > longestToken || isDigit(codeAt(page, end))) return null;
  const caps = upper === 0 ? 0 : upper === length ? 2 : isUpper(codeAt(page, i)) ? 1 : 3;
  const byte = lookUp(page.lexicon, hash);
  const initial = length === 1 && codeAt(page, end) === 46;
  const count = syllables(word, size);
  const pinyin = isPinyinSurname(word, size) ? 1 : count > 0 && count < 4 ? 2 : 0;
  const kind = initial ? 15 : byte >> 4 < classes.latinFirst ? 0 : byte >> 4;
  const held = kind === classes.latinWord ? byte & 15 : 0;
  const long = length === 1 ? 0 : 1;
  return {
    start: i,
    end: initial ? end + 1 : end,
    code: kind + held * 16 + pinyin * 256 + caps * 1024 + long * 4096,
    hash,
  };
}

const longestParticle = 3;

/** False where no second part of a name follows the word at `s`: a capital or, behind a capital, van, de, bin. */
function mayBegin(page: Page, s: number): boolean {
  let i = s;
  while (i - s <= longestToken) {
    const code = codeAt(page, i);
    if (!isLatin(code) && code !== 39 && code !== 45 && code !== 0x2019 && (code < 0xc0 || code > 0x17f))
      break;
    i += 1;
  }
  let code = codeAt(page, i);
  if (code === 46 || code === 44) code = codeAt(page, (i += 1));
  if (code === 32 || code === 47) code = codeAt(page, (i += 1));
  if (!isLower(code) || !isUpper(codeAt(page, s))) return isLatin(code) || (code >= 0xc0 && code <= 0x17f);
  let end = i;
  while (end - i <= longestParticle && isLatin(codeAt(page, end))) end += 1;
  return end - i <= longestParticle;
}

/** Proposes romanised and foreign names of two to four Latin tokens that start at `s`. */
export function proposeLatin(work: Work, s: number): void {
  const { page, features } = work;
  if (!mayBegin(page, s)) return;
  const first = readToken(page, s);
  if (first === null) return;
  const tokens = [first];
  while (tokens.length < 5) {
    const last = tokens.at(-1) as Token;
    let at = last.end;
    if (codeAt(page, at) === 44 && tokens.length === 1) at += 1;
    const slash = codeAt(page, at) === 47 && tokens.length === 1 && last.end - last.start > 1;
    if (codeAt(page, at) !== 32 && !slash) break;
    const next = readToken(page, at + 1);
    if (next === null) break;
    tokens.push(next);
  }
  if (tokens.length < 2) return;
  const before = wordBefore(page, s);
  for (let n = 2; n <= Math.min(4, tokens.length); n += 1) {
    const last = tokens[n - 1] as Token;
    if ((last.code & 15) === 15) continue;
    begin(features, page, s);
    addTokens(features, page, tokens, n, before);
    work.emit(s, last.end, kinds.latin);
  }
}

function wordBefore(page: Page, s: number): number {
  let i = s - 1;
  while (i > s - 4 && (codeAt(page, i) === 32 || codeAt(page, i) === 58 || codeAt(page, i) === 46)) i -= 1;
  const end = i;
  while (end - i < longestToken && isLatin(codeAt(page, i))) i -= 1;
  let hash = 0;
  for (let j = i + 1; j <= end; j += 1) {
    const code = codeAt(page, j);
    hash = step(hash, isUpper(code) ? code + 32 : code);
  }
  return hash;
}

function addTokens(f: Features, page: Page, tokens: readonly Token[], n: number, before: number): void {
  const s = (tokens[0] as Token).start;
  const e = (tokens[n - 1] as Token).end;
  const codes = tokens.map((token) => token.code);
  const joint = codeAt(page, (tokens[0] as Token).end);
  const comma = joint === 44 ? 1 : joint === 47 ? 2 : 0;
  add(f, 80, n, comma);
  add(f, 81, codes[0] ?? 0);
  add(f, 82, codes[n - 1] ?? 0, n);
  add(f, 83, codes[0] ?? 0, codes[1] ?? 0);
  add(f, 84, codes[n - 2] ?? 0, codes[n - 1] ?? 0);
  add(f, 92, tokens[0]?.hash ?? 0, tokens[1]?.hash ?? 0);
  let words = 0;
  for (let i = 0; i < n; i += 1) {
    if (((codes[i] ?? 0) & 15) === classes.latinWord) words += 1;
    add(f, 85, codes[i] ?? 0, n);
    add(f, 91, (tokens[i] as Token).hash);
  }
  add(f, 86, words, n);
  add(f, 87, before);
  add(f, 88, codes[n] ?? 0);
  add(f, 89, tokens[n]?.hash ?? 0);
  add(f, 90, before, words);
  addContext(f, page, s, e, kinds.latin);
}
