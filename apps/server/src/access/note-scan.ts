import { symbols, type TextSymbol } from '@huke/detect';
import { figured, signed } from './note-figures.ts';
import { unitWords } from './note-labels.ts';

/** Figures that stand together in a note. */
export type Token = {
  readonly note: number;
  /** Symbols from…to of the note. */
  readonly from: number;
  readonly to: number;
  readonly digits: string;
  /** Nothing says that it is an amount, a time, a count or a part of a longer code. */
  readonly bare: boolean;
  /** Beside a letter. */
  readonly code: boolean;
  /** A unit stands behind it. */
  readonly counted: boolean;
  /** Beside a mask's stars; one or two stand for a name. */
  readonly masked: boolean;
  /** Written in Chinese. */
  readonly spoken: boolean;
  /** In a word (一般), rather than a figure. */
  readonly worded: boolean;
};

/** Figures that people read as one number: tokens with nothing but separators between them. */
export type Run = { readonly tokens: readonly Token[]; readonly digits: string };

/** A note taken apart. */
export type Scanned = {
  readonly text: string;
  readonly symbols: readonly TextSymbol[];
  /** The note in plain form, a unit for each symbol and what stands between them. */
  readonly plain: string;
  /** Where a symbol begins in it. */
  readonly unitOf: (symbol: number) => number;
  /** Symbols from…to of each place of the plain form that fits. */
  readonly spansOf: (pattern: RegExp) => readonly Span[];
  /** Dates, where they stand. */
  readonly dates: readonly Span[];
  /** Rows of tokens, dates and times left out; a token by itself is a row too. */
  readonly rows: readonly Run[];
  /** What stands behind a word for a part (尾号, 后四位, last six…). */
  readonly parts: readonly Run[];
};

const units = new RegExp(`^(?:${unitWords.join('|')})`, 'u');
const currency = /[¥￥$€£#]/u;
const filler = /^(?:然后|接着|后面是?|再是|还有|接上条|空格|杠|横杠|then|and|dash|space|\*{1,2})$/;
const clauses = /[，,。；;！!？?：:\n]/;
const separators = /^[\s\p{P}\p{S}]{1,3}$/u;

const month = '(?:1[0-2]|0?[1-9]|十[12]?)';
const day = String.raw`(?:[12]\d|3[01]|0?[1-9]|[23]?十\d?)`;
/** Dates with their year, and days of a year before a time or behind a word for one. */
const dates = new RegExp(
  [
    String.raw`(?<!\d)((?:19|20)\d{2})\s?[-/.年]\s?${month}(?!\d)(?:\s?[-/.月]\s?(${day})(?!\d)\s?[日号]?)?`,
    String.raw`(?<!\d)${month}[-/.]${day}(?=\s?(?:[01]?\d|2[0-3]):[0-5]\d)`,
    String.raw`(?<=(?:\b(?:eta|due|by|on|until|till|before|from)|[于至到自从在止]|预计|效期|期限|日期|date)\s?)${month}[-/.]${day}(?![\d./-]|\s?[元块%])`,
    String.raw`(?<![\d./-])${month}[-/.]${day}(?=\s?(?:前|到期|截止|起|之?后|当天|凌晨|[上下]午))`,
  ].join('|'),
  'gu',
);
const times = /(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])/gu;

const after = String.raw`[^\p{L}\p{N}*]{0,4}(?:分别是|分别为|应该是|是|为|有)?[^\p{L}\p{N}*]{0,4}(?=\d)`;
/** Words that say: what follows is a part of a number. Figures in them are plain by then (后六位 is 后6位). */
const partWords = [
  new RegExp(
    String.raw`(?:尾号|尾数|末尾|(?:卡|手机|电话|证件|身份证)尾|中段|序列号?|顺序码|校验[码位]|(?:最后|末|后|尾|前|头|中间|倒数)\s?的?\s?\d{0,2}\s?个?(?:位数?|码|段|数字|字符))(?:号码|数字|字)?${after}`,
    'gu',
  ),
  new RegExp(String.raw`第\s?\d{1,2}\s?(?:位|段|截|组|格)${after}`, 'gu'),
  new RegExp(String.raw`\d{1,2}\s?(?:到|至|-|~)\s?第?\d{1,2}位${after}`, 'gu'),
  new RegExp(
    String.raw`\b(?:(?:last|final|first|middle)(?: \d{1,2})? ?(?:digits?|chars?|characters?|numbers?|(?<=\d ?)of)|end(?:s|ing)(?: in| with)?|finish(?:es|ing) (?:in|with))(?: (?:of|the|id|card|mobile|phone|number|are|is))*[^\p{L}\p{N}*]{0,3}(?=\d)`,
    'gu',
  ),
];

/** Takes a note apart; `note` is its place among the notes of its case. */
export function scanNote(text: string, note: number): Scanned {
  const all = figured(symbols(signed(text)));
  const plain = plainOf(all);
  const dated = spansOf(plain, dates);
  const timed = spansOf(plain, times);
  const inside = (spans: readonly Span[], at: number): boolean =>
    spans.some((span) => at >= span.from && at < span.to);
  const tokens = tokensOf(text, all, note);
  const free = tokens.filter((each) => !inside(dated, each.from) && !inside(timed, each.from));
  const rows = rowsOf(all, free);
  const units = [...plain.at.keys()];
  return {
    text,
    symbols: all,
    plain: plain.text,
    unitOf: (symbol) => units[symbol] ?? plain.text.length,
    spansOf: (pattern) => spansOf(plain, pattern),
    dates: dated,
    rows,
    parts: partsOf(plain, rows),
  };
}

