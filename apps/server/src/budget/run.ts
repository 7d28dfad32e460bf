import { CompiledQuery, type Kysely } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Executor } from '#platform';

/** A fixed statement of the program: it reads and writes by itself and believes no function of the database. */
export type Statement = { readonly name: string; readonly text: string };

/** Runs a statement on one connection or transaction and answers its rows. */
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
  return async ({ text }, values) =>
    (await on.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))).rows;
}
