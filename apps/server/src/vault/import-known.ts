import { randomInt } from 'node:crypto';

/** Customers come in hundreds where a count could tell of one. */
const step = 100;

/** What is added to an import's count before it is cut to hundreds; drawn once for each import, never told. */
export const newShift = (): number => randomInt(step);

/**
 * How many of the imported rows were on file before, as it is told: a multiple of a hundred, on average the count
 * itself; null for fewer than a hundred rows. One customer more or less changes it in one import of a hundred, and each
 * candidate can be put to it once: what was not there is there afterwards.
 */
export function roughly(known: number, imported: number, shift: number): number | null {
  if (imported < step) return null;
  const most = Math.floor(imported / step) * step;
  return Math.min(most, Math.floor((known + shift) / step) * step);
}
