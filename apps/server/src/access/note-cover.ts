import { numberLabels, personalLabels } from './note-labels.ts';
import { type Run, type Scanned, scanNote, type Token } from './note-scan.ts';

/** Fewer figures that stand apart, over all notes of a case, are ordinary; more may be a number in pieces. */
const mostLoose = 3;

/** A street, an estate, a building, as addresses end in them. */
const place = '(?:大道|路|街|巷|弄|胡同|名苑|花园|花苑|苑|小区|公寓|新村|大厦|广场|家园|里|坊)';
const places: readonly RegExp[] = [
  // 松涛路286号, 碧波名苑17幢
  new RegExp(String.raw`\p{Script=Han}{2,4}${place}\s?\d{1,5}`, 'gu'),
  // 住在松涛路
  new RegExp(String.raw`(?<=(?:[在住址寄送]|地址)[^\p{L}\p{N}]{0,2})\p{Script=Han}{2,4}?${place}`, 'gu'),
  // 17幢, 3单元, 1904室; 楼 and 号 alone are a shop's floor and a day
  /\d{1,5}\s?(?:幢|栋|单元|室|弄)/gu,
];

/** What may be a handle, or the part of a mail address before its @ (`isHandle`). */
const joined = /[a-z0-9]+(?:[._-][a-z0-9]+)*/gu;
/** The same, letter by letter. */
const lettered = /(?<![a-z0-9])[a-z0-9](?:[\s\p{P}\p{S}]{1,2}[a-z0-9]){4,}(?![a-z0-9])/gu;

/** Letters with figures, or in parts; few letters with figures are a code. */
const isHandle = (text: string): boolean => /[0-9._-]/.test(text) && /[a-z](?:[^a-z]*[a-z]){2}/.test(text);

const wordsOf = (labels: readonly string[]): string =>
  labels.map((each) => each.replaceAll(' ', String.raw`\s`)).join('|');
const [short, long] = [true, false].map((one) =>
  wordsOf(numberLabels.filter((each) => (each.length === 1) === one)),
) as [string, string];
/** A word for another kind of number; one of a single character stands right before the figure. */
const label = new RegExp(
  String.raw`(?:(?:${long})[^0-9]{0,6}|(?<!\p{L}{4})(?:${short})[^\p{L}\p{N}]{0,2})$`,
  'u',
);
const personal = `(?:${wordsOf(personalLabels)})`;
/** A word for a number of a person with no label behind it, in the same clause; and one that comes after the figure. */
const ofPerson = new RegExp(String.raw`${personal}[^，。；！？\n]{0,14}$`, 'u');
const isPersons = new RegExp(
  String.raw`^[^\p{L}\p{N}]{0,3}(?:是|为|即|系|is|the|of)?\s?(?:其|客户|他|她|his|her)?的?\s?${personal}`,
  'u',
);

/** An amount as it is written: groups of three, a dot and some places behind it. */
const amount = /^(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,7}\.\d{1,4})$/u;

/**
 * Covers, in the notes of one case (oldest first, as the detector has masked them), whatever could complete a mask: rows
 * of three figures and more, spelled, spaced or backwards too, unless they are written as an amount, a date, a time, a
 * count, or behind a word for another kind of number; what stands behind a word for a part (尾号, 后四位); figures that
 * come one by one; handles; parts of addresses.
 *
 * INVARIANT: the answer follows from the notes alone. Whatever compares them with what the customer's masks hide tells
 * the writer whether a guess is right, digit by digit, and no allowance is small enough (docs/security.md).
 */
export function coverNotes(notes: readonly string[]): readonly string[] {
  return coverScanned(notes.map(scanNote));
}

