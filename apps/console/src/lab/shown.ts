import type { TextFinding, TextWord } from '@huke/sdk';

/** A finding or a listed word as a mark in the text. */
export type Mark = {
  readonly start: number;
  readonly end: number;
  readonly finding: TextFinding | null;
  readonly word: TextWord | null;
};

/** Findings and listed words as marks, in order; a word that a finding overlaps is left to its table. */
export function marksOf(findings: readonly TextFinding[], words: readonly TextWord[]): readonly Mark[] {
  const marks: Mark[] = findings.map((finding) => ({
    start: finding.start,
    end: finding.end,
    finding,
    word: null,
  }));
  for (const word of words)
    if (!findings.some((each) => each.start < word.end && word.start < each.end))
      marks.push({ start: word.start, end: word.end, finding: null, word });
  return marks.sort((a, b) => a.start - b.start);
}
