/** What verification found wrong, in positions only. Sizes are tree sizes: size n covers the entries 0 … n - 1. */
export type TamperFinding =
  /** Entries `from` … `through` and their leaves disagree; `altered` says which of them the checkpoints refute. */
  | {
      readonly kind: 'entry-differs';
      readonly from: number;
      readonly through: number;
      readonly altered: 'entry' | 'leaf' | 'unknown';
    }
  /** Entries are not there; where their leaves are missing too, nothing after them can be verified. */
  | { readonly kind: 'entries-missing'; readonly from: number; readonly through: number }
  /** Leaves are missing though their entries are there. */
  | { readonly kind: 'leaves-missing'; readonly from: number; readonly through: number }
  /** A tile above the leaves is missing or is not what the leaves below it give. */
  | { readonly kind: 'tile-differs'; readonly path: string; readonly from: number; readonly through: number }
  /** The tree was right at size `from` (0 = never) and is not what was signed at size `to`. */
  | { readonly kind: 'interval'; readonly from: number; readonly to: number; readonly by: 'latest' | 'kept' }
  /** A kept checkpoint after the one of size `after` is not signed by the log's key, or is no checkpoint. */
  | { readonly kind: 'checkpoint-invalid'; readonly after: number }
  /** Kept checkpoints do not grow: one of `size` stands after one of `after`. */
  | { readonly kind: 'checkpoint-order'; readonly after: number; readonly size: number }
  /** A larger tree was signed before (`known`) than the log shows now (`size`; null = none at all). */
  | { readonly kind: 'rolled-back'; readonly known: number; readonly size: number | null }
  /** The tree at the remembered checkpoint's size is another one: a fork, or a log rewritten and signed anew. */
  | { readonly kind: 'not-contained'; readonly size: number };

/** One plain sentence for a finding, without capital and full stop. */
export function describeFinding(finding: TamperFinding): string {
  switch (finding.kind) {
    case 'entry-differs':
      return `${entries(finding)} and leaf disagree (${alteredWords[finding.altered]})`;
    case 'entries-missing':
      return `${entries(finding)} missing`;
    case 'leaves-missing':
      return `the leaf of ${entries(finding)} is missing`;
    case 'tile-differs':
      return `${finding.path} is missing or does not fit the leaves of ${entries(finding)}`;
    case 'interval':
      return (
        `the tree was rewritten between size ${finding.from} and size ${finding.to}: ` +
        `it is not what the ${finding.by} checkpoint of size ${finding.to} signed`
      );
    case 'checkpoint-invalid':
      return `a kept checkpoint after size ${finding.after} was not signed by the log's key`;
    case 'checkpoint-order':
      return `a kept checkpoint of size ${finding.size} stands after one of size ${finding.after}`;
    case 'rolled-back':
      return finding.size === null
        ? `the log shows no checkpoint, but one of size ${finding.known} was signed before`
        : `the log was rolled back: it shows size ${finding.size}, but size ${finding.known} was signed before`;
    case 'not-contained':
      return `the log does not contain the remembered checkpoint of size ${finding.size}: it was rewritten`;
  }
}

const alteredWords = {
  entry: 'the entry was altered: its leaf is what was signed',
  leaf: 'the leaf was altered: the entry is what was signed',
  unknown: 'neither is what was signed',
} as const;

function entries({ from, through }: { readonly from: number; readonly through: number }): string {
  return from === through ? `entry ${from}` : `entries ${from} to ${through}`;
}
