/** At most `length` units that stand before `at`. */
export const before = (text: string, at: number, length: number): string =>
  text.slice(at > length ? at - length : 0, at);

/** How far before a number the letters stand that begin it, one blank or dash between: 2 for `E 12345678`; 0 for none. */
export function lettersBefore(text: string, start: number, letters: RegExp): number {
  const [, found] = /(?:^|[^A-Za-z0-9])([A-Za-z]{1,2})[ -]$/.exec(before(text, start, 4)) ?? [];
  return found !== undefined && letters.test(found.toUpperCase()) ? found.length + 1 : 0;
}

/** At most `length` units from `at` on. */
export const after = (text: string, at: number, length: number): string => text.slice(at, at + length);
