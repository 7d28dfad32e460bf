import type { Subject } from '#gate';
import type { PreparedCustomer } from '#vault';
import { findHolders } from '#vault/open';
import { gateAsk } from './access.ts';
import { toldOf } from './duplicates.ts';
import { load } from './load.ts';
import { charge, probesOf } from './probing.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Refusal } from './spine.ts';
import { administrative, createBatch } from './write.ts';

/**
 * A batch of an import. Its identifying values are charged before they are looked for: to an import allowance that
 * somebody else granted for this person and team, else to everybody's probes. Customers of the importer's own teams who
 * are there already are left out and counted in `known`; every other one is as if it were not there.
 *
 * INVARIANT: an allowance pays for rows, never for answers. Nobody is told whom a row hit, so no entry names them: an
 * entry that did would be a yes or no about a value for whoever reads the ledger, and an import of one row a question.
 * What is left out is in the entry of what was stored like everything else. What one mask fits is brought so often a
 * day only, however it is paid for.
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
  const brought = batch.flatMap((row) => deps.vault.duplicateProbes(row));
  const count = brought.length;
  const more = { object: into.job, count };
  const taken = deps.alike.take(brought, loaded.now);
  if (taken === null) {
    const { person, key } = subject;
    const who = person === null ? (key === null ? {} : { key: key.id }) : { person };
    deps.alarm({ code: 'rows-alike', ...who, team: into.team, object: into.job });
    const refused = { kind: 'refused' as const, code: 'rows-alike', policies: decision.policies };
    return (await settle(deps, ask, loaded, refused, { more })) as Refusal;
  }
  const allowance = count === 0 ? null : await deps.gate.takeAllowance(subject, into.team, count);
  const charges = count === 0 || allowance !== null ? [] : probesOf(ask, loaded, into.team, count);
  const charged = await charge(deps, ask, loaded, decision, {
    charges,
    more: allowance === null ? more : { ...more, grant: allowance },
  });
  if (charged.kind !== 'granted') {
    taken.giveBack();
    return charged;
  }
  const holders = await findHolders(deps.vault, deps.db, batch);
  const there = await holders.facts();
  const known = batch.filter((_, at) => there[at]?.some((each) => toldOf(subject, each)));
  const stored = await createBatch(deps, subject, batch, {
    job: into.job,
    leftOut: new Set(known.map((each) => each.customer)),
  });
  return stored.kind === 'granted' ? { kind: 'granted', known: known.length } : stored;
}
