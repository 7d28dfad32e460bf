import type { UseReport, UseReportAnswer } from '@huke/sdk';
import type { Subject } from '#gate';
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
  const { upTo, given } = await givenTo(deps, key.id, after, report.upTo);
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

/** By the ledger's index, so that a wide range stays cheap; who takes lines out of it makes a difference to be found. */
async function givenTo({ ledger }: AccessDeps, key: string, after: number, upTo: number | undefined) {
  const { size } = await ledger.state();
  const last = Math.min(upTo ?? size - 1, size - 1);
  const filter = {
    key,
    action: 'redeem',
    outcome: 'granted',
    fromIndex: after + 1,
    toIndex: last + 1,
  } as const;
  let given = 0;
  let cursor: string | null = null;
  do {
    const page = await ledger.entries(filter, { limit: 200, ...(cursor === null ? {} : { cursor }) });
    given += page.entries.length;
    cursor = page.next;
  } while (cursor !== null);
  return { upTo: last, given };
}
