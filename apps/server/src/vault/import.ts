import type { ImportJob } from '@huke/sdk';
import { type Clock, type Database, type Log, newId, publish } from '#platform';
import { VaultError } from './error.ts';
import type { CommitBatch } from './import-batch.ts';
import { createJobs, csvCell, type Jobs, resumable } from './import-jobs.ts';
import { newShift } from './import-known.ts';
import { runJob } from './import-run.ts';
import { createSpool, type Spool } from './import-spool.ts';
import { internalsOf, type Vault } from './vault.ts';

export type StartImport = {
  readonly upload: AsyncIterable<Uint8Array>;
  readonly dryRun: boolean;
  readonly bytesTotal: number | null;
  /** Column name → field, or null to leave it out; what is not named is recognised. */
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly team: string | null;
  readonly by: string | null;
  readonly commitBatch: CommitBatch;
};

/** The import engine. */
export type Imports = ReturnType<typeof createImports>;

const pieceBytes = 262_144;
const stalledMs = 60_000;
const mostBytes = 4 * 2 ** 30;

type Deps = { readonly vault: Vault; readonly db: Database; readonly clock: Clock; readonly log: Log };

/** Makes the engine. `start` takes the whole upload (sealed) before it answers; the rest goes on by itself. */
export function createImports(deps: Deps) {
  const { vault, db, clock, log } = deps;
  const { root } = internalsOf(vault);
  const spool = createSpool({ pool: db.pool, org: vault.org, key: root.spool });
  const jobs = createJobs({ pool: db.pool, spool });
  const running = new Map<string, Promise<void>>();

  const found = async (id: string): Promise<ImportJob> => {
    const job = await jobs.find(id);
    if (job === null) throw new VaultError('absent', 'there is no such import');
    return job.answer;
  };
  const tell = (id: string): Promise<void> => publish(db, { topic: 'import', id }).catch(() => {});
  const finish = async (id: string, state: ImportJob['state'], code: string | null): Promise<void> => {
    await jobs.end(id, state, code, clock());
    if (code === null || !resumable.has(code)) await spool.drop(id);
    await tell(id);
  };
  const go = (id: string, commitBatch: CommitBatch): void => {
    const work = (async () => {
      try {
        const job = await jobs.find(id);
        if (job === null) return;
        const code = await runJob({ ...deps, jobs, spool, tell }, job, commitBatch);
        await finish(id, code === null ? 'done' : 'failed', code);
      } catch (error) {
        log.error('import-failed', { id, error });
        const known = error instanceof VaultError && error.code === 'import' ? 'bad-encoding' : 'interrupted';
        await finish(id, 'failed', known).catch(() => {});
      } finally {
        running.delete(id);
      }
    })();
    running.set(id, work);
  };

  return {
    start: async (input: StartImport): Promise<ImportJob> => {
      const id = newId('imp');
      await jobs.create({ ...input, id, shift: newShift(), now: clock() });
      try {
        const bytes = await receive(spool, jobs, id, input.upload, clock);
        await jobs.received(id, bytes, true, clock());
      } catch (error) {
        // What was thrown may quote the upload.
        log.warn('import-upload-broken', { id, code: error instanceof VaultError ? error.code : 'broken' });
        await finish(id, 'failed', error instanceof VaultError ? 'file-too-large' : 'incomplete-upload');
        return found(id);
      }
      go(id, input.commitBatch);
      return found(id);
    },
    /** Goes on with an import that broke off or ran out of probes, for the person who asks now; false when there is nothing to go on with. */
    resume: async (id: string, commitBatch: CommitBatch): Promise<boolean> => {
      if (running.has(id) || !(await jobs.reopen(id, clock()))) return false;
      go(id, commitBatch);
      return true;
    },
    cancel: async (id: string): Promise<ImportJob> => {
      if (await jobs.end(id, 'cancelled', null, clock())) await running.get(id);
      await spool.drop(id);
      await tell(id);
      return found(id);
    },
    find: async (id: string): Promise<ImportJob | null> => (await jobs.find(id))?.answer ?? null,
    /** The team that an import is for, null when there is no such import. */
    teamOf: async (id: string): Promise<string | null> => (await jobs.find(id))?.team ?? null,
    list: (cursor: string | null, teams: readonly string[] | null = null) => jobs.list(cursor, teams),
    /** The errors as CSV (row, column, code), line by line. */
    errorFile: async function* (id: string): AsyncGenerator<string> {
      yield 'row,column,code\r\n';
      for await (const { row, column, code } of jobs.errors(id))
        yield `${row},${csvCell(column)},${csvCell(code)}\r\n`;
    },
    /** Marks imports that a stopped server left behind; call at start and now and then. */
    interruptStalled: (): Promise<number> => {
      const now = clock();
      return jobs.interrupt(new Date(now.getTime() - stalledMs), now);
    },
    /** Removes sealed uploads of imports that ended before a time. */
    purge: async (before: Date): Promise<number> => {
      const stale = await jobs.stale(before);
      for (const id of stale) await spool.drop(id);
      return stale.length;
    },
    /** Waits for the running imports (shutdown, tests). */
    settled: async (): Promise<void> => {
      await Promise.all(running.values());
    },
  };
}

/** Seals the upload piece by piece; returns how many bytes it had. */
async function receive(
  spool: Spool,
  jobs: Jobs,
  id: string,
  upload: AsyncIterable<Uint8Array>,
  clock: Clock,
): Promise<number> {
  let held: Uint8Array[] = [];
  let size = 0;
  let total = 0;
  let at = 0;
  const flush = async (): Promise<void> => {
    if (size === 0) return;
    await spool.put(id, at++, Buffer.concat(held));
    [held, size] = [[], 0];
    await jobs.received(id, total, false, clock());
  };
  for await (const piece of upload) {
    held.push(piece);
    size += piece.length;
    total += piece.length;
    if (total > mostBytes) throw new VaultError('import', 'the file is too large: split it');
    if (size >= pieceBytes) await flush();
  }
  await flush();
  return total;
}
