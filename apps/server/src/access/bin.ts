import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { viewOf } from './costs.ts';
import { listed, reachOf } from './listing.ts';
import { load } from './load.ts';
import { lapsed, settle } from './settle.ts';
import { settleOn } from './settle-in.ts';
import type { AccessDeps, Refusal } from './spine.ts';
import { administrative } from './write.ts';
import { actor, nobodys } from './written.ts';

type Moved = { readonly kind: 'granted'; readonly id: string; readonly entry: number } | Refusal;

/**
 * Puts a customer into the bin: nothing of them can be seen until they are restored. One person bins so many a day;
 * beyond it somebody else does it, so that nobody empties the desk alone.
 */
export function bin(deps: AccessDeps, subject: Subject, customer: string): Promise<Moved> {
  return move(deps, subject, customer, 'erase');
}

/** Takes a customer out of the bin. */
export function restore(deps: AccessDeps, subject: Subject, customer: string): Promise<Moved> {
  return move(deps, subject, customer, 'restore');
}

async function move(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  action: 'erase' | 'restore',
): Promise<Moved> {
  const ask = administrative(subject, action, customer);
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const outcome = await deps.db.kysely.transaction().execute(async (tx) => {
    const prepared =
      action === 'erase'
        ? await deps.vault.prepareBin(tx, customer, deps.clock())
        : await deps.vault.prepareUnbin(tx, customer);
    const settled = await settleOn(deps, tx, ask, loaded, decision, { more: { state: prepared.state } });
    if (settled.kind !== 'granted') return settled;
    await deps.vault.applyChange(tx, prepared.prepared, loaded.now, actor(subject));
    return { kind: 'granted' as const, id: customer, entry: settled.entry };
  });
  return outcome.kind === 'granted' ? outcome : lapsed(deps, ask, loaded, decision, outcome.lapse);
}

/** The bin of one's team, newest first: ids and handles only. The entry names whom the page names. */
export async function listBin(deps: AccessDeps, subject: Subject, cursor: string | null) {
  const ask = { ...administrative(subject, 'restore', null), list: true };
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const of = reachOf(subject, 'bin:all');
  if (of === null) return (await settle(deps, ask, loaded, nobodys)) as Refusal;
  const { items, next } = await deps.vault.listBin(cursor, of);
  const ids = items.map((each) => each.id);
  const charges = ids.map((each) => viewOf({ ...ask, customer: each }, loaded));
  const settled = await settle(deps, ask, loaded, decision, { more: listed(ids), charges });
  if (settled.kind !== 'granted') return settled;
  const rows = items.map((each) => ({
    id: each.id,
    label: `··${each.id.slice(-4)}`,
    binnedAt: each.binnedAt,
    binnedBy: each.binnedBy ?? '',
  }));
  return { kind: 'granted' as const, page: { rows, next } };
}

/** The preview of an import's first rows is about to be shown: asked and recorded as the import is. */
export async function preview(
  deps: AccessDeps,
  subject: Subject,
  job: string,
): Promise<{ readonly kind: 'granted' } | Refusal> {
  const ask = administrative(subject, 'import', null);
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  const settled = await settle(deps, ask, loaded, decision, { more: { code: 'preview', object: job } });
  return settled.kind === 'granted' ? { kind: 'granted' } : settled;
}
