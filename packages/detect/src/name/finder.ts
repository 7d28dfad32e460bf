import type { Candidate, NameFinder } from '../name-port.ts';
import { behind, follow, proposeAddress } from './address-han.ts';
import { latinAddresses } from './address-latin.ts';
import { anchors } from './address-parts.ts';
import { fieldKinds, isFieldGap } from './field-label.ts';
import { type Features, newFeatures, sum } from './features.ts';
import { newLattice } from './lattice.ts';
import { addressBits, hanCount, hanFirst, type Lexicon, personBits, rowCount, rows } from './lexicon.ts';
import { codeAt, isHan, isLatin, isUpper, lay, newPage, type Page } from './page.ts';
import { isDot, proposeDotted, proposeForeign } from './person-foreign.ts';
import {
  dearest,
  type Emit,
  fieldEnd,
  kinds as personKinds,
  proposeField,
  proposeHan,
  type Work,
} from './person-han.ts';
import { proposeLatin } from './person-latin.ts';
import { isStreetWord, mayBeStreet } from './street-words.ts';

/** Sees each span that is weighed: its type, place in the text, kind and features. */
export type Weigh = (
  type: 'PERSON' | 'ADDRESS',
  start: number,
  end: number,
  kind: number,
  f: Features,
  group: number,
) => void;

const opensHan = 1;
const opensForeign = 2;
const opensLatin = 4;
const endsPart = 8;
const joins = 16;
const parts = 32;
const opensMore = 64;
const followsSurname = 128;
const beginsSomething = 255 - followsSurname;

/** What may begin or end at each code unit (before folding to Simplified). */
function charTable(lexicon: Lexicon): Uint8Array {
  const table = new Uint8Array(65536);
  const { han, simplified } = lexicon;
  for (let code = 0; code < 65536; code += 1) {
    const plain = simplified[code] as number;
    const i = plain - hanFirst;
    let bits = anchors[plain] === 1 ? endsPart : 0;
    if (i >= 0 && i < hanCount) {
      const at = i * rowCount;
      if (han[at + rows.surname] !== 255) bits |= opensHan;
      if (han[at + rows.opens] !== 0) bits |= opensMore;
      if (Math.min(han[at + rows.givenOnly] as number, han[at + rows.givenFirst] as number) <= dearest)
        bits |= followsSurname;
      if (han[i * rowCount + rows.foreign] !== 255) bits |= opensForeign;
    }
    if (isLatin(code)) bits |= opensLatin;
    if (code === 32) bits |= followsSurname;
    if (isDot(code)) bits |= joins;
    if (isFieldGap(code)) bits |= parts;
    if (code === 44 || code === 10 || code === 0xff0c) bits |= parts;
    table[code] = bits;
  }
  return table;
}

/**
 * Proposes every span of `text` that starts in `[from, to)` and could be a person or an address; true where the
 * stretch may hold the name of a street in Latin letters.
 */
export type Proposer = (text: string, from: number, to: number, weigh: Weigh) => boolean;

// How far behind `to` the parts of an address are followed.
const ahead = 16;

const ignore: Weigh = () => {};

