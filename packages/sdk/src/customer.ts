import type { FieldAnswer, Obligations, PersonRef } from './access.ts';
import type { Capacity, Level, Purpose, Scenario } from './vocabulary.ts';

/** A kind of field as the organisation keeps it; names come in both languages. */
export type FieldKind = {
  readonly field: string;
  readonly label: { readonly zh: string; readonly en: string };
  readonly group: 'identity' | 'contact' | 'accounts' | 'orders' | 'other';
  /** Entity type whose mask and validator apply. */
  readonly type: string;
  readonly level: Level;
  readonly sensitive: boolean;
  readonly protectAsSensitive: boolean;
  readonly many: boolean;
  readonly searchable: boolean;
  readonly verifiable: boolean;
  readonly retention: string;
  /** True for kinds that the organisation added. */
  readonly own: boolean;
};

/** Facts about a customer that change what is allowed, shown as badges. */
export type Badge =
  | 'minor'
  | 'vip'
  | 'colleague'
  | 'deceased'
  | 'consent-expired'
  | 'contact-change-pending'
  | 'binned';

/** A person with a mandate beside the customer. */
export type Party = {
  readonly id: string;
  readonly capacity: Capacity;
  /** Masked. */
  readonly name: string;
  readonly fields: readonly string[];
  readonly expiresAt: string | null;
};

export type CardField = FieldAnswer & {
  readonly label: { readonly zh: string; readonly en: string };
  readonly group: FieldKind['group'];
  /** What the asker could try now; `needs` says what would be asked for. */
  readonly may: readonly {
    readonly action: 'reveal' | 'copy' | 'use' | 'verify';
    readonly needs: readonly string[];
  }[];
};

/** Answer of `GET /customers/{id}`. */
export type CustomerCard = {
  readonly id: string;
  readonly badges: readonly Badge[];
  readonly parties: readonly Party[];
  readonly fields: readonly CardField[];
  readonly obligations: Obligations;
  readonly entry: number;
  readonly purpose: Purpose;
  readonly scenario: Scenario;
};

/** Body of `POST /customers`; several values of one field are an array. */
export type CustomerCreate = {
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly team?: string;
};
export type CustomerCreated = { readonly id: string; readonly entry: number };

/** Body of `PATCH /customers/{id}`: per field a new value, an item to replace, or null to remove. */
export type CustomerPatch = {
  readonly changes: readonly {
    readonly field: string;
    readonly item?: string;
    readonly value: string | null;
  }[];
  readonly purpose: Purpose;
  readonly case: string;
  readonly scenario: Scenario;
};

export type SearchRequest = {
  readonly field: string;
  readonly value: string;
  readonly purpose: Purpose;
  readonly case?: string;
  readonly scenario: Scenario;
};
/** Absent, not yours and not found are one and the same answer. `tooMany`: more than may be shown, so none is. */
export type SearchAnswer = {
  readonly tooMany: boolean;
  readonly hits: readonly {
    readonly id: string;
    readonly label: string;
    readonly fields: readonly FieldAnswer[];
  }[];
  readonly entry: number;
  readonly guessesLeft: number;
};

export type ImportJob = {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly dryRun: boolean;
  readonly encoding: string;
  readonly format: 'csv' | 'jsonl';
  readonly columns: readonly {
    readonly column: string;
    readonly field: string | null;
    readonly confidence: number;
  }[];
  readonly rows: number;
  /** Rows that are on file now, whether or not they were before. */
  readonly imported: number;
  /** About how many of them were on file before, in hundreds; null below a hundred, in a dry run, and until it is done. */
  readonly known: number | null;
  /** Rows that repeat an earlier one of the file. */
  readonly duplicates: number;
  readonly failed: number;
  readonly bytes: number;
  readonly bytesTotal: number | null;
  readonly rowsPerSecond: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Already masked. */
  readonly preview: readonly Readonly<Record<string, string>>[];
  readonly code: string | null;
};

/** A large import that an officer lets through: so many identifying values, for one person and team, within a day. */
export type ImportAllowance = {
  readonly id: string;
  readonly state: 'asked' | 'granted' | 'refused' | 'ended' | 'expired';
  readonly person: PersonRef;
  readonly team: string;
  readonly values: number;
  readonly used: number;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly decidedBy: PersonRef | null;
};

/** One change of one field, values masked. */
export type FieldVersion = {
  readonly field: string;
  readonly item: string;
  readonly version: number;
  readonly value: string | null;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly current: boolean;
};
