/** At most `length` units that stand before `at`. */
export const before = (text: string, at: number, length: number): string =>
  text.slice(at > length ? at - length : 0, at);

/** How far before a number the letters stand that begin it, at most a blank or dash between; 2 for `E 1234 5678`. */
export function lettersBefore(text: string, start: number, letters: RegExp): number {
  const [all = '', found = ''] =
    /(?<=^|[^A-Za-z0-9])([A-Za-z]{1,2})[ -]?$/.exec(before(text, start, 4)) ?? [];
  return letters.test(found.toUpperCase()) ? all.length : 0;
}

/** At most `length` units from `at` on. */
export const after = (text: string, at: number, length: number): string => text.slice(at, at + length);
