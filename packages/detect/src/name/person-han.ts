import { add, addContext, begin, bucket, type Features } from './features.ts';
import { fieldKinds, labelBefore, saysNobody } from './field-label.ts';
import { fill, type Lattice, saved } from './lattice.ts';
import { classes, opening, rows } from './lexicon.ts';
import {
  codeAt,
  figure,
  isDigit,
  isHan,
  isOrdinary,
  type Page,
  pairAt,
  singleCost,
  speechAt,
  speechBefore,
  wordAt,
  wordCost,
} from './page.ts';

/** Kinds of person spans; the models share contexts among them and keep a bias for each. */
export const kinds = {
  two: 0,
  three: 1,
  compound: 2,
  japanese: 3,
  known: 4,
  foreign: 5,
  dotted: 6,
  latin: 7,
  spaced: 8,
  field: 9,
  double: 10,
  roleField: 11,
  besideField: 12,
} as const;

/** Receives a span whose features have been laid out; returns nothing. */
export type Emit = (start: number, end: number, kind: number) => void;

/** What the proposers of one page share. */
export type Work = {
  readonly page: Page;
  readonly lattice: Lattice;
  readonly features: Features;
  emit: Emit;
  /** Start for which the lattice is filled, and for spans of what length. */
  filled: number;
  length: number;
  crossed: number;
  /** Class of the word before the start. */
  before: number;
};

/** Fills the lattice for spans of up to `length` at `s` once. */
export function prepare(work: Work, s: number, length: number): void {
  if (work.filled === s && work.length >= length) return;
  fill(work.lattice, work.page, s, length);
  if (work.filled !== s) {
    work.crossed = crossing(work.page, s);
    work.before = speechBefore(work.page, s);
  }
  work.filled = s;
  work.length = length;
}

const codes = (text: string): readonly number[] => [...text].map((char) => char.charCodeAt(0));

/** What a character is to the proposers, as bits. */
const marks = new Uint8Array(65536);
let bitsUsed = 0;

/** Marks the characters of `text` with a bit of their own. */
function mark(text: string): number {
  const bit = 1 << bitsUsed;
  bitsUsed += 1;
  for (const code of codes(text)) (marks[code] as number) |= bit;
  return bit;
}
const is = (code: number, bit: number): boolean => ((marks[code] as number) & bit) !== 0;

/** A given name's character that costs more is none. */
export const dearest = 185;
const endsLabel = mark(':：叫"=|');
const cue = mark(
  '名人主户员客友位师生长者儿女属机司姓给找问让访诉系派转约婆公妈爸哥弟姐妹蜜伴购播询请派由交让那裁授士工委警写',
);
const self = mark('我里边就不您他她名字');
const never = 1 << 20;
// Least of (what prose inside the span costs − what the name costs − what crossing words save) that is looked
// into; 99.5 % of the names of the training texts lie above.
const leastInside = -25;
const leastAfterCue = -170;
const leastAtLabel = -190;
const leastAtEdge = -95;

const ordinaryCost = (page: Page, i: number, n: number): number => {
  const byte = n === 2 ? pairAt(page, i) : wordAt(page, i, n);
  return isOrdinary(byte) ? wordCost(byte) : never;
};

/** Proposes Chinese, compound, Japanese and well-known names that start at `s`. */
export function proposeHan(work: Work, s: number): void {
  const { page } = work;
  const { lexicon } = page;
  const code = codeAt(page, s);
  const first = codeAt(page, s + 1);
  const family = figure(lexicon, rows.surname, code);
  const opens = figure(lexicon, rows.opens, code);
  if ((opens & opening.compound) !== 0 && isTitled(page, s)) return;
  if (family !== 255) {
    if (isHan(first)) proposeSimple(work, s, family, first);
    else if (first === 32 && !(isHan(codeAt(page, s - 1)) && codeAt(page, s - 1) !== 0x53eb))
      proposeSpaced(work, s, family);
  }
  if (opens === 0 || !isHan(first)) return;
  const pair = pairAt(page, s) >> 4;
  if ((opens & opening.compound) !== 0) {
    if (pair === classes.compoundSurname) proposeGiven(work, s, 2, kinds.compound);
    else if (wordAt(page, s, 4) >> 4 === classes.compoundSurname) proposeGiven(work, s, 4, kinds.compound);
  }
  if ((opens & opening.japanese) !== 0) {
    if (pair === classes.japaneseSurname) proposeGiven(work, s, 2, kinds.japanese);
    if (longJapanese.has(first) && wordAt(page, s, 3) >> 4 === classes.japaneseSurname)
      proposeGiven(work, s, 3, kinds.japanese);
  }
  if ((opens & opening.known) !== 0) {
    for (let n = 2; n <= 5; n += 1) {
      if (wordAt(page, s, n) >> 4 === classes.person) addName(work, s, s + n, kinds.known, 150, 1);
    }
  }
}

