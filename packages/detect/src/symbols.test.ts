import fc from 'fast-check';
import { expect, test } from 'vitest';
import { symbols } from './symbols.ts';

const keys = (text: string): string =>
  symbols(text)
    .map((each) => each.key)
    .join('');

test.each([
  ['１２-③ 四幺', '12341'],
  ['1\u200b2\u200d3', '123'],
  ['Ｘ x', 'xx'],
  ['號码：七', '号码7'],
  ['138****5678', '138****5678'],
])('plain keys of %j', (text, expected) => expect(keys(text)).toBe(expected));

test('every symbol stands where it says, in order and without overlap, and gaps hold no symbol', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      let at = 0;
      for (const each of symbols(text)) {
        expect(each.start).toBeGreaterThanOrEqual(at);
        expect(each.end).toBeGreaterThan(each.start);
        expect(each.gap).not.toMatch(/[\p{L}\p{N}]/u);
        at = each.end;
      }
      expect(at).toBeLessThanOrEqual(text.length);
    }),
  );
});
