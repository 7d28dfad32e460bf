import type { Need } from './problem.ts';
import type { Action, Level, Purpose, Reason, Scenario } from './vocabulary.ts';

/** One field of a customer; `item` is the id of one of several values (cards, addresses), absent = all of them. */
export type FieldRef = { readonly field: string; readonly item?: string };

/** Body of `POST /accesses`. */
export type AccessRequest = {
  readonly action: Extract<Action, 'view' | 'reveal' | 'copy' | 'use'>;
  readonly customer: string;
  readonly fields: readonly FieldRef[];
  readonly purpose: Purpose;
  readonly case?: string;
  readonly scenario: Scenario;
  readonly reason?: Reason;
  /** Free text; sealed outside the ledger, which holds a keyed commitment to it. */
  readonly note?: string;
  /** A finished step-up (`POST /step-ups`). */
  readonly stepUp?: string;
  /** What to do without seeing (action `use`). */
  readonly use?: 'dial' | 'text' | 'mail';
};

/** What became of one field. `value` is a mask or the clear text, absent when hidden or used. */
export type FieldAnswer = {
  readonly field: string;
  readonly item: string;
  readonly show: 'hidden' | 'masked' | 'clear' | 'used';
  readonly value?: string;
  readonly level: Level;
  readonly sensitive: boolean;
  /** Ids of the policies that decided on this field. */
  readonly policies: readonly string[];
};

/** What the asker must do with the answer. */
export type Obligations = {
  readonly watermark: boolean;
  /** Seconds after which clear values must disappear from the screen. */
  readonly hideAfter?: number;
  readonly quota?: Quota;
};

export type AccessAnswer = {
  readonly id: string;
  readonly entry: number;
  readonly fields: readonly FieldAnswer[];
  readonly obligations: Obligations;
  /** What to hand to the channel that has the contact (action `use`): an alias, good once and for two minutes. */
  readonly used?: { readonly kind: 'dial' | 'text' | 'mail'; readonly token: string };
};

/** What a channel's program gets for an alias (`POST /uses/{token}`). `entry`: where the ledger says so. */
export type UseTaken = {
  readonly kind: 'dial' | 'text' | 'mail';
  readonly value: string;
  readonly entry: number;
};

/**
 * Body of `POST /uses/counts`: how many values a channel's program got for aliases, of the entries after `after` (the
 * `upTo` of its last report; absent = from the first) up to and with `upTo` (absent = until now).
 */
export type UseReport = { readonly after?: number; readonly upTo?: number; readonly count: number };
export type UseReportAnswer = {
  readonly after: number;
  readonly upTo: number;
  readonly said: number;
  /** How many the ledger has; another number than `said` has alarmed the security officers. */
  readonly given: number;
  readonly same: boolean;
  readonly entry: number;
};

/** Today's reveals of one agent; `limit` follows the contacts handled. */
export type Quota = { readonly used: number; readonly limit: number; readonly raised: number };

/** Body of `POST /customers/{id}/verify`: what the caller said, typed by the agent. */
export type VerifyRequest = {
  readonly claims: readonly { readonly field: string; readonly value: string }[];
  readonly purpose: Purpose;
  readonly case: string;
  readonly scenario: Scenario;
};
export type VerifyAnswer = {
  readonly result: 'pass' | 'fail';
  readonly entry: number;
  readonly guessesLeft: number;
};

/** Body of `POST /step-ups`. C2 may cover the case and level for minutes; C3 is for one field. */
export type StepUpRequest = {
  readonly action: 'reveal' | 'copy' | 'use';
  readonly customer: string;
  readonly case: string;
  readonly field: string;
  readonly item?: string;
  readonly purpose: Purpose;
};
export type StepUpStart = {
  readonly id: string;
  readonly methods: readonly ('passkey' | 'totp')[];
  /** PublicKeyCredentialRequestOptionsJSON; its challenge is bound to the request. */
  readonly passkey?: Record<string, unknown>;
  readonly expiresAt: string;
  /** What the finished step-up covers. */
  readonly covers: 'field' | 'case-level';
};
export type StepUpFinish = { readonly passkey: Record<string, unknown> } | { readonly totp: string };

/** Body of `POST /approvals`. */
export type ApprovalRequest = {
  readonly action: 'reveal' | 'copy';
  readonly customer: string;
  readonly fields: readonly FieldRef[];
  readonly purpose: Purpose;
  readonly case: string;
  readonly scenario: Scenario;
  readonly reason: Reason;
  readonly minutes?: number;
};

export type Approval = {
  readonly id: string;
  readonly state: 'pending' | 'approved' | 'refused' | 'cancelled' | 'expired';
  readonly requester: PersonRef;
  readonly action: 'reveal' | 'copy';
  readonly customer: string;
  /** Masked name, for the approver's eye. */
  readonly customerLabel: string;
  readonly fields: readonly (FieldRef & { readonly level: Level; readonly sensitive: boolean })[];
  readonly purpose: Purpose;
  readonly case: string;
  readonly caseType: string;
  readonly scenario: Scenario;
  readonly reason: Reason;
  readonly minutes: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly decidedAt?: string;
  readonly decidedBy?: PersonRef;
  readonly refusal?: Reason | 'not-needed' | 'wrong-purpose' | 'too-much' | 'suspicious';
  readonly grant?: string;
  /** Whether the reader may decide it, and if not, which rule says so. */
  readonly mayDecide: boolean;
  readonly blockedBy?: string;
  /** What the requester did in the last hour beside their own habit and their team's, in reveals. */
  readonly context: {
    readonly revealsLastHour: number;
    readonly ownHourlyMean: number;
    readonly teamHourlyMean: number;
    readonly casesToday: number;
    readonly refusalsToday: number;
  };
};

/** Names of colleagues are shown to colleagues; customers see post and staff number only. */
export type PersonRef = { readonly id: string; readonly name: string; readonly staffNumber: string };

export type Grant = {
  readonly id: string;
  readonly person: PersonRef;
  readonly approver: PersonRef;
  readonly customer: string;
  readonly case: string;
  readonly fields: readonly FieldRef[];
  readonly action: 'reveal' | 'copy';
  readonly state: 'live' | 'revoked' | 'expired' | 'ended';
  readonly createdAt: string;
  readonly expiresAt: string;
};

/** Members that a refusal's problem adds: the ledger entry, the deciding policies, what is missing. */
export type Refusal = {
  readonly policies: readonly string[];
  readonly needs: readonly Need[];
  readonly entry: number;
};
