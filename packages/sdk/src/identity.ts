import type { Post, Scope } from './vocabulary.ts';

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
  readonly rights: readonly string[];
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly staffNumber: string;
  readonly email: string;
  readonly post: Post;
  readonly team: string | null;
  readonly employer: string;
  readonly state: 'active' | 'locked' | 'left';
  readonly hiredOn: string;
  /** Minutes after midnight, local; null = always. */
  readonly duty: { readonly from: number; readonly to: number; readonly days: readonly number[] } | null;
  readonly secondFactor: { readonly totp: boolean; readonly passkeys: number };
  readonly lastSignInAt: string | null;
  readonly createdAt: string;
};

export type PersonCreate = {
  readonly name: string;
  readonly staffNumber: string;
  readonly email: string;
  readonly post: Post;
  readonly team?: string | null;
  readonly employer: string;
  readonly hiredOn?: string;
  readonly duty?: Person['duty'];
  /** The person's own customer record and those of relatives: refused to them. Set, never shown. */
  readonly ownCustomer?: string | null;
  readonly relatives?: readonly string[];
};
/** The invitation's one-time link is shown once. */
export type PersonCreated = { readonly person: Person; readonly invitation: string };

export type Team = { readonly id: string; readonly name: string; readonly people: number };
export type Employer = { readonly id: string; readonly name: string; readonly outsourced: boolean };

/** A change that needs a second officer (raise of a post, reset of a second factor). */
export type PendingChange = {
  readonly id: string;
  readonly kind: 'post' | 'reset-factor' | 'team';
  readonly person: string;
  readonly to: string | null;
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

export type ServiceKey = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly teams: readonly string[];
  readonly perDay: number;
  readonly prefix: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
};
/** `key` is shown once. */
export type ServiceKeyCreated = { readonly serviceKey: ServiceKey; readonly key: string };

/** Answer of `POST /act-for`; goes into the `Huke-Act-For` header of the key's requests. */
export type ActForToken = { readonly token: string; readonly expiresAt: string };
