import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, fold, keyForm, startOf } from './fold.ts';

describe('fold', () => {
  it.each([
    ['１３８', '138'],
    ['٣٤٥', '345'],
    ['𝟏𝟑𝟖', '138'],
    ['1️⃣3️⃣', '13'],
    ['1\u200b3\u00ad8', '138'],
    ['a％40b%40c', 'a％40b@c'],
    ['%E6%89%8B', '手'],
    ['&#64;&commat;&#x40;', '@@@'],
    ['\\u624b\\u673a', '手机'],
    ['Ｅ１２', 'E12'],
    ['⼿机', '手机'],
  ])('makes plain: case %#', (text, plain) => {
    expect(fold(text).text).toBe(plain);
  });

  it('maps every unit back into the text, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { text: plain, map } = fold(text);
        let at = 0;
        let ordered = true;
        for (let i = 0; i < plain.length; i += 1) {
          const start = startOf(map, i);
          const end = endOf(map, i + 1);
          ordered &&= start >= at && end > start;
          at = end;
        }
        expect(ordered).toBe(true);
        expect(at).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('compares Traditional and Simplified, wide and small alike', () => {
    expect(keyForm('手機號碼 ＰＨＯＮＥ')).toBe('手机号码 phone');
  });
});
