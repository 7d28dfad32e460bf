import { longestHit, type WordHit, type WordScanner } from './words.ts';

/** A listed word in a stream of text, with its offset in the whole and what stands there. */
export type StreamHit = WordHit & { readonly text: string };

/** Finds listed words in a text that comes in pieces, as in the whole; holds back what could still become one. */
export function wordStream(scanner: WordScanner): {
  readonly push: (part: string) => readonly StreamHit[];
  readonly end: () => readonly StreamHit[];
} {
  let held = '';
  let before = 0;
  // one unit stays as the left edge of the next word
  let from = 0;
  const take = (cut: number): readonly StreamHit[] => {
    const hits = scanner.find(held, from);
    const given = hits
      .filter((hit) => hit.start < cut)
      .map((hit) => ({
        ...hit,
        start: hit.start + before,
        end: hit.end + before,
        text: held.slice(hit.start, hit.end),
      }));
    const last = hits.findLast((hit) => hit.start < cut);
    const next = Math.max(cut, last?.end ?? 0);
    const kept = Math.max(0, next - 1);
    held = held.slice(kept);
    before += kept;
    from = next - kept;
    return given;
  };
  return {
    push: (part) => {
      held += part;
      return held.length > 4 * longestHit ? take(held.length - longestHit) : [];
    },
    end: () => take(held.length),
  };
}
