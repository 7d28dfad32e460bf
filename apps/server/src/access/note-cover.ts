import { saysHidden } from './note-cues.ts';
import { dressed } from './note-dressed.ts';
import { type Run, type Scanned, type Span, scanNote, type Token } from './note-scan.ts';
import {
  ahead,
  behind,
  isAddress,
  isBornNear,
  isLabelledAt,
  isNamedAt,
  isOfHandle,
  isOldAt,
  isPersonsAt,
  isPersonsBefore,
  isPersonsNear,
  isTerse,
} from './note-words.ts';

/** Fewer figures that stand apart, over all notes of a case, are ordinary; more may be a number in pieces. */
const mostLoose = 3;

const figures = String.raw`[\d十百千拾佰仟]{1,8}`;
/** What goes on behind the number of a house: 弄15号901. */
const onwards = String.raw`(?:\s?[号弄栋幢座室楼层期区单元]{1,2}\s?[,，、]?\s?${figures})*`;
/** Streets and what stands in them, as addresses end in them. */
const street = '(?:大道|(?<![公线电网铁链套思半])路|街|巷|弄|胡同|(?<!公)里|坊)';
const estate = '(?:名苑|花园|花苑|苑|小区|公寓|新村|大厦|广场|家园)';
const places: readonly RegExp[] = [
  // 松涛路286号, 碧波名苑17幢
  new RegExp(
    String.raw`[\p{Script=Han}*]{2,4}(?:${street}\s?${figures}(?!\d|\s?(?:公里|[米元次站线天分倍车]))|${estate}\s?${figures}\s?[号弄栋幢座室单-])${onwards}`,
    'gu',
  ),
  // 住在松涛路
  new RegExp(
    String.raw`(?<=(?:[在住址寄送]|地址)[^\p{L}\p{N}]{0,2})\p{Script=Han}{2,4}?(?:${street}|${estate})`,
    'gu',
  ),
  // what the detector left of one
  new RegExp(String.raw`(?<=\*)\s?${figures}\s?[号弄栋幢座室楼层]${onwards}`, 'gu'),
  // 17幢, 3单元, 1904室, A座1203; 楼 and 号 alone are a shop's floor and a day
  new RegExp(String.raw`\d{1,5}\s?(?:幢|栋|单元|室|弄)${onwards.replace('*', '+')}`, 'gu'),
  new RegExp(String.raw`[a-z\d]\s?[座幢栋]\s?\d{3,4}`, 'gu'),
];

/** Words that say that a number is one to call. */
const called = /(?:[转打拨]|热线|致电|拨打|联系|向|客服|投诉|举报)\s?$/u;

/** Letters and figures in one, no measure. */
const mixed =
  /(?<![a-z0-9])(?!\d+(?:g|m|k|t|w|v|h|gb|mb|kb|tb|kw|mah|hz)(?![a-z0-9]))(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{3,}(?![a-z0-9])/gu;

/** A part of one that may be a shop's: 3 幢电梯. */
const building = /\d{1,5}\s?(?:幢|栋|单元(?!测)|室(?![温内外]|\s?\d\s?厅)|弄)/gu;
/** What may be a handle, or the part of a mail address before its @ (`isHandle`). */
const joined = /[a-z0-9]+(?:[._-][a-z0-9]+)*/gu;
/** The same, letter by letter. */
const lettered = /(?<![a-z0-9])[a-z0-9](?:[\s\p{P}\p{S}]{1,2}[a-z0-9]){4,}(?![a-z0-9])/gu;
/** Figures by how many there are of each: 两个一夹一个七. */
const counting = /\d个\s?\d[^，,。\n\d]{0,4}\d(?:个?\s?\d)?/gu;
/** Letters and figures in one that are longer than the names of models and errors. */
const serial = /(?<![a-z0-9])(?!0x)(?=[a-z0-9]*[a-z])(?:[a-z]*\d){6}[a-z0-9]*(?![a-z0-9])/gu;

/** An amount as it is written: groups of three, a dot and some places behind it. */
const amount = /^(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,7}\.\d{1,4})$/u;
/** Numbers that everybody calls, and answers of web servers. */
const common =
  /^(?:11[0249]|12[02]|12[0-9]{3}|95\d{3,4}|96\d{3,4}|10(?:0\d\d|\d\d\d)|[45]0\d|618|315|1111|1212|1688)$/u;
