import type { Context } from 'hono';
import { sql } from 'kysely';
import type { Database, Migration } from '#platform';
import { problem } from './problem.ts';
import { type Env, subjectOf } from './route.ts';

/** Where requests already done are kept, and the installation's keyed MAC. */
export type OnceDeps = { readonly db: Database; readonly mac: (data: Uint8Array) => Uint8Array };

/** Keys of requests already done, with their answers: only for answers that hold ids and codes alone. */
export const idempotencyMigrations: readonly Migration[] = [
  {
    name: '0650-http-idempotency',
    sql: `
create table http_idempotency (
  key bytea primary key,
  body bytea not null,
  answer jsonb,
  at timestamptz not null
);
create index http_idempotency_at on http_idempotency (at);`,
  },
];

/**
 * Does `act` once per subject, path and `Idempotency-Key`: the same key with the same body answers what the first
 * answered, with another body it is refused. A key whose request has got no answer for a minute was broken off with its
 * server: whoever repeats it acts again. Of a request only MACs are kept: a digest without a key would let whoever has
 * a dump try short values. For acts whose answer is ids and codes only; a customer value must never get into it.
 */
export async function once<T>(
  c: Context<Env>,
  { db, mac }: OnceDeps,
  body: unknown,
  act: () => Promise<T>,
): Promise<T> {
  const given = c.req.header('idempotency-key');
  if (given === undefined) return act();
  if (given.length < 8 || given.length > 200)
    throw problem(422, 'invalid-idempotency-key', 'give an idempotency-key of 8 to 200 characters');
  const subject = subjectOf(c);
  const who = subject.key?.id ?? subject.person ?? '';
  const request = [who, c.req.path, given];
  const key = keyed(mac, request);
  const digest = keyed(mac, [...request, body]);
  const taken = await sql<{ body: Buffer; answer: T | null; fresh: boolean }>`
    with mine as (
      insert into http_idempotency as held (key, body, at) values (${key}, ${digest}, now())
      on conflict (key) do update set at = now()
        where held.answer is null and held.body = excluded.body and held.at < now() - interval '1 minute'
      returning body, answer, true as fresh)
    select * from mine union all
    select body, answer, false from http_idempotency where key = ${key} and not exists (select 1 from mine)`.execute(
    db.kysely,
  );
  const row = taken.rows[0];
  if (!row?.fresh) {
    if (row && !row.body.equals(digest))
      throw problem(422, 'idempotency-key-reused', 'this idempotency-key was used for another request');
    // no row: another request took the key after this one began to look
    if (!row || row.answer === null)
      throw problem(409, 'in-progress', 'the first request with this key is still running');
    return row.answer;
  }
  try {
    const answer = await act();
    await sql`update http_idempotency set answer = ${JSON.stringify(answer ?? {})}::jsonb where key = ${key}`.execute(
      db.kysely,
    );
    return answer;
  } catch (error) {
    await sql`delete from http_idempotency where key = ${key}`.execute(db.kysely);
    throw error;
  }
}

function keyed(mac: OnceDeps['mac'], parts: readonly unknown[]): Buffer {
  return Buffer.from(mac(new TextEncoder().encode(JSON.stringify(['huke-once', ...parts]))));
}

/** Forgets keys from before a time; a repeat after that is a new request. */
export async function forgetOld(db: Database, before: Date): Promise<void> {
  await sql`delete from http_idempotency where at < ${before}`.execute(db.kysely);
}
