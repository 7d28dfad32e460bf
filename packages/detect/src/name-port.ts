import type { EntityType, Evidence } from './types.ts';

/**
 * A span that could be a person or an address: `[start, end)` in code units of the folded text.
 * `score` is a calibrated probability in 0..1; the resolver compares it with the scores of every other type.
 */
export type Candidate = {
  readonly type: Extract<EntityType, 'PERSON' | 'ADDRESS'>;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  /** Codes and weights only, never the value. */
  readonly why?: readonly Evidence[];
};

/**
 * Finds people and addresses. `text` is folded: full-width and compatibility forms are plain, ignorable marks
 * (zero-width, combining) and escapes are gone; letters keep their case and Traditional stays Traditional.
 * Looks for spans that start in `[from, to)` and may end after `to`.
 *
 * Local: a span and its score depend on at most 64 code units either side of the span, and a span is at most
 * 256 long, so that a stream gives what the whole text gives. Linear in `to - from`. Never throws.
 * Candidates may overlap; ones below 0.2 need not be reported.
 */
export type NameFinder = {
  readonly candidates: (text: string, from: number, to: number) => readonly Candidate[];
};