// A surname with a title is no full name: 李女士, 王师傅, 张总, 刘某.
const titles = new Set(
  '先生 女士 小姐 太太 夫人 师傅 师父 老师 医生 大夫 护士 律师 教授 博士 经理 主任 主管 总监 总裁 局长 处长 科长 队长 校长 院长 所长 厂长 店长 班长 组长 村长 镇长 县长 市长 省长 书记 部长 司长 行长 会长 董事 老板 阿姨 叔叔 大爷 大妈 大叔 大姐 大哥 奶奶 爷爷 伯伯 婆婆 公公 同学 同志 姑娘 警官 法官 会计 秘书 工程 客服 管家 教练 导演 将军 司令 道长 某某 家人 家村'
    .split(' ')
    .map((word) => word.charCodeAt(0) * 65536 + word.charCodeAt(1)),
);
const shortTitle = mark('某氏哥姐叔嫂婶总工董爷姨妈伯');
// Titles that no given name of two characters begins with.
const strictTitle = mark('某氏总工哥嫂婶');
const titleHead = mark(String.fromCharCode(...[...titles].map((title) => title >>> 16)));
const isTitle = (page: Page, i: number): boolean => {
  const head = codeAt(page, i);
  return is(head, titleHead) && titles.has(head * 65536 + codeAt(page, i + 1));
};

// Second characters of Japanese surnames of three: 佐佐木, 长谷川, 中曾根, 宇多田, 土肥原.
const longJapanese = new Set(codes('佐谷曾多肥'));

const longestField = 4;

/**
 * End of the value behind the sign at `gap` that may be a person's by its label or by a number beside it, where it
 * is two to four Han characters; 0 where there is none, negative where the value says that there is nobody.
 */
export function fieldEnd(page: Page, gap: number): number {
  const s = gap + 1;
  if (s >= page.size || !isHan(codeAt(page, s))) return 0;
  let e = s + 1;
  while (e - s <= longestField && isHan(codeAt(page, e))) e += 1;
  if (e - s < 2 || e - s > longestField || codeAt(page, e) === 0xb7) return 0;
  if (isTitle(page, e - 2) || is(codeAt(page, e - 1), strictTitle)) return 0;
  const label = labelBefore(page, s);
  const kind = label >> 2;
  if (kind === fieldKinds.name || (kind === fieldKinds.role && (label & 3) === 1)) {
    return saysNobody(page, s, e) ? -e : e;
  }
  return numberAfter(page, e) ? e : 0;
}

const beside = mark(',"\'|\t ;:/，；：、');

/** True where the next value behind `e` is a mobile or identity number or a sex, as in rows about people. */
function numberAfter(page: Page, e: number): boolean {
  let i = e;
  while (i - e < 4 && is(codeAt(page, i), beside)) i += 1;
  if (i === e) return false;
  const code = codeAt(page, i);
  if (code === 0x7537 || code === 0x5973) return !isHan(codeAt(page, i + 1));
  let n = 0;
  while (n < 19 && isDigit(codeAt(page, i + n))) n += 1;
  return (n === 11 && code === 0x31) || n === 17 || n === 18;
}

/** Proposes a whole value that a label or a number beside it shows as a person's, whatever its characters are. */
export function proposeField(work: Work, s: number, e: number): void {
  const label = labelBefore(work.page, s) >> 2;
  const told = label === fieldKinds.role ? kinds.roleField : kinds.besideField;
  addName(work, s, e, label === fieldKinds.name ? kinds.field : told, 0, 1);
}

/** True for a compound surname with a title: 欧阳女士, 司马总. */
function isTitled(page: Page, s: number): boolean {
  if (pairAt(page, s) >> 4 !== classes.compoundSurname) return false;
  return is(codeAt(page, s + 2), shortTitle)
    ? !isHan(codeAt(page, s + 3)) || isTitle(page, s + 3) || is(codeAt(page, s + 2), strictTitle)
    : isTitle(page, s + 2);
}

// What desks write of contacts all day; 来 is a surname.
const arrivals = mark('电访函信件款店厅');
const comes = 0x6765;

