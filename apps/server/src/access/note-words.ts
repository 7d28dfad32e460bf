import {
  adjacentLabels,
  birthLabels,
  boundedWords,
  finder,
  handleLabels,
  numberLabels,
  oldDates,
  openLabels,
  personalLabels,
} from './note-labels.ts';
import type { Run, Scanned } from './note-scan.ts';

/*
 * What the words around a figure say of it. Words for kinds of numbers are looked for once in a note (`Words`); a figure
 * asks for the nearest.
 */

const ends = '，,。；;！!？?\\n';
const clauseEnd = new RegExp(`[${ends}]`, 'u');
const sentenceEnd = /[。！？!?\n]/u;
const [short, long] = [true, false].map((one) =>
  numberLabels.filter((each) => (each.length === 1) === one),
) as [string[], string[]];
const openLabel = boundedWords(openLabels);
const labels = finder([...long, ...openLabels]);
/** A label of one character, and a word for how many, right before the figure. */
const beside = new RegExp(
  String.raw`(?:(?:${boundedWords(short)})[^\p{L}\p{N}]{0,2}|(?:${boundedWords(adjacentLabels)})\s?)$`,
  'u',
);
const changed = /(?:[改换调变升降转移][至到为成]?|[至到]|to|>)\s?$/u;
/** A figure that another took the place of. */
const instead = new RegExp(
  String.raw`\d{1,6}(\s?(?:房间?|航班|桌|座|码|寸|档))?[^0-9。！？\n]{0,30}(?:[改换调变升降转移][至到为成]?|[至到]|to|→|->)\s?$`,
  'u',
);
const alike = /(?<!\d)\d{3,6}()[^0-9。！？\n]{1,8}$/u;
/** The name of a make or of a list, in capitals. */
const named = /(?:^|[^A-Za-z])(?:[A-Z]{2,}|[A-Z][a-z]{2,})[ #-]{0,2}$/;

const persons = finder(personalLabels);
const personal = `(?:${boundedWords(personalLabels)})`;
/** What stands between a word for a person's number and the figure where nothing else does. */
const direct = new RegExp(
  String.raw`^(?:(?:号码?|码|\d位|末尾|尾巴|末段|中间|后面|前面|里|现在|应该|[是为报叫的尾末中前后头改换成])|(?:${openLabel})|no|number|[^\p{L}\p{N}${ends}]){0,4}[a-z]?$`,
  'u',
);
const isPersons = new RegExp(
  String.raw`^(?:[^\p{L}\p{N}]{0,3}(?:是|为|即|系|is|the|of)|[^\p{L}\p{N}${ends}]{0,3})\s?(?:其|客户|他|她|his|her)?的?\s?${personal}`,
  'u',
);
const born = new RegExp(boundedWords(birthLabels), 'u');
const sinceThen = new RegExp(`(?:${boundedWords(oldDates)})[^${ends}]{0,8}$`, 'u');
const ofHandle = new RegExp(boundedWords(handleLabels), 'u');
const atHome = /[住址寄送]|家[在里]|上门|小区/u;

type Word = { readonly from: number; readonly to: number };
type Words = { readonly labels: readonly Word[]; readonly persons: readonly Word[] };

const known = new WeakMap<Scanned, Words>();

/** The words for kinds of numbers in a note, by unit of its plain form. */
function wordsOf(note: Scanned): Words {
  const words = known.get(note) ?? {
    labels: placesOf(note.plain, labels),
    persons: placesOf(note.plain, persons),
  };
  known.set(note, words);
  return words;
}

const placesOf = (text: string, pattern: RegExp): readonly Word[] =>
  [...text.matchAll(pattern)].map((match) => ({ from: match.index, to: match.index + match[0].length }));

/** The last word that ends at a unit or before it. */
function lastBefore(words: readonly Word[], unit: number): Word | undefined {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as Word).to <= unit) low = middle + 1;
    else high = middle;
  }
  return words[low - 1];
}

/** What stands behind symbol `to` - 1, at most so many units. */
export function behind(note: Scanned, to: number, most: number): string {
  const from = endOf(note, to);
  return note.plain.slice(from, from + most);
}
/** What stands ahead of symbol `from`, at most so many units. */
export function ahead(note: Scanned, from: number, most: number): string {
  const end = note.unitOf(from);
  return note.plain.slice(Math.max(0, end - most), end);
}
const endOf = (note: Scanned, to: number): number =>
  to === 0 ? 0 : note.unitOf(to - 1) + (note.symbols[to - 1]?.key.length ?? 1);

