import type { NumberRun } from '../row.ts';

/** At most `length` units that stand before `at`. */
export const before = (text: string, at: number, length: number): string =>
  text.slice(at > length ? at - length : 0, at);

/** How far before digits the letters stand that begin the number, where it is written in parts: 2 for `E 12345678`. */
export function lettersBefore(n: NumberRun, letters: RegExp): number {
  const [all = '', found = ''] =
    /(?<=^|[^A-Za-z0-9])([A-Za-z]{1,2})[ -]?$/.exec(before(n.text, n.start, 4)) ?? [];
  if (all === found && n.gap === 'none' && !n.spoken) return 0;
  return letters.test(found.toUpperCase()) ? all.length : 0;
}

/** At most `length` units from `at` on. */
export const after = (text: string, at: number, length: number): string => text.slice(at, at + length);
