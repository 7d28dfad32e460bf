import { codeAt } from '../chars.ts';
import type { NumberRun } from '../row.ts';

/** At most `length` units that stand before `at`. */
export const before = (text: string, at: number, length: number): string =>
  text.slice(at > length ? at - length : 0, at);

/** At most `length` units from `at` on. */
export const after = (text: string, at: number, length: number): string => text.slice(at, at + length);

/** Where a number that begins with its country code begins, a plus sign and an open bracket counted. */
export function hasPrefix(text: string, start: number, end: number, plus: boolean): number {
  if (!plus) return start;
  const c = codeAt(text, start - 1);
  if (c === 0x52a0) return start - 1;
  if (c !== 43) return start;
  const open = codeAt(text, start - 2);
  const bracket =
    (open === 40 || open === 0xff08) && /[)）]/.test(text.slice(start, Math.min(end, start + 6)));
  return start - (bracket ? 2 : 1);
}

const dialled = new Set([
  '3,4,4',
  '3,8',
  '7,4',
  '3,3,5',
  '4,4,3',
  '3,4,2,2',
  '3,2,2,2,2',
  '4,3,4',
  '5,6',
  '3,2,3,3',
]);

/** Evidence of the way in which a telephone number is grouped. */
export function dials(n: NumberRun, length: number): number {
  if (n.gap === 'none') return 0;
  const groups = n.digits.length > length ? lastGroups(n.groups, length) : n.groups;
  if (groups === null) return n.spoken ? 0 : -1;
  if (n.spoken || n.gap === 'filler') return 0;
  const punished = n.gap === 'dot' ? 0.4 : n.gap === 'slash' || n.gap === 'comma' ? 2 : 0;
  if (groups.length === 1) return 0.4 - punished;
  if (dialled.has(groups.join())) return 0.8 - punished;
  return (groups.every((g) => g === 1) ? 0 : -1) - punished;
}

function lastGroups(groups: readonly number[], length: number): readonly number[] | null {
  let sum = 0;
  for (let k = groups.length - 1; k >= 0; k -= 1) {
    sum += groups[k] as number;
    if (sum === length) return groups.slice(k);
  }
  return null;
}
