import { codeAt, asciiOf, digitOf, isAlnum, isDigit, isLetter } from './chars.ts';
import type { Gap, NumberRun } from './row.ts';

const gapNames: readonly Gap[] = [
  'none',
  'space',
  'dash',
  'dot',
  'newline',
  'slash',
  'comma',
  'paren',
  'filler',
  'mixed',
];
const none = 0;
const space = 1;
const dash = 2;
const dot = 3;
const newline = 4;
const slash = 5;
const comma = 6;
const paren = 7;
const filler = 8;
const mixed = 9;

const gapOf = new Uint8Array(0x10000);
const setGap = (chars: string, gap: number): void => {
  for (let i = 0; i < chars.length; i += 1) gapOf[chars.charCodeAt(i)] = gap;
};
setGap(' \t', space);
setGap('-_', dash);
setGap('.·', dot);
setGap('\n\r', newline);
setGap('/', slash);
setGap(',，、', comma);
setGap('()（）', paren);
setGap('嗯呃额啊哦噢唔欸诶哎呐呢吧嘛…~～。', filler);

/** What people say between the digits of one number. Never 不对, 错了: after a correction a number begins anew. */
const fillerWords =
  /^(?:那个|这个|然后呢?|接着|后面(?:是|几位是)?|再是|后头|还有|好的?|对(?!不)|是(?!不)|继续|您?说|请继续|空格|横杠|横线|减号|杠|停顿|中间(?:是)?|最后(?:是|四位是?|几位是?)?|前面是|加上|连着|um+|uh+|er+|then|dash|space|(?:客户|坐席|客服|用户|顾客|来电人|座席|[AB甲乙])[:：])/i;

/** 1 for the units a filler word begins with. */
const fillerFirst = new Uint8Array(0x10000);
for (const c of '那这然接后再还好对是继您说请空横杠减停中最前加连uUeEtTdDsS客坐用顾来座AB甲乙')
  fillerFirst[c.charCodeAt(0)] = 1;

const going = new Uint8Array(0x10000);
for (let c = 0; c < 0x10000; c += 1)
  going[c] =
    gapOf[c] !== none || fillerFirst[c] === 1 || isAlnum(c) || (digitOf[c] as number) < 10 || c === 58
      ? 1
      : 0;

/** True where a number may go on over a unit like this. */
export const goesOn = (code: number): boolean => going[code] === 1;

/**
 * True where one or two figures that end at `end`, with `before` before them, are certainly no part of a number:
 * nothing goes on, or only a mark after which nothing does.
 */
export function stopsAt(text: string, end: number, before: number): boolean {
  const q = codeAt(text, end);
  if (going[q] === 0) return true;
  const gap = gapOf[q];
  if (gap !== filler && gap !== comma && gap !== space) return false;
  return before !== 45 && before !== 58 && going[codeAt(text, end + 1)] === 0;
}

/** 1 for the units that are a filler word alone, 2 for those that one goes on with. */
const fillerNext = new Uint8Array(0x10000);
for (const c of '个后着面是头有的续说格杠线号顿间上户席服客电继:：mMhHrRaApP')
  fillerNext[c.charCodeAt(0)] = 2;
for (const c of '好对是说杠') (fillerNext[c.charCodeAt(0)] as number) |= 1;

/** True where a filler word may begin at `i`. */
const mayFill = (text: string, i: number): boolean => {
  const c = text.charCodeAt(i);
  if (fillerFirst[c] === 0) return false;
  return ((fillerNext[c] as number) & 1) === 1 || ((fillerNext[codeAt(text, i + 1)] as number) & 2) === 2;
};

const longestFiller = 28;

/** By code unit, the digit that a letter looks like; 0 where it looks like none. */
const lookOf = new Uint8Array(0x10000);
for (const [letters, d] of [
  ['Oo', '0'],
  ['IliL|', '1'],
  ['Zz', '2'],
  ['Ss', '5'],
  ['b', '6'],
  ['B', '8'],
  ['gq', '9'],
] as const)
  for (const letter of letters) lookOf[letter.charCodeAt(0)] = d.charCodeAt(0);