/**
 * Covers, in the notes of one case (oldest first, as the detector has masked them), whatever could complete a mask: rows
 * of three figures and more, spelled, spaced or backwards too, unless they are written as an amount, a date, a time, a
 * count, or behind a word for another kind of number; what stands behind a word for a part (尾号, 后四位); figures that
 * come one by one; handles; parts of addresses; old dates. In a note that speaks of what a mask hides, all figures, and
 * letters that may stand for them, whatever they are called.
 *
 * INVARIANT: the answer follows from the notes alone. Whatever compares them with what the customer's masks hide tells
 * the writer whether a guess is right, digit by digit, and no allowance is small enough (docs/security.md).
 */
export function coverNotes(notes: readonly string[]): readonly string[] {
  return coverScanned(notes.map(scanNote));
}

/** The same of notes that are taken apart already. */
export function coverScanned(scanned: readonly Scanned[]): readonly string[] {
  const cover = scanned.map((note) => new Set(saysHidden(note.plain) ? dressed(note) : []));
  // one that only announces speaks of its neighbours
  const announced = scanned.map((note, n) => cover[n]?.size === 0 && saysHidden(note.plain));
  const loose: Token[] = [];
  for (const [n, note] of scanned.entries()) {
    const hide = (from: number, to: number): void => {
      for (let i = from; i < to; i += 1) cover[n]?.add(i);
    };
    if (announced[n - 1] || announced[n + 1]) for (const i of dressed(note)) cover[n]?.add(i);
    for (const { from, to } of plainly(note)) hide(from, to);
    loose.push(...note.rows.flatMap((row) => looseIn(note, row)));
  }
  if (loose.reduce((sum, each) => sum + each.digits.length, 0) > mostLoose)
    for (const { note, from, to } of loose) for (let i = from; i < to; i += 1) cover[note]?.add(i);
  return scanned.map((note, n) => covered(note, cover[n] as Set<number>));
}

type Place = { readonly from: number; readonly to: number };

/** What is covered in a note of its own. */
function plainly(note: Scanned): readonly Place[] {
  const parts = note.parts.map(unmasked).filter((run) => !isYear(note, run) && !isCount(note, run));
  const rows = note.rows.map(unmasked).filter((row) => row.digits.length >= 3 && !isPlain(note, row));
  const handles = note.spansOf(joined).filter((span) => isHandle(note, span));
  const spans = [...handles, ...[...places, lettered, serial].flatMap(note.spansOf)];
  return [
    ...[...parts, ...rows].flatMap((run) => run.tokens),
    ...spans.filter(({ from }) => !isLabelledAt(note, from)),
    ...note.spansOf(counting).filter(({ from, to }) => isPersonsNear(note, from, to)),
    ...note.spansOf(mixed).filter(({ from }) => isPersonsBefore(note, from)),
    ...note.spansOf(building).filter(({ from, to }) => isAddress(note, from, to)),
    ...note.dates.filter((span) => isBirth(note, span)),
    ...note.spansOf(birthday).filter(({ from, to }) => isBornNear(note, from, to)),
  ];
}

/** What a mask has left beside its stars is no news. */
function unmasked(run: Run): Run {
  if (!run.tokens.some((each) => each.masked)) return run;
  const tokens = run.tokens.filter((each) => !each.masked);
  return { tokens, digits: tokens.map((each) => each.digits).join('') };
}

/** Whether what stands behind a word for a part is a count of something: ends in 3 months. */
const isCount = (note: Scanned, { tokens, digits }: Run): boolean =>
  digits.length < 3 &&
  tokens.at(-1)?.counted === true &&
  !isPersonsNear(note, tokens[0]?.from ?? 0, tokens[0]?.to ?? 0);

const year = /^20[2-4]\d$/;
/** Whether a year of these times stands by itself: what ends in one is no number. */
const isYear = (note: Scanned, { tokens, digits }: Run): boolean =>
  year.test(digits) && tokens.length === 1 && !isPersonsNear(note, tokens[0]?.from ?? 0, tokens[0]?.to ?? 0);

/** Figures that stand apart, each too short to say anything. */
function looseIn(note: Scanned, { tokens, digits }: Run): readonly Token[] {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last || digits.length >= 3 || tokens.some((each) => each.masked)) return [];
  if (isLabelledAt(note, first.from)) return [];
  const kept = tokens.filter((each) => each.bare && !each.worded);
  return isTerse(note, first.from, last.to) || isPersonsBefore(note, first.from) ? kept : [];
}

/** Units that large figures stand before. */
const large =
  /^(?:元|块|分|积分|成长值|美元|欧元|万|公里|米|吨|度|平|人|单|台|户|件|条|次|步|字|千|usd|eur|m(?![a-z])|g(?![a-z])|k)/u;

