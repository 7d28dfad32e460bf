import { digitOf, keyOf } from './chars.ts';
import { endOf, fold, startOf } from './fold.ts';

/** A letter, digit or star of a text as it is compared: simplified, lower case, a digit of any script as `0`–`9`. */
export type TextSymbol = {
  readonly key: string;
  readonly digit: boolean;
  /** Where it stands in the text as given, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** What lies between the symbol before it and this one, in plain form: zero-width characters are not in it. */
  readonly gap: string;
};

const letter = /[\p{L}\p{N}*]/u;

/** The symbols of a text, in order. Spoken Chinese digits (幺, 两, 叁) count as digits. Linear. */
export function symbols(text: string): readonly TextSymbol[] {
  const folded = fold(text);
  const found: TextSymbol[] = [];
  let gap = '';
  let width = 1;
  for (let i = 0; i < folded.text.length; i += width) {
    const code = folded.text.charCodeAt(i);
    const value = digitOf[code] as number;
    const char = String.fromCodePoint(folded.text.codePointAt(i) ?? 0);
    width = char.length;
    if (value > 9 && !letter.test(char)) {
      gap += char;
      continue;
    }
    const digit = value < 10;
    const key = digit
      ? String(value)
      : (width > 1 ? char : String.fromCharCode(keyOf[code] || code)).toLowerCase();
    found.push({ key, digit, start: startOf(folded.map, i), end: endOf(folded.map, i + width), gap });
    gap = '';
  }
  return found;
}
