import type { Level } from './level.ts';
import type { EntityType } from './rows/index.ts';

export { type Level, levels } from './level.ts';
/** Entity types of the product (upper snake case, after Presidio), each a file of `rows/`; boundaries: docs/detect. */
export { type EntityType, entityTypes } from './rows/index.ts';
export { type Scenario, scenarios } from './scenario.ts';

/** One piece of evidence for or against a finding; codes and weights only, never the value. */
export type Evidence = { readonly code: string; readonly weight: number };

/**
 * Personal information found in a text: `[start, end)` in UTF-16 code units of the original text.
 * `score` is a calibrated probability in 0..1.
 */
export type Finding = {
  readonly type: EntityType;
  readonly start: number;
  readonly end: number;
  readonly level: Level;
  readonly score: number;
  /** True for sensitive personal information of PIPL Art 28. */
  readonly sensitive: boolean;
  /** Present when `explain` was asked for. */
  readonly why?: readonly Evidence[];
  /** Name of the organisation's own recogniser that found it, if one did. */
  readonly recognizer?: string;
};