type Plain = { readonly text: string; readonly at: ReadonlyMap<number, number> };
export type Span = { readonly from: number; readonly to: number; readonly match: RegExpMatchArray };

/** The note in plain form, and which symbol begins at which of its units. */
function plainOf(all: readonly TextSymbol[]): Plain {
  let text = '';
  const at = new Map<number, number>();
  all.forEach((each, i) => {
    text += each.gap;
    at.set(text.length, i);
    text += each.key;
  });
  return { text, at };
}

function spansOf({ text, at }: Plain, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const from = at.get(match.index);
    if (from === undefined) return [];
    let to = from;
    for (let unit = match.index; unit < match.index + match[0].length; unit += 1)
      to = (at.get(unit) ?? to - 1) + 1;
    return [{ from, to, match }];
  });
}

function tokensOf(text: string, all: readonly TextSymbol[], note: number): readonly Token[] {
  const tokens: Token[] = [];
  for (let from = 0; from < all.length; ) {
    if (!all[from]?.digit) {
      from += 1;
      continue;
    }
    let to = from + 1;
    while (all[to]?.digit && all[to]?.gap === '') to += 1;
    const next = all[to];
    const checkLetter = next?.key === 'x' && next.gap === '' && to - from > 1;
    if (checkLetter && !(all[to + 1]?.gap === '' && /^[a-z]$/.test(all[to + 1]?.key ?? ''))) to += 1;
    tokens.push(tokenOf(text, all, note, from, to));
    from = to;
  }
  return tokens;
}

function tokenOf(text: string, all: readonly TextSymbol[], note: number, from: number, to: number): Token {
  const first = all[from];
  const before = first?.gap === '' ? (all[from - 1]?.key ?? '') : '';
  const behind = all[to]?.gap === '' ? (all[to]?.key ?? '') : '';
  const following = all
    .slice(to, to + 8)
    .map((each, i) => (i === 0 ? '' : each.gap) + each.key)
    .join('');
  const counted = /^\s?$/.test(all[to]?.gap ?? '') && units.test(following);
  const money = currency.test(first?.gap ?? '') || text.charAt(all[to - 1]?.end ?? 0) === '%';
  const spoken = /\p{Script=Han}/u.test(text.slice(first?.start, all[to - 1]?.end));
  const code = /^[a-z]$/.test(before) || /^[a-z]$/.test(behind);
  const ordinal = before === '第' && to - from <= 3;
  return {
    note,
    from,
    to,
    digits: all
      .slice(from, to)
      .map((each) => each.key)
      .join(''),
    bare: !counted && !money && !code && !ordinal,
    code,
    counted,
    masked: stars(all, from - 3, from) || stars(all, to, to),
    spoken,
    worded: spoken && to - from === 1 && /\p{Script=Han}/u.test(before + behind),
  };
}

/** Whether three symbols are stars; nothing may stand between them and the figure, which `beside` tells. */
const stars = (all: readonly TextSymbol[], from: number, beside: number): boolean =>
  all[beside]?.gap === '' && [0, 1, 2].every((n) => all[from + n]?.key === '*');

/** Tokens that stand in one row, in order; a token by itself is a row too. */
function rowsOf(all: readonly TextSymbol[], tokens: readonly Token[]): readonly Run[] {
  const rows: Token[][] = [];
  for (const token of tokens) {
    const last = rows.at(-1)?.at(-1);
    if (last && goesOn(all, last, token)) rows.at(-1)?.push(token);
    else rows.push([token]);
  }
  return rows.map((row) => ({ tokens: row, digits: row.map((each) => each.digits).join('') }));
}

function goesOn(all: readonly TextSymbol[], last: Token, next: Token): boolean {
  const gap = all[next.from]?.gap ?? '';
  // a code ends where another begins, and what is counted begins behind a comma
  if (last.code && next.code) return false;
  if (last.to === next.from)
    return (
      separators.test(gap) &&
      !(next.code && gap === ' ') &&
      !(next.counted && last.code) &&
      !((next.counted || next.worded) && clauses.test(gap))
    );
  const between = all.slice(last.to, next.from);
  return between.length <= 4 && filler.test(between.map((each) => each.key).join(''));
}

function partsOf(plain: Plain, rows: readonly Run[]): readonly Run[] {
  const rowAt = new Map(rows.flatMap((row) => row.tokens.map((token) => [token.from, row] as const)));
  return partWords.flatMap((pattern) =>
    [...plain.text.matchAll(pattern)].flatMap((match) => {
      const first = plain.at.get(match.index + match[0].length);
      const tokens = rowAt.get(first ?? -1)?.tokens.filter((token) => token.from >= (first ?? 0)) ?? [];
      return tokens.length === 0 ? [] : [{ tokens, digits: tokens.map((each) => each.digits).join('') }];
    }),
  );
}
