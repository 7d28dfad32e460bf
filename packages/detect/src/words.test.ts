import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkWords, compileWords, compileWordsInTurns } from './words.ts';

const list = (words: readonly string[]) => ({ name: 'risk', reason: '不得承诺收益', words });

/** Places of words, found the slow way: leftmost, then longest. */
function slowly(text: string, words: readonly string[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let i = 0; i < text.length; ) {
    const lengths = words.filter((w) => w.length > 0 && text.startsWith(w, i)).map((w) => w.length);
    const length = Math.max(0, ...lengths);
    if (length > 0) found.push({ start: i, end: i + length });
    i += Math.max(1, length);
  }
  return found;
}

/** As above, with up to two symbols between the characters and symbols of a word. */
function loosely(text: string, words: readonly string[]): { start: number; end: number }[] {
  const forms = words.map((word) => {
    const keys = [...word].map((key) => (key === '*' ? '\\*' : key));
    return new RegExp(keys.join('[-*]{0,2}'), 'y');
  });
  const found: { start: number; end: number }[] = [];
  for (let i = 0; i < text.length; ) {
    const lengths = forms.map((form) => {
      form.lastIndex = i;
      return form.exec(text)?.[0].length ?? 0;
    });
    const length = Math.max(0, ...lengths);
    if (length > 0) found.push({ start: i, end: i + length });
    i += Math.max(1, length);
  }
  return found;
}

describe('compileWords', () => {
  it('names the list and the reason', () => {
    const hits = compileWords([list(['稳赚不赔', '保本'])]).find('这款产品稳赚不赔，保本保息');
    expect(hits).toEqual([
      { start: 4, end: 8, list: 'risk', reason: '不得承诺收益' },
      { start: 9, end: 11, list: 'risk', reason: '不得承诺收益' },
    ]);
  });

  it.each([
    ['稳 赚 不 赔', 0, 7],
    ['稳*赚-不_赔', 0, 7],
    ['穩賺不賠', 0, 4],
    ['稳\u200b赚不赔', 0, 5],
    ['ＢＵＹ now', 0, 3],
    ['请 buy 吧', 2, 5],
  ])('finds variants: case %#', (text, start, end) => {
    const hits = compileWords([list(['稳赚不赔', 'buy'])]).find(text);
    expect(hits.map((h) => [h.start, h.end])).toEqual([[start, end]]);
  });

  it('keeps ASCII words whole and does not jump over sentences', () => {
    const scanner = compileWords([list(['sb', '稳赚'])]);
    expect(scanner.find('usb disk sbx，这很稳。赚了')).toEqual([]);
  });

  it('takes the leftmost, then the longest', () => {
    const scanner = compileWords([list(['内部', '内部消息', '消息'])]);
    expect(scanner.find('有内部消息').map((h) => [h.start, h.end])).toEqual([[1, 5]]);
  });

  it('equals the slow search on random words and texts', () => {
    const words = fc.array(
      fc.string({ unit: fc.constantFrom('甲', '乙', '丙'), minLength: 1, maxLength: 4 }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁'), maxLength: 40 });
    fc.assert(
      fc.property(words, text, (w, t) => {
        const hits = compileWords([list(w)]).find(t);
        expect(hits.map(({ start, end }) => ({ start, end }))).toEqual(slowly(t, w));
      }),
    );
  });

  it('takes a symbol as part of a word and as something between its characters', () => {
    const places = (words: readonly string[], text: string) =>
      compileWords([list(words)])
        .find(text)
        .map((h) => [h.start, h.end]);
    expect(places(['乙-丙', '乙丁'], '乙-丁')).toEqual([[0, 3]]);
    expect(places(['甲乙-丙', '乙丁'], '甲乙-丁')).toEqual([[1, 4]]);
    expect(places(['xa-b', 'ac'], 'a-c')).toEqual([[0, 3]]);
    expect(places(['3.5'], '35 3.5 3..5')).toEqual([
      [3, 6],
      [7, 11],
    ]);
    expect(places(['稳赚'], '稳＊赚')).toEqual([[0, 3]]);
  });

  it('equals the slow search on random words and texts with symbols', () => {
    const part = (max: number) =>
      fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '-', '*'), minLength: 1, maxLength: max });
    const words = fc.array(
      part(5)
        .map((word) => word.replace(/^[-*]+|[-*]+$/g, ''))
        .filter((word) => word !== ''),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(words, part(40), (w, t) => {
        const hits = compileWords([list(w)]).find(t);
        expect(hits.map(({ start, end }) => ({ start, end }))).toEqual(loosely(t, w));
      }),
      { numRuns: 1000 },
    );
  });

  it('compiles in turns what it compiles at once', async () => {
    const words = Array.from({ length: 20_000 }, (_, i) => `词${(i * 7919).toString(36)}语`);
    let turns = 0;
    const scanner = await compileWordsInTurns([list(words)], async () => void (turns += 1));
    const text = '这是词9ix语，词63z语-词，词 9 i x 语。'.repeat(20);
    expect(scanner.find(text)).toEqual(compileWords([list(words)]).find(text));
    expect(scanner.find(text).length).toBeGreaterThan(0);
    expect(turns).toBeGreaterThan(50);
    await expect(
      compileWordsInTurns([list(words)], () => Promise.reject(new Error('stopped'))),
    ).rejects.toThrow('stopped');
  });

  it.each([
    [['好', ''], 1],
    [['……'], 0],
    [['好', '好', '很'.repeat(65)], 2],
    [['好', '-'.repeat(201)], 1],
  ])('says which word cannot be one: case %#', (words, at) => {
    const refusal = expect.objectContaining({ code: 'word-list-invalid', at });
    expect(() => compileWords([list(words)])).toThrow(refusal);
    expect(() => checkWords(words)).toThrow(refusal);
  });

  it('takes no more words than it can hold', () => {
    const words = Array.from({ length: 200_001 }, (_, i) => String(i));
    expect(() => compileWords([list(words)])).toThrow(expect.objectContaining({ code: 'word-list-invalid' }));
  });

  it('stays small where every place begins words of every length', () => {
    const words = Array.from({ length: 64 }, (_, i) => '哈'.repeat(i + 1));
    const hits = compileWords([list(words)]).find('哈'.repeat(64 * 300 + 5));
    expect(hits).toHaveLength(301);
    expect(hits.at(-1)).toMatchObject({ start: 64 * 300, end: 64 * 300 + 5 });
  });
});