/** The same of notes that are taken apart already. */
export function coverScanned(scanned: readonly Scanned[]): readonly string[] {
  const cover = scanned.map(() => new Set<number>());
  const hide = (tokens: readonly Token[]): void => {
    for (const { note, from, to } of tokens) for (let i = from; i < to; i += 1) cover[note]?.add(i);
  };
  const loose: Token[] = [];
  for (const [n, note] of scanned.entries()) {
    for (const run of note.parts) if (!run.tokens.some((each) => each.masked)) hide(run.tokens);
    for (const row of note.rows) {
      if (row.tokens.some((each) => each.masked)) continue;
      if (row.digits.length >= 3) {
        if (!isPlain(note, row)) hide(row.tokens);
      } else if (!isLabelledAt(note, row.tokens[0]?.from ?? 0))
        loose.push(...row.tokens.filter((each) => each.bare && !each.spoken));
    }
    const handles = note.spansOf(joined).filter(({ match }) => isHandle(match[0]));
    for (const { from, to } of [...handles, ...[...places, lettered].flatMap(note.spansOf)])
      if (!isLabelledAt(note, from)) for (let i = from; i < to; i += 1) cover[n]?.add(i);
  }
  if (loose.reduce((sum, each) => sum + each.digits.length, 0) > mostLoose) hide(loose);
  return scanned.map((note, n) => covered(note, cover[n] as Set<number>));
}

/** Whether a word says that a figure is no number of a person: the nearest one counts. */
function isLabelledAt(note: Scanned, from: number): boolean {
  const end = note.unitOf(from);
  const before = note.plain.slice(Math.max(0, end - 24), end);
  const found = label.exec(before);
  return found !== null && !ofPerson.test(found[0]);
}

/** Whether a word near a figure says that it is a number of a person. */
function isPersonsAt(note: Scanned, from: number, to: number): boolean {
  const end = note.unitOf(from);
  if (isPersons.test(note.plain.slice(note.unitOf(to), note.unitOf(to) + 16))) return true;
  const before = note.plain.slice(Math.max(0, end - 24), end);
  return ofPerson.test(before) && !isLabelledAt(note, from);
}

/** Units that large figures stand before. */
const large = /^(?:元|块|分|积分|成长值|美元|欧元|万|公里|米|吨|度|平|人|usd|eur|m(?![a-z])|g(?![a-z]))/u;

/** Whether figures are written as an amount, a count, a code with letters, or one number behind a word for its kind. */
function isPlain(note: Scanned, { tokens, digits }: Run): boolean {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last || isWhole(digits) || isPersonsAt(note, first.from, last.to)) return false;
  const written = note.plain.slice(note.unitOf(first.from), note.unitOf(last.to - 1) + 1);
  const labelled = isLabelledAt(note, first.from);
  if (amount.test(written)) return true;
  if (tokens.length === 1) {
    const behind = note.plain.slice(note.unitOf(last.to - 1) + 1).trimStart();
    return labelled || (!last.bare && (digits.length <= 4 || !last.counted || large.test(behind)));
  }
  if (/^\d+(?:[-/.]\d+){1,3}$/u.test(written) && labelled) return true;
  // from so many to so many
  return !last.bare && /^\d{1,3}\s?[-~]\s?\d{1,3}$/u.test(written);
}

/** A whole mobile number, identity number or card, whatever it is called. */
function isWhole(digits: string): boolean {
  if (/^1[3-9]\d{9}$/.test(digits)) return true;
  if (/^\d{17}[\dx]$/.test(digits)) {
    const sum = [...digits.slice(0, 17)].reduce(
      (all, each, i) => all + Number(each) * (2 ** (17 - i) % 11),
      0,
    );
    if ('10x98765432'.charAt(sum % 11) === digits.at(-1)) return true;
  }
  if (!/^\d{15,19}$/.test(digits)) return false;
  const luhn = [...digits].reverse().reduce((all, each, i) => {
    const n = Number(each) * (1 + (i % 2));
    return all + (n > 9 ? n - 9 : n);
  }, 0);
  return luhn % 10 === 0;
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
