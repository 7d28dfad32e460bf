/**
 * The spine: the one way to a customer value.
 *
 * An ask becomes an answer in five hops: a route calls `access` (access.ts), which loads the facts in one round trip
 * (load.ts), lets the gate decide, settles the decision as a durable ledger entry with its group (commit.ts), and
 * only then opens and masks (`show`). INVARIANTS: no value leaves, and no yes or no about one, before its entry is
 * durable; any failure shows nothing; refusals are entries too; only this room imports `#vault/open`. A search and a
 * verification compare before they commit, because their entry says what came of it. Start at access.ts.
 */
import type { AccessDeps } from './spine.ts';
import { access, weigh } from './access.ts';
import { card } from './card.ts';
import { exists } from './exists.ts';
import { readNotes, writeNote } from './notes.ts';
import { probe } from './probe.ts';
import { redeem } from './redeem.ts';
import { resolve, search } from './search.ts';
import { trail } from './trail.ts';
import { verify } from './verify.ts';
import { bin, change, create, createBatch, history, listBin, mayImport, restore, rollback } from './write.ts';

export { createAnchor } from './anchor.ts';
export { type Committer, createCommitter, type Lapse } from './commit.ts';
export { auditStates, type StateFinding } from './audit-states.ts';
export { createLoader, type Loader } from './loader.ts';
export { accessMigrations } from './migrations.ts';
export type { AccessDeps, Ask, Refusal } from './spine.ts';
/** The vault's faces that hold no value: kinds of fields, imports; other rooms know the vault through this room. */
export { type Imports, type Kind, retentionClasses, type Vault, VaultError } from '#vault';
export type { Invalid } from './write.ts';

const asks = {
  access,
  weigh,
  card,
  search,
  resolve,
  exists,
  verify,
  create,
  createBatch,
  mayImport,
  change,
  rollback,
  bin,
  restore,
  listBin,
  history,
  trail,
  redeem,
  probe,
  readNotes,
  writeNote,
};

type Asks = typeof asks;
type Bound<F> = F extends (deps: AccessDeps, ...rest: infer Rest) => infer Out
  ? (...rest: Rest) => Out
  : never;

/** Every way to ask, with the spine's dependencies bound. */
export type Access = { readonly [Name in keyof Asks]: Bound<Asks[Name]> };

/** Binds the spine to its rooms. */
export function createAccess(deps: AccessDeps): Access {
  const bound = Object.entries(asks).map(([name, ask]) => [
    name,
    (...rest: readonly unknown[]) =>
      (ask as (deps: AccessDeps, ...rest: readonly unknown[]) => unknown)(deps, ...rest),
  ]);
  return Object.fromEntries(bound) as Access;
}
