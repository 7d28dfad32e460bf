import { asciiOf, digitOf, isAlnum, isDigit, isLetter, keyOf, plainOf, unitClass } from './chars.ts';
import { context, type Context } from './context.ts';
import { edges, maskedBeside } from './edges.ts';
import { mailAt, spokenMail } from './email.ts';
import { changesAt } from './fold.ts';
import { labels, typeIndex } from './labels.ts';
import { lastLooks, neighbours, readCluster, readLooks, runsOf, type RunAt } from './number-runs.ts';
import type { Possible } from './resolve.ts';
import type { Row, Shape, Token } from './row.ts';
import { rows } from './rows/index.ts';
import { ipv6At, macAt } from './rows/network.ts';
import type { EntityType, Evidence } from './types.ts';

const { none, digit, at, spoken, odd, lead } = unitClass;

/** What a scan needs to know. `starts` maps units to the original text, null where the text was not folded. */
export type ScanOptions = {
  readonly minScore: number;
  readonly explain: boolean;
  readonly wanted: Uint8Array;
  readonly starts: Int32Array | null;
};

const type = (name: EntityType): number => typeIndex.get(name) as number;
const email = type('EMAIL_ADDRESS');
const ip = type('IP_ADDRESS');
const mac = type('MAC_ADDRESS');

type NumberRule = { readonly type: number; readonly test: NonNullable<Row['numbers']>['test'] };
const numberRules: NumberRule[][] = Array.from({ length: 26 }, () => []);
const tokenRules: { readonly type: number; readonly test: NonNullable<Row['tokens']> }[] = [];
rows.forEach((row, t) => {
  for (const count of row.numbers?.counts ?? []) {
    (numberRules[count] as NumberRule[]).push({
      type: t,
      test: (row.numbers as NonNullable<Row['numbers']>).test,
    });
  }
  if (row.tokens) tokenRules.push({ type: t, test: row.tokens });
});
const counts = new Uint8Array(64);
numberRules.forEach((rules, count) => {
  if (rules.length > 0) counts[count] = 1;
});

const atSigns = new Set(['at', '艾特', '爱特', '圈a', '圈诶', '小老鼠', 'at符号', '艾特符号']);

let classes: Uint8Array | undefined;

/** Class of each code unit; a unit that is odd and more than odd stays odd, for folding comes first. */
export function classTable(): Uint8Array {
  if (classes) return classes;
  const t = new Uint8Array(0x10000);
  const { lexicon, leading } = labels();
  void leading;
  for (let c = 0; c < 0x10000; c += 1) {
    if ((digitOf[c] as number) < 10) t[c] = c < 128 ? digit : spoken;
    else if (leadFirst(lexicon.first)[c] === 1) t[c] = lead;
    if (plainOf[c] !== c) t[c] = odd;
  }
  for (const c of [37, 38, 92, 0xd835]) t[c] = odd;
  t[64] = at;
  classes = t;
  return t;
}

let leadTable: Uint8Array | undefined;

/** 1 for units that begin a word after or before which a value is looked for. */
function leadFirst(first: Uint8Array): Uint8Array {
  if (leadTable) return leadTable;
  const t = new Uint8Array(0x10000);
  const firsts = new Set<number>();
  const add = (list: string | undefined): void => {
    for (const word of (list ?? '').split(' ')) if (word) firsts.add(keyOf[word.charCodeAt(0)] as number);
  };
  for (const row of rows) {
    if (row.follows) add(row.names);
    add(row.leads?.words);
  }
  for (const word of atSigns) firsts.add(keyOf[word.charCodeAt(0)] as number);
  for (let c = 0; c < t.length; c += 1) if (first[c] === 1 && firsts.has(keyOf[c] as number)) t[c] = 1;
  leadTable = t;
  return t;
}

