import { keyOf, plainOf } from './chars.ts';

/**
 * The way back from a plain text to the original. Only places where units were dropped or became fewer are kept:
 * at each, where it is in the plain text (`at`), where that is in the original (`from`), and where in the original
 * the unit before it ends (`to`). From one place to the next the units stand one for one.
 */
export type FoldMap = {
  readonly at: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
};

/** A text in plain form; `map` is null where every unit stands for the one at its own place. */
export type Folded = { readonly text: string; readonly map: FoldMap | null };

/** The last place in `list`, which rises, that is at most `x`; `list[0]` is. */
function lastUpTo(list: readonly number[], x: number): number {
  let low = 0;
  let high = list.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) <= x) low = middle;
    else high = middle;
  }
  return low;
}

/** Where unit `i` of the plain text begins in the original. */
export function startOf(map: FoldMap | null, i: number): number {
  if (map === null) return i;
  const k = lastUpTo(map.at, i);
  return (map.from[k] as number) + i - (map.at[k] as number);
}

/** Where the plain text up to unit `end` ends in the original. */
export function endOf(map: FoldMap | null, end: number): number {
  if (map === null) return end;
  const k = lastUpTo(map.at, end);
  return map.at[k] === end ? (map.to[k] as number) : (map.from[k] as number) + end - (map.at[k] as number);
}

/** The first unit of the plain text that begins at `x` of the original or later. */
export function unitFrom(map: FoldMap | null, x: number): number {
  if (map === null) return x;
  const { at, from } = map;
  if (x <= (from[0] as number)) return 0;
  const k = lastUpTo(from, x);
  const i = (at[k] as number) + x - (from[k] as number);
  const next = at[k + 1];
  return next !== undefined && i > next ? next : i;
}

const hexOf = (code: number): number => {
  if (code >= 48 && code <= 57) return code - 48;
  const low = code | 32;
  return low >= 97 && low <= 102 ? low - 87 : -1;
};

const entities: Readonly<Record<string, number>> = {
  amp: 38,
  lt: 60,
  gt: 62,
  quot: 34,
  apos: 39,
  nbsp: 32,
  commat: 64,
  plus: 43,
  period: 46,
  hyphen: 45,
  colon: 58,
  num: 35,
  lpar: 40,
  rpar: 41,
};

/** 1 for the units that folding may change. */
const mayChange = new Uint8Array(0x10000);
for (let c = 0; c < 0x10000; c += 1) mayChange[c] = plainOf[c] === c ? 0 : 1;
for (const c of [37, 38, 92, 0xd835]) mayChange[c] = 1;

/** True where the unit at `i` is, or begins, something that folding changes. */
export function changesAt(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  if (c < 0x80) return escapeAt(text, i) !== 0;
  if (c === 0xd835) return true;
  return plainOf[c] !== c;
}

let escaped = 0;

/** Length of the escape that begins at `i`, 0 if none; its code unit is left in `escaped`. */
function escapeAt(text: string, i: number): number {
  const c = text.charCodeAt(i);
  if (c === 37) return percentAt(text, i);
  if (c === 38) return entityAt(text, i);
  if (c === 92) return backslashAt(text, i);
  return 0;
}

