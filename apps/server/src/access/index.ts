/**
 * The spine: the one way to a customer value.
 *
 * An ask becomes an answer in five hops: a route calls `access` (access.ts), which loads the facts in one round trip
 * (load.ts), lets the gate decide, settles the decision as a durable ledger entry with its group (commit.ts), and
 * only then opens and masks (`show`). INVARIANTS: no value leaves, and no yes or no about one, before its entry is
 * durable; any failure shows nothing; refusals are entries too; only this room imports `#vault/open`. What is
 * looked for or compared is charged in an entry of its own before (`probing.ts`), because the entry of a search or a
 * verification says what came of it. Start at access.ts.
 */
import type { Action } from '@huke/sdk';
import type { Subject } from '#gate';
import type { AccessDeps } from './spine.ts';
import { access } from './access.ts';
import { bin, listBin, preview, restore } from './bin.ts';
import { card } from './card.ts';
import { change, rollback } from './change.ts';
import { applyDue, confirmChange, listChanges, listNotices, takeNotice, undoChange } from './change-acts.ts';
import { exists } from './exists.ts';
import { meets } from './meets.ts';
import { failureOf } from './failed.ts';
import { importBatch } from './imports.ts';
import { readNotes, writeNote } from './notes.ts';
import { probe } from './probe.ts';
import { redeem } from './redeem.ts';
import { reportUses } from './report-uses.ts';
import { resolve, search } from './search.ts';
import { createSeen } from './seen.ts';
import { trail } from './trail.ts';
import { forgetTyped, rememberChannel } from './typed.ts';
import { createTypedLog } from './typed-log.ts';
import { verification } from './verification.ts';
import { verify } from './verify.ts';
import { create, createBatch, history, mayImport } from './write.ts';

export { createAnchor } from './anchor.ts';
export { createAsks } from './asks.ts';
export { type Committer, createCommitter, type Lapse } from './commit.ts';
export { auditStates, type StateFinding } from './audit-states.ts';
export { auditUses, type UseAudit, type UseFinding } from './audit-uses.ts';
export type { SealedNote } from './notes.ts';
export { createLoader, type Loader } from './loader.ts';
export { accessFunctions } from './functions.ts';
export { accessMigrations } from './migrations.ts';
export type { AccessDeps, Ask, Refusal } from './spine.ts';
/** The vault's faces that hold no value: kinds of fields, imports; other rooms know the vault through this room. */
export { type Imports, type Kind, retentionClasses, type Vault, VaultError } from '#vault';
export { changeRisks } from './change-risks.ts';
export type { Invalid } from './written.ts';

/** An ask with the action that its entry has when it fails; `said`: the one in the request. */
const as = <Act>(action: Action | 'said', act: Act) => ({ action, act });

const asks = {
  access: as('said', access),
  card: as('view', card),
  search: as('search', search),
  resolve: as('search', resolve),
  exists: as('search', exists),
  meets: as('search', meets),
  verify: as('verify', verify),
  create: as('create', create),
  createBatch: as('import', createBatch),
  importBatch: as('import', importBatch),
  mayImport: as('import', mayImport),
  verification: as('view', verification),
  change: as('correct', change),
  rollback: as('rollback', rollback),
  confirmChange: as('confirm', confirmChange),
  undoChange: as('undo', undoChange),
  applyDue: as('correct', applyDue),
  listChanges: as('undo', listChanges),
  listNotices: as('notify', listNotices),
  takeNotice: as('notify', takeNotice),
  rememberChannel: as('search', rememberChannel),
  forgetTyped: as('search', forgetTyped),
  bin: as('erase', bin),
  restore: as('restore', restore),
  listBin: as('restore', listBin),
  preview: as('import', preview),
  history: as('view', history),
  trail: as('trail', trail),
  redeem: as('redeem', redeem),
  reportUses: as('redeem', reportUses),
  probe: as('said', probe),
  readNotes: as('note', readNotes),
  writeNote: as('note', writeNote),
};

type Asks = typeof asks;
type Bound<F> = F extends (deps: AccessDeps, ...rest: infer Rest) => infer Out
  ? (...rest: Rest) => Out
  : never;

/** Every way to ask, with the spine's dependencies bound. */
export type Access = { readonly [Name in keyof Asks]: Bound<Asks[Name]['act']> };

/** Binds the spine to its rooms. An ask that fails has its entry too, and counts as if it had not (`asks.ts`). */
export function createAccess(rooms: Omit<AccessDeps, 'seen' | 'typedLog' | 'asking'>): Access {
  const { asks: memory } = rooms;
  const seen = createSeen(rooms);
  const typedLog = createTypedLog(rooms);
  const bound = Object.entries(asks).map(([name, { action, act }]) => [
    name,
    async (...rest: readonly unknown[]) => {
      const holder = holderIn(rest[0]);
      await memory.pay(holder === null ? null : 'person' in holder ? holder.person : holder.key);
      const asking = memory.begin(holder, () => failureOf(action, rest, rooms.clock()));
      try {
        const answer = await (act as (deps: AccessDeps, ...rest: readonly unknown[]) => Promise<unknown>)(
          { ...rooms, seen, typedLog, asking },
          ...rest,
        );
        asking.over();
        return answer;
      } catch (error) {
        await asking.failed(error);
        throw error;
      }
    },
  ]);
  return Object.fromEntries(bound) as Access;
}

/** Who asks, by the subject that an ask begins with; null: the program itself. */
function holderIn(subject: unknown): { readonly person: string } | { readonly key: string } | null {
  const { person, key } = (subject ?? {}) as Partial<Subject>;
  if (typeof person === 'string') return { person };
  return typeof key?.id === 'string' ? { key: key.id } : null;
}
