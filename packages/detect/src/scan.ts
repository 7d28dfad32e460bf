import {
  asciiOf,
  codeAt,
  digitOf,
  isAlnum,
  isDigit,
  isLetter,
  isSmall,
  plainOf,
  unitClass,
} from './chars.ts';
import { type Context, context, labelWeight, mayName, readAround } from './context.ts';
import { counted, edges, emphasised, maskedBeside } from './edges.ts';
import { mailAt, spokenMail } from './email.ts';
import { changesAt, type FoldMap, startOf, unitFrom } from './fold.ts';
import { labels, typeIndex } from './labels.ts';
import { opensLead, secondOfLead } from './lexicon.ts';
import {
  completeRun,
  goesOn,
  stopsAt,
  type Looks,
  lastLooks,
  neighbours,
  type RunAt,
  readCluster,
  readLooks,
  type Cluster,
  eachRun,
} from './number-runs.ts';
import type { Possible } from './resolve.ts';
import type { Row, Shape, Token } from './row.ts';
import { rows } from './rows/index.ts';
import { ipv6At } from './rows/ip-address.ts';
import { macAt } from './rows/mac-address.ts';
import type { EntityType, Evidence } from './types.ts';

const { none, digit, at, spoken, odd } = unitClass;

const type = (name: EntityType): number => typeIndex.get(name) as number;
const email = type('EMAIL_ADDRESS');
const ip = type('IP_ADDRESS');
const mac = type('MAC_ADDRESS');

type NumberRule = {
  readonly type: number;
  readonly named: boolean;
  readonly test: NonNullable<Row['numbers']>['test'];
};
const numberRules: NumberRule[][] = Array.from({ length: 26 }, () => []);
type TokenRule = { readonly type: number; readonly test: NonNullable<Row['tokens']>['test'] };
const shortestToken = 4;
const longestToken = 256;
/** By the number of units. */
const tokenRules: TokenRule[][] = Array.from({ length: longestToken + 1 }, () => []);
rows.forEach((row, t) => {
  for (const count of row.numbers?.counts ?? []) {
    const { test, named } = row.numbers as NonNullable<Row['numbers']>;
    (numberRules[count] as NumberRule[]).push({ type: t, named: named === true, test });
  }
  if (!row.tokens) return;
  const { sizes: [least, most] = [shortestToken, longestToken], test } = row.tokens;
  for (let size = least; size <= most; size += 1) (tokenRules[size] as TokenRule[]).push({ type: t, test });
});
const counts = new Uint8Array(64);
numberRules.forEach((rules, count) => {
  if (rules.length > 0) counts[count] = 1;
});

const nothing: readonly number[] = [];

/** Bits of a unit for the first pass. It stops at a unit that begins a number, a mail address or something odd… */
const stops = 1;
/** …at the second of two units that may begin a leading word; the bit of the first is one place below… */
const opens = 2;
const second = 4;
/** …and at a letter that may begin one: a capital, or a small one that stands after no letter (three places below). */
const isOneLetter = 8;
const opensSmall = 64;
const opensCapital = 128;

let classes: { readonly bits: Uint8Array; readonly kinds: Uint8Array } | undefined;

/** Bits and class of each code unit; a unit that is odd and more than odd stays odd, for folding comes first. */
function classTables(): { readonly bits: Uint8Array; readonly kinds: Uint8Array } {
  if (classes) return classes;
  const bits = new Uint8Array(0x10000);
  const kinds = new Uint8Array(0x10000);
  const { leads } = labels().lexicon.trie;
  for (let c = 0; c < 0x10000; c += 1) {
    let kind: number = none;
    if ((digitOf[c] as number) < 10) kind = c < 128 ? digit : spoken;
    if (plainOf[c] !== c || c === 37 || c === 38 || c === 92 || c === 0xd835) kind = odd;
    if (c === 64) kind = at;
    kinds[c] = kind;
    let b = kind === none ? 0 : stops;
    const lead = leads[c] as number;
    if (isLetter(c)) {
      b |= isOneLetter;
      if ((lead & opensLead) !== 0) b |= isSmall(c) ? opensSmall : opensCapital;
    } else if ((lead & opensLead) !== 0) b |= opens;
    if ((lead & secondOfLead) !== 0) b |= second;
    bits[c] = b;
  }
  classes = { bits, kinds };
  return classes;
}

