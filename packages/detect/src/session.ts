import { digitOf } from './chars.ts';
import { find, type FindOptions } from './find.ts';
import { endOf, fold, startOf } from './fold.ts';
import { rowOf } from './rows/index.ts';
import type { EntityType, Finding } from './types.ts';

/** A place that points at something said before without being a finding itself: the last digits of a number. */
export type Link = {
  readonly start: number;
  readonly end: number;
  readonly type: EntityType;
  /** Number of the turn in which the value was found, from 0. */
  readonly turn: number;
};

/** What one turn of a conversation holds. */
export type Turn = {
  readonly findings: readonly Finding[];
  readonly links: readonly Link[];
  /** The part of a number that the turn before held, where this turn completed it. */
  readonly earlier: readonly { readonly turn: number; readonly finding: Finding }[];
};

/** Memory of one conversation. It holds values in clear: keep it no longer than the conversation. */
export type Session = {
  /** Finds in the next turn, knowing what was said before. */
  readonly find: (text: string) => Turn;
  readonly forget: () => void;
};

type Remembered = {
  readonly type: EntityType;
  readonly form: string;
  readonly turn: number;
  readonly score: number;
};

const mostRemembered = 500;
const reach = 120;

/** Digits of a text with their places, whatever the script. */
function digitsIn(text: string): { digits: string; starts: number[]; ends: number[] } {
  const { text: plain, map } = fold(text);
  let digits = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < plain.length; i += 1) {
    const digit = digitOf[plain.charCodeAt(i)] as number;
    if (digit > 9) continue;
    digits += String(digit);
    starts.push(startOf(map, i));
    ends.push(endOf(map, i + 1));
  }
  return { digits, starts, ends };
}

/** Starts the memory of a conversation. Options are those of `find`. */
export function createSession(options: FindOptions = {}): Session {
  let remembered: Remembered[] = [];
  let turn = -1;
  let last = '';

  const remember = (text: string, findings: readonly Finding[]): void => {
    for (const f of findings) {
      const value = text.slice(f.start, f.end);
      const form = f.type === 'PERSON' ? fold(value).text : digitsIn(value).digits;
      if (form.length < (f.type === 'PERSON' ? 2 : 6)) continue;
      if (remembered.some((r) => r.type === f.type && r.form === form)) continue;
      remembered.push({ type: f.type, form, turn, score: f.score });
    }
    if (remembered.length > mostRemembered) remembered = remembered.slice(-mostRemembered);
  };

  const next = (text: string): Turn => {
    turn += 1;
    const direct = find(text, options);
    const { findings, earlier } = completed(text, direct);
    const again = repeated(text, findings);
    const all = [...findings, ...again].sort((a, b) => a.start - b.start);
    remember(text, all);
    last = text.slice(-reach);
    return { findings: all, links: linksOf(text, all), earlier };
  };

  /** A number of which the turn before held the first part. */
  const completed = (
    text: string,
    direct: readonly Finding[],
  ): { findings: readonly Finding[]; earlier: { turn: number; finding: Finding }[] } => {
    if (last === '' || !/[\d零〇一幺二两三四五六七八九][^\p{L}]{0,4}$/u.test(last))
      return { findings: direct, earlier: [] };
    const joint = last.length + 1;
    const both = find(`${last}\n${text}`, options);
    const across = both.find((f) => f.start < last.length && f.end > joint);
    if (!across) return { findings: direct, earlier: [] };
    const end = across.end - joint;
    const rest = direct.filter((f) => f.start >= end);
    const tail: Finding = { ...across, start: 0, end };
    const start = tail.end - text.slice(0, end).trimStart().length;
    const before: Finding = { ...across, end: last.length };
    return { findings: [{ ...tail, start }, ...rest], earlier: [{ turn: turn - 1, finding: before }] };
  };

  const repeated = (text: string, findings: readonly Finding[]): Finding[] => {
    const found: Finding[] = [];
    const clear = (start: number, end: number): boolean =>
      ![...findings, ...found].some((f) => f.start < end && start < f.end);
    const put = (r: Remembered, start: number, end: number): void => {
      const row = rowOf.get(r.type);
      if (!row || !clear(start, end)) return;
      const score = Math.round(r.score * 950) / 1000;
      found.push({ type: r.type, start, end, level: row.level, score, sensitive: row.sensitive });
    };
    const { digits, starts, ends } = digitsIn(text);
    for (const r of remembered) {
      if (r.type === 'PERSON') {
        for (let at = text.indexOf(r.form); at >= 0; at = text.indexOf(r.form, at + r.form.length)) {
          put(r, at, at + r.form.length);
        }
        continue;
      }
      for (let at = digits.indexOf(r.form); at >= 0; at = digits.indexOf(r.form, at + r.form.length)) {
        const start = starts[at] as number;
        const end = ends[at + r.form.length - 1] as number;
        // Places far apart are digits of several numbers.
        if (end - start <= r.form.length * 3 + 8) put(r, start, end);
      }
    }
    return found;
  };

  const linksOf = (text: string, findings: readonly Finding[]): Link[] => {
    const links: Link[] = [];
    for (const match of text.matchAll(/(?<![\d*])(\d{4})(?!\d)/g)) {
      const start = match.index;
      if (findings.some((f) => f.start < start + 4 && start < f.end)) continue;
      const r = remembered.find((each) => each.type !== 'PERSON' && each.form.endsWith(match[1] as string));
      if (r) links.push({ start, end: start + 4, type: r.type, turn: r.turn });
    }
    return links;
  };

  return {
    find: next,
    forget: () => {
      remembered = [];
      last = '';
    },
  };
}
