import { createHmac } from 'node:crypto';
import { find, mask, maskValue } from '@huke/detect';
import type { ImportJob } from '@huke/sdk';
import { type Clock, type Database, type Log, newId, publish } from '#platform';
import { findDuplicates } from './duplicates.ts';
import { VaultError } from './error.ts';
import { csvReader, delimiterOf, type Row, type RowReader } from './import-csv.ts';
import { type Column, headerless, recogniseColumns } from './import-columns.ts';
import { decoderOf, encodingOf } from './import-decode.ts';
import { createJobs, csvCell, type Job, type RowError } from './import-jobs.ts';
import { jsonlReader, listSeparator } from './import-jsonl.ts';
import { createSpool } from './import-spool.ts';
import { type Kind } from './kinds.ts';
import { comparable, normalise } from './normalise.ts';
import type { Write } from './prepare.ts';
import { run } from './run.ts';
import { internalsOf, type Vault } from './vault.ts';

/** A batch on its way into the database: all of it or nothing. */
export type ImportBatch = {
  readonly job: string;
  /** Empty in a dry run, and where every row was faulty or a duplicate. */
  readonly rows: readonly Write[];
  /** How many rows turned out to be customers already: each tells something and costs a guess. */
  readonly duplicates: number;
};

/**
 * Port to `access`: stores a batch (`vault.applyCreate`) and its entry in one transaction. Anything but `granted`
 * ends the job with the outcome's code.
 */
export type CommitBatch = (
  batch: ImportBatch,
) => Promise<{ readonly kind: 'granted' } | { readonly kind: 'refused' | 'needs'; readonly code?: string }>;

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

