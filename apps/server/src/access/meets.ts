import type { Subject } from '#gate';
import type { SearchRequest } from '@huke/sdk';
import { VaultError } from '#vault';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Loaded } from './spine.ts';

/**
 * Whether a channel's contact with an agent of `team` may be tied to this customer: one of the key's teams and of
 * that team, known and not in the bin. Recorded either way, and told to nobody: the contact is tied or not. It costs
 * no guess, since the asker learns nothing. `null`: the identifier is nobody's, which costs the same.
 */
export async function meets(
  deps: AccessDeps,
  subject: Subject,
  customer: string | null,
  team: string,
  context: Pick<SearchRequest, 'purpose' | 'scenario'>,
): Promise<boolean> {
  const ask: Ask = {
    subject,
    action: 'search',
    customer,
    fields: [],
    purpose: context.purpose,
    case: null,
    scenario: context.scenario,
    reason: null,
    answered: false,
  };
  const loaded = await loadOrNone(deps, ask);
  const facts = { ...loaded.facts, guessesLeft: Number.MAX_SAFE_INTEGER };
  const decided = deps.gate.decide(gateAsk(ask), facts);
  const theirs = facts.customer?.team ?? null;
  const own = loaded.sealed !== null && (theirs === null || theirs === team);
  const decision =
    decided.kind !== 'granted' || own || customer === null
      ? decided
      : { kind: 'refused' as const, code: 'not-yours', policies: [] };
  const free =
    decision.kind === 'granted' ? { ...decision, consume: { ...decision.consume, guesses: 0 } } : decision;
  const settled = await settle(deps, ask, loaded, free, { more: { code: 'bind' } });
  return settled.kind === 'granted' && own;
}

/** A customer whose rows are damaged is met by nobody; whoever calls is answered all the same. */
async function loadOrNone(deps: AccessDeps, ask: Ask): Promise<Loaded> {
  try {
    return await load(deps, ask);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    deps.log.error('customer-damaged', { customer: ask.customer ?? '', error });
    return load(deps, { ...ask, customer: null });
  }
}
