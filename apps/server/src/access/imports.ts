import type { Subject } from '#gate';
import type { PreparedCustomer } from '#vault';
import { findHolders } from '#vault/open';
import { gateAsk } from './access.ts';
import { toldOf } from './duplicates.ts';
import { load } from './load.ts';
import { charge, probesOf, recordHits } from './probing.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Refusal } from './spine.ts';
import { administrative, createBatch } from './write.ts';

/**
 * A batch of an import. Its identifying values are charged before they are looked for: to an import allowance that
 * somebody else granted for this person and team, else to everybody's probes. Customers of the importer's own teams who
 * are there already are left out and counted in `known`; every other one is as if it were not there. Entries: what was
 * charged, whom it hit, what was stored; three whether it hit nobody or everybody.
 */
export async function importBatch(
  deps: AccessDeps,
  subject: Subject,
  batch: readonly PreparedCustomer[],
  into: { readonly job: string; readonly team: string },
): Promise<{ readonly kind: 'granted'; readonly known: number } | Refusal> {
  const ask = administrative(subject, 'import', null);
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const count = batch.reduce((sum, row) => sum + deps.vault.duplicateProbes(row).length, 0);
  const more = { object: into.job, count };
  const allowance = count === 0 ? null : await deps.gate.takeAllowance(subject, into.team, count);
  const charges = count === 0 || allowance !== null ? [] : probesOf(ask, loaded, into.team, count);
  const charged = await charge(deps, ask, loaded, decision, {
    charges,
    more: allowance === null ? more : { ...more, grant: allowance },
  });
  if (charged.kind !== 'granted') return charged;
  const holders = await findHolders(deps.vault, deps.db, batch);
  const recorded = await recordHits(deps, ask, loaded, decision, holders.ids.flat(), more);
  if (recorded.kind !== 'granted') return recorded;
  const there = await holders.facts();
  const fresh = batch.filter((_, at) => !there[at]?.some((each) => toldOf(subject, each)));
  const stored = await createBatch(deps, subject, fresh, { job: into.job });
  return stored.kind === 'granted' ? { kind: 'granted', known: batch.length - fresh.length } : stored;
}
