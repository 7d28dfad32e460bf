import type { Quota, Reason } from '@huke/sdk';
import { sql } from 'kysely';
import { dayOf } from '#platform';
import { budgets } from './budgets.ts';
import { raiseGenuine, raiseParts } from './quota-row.ts';
import { sealOf } from './seals.ts';
import { gateDraft, type StoreDeps, type Tx } from './store.ts';
import { quotaLimit } from './stored-facts.ts';

/** Today's reveals of a person, how many there may be, and how many of them by raises. */
export async function readQuota(deps: StoreDeps, person: string): Promise<Quota> {
  return quotaOf(deps, deps.db.kysely, person, dayOf(deps.clock()));
}

async function quotaOf(deps: StoreDeps, tx: Tx, person: string, day: string): Promise<Quota> {
  const { rows } = await sql<{ used: number; contacts: number }>`
    select used, contacts from gate_quota where person = ${person} and day = ${day}::date`.execute(tx);
  const [row = { used: 0, contacts: 0 }] = rows;
  const raised = (await genuineRaises(deps, tx, person, day)).reduce((sum, extra) => sum + extra, 0);
  return { used: row.used, limit: quotaLimit(row.contacts) + raised, raised };
}

async function genuineRaises(
  deps: StoreDeps,
  tx: Tx,
  person: string,
  day: string,
): Promise<readonly number[]> {
  const { rows } = await sql<{ n: number; extra: number; reason: string; seal: string }>`
    select n, extra, reason, seal from gate_quota_raises where person = ${person} and day = ${day}::date`.execute(
    tx,
  );
  return rows
    .filter((row) => raiseGenuine(deps.mac, person, day, [row.n, row.extra, row.reason, row.seal]))
    .map((row) => row.extra);
}

export type RaiseOutcome =
  | { readonly kind: 'done'; readonly quota: Quota }
  | { readonly kind: 'refused'; readonly code: 'quota-left' | 'no-more-raises' };

/**
 * Raises one's own quota by a step until midnight, with a reason: the way on for a live contact. Refused while there
 * is quota left, and after the day's last raise.
 */
export async function raiseQuota(deps: StoreDeps, person: string, reason: Reason): Promise<RaiseOutcome> {
  const now = deps.clock();
  const day = dayOf(now);
  return deps.db.kysely.transaction().execute(async (tx): Promise<RaiseOutcome> => {
    await sql`insert into gate_quota (person, day) values (${person}, ${day}::date) on conflict do nothing`.execute(
      tx,
    );
    await sql`select 1 from gate_quota where person = ${person} and day = ${day}::date for update`.execute(
      tx,
    );
    const before = await quotaOf(deps, tx, person, day);
    if (before.used < before.limit) return { kind: 'refused', code: 'quota-left' };
    const { rows } = await sql<{ n: number }>`
      select coalesce(max(n), 0)::int + 1 as n from gate_quota_raises
      where person = ${person} and day = ${day}::date`.execute(tx);
    const n = rows[0]?.n ?? 1;
    if (n > budgets.raise.perDay) return { kind: 'refused', code: 'no-more-raises' };
    const extra = budgets.raise.step;
    await sql`
      insert into gate_quota_raises (person, day, n, extra, reason, at, seal)
      values (${person}, ${day}::date, ${n}, ${extra}, ${reason}, ${now},
        ${sealOf(deps.mac, 'gate_quota_raises', raiseParts(person, day, n, extra, reason))})`.execute(tx);
    await deps.ledger.append(tx, [gateDraft(deps, 'quota-raised', now, { person, reason, count: extra })]);
    return { kind: 'done', quota: await quotaOf(deps, tx, person, day) };
  });
}
