import { CompiledQuery, type Kysely } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Executor } from '#platform';

/** A fixed statement of the program: it reads and writes by itself and believes no function of the database. */
export type Statement = { readonly name: string; readonly text: string };

/**
 * Runs a statement on one connection or transaction and answers its rows. Statements that are handed over without
 * waiting for the answer of the one before run in that order all the same.
 */
export type Run = (
  statement: Statement,
  values: readonly unknown[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Runs on a connection of the pool. */
export const runOnClient =
  (client: Pool | PoolClient): Run =>
  async ({ name, text }, values) =>
    (await client.query<Record<string, unknown>>({ name, text, values: [...values] })).rows;

/** Runs on the database or in the caller's transaction. */
export function runOn(executor: Executor): Run {
  // oxlint-disable-next-line no-explicit-any
  const on: Kysely<any> = 'kysely' in executor ? executor.kysely : executor;
  let last: Promise<unknown> = Promise.resolve();
  return ({ text }, values) => {
    const execute = (): ReturnType<Run> =>
      on.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values])).then(({ rows }) => rows);
    // also after one that failed: the transaction is aborted then and refuses it
    const answer = last.then(execute, execute);
    last = answer;
    return answer;
  };
}
