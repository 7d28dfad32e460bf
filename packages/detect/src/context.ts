import { codeAt, digitOf, isAlnum, isLetter, isSmall } from './chars.ts';
import type { Labels } from './labels.ts';

/** A label counts where it begins within this many units before a value. */
const reachBefore = 44;
/** A label counts where it begins within this many units after a value. */
const reachAfter = 20;
const longestWord = 40;
const mostLabels = 12;

/** Labels around places of one text. Places are asked from left to right, so that each unit is read about once. */
export type Context = {
  text: string;
  readonly table: Labels;
  /** Labels read so far: begin, end, id. */
  starts: Int32Array;
  ends: Int32Array;
  ids: Int32Array;
  /** 1 where a label is read at the place asked last. */
  kept: Uint8Array;
  labels: number;
  /** The stretch whose labels are known: all that begin in `[low, read)`. */
  low: number;
  read: number;
  oldest: number;
  /** Begin of the value asked last, −1 where the next one with this begin has to be read anew… */
  asked: number;
  askedFrom: number;
  /** …and the labels before it: how many speak, and whether one names something. */
  askedCount: number;
  askedNamed: boolean;
  /** End and digits of the value asked last, to which the answer at hand belongs. */
  askedEnd: number;
  askedDigits: number;
  /**
   * The labels that speak at the place asked last: where the weights of each begin, how much it speaks for a value,
   * and how much against (what speaks against must stand nearer).
   */
  readonly rows: Int32Array;
  readonly strengths: Float64Array;
  readonly against: Float64Array;
  count: number;
  /** True where one of them names something. */
  named: boolean;
  /** True where one ends right at the value's first unit. */
  touches: boolean;
  /** True where one before it names it beyond doubt. */
  bound: boolean;
};

const cheap = new Uint8Array(0x10000);
for (const c of ' \t:：=＝"\'“”‘’「」『』【】[]()（）<>《》{}`的是为為係就叫号號码碼我你您他她它填写输用这這那个個一下-_>→~') {
  cheap[c.charCodeAt(0)] = 1;
}
for (const c of ',，、|/;；\n\r\t') cheap[c.charCodeAt(0)] = 2;
for (const c of '。！!？?…') cheap[c.charCodeAt(0)] = 3;

/** A context for `text`; one that is no longer needed can be given back to be used again. */
export function context(text: string, table: Labels, used?: Context): Context {
  if (used) {
    used.text = text;
    used.labels = 0;
    used.low = 0;
    used.read = 0;
    used.oldest = 0;
    used.asked = -1;
    used.askedEnd = -1;
    return used;
  }
  return {
    text,
    table,
    starts: new Int32Array(64),
    ends: new Int32Array(64),
    ids: new Int32Array(64),
    kept: new Uint8Array(64),
    labels: 0,
    low: 0,
    read: 0,
    oldest: 0,
    asked: -1,
    askedFrom: 0,
    askedCount: 0,
    askedNamed: false,
    askedEnd: -1,
    askedDigits: 0,
    rows: new Int32Array(mostLabels),
    strengths: new Float64Array(mostLabels),
    against: new Float64Array(mostLabels),
    count: 0,
    named: false,
    touches: false,
    bound: false,
  };
}

/** True where `apart` met digits, so that its answer depends on how many the value has. */
let metDigits = false;

/** Cost of the units between a label and a value: what keeps them apart; counted no further than `most`. */
function apart(text: string, from: number, to: number, digits: number, most: number): number {
  let cost = 0;
  for (let i = from; i < to && cost < most; ) {
    const c = codeAt(text, i);
    const kind = cheap[c];
    if (c === 42) {
      // A masked value has taken the label.
      let end = i + 1;
      while (end < to && codeAt(text, end) === 42) end += 1;
      cost += end - i > 1 ? 12 : 1;
      i = end;
      continue;
    }
    if (kind === 1) cost += 0.2;
    else if (kind === 2) cost += 1.2;
    else if (kind === 3) cost += 2.5;
    else if ((digitOf[c] as number) < 10 && (c < 128 || (digitOf[codeAt(text, i + 1)] as number) < 10)) {
      let end = i + 1;
      while (end < to && (digitOf[codeAt(text, end)] as number) < 10) end += 1;
      const count = end - i;
      metDigits = true;
      cost += count < 3 ? 0.8 : count === digits ? 5 : count > 5 ? 12 : 4;
      i = end;
      continue;
    } else if (cost < 1 && isLetter(c)) {
      // The first word after a label, if nothing is said after it, is its value: pwd=qwerty。
      let end = i + 1;
      while (end < to && isAlnum(codeAt(text, end))) end += 1;
      cost += end - i > 3 && codeAt(text, end) !== 32 && end < to ? 10 : 0.45 * (end - i);
      i = end;
      continue;
    } else cost += c < 128 ? 0.45 : 1;
    i += 1;
  }
  return cost;
}