/** Whether figures are written as an amount, a count, a code with letters, or one number behind a word for its kind. */
function isPlain(note: Scanned, row: Run): boolean {
  const [first, last] = [row.tokens[0], row.tokens.at(-1)];
  if (!first || !last || isWhole(row.digits) || isPersonsAt(note, row, first.from, last.to)) return false;
  const end = note.unitOf(last.to - 1) + (note.symbols[last.to - 1]?.key.length ?? 1);
  const written = note.plain.slice(note.unitOf(first.from), end);
  if (amount.test(written)) return true;
  return row.tokens.length === 1 ? isPlainToken(note, first) : isPlainRow(note, row.tokens, written);
}

function isPlainToken(note: Scanned, token: Token): boolean {
  const { digits, from, to, spoken } = token;
  if (isLabelledAt(note, from)) return true;
  if (common.test(digits) && (digits.length < 5 || called.test(ahead(note, from, 6)))) return true;
  if (token.code) return digits.length <= 6 || /(?<![a-z0-9])0x[0-9a-f]*$/.test(ahead(note, from, 12));
  if (!token.bare) return digits.length <= 4 || !token.counted || large.test(behind(note, to, 8).trimStart());
  if (spoken) return idioms.test(digits);
  if (isPersonsNear(note, from, to)) return false;
  if (digits.length <= 5 && isNamedAt(note, from)) return true;
  return year.test(digits) || (digits.length === 3 && !isTerse(note, from, to));
}

/** 一五一十, 三三两两, 七七八八, 一二三, 三七二十一. */
const idioms = /^(?:151|3322|7788|123|372|998)$/;

/** 11/20, 3·15. */
const dayOfYear = /^(?:1[0-2]|0?[1-9])[-/·.](?:3[01]|[12]\d|0?[1-9])$/u;

function isPlainRow(note: Scanned, tokens: readonly Token[], written: string): boolean {
  const [first, last] = [tokens[0], tokens.at(-1)] as [Token, Token];
  const labelled = isLabelledAt(note, first.from);
  if (/^\d+(?:[-/.:]\d+){1,3}$/u.test(written) && labelled) return true;
  // V2.4.17
  if ((first.code || isNamedAt(note, first.from)) && /^\d{1,3}(?:\.\d{1,4}){1,3}$/u.test(written))
    return true;
  if (tokens.some((each) => each.spoken)) return false;
  // 129.00 + 15.00
  if (/^\d{1,6}\.\d{2}(?:\s?[+、/~-]\s?\d{1,6}\.\d{2})+$/u.test(written)) return true;
  if (
    !isPersonsNear(note, first.from, last.to) &&
    !isTerse(note, first.from, last.to) &&
    dayOfYear.test(written)
  )
    return true;
  if (/^\d{1,4}(?:\.\d{1,2})?(?:\s?[×x]\s?\d{1,4}(?:\.\d{1,2})?){1,2}$/u.test(written)) return true;
  // from so many to so many; so many, so many or so many
  if (!last.bare && /^\d{1,4}\s?[-~至到]\s?\d{1,4}$/u.test(written)) return true;
  const several = /^\d{2,4}(?:\s?[、/]\s?\d{2,4}){1,3}$/u.test(written);
  return several && (labelled || last.counted || isNamedAt(note, first.from));
}

/** A date without its year or its day. */
const birthday =
  /\d{2,4}\s?年(?:\s?[\d十]{1,3}\s?月)?(?:\s?[\d十]{1,3}\s?[日号])?|[\d十]{1,3}\s?月\s?[初廿]?[\d十]{1,3}\s?[日号]?|年头\s?\d+/gu;
/** Whether a date may be somebody's day of birth. */
function isBirth(note: Scanned, { from, to, match }: Span): boolean {
  return (
    isBornNear(note, from, to) || (Number(match[1]) < 2010 && match[2] !== undefined && !isOldAt(note, from))
  );
}

/** Letters with figures, or in parts; few letters with figures are a code. */
function isHandle(note: Scanned, { from, to, match }: Span): boolean {
  const text = match[0];
  if (!/[0-9._-]/.test(text) || !/[a-z](?:[^a-z]*[a-z]){2}/.test(text)) return false;
  if (isOfHandle(note, from, to)) return true;
  const written = note.text.slice(note.symbols[from]?.start, note.symbols[to - 1]?.end);
  if (!/^[a-z]/.test(written) || product.test(text)) return false;
  return /\d[^a-z]*$/.test(text) ? /\d.*\d/.test(text) : /[._]/.test(text);
}
const product =
  /^(?:i?phone|ipad|mate|win(?:dows)?|note|redmi|vivo|oppo|honor|galaxy|wi-?fi|usb|https?|err(?:or)?|code|pro|max|xbox|level|tier|step|top|web|type|iso|android|ios)\W?\d/;

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