const logOdds = (p: number): number => (p <= 0 ? -50 : p >= 1 ? 50 : Math.log(p / (1 - p)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The state of one scan. */
type Scan = {
  text: string;
  wanted: Uint8Array;
  explain: boolean;
  minScore: number;
  /** Log odds below which nothing is kept. */
  least: number;
  /** The way back to the original text, null where unit stands for unit. */
  map: FoldMap | null;
  found: Possible[];
  /** What stands around values, null before the first was asked. */
  around: Context | null;
};

/** One text is scanned after the other. */
const s: Scan = {
  text: '',
  wanted: new Uint8Array(0),
  explain: false,
  minScore: 0,
  least: 0,
  map: null,
  found: [],
  around: null,
};
let spare: Context | undefined;

/**
 * Everything in a plain text that could be a finding, with its score; null where the text has to be folded first
 * (it was not, and something odd stands in it).
 */
export function scan(
  text: string,
  minScore: number,
  explain: boolean,
  wanted: Uint8Array,
  folded: boolean,
  map: FoldMap | null,
): Possible[] | null {
  const { bits, kinds } = classTables();
  s.text = text;
  s.wanted = wanted;
  s.explain = explain;
  if (minScore !== s.minScore || s.least === 0) {
    s.minScore = minScore;
    s.least = logOdds(minScore) - 0.01;
  }
  s.map = map;
  s.found = [];
  s.around = null;
  const n = text.length;
  let before = 0;
  for (let i = 0; i < n; ) {
    const code = text.charCodeAt(i);
    const b = bits[code] as number;
    const hit =
      (b & (stops | opensCapital)) | ((before << 1) & b & second) | (b & opensSmall & ~(before << 3));
    if (hit === 0) {
      before = b;
      i += 1;
      continue;
    }
    if ((hit & second) !== 0) takeLead(i - 1);
    if ((b & stops) === 0) {
      if ((hit & (opensSmall | opensCapital)) !== 0) takeLead(i);
      before = b;
      i += 1;
      continue;
    }
    before = 0;
    const kind = kinds[code] as number;
    if (kind === digit) i = takeDigits(i);
    else if (kind === spoken) i = takeSpoken(i);
    else if (kind === odd && !folded && changesAt(text, i)) {
      release();
      return null;
    } else {
      if (kind === at && wanted[email] === 1) takeMail(mailAt(text, i));
      i += 1;
    }
  }
  release();
  s.text = '';
  return s.found;
}

/** Nothing of a text is kept. */
function release(): void {
  if (s.around === null) return;
  spare = s.around;
  spare.text = '';
  s.around = null;
}

/** Reads the labels around `[start, end)`. */
function look(start: number, end: number, size: number): Context {
  const { map } = s;
  const around = reach();
  let lowest = 0;
  let highest = s.text.length;
  if (map !== null) {
    lowest = Math.min(start, unitFrom(map, startOf(map, start) - 64));
    highest = Math.min(highest, Math.max(end, unitFrom(map, startOf(map, end - 1) + 64)));
  }
  readAround(around, start, end, lowest, highest, size);
  return around;
}

/** The labels of the text, as far as they have been read. */
function reach(): Context {
  if (s.around === null) {
    s.around = context(s.text, labels(), spare);
    spare = undefined;
  }
  return s.around;
}

/** Keeps a possible finding; its score, 0 where that is too low. */
function add(
  t: number,
  shape: Shape,
  start: number,
  end: number,
  logit: number,
  parts: Evidence[] | undefined,
): number {
  const score = Math.round(sigmoid(logit) * 1000) / 1000;
  if (score < s.minScore || end <= start) return 0;
  s.found.push(
    parts
      ? { type: t, start, end, score, why: [{ code: shape.code, weight: shape.logit }, ...parts] }
      : { type: t, start, end, score },
  );
  return score;
}

/** Weighs a shape with what stands around it; the score of what is kept, else 0. */
function judge(
  t: number,
  shape: Shape,
  start: number,
  end: number,
  extra: number,
  c: Context,
  label = labelWeight(c, t),
): number {
  if (shape.named === true && !c.named) return 0;
  const from = shape.start ?? start;
  const to = shape.end ?? end;
  if (shape.logit + label + extra < s.least) return 0;
  const beside = edges(s.text, from, to, c.touches);
  if (beside === Number.NEGATIVE_INFINITY) return 0;
  const logit = shape.logit + label + beside + extra;
  if (logit < s.least) return 0;
  return add(t, shape, from, to, logit, s.explain ? evidence(label, beside, extra) : undefined);
}

/** Score of a number of which no part can be meant. */
const beyondDoubt = 0.97;
/** No shape is likelier than this by itself, in log odds. */
const mostByShape = 8;

/** Weighs a run for each type; true where one is certain. */
function takeRun(run: RunAt): boolean {
  const { count } = run;
  if (count < 7 && counted(codeAt(s.text, run.end))) return false;
  const extra = neighbours(run) - (run.looks > 0 ? run.looks * 0.25 + 0.3 : 0);
  if (extra < -7) return false;
  if (
    count < 7 &&
    run.gap !== 'dot' &&
    !plateBefore(s.text, run.start) &&
    !mayName(reach(), run.start, run.end)
  )
    return false;
  const c = look(run.start, run.end, count);
  if (count < 7 && !c.named && run.gap !== 'dot' && !(count > 3 && plateBefore(s.text, run.start)))
    return false;
  completeRun();
  const { wanted } = s;
  const rules = numberRules[count] as NumberRule[];
  let certain = false;
  for (let k = 0; k < rules.length; k += 1) {
    const rule = rules[k] as NumberRule;
    if (wanted[rule.type] === 0) continue;
    const label = labelWeight(c, rule.type);
    if (rule.named ? !(label > 1) : label + mostByShape < s.least) continue;
    const shape = rule.test(run);
    if (shape === null) continue;
    const own = rule.type === ip ? 0 : extra;
    if (judge(rule.type, shape, run.start, run.end, own, c, label) >= beyondDoubt) certain = true;
  }
  return certain;
}

function takeToken(start: number, end: number): void {
  const size = end - start;
  if (size > longestToken || size < shortestToken) return;
  const { text } = s;
  const token: Token = { text, start, end, upper: text.slice(start, end).toUpperCase() };
  for (const rule of tokenRules[size] as TokenRule[]) {
    if (s.wanted[rule.type] === 0) continue;
    const shape = rule.test(token);
    if (shape === null) continue;
    const c = look(shape.start ?? start, shape.end ?? end, size);
    judge(rule.type, shape, start, end, 0, c);
  }
}

/** Reads a MAC or an IPv6 address around the token `[start, end)`. */
function takeHex(i: number, start: number, end: number): void {
  const size = end - start;
  const { text } = s;
  const next = codeAt(text, end);
  // Five with the end of MAC before the first two: MACd0:22:….
  if (size > 5 || (size === 5 && next !== 58)) return;
  const before = codeAt(text, start - 1);
  const colon = next === 58 || before === 58;
  // The address was read from its first part with a digit.
  if ((before === 58 || before === 45) && isDigit(codeAt(text, start - 2))) return;
  if (!colon && !(size === 2 && (next === 45 || before === 45)) && !(size === 4 && next === 46)) return;
  const asMac = s.wanted[mac] === 1 ? macAt(text, i) : null;
  if (asMac) judge(mac, asMac, i, i, 0, look(asMac.start as number, asMac.end as number, 12));
  if (!colon) return;
  const asIp = s.wanted[ip] === 1 ? ipv6At(text, i) : null;
  if (asIp) judge(ip, asIp, i, i, 0, look(asIp.start as number, asIp.end as number, 32));
}

function takeMail(shape: Shape | null): void {
  if (shape === null) return;
  const { start = 0, end = 0, logit } = shape;
  if (maskedBeside(s.text, start, end)) return;
  const label = Math.max(0, labelWeight(look(start, end, 0), email) * 0.4);
  add(email, shape, start, end, logit + label, s.explain ? evidence(label, 0, 0) : undefined);
}

/** Reads the token and the numbers that begin at the digit at `i`; the place to go on from. */
function takeDigits(i: number): number {
  const { text } = s;
  const n = text.length;
  let digitsEnd = i + 1;
  while (digitsEnd < n && isDigit(text.charCodeAt(digitsEnd))) digitsEnd += 1;
  const p = i > 0 ? text.charCodeAt(i - 1) : 0;
  let start = i;
  if (isLetter(p)) while (start > 0 && i - start < 257 && isLetter(text.charCodeAt(start - 1))) start -= 1;
  else if (digitsEnd - i < 3 && stopsAt(text, digitsEnd, p)) return digitsEnd;
  let end = digitsEnd;
  let runs = 1;
  for (let inDigits = true; ; end += 1) {
    const kind = asciiOf[codeAt(text, end)] as number;
    if (!(kind > 0)) break;
    if (kind === 1 && !inDigits) runs += 1;
    inDigits = kind === 1;
  }
  takeHex(i, start, end);
  if (start === i && end === digitsEnd) return Math.max(readNumbers(i), end);
  takeToken(start, end);
  const looks = end - start >= 7 && readLooks(text, start) ? lastLooks() : undefined;
  if (looks && (looks.end === end || looks.end === end - 1)) {
    const read = readNumbers(start, { ...looks, start });
    if (runs > 1) return Math.max(read, end);
  }
  if (runs > 1 && !/^(?:x\d+|ext\d+)$/i.test(text.slice(digitsEnd, end))) return end;
  const tail = end - digitsEnd;
  if (tail > 12 || (tail > 0 && digitsEnd - i < 3)) return end;
  return Math.max(readNumbers(i), end);
}

function readNumbers(i: number, first?: Looks): number {
  const cluster = readCluster(s.text, i, first);
  const { count, starts, ends, end } = cluster;
  if (!maskedEnd(s.text, cluster)) eachRun(s.text, counts, takeRun);
  // An address may begin with digits that were read with the number before them: IPv6 2001:db8::1.
  const last = starts[count - 1] as number;
  if (count > 1 && codeAt(s.text, end) === 58) takeHex(last, last, ends[count - 1] as number);
  return end;
}

/** True where stars go on, or begin, a row of groups: 1101 0519 **** ****. */
function maskedEnd(text: string, cluster: Cluster): boolean {
  const start = cluster.starts[0] as number;
  if (emphasised(text, start, cluster.end)) return false;
  return starsAt(text, cluster.end, 1) || starsAt(text, start - 1, -1);
}

function starsAt(text: string, at: number, step: 1 | -1): boolean {
  const c = codeAt(text, at);
  const i = c === 32 || c === 45 ? at + step : at;
  return codeAt(text, i) === 42 && codeAt(text, i + step) === 42;
}

function takeSpoken(i: number): number {
  if (!spokenFollows(s.text, i)) return i + 1;
  const cluster = readCluster(s.text, i);
  eachRun(s.text, counts, takeRun);
  return Math.max(cluster.end, i + 1);
}

/** Reads what stands after and before a leading word that begins at `i`. */
function takeLead(i: number): void {
  const { text } = s;
  const known = labels();
  const length = known.lexicon.leadAt(text, i, i + 40);
  if (length === 0) return;
  const label = known.lexicon.lastId();
  const { wanted } = s;
  for (const t of known.follows[label] ?? nothing) if (wanted[t] === 1) takeFollowing(t, i + length);
  for (const t of known.leads[label] ?? nothing) if (wanted[t] === 1) takeLeading(t, i, length);
  if (label < known.atSigns && wanted[email] === 1) {
    takeMail(spokenMail(text, i, i + length, isLetter(codeAt(text, i)) ? 0.5 : 1.5));
  }
}

function takeFollowing(t: number, from: number): void {
  const { text } = s;
  const rule = (rows[t] as Row).follows as NonNullable<Row['follows']>;
  rule.pattern.lastIndex = from;
  const value = rule.pattern.exec(text)?.[1];
  if (value === undefined) return;
  const end = rule.pattern.lastIndex;
  const start = end - value.length;
  let logit = rule.test ? rule.test(value, text, start) : 0;
  // Letters that go on as the value are rather part of it: pass in pass938Q.
  if (logit !== null && start === from && isLetter(codeAt(text, from - 1))) logit -= 1.5;
  if (logit === null || maskedBeside(text, start, end)) return;
  const label = labelWeight(look(start, end, value.length), t);
  const parts = s.explain ? evidence(label, 0, 0) : undefined;
  add(t, { code: 'follows', logit: logit - 2 }, start, end, logit - 2 + label, parts);
}

function takeLeading(t: number, i: number, length: number): void {
  const { text } = s;
  const rule = (rows[t] as Row).leads as NonNullable<Row['leads']>;
  const own = /^[日号]/.test(text.charAt(i)) ? 1 : 0;
  if (own && length === 2 && /^[产效活成意物]/.test(text.charAt(i + length))) return;
  const from = Math.max(0, i - 40);
  const match = rule.pattern.exec(text.slice(from, i + own));
  const value = match?.[1];
  if (match === null || value === undefined) return;
  const start = from + match.index + match[0].indexOf(value);
  add(t, { code: 'leads', logit: 2 }, start, start + value.length, 2, s.explain ? [] : undefined);
}

/** A quick look whether more digits follow the Chinese digit at `i`. */
function spokenFollows(text: string, i: number): boolean {
  const next = codeAt(text, i + 1);
  if ((digitOf[next] as number) < 10) return true;
  if (next > 0x4e00 || isAlnum(next)) return goesOn(next);
  return (digitOf[codeAt(text, i + 2)] as number) < 10 || (digitOf[codeAt(text, i + 3)] as number) < 10;
}

const plateBefore = (text: string, start: number): boolean => {
  const p = codeAt(text, start - 1);
  if (isLetter(p)) return codeAt(text, start - 2) > 0x4e00 && !isDigit(codeAt(text, start));
  return (p === 32 || p === 0xb7 || p === 46 || p === 45) && isLetter(codeAt(text, start - 2));
};

function evidence(label: number, beside: number, extra: number): Evidence[] {
  const parts: Evidence[] = [];
  const note = (code: string, weight: number): void => {
    if (Math.abs(weight) > 0.05) parts.push({ code, weight: Math.round(weight * 100) / 100 });
  };
  note(label > 0 ? 'context' : 'counter-context', label);
  note('edges', beside);
  note('neighbours', extra);
  return parts;
}
