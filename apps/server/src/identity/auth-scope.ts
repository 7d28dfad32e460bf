import { AsyncLocalStorage } from 'node:async_hooks';
import type { IdentityDraft, Tx } from './deps.ts';

/** One request to the sign-in engine: its transaction, and what it did, for the ledger. */
export type AuthScope = {
  readonly tx: Tx;
  /** How strong a session that this request creates is. */
  readonly strength: 'password' | 'two-factor' | 'passkey';
  readonly userAgent: string;
  readonly remote: string;
  /** Hash of the browser's device token. */
  readonly device: string;
  /** Entries of what the request did; appended in the same transaction. */
  readonly drafts: IdentityDraft[];
  /** Sessions that it ended, to forget once it has committed. */
  readonly ended: string[];
  /** Who was signed in before the request, as `authenticate.ts` found. */
  readonly subject: string | null;
  /** Whose account it turned out to be. */
  person: string | null;
  /** The mail address that was asked for; null where none was. */
  email: string | null;
  /** The identifier of the challenge that the browser brought. */
  challenge: string | null;
  /** The passkey that is being judged, out of its person's sealed set. */
  passkey: { readonly person: string; readonly credential: string } | null;
  /** Who it is by what was proven against their sealed set: a session is made for nobody else. */
  proven: { readonly person: string; readonly totp: boolean } | null;
  /** The session that it came in or that it made. */
  session: string | null;
  /** Whether a session was made, and still stands. */
  opened: boolean;
};

/** The request under way; better-auth's adapter reads it to work inside the request's transaction. */
export const authScope = new AsyncLocalStorage<AuthScope>();

/** The scope of the request under way; the engine is reached only through `handler.ts`, which opens one. */
export function currentScope(): AuthScope {
  const scope = authScope.getStore();
  if (!scope) throw new Error('the sign-in engine was called outside a request');
  return scope;
}
