import {
  LedgerError,
  type OpenedCheckpoint,
  openCheckpoint,
  type Primitives,
  type SignerKey,
  sameBytes,
  signCheckpoint,
} from '@huke/ledger';
import { sql } from 'kysely';
import { boundWaits, type Clock, type Database, publish } from '#platform';
import type { ExportFolder } from './export-folder.ts';
import type { Appended } from './append.ts';
import { type Growth, openGrowth } from './growth.ts';
import type { Journal } from './journal.ts';
import { missingFrom } from './journal-proof.ts';
import {
  type Db,
  insertCheckpoint,
  readCheckpoint,
  readCheckpoints,
  readHead,
  readLeaves,
  type StoredCheckpoint,
  writeTiles,
} from './store.ts';

/** Why nothing is signed any more; each means that the database was changed behind the ledger's back. */
export type TamperCode =
  /** The stored tree does not hash to the last checkpoint's root. */
  | 'tree-rewritten'
  /** The last checkpoint, or one to be copied, is not signed by the log's key, or its row says something else. */
  | 'checkpoint-forged'
  /** The exported copies know a larger tree than the database. */
  | 'rolled-back'
  /** The exported copies know another tree of the same size. */
  | 'forked'
  /** Entries below the head are missing. */
  | 'entries-missing'
  /** An entry does not hash to the leaf that was stored with it. */
  | 'entry-differs'
  /** An entry that the journal beside the keys remembers is not in the tree, or another is in its place. */
  | 'journal-missing'
  /** A file of the journal holds a line that is none. */
  | 'journal-damaged';

/** Outcome of a checkpoint: the tree is signed up to `size`; or it must not be, from entry `index` on where known. */
export type CheckpointOutcome =
  | { readonly kind: 'signed'; readonly size: number }
  | { readonly kind: 'tampered'; readonly code: TamperCode; readonly index: number | null };

export type CheckpointerDeps = {
  readonly db: Database;
  readonly key: SignerKey;
  readonly folder: ExportFolder;
  readonly journal: Pick<Journal, 'unproven' | 'proven' | 'covered'>;
  readonly clock: Clock;
  readonly primitives: Primitives;
};

const leafBatch = 10_000;
const exportBatch = 1_000;
/** Any fixed number: replicas that share an export folder take turns. */
const exportLock = 4_853_050;

class Tampered extends Error {
  readonly code: TamperCode;
  readonly index: number | null;
  constructor(code: TamperCode, index: number | null = null) {
    super(code);
    this.code = code;
    this.index = index;
  }
}

/**
 * Signs all that is committed, whichever replica asks first, and copies what was signed to the export folder. Before
 * it signs it proves that the stored tree is still the one that was signed last. INVARIANT: once `tampered`, nothing
 * was signed and nothing was stored. Database and disk errors are thrown, and so is a lock that somebody holds: try
 * again later.
 */
export async function makeCheckpoint(deps: CheckpointerDeps): Promise<CheckpointOutcome> {
  try {
    const notes = [await deps.folder.last(), await deps.journal.covered()];
    await deps.db.kysely.transaction().execute(async (tx) => {
      await boundWaits(tx);
      for (const note of notes) await compareWith(deps, tx, note);
    });
    // read before the database is: what is in the journal was committed
    const journalled = await deps.journal.unproven();
    if (journalled === null) throw new Tampered('journal-damaged');
    for (;;) {
      const signed = await signOnce(deps, journalled);
      if (signed === null) continue;
      await exportCheckpoints(deps);
      await deps.journal.proven(journalled.length, signed.size, signed.note);
      return { kind: 'signed', size: signed.size };
    }
  } catch (error) {
    if (error instanceof Tampered) return { kind: 'tampered', code: error.code, index: error.index };
    throw error;
  }
}

type Unsigned = { readonly last: StoredCheckpoint | null; readonly growth: Growth };

type Signed = { readonly size: number; readonly note: Uint8Array | null };

/**
 * Signs what is new, once each journalled entry is proven in the tree; resolves to what is signed now, `null` where
 * another replica was quicker.
 */
