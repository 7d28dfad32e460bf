import type { Transaction } from 'kysely';
import { runOn } from '#budget';
import { appendBytes } from '#ledger';
import { afterCommit } from '#platform';
import { type Lapse, propose } from './commit.ts';
import { type Extras, lapsed, proposalOf } from './settle.ts';
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
  write: (tx: Transaction<unknown>, entry: number, access: string) => Promise<void>,
): Promise<{ readonly kind: 'granted'; readonly entry: number; readonly access: string } | Refusal> {
  const outcome = await deps.db.kysely.transaction().execute(async (tx) => {
    const settled = await settleOn(deps, tx, ask, loaded, decision, extras);
    if (settled.kind === 'granted') await write(tx, settled.entry, settled.access);
    return settled;
  });
  return outcome.kind === 'lapsed' ? lapsed(deps, ask, loaded, decision, outcome.lapse) : outcome;
}

type OnTransaction =
  | { readonly kind: 'granted'; readonly entry: number; readonly access: string }
  | { readonly kind: 'lapsed'; readonly lapse: Lapse };

/** The same within a transaction of the caller's, who turns a lapse into its refusal (`lapsed`) after it. */
export async function settleOn(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  ask: Ask,
  loaded: Loaded,
  decision: Granted,
  extras: Extras,
): Promise<OnTransaction> {
  const proposal = proposalOf(deps, ask, loaded, decision, extras);
  const told = deps.asking.tell(proposal);
  const { asks, asking, budgets } = deps;
  const proposed = await propose(
    { run: runOn(tx), budgets, append: appendBytes, asks, turn: asking.turn },
    [proposal],
    deps.clock(),
  );
  const [settled] = proposed.settled;
  if (!settled) throw new Error('the commit answered nothing');
  if (settled.kind === 'lapsed') {
    told.lapsed();
    asking.turn.over();
    return settled;
  }
  await afterCommit(tx, async () => {
    told.settled();
    asking.turn.over();
    await deps.ledger.witness(proposed.appended, { budget: proposed.committed() });
  });
  return { kind: 'granted', entry: settled.entry, access: proposal.access };
}
