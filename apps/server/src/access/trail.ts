import { type LedgerPage, hasRight } from '@huke/sdk';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { probedCode } from './probing.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Refusal } from './spine.ts';

/** Who touched this customer, newest first: entries of the ledger, ids and codes only. Looking is itself an access. */
export async function trail(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  caseId: string | null,
  cursor: string | null,
): Promise<{ readonly kind: 'granted'; readonly page: LedgerPage } | Refusal> {
  const ask: Ask = {
    subject,
    action: 'trail',
    customer,
    fields: [],
    purpose: 'complaint',
    case: caseId,
    scenario: 'audit',
    reason: null,
  };
  const before = await load(deps, ask);
  const asked = { ...ask, purpose: before.facts.case?.purpose ?? ask.purpose };
  const settled = await settle(deps, asked, before, deps.gate.decide(gateAsk(asked), before.facts));
  if (settled.kind !== 'granted') return settled;
  // what the probing of who imports has hit is not for them to read, or the trail would tell what it hid
  const hidden = hasRight(subject.post, 'customers:import') ? { notCode: probedCode } : {};
  const page = await deps.ledger.entries({ customer, ...hidden }, cursor === null ? {} : { cursor });
  return { kind: 'granted', page };
}
