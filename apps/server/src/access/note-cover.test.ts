import { find, mask, type MaskType } from '@huke/detect';
import { describe, expect, test } from 'vitest';
import { demoCustomers } from '#demo';
import { coverNotes, mostCompared } from './note-cover.ts';
import { held, leakValues, ordinary, tuned } from './note-leaks.cases.ts';
import { hiddenParts } from './note-parts.ts';

const types: Readonly<Record<keyof typeof leakValues, MaskType>> = {
  name: 'PERSON',
  mobile: 'CN_MOBILE',
  residentId: 'CN_RESIDENT_ID',
  bankCard: 'BANK_CARD',
  email: 'EMAIL_ADDRESS',
  address: 'ADDRESS',
  wechat: 'WECHAT_ID',
  landline: 'CN_LANDLINE',
};
const parts = hiddenParts(
  Object.entries(leakValues).map(([field, clear]) => ({ type: types[field as keyof typeof types], clear })),
  'call',
);

const chinese = '零一二三四五六七八九';
const formal = '零壹贰叁肆伍陆柒捌玖';
const english = 'zero one two three four five six seven eight nine'.split(' ');
const each = (text: string, change: (c: string) => string, between = ''): string =>
  Array.from(text, change).join(between);
const forms: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  cn: (text) => each(text, (c) => chinese[Number(c)] ?? c),
  formal: (text) => each(text, (c) => formal[Number(c)] ?? c),
  full: (text) => each(text, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  circled: (text) => each(text, (c) => (c === '0' ? '⓪' : String.fromCharCode(0x2460 + Number(c) - 1))),
  en: (text) => each(text, (c) => english[Number(c)] ?? c, ' '),
  zw: (text) => each(text, (c) => c, '\u200b'),
  spaced: (text) => each(text, (c) => c, ' '),
  dashed: (text) => each(text, (c) => c, '-'),
  dots: (text) => each(text, (c) => c, '.'),
  slash: (text) => each(text, (c) => c, '/'),
  underscore: (text) => each(text, (c) => c, '_'),
  comma: (text) => each(text, (c) => c, ', '),
  commaZh: (text) => each(text, (c) => c, '、'),
  upper: (text) => text.toUpperCase(),
  reversed: (text) => Array.from(text).reverse().join(''),
};

/** A phrasing with its values in it, and each value as it was written. */
function rendered(templates: readonly string[]) {
  const secrets: string[] = [];
  const notes = templates.map((template) =>
    template.replaceAll(/\{(\w+):(\d+):(\d+)(?::(\w+))?\}/g, (_, field, from, to, form = 'plain') => {
      const part = leakValues[field as keyof typeof leakValues].slice(Number(from), Number(to));
      const written = forms[form as string]?.(part) ?? '';
      secrets.push(written);
      return written;
    }),
  );
  return { notes, secrets };
}

const detected = (note: string): string => mask(note, find(note), { scenario: 'call' });
const shownAs = (notes: readonly string[]): readonly string[] => coverNotes(notes.map(detected), parts);

/** A phrasing leaks where something of it still stands as it was written. */
function leaks(templates: readonly string[]): boolean {
  const { notes, secrets } = rendered(templates);
  const shown = shownAs(notes).join('\n');
  const standing = secrets.filter((secret) => shown.includes(secret));
  // one figure of a number that came in pieces stands by chance in many texts
  return standing.some((secret) => secret.length > 1) || standing.length > secrets.length / 3;
}

describe('notes that tell what a mask hides', () => {
  test('every phrasing leaks without the cover, or the detector alone has it', () => {
    const bare = [...tuned, ...held].filter((templates) => {
      const { notes, secrets } = rendered(templates);
      const shown = notes.map(detected).join('\n');
      return secrets.some((secret) => shown.includes(secret));
    });
    expect(bare.length).toBeGreaterThan(50);
  });

  test('none of the phrasings that it was made on', () => {
    expect(
      tuned.flatMap((templates, n) =>
        leaks(templates) ? [`${n} ${shownAs(rendered(templates).notes).join('|')}`] : [],
      ),
    ).toEqual([]);
  });

  test('of the phrasings that it was not made on at most two of thirty', () => {
    expect(held.filter(leaks).length).toBeLessThanOrEqual(2);
  });
});

describe('ordinary notes', () => {
  test('stay readable: of two hundred at most four change', () => {
    const changed = ordinary.filter((note) => shownAs([note])[0] !== detected(note));
    expect(changed.length, changed.join('\n')).toBeLessThanOrEqual(4);
    expect(ordinary.length).toBeGreaterThanOrEqual(200);
  });

  test('stay readable about any customer: of a hundred notes at most one changes', () => {
    // the end of another customer's number is a part of a number
    const notes = ordinary.filter((note) => !/尾号|ending/.test(note)).map(detected);
    let changed = 0;
    const customers = demoCustomers(100);
    for (const { fields } of customers) {
      const own = hiddenParts(
        Object.entries(fields).flatMap(([field, values]) => {
          const type = types[field as keyof typeof types];
          return type ? [values].flat().map((clear) => ({ type, clear })) : [];
        }),
        'call',
      );
      changed += notes.filter((note) => coverNotes([note], own)[0] !== note).length;
    }
    expect(changed / (customers.length * notes.length)).toBeLessThan(0.01);
  });
});

