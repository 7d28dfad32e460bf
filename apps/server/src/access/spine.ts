import type { Action, FieldRef, Need, Purpose, Reason, Scenario } from '@huke/sdk';
import type { Transaction } from 'kysely';
import type { AlarmPort } from '#alarm';
import type { Budgets } from '#budget';
import type { CaseFacts, Decision, Facts, Gate, People, Subject } from '#gate';
import type { EntryDraft, Ledger } from '#ledger';
import type { Clock, Database, Log } from '#platform';
import type { SealedCustomer, Vault } from '#vault';
import type { Opener } from '#vault/open';
import type { Alike } from './alike.ts';
import type { Asking, Asks } from './asks.ts';
import type { Committer } from './commit.ts';
import type { Loader } from './loader.ts';
import type { Seen } from './seen.ts';
import type { TypedLog } from './typed-log.ts';

/** What the spine works with. */
export type AccessDeps = {
  readonly db: Database;
  readonly gate: Gate;
  readonly vault: Vault;
  readonly opener: Opener;
  readonly ledger: Ledger;
  readonly loader: Loader;
  readonly committer: Committer;
  /** Asks that do not settle. */
  readonly asks: Asks;
  /** This ask. */
  readonly asking: Asking;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly log: Log;
  /** Keyed MAC under a key that lives apart from the database; seals uses. */
  readonly mac: (data: Uint8Array) => Uint8Array;
  /** Rows of imports that look the same under the mask. */
  readonly alike: Alike;
  /** What was shown to whom. */
  readonly seen: Seen;
  /** What was typed by whom. */
  readonly typedLog: TypedLog;
  /** What is known of people to let one confirm what another asked for. */
  readonly people: Pick<People, 'device' | 'approverSince'>;
  /** Tells the officers. */
  readonly alarm: AlarmPort;
  /** How risky the person's conduct is now, 0 calm … 1 frozen; watch's figure. */
  readonly risk: (person: string | null) => number;
  /** What the desk knows of cases: reads a loaded case (null when it was forged), seals a passed verification. */
  readonly cases: {
    readonly read: (raw: unknown) => CaseFacts | null;
    readonly verified: (facts: CaseFacts, proof: NonNullable<CaseFacts['proof']>) => string;
    /** The key that registered a contact, or null. */
    readonly channel: (
      db: Database['kysely'] | Transaction<unknown>,
      contact: string,
    ) => Promise<string | null>;
  };
  /** Whether a step-up's row is genuine (its seal fits); identity knows. */
  readonly stepUpGenuine: (row: unknown) => boolean;
  /** Masks a note by its findings, the organisation's own recognisers included, and names the listed words in it. */
  readonly detector: {
    readonly maskNote: (
      note: { readonly id: string; readonly text: string },
      scenario: Scenario,
    ) => Promise<string>;
    readonly words: (text: string) => Promise<{
      readonly words: readonly { readonly list: string; readonly reason: string }[];
    }>;
  };
};

/** One ask: who, does what, to whom and which fields, why, and where. */
export type Ask = {
  readonly subject: Subject;
  readonly action: Action;
  readonly customer: string | null;
  /** Which fields; empty = every field the purpose needs. */
  readonly fields: readonly FieldRef[];
  readonly purpose: Purpose;
  readonly case: string | null;
  readonly scenario: Scenario;
  readonly reason: Reason | null;
  readonly use?: 'dial' | 'text' | 'mail' | null;
  readonly stepUp?: string | null;
  readonly note?: string | null;
  /** false: nobody is told what came of it. */
  readonly answered?: boolean;
  /** The list of all that can be acted on is asked for, of no customer. */
  readonly list?: boolean;
};

/** An ask that did not go through; its entry is in the ledger. */
export type Refusal =
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly policies: readonly string[];
      readonly entry: number;
    }
  | {
      readonly kind: 'needs';
      readonly needs: readonly Need[];
      readonly policies: readonly string[];
      readonly entry: number;
    };

/** What one load brings: the facts to decide on and the sealed values to open afterwards. */
export type Loaded = {
  readonly facts: Facts;
  readonly sealed: SealedCustomer | null;
  readonly now: Date;
};

export type Granted = Extract<Decision, { kind: 'granted' }>;
export type Draft = EntryDraft;
