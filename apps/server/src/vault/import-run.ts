import type { Clock, Database } from '#platform';
import { type CommitBatch, type SealedBatch, sealBatch, storeBatch } from './import-batch.ts';
import type { Job, Jobs } from './import-jobs.ts';
import type { Spool } from './import-spool.ts';
import { type NumberedRow, readTable } from './import-table.ts';
import type { Vault } from './vault.ts';

export type RunDeps = {
  readonly vault: Vault;
  readonly db: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly spool: Spool;
  readonly tell: (id: string) => Promise<void>;
};

const batchRows = 500;

/**
 * Reads the upload and imports it batch by batch: while one batch is stored, the next one is sealed. Answers the code
 * of what ended it, null at the end of the file; throws what a store threw.
 */
export async function runJob(deps: RunDeps, job: Job, commitBatch: CommitBatch): Promise<string | null> {
  const { jobs, clock, tell, vault, spool } = deps;
  const { id } = job.answer;
  const { rows, imported, duplicates, failed, bytes } = job.answer;
  const counts = { rows, imported, known: job.known, duplicates, failed, bytes, lastRow: job.lastRow };
  const seen = new Set<string>();
  let stop: string | null = null;
  let failure: { readonly error: unknown } | null = null;
  let storing: Promise<void> = Promise.resolve();

  const store = async (sealed: SealedBatch, read: number): Promise<void> => {
    const outcome = await storeBatch(deps, job, sealed, seen, commitBatch);
    if (outcome.refused !== null) {
      stop = outcome.refused;
      return;
    }
    counts.rows += sealed.rows.length;
    counts.lastRow = sealed.rows.at(-1)?.row ?? counts.lastRow;
    counts.imported += outcome.imported;
    counts.known += outcome.known;
    counts.duplicates += outcome.duplicates;
    counts.failed += outcome.failed;
    counts.bytes = read;
    if (!(await jobs.progress(id, counts, outcome.errors, clock()))) stop = 'cancelled';
    await tell(id);
  };
  const flush = async (batch: readonly NumberedRow[], read: number): Promise<boolean> => {
    const sealed = await sealBatch(vault, job, batch);
    await storing;
    if (stop !== null || failure !== null) return false;
    storing = store(sealed, read).catch((error: unknown) => {
      failure = { error };
    });
    return true;
  };
  const recognised = async (found: Parameters<Jobs['recognised']>[1]): Promise<void> => {
    await jobs.recognised(id, found);
    await tell(id);
  };

  let batch: NumberedRow[] = [];
  let fatal: string | null = null;
  let going = true;
  let readTo = 0;
  for await (const piece of readTable(spool.read(id), vault.kinds.all(), job.mapping, recognised)) {
    readTo = piece.bytes;
    for (const row of piece.rows) {
      if (row.row <= job.lastRow) continue;
      batch.push(row);
      // Nothing after it can be told apart: what is before it is imported, and the job says why it ended.
      if (row.code === 'unbalanced-quote') fatal = row.code;
      if (batch.length < batchRows) continue;
      going = await flush(batch, piece.bytes);
      batch = [];
      if (!going) break;
    }
    if (!going) break;
  }
  if (going && batch.length > 0) await flush(batch, readTo);
  await storing;
  const broken = failure as { readonly error: unknown } | null;
  if (broken !== null) throw broken.error;
  return stop ?? fatal;
}
