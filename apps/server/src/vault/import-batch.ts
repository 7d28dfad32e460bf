import { createHmac } from 'node:crypto';
import type { Database } from '#platform';
import type { Job, RowError } from './import-jobs.ts';
import type { NumberedRow } from './import-table.ts';
import { comparable } from './normalise.ts';
import type { Write } from './write.ts';
import { run } from './run.ts';
import { internalsOf, type Vault } from './vault.ts';

/** A batch on its way into the database: all of it or nothing. */
export type ImportBatch = {
  readonly job: string;
  /** Sound rows, none of which repeats an earlier one of the file; never empty. */
  readonly rows: readonly Write[];
};

/**
 * Port to `access`: looks for customers who are there already, stores the others (`vault.applyCreate`) and the batch's
 * entries in one transaction. `known`: how many were left out for that, never which. Anything but `granted` ends the
 * job with the outcome's code. A dry run never comes here: it knows nothing of what is stored.
 */
export type CommitBatch = (
  batch: ImportBatch,
) => Promise<
  | { readonly kind: 'granted'; readonly known: number }
  | { readonly kind: 'refused' | 'needs'; readonly code?: string }
>;

/** A sound row with its identifying values; sealed, but in a dry run. */
type ReadyRow = {
  readonly row: NumberedRow;
  readonly write: Write | null;
  readonly identifies: readonly { readonly field: string; readonly value: string }[];
};
/** Rows that are sealed and not yet stored, and what was wrong with the others. */
export type SealedBatch = {
  readonly rows: readonly NumberedRow[];
  readonly ready: readonly ReadyRow[];
  readonly errors: readonly RowError[];
};

export type BatchOutcome = {
  /** Rows that are on file now, whoever brought them. */
  readonly imported: number;
  /** How many of them were on file before. */
  readonly known: number;
  /** Rows that repeat an earlier one of the file. */
  readonly duplicates: number;
  readonly failed: number;
  readonly errors: readonly RowError[];
  /** Why `commitBatch` said no; null when it did not. */
  readonly refused: string | null;
};

/** Normalises and seals the rows of a batch; a dry run only normalises them. */
export async function sealBatch(vault: Vault, job: Job, rows: readonly NumberedRow[]): Promise<SealedBatch> {
  const { spool } = internalsOf(vault).root;
  const { id, startedAt, dryRun } = job.answer;
  const errors: RowError[] = [];
  const ready: ReadyRow[] = [];
  for (const row of rows) {
    if (row.code !== null) {
      errors.push({ row: row.row, column: '', code: row.code });
      continue;
    }
    const customer = customerId(spool, id, row.row, Date.parse(startedAt));
    const made = dryRun
      ? vault.readCreate(row.fields)
      : await vault.prepareCreate({ id: customer, team: job.team, fields: row.fields });
    if (made.kind === 'read') ready.push({ row, write: null, identifies: made.identifies });
    else if (made.kind === 'ready')
      ready.push({ row, write: made.prepared, identifies: made.prepared.probes });
    else {
      for (const { path, code } of made.errors) {
        const name = path.replace(/^fields\.?/, '');
        errors.push({ row: row.row, column: row.columnOf.get(name) ?? '', code });
      }
    }
  }
  return { rows, ready, errors };
}

/** Leaves out rows that repeat one in `seen` (earlier in the file) and hands the rest to `commitBatch`. */
export async function storeBatch(
  { vault, db }: { readonly vault: Vault; readonly db: Database },
  job: Job,
  { ready, errors }: SealedBatch,
  seen: Set<string>,
  commitBatch: CommitBatch,
): Promise<BatchOutcome> {
  const { spool } = internalsOf(vault).root;
  const { id, dryRun } = job.answer;
  const failed = new Set(errors.map((error) => error.row)).size;
  const repeated: RowError[] = [];
  const fresh = ready.filter(({ row, identifies }) => {
    const probes = identifies.map((probe) => digestOf(spool, probe.field, probe.value));
    const field = identifies.find((_, n) => seen.has(probes[n] ?? ''))?.field;
    for (const probe of probes) seen.add(probe);
    if (field === undefined) return true;
    repeated.push({ row: row.row, column: row.columnOf.get(field) ?? '', code: 'repeated' });
    return false;
  });
  const counts = { imported: fresh.length, duplicates: repeated.length, failed };
  const done = { ...counts, errors: [...errors, ...repeated], refused: null };
  const rows = fresh.flatMap(({ write }) => write ?? []);
  if (dryRun || rows.length === 0) return { ...done, known: 0 };
  const stored = await countStored(db, rows);
  if (stored > 0) return { ...done, known: rows.length - stored };
  const outcome = await commitBatch({ job: id, rows });
  if (outcome.kind === 'granted') return { ...done, known: outcome.known };
  const refused = outcome.kind === 'refused' ? (outcome.code ?? outcome.kind) : outcome.kind;
  return { imported: 0, known: 0, duplicates: 0, failed: 0, errors: [], refused };
}

/** How many of a batch are stored: more than none where the server stopped after the batch was committed. */
async function countStored(db: Database, writes: readonly Write[]): Promise<number> {
  const ids = writes.map((write) => write.customer);
  const { rows } = await run<{ n: number }>(
    db.pool,
    'select count(*)::int as n from vault_customers where customer = any ($1)',
    [ids],
  );
  return rows[0]?.n ?? 0;
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
