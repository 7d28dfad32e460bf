import type { Context } from 'hono';
import { type Kysely, sql } from 'kysely';
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

/** What a request made; ids and the ledger's index alone. */
export type Made = { readonly id: string; readonly entry?: number };

/** Keeps what was made as the request's answer, in the transaction that made it. */
export type Keep = (tx: Kysely<unknown>, made: Made) => Promise<void>;

/**
 * Does `act` once per subject, path and `Idempotency-Key`: the same key with the same body answers what the first made,
 * with another body it is refused. `act` keeps what it made in its own transaction, so that whoever repeats a request
 * whose server was killed gets what that made, or makes it now. A key whose request has kept nothing for a minute was
 * broken off. Of a request only MACs are kept: a digest without a key would let whoever has a dump try short values.
 */
export async function once(
  c: Context<Env>,
  { db, mac }: OnceDeps,
  body: unknown,
  act: (keep: Keep) => Promise<Made>,
): Promise<Made> {
  const given = c.req.header('idempotency-key');
  if (given === undefined) return act(async () => {});
  if (given.length < 8 || given.length > 200)
    throw problem(422, 'invalid-idempotency-key', 'give an idempotency-key of 8 to 200 characters');
  const subject = subjectOf(c);
  const who = subject.key?.id ?? subject.person ?? '';
  const request = [who, c.req.path, given];
  const key = keyed(mac, request);
  const digest = keyed(mac, [...request, body]);
  const taken = await sql<{ body: Buffer; answer: Made | null; at: string; fresh: boolean }>`
    with mine as (
      insert into http_idempotency as held (key, body, at) values (${key}, ${digest}, now())
      on conflict (key) do update set at = now()
        where held.answer is null and held.body = excluded.body and held.at < now() - interval '1 minute'
      returning body, answer, at::text, true as fresh)
    select * from mine union all
    select body, answer, at::text, false from http_idempotency where key = ${key} and not exists (select 1 from mine)`.execute(
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
    return await act(async (tx, made) => {
      const kept = await sql`
        update http_idempotency set answer = ${JSON.stringify(made)}::jsonb
        where key = ${key} and at = ${row.at}::timestamptz returning 1 as kept`.execute(tx);
      // somebody took this request for broken off and makes it now
      if (kept.rows.length === 0)
        throw problem(409, 'in-progress', 'another request with this key is running');
    });
  } catch (error) {
    // what was kept stays: it was made
    await sql`delete from http_idempotency where key = ${key} and answer is null`.execute(db.kysely);
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
