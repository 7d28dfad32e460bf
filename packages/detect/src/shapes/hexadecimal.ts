import { codeAt } from '../chars.ts';

const joinsHex = (c: number): boolean => c === 45 || c === 58;

const inHex = (c: number): boolean =>
  joinsHex(c) || (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 102);

/** Start of the run of hexadecimal digits and colons (or dashes) around `at`, at most 48 units back. */
export function hexStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 48 && inHex(codeAt(text, start - 1))) start -= 1;
  while (start < at && joinsHex(codeAt(text, start))) start += 1;
  return start;
}