async function signOnce(deps: CheckpointerDeps, journalled: readonly Appended[]): Promise<Signed | null> {
  const { last, growth } = await deps.db.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      await boundWaits(snapshot);
      return await readUnsigned(deps, snapshot, journalled);
    });
  const size = growth.tree.size;
  if (size === (last?.size ?? 0)) return { size, note: last?.note ?? null };
  const root = growth.tree.root();
  const note = signCheckpoint({ origin: deps.key.verifier.name, size, root, extensions: [] }, deps.key);
  const stored = await deps.db.kysely.transaction().execute(async (tx) => {
    await boundWaits(tx);
    if (!(await insertCheckpoint(tx, { size, root, note, signedAt: deps.clock() }, last))) return false;
    await writeTiles(tx, growth.tiles());
    await publish(tx, { topic: 'ledger', code: 'checkpoint' });
    return true;
  });
  return stored ? { size, note } : null;
}

/** Proves the stored tree against the last checkpoint, then grows it by the entries that are not signed yet. */
async function readUnsigned(
  deps: CheckpointerDeps,
  db: Db,
  journalled: readonly Appended[],
): Promise<Unsigned> {
  const last = await readCheckpoint(db);
  const head = await readHead(db);
  const signed = last?.size ?? 0;
  if (last !== null) openStored(deps, last);
  if (head < signed) throw new Tampered('entries-missing', head);
  const growth = await openGrowth(db, signed, deps.primitives.sha256);
  if (growth === null || (last !== null && !sameBytes(growth.tree.root(), last.root)))
    throw new Tampered('tree-rewritten');
  const fresh = new Map<number, Uint8Array>();
  const awaited = new Set(journalled.map(({ index }) => index));
  while (growth.tree.size < head) {
    const leaves = await readLeaves(db, growth.tree.size, head, leafBatch);
    if (leaves.length === 0) throw new Tampered('entries-missing', growth.tree.size);
    for (const { idx, leaf, good } of leaves) {
      if (idx !== growth.tree.size) throw new Tampered('entries-missing', growth.tree.size);
      if (!good) throw new Tampered('entry-differs', idx);
      growth.append(leaf);
      if (awaited.has(idx)) fresh.set(idx, leaf);
    }
  }
  const missing = await missingFrom(db, signed, fresh, journalled, deps.primitives.sha256);
  if (missing !== null) throw new Tampered(missing.code, missing.index);
  return { last, growth };
}

/** Verifies a stored checkpoint: signed by the log's key, and its row says what its note says. */
function openStored(deps: CheckpointerDeps, stored: StoredCheckpoint): OpenedCheckpoint {
  const opened = openNoteOf(deps, stored.note);
  if (opened === null || opened.size !== stored.size || !sameBytes(opened.root, stored.root))
    throw new Tampered('checkpoint-forged');
  return opened;
}

function openNoteOf(deps: CheckpointerDeps, note: Uint8Array): OpenedCheckpoint | null {
  try {
    return openCheckpoint(note, deps.key.verifier, [], deps.primitives);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

/** A checkpoint that is remembered outside must still be one of the database's. */
async function compareWith(deps: CheckpointerDeps, db: Db, note: Uint8Array | null): Promise<void> {
  if (note === null) return;
  const remembered = openNoteOf(deps, note);
  if (remembered === null) throw new Tampered('checkpoint-forged');
  const stored = await readCheckpoint(db, remembered.size);
  if (stored !== null && sameBytes(stored.root, remembered.root)) return;
  throw new Tampered(stored === null ? 'rolled-back' : 'forked');
}

/** Copies every kept checkpoint that the folder lacks, also those that other replicas signed. */
async function exportCheckpoints(deps: CheckpointerDeps): Promise<void> {
  await deps.db.kysely.transaction().execute(async (tx: Db) => {
    await boundWaits(tx);
    await sql`select pg_advisory_xact_lock(${exportLock})`.execute(tx);
    const note = await deps.folder.last();
    const last = note === null ? null : openNoteOf(deps, note);
    if (note !== null && last === null) throw new Tampered('checkpoint-forged');
    for (let after = last?.size ?? 0; ; ) {
      const batch = await readCheckpoints(tx, after, exportBatch);
      const lastOfBatch = batch.at(-1);
      if (lastOfBatch === undefined) return;
      for (const each of batch) openStored(deps, each);
      await deps.folder.add(batch.map((each) => each.note));
      after = lastOfBatch.size;
    }
  });
}
