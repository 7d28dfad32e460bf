import type { Labelled } from '../corpus/index.ts';

/** A text with the spans that the two models must find. */
export type Sample = Pick<Labelled, 'text' | 'entities'>;