const longestGroup = 48;
const mostDigits = 25;

/** Groups of digits that could belong together, in the order of the text. */
export type Cluster = {
  /** Digits of groups that are not plain figures; of those, nothing is cut out before it is needed. */
  readonly digits: string[];
  /** Digits in each group. */
  readonly sizes: number[];
  readonly starts: number[];
  readonly ends: number[];
  readonly spoken: boolean[];
  readonly looks: number[];
  /** Code of the gap after each group. */
  readonly gaps: number[];
  /** Number of groups; what stands in the lists behind is old. */
  count: number;
  /** Where reading stopped. */
  end: number;
};

/** Letters read as digits: the first group of a cluster. */
export type Looks = {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  readonly looks: number;
};

/** One cluster is read after the other; none is kept. */
const reused: Cluster = {
  digits: [],
  sizes: [],
  starts: [],
  ends: [],
  spoken: [],
  looks: [],
  gaps: [],
  count: 0,
  end: 0,
};

/** Reads the cluster that begins with a digit at `at`. Each gap is at most 28 units long. */
export function readCluster(text: string, at: number, first?: Looks): Cluster {
  const cluster = reused;
  cluster.count = 0;
  let i = at;
  if (first) {
    push(cluster, first.digits, first.digits.length, first.start, first.end, false, first.looks);
    i = first.end;
  } else i = readGroup(text, i, cluster);
  for (;;) {
    const gap = readGap(text, i, cluster);
    if (gap < 0) break;
    cluster.gaps[cluster.count - 1] = gap;
    i = gapEnd;
    if (lookEnd > 0) {
      push(cluster, lookDigits, lookDigits.length, i, lookEnd, false, lookCount);
      i = lookEnd;
    } else i = readGroup(text, i, cluster);
  }
  cluster.end = i;
  return cluster;
}

function push(
  c: Cluster,
  digits: string,
  size: number,
  start: number,
  end: number,
  spoken: boolean,
  looks: number,
): void {
  const k = c.count;
  c.digits[k] = digits;
  c.sizes[k] = size;
  c.starts[k] = start;
  c.ends[k] = end;
  c.spoken[k] = spoken;
  c.looks[k] = looks;
  c.count = k + 1;
}

function readGroup(text: string, at: number, cluster: Cluster): number {
  let i = at;
  const n = text.length;
  if (isDigit(codeAt(text, at))) {
    while (i < n && isDigit(codeAt(text, i))) i += 1;
    push(cluster, '', i - at, at, i, false, 0);
    return i;
  }
  let digits = '';
  while (i < n) {
    const c = codeAt(text, i);
    const d = digitOf[c] as number;
    if (d > 9 || isDigit(c)) break;
    if (digits.length < longestGroup) digits += String.fromCharCode(48 + d);
    i += 1;
  }
  push(cluster, digits, digits.length, at, i, true, 0);
  return i;
}

let gapEnd = 0;
let lookEnd = 0;
let lookDigits = '';
let lookCount = 0;

