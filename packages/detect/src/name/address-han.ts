import {
  anchors,
  isNameCode,
  isNumeral,
  isJoint,
  isRareInside,
  isStop,
  numberBefore,
  partEnding,
  parts,
} from './address-parts.ts';
import { add, addContext, begin, bucket, type Features } from './features.ts';
import { labelBefore } from './field-label.ts';
import { classes, lookUp, mayGoOn, step } from './lexicon.ts';
import { codeAt, isDigit, isHan, isLatin, isOrdinary, type Page, wordAt } from './page.ts';
import { crossing, type Emit } from './person-han.ts';

const longestName = 14;
const longestAddress = 120;

/** A chain of address parts: where the first part's last character is, and where each part ends. */
export type Chain = {
  readonly anchor: number;
  readonly ends: readonly number[];
  /** Bit `p` is set where part `p` occurs. */
  readonly found: number;
  /** Parts found up to each end. */
  readonly upTo: readonly number[];
  /** The address begins behind this place. */
  readonly after: number;
};

const gapCodes = (code: number): boolean => isNameCode(code) || code === 32 || code === 0xb7;

// Reused from call to call; most chains come to nothing. Each part is a character at least.
const chainEnds = new Int32Array(longestAddress + 1);
const chainParts = new Int32Array(longestAddress + 1);

/** Follows the parts of an address from the anchor at `i`; null where it is none. */
export function follow(page: Page, i: number): Chain | null {
  const first = partEnding(page, i);
  if (first === parts.none || first === parts.side) return null;
  let found = 1 << first;
  let count = 1;
  chainEnds[0] = i + 1;
  chainParts[0] = found;
  let last = i;
  let numbered = first >= parts.number;
  for (let p = i + 1; p - last <= longestName && p - i < longestAddress; p += 1) {
    const code = codeAt(page, p);
    if (!gapCodes(code) && code !== 0x23) break;
    if (isStop(code) || (code === 32 && codeAt(page, p + 1) === 32)) break;
    if (numbered && isJoint(code) && (p === last + 1 || !isPlaceNext(page, p))) break;
    if (code === 32 && labelBefore(page, p + 1) !== 0) break;
    const room = bareRoom(page, p, last, numbered);
    if (room > 0) {
      found |= 1 << parts.room;
      chainEnds[count] = p + room;
      chainParts[count] = found;
      count += 1;
      last = p + room - 1;
      p = last;
      continue;
    }
    if (anchors[code] === 0) continue;
    const part = partEnding(page, p);
    if (part === parts.none) continue;
    found |= 1 << part;
    numbered = numbered || (part >= parts.number && part <= parts.group);
    chainEnds[count] = p + 1;
    chainParts[count] = found;
    count += 1;
    last = p;
  }
  if (!worth(found, count)) return null;
  return {
    anchor: i,
    ends: [...chainEnds.subarray(0, count)],
    found,
    upTo: [...chainParts.subarray(0, count)],
    after: -1,
  };
}

/** The chain without its first part, for an address that begins behind it; null where nothing is left. */
export function behind(page: Page, chain: Chain): Chain | null {
  const ends = chain.ends.slice(1);
  const anchor = (ends[0] ?? 0) - 1;
  if (ends.length === 0 || anchors[codeAt(page, anchor)] === 0) return null;
  let found = 0;
  const upTo: number[] = [];
  for (let k = 0; k < ends.length; k += 1) {
    const end = (ends[k] as number) - 1;
    found |= 1 << (anchors[codeAt(page, end)] === 1 ? partEnding(page, end) : parts.room);
    upTo.push(found);
  }
  if (!worth(found, ends.length)) return null;
  return { anchor, ends, found, upTo, after: chain.anchor };
}

/** True where the joint at `p` stands inside a name of a place: 怡和园, 永和苑. */
function isPlaceNext(page: Page, p: number): boolean {
  for (let i = p + 1; i <= p + 2; i += 1) {
    if (anchors[codeAt(page, i)] === 0) continue;
    const part = partEnding(page, i);
    if (part === parts.estate || part === parts.road || part === parts.village) return true;
  }
  return false;
}

const fine = (1 << parts.village) | (1 << parts.road) | (1 << parts.estate) | (1 << parts.town);
const exact =
  (1 << parts.number) | (1 << parts.building) | (1 << parts.unit) | (1 << parts.room) | (1 << parts.group);