function readTo(c: Context, to: number): void {
  const { text, table } = c;
  const { symbolOf, root, rootBase, check } = table.lexicon.trie;
  const n = text.length;
  const stop = to < n ? to : n;
  let read = c.read;
  if (read >= stop) return;
  let code = text.charCodeAt(read);
  let symbol = symbolOf[code] as number;
  for (;;) {
    const lettered = isLetter(code);
    read += 1;
    if (read >= n) break;
    code = text.charCodeAt(read);
    const next = symbolOf[code] as number;
    if (check[(rootBase[symbol] as number) + next] === root[symbol]) keep(c, read - 1);
    symbol = next;
    if (lettered && isSmall(code)) {
      // No word begins at a small letter after a letter.
      while (++read < stop && isSmall((code = text.charCodeAt(read))));
      symbol = symbolOf[code] as number;
    }
    if (read >= stop) break;
  }
  c.read = read;
}

/** Keeps the label that begins at `from`, if one does. */
function keep(c: Context, from: number): void {
  const { lengthAt, lastId } = c.table.lexicon;
  const length = lengthAt(c.text, from, from + longestWord);
  if (length === 0 || c.table.silent[lastId()] === 1) return;
  if (c.labels === c.starts.length) widen(c);
  c.starts[c.labels] = from;
  c.ends[c.labels] = from + length;
  c.ids[c.labels] = lastId();
  c.labels += 1;
}

function widen(c: Context): void {
  const wider = (old: Int32Array): Int32Array => {
    const list = new Int32Array(old.length * 2);
    list.set(old);
    return list;
  };
  c.starts = wider(c.starts);
  c.ends = wider(c.ends);
  c.ids = wider(c.ids);
  c.kept = new Uint8Array(c.ids.length);
}

/**
 * Marks, of the labels from `first` to `last` (their order is that of the text), those that are read: none that
 * another holds, and of two that overlap the one that begins first (订单号码 in 订单号码是), if it names something.
 */
function readLabels(c: Context, first: number, last: number): void {
  const { starts, ends, ids, kept, table } = c;
  let named = 0;
  let any = 0;
  for (let k = first; k <= last; k += 1) {
    const end = ends[k] as number;
    const fits = (starts[k] as number) >= named && end > any;
    kept[k] = fits ? 1 : 0;
    if (!fits) continue;
    any = end;
    if (table.naming[ids[k] as number] === 1) named = end;
  }
}

/** Costs at which a label says nothing any more. */
const tooFarBefore = 32;
const tooFarAfter = 6;

const share = (x: number): number => (x > 1 ? 1 : x > 0 ? x : 0);

function note(c: Context, label: number, strength: number, against: number): void {
  const k = c.count;
  if (k === mostLabels) return;
  c.rows[k] = label * c.table.types;
  c.strengths[k] = strength;
  c.against[k] = against;
  c.count = k + 1;
}

/** False where certainly no label that names something stands near enough to speak of `[start, end)`. */
export function mayName(c: Context, start: number, end: number): boolean {
  const after = advance(c, start - reachBefore, start, end);
  const { starts, ids, table } = c;
  for (let k = c.labels - 1; k >= c.oldest && (starts[k] as number) >= start - reachBefore; k -= 1) {
    if ((starts[k] as number) < after && table.naming[ids[k] as number] === 1) return true;
  }
  return false;
}

/**
 * Reads on, so that all labels that may speak of `[start, end)` are known: those from `from` on up to the place
 * that is returned, behind which a label stands too far after the value.
 */
function advance(c: Context, from: number, start: number, end: number): number {
  const first = from > 0 ? from : 0;
  if (first < c.low || first > c.read) {
    c.labels = 0;
    c.oldest = 0;
    c.low = first;
    c.read = first;
  }
  const after = lastAfter(c.text, end);
  readTo(c, after);
  while (c.oldest < c.labels && (c.starts[c.oldest] as number) < start - 400) c.oldest += 1;
  return after;
}

/** The least that a unit adds to the cost of `apart`, in tenths. */
const atLeast = new Uint8Array(0x10000);
for (let c = 0; c < 0x10000; c += 1) {
  const kind = cheap[c] as number;
  if (kind > 0) atLeast[c] = kind === 1 ? 2 : kind === 2 ? 12 : 25;
  else if (c > 127 && (digitOf[c] as number) > 9) atLeast[c] = 10;
}

/** The unit after a value from which on no label can speak of it. */
function lastAfter(text: string, end: number): number {
  const stop = Math.min(text.length, end + reachAfter);
  let cost = 0;
  let i = end;
  while (i < stop && cost < 10 * tooFarAfter) {
    cost += atLeast[text.charCodeAt(i)] as number;
    i += 1;
  }
  return i;
}

