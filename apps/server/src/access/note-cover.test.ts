import { find, mask } from '@huke/detect';
import { describe, expect, test } from 'vitest';
import { coverNotes } from './note-cover.ts';
import { held, leakValues, nearLabels, ordinary, tuned } from './note-leaks.cases.ts';

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
const shownAs = (notes: readonly string[]): readonly string[] => coverNotes(notes.map(detected));

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

  test('none of those with a word for another number near a personal one', () => {
    expect(
      nearLabels.flatMap((templates) =>
        leaks(templates) ? [shownAs(rendered(templates).notes).join('|')] : [],
      ),
    ).toEqual([]);
  });

  test('of the phrasings that it was not made on at most two of thirty', () => {
    expect(held.filter(leaks).length).toBeLessThanOrEqual(2);
  });
});

describe('ordinary notes', () => {
  test('stay readable: of two hundred at most two change, beside those that say the end of a number', () => {
    const [tails, others] = [true, false].map((tail) =>
      ordinary.filter((note) => /尾号|ending/.test(note) === tail),
    ) as [string[], string[]];
    const changed = others.filter((note) => shownAs([note])[0] !== detected(note));
    expect(changed.length, changed.join('\n')).toBeLessThanOrEqual(2);
    expect(others.length).toBeGreaterThanOrEqual(195);
    // an end is covered whosever it is: whether it is this customer's would be a guess answered
    for (const note of tails) expect(shownAs([note])[0], note).not.toMatch(/(?:尾号|ending) ?\d/);
  });
});

test('a long text costs linear time', () => {
  const once = '客户 12 说 3456，电话 12-34-56 ok 尾号 then 后四位'.repeat(100);
  const time = (text: string): number => {
    const start = process.cpuUsage();
    coverNotes([text]);
    return process.cpuUsage(start).user / 1000;
  };
  time(once);
  expect(time(once.repeat(8))).toBeLessThan(Math.max(200, time(once) * 40));
});