function worth(found: number, count: number): boolean {
  return ((found & fine) !== 0 && count > 1) || (found & exact) !== 0;
}

const units = new Set([...'元块点分年月天人个次小单楼号米公'].map((char) => char.charCodeAt(0)));

/** Length of a room number without 室 at `p`, right behind the part that ended at `last`; 0 = none. */
function bareRoom(page: Page, p: number, last: number, numbered: boolean): number {
  if (p !== last + 1) return 0;
  let at = p;
  while (codeAt(page, at) === 45 || codeAt(page, at) === 32) at += 1;
  if (at - p > 1) return 0;
  const from = at;
  let dashes = 0;
  if (isLatin(codeAt(page, at)) && isDigit(codeAt(page, at + 1))) at += 1;
  while (at - from < 12) {
    if (codeAt(page, at) === 45 && isDigit(codeAt(page, at + 1))) dashes += 1;
    else if (!isDigit(codeAt(page, at))) break;
    at += 1;
  }
  const length = at - from;
  const next = codeAt(page, at);
  if (length < 2 || length > 5 + dashes * 5 || isDigit(next) || isLatin(next) || next === 45) return 0;
  if (!numbered && dashes === 0) return 0;
  const below = next === 0x697c && codeAt(page, at + 1) === 0x4e0b;
  if (!below && anchors[next] === 1 && partEnding(page, at) !== parts.none) return 0;
  return units.has(next) && !below ? 0 : at - p;
}

const longestTail = 16;
const closes = (code: number): boolean => code === 41 || code === 0xff09;

/** End of the clause that goes on behind an address, or of the brackets behind it; `end` where it stops there. */
function tailEnd(page: Page, end: number): number {
  let at = end;
  const open = codeAt(page, at) === 40 || codeAt(page, at) === 0xff08;
  if (open) at += 1;
  while (at - end < longestTail + (open ? 12 : 0)) {
    const code = codeAt(page, at);
    if (open ? closes(code) || code === 2 || code === 10 : !isNameCode(code) || isStop(code)) break;
    at += 1;
  }
  if (open) return closes(codeAt(page, at)) ? at + 1 : end;
  const next = codeAt(page, at);
  return isStop(next) || isNameCode(next) ? end : at;
}

/** Proposes starts and ends of the address whose first part ends at the chain's anchor. */
export function proposeAddress(page: Page, features: Features, chain: Chain, emit: Emit): void {
  const { ends, anchor, upTo } = chain;
  const first = partEnding(page, anchor);
  let nearest = anchor;
  if (first >= parts.number) nearest = numberBefore(page, anchor);
  else nearest = anchor;
  const tail = tailEnd(page, ends.at(-1) as number);
  const from = nearest - longestName - 5;
  coverDivisions(page, from, anchor + 1);
  const name: Start = { stopped: 0, numerals: 0, covered: 0, before: 0, crossed: 0 };
  for (let s = nearest; s > chain.after && s >= 0 && nearest - s <= longestName + 1; s -= 1) {
    const code = codeAt(page, s);
    if (code === 32 && isTower(page, s)) continue;
    if (!isNameCode(code) || isStop(code)) break;
    look(page, name, s, anchor, from);
    for (let k = ends.length; k >= Math.max(0, ends.length - 3); k -= 1) {
      const last = Math.min(k, ends.length - 1);
      const end = k === ends.length ? tail : (ends[k] as number);
      const found = upTo[last] as number;
      if (k === ends.length && tail === ends[last]) continue;
      if (!worth(found, last + 1) || s >= end) continue;
      begin(features, page, s);
      addAddress(page, features, s, end, anchor, found, ends.length - k, ends.at(-1) as number, name);
      emit(s, end, ends.length - k);
    }
  }
}

/** True for the blank behind Latin letters or a tower of theirs, in the midst of an estate: 望京SOHO T2 B座. */
function isTower(page: Page, i: number): boolean {
  const at = isDigit(codeAt(page, i - 1)) ? i - 2 : i - 1;
  return (
    isLatin(codeAt(page, at)) &&
    (isHan(codeAt(page, at - 1)) || isLatin(codeAt(page, at - 1)) || codeAt(page, at - 1) === 32)
  );
}

const longestDivisionName = 11;