/** Reads what stands after a group; −1 where no further group follows. Leaves the end in `gapEnd`. */
function readGap(text: string, at: number, cluster: Cluster): number {
  const last = cluster.count - 1;
  const spokenBefore = cluster.spoken[last] as boolean;
  const stop = Math.min(text.length, at + longestFiller);
  let kind = none;
  let plain = 0;
  let worded = false;
  let i = at;
  lookEnd = 0;
  while (i < stop) {
    const c = codeAt(text, i);
    if ((digitOf[c] as number) < 10) break;
    const g = gapOf[c] as number;
    if (g !== none) {
      plain += 1;
      if (c > 0x4e00) worded = true;
      kind = mixGap(kind, g);
      i += 1;
      continue;
    }
    const word = mayFill(text, i) ? fillerWords.exec(text.slice(i, i + 8)) : null;
    if (word) {
      kind = filler;
      worded = true;
      i += word[0].length;
      continue;
    }
    if (i === at || !isAlnum(c) || !readLooks(text, i)) return -1;
    break;
  }
  if (i >= stop) return -1;
  gapEnd = i;
  const c = codeAt(text, i);
  const spokenNext = lookEnd === 0 && !isDigit(c);
  if (i === at) return spokenBefore === spokenNext && !spokenNext ? -1 : none;
  if (lookEnd === 0 && !spokenNext && partOfToken(text, i)) return -1;
  const size = cluster.sizes[last] as number;
  if (kind === comma) {
    // 李四,139…: one Chinese digit before figures is a word.
    if (spokenBefore && !spokenNext && size === 1) return -1;
    if (spokenBefore || spokenNext) return filler;
    const said = last > 0 && size < 5 && cluster.gaps[last - 1] === filler;
    if (size > 2 && !said) return -1;
    if (said) return filler;
  }
  // Figures are joined by what is said between them, not by a full stop.
  if (kind === filler && !worded && !spokenBefore && !spokenNext) return -1;
  if (kind !== filler && plain > 4) return -1;
  return kind;
}

function mixGap(sum: number, next: number): number {
  if (sum === none || sum === next) return next;
  if (next === space) return sum;
  if (sum === space) return next;
  if (sum === filler || next === filler || sum === comma || next === comma) return filler;
  if (sum === newline || next === newline) return newline;
  return sum + next === paren + dash ? paren : mixed;
}

/** True where the digits at `i` go on as letters: another token begins there. */
function partOfToken(text: string, i: number): boolean {
  let end = i;
  while (isDigit(codeAt(text, end))) end += 1;
  return isLetter(codeAt(text, end)) && !/^(?:[xX](?![A-Za-z])|ext|EXT|Ext)/.test(text.slice(end, end + 3));
}

/** Reads letters that stand for digits among digits: at least two characters, one of them a digit. */
export function readLooks(text: string, at: number): boolean {
  let i = at;
  let digits = '';
  let letters = 0;
  while (i < text.length && i - at < longestGroup) {
    const c = codeAt(text, i);
    if (isDigit(c)) digits += text.charAt(i);
    else if (asciiOf[c] !== 0 || c === 124) {
      const as = lookOf[c] as number;
      if (as === 0) {
        // The check character of an ID number: 11O1O5194912310O2X.
        if (digits.length === 17 && (c | 32) === 120 && !isAlnum(codeAt(text, i + 1))) break;
        return false;
      }
      digits += String.fromCharCode(as);
      letters += 1;
    } else break;
    i += 1;
  }
  if (digits.length < 3 || letters > digits.length * 0.75 || letters === 0) return false;
  lookEnd = i;
  lookDigits = digits;
  lookCount = letters;
  return true;
}

/** The group that `readLooks` read last. */
export const lastLooks = (): { digits: string; end: number; looks: number } => ({
  digits: lookDigits,
  end: lookEnd,
  looks: lookCount,
});