function byteAt(text: string, i: number): number {
  if (text.charCodeAt(i) !== 37) return -1;
  const high = hexOf(text.charCodeAt(i + 1));
  const low = hexOf(text.charCodeAt(i + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function percentAt(text: string, i: number): number {
  const first = byteAt(text, i);
  if (first < 0) return 0;
  if (first < 0x80) {
    escaped = first;
    return first < 32 && first !== 10 && first !== 13 && first !== 9 ? 0 : 3;
  }
  const more = first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xc2 && first < 0xe0 ? 1 : 0;
  if (more === 0) return 0;
  let code = more === 2 ? first & 15 : first & 31;
  for (let k = 1; k <= more; k += 1) {
    const next = byteAt(text, i + 3 * k);
    if (next < 0x80 || next > 0xbf) return 0;
    code = (code << 6) | (next & 63);
  }
  escaped = code;
  return 3 * (more + 1);
}

function entityAt(text: string, i: number): number {
  let end = i + 1;
  const stop = Math.min(text.length, i + 10);
  while (end < stop && text.charCodeAt(end) !== 59) end += 1;
  if (end >= stop || end === i + 1) return 0;
  const name = text.slice(i + 1, end);
  const numeric = /^#(?:x([0-9a-f]{1,4})|(\d{1,5}))$/i.exec(name);
  const code = numeric
    ? Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] === undefined ? 10 : 16)
    : entities[name];
  if (code === undefined || code < 9 || code > 0xffff) return 0;
  escaped = code;
  return end + 1 - i;
}

function backslashAt(text: string, i: number): number {
  const c = text.charCodeAt(i + 1);
  if (c === 110 || c === 114 || c === 116) {
    escaped = c === 116 ? 32 : 10;
    return 2;
  }
  if (c === 34 || c === 47) {
    escaped = c;
    return 2;
  }
  if (c !== 117) return 0;
  let code = 0;
  for (let k = 2; k < 6; k += 1) {
    const digit = hexOf(text.charCodeAt(i + k));
    if (digit < 0) return 0;
    code = code * 16 + digit;
  }
  escaped = code;
  return 6;
}

/** A combining mark belongs to the unit before it; a zero-width character belongs to none. */
const belongsToPrevious = (c: number): boolean =>
  (c >= 0x300 && c <= 0x36f) || (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe00 && c <= 0xfe0f);

/** Brings the whole text to plain form, with the way back. Linear; depends on 12 code units around each unit. */
export function fold(text: string): Folded {
  const n = text.length;
  const at = [0];
  const from = [0];
  const to = [0];
  const parts: string[] = [];
  // `changed` is what stands for the units that were changed one after the other, up to `kept`.
  let changed = '';
  let kept = 0;
  // Units of the plain text so far.
  let m = 0;
  let k = 0;
  for (let i = 0; i < n; ) {
    const c = text.charCodeAt(i);
    if (mayChange[c] === 0) {
      i += 1;
      continue;
    }
    let length = 1;
    let plain = plainOf[c] as number;
    if (c < 0x80) {
      length = escapeAt(text, i);
      if (length === 0) {
        i += 1;
        continue;
      }
      plain = plainOf[escaped] as number;
    } else if (c === 0xd835) {
      const next = text.charCodeAt(i + 1);
      if (next < 0xdc00 || next > 0xdfff || Number.isNaN(next)) {
        i += 1;
        continue;
      }
      length = 2;
      plain = text
        .slice(i, i + 2)
        .normalize('NFKC')
        .charCodeAt(0);
    }
    if (i > kept) {
      if (changed !== '') parts.push(changed);
      changed = '';
      parts.push(text.slice(kept, i));
      m += i - kept;
    }
    const here = at[k] === m;
    let end = here ? (to[k] as number) : i;
    if (plain !== 0) {
      changed += String.fromCharCode(plain);
      m += 1;
      end = i + length;
    } else if (m > 0 && end === i && belongsToPrevious(c)) end = i + 1;
    i += length;
    kept = i;
    if (length === 1 && plain !== 0) continue;
    if (plain !== 0 || !here) k += 1;
    at[k] = m;
    from[k] = i;
    to[k] = end;
  }
  if (kept === 0) return { text, map: null };
  if (changed !== '') parts.push(changed);
  if (kept < n) parts.push(text.slice(kept));
  return { text: parts.join(''), map: k === 0 && from[0] === 0 ? null : { at, from, to } };
}

function join(units: Uint16Array, length: number): string {
  const step = 8192;
  if (length <= step)
    return String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[]);
  let text = '';
  for (let i = 0; i < length; i += step) {
    const part = units.subarray(i, Math.min(length, i + step));
    text += String.fromCharCode.apply(null, part as unknown as number[]);
  }
  return text;
}

/** The form in which words are compared; same length as `text`. */
export function keyForm(text: string): string {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    units[i] = keyOf[c] || c;
  }
  return join(units, units.length);
}
