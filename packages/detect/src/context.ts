import { digitOf, isLetter } from './chars.ts';
import type { Labels } from './labels.ts';

/** A label counts where it begins within this many units before a value. */
export const reachBefore = 44;
/** A label counts where it begins within this many units after a value. */
export const reachAfter = 20;
const longestWord = 40;

/** Labels around places of one text; asked from left to right, it reads each unit once. */
export type Context = {
  /** Sets the value to be judged, and drops labels farther away than 64 units of the original text. */
  readonly at: (start: number, end: number, lowest: number, highest: number, digits: number) => void;
  /** Log odds from the labels before and after the value for a type. */
  readonly weight: (type: number) => number;
  /** True where a label that names something stands by. */
  readonly named: () => boolean;
  /** True where a label ends right at the value's first unit. */
  readonly touches: () => boolean;
  /** The strongest labels, for explanations: label, strength, before or after. */
  readonly strongest: () => readonly {
    readonly label: number;
    readonly strength: number;
    readonly after: boolean;
  }[];
};

const cheap = new Uint8Array(0x10000);
for (const c of ' \t:：=＝"\'“”‘’「」『』【】[]()（）<>《》{}|*`的是为為就叫号號码碼我你您他她它填写输用这這那个個一下-_>→~,') {
  cheap[c.charCodeAt(0)] = 1;
}
for (const c of ',，、|/;；\n\r\t') cheap[c.charCodeAt(0)] = 2;
for (const c of '。！!？?…') cheap[c.charCodeAt(0)] = 3;

/** Cost of the units between a label and a value: what keeps them apart. */
function apart(text: string, from: number, to: number, digits: number): number {
  let cost = 0;
  for (let i = from; i < to && cost < 40; ) {
    const c = text.charCodeAt(i);
    const kind = cheap[c];
    if (kind === 1) cost += 0.2;
    else if (kind === 2) cost += 1.2;
    else if (kind === 3) cost += 2.5;
    else if ((digitOf[c] as number) < 10 && c < 128) {
      let end = i + 1;
      while (end < to && (digitOf[text.charCodeAt(end)] as number) < 10) end += 1;
      const count = end - i;
      cost += count < 3 ? 0.8 : count === digits ? 5 : count > 5 ? 12 : 4;
      i = end;
      continue;
    } else cost += c < 128 ? 0.45 : 1;
    i += 1;
  }
  return cost;
}

/** Starts reading the labels of `text`. */
export function context(text: string, table: Labels): Context {
  const { lexicon, weights, types, naming } = table;
  const { first, lengthAt, lastId } = lexicon;
  const starts: number[] = [];
  const ends: number[] = [];
  const ids: number[] = [];
  let read = 0;
  let oldest = 0;
  let count = 0;
  const found: { label: number; strength: number; after: boolean }[] = [];
  for (let i = 0; i < 12; i += 1) found.push({ label: 0, strength: 0, after: false });
  let namedNear = false;
  let touching = false;

  const readTo = (to: number): void => {
    const n = text.length;
    const stop = to < n ? to : n;
    for (; read < stop; read += 1) {
      if (first[text.charCodeAt(read)] === 0) continue;
      const length = lengthAt(text, read, read + longestWord < n ? read + longestWord : n);
      if (length === 0) continue;
      starts.push(read);
      ends.push(read + length);
      ids.push(lastId());
    }
  };

  const contained = (k: number, lowest: number): boolean => {
    const start = starts[k] as number;
    const end = ends[k] as number;
    for (let j = k - 1; j >= 0 && (starts[j] as number) >= start - longestWord; j -= 1) {
      if ((ends[j] as number) >= end && (starts[j] as number) >= lowest) return true;
    }
    return false;
  };

  const note = (label: number, strength: number, after: boolean): void => {
    const slot = found[count];
    if (!slot) return;
    slot.label = label;
    slot.strength = strength;
    slot.after = after;
    count += 1;
  };

  const at = (start: number, end: number, lowest: number, highest: number, digits: number): void => {
    count = 0;
    namedNear = false;
    touching = false;
    const from = start - reachBefore > lowest ? start - reachBefore : lowest;
    if (read < from - longestWord) read = from - longestWord;
    readTo(end + reachAfter);
    while (oldest < starts.length && (starts[oldest] as number) < start - 400) oldest += 1;
    let last = starts.length - 1;
    while (last >= oldest && (starts[last] as number) >= start) last -= 1;
    let hidden = 1;
    for (let k = last; k >= oldest && count < 8; k -= 1) {
      const s = starts[k] as number;
      if (s < from) break;
      const e = ends[k] as number;
      if (e > start || contained(k, from)) continue;
      if (e === start) touching = true;
      const cost = apart(text, e, start, digits);
      const label = ids[k] as number;
      const negative = (weights[label * types] as number) < -3.5;
      const strength = (negative ? 1 - (cost - 2.5) / 8 : 1 - (cost - 4) / 28) * 1;
      if (strength <= 0) continue;
      const full = (strength > 1 ? 1 : strength) * hidden;
      note(label, full, false);
      if (naming[label] === 1) {
        namedNear = true;
        // What stands nearest names the value; what stands before that named something else.
        hidden *= full > 0.6 ? 0.25 : 0.6;
      }
    }
    const before = hidden < 0.3 ? 0.35 : 1;
    for (let k = last + 1; k < starts.length && count < 12; k += 1) {
      const s = starts[k] as number;
      if (s < end) continue;
      if (s >= end + reachAfter) break;
      const e = ends[k] as number;
      if (e > highest || contained(k, start)) continue;
      const cost = apart(text, end, s, digits);
      let strength = 1 - (cost - 1) / 5;
      if (strength <= 0) break;
      if (strength > 1) strength = 1;
      if (namesNext(text, e, end)) strength *= 0.1;
      note(ids[k] as number, strength * before * 0.9, true);
      if (naming[ids[k] as number] === 1 && strength > 0.5) namedNear = true;
    }
  };

  const weight = (type: number): number => {
    let sum = 0;
    for (let i = 0; i < count; i += 1) {
      const slot = found[i] as { label: number; strength: number };
      sum += (weights[slot.label * types + type] as number) * slot.strength;
    }
    return sum > 6 ? 6 : sum < -9 ? -9 : sum;
  };

  return {
    at,
    weight,
    named: () => namedNear,
    touches: () => touching,
    strongest: () => found.slice(0, count),
  };
}

/** True where a label that ends at `end` is followed by a value of its own. */
function namesNext(text: string, end: number, valueEnd: number): boolean {
  let i = end;
  const stop = end + 6;
  while (i < stop && i < text.length) {
    const c = text.charCodeAt(i);
    if (c === 0x3002 || c === 10 || c === 44 || c === 0xff0c) return false;
    if (cheap[c] !== 1 || c === 0x4e00) break;
    i += 1;
  }
  const c = text.charCodeAt(i);
  const open = text.charCodeAt(valueEnd);
  // 13800138000(手机) names what stands before the bracket.
  if ((open === 40 || open === 0xff08) && i === end + 1) return false;
  return (digitOf[c] as number) < 10 || (isLetter(c) && i > end) || c === 43;
}
