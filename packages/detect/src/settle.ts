import { find, type FindOptions, longestFinding } from './find.ts';
import type { Finding } from './types.ts';

/** A score depends on this many code units either side of a finding. */
export const scoreReach = 64;

/** The last part of a text that may still change: the longest finding and what its score depends on. */
const unsettledOf = (longest: number): number => longest + scoreReach;

/** Units kept before the unsettled part: all that the choice of the next finding can depend on. */
const keptOf = (longest: number): number => 4 * longest + 2 * scoreReach + 256;

/** Text that will not change any more, with its findings (offsets of this part). */
export type Settled = { readonly text: string; readonly findings: readonly Finding[] };

/** Takes a text in pieces; gives each part as soon as its findings are certain. */
export type Settler = {
  readonly push: (chunk: string) => Settled;
  readonly end: () => Settled;
};

const nothing: Settled = { text: '', findings: [] };

/**
 * Finds in a text that comes in pieces what `find` finds in the whole. Holds back at most 320 code units (832 with own
 * recognisers) and one finding; memory does not grow with the text.
 */
export function settler(options: FindOptions = {}): Settler {
  // under own recognisers a finding may be three times as long
  const longest = longestFinding * (options.recognizers === undefined ? 1 : 3);
  const unsettled = unsettledOf(longest);
  const kept = keptOf(longest);
  let buffer = '';
  // Units of `buffer` that were given already and only serve as context.
  let given = 0;

  const take = (cut: number, findings: readonly Finding[]): Settled => {
    const text = buffer.slice(given, cut);
    const within = findings
      .filter((f) => f.start >= given && f.end <= cut)
      .map((f) => ({ ...f, start: f.start - given, end: f.end - given }));
    const from = Math.max(0, cut - kept);
    buffer = buffer.slice(from);
    given = cut - from;
    return { text, findings: within };
  };

  return {
    push: (chunk) => {
      buffer += chunk;
      const most = buffer.length - unsettled;
      if (most <= given) return nothing;
      const findings = find(buffer, options);
      const cut = cutBefore(buffer, findings, given, most);
      return cut <= given ? nothing : take(cut, findings);
    },
    end: () => {
      const settled = take(buffer.length, find(buffer, options));
      buffer = '';
      given = 0;
      return settled;
    },
  };
}

/** The last place up to `most` that no finding and no surrogate pair crosses. */
function cutBefore(text: string, findings: readonly Finding[], given: number, most: number): number {
  let cut = most;
  for (let k = findings.length - 1; k >= 0; k -= 1) {
    const f = findings[k] as Finding;
    if (f.end <= cut) break;
    if (f.start < cut && f.start >= given) cut = f.start;
  }
  const code = text.charCodeAt(cut);
  return code >= 0xdc00 && code <= 0xdfff ? cut - 1 : cut;
}
