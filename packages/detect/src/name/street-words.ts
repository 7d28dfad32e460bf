import { isLatin } from './page.ts';

const words = new Set(
  'road rd street st avenue ave lane ln drive dr boulevard blvd highway hwy parkway pkwy court ct place pl terrace crescent way close square lu jie dajie dadao hutong xiang village garden gardens estate mansion plaza tower rue room rm flat apt apartment unit suite block'.split(
    ' ',
  ),
);
const longest = 9;

/** True where the Latin word at `i` names a kind of street. */
export function isStreetWord(text: string, i: number): boolean {
  let end = i;
  while (end - i <= longest && isLatin(text.charCodeAt(end))) end += 1;
  const length = end - i;
  return length > 1 && length <= longest && words.has(text.slice(i, end).toLowerCase());
}
