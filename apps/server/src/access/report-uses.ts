import type { UseReport, UseReportAnswer } from '@huke/sdk';
import { sql } from 'kysely';
import type { Subject } from '#gate';
import { decodeEntry } from '#ledger';
import type { AccessDeps, Refusal } from './spine.ts';

/**
 * Compares what a channel's program says it got with what the ledger says it was given, between two entries: the
 * count from outside the database, which whoever rewrites the database does not write. Recorded, and a difference
 * alarms the officers: more than the ledger knows were values without an entry, fewer are somebody else with the key.
 */
export async function reportUses(
  deps: AccessDeps,
  subject: Subject,
  report: UseReport,
): Promise<({ readonly kind: 'granted' } & UseReportAnswer) | Refusal> {
  const { key } = subject;
  if (subject.person !== null || key === null || !key.scopes.includes('contacts:write'))
    return { kind: 'refused', code: 'redeem-programs-only', policies: [], entry: -1 };
  const after = report.after ?? -1;
  const { upTo, given } = await givenTo(deps, key.id, after, report.upTo ?? Number.MAX_SAFE_INTEGER);
  const same = given === report.count;
  const entry = await deps.ledger.append(deps.db, [
    {
      v: 1,
      at: deps.clock().toISOString(),
      kind: 'system',
      action: 'uses-compared',
      outcome: same ? 'done' : 'failed',
      key: key.id,
      count: given,
    },
  ]);
  if (!same) deps.alarm({ code: 'uses-differ', key: key.id, count: Math.abs(given - report.count) });
  return { kind: 'granted', after, upTo, said: report.count, given, same, entry };
}

async function givenTo(deps: AccessDeps, key: string, after: number, most: number) {
  const { rows } = await sql<{ idx: string; entry: Buffer }>`
    select idx, entry from ledger_entries
    where idx > ${after} and idx <= ${most}
      and position(${Buffer.from(`"key":"${key}"`)}::bytea in entry) > 0
      and position(${Buffer.from('"code":"redeemed"')}::bytea in entry) > 0`.execute(deps.db.kysely);
  const given = rows.filter(({ entry }) => {
    const draft = decodeEntry(entry);
    return draft?.action === 'redeem' && draft.outcome === 'granted' && draft.key === key;
  });
  const head = await sql<{ upTo: string }>`
    select coalesce(max(idx), -1) as "upTo" from ledger_entries where idx <= ${most}`.execute(deps.db.kysely);
  return { upTo: Number(head.rows[0]?.upTo ?? -1), given: given.length };
}