/** True where folding would change the text. */
export function needsFold(text: string): boolean {
  const table = classTable();
  for (let i = 0; i < text.length; i += 1)
    if (table[text.charCodeAt(i)] === odd && changesAt(text, i)) return true;
  return false;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Everything in a folded text that could be a finding, with its score. */
export function scan(text: string, options: ScanOptions): Possible[] {
  const table = classTable();
  const known = labels();
  const { lengthAt, lastId } = known.lexicon;
  const { wanted, minScore, explain, starts } = options;
  const found: Possible[] = [];
  const n = text.length;
  let around: Context | undefined;

  const look = (start: number, end: number, size: number): Context => {
    around ??= context(text, known);
    let lowest = 0;
    let highest = n;
    if (starts !== null) {
      lowest = start;
      const from = (starts[start] as number) - 64;
      while (lowest > 0 && start - lowest < 64 && (starts[lowest - 1] as number) >= from) lowest -= 1;
      highest = end;
      const to = (starts[end - 1] as number) + 64;
      while (highest < n && highest - end < 64 && (starts[highest] as number) < to) highest += 1;
    }
    around.at(start, end, lowest, highest, size);
    return around;
  };

  const add = (
    t: number,
    shape: Shape,
    start: number,
    end: number,
    logit: number,
    parts: Evidence[] | undefined,
  ): void => {
    const score = Math.round(sigmoid(logit) * 1000) / 1000;
    if (score < minScore || end <= start) return;
    found.push(
      parts
        ? { type: t, start, end, score, why: [{ code: shape.code, weight: shape.logit }, ...parts] }
        : { type: t, start, end, score },
    );
  };

  const judge = (t: number, shape: Shape, start: number, end: number, extra: number, c: Context): void => {
    if (shape.named === true && !c.named()) return;
    const s = shape.start ?? start;
    const e = shape.end ?? end;
    const beside = edges(text, s, e, c.touches());
    if (beside === Number.NEGATIVE_INFINITY) return;
    const label = c.weight(t);
    const logit = shape.logit + label + beside + extra;
    if (logit < -3) return;
    const parts = explain ? evidence(label, beside, extra) : undefined;
    add(t, shape, s, e, logit, parts);
  };

  const takeRun = (run: RunAt): void => {
    const count = run.digits.length;
    const c = look(run.start, run.end, count);
    if (count < 7 && !c.named() && run.gap !== 'dot' && !(count > 3 && plateBefore(text, run.start))) return;
    const extra = neighbours(run) - run.looks * 0.25 - (run.looks > 0 ? 0.3 : 0);
    if (extra < -7) return;
    for (const rule of numberRules[count] as NumberRule[]) {
      if (wanted[rule.type] === 0) continue;
      const shape = rule.test(run);
      if (shape !== null) judge(rule.type, shape, run.start, run.end, rule.type === ip ? 0 : extra, c);
    }
  };

  const takeToken = (start: number, end: number): void => {
    if (end - start > 256) return;
    const token: Token = { text, start, end, upper: text.slice(start, end).toUpperCase() };
    for (const rule of tokenRules) {
      if (wanted[rule.type] === 0) continue;
      const shape = rule.test(token);
      if (shape !== null)
        judge(rule.type, shape, start, end, 0, look(shape.start ?? start, shape.end ?? end, end - start));
    }
  };

  const takeHex = (i: number, start: number, end: number): void => {
    const next = text.charCodeAt(end);
    if (end - start > 4 || (next !== 58 && next !== 45)) {
      const before = text.charCodeAt(start - 1);
      if (end - start > 4 || (before !== 58 && before !== 45)) return;
    }
    const asMac = wanted[mac] === 1 ? macAt(text, i) : null;
    if (asMac) judge(mac, asMac, i, i, 0, look(asMac.start as number, asMac.end as number, 12));
    const asIp = wanted[ip] === 1 ? ipv6At(text, i) : null;
    if (asIp) judge(ip, asIp, i, i, 0, look(asIp.start as number, asIp.end as number, 32));
  };

  const takeMail = (shape: Shape | null): void => {
    if (shape === null) return;
    const { start = 0, end = 0, logit } = shape;
    if (maskedBeside(text, start, end)) return;
    const label = Math.max(0, look(start, end, 0).weight(email) * 0.4);
    add(email, shape, start, end, logit + label, explain ? evidence(label, 0, 0) : undefined);
  };

  /** Reads the token and the numbers that begin at the digit at `i`; the place to go on from. */
  const takeDigits = (i: number): number => {
    let start = i;
    while (start > 0 && i - start < 257 && isLetter(text.charCodeAt(start - 1))) start -= 1;
    let end = i + 1;
    let runs = 1;
    let letters = start < i;
    for (let inDigits = true; end < n; end += 1) {
      const kind = asciiOf[text.charCodeAt(end)] as number;
      if (kind === 0) break;
      if (kind === 1) {
        if (!inDigits) runs += 1;
        inDigits = true;
      } else {
        inDigits = false;
        letters = true;
      }
    }
    takeHex(i, start, end);
    if (letters) {
      takeToken(start, end);
      const looks = end - start >= 7 && readLooks(text, start) ? lastLooks() : undefined;
      if (looks && looks.end === end) return readNumbers(start, { ...looks, start });
      if (runs > 1) return end;
      const tail = end - endOfDigits(i);
      if (tail > 0 && !/^(?:[xX]\d*|ext\d*)$/.test(text.slice(end - tail, end))) {
        if (tail > 12 || endOfDigits(i) - i < 3) return end;
      }
    } else {
      // Digits alone may be a plate's (粤BD12345 is a token; 京 A 12345 is not), read by the row itself.
    }
    return Math.max(readNumbers(i), start === i && !letters ? i + 1 : end);
  };

  const endOfDigits = (i: number): number => {
    let j = i;
    while (j < n && isDigit(text.charCodeAt(j))) j += 1;
    return j;
  };

  const readNumbers = (
    i: number,
    first?: { digits: string; start: number; end: number; looks: number },
  ): number => {
    const cluster = readCluster(text, i, first);
    runsOf(text, cluster, counts, takeRun);
    return cluster.end;
  };

  const takeLead = (i: number): void => {
    const length = lengthAt(text, i, i + 40 < n ? i + 40 : n);
    if (length === 0) return;
    const label = lastId();
    for (const t of known.follows[label] as readonly number[])
      if (wanted[t] === 1) takeFollowing(t, i + length);
    for (const t of known.leads[label] as readonly number[]) if (wanted[t] === 1) takeLeading(t, i, length);
    if (wanted[email] === 1 && atSigns.has(text.slice(i, i + length).toLowerCase())) {
      takeMail(spokenMail(text, i, i + length, length === 2 && isLetter(text.charCodeAt(i)) ? 0.5 : 1.5));
    }
  };

  const takeFollowing = (t: number, from: number): void => {
    const rule = (rows[t] as Row).follows as NonNullable<Row['follows']>;
    rule.pattern.lastIndex = from;
    const match = rule.pattern.exec(text);
    const value = match?.[1];
    if (value === undefined) return;
    const start = rule.pattern.lastIndex - value.length;
    const logit = rule.test ? rule.test(value, text, start) : 0;
    if (logit === null) return;
    if (maskedBeside(text, start, start + value.length)) return;
    const c = look(start, start + value.length, value.length);
    const label = c.weight(t);
    add(
      t,
      { code: 'follows', logit },
      start,
      start + value.length,
      logit - 2 + label,
      explain ? evidence(label, 0, 0) : undefined,
    );
  };

  const takeLeading = (t: number, i: number, length: number): void => {
    const rule = (rows[t] as Row).leads as NonNullable<Row['leads']>;
    const bare = /^[日号]/.test(text.charAt(i)) ? 1 : 0;
    if (bare && length === 2 && /^[产效活成意物]/.test(text.charAt(i + length))) return;
    const match = rule.pattern.exec(text.slice(Math.max(0, i - 40), i + bare));
    const value = match?.[1];
    if (match === null || value === undefined) return;
    const start = Math.max(0, i - 40) + match.index + match[0].indexOf(value);
    add(t, { code: 'leads', logit: 2 }, start, start + value.length, 2, explain ? [] : undefined);
  };

  for (let i = 0; i < n; ) {
    const kind = table[text.charCodeAt(i)] as number;
    if (kind === none) i += 1;
    else if (kind === digit) i = takeDigits(i);
    else if (kind === at) {
      if (wanted[email] === 1) takeMail(mailAt(text, i));
      i += 1;
    } else if (kind === spoken) {
      const cluster = spokenFollows(text, i) ? readCluster(text, i) : undefined;
      if (cluster && cluster.digits.join('').length > 2) runsOf(text, cluster, counts, takeRun);
      i = cluster && cluster.end > i ? cluster.end : i + 1;
    } else {
      if (kind === lead) takeLead(i);
      i += 1;
    }
  }
  return found;
}

/** A quick look whether more digits follow the Chinese digit at `i`. */
function spokenFollows(text: string, i: number): boolean {
  const next = text.charCodeAt(i + 1);
  if ((digitOf[next] as number) < 10) return true;
  if (next > 0x4e00 || isAlnum(next))
    return /^(?:嗯|呃|额|啊|哦|那|然后|接着)/.test(text.slice(i + 1, i + 3));
  return (digitOf[text.charCodeAt(i + 2)] as number) < 10 || (digitOf[text.charCodeAt(i + 3)] as number) < 10;
}

const plateBefore = (text: string, start: number): boolean => {
  const p = text.charCodeAt(start - 1);
  return (p === 32 || p === 0xb7 || p === 46 || p === 45) && isLetter(text.charCodeAt(start - 2));
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
