import { type Transaction, sql } from 'kysely';
import { dayOf } from '#platform';
import type { Lapse } from './commit.ts';
import { lapseCode } from './entry.ts';
import { type Extras, proposalOf } from './settle.ts';
import type { AccessDeps, Ask, Granted, Loaded, Refusal } from './spine.ts';

/**
 * Settles a granted ask that also writes: entry and `write` are one transaction, so that neither is there without
 * the other. When something has lapsed its refusal is recorded and nothing is written.
 */
export async function settleIn(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Granted,
  extras: Extras,
  write: (tx: Transaction<unknown>, entry: number) => Promise<void>,
): Promise<{ readonly kind: 'granted'; readonly entry: number; readonly access: string } | Refusal> {
  return deps.db.kysely.transaction().execute(async (tx) => {
    const settled = await settleOn(deps, tx, ask, loaded, decision, extras);
    if (settled.kind === 'granted') await write(tx, settled.entry);
    return settled;
  });
}

/** The same within a transaction of the caller's. */
export async function settleOn(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  ask: Ask,
  loaded: Loaded,
  decision: Granted,
  extras: Extras,
): Promise<{ readonly kind: 'granted'; readonly entry: number; readonly access: string } | Refusal> {
  const { entries, ...rest } = proposalOf(deps, ask, loaded, decision, extras);
  const now = deps.clock();
  const items = JSON.stringify([{ ...rest, entry: 1 }]);
  const bytes = entries.map((each) => Buffer.from(each));
  const answer = await sql<{ done: { first: number; codes: (Lapse | null)[] } }>`
    select access_commit(${items}::jsonb, ${bytes}::bytea[], ${dayOf(now)}::date, ${now}::timestamptz) as done`.execute(
    tx,
  );
  const done = answer.rows[0]?.done;
  if (!done) throw new Error('access_commit answered nothing');
  const entry = Number(done.first);
  const lapse = done.codes[0] ?? null;
  if (lapse !== null) return { kind: 'refused', code: lapseCode(lapse), policies: decision.policies, entry };
  return { kind: 'granted', entry, access: rest.access };
}
