/** A stretch of text: plain, or one finding. */
export type Segment<F> = { readonly text: string; readonly finding: F | null };

/** Cuts a text along findings that are sorted and disjoint; anything else of a finding is left out. */
export function segments<F extends { readonly start: number; readonly end: number }>(
  text: string,
  findings: readonly F[],
): readonly Segment<F>[] {
  const out: Segment<F>[] = [];
  let at = 0;
  for (const finding of findings) {
    if (finding.start < at || finding.end <= finding.start || finding.end > text.length) continue;
    if (finding.start > at) out.push({ text: text.slice(at, finding.start), finding: null });
    out.push({ text: text.slice(finding.start, finding.end), finding });
    at = finding.end;
  }
  if (at < text.length) out.push({ text: text.slice(at), finding: null });
  return out;
}
