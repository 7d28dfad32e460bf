/** At most `length` units that stand before `at`. */
export const before = (text: string, at: number, length: number): string =>
  text.slice(at > length ? at - length : 0, at);

/** At most `length` units from `at` on. */
export const after = (text: string, at: number, length: number): string => text.slice(at, at + length);