/** Length of the longest name of a division at `i` that ends by `end`; 0 = none. */
function longestDivision(page: Page, i: number, end: number): number {
  let best = 0;
  for (let n = 2; n <= 5 && i + n <= end; n += 1) if (isDivision(wordAt(page, i, n))) best = n;
  if (i < 0) return best;
  let hash = 0;
  for (let n = 1; n <= longestDivisionName && i + n <= end; n += 1) {
    const code = codeAt(page, i + n - 1);
    if (!isHan(code)) break;
    hash = step(hash, code);
    if (n === 2 && !mayGoOn(page.lexicon, hash)) break;
    if (n > 5 && isDivision(lookUp(page.lexicon, hash))) best = n;
  }
  return best;
}

function isDivision(byte: number): boolean {
  const kind = byte >> 4;
  return kind === classes.division || kind === classes.divisionShort || kind === classes.town;
}

const cover = new Int16Array(64);

/** Fills `cover`: entry `i − from` is the number of characters from `i` that names of divisions cover without a gap. */
function coverDivisions(page: Page, from: number, end: number): void {
  for (let i = end - 1; i >= from; i -= 1) {
    const best = longestDivision(page, i, end);
    cover[i - from] = best === 0 ? 0 : best + (i + best < end ? (cover[i + best - from] as number) : 0);
  }
}

type Start = { stopped: number; numerals: number; covered: number; before: number; crossed: number };

/** Looks at the name of the first part as it would be from `s`. */
function look(page: Page, start: Start, s: number, anchor: number, from: number): void {
  start.stopped = 0;
  start.numerals = 0;
  for (let i = s; i < anchor; i += 1) {
    if (isRareInside(codeAt(page, i))) start.stopped += 1;
    if (isNumeral(codeAt(page, i))) start.numerals += 1;
  }
  start.covered = cover[s - from] as number;
  start.before = (cover[s - 2 - from] as number) > 1 || (cover[s - 3 - from] as number) > 2 ? 1 : 0;
  start.crossed = crossing(page, s);
}

function addAddress(
  page: Page,
  f: Features,
  s: number,
  e: number,
  anchor: number,
  found: number,
  dropped: number,
  lastEnd: number,
  start: Start,
): void {
  const { stopped, numerals, covered, before, crossed } = start;
  const name = anchor - s;
  const kind = partEnding(page, anchor);
  const head = wordAt(page, s, 2);
  const group = 1;
  add(f, 1 + 100, found);
  let count = 0;
  for (let part = 1; part < 14; part += 1) {
    if ((found & (1 << part)) === 0) continue;
    add(f, 125, part);
    count += 1;
  }
  add(f, 126, count, covered > 0 ? 1 : 0);
  add(f, 127, (found & exact) === 0 ? 0 : 1, count);
  add(f, 102, kind, Math.min(name, 12));
  add(f, 103, Math.min(3, stopped), name > 2 ? 1 : 0);
  add(f, 104, covered, name + 1 - covered);
  add(f, 105, before, covered > 0 ? 1 : 0);
  add(f, 106, crossed, covered > 0 ? 1 : 0);
  add(f, 107, head >> 4, isOrdinary(head) ? head & 15 : 0);
  add(f, 108, codeAt(page, s));
  add(f, 109, codeAt(page, s), codeAt(page, s + 1));
  add(f, 110, dropped, found >> 8);
  add(f, 111, codeAt(page, e - 1), codeAt(page, e));
  add(f, 112, bucket(e - s, 3), kind);
  add(f, 113, numerals, name);
  add(f, 114, isHan(codeAt(page, s - 1)) ? 1 : 0, covered > 0 ? 1 : 0);
  add(f, 115, wordAt(page, s - 2, 2), covered > 0 ? 1 : 0);
  add(f, 116, codeAt(page, e - 2), codeAt(page, e - 1));
  add(f, 117, wordAt(page, e, 2));
  add(f, 118, wordAt(page, s, 3) >> 4, wordAt(page, s, 4) >> 4);
  add(f, 119, dropped, codeAt(page, e));
  if (dropped === 0) {
    const from = closes(codeAt(page, e - 1)) ? 0 : 1;
    add(f, 121, from, bucket(e - lastEnd, 2));
    add(f, 122, codeAt(page, lastEnd), codeAt(page, lastEnd + 1));
    add(f, 123, codeAt(page, e - 2), codeAt(page, e - 1));
  }
  add(f, 120, codeAt(page, anchor), codeAt(page, anchor - 1));
  addContext(f, page, s, e, group);
}
