import { isLatin } from './page.ts';

const words = new Set(
  'road rd street st avenue ave lane ln drive dr boulevard blvd highway hwy parkway pkwy court ct place pl terrace crescent way close square lu jie dajie dadao hutong xiang village garden gardens estate mansion plaza tower rue room rm flat apt apartment unit suite block'.split(
    ' ',
  ),
);
const longest = 9;

/** 1 for the first and last letters and lengths that such words have. */
const may = new Uint8Array(1 << 14);
const place = (first: number, last: number, length: number): number =>
  ((first & 31) << 9) | ((last & 31) << 4) | length;
for (const word of words) may[place(word.charCodeAt(0), word.charCodeAt(word.length - 1), word.length)] = 1;

/** False where a word of `length` letters with these ends certainly names no kind of street. */
export const mayBeStreet = (first: number, last: number, length: number): boolean =>
  length > 1 && length <= longest && may[place(first, last, length)] !== 0;

/** True where the Latin word at `i` names a kind of street. */
export function isStreetWord(text: string, i: number): boolean {
  let end = i;
  while (end - i <= longest && isLatin(text.charCodeAt(end))) end += 1;
  const length = end - i;
  if (length < 2 || length > longest) return false;
  if (may[place(text.charCodeAt(i), text.charCodeAt(end - 1), length)] === 0) return false;
  return words.has(text.slice(i, end).toLowerCase());
}
