import type { Kysely } from 'kysely';
import type { AlarmPort } from '#alarm';
import type { Budgets } from '#budget';
import type { EntryDraft } from '#ledger';
import type { Clock, Database, Log } from '#platform';

/** What the ledger keeps of one act here: ids and codes only. */
export type IdentityDraft = {
  readonly v: 1;
  readonly at: string;
  readonly kind: 'identity';
  readonly action: string;
  readonly outcome: 'refused' | 'failed' | 'done';
  readonly code?: string;
  readonly person?: string;
  readonly key?: string;
  readonly post?: string;
  readonly session?: string;
  readonly strength?: string;
  readonly customer?: string;
  readonly case?: string;
  readonly fields?: string[];
  readonly purpose?: string;
  readonly stepUp?: string;
  readonly object?: string;
  readonly to?: string;
  readonly count?: number;
};

// each room names its own tables in SQL
// oxlint-disable-next-line no-explicit-any
export type Tx = Kysely<any>;

/** The part of the ledger that tells which versions there were. */
export type EntriesPort = (action: string) => AsyncIterable<EntryDraft>;

/** The part of the ledger that identity needs: entries become durable with the transaction that they are part of. */
export type LedgerPort = {
  readonly append: (db: Tx, drafts: IdentityDraft[]) => Promise<number>;
  /** What was sealed before this server started; without it only what it saw itself is known. */
  readonly entriesOf?: EntriesPort;
};

/** Settings of an installation; minutes and hours are whole numbers. */
export type IdentityConfig = {
  /** The address people open, e.g. `https://desk.example`; its host is the passkeys' relying party. */
  readonly publicUrl: string;
  /** Further addresses that the same host answers on. */
  readonly otherOrigins?: readonly string[];
  /** A session without requests ends after this (30). */
  readonly idleMinutes?: number;
  /** A session ends after this in any case (12). */
  readonly absoluteHours?: number;
  /** Office networks as `10.1.0.0/16`; none: the place is unknown. */
  readonly officeNetworks?: readonly string[];
  /** argon2id cost in KiB (19,456) and passes (2). */
  readonly argon2?: { readonly memoryCost: number; readonly timeCost: number };
};

export type IdentityDeps = {
  readonly db: Database;
  readonly ledger: LedgerPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly org: string;
  readonly config: IdentityConfig;
  /** Keyed MAC (HMAC-SHA-256) under a key that lives apart from the database. */
  readonly mac: (data: Uint8Array) => Uint8Array;
  /** Who must look at what administrators do, or at what was forged, is told at once. */
  readonly alarm: AlarmPort;
  /** Seals rows of an installation that is older than their seals; given only at its first start. */
  readonly adopt?: boolean;
  /** argon2id; replaced only by tests that count work. */
  readonly passwords?: Passwords;
  /** Whether training and agreement are valid; everyone's are until the rooms exist that know. */
  readonly standing?: (
    person: string,
  ) => Promise<{ readonly training: boolean; readonly agreement: boolean }>;
  /** Charges budgets within the caller's transaction. */
  readonly consume: Budgets['consume'];
  /** How many entries of each kind the ledger has of each key since a time (ISO 8601). */
  readonly keyEntries: (since: string) => Promise<KeyEntries>;
  /** Whether the ledger has an entry of a key since a time that is one of `kinds` (`kind action`). */
  readonly keyUsed: (key: string, kinds: readonly string[], since: string) => Promise<boolean>;
  /** Called in the transaction that takes rights from somebody (leaves, moves, locked), e.g. to end grants. */
  readonly onRightsCut?: (tx: Tx, cut: { readonly person: string; readonly now: Date }) => Promise<void>;
};

/** Entries of keys, counted. */
export type KeyEntries = readonly {
  readonly key: string;
  readonly kind: string;
  readonly action: string;
  readonly outcome: string;
  readonly count: number;
}[];

export type Passwords = {
  readonly hash: (password: string) => Promise<string>;
  readonly verify: (hash: string, password: string) => Promise<boolean>;
};

/** A refusal that the caller turns into a problem of the same code. */
export type Refused<Code extends string = string> = { readonly kind: 'refused'; readonly code: Code };
export const refused = <const Code extends string>(code: Code): Refused<Code> => ({ kind: 'refused', code });

/** Starts an entry; the caller adds what it is about. */
export function draft(
  deps: Pick<IdentityDeps, 'clock'>,
  action: string,
  rest: Omit<IdentityDraft, 'v' | 'at' | 'kind' | 'action' | 'outcome'> & {
    readonly outcome?: IdentityDraft['outcome'];
  },
): IdentityDraft {
  return { v: 1, at: deps.clock().toISOString(), kind: 'identity', action, outcome: 'done', ...rest };
}