/** Makes a proposer; its buffers are reused from call to call. */
export function proposer(lexicon: Lexicon): Proposer {
  const page: Page = newPage(lexicon);
  const person = newFeatures(personBits);
  const address = newFeatures(addressBits);
  const table = charTable(lexicon);
  let first = 0;
  let last = 0;
  let addressed = 0;
  let weigh = ignore;
  const emitAddress: Emit = (start, end, kind) => {
    if (start >= first && start < last)
      weigh('ADDRESS', start + page.base, end + page.base, kind, address, -addressed - 1);
  };
  let fieldAt = 0;
  let fieldStop = 0;
  const work: Work = {
    page,
    lattice: newLattice(),
    features: person,
    emit(start, end, kind) {
      if (start === fieldAt) {
        if (end === -fieldStop) return;
        if (end === fieldStop) fieldStop = 0;
      }
      if (start >= first && start < last && !isBranch(page, start, end))
        weigh('PERSON', start + page.base, end + page.base, kind, person, start + 1);
    },
    filled: -1,
    length: 0,
    crossed: 0,
    before: 0,
  };
  return (text, from, to, eachSpan) => {
    lay(page, text, from, to);
    person.start = -1;
    address.start = -1;
    work.filled = -1;
    first = from - page.base;
    last = to - page.base;
    addressed = 0;
    fieldAt = 0;
    fieldStop = 0;
    weigh = eachSpan;
    const stop = Math.min(page.size, last + ahead);
    let latin = false;
    let street = false;
    if (first === 0 && page.base === 0) {
      fieldStop = fieldEnd(page, -1);
      if (fieldStop > 0 && ((table[codeAt(page, 0)] as number) & beginsSomething) === 0)
        proposeField(work, 0, fieldStop);
    }
    const { codes, size } = page;
    let next = size > 0 ? (table[codes[0] as number] as number) : 0;
    for (let i = 0; i < stop; i += 1) {
      const bits = next;
      next = i + 1 < size ? (table[codes[i + 1] as number] as number) : 0;
      if ((bits & beginsSomething) === 0) continue;
      if ((bits & opensLatin) !== 0) {
        // A word of letters begins; what follows its first one begins nothing.
        let end = i + 1;
        while (end < size && isLatin(codes[end] as number)) end += 1;
        latin = true;
        street ||= mayBeStreet(codes[i] as number, codes[end - 1] as number, end - i);
        if (i >= first && i < last && !insideWord(page, i)) {
          if (isUpper(codes[i] as number) || afterCue(page, i)) proposeLatin(work, i);
        }
        i = end - 1;
        next = end < size ? (table[codes[end] as number] as number) : 0;
        continue;
      }
      if (i >= first && i < last) {
        if ((bits & opensMore) !== 0 || ((bits & opensHan) !== 0 && (next & followsSurname) !== 0))
          proposeHan(work, i);
        if ((bits & opensForeign) !== 0) proposeForeign(work, i);
        if (fieldStop > 0 && i === fieldAt) proposeField(work, i, fieldStop);
      }
      if ((bits & parts) !== 0 && i + 1 >= first && i + 1 < last) {
        fieldAt = i + 1;
        fieldStop = i + 1 < size && isHan(codes[i + 1] as number) ? fieldEnd(page, i) : 0;
        if (fieldStop > 0 && (next & beginsSomething) === 0) proposeField(work, fieldAt, fieldStop);
      }
      if ((bits & joins) !== 0 && i > first && isHan(codeAt(page, i - 1))) proposeDotted(work, i);
      if ((bits & endsPart) === 0 || i < addressed) continue;
      const chain = follow(page, i);
      if (chain === null) continue;
      addressed = chain.ends.at(-1) as number;
      proposeAddress(page, address, chain, emitAddress);
      const rest = behind(page, chain);
      if (rest !== null) proposeAddress(page, address, rest, emitAddress);
    }
    return street || (latin && text.length > to + ahead);
  };
}

/** True for the name of a branch in brackets, which often is a person's too: (罗斯福店). */
function isBranch(page: Page, start: number, end: number): boolean {
  if (codeAt(page, end) !== 0x5e97) return false;
  const before = codeAt(page, start - 1);
  return before === 40 || before === 0xff08;
}

/** True where the letter at `i` goes on a word: of letters, or parted by hyphen or apostrophe. */
function insideWord(page: Page, i: number): boolean {
  const before = codeAt(page, i - 1);
  if (isLatin(before)) return true;
  return (before === 45 || before === 39 || before === 0x2019) && isLatin(codeAt(page, i - 2));
}

