/**
 * Finds people and addresses without a downloaded model. A lexicon (surnames, given-name statistics, words,
 * divisions) proposes spans, two linear models weigh them; both are learned by `npm run train` and decoded at
 * first use. Decisions are local: see the port. Start reading at finder.ts.
 */
import type { NameFinder } from '../name-port.ts';
import { finder } from './finder.ts';
import { decode } from './lexicon.ts';
import { packed } from './model-data.ts';

let ready: NameFinder | undefined;

/** The finder of people and addresses; decodes the model at first call. */
export function names(): NameFinder {
  ready ??= finder(decode(unpack(packed)));
  return ready;
}

function unpack(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