/** Names of a one-character surname; spans that are plainly prose are dropped before they cost anything. */
function proposeSimple(work: Work, s: number, family: number, first: number): void {
  const { page } = work;
  if (codeAt(page, s) === comes && is(first, arrivals)) return;
  const { lexicon } = page;
  const only = figure(lexicon, rows.givenOnly, first);
  const g1 = figure(lexicon, rows.givenFirst, first);
  if (only > dearest && g1 > dearest) return;
  const second = codeAt(page, s + 2);
  const g2 = figure(lexicon, rows.givenLast, second);
  const before = codeAt(page, s - 1);
  const inside = isHan(before);
  let least = isHan(second) ? leastAtEdge : leastAtLabel;
  if (is(before, endsLabel)) least = leastAtLabel;
  else if (inside) {
    const told =
      is(before, cue) ||
      (before === 0x662f && is(codeAt(page, s - 2), self)) ||
      (is(second, titleHead) && isTitle(page, s + 2)) ||
      (is(codeAt(page, s + 3), titleHead) && isTitle(page, s + 3));
    least = told ? leastAfterCue : leastInside;
  }
  const c0 = singleCost(page, s);
  const c1 = singleCost(page, s + 1);
  const c2 = isHan(second) ? singleCost(page, s + 2) : 0;
  const twoGain = only <= dearest && !is(first, shortTitle) ? c0 + c1 - family - only : -never;
  const threeGain =
    g1 <= dearest && g2 <= dearest && !is(first, strictTitle) ? c0 + c1 + c2 - family - g1 - g2 : -never;
  if ((twoGain < least && threeGain < least) || isTitle(page, s + 1)) return;
  if (inside) least += overlap(page, s, c0);
  if (twoGain < least && threeGain < least) return;
  const pair = Math.min(c0 + c1, ordinaryCost(page, s, 2));
  if (pair - family - only >= least && twoGain > -never) {
    if (pair - family - only >= least + (isHan(second) ? overlap(page, s + 2, c2) : 0)) {
      addName(work, s, s + 2, kinds.two, family + only, 1);
    }
  }
  if (threeGain < least) return;
  const three = Math.min(pair + c2, c0 + ordinaryCost(page, s + 1, 2), ordinaryCost(page, s, 3));
  const gain = three - family - g1 - g2;
  if (gain < least) return;
  const next = isHan(codeAt(page, s + 3)) ? overlap(page, s + 3, singleCost(page, s + 3)) : 0;
  if (gain >= least + next) addName(work, s, s + 3, kinds.three, family + g1 + g2, 1);
}

/** What the word made of the characters on both sides of `at` saves; `cost` is that of the one at `at`. */
function overlap(page: Page, at: number, cost: number): number {
  const over = ordinaryCost(page, at - 1, 2);
  return over === never ? 0 : Math.max(0, singleCost(page, at - 1) + cost - over);
}

const endsJapanese = new Set(codes('郎夫子介彦助治美'));

function proposeGiven(work: Work, s: number, n: number, kind: number): void {
  const { page } = work;
  const { lexicon } = page;
  const first = codeAt(page, s + n);
  const only = figure(lexicon, rows.givenOnly, first);
  if (isTitle(page, s + n)) return;
  if (only <= dearest && !is(first, shortTitle)) addName(work, s, s + n + 1, kind, 110 + only, n);
  const g1 = figure(lexicon, rows.givenFirst, first);
  const g2 = figure(lexicon, rows.givenLast, codeAt(page, s + n + 1));
  if (g1 > dearest || g2 > dearest) return;
  addName(work, s, s + n + 2, kind, 110 + g1 + g2, n);
  if (kind === kinds.japanese && endsJapanese.has(codeAt(page, s + n + 2)))
    addName(work, s, s + n + 3, kind, 110 + g1 + g2, n);
}

function proposeSpaced(work: Work, s: number, family: number): void {
  const { page } = work;
  let i = s + 1;
  while (i < s + 4 && codeAt(page, i) === 32) i += 1;
  if (codeAt(page, i + 1) === 32 && isHan(codeAt(page, i + 2)) && !isHan(codeAt(page, i + 3))) {
    const cost =
      figure(page.lexicon, rows.givenFirst, codeAt(page, i)) +
      figure(page.lexicon, rows.givenLast, codeAt(page, i + 2));
    if (cost <= 260) addName(work, s, i + 3, kinds.spaced, family + cost, 1);
  }
  for (let n = 1; n <= 2; n += 1) {
    if (isHan(codeAt(page, i + n)) || !isHan(codeAt(page, i + n - 1))) continue;
    const row = n === 1 ? rows.givenOnly : rows.givenFirst;
    const cost = figure(page.lexicon, row, codeAt(page, i));
    if (cost <= 150) addName(work, s, i + n, kinds.spaced, family + cost, 1);
  }
}

const wordBucket = (byte: number): number => (isOrdinary(byte) ? byte & 15 : 0);

/** Strongest ordinary word that runs over the place `at`. */
export function crossing(page: Page, at: number): number {
  let best = 0;
  for (let n = 2; n <= 4; n += 1) {
    for (let before = 1; before < n; before += 1) {
      const b = wordBucket(wordAt(page, at - before, n));
      if (b > best) best = b;
    }
  }
  return best;
}

