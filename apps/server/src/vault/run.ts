import { CompiledQuery, type Kysely } from 'kysely';
import type pg from 'pg';

/** Where to run SQL: the pool, a client in a transaction, or a Kysely transaction. */
// oxlint-disable-next-line no-explicit-any
export type Runner = Pick<pg.ClientBase, 'query'> | pg.Pool | Kysely<any>;

/** Runs one statement. */
export async function run<Row extends object>(
  runner: Runner,
  text: string,
  values: readonly unknown[],
): Promise<{ readonly rows: readonly Row[]; readonly count: number }> {
  if ('executeQuery' in runner) {
    const answer = await runner.executeQuery<Row>(CompiledQuery.raw(text, [...values]));
    return { rows: answer.rows, count: Number(answer.numAffectedRows ?? answer.rows.length) };
  }
  const answer = await runner.query<Row>(text, [...values]);
  return { rows: answer.rows, count: answer.rowCount ?? 0 };
}
