import { add, addContext, begin, bucket, type Features } from './features.ts';
import { fill, saved } from './lattice.ts';
import { classes, lookUp, rows, step } from './lexicon.ts';
import { codeAt, figure, isHan, type Page, wordAt } from './page.ts';
import { crossing, kinds, prepare, type Work } from './person-han.ts';

const neutral = 60;
const longestPlain = 8;
const longestPart = 8;
const leastKnown = -30;

/** Signs that join the parts of transliterated and minority names. */
export const isDot = (code: number): boolean =>
  code === 0xb7 || code === 0x2022 || code === 0x30fb || code === 0x2027 || code === 0x22c5 || code === 0x2e;

const strength = (page: Page, i: number): number => figure(page.lexicon, rows.foreign, codeAt(page, i));

const isPart = (page: Page, s: number): boolean => wordAt(page, s, 2) >> 4 === classes.foreigner;

const isForeigner = (page: Page, s: number): boolean => {
  for (let n = 2; n <= 5; n += 1) if (wordAt(page, s, n) >> 4 === classes.foreigner) return true;
  return false;
};

/** Proposes a name of two known parts at `s`: 扎西平措. */
function proposeDouble(work: Work, s: number): void {
  const { page, features } = work;
  prepare(work, s, 8);
  begin(features, page, s);
  add(features, 56, wordAt(page, s, 2), wordAt(page, s + 2, 2));
  add(features, 57, crossing(page, s), crossing(page, s + 4));
  addEdges(page, features, s, s + 4);
  addContext(features, page, s, s + 4, kinds.double);
  work.emit(s, s + 4, kinds.double);
}

/** Proposes transliterated names without a dot that start at `s`. */
export function proposeForeign(work: Work, s: number): void {
  const { page, lattice, features } = work;
  const first = strength(page, s);
  if (!isHan(codeAt(page, s + 1))) return;
  if (isPart(page, s) && isPart(page, s + 2)) proposeDouble(work, s);
  const second = strength(page, s + 1);
  if (second === 255) return;
  const strong = first + second - 2 * neutral;
  if (strong < 24 && (strong < leastKnown || !isForeigner(page, s))) return;
  let total = first - neutral;
  for (let n = 2; n <= longestPlain; n += 1) {
    const more = strength(page, s + n - 1);
    if (more === 255) return;
    total += more - neutral;
    const byte = wordAt(page, s, n);
    if (total < 11 * n && byte >> 4 !== classes.foreigner) continue;
    prepare(work, s, 8);
    begin(features, page, s);
    add(features, 50, n);
    add(features, 51, bucket(total, 15), n);
    add(features, 52, bucket(saved(lattice, s, s + n), 20), n);
    add(features, 53, byte, n);
    add(features, 54, bucket(total / n, 5));
    addEdges(page, features, s, s + n);
    for (let i = s; i < s + n - 1; i += 1) add(features, 55, codeAt(page, i), codeAt(page, i + 1));
    addContext(features, page, s, s + n, kinds.foreign);
    work.emit(s, s + n, kinds.foreign);
  }
}

function addEdges(page: Page, f: Features, s: number, e: number): void {
  const before = strength(page, s - 1);
  const after = strength(page, e);
  add(f, 60, before === 255 ? -1 : bucket(before, 10));
  add(f, 61, after === 255 ? -1 : bucket(after, 10));
  add(f, 62, crossing(page, s));
  add(f, 63, crossing(page, e));
  add(f, 64, codeAt(page, s));
  add(f, 65, codeAt(page, e - 1));
  add(f, 66, codeAt(page, e - 2), codeAt(page, e - 1));
  add(f, 67, codeAt(page, s), codeAt(page, s + 1));
}

/** Proposes names whose first dot is at `dot`: 约翰·史密斯, 阿依古丽·买买提. */
export function proposeDotted(work: Work, dot: number): void {
  const { page } = work;
  if (!isHan(codeAt(page, dot - 1)) || !isHan(codeAt(page, dot + 1))) return;
  let left = dot - 1;
  while (dot - left < longestPart && isHan(codeAt(page, left - 1))) left -= 1;
  let last = dot;
  for (let parts = 2; parts <= 4; parts += 1) {
    let right = last + 1;
    while (right - last <= longestPart && isHan(codeAt(page, right))) right += 1;
    proposeParts(work, dot, last, left, right);
    if (!isDot(codeAt(page, right)) || !isHan(codeAt(page, right + 1))) return;
    last = right;
  }
}

/** Byte of the part `[from, to)` of a dotted name; one character is told by how foreign it is. */
function partAt(page: Page, from: number, to: number): number {
  const n = to - from;
  if (n < 2) return 256 + bucket(strength(page, from), 10);
  if (n < 6) return wordAt(page, from, n);
  let hash = 0;
  for (let i = from; i < to; i += 1) hash = step(hash, codeAt(page, i));
  return lookUp(page.lexicon, hash);
}

function proposeParts(work: Work, dot: number, last: number, left: number, right: number): void {
  const { page, lattice, features } = work;
  const plainDot = codeAt(page, dot) === 0x2e;
  const goesOn = (isDot(codeAt(page, right)) ? 1 : 0) + (isDot(codeAt(page, left - 1)) ? 2 : 0);
  for (let s = left; s < dot; s += 1) {
    if (plainDot && strength(page, s) === 255 && s !== left) continue;
    let head = 0;
    for (let i = s; i < dot; i += 1) head += Math.min(120, strength(page, i)) - neutral;
    fill(lattice, page, s, dot - s);
    work.filled = -1;
    const headSaved = saved(lattice, s, dot);
    for (let e = last + 2; e <= right; e += 1) {
      if (plainDot && strength(page, e - 1) === 255 && e !== right) continue;
      let tail = 0;
      for (let i = last + 1; i < e; i += 1) tail += Math.min(120, strength(page, i)) - neutral;
      const clear = (s === left ? 1 : 0) + (e === right ? 2 : 0) + goesOn * 4;
      const first = partAt(page, s, dot);
      const final = partAt(page, last + 1, e);
      const parts = (first >> 4) * 16 + (final >> 4);
      begin(features, page, s);
      add(features, 70, dot - s, last === dot ? 1 : 2);
      add(features, 71, e - last);
      add(features, 72, bucket(head / (dot - s), 10), Math.min(4, dot - s));
      add(features, 73, bucket(tail / (e - last - 1), 10), Math.min(4, e - last));
      add(features, 74, bucket(headSaved, 30));
      add(features, 75, first);
      add(features, 76, final);
      add(features, 77, codeAt(page, dot));
      add(features, 78, clear);
      add(features, 79, clear, parts);
      add(features, 68, parts, crossing(page, s) * 16 + crossing(page, e));
      add(features, 69, bucket(head / (dot - s), 20), bucket(tail / (e - last - 1), 20));
      addEdges(page, features, s, e);
      addContext(features, page, s, e, kinds.dotted);
      work.emit(s, e, kinds.dotted);
    }
  }
}
