import type { ImportJob } from '@huke/sdk';
import type pg from 'pg';
import type { Column } from './import-columns.ts';
import { roughly } from './import-known.ts';
import type { Spool } from './import-spool.ts';
import { run } from './run.ts';

/** What is wrong with one row of an import. */
export type RowError = { readonly row: number; readonly column: string; readonly code: string };

/** How far a job is; written after each batch. */
export type JobCounts = {
  readonly rows: number;
  readonly imported: number;
  /** How many of the imported were on file before; told only roughly, and at the end. */
  readonly known: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly bytes: number;
  /** The last record of the file that was dealt with, for a broken import to go on after. */
  readonly lastRow: number;
};

type JobRow = {
  id: string;
  state: ImportJob['state'];
  dry_run: boolean;
  encoding: string;
  format: 'csv' | 'jsonl';
  columns: Column[];
  mapping: Record<string, string | null>;
  preview: Buffer | null;
  rows: string;
  imported: string;
  known: string;
  shift: number;
  duplicates: string;
  failed: string;
  bytes: string;
  bytes_total: string | null;
  started_at: Date;
  ended_at: Date | null;
  seen_at: Date;
  started_by: string | null;
  team: string | null;
  code: string | null;
  spooled: boolean;
  last_row: string;
};

/** A job with what only the engine needs. */
export type Job = {
  readonly answer: ImportJob;
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly team: string | null;
  readonly startedBy: string | null;
  readonly known: number;
  readonly spooled: boolean;
  readonly lastRow: number;
};

/** Ends after which an import can go on: its upload is kept for a day. */
export const resumable: ReadonlySet<string> = new Set(['interrupted', 'probes-gone', 'rows-alike']);

/** The jobs' rows. */
export type Jobs = ReturnType<typeof createJobs>;

const pageSize = 50;
const errorPage = 5_000;