export type RunAt = NumberRun & {
  /** Number of digits; the digits and groups themselves are there after `completeRun`. */
  readonly count: number;
  readonly gapCode: number;
  readonly gapBefore: number;
  readonly gapAfter: number;
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One run is judged after the other; none is kept. */
const run: Mutable<RunAt> = {
  digits: '',
  count: 0,
  start: 0,
  end: 0,
  groups: [],
  gap: 'none',
  gapCode: none,
  spoken: false,
  looks: 0,
  text: '',
  gapBefore: -1,
  gapAfter: -1,
};
let firstGroup = 0;
let lastGroup = 0;

/** Writes the digits and groups of the run that `eachRun` hands out at this moment. */
export function completeRun(): void {
  const { sizes } = reused;
  if (firstGroup === lastGroup) {
    run.digits = digitsOf(firstGroup);
    run.groups = [sizes[firstGroup] as number];
    return;
  }
  let joined = '';
  const groups: number[] = [];
  for (let k = firstGroup; k <= lastGroup; k += 1) {
    joined += digitsOf(k);
    groups.push(sizes[k] as number);
  }
  run.digits = joined;
  run.groups = groups;
}

function digitsOf(group: number): string {
  const { digits, starts, ends } = reused;
  const own = digits[group] as string;
  return own === '' ? run.text.slice(starts[group], ends[group]) : own;
}

/**
 * Calls `take` with every run of neighbouring groups of the cluster read last that has a count of digits that
 * `counts` marks; at most 25 digits. The run is only valid during the call. All groups together come first: where
 * `take` says that they are certain, no part of them is asked for.
 */
export function eachRun(text: string, counts: Uint8Array, take: (run: RunAt) => boolean): void {
  const { count } = reused;
  run.text = text;
  const whole = count > 1;
  if (whole && takeFrom(0, count - 1, counts, take)) return;
  for (let i = 0; i < count; i += 1) takeFrom(i, whole && i === 0 ? count - 2 : count - 1, counts, take, i);
}

/**
 * Hands out the runs from group `i` to each of `from` (`to` unless given) up to `to`; true where one was certain.
 */
function takeFrom(
  i: number,
  to: number,
  counts: Uint8Array,
  take: (run: RunAt) => boolean,
  from = to,
): boolean {
  const { sizes, starts, ends, spoken, looks, gaps, count } = reused;
  let total = 0;
  let gap = none;
  let said = false;
  let looked = 0;
  let widest = 0;
  let certain = false;
  const start = starts[i] as number;
  for (let j = i; j <= to; j += 1) {
    const size = sizes[j] as number;
    const end = ends[j] as number;
    if (total + size > mostDigits || end - start > 200) break;
    if (j > i) gap = joinGaps(gap, gaps[j - 1] as number, j === i + 1);
    total += size;
    said ||= spoken[j] as boolean;
    looked += looks[j] as number;
    if (size > widest) widest = size;
    if (j < from || counts[total] === 0) continue;
    const gapBefore = i > 0 ? (gaps[i - 1] as number) : -1;
    const gapAfter = j < count - 1 ? (gaps[j] as number) : -1;
    // Digits one by one are a number only where the row of them begins and ends.
    if (widest < 3 && j > i + 1 && (inRow(gapBefore, gap) || inRow(gapAfter, gap))) continue;
    // Part of a row of groups is no short number.
    if (j > i && total < 11 && gap !== filler && (gapBefore === gap || gapAfter === gap)) continue;
    firstGroup = i;
    lastGroup = j;
    run.count = total;
    run.start = start;
    run.end = end;
    run.gap = gapNames[gap] as Gap;
    run.gapCode = gap;
    run.spoken = said;
    run.looks = looked;
    run.gapBefore = gapBefore;
    run.gapAfter = gapAfter;
    if (take(run)) certain = true;
  }
  return certain;
}

const inRow = (beside: number, inner: number): boolean =>
  beside === inner || (inner !== dot && beside >= space && beside <= slash && beside !== newline);

function joinGaps(sum: number, next: number, only: boolean): number {
  if (only || sum === next) return next;
  if (sum === filler || next === filler) return filler;
  if (sum === none || next === none) return sum === none ? next : sum;
  if (sum === newline || next === newline) return newline;
  if (
    (sum === paren && (next === dash || next === space)) ||
    (next === paren && (sum === dash || sum === space))
  )
    return paren;
  if ((sum === space && next === dash) || (sum === dash && next === space)) return dash;
  return mixed;
}

/** Log odds against a run whose neighbours look as if they belonged to it. */
export function neighbours(at: RunAt): number {
  if (at.gapBefore < 0 && at.gapAfter < 0) return 0;
  return beside(at.gapBefore, at.gapCode) + beside(at.gapAfter, at.gapCode);
}

function beside(gap: number, inner: number): number {
  if (gap < 0) return 0;
  if (gap === none) return -0.8;
  if (gap === slash) return -1;
  if (gap === dash || gap === dot) return -2.8;
  if (gap === inner) return gap === newline ? -0.2 : gap === space ? -1.6 : -2;
  if (gap === paren || gap === mixed) return -0.6;
  return gap === comma ? -0.3 : gap === filler ? -0.4 : -0.2;
}
