import type { Action, Capacity, Level, NeedKind, Post, Purpose, Reason, Scenario, Scope } from '@huke/sdk';

/** Who asks: a person in a session, or a program with a key (perhaps for a person). Built by identity. */
export type Subject = {
  readonly kind: 'person' | 'key';
  /** The person; for a key the person it acts for, or null. */
  readonly person: string | null;
  readonly staffNumber: string | null;
  readonly post: Post | 'service-key';
  readonly team: string | null;
  readonly employer: string | null;
  readonly outsourced: boolean;
  readonly tenureDays: number;
  readonly session: string | null;
  readonly strength: 'password' | 'two-factor' | 'passkey' | 'key';
  /** Seconds since the session authenticated. */
  readonly authAge: number;
  readonly deviceTrusted: boolean;
  readonly place: 'office' | 'home' | 'unknown';
  readonly onDuty: boolean;
  readonly trainingValid: boolean;
  readonly agreementValid: boolean;
  /** The subject's own customer record, if they are a customer too. */
  readonly ownCustomer: string | null;
  readonly relatives: readonly string[];
  readonly key: {
    readonly id: string;
    readonly scopes: readonly Scope[];
    readonly teams: readonly string[];
    /** The one case of the act-for token. */
    readonly actForCase: string | null;
    /** What a second officer let the program do by itself, while that lasts: these teams' customers for this purpose. */
    readonly job?: { readonly purpose: Purpose; readonly teams: readonly string[] } | null;
  } | null;
  /** The administrator who made the account or the key within the last 30 days: its budgets are theirs too. */
  readonly maker: string | null;
  /** Grows with every change of the person's rights; the commit re-checks it. */
  readonly version: number;
};

/** The customer as far as a decision may know it. */
export type CustomerFacts = {
  readonly id: string;
  readonly team: string | null;
  readonly vip: boolean;
  /** Person id when the customer works here. */
  readonly colleague: string | null;
  readonly colleagueTeam: string | null;
  readonly minor: boolean;
  readonly deceased: boolean;
  readonly binned: boolean;
  readonly consentExpired: boolean;
};

/** The case, its contact and the party on the line, as the desk knows them now. */
export type CaseFacts = {
  readonly id: string;
  readonly customer: string | null;
  readonly agent: string | null;
  readonly team: string;
  readonly type: string;
  readonly state: 'open' | 'wrap-up' | 'closed';
  readonly origin: 'contact' | 'supervisor' | 'self';
  readonly purpose: Purpose;
  readonly scenario: Scenario;
  /** Who tied the customer to the case; an agent's tie needs a passed verification. */
  readonly boundBy: 'channel' | 'supervisor' | 'agent' | null;
  readonly verified: boolean;
  /** What the caller was verified by, and when (milliseconds since 1970); null or absent = not verified. */
  readonly proof?: { readonly fields: readonly string[]; readonly at: number } | null;
  readonly contact: string | null;
  readonly contactLive: boolean;
  readonly contactInbound: boolean;
  readonly contactAgent: string | null;
  /** The channel of the contact, as its seal says; absent or null = not known. */
  readonly contactChannel?: string | null;
  /** The key that registered the contact, as its own seal says; read for the redeeming of uses only, otherwise null. */
  readonly contactKey: string | null;
  readonly party: {
    readonly capacity: Capacity;
    /** The mandate that the case names, of its customer; absent or null = none. */
    readonly mandate?: string | null;
    readonly mandateLive: boolean;
    /** Field kinds that the mandate covers. */
    readonly fields: readonly string[];
  };
};

/** One value of one field as far as a decision may know it. */
export type FieldFacts = {
  readonly field: string;
  readonly item: string;
  /** Entity type of the field's kind (`CN_MOBILE`, `PASSWORD`, …). */
  readonly type: string;
  readonly level: Level;
  readonly sensitive: boolean;
  /** What a channel may do with it for an agent who does not see it; absent = nothing. */
  readonly uses?: readonly Use[];
  /** Shown in clear already in this contact: showing it again is free. */
  readonly shownInContact: boolean;
  /** Changing it needs no fresh verification of the caller, or has one that is fit for it; absent = it has not. */
  readonly proven?: boolean;
};

export type GrantFacts = {
  readonly id: string;
  /** Post of the approver when they approved. */
  readonly by: Post;
  readonly action: 'reveal' | 'copy';
  readonly fields: readonly { readonly field: string; readonly item?: string }[];
  readonly expiresAt: string;
};

export type StepUpFacts = {
  readonly id: string;
  readonly person: string;
  readonly session: string;
  readonly customer: string;
  readonly case: string;
  readonly action: string;
  readonly covers: 'field' | 'case-level';
  readonly field: string;
  readonly item: string | null;
  readonly level: Level;
  readonly purpose: Purpose;
};

/** What a channel does with a value for an agent who does not see it. */
export type Use = 'dial' | 'text' | 'mail';

/** What is asked. */
export type Ask = {
  readonly action: Action;
  readonly purpose: Purpose;
  readonly scenario: Scenario;
  readonly reason: Reason | null;
  readonly use: Use | null;
  /** false: nobody is told what came of it, e.g. a channel's identifier that ties a contact to its customer. */
  readonly answered?: boolean;
  /** The list of all that can be acted on is asked for, of no customer. */
  readonly list?: boolean;
};

/** All that a decision may look at; nothing in it is a customer value. */
export type Facts = {
  readonly subject: Subject;
  readonly customer: CustomerFacts | null;
  readonly case: CaseFacts | null;
  readonly fields: readonly FieldFacts[];
  /** Live grants of this person for this customer and case. */
  readonly grants: readonly GrantFacts[];
  readonly stepUp: StepUpFacts | null;
  readonly quota: { readonly used: number; readonly limit: number; readonly raised: number };
  readonly guessesLeft: number;
  /** 0 calm … 1 frozen; from watch through a port. */
  readonly risk: number;
  /** Now, and the local minute of the day (duty hours). */
  readonly now: string;
};

export type FieldDecision = {
  readonly field: string;
  readonly item: string;
  readonly show: 'hidden' | 'masked' | 'clear' | 'used';
  readonly policies: readonly string[];
};

/** What the commit must consume; if any of it is gone by then, the access becomes a refusal. */
export type Consumption = {
  readonly grant: string | null;
  readonly stepUp: string | null;
  /** Fields shown in clear for the first time in this contact. */
  readonly reveals: readonly { readonly field: string; readonly item: string }[];
  /** Guesses (search, verify) this ask costs. */
  readonly guesses: number;
};

/** The gate's answer; an error anywhere is `refused` with code `policy-error`. */
export type Decision =
  | {
      readonly kind: 'granted';
      readonly fields: readonly FieldDecision[];
      readonly policies: readonly string[];
      readonly consume: Consumption;
      readonly hideAfter: number | null;
      readonly watermark: boolean;
    }
  | {
      readonly kind: 'needs';
      readonly needs: readonly { readonly kind: NeedKind; readonly by?: readonly Post[] }[];
      readonly policies: readonly string[];
    }
  | { readonly kind: 'refused'; readonly code: string; readonly policies: readonly string[] };