/**
 * Reads the labels that speak of the value `[start, end)` with `digits` digits. Units before `lowest` and from
 * `highest` on are out of reach: farther than 64 units of the original text.
 */
export function readAround(
  c: Context,
  start: number,
  end: number,
  lowest: number,
  highest: number,
  digits: number,
): void {
  const from = start - reachBefore > lowest ? start - reachBefore : lowest;
  if (c.asked === start && c.askedFrom === from && c.askedEnd === end && c.askedDigits === digits) return;
  const after = advance(c, from, start, end);
  const { starts } = c;
  let last = c.labels - 1;
  while (last >= c.oldest && (starts[last] as number) >= start) last -= 1;
  if (c.asked === start && c.askedFrom === from) {
    c.count = c.askedCount;
    c.named = c.askedNamed;
  } else {
    c.count = 0;
    c.named = false;
    c.touches = false;
    c.bound = false;
    metDigits = false;
    readBefore(c, start, from, last, digits);
    c.asked = metDigits ? -1 : start;
    c.askedFrom = from;
    c.askedCount = c.count;
    c.askedNamed = c.named;
  }
  c.askedEnd = end;
  c.askedDigits = digits;
  readAfter(c, end, after, highest, last + 1, digits, c.bound ? 0.35 : 1);
}

function readBefore(c: Context, start: number, from: number, last: number, digits: number): void {
  const { text, starts, ends, ids, table } = c;
  let first = last + 1;
  while (first > c.oldest && (starts[first - 1] as number) >= from) first -= 1;
  readLabels(c, first, last);
  let hidden = 1;
  for (let k = last; k >= first && c.count < 8; k -= 1) {
    const end = ends[k] as number;
    if (end > start || c.kept[k] === 0) continue;
    if (end === start) c.touches = true;
    const cost = apart(text, end, start, digits, tooFarBefore);
    const label = ids[k] as number;
    const strength = share(1 - (cost - 4) / 28);
    const against = share(1 - (cost - 2.5) / 8);
    if (strength === 0) continue;
    note(c, label, strength * hidden, against * hidden);
    if (table.naming[label] === 1) {
      c.named = true;
      if (cost < 4) c.bound = true;
      // What stands nearest names the value; what stands before that named something else.
      hidden *= strength * hidden > 0.6 ? 0.25 : 0.6;
    }
  }
}

function readAfter(
  c: Context,
  end: number,
  after: number,
  highest: number,
  from: number,
  digits: number,
  weight: number,
): void {
  const { text, starts, ends, ids, table } = c;
  let named = end;
  let any = end;
  for (let k = from; k < c.labels && c.count < mostLabels; k += 1) {
    const s = starts[k] as number;
    if (s < named) continue;
    if (s >= after) break;
    const e = ends[k] as number;
    if (e > highest || e > end + reachAfter + longestWord || e <= any) continue;
    any = e;
    if (table.naming[ids[k] as number] === 1) named = e;
    const cost = apart(text, end, s, digits, tooFarAfter);
    let strength = 1 - (cost - 1) / 5;
    if (strength <= 0) break;
    if (strength > 1) strength = 1;
    if (namesNext(text, e, end)) strength *= 0.1;
    const label = ids[k] as number;
    if (table.amount[label] === 1) continue;
    note(c, label, strength * weight * 0.9, strength * weight * 0.9);
    if (table.naming[label] === 1 && strength > 0.5) c.named = true;
  }
}

/** Log odds that the labels at the place asked last add for a type. */
export function labelWeight(c: Context, type: number): number {
  const { rows, strengths, against, count } = c;
  const { weights } = c.table;
  let sum = 0;
  for (let i = 0; i < count; i += 1) {
    const weight = weights[(rows[i] as number) + type] as number;
    sum += weight * ((weight > 0 ? strengths[i] : against[i]) as number);
  }
  return sum > 6 ? 6 : sum < -9 ? -9 : sum;
}

/** True where a label that ends at `end` is followed by a value of its own. */
function namesNext(text: string, end: number, valueEnd: number): boolean {
  let i = end;
  const stop = end + 6;
  while (i < stop && i < text.length) {
    const c = codeAt(text, i);
    if (cheap[c] !== 1 || c === 0x4e00) break;
    i += 1;
  }
  const c = codeAt(text, i);
  const open = codeAt(text, valueEnd);
  // 13800138000(手机) names what stands before the bracket.
  if ((open === 40 || open === 0xff08) && i === end + 1) return false;
  return (digitOf[c] as number) < 10 || (isLetter(c) && i > end) || c === 43 || c === 42;
}
