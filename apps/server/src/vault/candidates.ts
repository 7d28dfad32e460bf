import { maskValue } from '@huke/detect';
import { candidatesNeeded, type Kind } from './kinds.ts';
import { comparable, normalise } from './normalise.ts';

/**
 * How many values fit what the mask of this value shows, by what its kind's space says. What is no value of the kind
 * fits nobody, so that it is not the easier for being short.
 */
export function candidates(kind: Kind, value: string): number {
  const read = normalise(kind.normaliser, value);
  if (read.kind !== 'ok') return Number.POSITIVE_INFINITY;
  // equal texts count alike, however they are spaced
  const text = kind.normaliser === 'text' ? comparable(read.text) : read.text;
  // chat shows the most of all scenarios
  const hidden = symbolsIn(text) - symbolsIn(maskValue(kind.type, text, 'chat', kind.level));
  const { perSymbol, check = 1, most = Number.POSITIVE_INFINITY } = kind.space;
  return Math.min(most, perSymbol ** Math.max(0, hidden) / check);
}

/** Whether knowing this value proves anything to who sees its mask. */
export const hardToGuess = (kind: Kind, value: string): boolean =>
  candidates(kind, value) >= candidatesNeeded;

const symbolsIn = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
