import type { Subject } from '#gate';
import type { SearchRequest } from '@huke/sdk';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask } from './spine.ts';

/** Whether the subject may know that this customer exists; absent and not-yours are both false, and both recorded. */
export async function exists(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
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
  };
  const loaded = await load(deps, ask);
  const settled = await settle(deps, ask, loaded, deps.gate.decide(gateAsk(ask), loaded.facts), {
    more: { code: 'bind' },
  });
  return settled.kind === 'granted' && loaded.sealed !== null;
}
