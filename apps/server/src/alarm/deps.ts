import type { Kysely, Transaction } from 'kysely';
import type { Clock, Database, Log } from '#platform';
import type { AlarmCode } from './codes.ts';

// each room names its own tables in SQL
// oxlint-disable-next-line no-explicit-any
export type Tx = Transaction<any> | Kysely<any>;

/** What an alarm is about: ids and codes, never a value. `object`: a code or id of anything else. */
export type AlarmDraft = {
  readonly code: AlarmCode;
  readonly person?: string;
  readonly key?: string;
  readonly team?: string;
  readonly customer?: string;
  readonly object?: string;
  readonly count?: number;
};

/** Raises an alarm; never throws and never makes the caller wait. */
export type AlarmPort = (alarm: AlarmDraft) => void;

/** What the ledger keeps of an alarm. */
type Draft = {
  readonly v: 1;
  readonly at: string;
  readonly kind: 'system';
  readonly action: 'alarm-raised' | 'alarm-closed';
  readonly outcome: 'done';
  readonly code: string;
  readonly person?: string;
  readonly post?: string;
  readonly session?: string;
  readonly customer?: string;
  readonly object?: string;
  readonly alarm?: string;
  readonly to?: string;
  readonly count?: number;
};

/** What an entry says of an alarm that was raised; `alarm` is absent in those from before rows were named. */
export type Raised = Pick<Draft, 'at'> &
  Partial<Pick<Draft, 'alarm' | 'code' | 'object' | 'to' | 'customer'>>;

/** A person of an alarm, as other people know them. */
export type Ref = { readonly id: string; readonly name: string; readonly staffNumber: string };

export type AlarmDeps = {
  readonly db: Database;
  readonly ledger: {
    readonly append: (db: Tx, drafts: readonly Draft[]) => Promise<number>;
    /** Entries of an action, oldest first. */
    readonly entriesOf: (action: string) => AsyncIterable<Raised>;
  };
  /** Seals what an alarm is about. */
  readonly mac: (data: Uint8Array) => Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
  /** Ids of the people whose consoles are told at once. */
  readonly officers: () => Promise<readonly string[]>;
  readonly colleagues: (ids: readonly string[]) => Promise<ReadonlyMap<string, Ref>>;
  /** Sends a mail to whoever is configured; null where nobody is. */
  readonly mail: ((subject: string, text: string) => Promise<void>) | null;
  readonly publicUrl: string;
};
