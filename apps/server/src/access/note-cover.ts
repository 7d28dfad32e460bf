import type { HiddenParts } from './note-parts.ts';
import { type Run, type Scanned, scanNote, type Token } from './note-scan.ts';

const han = /\p{Script=Han}/u;

/**
 * How much of one case is compared with what its customer's masks hide, in different strings of figures or symbols:
 * a row of figures counts each string in it. Whether one is covered tells whether it is a part: beyond these all are
 * covered, so that notes cannot be used to guess. `numbers`: strings of four figures, `longer` and `longest`: of five
 * and six, `short`: of three, `loose`: of four over small numbers that stand apart, `words`: handles, `places`: figures
 * beside words, such as a house number; `han`: three characters of words, in one note and in all, so that no list of
 * streets or estates is tried out (honest notes have a character or two for each, and stay far below).
 */
export const mostCompared = {
  numbers: 40,
  longer: 60,
  longest: 160,
  short: 12,
  loose: 80,
  words: 400,
  places: 100,
  han: { note: 600, all: 2_500 },
} as const;

/**
 * Covers, in the notes of one case (oldest first), whatever completes a mask of its customer: figures, words and
 * letters that the masks hide, also spelled, spaced, backwards, or in parts over several notes; and what stands behind
 * a word for a part (尾号, 后四位), whosever number it is. Takes notes as the detector has masked them.
 */
export function coverNotes(notes: readonly string[], parts: HiddenParts): readonly string[] {
  return coverScanned(notes.map(scanNote), parts);
}

/** The same of notes that are taken apart already. */
export function coverScanned(scanned: readonly Scanned[], parts: HiddenParts): readonly string[] {
  const cover = scanned.map(() => new Set<number>());
  const hide = (tokens: readonly Token[]): void => {
    for (const { note, from, to } of tokens) for (let i = from; i < to; i += 1) cover[note]?.add(i);
  };
  const hit = new Set<number>();
  const rows = new Map([
    [3, allowance(mostCompared.short)],
    [4, allowance(mostCompared.numbers)],
    [5, allowance(mostCompared.longer)],
    [6, allowance(mostCompared.longest)],
  ]);
  const words = allowance(mostCompared.words);
  const places = allowance(mostCompared.places);
  const han = allowance(mostCompared.han.all);

  for (const [n, note] of scanned.entries()) {
    for (const run of note.parts)
      if (!parts.shown.has(run.digits) && !run.tokens.some((each) => each.masked)) hide(run.tokens);
    for (const run of note.runs) {
      const compared = comparedAs(run);
      if (compared === 0 || parts.shown.has(run.digits)) continue;
      if (!within(run.digits, compared, rows.get(compared))) hide(run.tokens);
      else hide(told(run, compared, parts, hit));
    }
    const own = allowance(mostCompared.han.note);
    const allowed = { words, places, han: (gram: string) => own(gram) && han(gram) };
    coverWords(note, parts, allowed, cover[n] as Set<number>);
    coverNames(note, parts, cover[n] as Set<number>);
  }
  const small = scanned.flatMap((note) => note.tokens.filter((each) => each.digits.length < 4));
  const loose = small.filter((each) => each.bare && !each.masked && !each.spoken);
  const row = { tokens: loose, digits: loose.map((each) => each.digits).join('') };
  hide(within(row.digits, 4, allowance(mostCompared.loose)) ? told(row, 4, parts, hit) : loose);
  // once a part of a value is there, the shorter ones around it count too, whatever they are called
  if (hit.size > 0) {
    const pairs = allowance(mostCompared.short);
    const values = [...hit].map((value) => parts.hidden[value] ?? '');
    for (const token of small) {
      if (token.digits.length < 2 || token.masked) continue;
      if (!pairs(token.digits) || values.some((value) => value.includes(token.digits))) hide([token]);
    }
  }
  return scanned.map((note, n) => covered(note, cover[n] as Set<number>));
}

/** Counts different things: false for those beyond `most`. */
function allowance(most: number): (thing: string) => boolean {
  const seen = new Set<string>();
  return (thing) => seen.has(thing) || (seen.size < most && seen.add(thing).size > 0);
}

/** Whether all strings of `size` in a row may be compared; they are counted. */
function within(digits: string, size: number, allowed: ((thing: string) => boolean) | undefined): boolean {
  if (allowed === undefined) return false;
  for (let at = 0; at + size <= digits.length; at += 1)
    if (!allowed(digits.slice(at, at + size))) return false;
  return true;
}

/** How many strings of figures of a note are compared with what masks hide. */
export function comparisonsOf(text: string): number {
  const strings = new Set<string>();
  for (const run of scanNote(text, 0).runs) {
    const size = comparedAs(run);
    for (let at = 0; size > 0 && at + size <= run.digits.length; at += 1)
      strings.add(run.digits.slice(at, at + size));
  }
  return strings.size;
}

