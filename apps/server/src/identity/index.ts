/**
 * identity: people, posts, teams and employers; how they sign in; sessions, step-ups, and the keys of programs.
 *
 * Invariants: a session is opened by a second factor or can do nothing; who asks for a raise never confirms it; every
 * change stands in the ledger in the same transaction; rows that rights follow from are sealed under a key that the
 * database does not hold, and an edited one counts as absent; what ended stays over while a server runs, whatever row
 * is put back; tokens, codes and keys are stored as hashes.
 * Start reading at `authenticate.ts` (before every request), `load.ts` and `endings.ts`, then `handler.ts` (the sign-in flow over better-auth),
 * `step-ups.ts`, `people.ts`.
 */
export { createIdentity, type Identity } from './identity.ts';
export type { IdentityConfig, IdentityDeps, IdentityDraft } from './deps.ts';
export { IdentityError, type IdentityErrorCode } from './error.ts';
export { authPath } from './auth-engine.ts';
export type { AuthOutcome } from './handler.ts';
export { identityFunctions } from './functions.ts';
export { identityMigrations } from './migrations.ts';
export type { PersonFacts } from './people.ts';
export type { Seed, SeedPerson } from './seed.ts';
export { totpCode, totpStep } from './totp.ts';
