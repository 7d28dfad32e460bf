/**
 * Finds, grades and masks personal information in text. Isomorphic, no I/O, no dependency at run time but the
 * lazily loaded engine of organisations' own patterns.
 *
 * Invariants: findings are sorted and disjoint with offsets in UTF-16 code units of the text as given; masked
 * values are never findings; every scan is linear; no error or explanation holds a value. Everything that is
 * known of a type is its row in `rows/`. Start reading at `find.ts`, then `scan.ts`.
 */
import { useNames } from './find.ts';
import { names } from './name/index.ts';

export { find, type FindOptions, longestFinding } from './find.ts';
export { mask, redact, replaceFindings } from './mask-text.ts';
export * from './mask/index.ts';
export type { Candidate, NameFinder } from './name-port.ts';
export { names } from './name/index.ts';
export { rows } from './rows/index.ts';
export type { Row } from './row.ts';
export * from './types.ts';

useNames({ candidates: (text, from, to) => names().candidates(text, from, to) });
