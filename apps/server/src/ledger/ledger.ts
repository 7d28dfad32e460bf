import crypto from 'node:crypto';
import { join } from 'node:path';
import { formatVerifierKey, type LogSource, nodePrimitives, toBase64 } from '@huke/ledger';
import type { LedgerPage, LedgerState } from '@huke/sdk';
import {
  afterCommit,
  boundWaits,
  type Clock,
  type Database,
  type Executor,
  kyselyOf,
  type Log,
} from '#platform';
import { type Appended, appendEntries } from './append.ts';
import { type CheckpointLoop, createCheckpointLoop, type LedgerHealth } from './checkpoint-loop.ts';
import { type CheckpointOutcome, makeCheckpoint, type TamperCode } from './checkpointer.ts';
import { entriesOf } from './entries-of.ts';
import { type EntryDraft, encodeEntry } from './entry.ts';
import { type EntryFilter, type EntryPage, findEntries, indexEntries } from './explorer.ts';
import { openExportFolder } from './export-folder.ts';
import { openJournal } from './journal.ts';
import { type ProofOutcome, readLogPath, readProof } from './log-reader.ts';
import { createIndexAudit } from './index-audit.ts';
import { loadSigningKey } from './signing-key.ts';
import { readCheckpoint, readCheckpoints, readHead, type StoredCheckpoint } from './store.ts';
import { createUnprovenWatch } from './unproven.ts';

/** Why nothing may be answered: the log is not what was answered, or what was answered has stood unproven too long. */
export type LedgerHalt = 'ledger-tampered' | 'ledger-unproven';

