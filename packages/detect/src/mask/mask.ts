import type { Level } from '../level.ts';
import type { Scenario } from '../scenario.ts';
import { hideSurname } from './person.ts';
import { keepRegion } from './region.ts';
import type { Shape } from './shape.ts';
import { type MaskType, maskRows, rungs, shapeOf, widest } from './table.ts';

/** What a value of which nothing may show looks like, whatever its length. */
export const hiddenValue = '******';

const run = '****';
const ignorable = /[\p{Cf}\p{Cc}\p{Mn}]/gu;

function plain(value: string): string {
  return value
    .replace(ignorable, '')
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .trim();
}

const symbol = /[\p{L}\p{N}*]/u;

const inside18 = /(?<![\d*])\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])[\d*]{5}[\dXx*](?![\d*])/;
const inside15 = /(?<![\d*])\d{8}(?:0[1-9]|1[0-2])[\d*]{5}(?![\d*])/;

/**
 * How many leading symbols may show when a value of another type could hold a resident ID number: the same
 * number met as an account or an order must not add to what its own mask shows.
 */
function residentIdLimit(symbols: string): number {
  const long = inside18.exec(symbols);
  if (long !== null) return long.index + 12;
  const short = inside15.exec(symbols);
  return short === null ? Number.POSITIVE_INFINITY : short.index + 9;
}

function keepEnds(value: string, shape: Extract<Shape, { kind: 'ends' }>): string {
  const characters = Array.from(value);
  const places = characters.flatMap((character, index) => (symbol.test(character) ? [index] : []));
  const count = places.length;
  if (shape.total !== undefined && !shape.total.includes(count)) return hiddenValue;
  const choice = shape.keep.find(([front, back]) => count - front - back >= shape.hidden);
  if (choice === undefined) return hiddenValue;
  const limit = residentIdLimit(places.map((index) => characters[index]).join(''));
  const shown = new Set(places.filter((_, n) => (n < choice[0] || n >= count - choice[1]) && n < limit));
  if (Array.from(shown).every((index) => characters[index] === '*')) return hiddenValue;
  if (shape.run !== undefined && shown.size < choice[0] + choice[1]) return hiddenValue;
  if (shape.run === undefined) {
    return characters.map((c, index) => (symbol.test(c) && !shown.has(index) ? '*' : c)).join('');
  }
  const text = (indexes: readonly number[]): string => indexes.map((index) => characters[index]).join('');
  return `${text(places.slice(0, choice[0]))}${run}${text(places.slice(count - choice[1]))}`;
}

const mobile = /^(\+?(?:00)?86[- ]?|\(?\+86\)?[- ]?)?(1[\d*][\d*]([- ]?)[\d*]{4}\3[\d*]{4})$/;

function keepMobile(value: string, front: number, back: number): string {
  const parts = mobile.exec(value);
  if (parts === null) return hiddenValue;
  let seen = 0;
  const digits = (parts[2] ?? '').replace(/[\d*]/g, (digit) => {
    const at = seen++;
    return at < front || at >= 11 - back ? digit : '*';
  });
  return `${parts[1] ?? ''}${digits}`;
}

const landline =
  /^((?:\+?(?:00)?86[- ]?0?|\(?0)(?:10|2\d|[3-9]\d\d)\)?[- ]?)?([2-8*][\d*]{2,3}-?[\d*]{4})(?:\D.*)?$/u;

function keepLandline(value: string, back: number): string {
  const parts = landline.exec(value);
  if (parts === null) return hiddenValue;
  const subscriber = (parts[2] ?? '').replace('-', '');
  const area = parts[1] ?? '';
  const shown = back === 0 ? '' : subscriber.slice(-back);
  return area === '' && shown === '' ? hiddenValue : `${area}${'*'.repeat(subscriber.length - back)}${shown}`;
}

function keepMailbox(value: string, first: number): string {
  const parts = /^([^@\s]+)@([^@\s]+)$/.exec(value);
  if (parts === null) return hiddenValue;
  const [initial = '', ...rest] = Array.from(parts[1] ?? '');
  const shown = first > 0 && rest.length > 0 && initial !== '*' ? initial : '';
  return `${shown}***@${parts[2] ?? ''}`;
}

function keepDate(value: string, to: 'year' | 'month'): string {
  const parts = /^((?:18|19|20)\d{2})(?:[-/.年 ]{1,2}([\d*]{1,2})(?!\d)|([\d*]{2})[\d*]{2}$)/.exec(value);
  if (parts === null) return hiddenValue;
  const month = (parts[2] ?? parts[3] ?? '').padStart(2, '0');
  return to === 'year' || !/^(?:0[1-9]|1[0-2])$/.test(month)
    ? `${parts[1] ?? ''}-**-**`
    : `${parts[1] ?? ''}-${month}-**`;
}

function keepGroups(value: string, show: number, of: readonly number[]): string {
  const separator = /[.:-]/.exec(value)?.[0];
  if (separator === undefined) return hiddenValue;
  const groups = value.split(separator);
  const known = of.includes(groups.length) && groups.every((group) => /^(?:[\da-fA-F]{1,4}|\*)$/.test(group));
  return known ? groups.map((group, n) => (n < show ? group : '*')).join(separator) : hiddenValue;
}

function render(value: string, shape: Shape): string {
  switch (shape.kind) {
    case 'none':
      return hiddenValue;
    case 'all':
      return Array.from(value).length <= 2 ? value : hiddenValue;
    case 'ends':
      return keepEnds(value, shape);
    case 'mobile':
      return keepMobile(value, shape.front, shape.back);
    case 'landline':
      return keepLandline(value, shape.back);
    case 'given-name':
      return hideSurname(value) ?? hiddenValue;
    case 'mailbox':
      return keepMailbox(value, shape.first);
    case 'region':
      return keepRegion(value, shape.to) ?? hiddenValue;
    case 'date':
      return keepDate(value, shape.to);
    case 'groups':
      return keepGroups(value, shape.show, shape.of);
  }
}

/**
 * The value as it may be shown in a scenario: a mask, never the clear text of anything but a gender.
 *
 * `level` is the field's own level where it differs from its type's (C3 shows nothing). Masking a mask changes
 * nothing. A value that does not have its type's form shows nothing, at one constant width.
 */
export function maskValue(type: MaskType, value: string, scenario: Scenario, level?: Level): string {
  const folded = plain(value);
  if (/^\*+$/.test(folded) && type !== 'PERSON') return hiddenValue;
  const own = shapeOf(type, level, scenario);
  const masked = render(folded, own);
  // A scenario's mask is made from the maximum's, so that it cannot show anything beside it; masks stay as they are.
  const most = widest(type, level);
  if (own === most || masked === folded) return masked;
  const widestMask = render(folded, most);
  return widestMask === hiddenValue ? hiddenValue : render(widestMask, own);
}

/** A row of the matrix that the console shows: the mask of an invented value in each scenario. */
export type MaskExample = {
  readonly type: MaskType;
  readonly level: Level;
  readonly example: string;
  readonly masks: Readonly<Record<Scenario, string>>;
};

/** The whole table with each mask computed on an invented value. */
export function maskTable(): readonly MaskExample[] {
  const scenarios = Object.keys(rungs) as Scenario[];
  return maskRows.map(({ type, level, example }) => ({
    type,
    level,
    example,
    masks: Object.fromEntries(
      scenarios.map((scenario) => [scenario, maskValue(type, example, scenario, level)]),
    ) as Record<Scenario, string>,
  }));
}
