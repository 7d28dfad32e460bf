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
    readonly action: 'reveal' | 'copy' | 'use' | 'verify' | 'correct';
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

/** A change of contact data: asked for, in effect, or taken back. Never a value. */
export type PendingContactChange = {
  readonly id: string;
  readonly field: string;
  readonly item: string | null;
  readonly act: 'replace' | 'add' | 'remove';
  readonly state: 'waiting' | 'applied' | 'undone' | 'lapsed';
  readonly askedAt: string;
  /** When the new value takes effect, if it is confirmed where it must be. */
  readonly dueAt: string;
  /** Until then the field proves nothing about a caller. */
  readonly provesAt: string;
  readonly undoUntil: string;
  /** Whether a second person must confirm it. */
  readonly needsSecond: boolean;
  readonly confirmed: boolean;
  readonly case: string;
  readonly customer: string;
  readonly person: string;
};

/** Answer of a correction: contact data that waits is in `pending`. */
export type CustomerChanged = CustomerCreated & { readonly pending: readonly PendingContactChange[] };

/** A row of `GET /contact-changes`, for supervisors and officers. */
export type ContactChangeRow = PendingContactChange & {
  readonly mayConfirm: boolean;
  /** Why a second person must confirm it, for whoever may. */
  readonly risks: readonly string[];
  readonly notices: {
    readonly taken: number;
    readonly waiting: number;
    /** No channel has taken them for an hour. */
    readonly undelivered: number;
  };
};

/** What a verification on a case needs, and what is under way. */
export type CaseVerification = {
  /** How many classes of proof the answers must come from, one of them strong. */
  readonly classes: number;
  readonly fields: readonly {
    readonly field: string;
    readonly factor: 'self' | 'held' | 'contact';
    readonly strong: boolean;
    /** Why an answer counts for nothing on this case; null = it counts. */
    readonly worthless: 'found-by' | 'channel' | 'seen' | 'changed' | 'lost' | null;
  }[];
  readonly passed: { readonly at: string; readonly fields: readonly string[] } | null;
  /** Contact data that may be changed on what has been verified. */
  readonly changeable: readonly string[];
  readonly changes: readonly PendingContactChange[];
};

/** A notice that waits for a channel's program, and what it gets when it takes it. */
export type NoticeWaiting = {
  readonly id: string;
  readonly template: 'contact-changed' | 'contact-change-undone';
  readonly way: 'text' | 'mail';
  readonly createdAt: string;
};
export type NoticeTaken = {
  readonly template: NoticeWaiting['template'];
  readonly way: NoticeWaiting['way'];
  readonly to: string;
  /** Passed back with `POST /contact-changes/{change}/undo` when the customer did not ask for the change. */
  readonly undo: { readonly change: string; readonly proof: string } | null;
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