const batchRows = 500;
const sampleRows = 60;
const previewRows = 8;
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
    if (code !== 'interrupted') await spool.drop(id);
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
      await jobs.create({ ...input, id, now: clock() });
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
    /** Goes on with an import that broke off, for the person who asks now; false when there is nothing to go on with. */
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
    list: (cursor: string | null) => jobs.list(cursor),
    /** The errors as CSV (row, column, code), line by line. */
    errorFile: async function* (id: string): AsyncGenerator<string> {
      yield 'row,column,code\r\n';
      for await (const { row, column, code } of jobs.errors(id))
        yield `${row},${csvCell(column)},${code}\r\n`;
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
  spool: ReturnType<typeof createSpool>,
  jobs: ReturnType<typeof createJobs>,
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

type RunDeps = Deps & {
  readonly jobs: ReturnType<typeof createJobs>;
  readonly spool: ReturnType<typeof createSpool>;
  readonly tell: (id: string) => Promise<void>;
};

/** Reads the upload, recognises its columns and imports it batch by batch; the code of what ended it, or null. */
async function runJob(deps: RunDeps, job: Job, commitBatch: CommitBatch): Promise<string | null> {
  const { jobs, clock, tell } = deps;
  const { id } = job.answer;
  const { rows, imported, duplicates, failed, bytes } = job.answer;
  const counts = { rows, imported, duplicates, failed, bytes, lastRow: job.lastRow };
  const seen = new Set<string>();
  let batch: NumberedRow[] = [];
  let stop: string | null = null;
  let fatal: string | null = null;

  const flush = async (read: number): Promise<void> => {
    if (batch.length === 0 || stop !== null) return;
    const rows = batch;
    batch = [];
    const outcome = await importBatch(deps, job, rows, seen, commitBatch);
    if (outcome.refused !== null) {
      stop = outcome.refused;
      return;
    }
    counts.rows += rows.length;
    counts.lastRow = rows.at(-1)?.row ?? counts.lastRow;
    counts.imported += outcome.imported;
    counts.duplicates += outcome.duplicates;
    counts.failed += outcome.failed;
    counts.bytes = read;
    if (!(await jobs.progress(id, counts, outcome.errors, clock()))) stop = 'cancelled';
    await tell(id);
  };

  for await (const piece of readTable(deps, job)) {
    for (const row of piece.rows) {
      if (row.row <= job.lastRow) continue;
      batch.push(row);
      // Nothing after it can be told apart: what is before it is imported, and the job says why it ended.
      if (row.code === 'unbalanced-quote') fatal = row.code;
      if (batch.length >= batchRows) await flush(piece.bytes);
      if (stop !== null) return stop;
    }
    counts.bytes = piece.bytes;
  }
  await flush(counts.bytes);
  return stop ?? fatal;
}

/** A row as the runner works on it: its fields by kind, or what is wrong with the whole row. */
type NumberedRow = {
  readonly row: number;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly columnOf: ReadonlyMap<string, string>;
  readonly code: string | null;
};

/** The upload as rows of fields; the first piece comes when the columns are recognised. */
async function* readTable(
  deps: RunDeps,
  job: Job,
): AsyncGenerator<{ readonly rows: readonly NumberedRow[]; readonly bytes: number }> {
  const { spool, jobs, vault, tell } = deps;
  const kinds = vault.kinds.all().filter((kind) => kind.level !== 'C3');
  const names: string[] = [];
  let decode: ((bytes: Uint8Array | null) => string) | null = null;
  let reader: RowReader | null = null;
  let encoding = '';
  let format: 'csv' | 'jsonl' = 'csv';
  let columns: readonly Column[] | null = null;
  let waiting: Row[] = [];
  let bytes = 0;

  const recognise = async (): Promise<readonly Row[]> => {
    const rows = waiting;
    waiting = [];
    const first = rows[0];
    const headed =
      format === 'csv' && first !== undefined && 'cells' in first && !headerless(first.cells, kinds);
    const headers = format === 'jsonl' ? names : headed ? first.cells : [];
    const body = headed ? rows.slice(1) : rows;
    const sample = body.flatMap((row) => ('cells' in row ? [row.cells] : [])).slice(0, sampleRows);
    columns = recogniseColumns(kinds, headers, sample, job.mapping);
    const preview = sample.slice(0, previewRows).map((cells) => previewOf(kinds, columns ?? [], cells));
    await jobs.recognised(job.answer.id, { encoding, format, columns, preview });
    await tell(job.answer.id);
    return body;
  };
  const take = async (rows: readonly Row[], last: boolean): Promise<readonly NumberedRow[]> => {
    let ready = rows;
    if (columns === null) {
      waiting.push(...rows);
      if (waiting.length < sampleRows && !last) return [];
      ready = await recognise();
    }
    const known = columns ?? [];
    return ready.map((row) => numbered(row, known));
  };

  for await (const piece of spool.read(job.answer.id)) {
    if (decode === null) {
      const named = encodingOf(piece);
      encoding = named;
      decode = decoderOf(named);
    }
    const text = decode(piece);
    bytes += piece.length;
    if (reader === null) {
      format = /^\s*\{/.test(text) ? 'jsonl' : 'csv';
      reader = format === 'jsonl' ? jsonlReader(names) : csvReader(delimiterOf(text));
    }
    yield { rows: await take(reader.push(text), false), bytes };
  }
  const rest = decode === null ? '' : decode(null);
  const rows = reader === null ? [] : [...reader.push(rest), ...reader.end()];
  yield { rows: await take(rows, true), bytes };
}

function numbered(row: Row, columns: readonly Column[]): NumberedRow {
  if ('code' in row) return { row: row.row, fields: {}, columnOf: new Map(), code: row.code };
  const fields: Record<string, string[]> = {};
  const columnOf = new Map<string, string>();
  for (const [at, { field, column }] of columns.entries()) {
    const cell = row.cells[at];
    if (field === null || cell === undefined || cell.trim() === '') continue;
    const list = (fields[field] ??= []);
    for (const value of cell.split(listSeparator)) {
      columnOf.set(`${field}.${list.length}`, column);
      list.push(value);
    }
    columnOf.set(field, columnOf.get(field) ?? column);
  }
  return { row: row.row, fields, columnOf, code: null };
}

function previewOf(
  kinds: readonly Kind[],
  columns: readonly Column[],
  cells: readonly string[],
): Readonly<Record<string, string>> {
  const shown = columns.flatMap(({ column, field }, at): [string, string][] => {
    const cell = (cells[at] ?? '').replaceAll(listSeparator, ' ').slice(0, 200);
    if (cell === '') return [];
    const kind = kinds.find((each) => each.field === field);
    const read = kind === undefined ? null : normalise(kind.normaliser, cell);
    if (kind === undefined) return [[column, mask(cell, find(cell), { scenario: 'log' })]];
    const text = read?.kind === 'ok' ? read.text : cell;
    return [[column, maskValue(kind.type, text, 'mail', kind.level)]];
  });
  return Object.fromEntries(shown.slice(0, 40));
}

type Outcome = {
  readonly imported: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly errors: readonly RowError[];
  readonly refused: string | null;
};

/** Seals a batch, leaves out faulty rows and customers that are there already, and hands the rest to `commitBatch`. */
async function importBatch(
  { vault, db }: RunDeps,
  job: Job,
  rows: readonly NumberedRow[],
  seen: Set<string>,
  commitBatch: CommitBatch,
): Promise<Outcome> {
  const { root } = internalsOf(vault);
  const { id, dryRun, startedAt } = job.answer;
  const errors: RowError[] = [];
  const ready: { row: NumberedRow; write: Write }[] = [];
  for (const row of rows) {
    if (row.code !== null) {
      errors.push({ row: row.row, column: '', code: row.code });
      continue;
    }
    const customer = customerId(root.spool, id, row.row, Date.parse(startedAt));
    const made = await vault.prepareCreate({ id: customer, team: job.team, fields: row.fields });
    if (made.kind === 'ready') ready.push({ row, write: made.prepared });
    else {
      for (const { path, code } of made.errors) {
        const name = path.replace(/^fields\.?/, '');
        errors.push({ row: row.row, column: row.columnOf.get(name) ?? '', code });
      }
    }
  }
  const failed = new Set(errors.map((error) => error.row)).size;
  if (!dryRun && (await isStored(db, ready))) {
    return { imported: ready.length, duplicates: 0, failed, errors, refused: null };
  }
  const existing = await findDuplicates(
    vault,
    db,
    ready.map(({ write }) => write),
  );
  const fresh = ready.filter(({ row, write }, at) => {
    const probes = write.probes.map((probe) => digestOf(root.spool, probe.field, probe.value));
    const field = existing[at] ?? write.probes.find((_, n) => seen.has(probes[n] ?? ''))?.field;
    if (field !== undefined && field !== null) {
      errors.push({ row: row.row, column: row.columnOf.get(field) ?? '', code: 'duplicate' });
      return false;
    }
    for (const probe of probes) seen.add(probe);
    return true;
  });
  const duplicates = ready.length - fresh.length;
  const committed = dryRun ? [] : fresh;
  if (committed.length > 0 || duplicates > 0) {
    const outcome = await commitBatch({
      job: id,
      rows: committed.map(({ write }) => write),
      duplicates,
    });
    if (outcome.kind !== 'granted') {
      return { imported: 0, duplicates: 0, failed: 0, errors: [], refused: outcome.code ?? outcome.kind };
    }
  }
  return { imported: fresh.length, duplicates, failed, errors, refused: null };
}

/** Whether the batch was committed before the server stopped: a batch is there whole or not at all. */
async function isStored(db: Database, ready: readonly { readonly write: Write }[]): Promise<boolean> {
  const ids = ready.map(({ write }) => write.customer);
  const { rows } = await run<{ found: boolean }>(
    db.pool,
    'select exists (select 1 from vault_customers where customer = any ($1)) as found',
    [ids],
  );
  return rows[0]?.found === true;
}

function digestOf(key: Uint8Array, field: string, value: string): string {
  const text = `${field}\0${comparable(value)}`;
  return createHmac('sha256', key).update(text).digest().subarray(0, 12).toString('base64');
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** The id of the customer of one row: the same when a broken import goes over the row again. */
function customerId(key: Uint8Array, job: string, row: number, milliseconds: number): string {
  const bytes = createHmac('sha256', key).update(`${job}\0${row}`).digest().subarray(0, 16);
  bytes.writeUIntBE(milliseconds, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  let rest = (bytes.readBigUInt64BE(0) << 64n) | bytes.readBigUInt64BE(8);
  let text = '';
  for (let digit = 0; digit < 26; digit++) {
    text = alphabet.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return `cus_${text}`;
}