function longestAt(page: Page, at: number): number {
  for (let n = 4; n >= 2; n -= 1) {
    const byte = wordAt(page, at, n);
    if (isOrdinary(byte)) return n * 256 + byte;
  }
  return 0;
}

const longestRest = 4;

/** Characters from `at` to the dot of a name that goes on there: 扎尔·艾山 behind 古力; 0 where there is none. */
function dotAhead(page: Page, at: number): number {
  for (let i = at + 1; i <= at + longestRest; i += 1) {
    const code = codeAt(page, i);
    if (code === 0xb7 || code === 0x2022) return i - at;
    if (!isHan(code)) return 0;
  }
  return 0;
}

/** How much likelier a character ends a given name than it is a word of its own. */
const oddsOf = (page: Page, i: number): number =>
  bucket(singleCost(page, i) - figure(page.lexicon, rows.givenLast, codeAt(page, i)), 10);

function addName(work: Work, s: number, e: number, kind: number, cost: number, family: number): void {
  const { page, features: f } = work;
  const { lexicon } = page;
  const whole = wordAt(page, s, e - s);
  if (whole >> 4 === classes.division || whole >> 4 === classes.town) return;
  prepare(work, s, e - s > 4 ? 8 : 4);
  begin(f, page, s);
  const gain = kind === kinds.spaced ? cost : saved(work.lattice, s, e);
  const n = e - s;
  const next = codeAt(page, e);
  const c1 = codeAt(page, s);
  const g1 = codeAt(page, s + family);
  const g2 = codeAt(page, e - 1);
  const left = work.crossed;
  const right = crossing(page, e);
  const after = longestAt(page, e);
  const margin = gain - cost;
  const before = codeAt(page, s - 1);
  const speech = work.before * 16 + (after === 0 ? speechAt(page, e) : (after & 255) >> 4);
  add(f, 93, speech, kind);
  add(f, 94, speech, (whole >> 4) + n * 16);
  add(f, 95, before, speech & 15);
  add(f, 96, next, speech >> 4);
  add(f, 97, before + next * 65536, whole >> 4);
  add(f, 98, before, whole);
  add(f, 99, isHan(next) ? dotAhead(page, e) : 9, n);
  add(f, 20, kind);
  add(f, 21, bucket(margin, 20), kind);
  add(f, 22, bucket(gain, 20), kind);
  add(f, 23, c1, kind);
  add(f, 24, whole, kind);
  add(f, 44, whole, isHan(codeAt(page, s - 1)) ? 1 : 0);
  add(f, 25, bucket(cost, 20), kind);
  add(f, 26, left, kind);
  add(f, 27, right, kind);
  add(f, 28, after >> 8, wordBucket(after & 255));
  add(f, 29, bucket(figure(lexicon, rows.givenLast, next), 12), kind);
  add(f, 30, g1, n);
  add(f, 31, g2, n);
  add(f, 32, wordAt(page, s + family, n - family), kind);
  add(f, 33, wordAt(page, s, 2), n === 2 ? 0 : 1);
  add(f, 34, wordAt(page, s, n + 1), kind);
  add(f, 35, wordAt(page, s - 1, n + 1) & 15, kind);
  add(f, 36, bucket(left - right, 2), bucket(margin, 40));
  add(f, 37, c1 + g1 * 65536, n);
  if (n > 2) add(f, 43, c1 + g1 * 65536, g2);
  add(f, 38, bucket(isHan(next) ? singleCost(page, e) : 0, 20), n);
  add(f, 39, bucket(margin, 30), (isHan(codeAt(page, s - 1)) ? 1 : 0) + (isHan(next) ? 2 : 0));
  add(f, 40, oddsOf(page, e - 1), n);
  add(f, 41, isHan(next) ? oddsOf(page, e) : -13, n);
  add(f, 42, oddsOf(page, e - 1), oddsOf(page, e));
  const steps = bucket(margin, 40);
  add(f, 45, codeAt(page, s - 1), steps);
  add(f, 46, next + codeAt(page, e + 1) * 65536, steps);
  if (f.label !== 0) {
    add(f, 47, f.label * 4 + (isHan(next) ? 0 : 1), steps);
    add(f, 48, f.label, next);
    if (n === 4) add(f, 49, c1 + g1 * 65536, codeAt(page, s + 2) + g2 * 65536);
  }
  if (!isHan(next)) add(f, 19, numberAfter(page, e) ? 1 : 0, isHan(codeAt(page, s - 1)) ? kind + 16 : kind);
  addContext(f, page, s, e, kind);
  work.emit(s, e, kind);
}