/** True where a lower-case name may follow: 我叫zhang wei, name is zhang wei, name: zhang wei. */
function afterCue(page: Page, i: number): boolean {
  let at = i - 1;
  if (codeAt(page, at) === 32) at -= 1;
  const code = codeAt(page, at);
  if (isHan(code) || code === 58 || code === 0xff1a) return true;
  const before = codeAt(page, at - 1);
  return (code === 115 && before === 105) || (code === 109 && (before === 97 || before === 39));
}

const least = 0.2;
// Log-odds added to what the models say that something is there; set on the dev corpus.
const shifts = { person: 0, address: 1.6 } as const;
const most = 512;
const unlikely = -4;

/** Log-odds added where a label names the span as a person's and the span fills its field. */
const named = (f: Features): number =>
  f.label >> 2 === fieldKinds.name && (f.label & 3) === 1 && f.closed ? labelled : 0;
const labelled = 3;

/** Finder over a lexicon with learned weights. */
export function finder(lexicon: Lexicon): NameFinder {
  const propose = proposer(lexicon);
  const { person, address, scale } = lexicon;
  const starts = new Int32Array(most);
  const ends = new Int32Array(most);
  const kinds = new Uint8Array(most);
  const totals = new Float64Array(most);
  let found: Candidate[] = [];
  let count = 0;
  let current = 0;
  const flush = (): void => {
    const shift = current > 0 ? shifts.person : shifts.address;
    let z = Math.exp(-shift);
    let best = 0;
    for (let i = 0; i < count; i += 1) {
      z += Math.exp(totals[i] as number);
      if ((totals[i] as number) > (totals[best] as number)) best = i;
    }
    for (let i = 0; i < count; i += 1) {
      const total = totals[i] as number;
      // The best window speaks for its whole group: something is here, and this is where it most likely ends.
      const score = i === best ? 1 - Math.exp(-shift) / z : Math.exp(total) / z;
      if (score < least) continue;
      const code = `${current > 0 ? 'name' : 'address'}-${kinds[i]}`;
      found.push({
        type: current > 0 ? 'PERSON' : 'ADDRESS',
        start: starts[i] as number,
        end: ends[i] as number,
        score,
        why: [{ code, weight: total + shift }],
      });
    }
    count = 0;
  };
  const weigh: Weigh = (type, start, end, kind, f, group) => {
    if (group !== current) {
      if (count > 0) flush();
      current = group;
    }
    let total = sum(f, type === 'PERSON' ? person : address) / scale + (type === 'PERSON' ? named(f) : 0);
    if (kind === personKinds.dotted && total > 0 && type === 'PERSON') total *= 2;
    if (total < unlikely || count === most) return;
    starts[count] = start;
    ends[count] = end;
    kinds[count] = kind;
    totals[count] = total;
    count += 1;
  };
  return {
    candidates(text, from, to) {
      found = [];
      count = 0;
      current = 0;
      const latin = propose(text, from, to, weigh);
      if (count > 0) flush();
      if (latin) addStreets(found, text, from, to);
      return found;
    },
  };
}

const lineReach = 120;

function addStreets(found: Candidate[], text: string, from: number, to: number): void {
  const stop = Math.min(text.length, to + lineReach);
  let done = from;
  let inWord = true;
  for (let i = Math.max(0, from - 1); i < stop; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 122 || !isLatin(code)) {
      inWord = false;
      continue;
    }
    if (inWord) continue;
    inWord = true;
    if (i < done || !isStreetWord(text, i)) continue;
    let a = i;
    while (a > 0 && i - a < lineReach && isLineCode(text.charCodeAt(a - 1))) a -= 1;
    let b = i;
    while (b < text.length && b - i < lineReach && isLineCode(text.charCodeAt(b))) b += 1;
    for (const each of latinAddresses(text, a, b)) {
      if (each.start >= from && each.start < to && each.end > i) found.push({ type: 'ADDRESS', ...each });
    }
    done = b;
  }
}

const isLineCode = (code: number): boolean =>
  code >= 32 && code < 0x2e80 && code !== 59 && code !== 58 && code !== 34;
