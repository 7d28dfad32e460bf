import { maskValue } from '@huke/detect';
import {
  type Action,
  type Badge,
  type CardField,
  type CustomerCard,
  type FieldAnswer,
  type Purpose,
  type Scenario,
  hasRight,
} from '@huke/sdk';
import { type CustomerFacts, needsField, purposeFields, type Subject } from '#gate';
import type { SealedCustomer } from '#vault';
import { gateAsk, obligationsOf, show } from './access.ts';
import { load } from './load.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Loaded, Refusal } from './spine.ts';

export type CardRequest = {
  readonly customer: string;
  readonly purpose: Purpose;
  readonly scenario: Scenario;
  readonly case: string | null;
};

/** The customer as the asker may see them: every field masked or hidden, and what could be tried on each. */
export async function card(
  deps: AccessDeps,
  subject: Subject,
  request: CardRequest,
): Promise<{ readonly kind: 'granted'; readonly card: CustomerCard } | Refusal> {
  const ask: Ask = { subject, action: 'view', fields: [], reason: null, ...request };
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  const settled = await settle(deps, ask, loaded, decision);
  if (settled.kind !== 'granted') return settled;
  const shown = await show(deps, ask, loaded, settled.decision);
  return {
    kind: 'granted',
    card: {
      id: request.customer,
      badges: badgesOf(subject, loaded.facts.customer),
      parties: loaded.sealed ? partiesOf(deps, loaded.sealed, request.scenario) : [],
      fields: shown.map((each) => cardField(deps, ask, loaded, each)),
      obligations: obligationsOf(settled.decision, loaded.facts.quota),
      entry: settled.entry,
      purpose: request.purpose,
      scenario: request.scenario,
    },
  };
}

function cardField(deps: AccessDeps, ask: Ask, loaded: Loaded, answer: FieldAnswer): CardField {
  const kind = deps.vault.kinds.get(answer.field);
  return {
    ...answer,
    label: kind?.label ?? { zh: answer.field, en: answer.field },
    group: kind?.group ?? 'other',
    may: mayOf(deps, ask, loaded, answer),
  };
}

const tried = ['reveal', 'copy', 'use', 'verify', 'correct'] as const;

/** What the gate would say to each action on this field now; a plain refusal leaves the action out. */
function mayOf(deps: AccessDeps, ask: Ask, loaded: Loaded, answer: FieldAnswer): CardField['may'] {
  const field = loaded.facts.fields.filter(
    (each) => each.field === answer.field && each.item === answer.item,
  );
  const reason = deps.gate.firstReason(ask.purpose);
  return tried.flatMap((action: Action & (typeof tried)[number]) => {
    const use = action === 'use' ? deps.vault.useOf(answer.field) : null;
    if (action === 'use' && use === null) return [];
    if (action === 'correct' && !needsField(purposeFields(ask.purpose, 'correct'), answer.field)) return [];
    if (action === 'verify' && !deps.vault.kinds.get(answer.field)?.verifiable) return [];
    const decision = deps.gate.foresee(
      { action, purpose: ask.purpose, scenario: ask.scenario, reason, use },
      { ...loaded.facts, fields: field },
    );
    if (decision.kind === 'refused') return [];
    return [{ action, needs: decision.kind === 'needs' ? decision.needs.map((each) => each.kind) : [] }];
  });
}

/** People with a mandate, their names masked. */
function partiesOf(deps: AccessDeps, sealed: SealedCustomer, scenario: Scenario): CustomerCard['parties'] {
  return sealed.parties
    .filter((party) => party.live)
    .map((party) => ({
      id: party.id,
      capacity: party.capacity,
      name: maskValue('PERSON', deps.opener.openParty(sealed, party.id), scenario),
      fields: party.fields,
      expiresAt: party.expiresAt,
    }));
}

/** Facts about the customer that matter on the case; who is prominent or works here only a named desk is told. */
function badgesOf(subject: Subject, customer: CustomerFacts | null): readonly Badge[] {
  if (!customer) return [];
  const badges: Badge[] = [];
  const named = hasRight(subject.post, 'customers:named') && subject.team === customer.team;
  if (customer.minor) badges.push('minor');
  if (named && customer.vip) badges.push('vip');
  if (named && customer.colleague) badges.push('colleague');
  if (customer.deceased) badges.push('deceased');
  if (customer.consentExpired) badges.push('consent-expired');
  if (customer.binned) badges.push('binned');
  return badges;
}
