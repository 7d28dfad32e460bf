import crypto from 'node:crypto';
import { formatVerifierKey, type LogSource, nodePrimitives, toBase64 } from '@huke/ledger';
import type { LedgerPage, LedgerState } from '@huke/sdk';
import { type Clock, type Database, type Executor, kyselyOf, type Log } from '#platform';
import { appendEntries } from './append.ts';
import { type CheckpointLoop, createCheckpointLoop, type LedgerHealth } from './checkpoint-loop.ts';
import { type CheckpointOutcome, makeCheckpoint } from './checkpointer.ts';
import { type EntryDraft, encodeEntry } from './entry.ts';
import { type EntryFilter, type EntryPage, findEntries, indexEntries } from './explorer.ts';
import { openExportFolder } from './export-folder.ts';
import { type ProofOutcome, readLogPath, readProof } from './log-reader.ts';
import { loadSigningKey } from './signing-key.ts';
import { readCheckpoint, readCheckpoints, readHead, type StoredCheckpoint } from './store.ts';

/** The ledger as the other rooms see it. */
export type Ledger = {
  /** Canonical bytes of a draft; throws `malformed-entry`, `entry-too-large`. */
  readonly encode: (draft: EntryDraft) => Uint8Array;
  /** Appends in the caller's transaction, so that an act and its entry are one; resolves to the first index. */
  readonly append: (db: Executor, drafts: readonly EntryDraft[]) => Promise<number>;
  /** Signs now what is committed, or says why it must not be. */
  readonly checkpoint: () => Promise<CheckpointOutcome>;
  /** Bytes at a path of the log (`checkpoint`, `checkpoints?after=SIZE`, `tile/…`); `null` = not there. */
  readonly read: LogSource['read'];
  /** Kept checkpoints larger than `after`, ascending, at most `limit` (1,000). */
  readonly listCheckpoints: (after?: number, limit?: number) => Promise<readonly StoredCheckpoint[]>;
  readonly entries: (filter: EntryFilter, page?: EntryPage) => Promise<LedgerPage>;
  /** Proof of an entry against the latest checkpoint (made now if the entry is newer), or against that of `size`. */
  readonly proof: (index: number, size?: number) => Promise<ProofOutcome>;
  readonly state: () => Promise<LedgerState>;
  readonly health: () => LedgerHealth;
  /** Verifier key of the log, `name+id+base64`: give it to whoever verifies. */
  readonly verifierKey: string;
  /** Catches up, then signs by itself after appends, its own and other replicas'. */
  readonly start: () => Promise<void>;
  /** Signs what is left and stops. */
  readonly stop: () => Promise<void>;
};

/** Opens the ledger: its signing key and its export folder. Throws `signing-key`, `export-folder`. */
export async function createLedger(deps: {
  readonly db: Database;
  readonly keysDir: string;
  readonly exportDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly org: string;
}): Promise<Ledger> {
  const { db, clock } = deps;
  const log = deps.log.child({ room: 'ledger' });
  const signedBefore = async (): Promise<boolean> => (await readCheckpoint(db.kysely)) !== null;
  const key = await loadSigningKey(deps.keysDir, deps.org, signedBefore);
  const folder = await openExportFolder(deps.exportDir);
  const primitives = nodePrimitives(crypto);
  const loop: CheckpointLoop = createCheckpointLoop({
    make: async () => {
      const outcome = await makeCheckpoint({ db, key, folder, clock, primitives });
      // derived, and caught up by each reading anyway: it must not hold up the signing
      await indexEntries(db.kysely).catch((error: unknown) => log.error('ledger-index-failed', { error }));
      return outcome;
    },
    log,
  });
  const verifierKey = formatVerifierKey(key.verifier);
  let unlisten: (() => Promise<void>) | null = null;

  return {
    encode: encodeEntry,
    append: async (executor, drafts) =>
      (await appendEntries(kyselyOf(executor), drafts.map(encodeEntry)))[0]?.index ?? Number.NaN,
    checkpoint: loop.run,
    read: (path) => readLogPath(db.kysely, path),
    listCheckpoints: (after = 0, limit = 1_000) => readCheckpoints(db.kysely, after, limit),
    entries: (filter, page) => findEntries(db.kysely, filter, page),
    proof: async (index, size) => {
      const proof = await readProof(db.kysely, primitives.sha256, index, size);
      if (proof.kind === 'proof' || size !== undefined || index >= (await readHead(db.kysely))) return proof;
      await loop.run();
      return await readProof(db.kysely, primitives.sha256, index);
    },
    state: async () =>
      stateOf(await readHead(db.kysely), await readCheckpoint(db.kysely), verifierKey, loop.health()),
    health: loop.health,
    verifierKey,
    start: async () => {
      unlisten = await db.listen('ledger', loop.wake, loop.wake);
      await loop.run().catch(() => loop.wake());
    },
    stop: async () => {
      await unlisten?.();
      await loop.run().catch(() => {});
      await loop.stop();
    },
  };
}

function stateOf(
  size: number,
  checkpoint: StoredCheckpoint | null,
  verifier: string,
  health: LedgerHealth,
): LedgerState {
  return {
    size,
    checkpointSize: checkpoint?.size ?? 0,
    root: checkpoint === null ? '' : toBase64(checkpoint.root),
    checkpoint: checkpoint === null ? '' : Buffer.from(checkpoint.note).toString('utf8'),
    verifier,
    checkpointedAt: checkpoint?.signedAt.toISOString() ?? null,
    witnessed: false,
    healthy: health.kind === 'healthy',
    code: health.kind === 'healthy' ? null : health.code,
  };
}