export function createJobs(deps: { readonly pool: pg.Pool; readonly spool: Spool }) {
  const { pool, spool } = deps;
  const jobOf = (row: JobRow): Job => {
    const seconds = ((row.ended_at ?? row.seen_at).getTime() - row.started_at.getTime()) / 1000;
    return {
      mapping: row.mapping,
      team: row.team,
      startedBy: row.started_by,
      known: Number(row.known),
      spooled: row.spooled,
      lastRow: Number(row.last_row),
      answer: {
        id: row.id,
        state: row.state,
        dryRun: row.dry_run,
        encoding: row.encoding,
        format: row.format,
        columns: row.columns,
        rows: Number(row.rows),
        imported: Number(row.imported),
        known:
          row.dry_run || row.state !== 'done'
            ? null
            : roughly(Number(row.known), Number(row.imported), row.shift),
        duplicates: Number(row.duplicates),
        failed: Number(row.failed),
        bytes: Number(row.bytes),
        bytesTotal: row.bytes_total === null ? null : Number(row.bytes_total),
        rowsPerSecond: seconds > 0 ? Math.round(Number(row.rows) / seconds) : 0,
        startedAt: row.started_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
        preview: spool.openPreview(row.id, row.preview) as ImportJob['preview'],
        code: row.code,
      },
    };
  };
  const select = async (where: string, values: readonly unknown[]): Promise<readonly Job[]> => {
    const { rows } = await run<JobRow>(pool, `select * from vault_imports where ${where}`, values);
    return rows.map(jobOf);
  };
  return {
    create: async (job: {
      readonly id: string;
      readonly dryRun: boolean;
      readonly mapping: Readonly<Record<string, string | null>>;
      readonly team: string | null;
      readonly by: string | null;
      readonly bytesTotal: number | null;
      readonly shift: number;
      readonly now: Date;
    }): Promise<void> => {
      await run(
        pool,
        `insert into vault_imports (id, state, dry_run, mapping, team, started_by, bytes_total, shift, started_at, seen_at)
         values ($1, 'running', $2, $3, $4, $5, $6, $7, $8, $8)`,
        [
          job.id,
          job.dryRun,
          JSON.stringify(job.mapping),
          job.team,
          job.by,
          job.bytesTotal,
          job.shift,
          job.now,
        ],
      );
    },
    find: async (id: string): Promise<Job | null> => (await select('id = $1', [id]))[0] ?? null,
    /** `teams`: only imports into these; null = all. */
    list: async (cursor: string | null, teams: readonly string[] | null = null) => {
      const found = await select(
        `($1::text is null or id < $1) and ($2::text[] is null or team = any($2)) order by id desc limit ${pageSize + 1}`,
        [cursor, teams],
      );
      const items = found.slice(0, pageSize).map((job) => job.answer);
      return { items, next: found.length > pageSize ? (items.at(-1)?.id ?? null) : null };
    },
    received: async (id: string, bytes: number, whole: boolean, now: Date): Promise<void> => {
      await run(
        pool,
        `update vault_imports set bytes = case when $3 then 0 else $2 end, seen_at = $4,
           bytes_total = case when $3 then $2 else bytes_total end, spooled = $3
         where id = $1`,
        [id, bytes, whole, now],
      );
    },
    recognised: async (
      id: string,
      found: { encoding: string; format: string; columns: readonly Column[]; preview: unknown },
    ): Promise<void> => {
      await run(
        pool,
        'update vault_imports set encoding = $2, format = $3, columns = $4, preview = $5 where id = $1',
        [
          id,
          found.encoding,
          found.format,
          JSON.stringify(found.columns),
          spool.sealPreview(id, found.preview),
        ],
      );
    },
    /** Notes progress and errors; false when the job was cancelled meanwhile. */
    progress: async (
      id: string,
      counts: JobCounts,
      errors: readonly RowError[],
      now: Date,
    ): Promise<boolean> => {
      const { rows, imported, known, duplicates, failed, bytes, lastRow } = counts;
      const answer = await run(
        pool,
        `with e as (insert into vault_import_errors (job, row, column_name, code)
           select $1, t.* from unnest($8::bigint[], $9::text[], $10::text[]) t on conflict do nothing)
         update vault_imports set rows = $2, imported = $3, duplicates = $4, failed = $5, bytes = $6, seen_at = $7,
           last_row = $11, known = $12
         where id = $1 and state = 'running'`,
        [
          id,
          rows,
          imported,
          duplicates,
          failed,
          bytes,
          now,
          errors.map((error) => error.row),
          errors.map((error) => error.column),
          errors.map((error) => error.code),
          lastRow,
          known,
        ],
      );
      return answer.count === 1;
    },
    end: async (id: string, state: ImportJob['state'], code: string | null, now: Date): Promise<boolean> => {
      const answer = await run(
        pool,
        `update vault_imports set state = $2, code = $3, ended_at = $4, seen_at = $4
         where id = $1 and state = 'running'`,
        [id, state, code, now],
      );
      return answer.count === 1;
    },
    /** Takes a broken-off job up again; false when it cannot be. */
    reopen: async (id: string, now: Date): Promise<boolean> => {
      const answer = await run(
        pool,
        `update vault_imports set state = 'running', code = null, ended_at = null, seen_at = $2
         where id = $1 and state = 'failed' and code = any ($3) and spooled`,
        [id, now, [...resumable]],
      );
      return answer.count === 1;
    },
    /** Marks jobs that no server has worked on since `before` as broken off. */
    interrupt: async (before: Date, now: Date): Promise<number> => {
      const answer = await run(
        pool,
        `update vault_imports set state = 'failed', ended_at = $2,
           code = case when spooled then 'interrupted' else 'incomplete-upload' end
         where state = 'running' and seen_at < $1`,
        [before, now],
      );
      return answer.count;
    },
    /** Jobs that ended before a time and still hold their upload. */
    stale: async (before: Date): Promise<readonly string[]> => {
      const { rows } = await run<{ id: string }>(
        pool,
        `select id from vault_imports i where state <> 'running' and ended_at < $1
           and exists (select 1 from vault_import_spool s where s.job = i.id)`,
        [before],
      );
      return rows.map((row) => row.id);
    },
    errors: async function* (id: string): AsyncGenerator<RowError> {
      let [row, column] = [-1, ''];
      for (;;) {
        const page = await run<{ row: string; column: string; code: string }>(
          pool,
          `select row, column_name as column, code from vault_import_errors
           where job = $1 and (row, column_name) > ($2, $3) order by row, column_name limit ${errorPage}`,
          [id, row, column],
        );
        for (const each of page.rows) yield { row: Number(each.row), column: each.column, code: each.code };
        const last = page.rows.at(-1);
        if (last === undefined || page.rows.length < errorPage) return;
        [row, column] = [Number(last.row), last.column];
      }
    },
  };
}

/**
 * A cell of a CSV file that no spreadsheet takes for a formula: what a formula can begin with, plain or full-width,
 * behind spaces or not, gets an apostrophe before it; every cell is quoted.
 */
export function csvCell(text: string): string {
  const inert = /^[\s\u0000-\u0020\p{Cf}]*[=+\-@|%\uff1d\uff0b\uff0d\uff20\u2212]|^[\t\r\n]/u.test(text)
    ? `'${text}`
    : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
