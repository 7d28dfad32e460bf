import type { Right } from './rights.ts';
import type { Post, Purpose, Scope } from './vocabulary.ts';

/** Who is signed in (`GET /session`). */
export type Me = {
  readonly id: string;
  readonly name: string;
  readonly staffNumber: string;
  readonly email: string;
  readonly post: Post;
  readonly team: { readonly id: string; readonly name: string } | null;
  readonly employer: { readonly id: string; readonly name: string; readonly outsourced: boolean };
  readonly session: string;
  /** How strongly this session was authenticated. */
  readonly strength: 'password' | 'two-factor' | 'passkey';
  readonly authenticatedAt: string;
  readonly secondFactor: { readonly totp: boolean; readonly passkeys: number };
  /** What must be done before anything else, e.g. set up a second factor. */
  readonly mustDo: readonly ('second-factor' | 'change-password')[];
  /** None until the session has its second factor. */
  readonly rights: readonly Right[];
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly staffNumber: string;
  readonly email: string;
  readonly post: Post;
  readonly team: string | null;
  readonly employer: string;
  /** `waiting`: a second officer has not confirmed the account. */
  readonly state: 'waiting' | 'active' | 'locked' | 'left';
  readonly hiredOn: string;
  /** Minutes after midnight, local; null = always. */
  readonly duty: { readonly from: number; readonly to: number; readonly days: readonly number[] } | null;
  readonly secondFactor: { readonly totp: boolean; readonly passkeys: number };
  readonly lastSignInAt: string | null;
  readonly createdAt: string;
};

/** What shows that somebody was hired on an earlier day. */
export const hiredEvidence = ['contract', 'payroll', 'register'] as const;
export type HiredEvidence = (typeof hiredEvidence)[number];

export type PersonCreate = {
  readonly name: string;
  readonly staffNumber: string;
  readonly email: string;
  readonly post: Post;
  readonly team?: string | null;
  readonly employer: string;
  /** A day before today needs its evidence and a second officer; until then the person counts as new from today. */
  readonly hiredOn?: string;
  readonly hiredEvidence?: HiredEvidence;
  readonly duty?: Person['duty'];
  /** The person's own customer record and those of relatives: refused to them. Set, never shown. */
  readonly ownCustomer?: string | null;
  readonly relatives?: readonly string[];
};
/** The invitation's one-time link is shown once; null while the account waits for a second officer. */
export type PersonCreated = {
  readonly person: Person;
  readonly invitation: string | null;
  /** What of it waits for a second officer. */
  readonly changes: readonly PendingChange[];
};

export type Team = { readonly id: string; readonly name: string; readonly people: number };
export type Employer = { readonly id: string; readonly name: string; readonly outsourced: boolean };

/** Kinds of changes that need a second officer; of a person, and of a key of a program. */
export const changeKinds = [
  'post',
  'reset-factor',
  'team',
  'person',
  'hired-on',
  'employer',
  'kin',
  'key',
  'key-change',
  'key-rotate',
] as const;

/** A change that needs a second officer. */
export type PendingChange = {
  readonly id: string;
  readonly kind: (typeof changeKinds)[number];
  /** Whom it concerns; null where it concerns a key. */
  readonly person: string | null;
  /** The key that it concerns, what that allows now (null: nothing yet) and what it would allow. */
  readonly key: {
    readonly id: string;
    readonly name: string;
    readonly now: KeyRights | null;
    readonly proposed: KeyRights;
  } | null;
  /** What it becomes: a post, a team, an employer or a day. */
  readonly to: string | null;
  readonly evidence: HiredEvidence | null;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly mayConfirm: boolean;
};

export type SessionRow = {
  readonly id: string;
  readonly person: string;
  readonly current: boolean;
  readonly strength: Me['strength'];
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly device: string;
  readonly address: string;
};

/** What a program may do by itself, without a contact: see the masks of these teams' customers for one purpose. */
export type KeyJob = {
  readonly purpose: Purpose;
  readonly teams: readonly string[];
  /** Customers a day; also the most requests a day of its key. */
  readonly rows: number;
  /** The last day, `YYYY-MM-DD`. */
  readonly until: string;
};

/** What a key allows. */
export type KeyRights = {
  readonly scopes: readonly Scope[];
  readonly teams: readonly string[];
  readonly perDay: number;
  readonly job: KeyJob | null;
};

/** What a key took, counted from the ledger; `entries` counts all of its entries, refused asks too. */
export type KeyTook = {
  readonly views: number;
  readonly searches: number;
  /** Values shown, copied or verified for a person. */
  readonly reveals: number;
  readonly uses: number;
  /** Numbers and addresses handed to a channel, of uses and of notices. */
  readonly redeems: number;
  readonly writes: number;
  readonly entries: number;
};

export type ServiceKey = KeyRights & {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  /** The officer who asked for it; null for one that came with a loaded organisation. */
  readonly maker: string | null;
  /** `waiting` for a second officer; `unclaimed`: confirmed, its secret not yet taken. */
  readonly state: 'waiting' | 'unclaimed' | 'live' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  /** Until when a confirmed secret can be taken; null: none waits. */
  readonly claimUntil: string | null;
  readonly mayClaim: boolean;
  /** Null where it was not counted. */
  readonly took: { readonly today: KeyTook; readonly week: KeyTook } | null;
};
/** `key` is shown once; null where a second officer must confirm first. */
export type ServiceKeyCreated = {
  readonly serviceKey: ServiceKey;
  readonly key: string | null;
  readonly change: PendingChange | null;
};

/** Answer of `POST /act-for`; goes into the `Huke-Act-For` header of the key's requests. */
export type ActForToken = { readonly token: string; readonly expiresAt: string };
