import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyForm } from './fold.ts';
import { lexicon } from './lexicon.ts';

const letter = /[a-z]/i;

/** The longest word at a place, found the slow way. */
function slowly(words: readonly string[], text: string, at: number): number {
  let longest = 0;
  for (const word of words) {
    if (word.length < 2 || !keyForm(text.slice(at)).startsWith(keyForm(word))) continue;
    const end = at + word.length;
    const first = text.charAt(at);
    const before = text.charAt(at - 1);
    const starts =
      !letter.test(first) || !letter.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(first));
    const last = text.charAt(end - 1);
    const next = text.charAt(end);
    const camel = /[a-z]/.test(last) && /[A-Z]/.test(next);
    const plural = /s/i.test(next) && !letter.test(text.charAt(end + 1));
    const figures = /[0-9]/.test(last) && /[0-9]/.test(next);
    const ends = first > '\u007f' || (letter.test(last) ? !letter.test(next) || camel || plural : !figures);
    if (starts && ends) longest = Math.max(longest, word.length);
  }
  return longest;
}

describe('lexicon', () => {
  it('equals the slow search', () => {
    const unit = fc.constantFrom('手', '机', '機', '号', 'a', 'A', 'b', 's', '_', '1');
    const word = fc.string({ unit, minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        fc.string({ unit, maxLength: 24 }),
        (words, text) => {
          const compiled = lexicon(words.map(keyForm));
          for (let at = 0; at < text.length; at += 1) {
            expect(compiled.lengthAt(text, at, text.length)).toBe(slowly(words, text, at));
          }
        },
      ),
    );
  });
});