/** The ledger as the other rooms see it. */
export type Ledger = {
  /** Canonical bytes of a draft; throws `malformed-entry`, `entry-too-large`. */
  readonly encode: (draft: EntryDraft) => Uint8Array;
  /**
   * Appends in the caller's transaction, so that an act and its entry are one; resolves to the first index. The
   * transaction resolves once its entries are in the journal, too.
   */
  readonly append: (db: Executor, drafts: readonly EntryDraft[]) => Promise<number>;
  /**
   * Writes committed entries, and counters that must not go back, into the journal beside the keys. Who commits
   * otherwise than by `append` calls it after the commit. INVARIANT: before it resolves no answer
   * leaves; when it rejects none does.
   */
  readonly witness: (
    entries: readonly Appended[],
    counters?: Readonly<Record<string, number>>,
  ) => Promise<void>;
  /** Remembers outside the database that a counter of a room has come to `value`. */
  readonly remember: (name: string, value: number) => Promise<void>;
  /** The highest value that was remembered of a counter; 0 = none. */
  readonly remembered: (name: string) => number;
  /** Signs now what is committed, or says why it must not be. */
  readonly checkpoint: () => Promise<CheckpointOutcome>;
  /** Bytes at a path of the log (`checkpoint`, `checkpoints?after=SIZE`, `tile/…`); `null` = not there. */
  readonly read: LogSource['read'];
  /** Kept checkpoints larger than `after`, ascending, at most `limit` (1,000). */
  readonly listCheckpoints: (after?: number, limit?: number) => Promise<readonly StoredCheckpoint[]>;
  readonly entries: (filter: EntryFilter, page?: EntryPage) => Promise<LedgerPage>;
  /** All entries of an action, oldest first, whatever the explorer's index says. */
  readonly entriesOf: (action: string) => AsyncIterable<EntryDraft>;
  /** Proof of an entry against the latest checkpoint (made now if the entry is newer), or against that of `size`. */
  readonly proof: (index: number, size?: number) => Promise<ProofOutcome>;
  readonly state: () => Promise<Omit<LedgerState, 'warnings'>>;
  readonly health: () => LedgerHealth;
  /** Why nothing may be answered; `null` = all is well. */
  readonly halted: () => LedgerHalt | null;
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
  /** Hears that nothing is signed any more, and why; or that the explorer's index hid entries. */
  readonly alarm?: (
    alarm:
      | { readonly code: 'journal-missing' | 'ledger-tampered'; readonly object: TamperCode }
      | { readonly code: 'ledger-unproven' }
      | { readonly code: 'rows-forged'; readonly object: 'ledger-index'; readonly count: number },
  ) => void;
}): Promise<Ledger> {
  const { db, clock } = deps;
  const log = deps.log.child({ room: 'ledger' });
  const signedBefore = async (): Promise<boolean> => (await readCheckpoint(db.kysely)) !== null;
  const key = await loadSigningKey(deps.keysDir, deps.org, signedBefore);
  const folder = await openExportFolder(deps.exportDir);
  const journal = await openJournal(join(deps.keysDir, 'journal'), clock);
  const primitives = nodePrimitives(crypto);
  const loop: CheckpointLoop = createCheckpointLoop({
    make: async () => {
      const outcome = await makeCheckpoint({ db, key, folder, journal, clock, primitives });
      // derived, and caught up by each reading anyway: it must not hold up the signing
      await db.kysely
        .transaction()
        .execute(async (tx) => {
          await boundWaits(tx);
          await indexEntries(tx);
        })
        .catch((error: unknown) => log.error('ledger-index-failed', { error }));
      return outcome;
    },
    log,
    tampered: (code) =>
      deps.alarm?.({
        code: code === 'journal-missing' ? 'journal-missing' : 'ledger-tampered',
        object: code,
      }),
  });
  const unproven = createUnprovenWatch({
    db,
    journal,
    loop,
    log,
    late: () => deps.alarm?.({ code: 'ledger-unproven' }),
  });
  const health = (): LedgerHealth => {
    const said = loop.health();
    return said.kind !== 'stopped' && unproven.isLate() ? { kind: 'behind', code: 'unproven' } : said;
  };
  const append: Ledger['append'] = async (executor, drafts) => {
    const at = kyselyOf(executor);
    const appended = await appendEntries(at, drafts.map(encodeEntry));
    if (at.isTransaction) await afterCommit(at, () => journal.add(appended));
    else await journal.add(appended);
    return appended[0]?.index ?? Number.NaN;
  };
  const audit = createIndexAudit({
    db: db.kysely,
    found: (count) => {
      log.error('ledger-index-forged', { count });
      deps.alarm?.({ code: 'rows-forged', object: 'ledger-index', count });
    },
    failed: (error) => log.error('ledger-index-failed', { error }),
  });
  const find: Ledger['entries'] = async (filter, page) => {
    await audit.check(longestUnchecked);
    const found = await findEntries(db.kysely, filter, page);
    if (!hasGap(filter, found)) return found;
    await audit.check(0);
    return await findEntries(db.kysely, filter, page);
  };
  const verifierKey = formatVerifierKey(key.verifier);
  let unlisten: (() => Promise<void>) | null = null;

  return {
    encode: encodeEntry,
    append,
    witness: journal.add,
    remember: (name, value) => journal.add([], { [name]: value }),
    remembered: journal.counter,
    checkpoint: loop.run,
    read: (path) => readLogPath(db.kysely, path),
    listCheckpoints: (after = 0, limit = 1_000) => readCheckpoints(db.kysely, after, limit),
    entries: find,
    entriesOf: (action) => entriesOf(db.kysely, action),
    proof: async (index, size) => {
      const proof = await readProof(db.kysely, primitives.sha256, index, size);
      if (proof.kind === 'proof' || size !== undefined || index >= (await readHead(db.kysely))) return proof;
      await loop.run();
      return await readProof(db.kysely, primitives.sha256, index);
    },
    state: async () => {
      const read = await db.kysely.transaction().execute(async (tx) => {
        await boundWaits(tx);
        return { size: await readHead(tx), checkpoint: await readCheckpoint(tx) };
      });
      return stateOf({ ...read, journalled: journal.reach() }, verifierKey, health());
    },
    health,
    halted: () => {
      const said = health();
      if (said.kind === 'stopped') return 'ledger-tampered';
      return said.kind === 'behind' && said.code === 'unproven' ? 'ledger-unproven' : null;
    },
    verifierKey,
    start: async () => {
      unlisten = await db.listen('ledger', loop.wake, loop.wake);
      audit.start();
      await loop.run().catch(() => loop.wake());
      unproven.start();
    },
    stop: async () => {
      audit.stop();
      await unproven.stop();
      await unlisten?.();
      await loop.run().catch(() => {});
      await loop.stop();
      await journal.close();
    },
  };
}

/** A page of the explorer trusts its index for as long without counting. */
const longestUnchecked = 5_000;

/** Whether entries are missing between those of a page that leaves none out. */
function hasGap(filter: EntryFilter, { entries }: LedgerPage): boolean {
  const { fromIndex: _from, toIndex: _to, ...rest } = filter;
  if (Object.values(rest).some((each) => each !== undefined)) return false;
  return entries.some(({ index }, i) => i > 0 && index !== (entries[i - 1]?.index ?? 0) - 1);
}

function stateOf(
  log: {
    readonly size: number;
    readonly checkpoint: StoredCheckpoint | null;
    readonly journalled: number;
  },
  verifier: string,
  health: LedgerHealth,
): Omit<LedgerState, 'warnings'> {
  const { size, checkpoint, journalled } = log;
  return {
    size,
    journalled,
    checkpointSize: checkpoint?.size ?? 0,
    root: checkpoint === null ? '' : toBase64(checkpoint.root),
    checkpoint: checkpoint === null ? '' : Buffer.from(checkpoint.note).toString('utf8'),
    verifier,
    checkpointedAt: checkpoint?.signedAt.toISOString() ?? null,
    witnessed: false,
    healthy: health.kind === 'healthy',
    code: health.kind === 'healthy' ? null : health.code,
    index: health.kind === 'stopped' ? health.index : null,
  };
}
