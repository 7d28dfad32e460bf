import { randomInt } from 'node:crypto';

/** Customers come in tens where a count could tell of one. */
const ten = 10;

/** What is added to an import's count before it is cut to tens; drawn once for each import, never told. */
export const newShift = (): number => randomInt(ten);

/**
 * How many rows of an import were on file before, as it is told: a multiple of ten, on average the count itself. One
 * customer more or less changes it in one import of ten, and each candidate can be put to it once: what was not there
 * is there afterwards.
 */
export function roughly(known: number, shift: number): number {
  return Math.floor((known + shift) / ten) * ten;
}