/** Whether hardly anything else stands in the clause of a figure. */
export function isTerse(note: Scanned, from: number, to: number): boolean {
  const [left, right] = [ahead(note, from, 40), behind(note, to, 40)];
  const clause = `${left.split(clauseEnd).at(-1)} ${right.split(clauseEnd)[0]}`;
  return (clause.match(/\p{Script=Han}|[a-z]+/gu) ?? []).length <= 3;
}

/** Whether a word for a number of a person stands in the sentence, not far away. */
export function isPersonsNear(note: Scanned, from: number, to: number): boolean {
  const [start, end] = [note.unitOf(from), endOf(note, to)];
  const before = lastBefore(wordsOf(note).persons, start);
  if (before && before.from >= start - 30 && !sentenceEnd.test(note.plain.slice(before.to, start)))
    return true;
  const after = wordsOf(note).persons[firstFrom(wordsOf(note).persons, end)];
  return after !== undefined && after.to <= end + 30 && !sentenceEnd.test(note.plain.slice(end, after.from));
}

/** Place of the first word that begins at a unit or later. */
function firstFrom(words: readonly Word[], unit: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as Word).from < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a word for a number of a person stands right before a figure. */
export function isPersonsBefore(note: Scanned, from: number): boolean {
  const unit = note.unitOf(from);
  const word = lastBefore(wordsOf(note).persons, unit);
  return word !== undefined && word.to >= unit - 16 && direct.test(note.plain.slice(word.to, unit));
}

/** Whether a word says that a figure is no number of a person: the nearest one counts. */
export function isLabelledAt(note: Scanned, from: number): boolean {
  const start = labelOf(note, note.unitOf(from));
  return start !== null && !isOfPerson(note, start, note.unitOf(from)) && !isPersonsBefore(note, from);
}

/** Where the label of a figure at a unit begins. */
function labelOf(note: Scanned, unit: number): number | null {
  const near = nearLabel(note, unit);
  if (near !== null) return near;
  const before = note.plain.slice(Math.max(0, unit - 64), unit);
  if (beside.test(before.slice(-8))) return unit;
  const earlier = (changed.test(before) ? instead : alike).exec(before);
  if (!earlier) return null;
  const at = unit - before.length + earlier.index;
  if (earlier[1]) return at;
  // what is as long as a labelled figure before it is of its kind: 上期 5120，本次 5348
  const own = /^\d*/.exec(note.plain.slice(unit, unit + 8))?.[0].length;
  return changed.test(before) || earlier[0].search(/\D/) === own ? nearLabel(note, at) : null;
}

function nearLabel(note: Scanned, unit: number): number | null {
  const word = lastBefore(wordsOf(note).labels, unit);
  return word && word.to >= unit - 6 && !/[0-9]/.test(note.plain.slice(word.to, unit)) ? word.from : null;
}

/** Whether the last word for a number of a person stands within so much of a text, in the same clause as its end. */
function isOfPerson(note: Scanned, from: number, unit: number): boolean {
  const word = lastBefore(wordsOf(note).persons, unit);
  return (
    word !== undefined &&
    word.from >= from &&
    word.to >= unit - 14 &&
    !clauseEnd.test(note.plain.slice(word.to, unit))
  );
}

/** Whether a word near figures says that they are a number of a person. */
export function isPersonsAt(note: Scanned, row: Run, from: number, to: number): boolean {
  if (isPersons.test(behind(note, to, 16)) || isPersonsBefore(note, from)) return true;
  return (
    row.tokens.at(-1)?.bare === true && isOfPerson(note, 0, note.unitOf(from)) && !isLabelledAt(note, from)
  );
}

/** Whether the name of a make or of a list stands right before a figure. */
export function isNamedAt(note: Scanned, from: number): boolean {
  const start = note.symbols[from]?.start ?? 0;
  return named.test(note.text.slice(Math.max(0, start - 16), start));
}

/** Whether somebody's birth is spoken of near a date. */
export const isBornNear = (note: Scanned, from: number, to: number): boolean =>
  born.test(ahead(note, from, 30)) || born.test(behind(note, to, 12)) || behind(note, from, 2) === '年头';

/** Whether something else began at a date. */
export const isOldAt = (note: Scanned, from: number): boolean => sinceThen.test(ahead(note, from, 30));

/** Whether mail or a messenger is spoken of near a word. */
export const isOfHandle = (note: Scanned, from: number, to: number): boolean =>
  ofHandle.test(`${ahead(note, from, 40)} ${behind(note, to, 24)}`);

/** Whether a building is the whole of a clause, or somebody's home. */
export const isAddress = (note: Scanned, from: number, to: number): boolean =>
  isTerse(note, from, to) || atHome.test(ahead(note, from, 16)) || atHome.test(behind(note, to, 8));
