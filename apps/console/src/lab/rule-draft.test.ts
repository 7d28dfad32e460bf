import { expect, test } from 'vitest';
import { wordsIn as catalogueOf } from '../words/index.ts';
import { bounded, decoded, reasonOf, wordsIn, wrongOf } from './rule-draft.ts';

test('a repetition without an end gets one', () => {
  expect(bounded('VIP\\d+', 5)).toBe('VIP\\d{1,20}');
  expect(bounded('AB*C', 2)).toBe('AB{0,20}C');
  expect(bounded('A{30,}', 1)).toBe('A{30,30}');
  expect(bounded('ABC', 1)).toBeNull();
});

test('words are read one a line, once each, with the lines where they stood', () => {
  expect(wordsIn('稳赚不赔\r\n\n  保本 \n保本\n内部消息')).toEqual({
    words: ['稳赚不赔', '保本', '内部消息'],
    lines: [1, 3, 5],
    repeated: 1,
  });
});

test('a file of words is read in the encodings that people save it in', () => {
  expect(decoded(new TextEncoder().encode('保本'))).toBe('保本');
  expect(decoded(Uint8Array.from([0xb1, 0xa3, 0xb1, 0xbe]))).toBe('保本');
  expect(decoded(Uint8Array.from([0xff, 0xfe, 0xdd, 0x4f]))).toBe('保');
});

test('what the server refuses has a sentence and a place', () => {
  const problem = {
    type: '',
    title: '',
    status: 422,
    code: 'rule-refused',
    errors: [{ path: 'pattern', code: 'endless', at: 5 }],
  };
  expect(wrongOf(problem)).toEqual({ code: 'endless', at: 5 });
  expect(wrongOf({ ...problem, code: 'taken' })).toBeNull();
  for (const language of ['zh', 'en'] as const) {
    const words = catalogueOf(language);
    expect(reasonOf(words, { code: 'endless', at: 5 })).toContain('{1,20}');
    expect(reasonOf(words, { code: 'unheard-of', at: null })).toBe(words.lab.reasons['other']);
  }
});
