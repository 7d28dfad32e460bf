import { expect, test } from 'vitest';
import { marksOf } from './shown.ts';

test('findings come before words that they overlap, and all in order', () => {
  const finding = { type: 'CN_MOBILE', start: 4, end: 15, level: 'C2', score: 1, sensitive: false } as const;
  const word = { start: 0, end: 2, list: 'a', reason: 'b' };
  const under = { ...word, start: 14, end: 17 };
  expect(marksOf([finding], [word, under]).map(({ start, end }) => [start, end])).toEqual([
    [0, 2],
    [4, 15],
  ]);
});
