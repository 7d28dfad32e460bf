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

export * from './core.ts';
export { names } from './name/index.ts';

useNames({ candidates: (text, from, to) => names().candidates(text, from, to) });
