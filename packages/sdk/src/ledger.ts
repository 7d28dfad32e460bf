/** One entry as the explorer shows it: ids and codes only. */
export type LedgerEntry = {
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly person: string | null;
  readonly key: string | null;
  readonly post: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly customer: string | null;
  readonly case: string | null;
  readonly fields: readonly string[];
  readonly purpose: string | null;
  readonly scenario: string | null;
  readonly reason: string | null;
  readonly policies: readonly string[];
  /** The entry's canonical bytes, base64: what the tree hashes. */
  readonly bytes: string;
};

export type LedgerPage = {
  readonly entries: readonly LedgerEntry[];
  readonly next: string | null;
  readonly size: number;
};

/** An inclusion proof; hashes base64, from leaf to root. */
export type LedgerProof = {
  readonly index: number;
  readonly size: number;
  readonly leaf: string;
  readonly hashes: readonly string[];
  readonly root: string;
  /** The signed checkpoint note that the proof leads to. */
  readonly checkpoint: string;
  readonly entry: string;
};

export type LedgerState = {
  readonly size: number;
  readonly checkpointSize: number;
  /** Entries that the log needs at least to hold all that this server has answered, by its own memory. */
  readonly journalled: number;
  readonly root: string;
  readonly checkpoint: string;
  /** Verifier key, `name+id+key`. */
  readonly verifier: string;
  readonly checkpointedAt: string | null;
  readonly witnessed: boolean;
  readonly healthy: boolean;
  /** Why nothing is signed; `null` = all is well. */
  readonly code: string | null;
  /** The entry that is missing or differs, where that is known. */
  readonly index: number | null;
  /** What is set up less safely than it could be: `database-owner-serves`. */
  readonly warnings: readonly string[];
};

/** What a policy is called and, in one plain sentence, why it exists; explains a refusal. */
export type PolicyText = {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly why: { readonly zh: string; readonly en: string };
};

/** A policy as an auditor reads it. */
export type PolicyCard = PolicyText & {
  readonly effect: 'permit' | 'forbid';
  readonly needs: readonly string[];
  readonly text: string;
  readonly file: string;
  readonly hits7d: number;
};
