import { describe, expect, it } from 'vitest';
import { wordStream } from './word-stream.ts';
import { compileWords } from './words.ts';

describe('wordStream', () => {
  it('finds words however the text is cut', () => {
    const scanner = compileWords([{ name: 'a', reason: '', words: ['稳赚不赔', '保本', 'buy'] }]);
    const text = '甲稳 赚 不 赔乙保本保本丙buy丁buyer'.repeat(60);
    const whole = scanner.find(text).map(({ start, end }) => [start, end]);
    for (const size of [1, 7, 100, 191, 1000]) {
      const stream = wordStream(scanner);
      const hits = [];
      for (let i = 0; i < text.length; i += size) hits.push(...stream.push(text.slice(i, i + size)));
      hits.push(...stream.end());
      expect(hits.map(({ start, end }) => [start, end])).toEqual(whole);
      expect(hits.every((hit) => text.slice(hit.start, hit.end) === hit.text)).toBe(true);
    }
  });

  it('finds words that begin in the last character of another, as the whole does', () => {
    const scanner = compileWords([
      { name: 'a', reason: '', words: ['甲', '丙', '丙丙', '丙甲', '甲乙甲', '乙甲乙'] },
    ]);
    let seed = 7;
    const text = Array.from({ length: 6000 }, () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return '甲乙丙'.charAt((seed >>> 16) % 3);
    }).join('');
    const whole = scanner.find(text).map(({ start, end }) => [start, end]);
    for (const size of [13, 97, 193, 577]) {
      const stream = wordStream(scanner);
      const hits = [];
      for (let i = 0; i < text.length; i += size) hits.push(...stream.push(text.slice(i, i + size)));
      hits.push(...stream.end());
      expect(hits.map(({ start, end }) => [start, end])).toEqual(whole);
    }
  });
});