/** How many figures in a row must agree: the longer a number, the more: each number agrees somewhere by chance. */
function comparedAs({ tokens, digits }: Run): number {
  if (digits.length < 3) return 0;
  if (digits.length === 3) return tokens.every((each) => each.bare && !each.masked) ? 3 : 0;
  return digits.length <= 6 ? 4 : digits.length <= 10 ? 5 : 6;
}

/** The tokens of a run that agree with something hidden; notes which values they are of. */
function told(run: Run, size: number, parts: HiddenParts, hit: Set<number>): readonly Token[] {
  const strings = parts.digits.get(size);
  const starts: number[] = [];
  for (let at = 0; at + size <= run.digits.length; at += 1) {
    const value = strings?.get(run.digits.slice(at, at + size));
    if (value === undefined) continue;
    hit.add(value);
    starts.push(at);
  }
  if (starts.length === 0) return [];
  // a date's figures are not those of its tokens
  if (run.tokens.reduce((sum, each) => sum + each.digits.length, 0) !== run.digits.length) return run.tokens;
  let end = 0;
  return run.tokens.filter((token) => {
    const begin = end;
    end += token.digits.length;
    return starts.some((at) => at < end && at + size > begin);
  });
}

/** Words and handles: covers the symbols that agree, over any separators. */
function coverWords(
  { symbols }: Scanned,
  { grams, firsts }: HiddenParts,
  allowed: Readonly<Record<'words' | 'places' | 'han', (text: string) => boolean>>,
  cover: Set<number>,
): void {
  const joined = (at: number): boolean => (symbols[at]?.gap.length ?? 0) <= 3 && symbols[at]?.key !== '*';
  const joins = (at: number, size: number): string => {
    let text = symbols[at]?.key ?? '';
    for (let i = 1; i < size; i += 1) {
      if (at + i >= symbols.length || !joined(at + i)) return '';
      text += symbols[at + i]?.key ?? '';
    }
    return text;
  };
  const hideFrom = (at: number, size: number): void => {
    for (let i = at; i < at + size; i += 1) cover.add(i);
  };
  for (let at = 0; at < symbols.length; at += 1) {
    const place = joins(at, 3);
    if (/[0-9]/.test(place) && han.test(place) && !allowed.places(place)) hideFrom(at, 3);
    else if (/^[^0-9]+$/.test(place) && han.test(place) && !allowed.han(place)) hideFrom(at, 3);
    const spelled = joins(at, 5);
    const apart = symbols.slice(at + 1, at + 5).some((each) => each.gap !== '');
    if (apart && /^[a-z0-9]*[a-z][a-z0-9]*$/.test(spelled) && !allowed.words(spelled)) hideFrom(at, 5);
    if (!firsts.has(symbols[at]?.key ?? '')) continue;
    let text = '';
    for (let size = 1; size <= 5 && at + size <= symbols.length; size += 1) {
      if (size > 1 && !joined(at + size - 1)) break;
      text += symbols[at + size - 1]?.key ?? '';
      if (size > 2 && grams.has(text)) for (let i = at; i < at + size; i += 1) cover.add(i);
    }
  }
  for (let from = 0; from < symbols.length; ) {
    let to = from;
    while (/^[a-z]$/.test(symbols[to]?.key ?? '') && (to === from || symbols[to]?.gap === '')) to += 1;
    const word = symbols.slice(from, to).map((each) => each.key);
    if (word.length > 4 && !allowed.words(word.join(''))) for (let i = from; i < to; i += 1) cover.add(i);
    from = Math.max(to, from + 1);
  }
}

/** Covers the surname of the customer's own name, where all of the name stands. */
function coverNames({ symbols }: Scanned, { names }: HiddenParts, cover: Set<number>): void {
  for (const { name, hides } of names) {
    const keys = Array.from(name);
    // two characters are a word as often as a name; the detector knows them by their context
    if (keys.length < 3) continue;
    for (let at = 0; at + keys.length <= symbols.length; at += 1) {
      if (!keys.every((key, i) => symbols[at + i]?.key === key)) continue;
      for (let i = at; i < at + hides; i += 1) cover.add(i);
    }
  }
}

function covered({ text, symbols }: Scanned, cover: ReadonlySet<number>): string {
  if (cover.size === 0) return text;
  let out = '';
  let at = 0;
  symbols.forEach(({ start, end }, i) => {
    if (!cover.has(i)) return;
    out += `${text.slice(at, start)}*`;
    at = end;
  });
  return out + text.slice(at);
}