describe('what is covered is no oracle', () => {
  const figures = (size: number): readonly string[] =>
    Array.from({ length: 10 ** size }, (_, n) => String(n).padStart(size, '0'));
  const left = (note: string, size: number): number =>
    note.split(/[，\n]/u).filter((each) => new RegExp(String.raw`^\d{${size}}$`).test(each)).length;

  test.each([
    [4, mostCompared.numbers],
    [3, mostCompared.short],
  ])('all numbers of %d figures in the notes of a case: no more than %d tell', (size, most) => {
    const all = figures(size);
    const notes = Array.from({ length: Math.ceil(all.length / 500) }, (_, n) =>
      all.slice(n * 500, n * 500 + 500).join('，甲，'),
    );
    const shown = coverNotes(notes, parts).join('，');
    expect(left(notes.join('，'), size)).toBe(all.length);
    // what the masks show anyway is not compared
    expect(left(shown, size)).toBeLessThanOrEqual(most + parts.shown.size);
  });

  test.each([
    ['one row', ''],
    ['figures that stand apart', ' '],
    ['figures over several notes', '\n'],
  ])('every string of four figures at once, as %s, is answered alike about anybody', (_, between) => {
    const all = deBruijn(4).split('').join(between);
    const other = hiddenParts([{ type: 'CN_MOBILE', clear: '13987650213' }], 'call');
    const notes = between === '\n' ? (all.match(/.{1,900}/gsu) ?? []) : [all];
    const about = (whom: typeof parts): string => coverNotes(notes, whom).join('');
    expect(about(parts)).toBe(about(other));
  });

  test('the same for pairs of figures around a part that is there', () => {
    const shown = coverNotes(['1247', figures(2).join('，甲，')], parts).join('，');
    expect(left(shown, 2)).toBeLessThanOrEqual(mostCompared.short);
  });

  test('and for words', () => {
    const word = (n: number): string => Array.from(String(n), (d) => 'bcdfghjklm'[Number(d)]).join('');
    const all = Array.from({ length: 3000 }, (_, n) => word(10_000 + n));
    const shown = coverNotes([all.join('，甲，')], parts).join('');
    expect(shown.split(/，/u).filter((each) => /^[a-z]{5}$/.test(each)).length).toBeLessThanOrEqual(
      mostCompared.words,
    );
  });
});

describe('names of places are no oracle', () => {
  // names of three characters, as streets have, none of them the customer's
  const name = (n: number): string => String.fromCodePoint(0x5300 + n, 0x5f00 + n, 0x8def);
  const left = (shown: string): number => shown.split('、').filter((each) => /^[^*]+$/u.test(each)).length;
  const list = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, n) => name(from + n)).join('、');

  test('a list in one note: no more of it is compared than an honest note has', () => {
    expect(left(coverNotes([list(0, 1_000)], parts).join(''))).toBeLessThanOrEqual(mostCompared.han.note);
  });

  test('a list over many notes', () => {
    const notes = Array.from({ length: 40 }, (_, n) => list(n * 100, n * 100 + 100));
    const shown = coverNotes(notes, parts);
    expect(shown[0]).not.toContain('*');
    expect(left(shown.join('、'))).toBeLessThanOrEqual(mostCompared.han.all);
  });

  test('beyond them the customer’s own street is covered like any other', () => {
    const street = Array.from(leakValues.address).slice(6, 9).join('');
    const notes = [`${list(0, 1_000)}、${street}、${name(2_000)}`];
    const [own, other] = (coverNotes(notes, parts)[0] ?? '').split('、').slice(-2);
    expect([own, other]).toEqual(['***', '***']);
  });

  test('the words of an honest case stay readable', () => {
    // figures have allowances of their own
    const plain = ordinary
      .map((note) => note.replaceAll(/[\d一二两三四五六七八九十零〇]/gu, ''))
      .map(detected);
    const words = (those: readonly string[]): number => those.join('').match(/\p{Script=Han}/gu)?.length ?? 0;
    const shown = coverNotes(plain, hiddenParts([], 'call'));
    expect(words(plain)).toBeGreaterThan(800);
    expect(words(shown) / words(plain)).toBeGreaterThan(0.98);
  });
});

/** The shortest row that has every string of `size` figures in it: the greedy one (Martin, 1934). */
function deBruijn(size: number): string {
  const seen = new Set<string>();
  let row = '0'.repeat(size);
  seen.add(row);
  for (;;) {
    const end = row.slice(-(size - 1));
    const next = '9876543210'.split('').find((figure) => !seen.has(end + figure));
    if (next === undefined) return row;
    seen.add(end + next);
    row += next;
  }
}

test('a long text costs linear time', () => {
  const once = '客户 12 说 3456，电话 12-34-56 ok 尾号 then 后四位'.repeat(100);
  const time = (text: string): number => {
    const start = performance.now();
    coverNotes([text], parts);
    return performance.now() - start;
  };
  time(once);
  expect(time(once.repeat(8))).toBeLessThan(Math.max(200, time(once) * 40));
});
