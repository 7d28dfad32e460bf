import type { CaseVerification, Purpose, Scenario } from '@huke/sdk';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { pendingOf } from './change.ts';
import { classesNeeded, loadFactors, provenFor, withSeen, worthless } from './factors.ts';
import { load } from './load.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Refusal } from './spine.ts';

/**
 * What a verification on a case needs, said before anything is asked: the classes of proof, which fields count and why
 * others do not, what has been verified, and the changes of contact data under way. No value; for who may see the card.
 */
export async function verification(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  context: { readonly purpose: Purpose; readonly case: string; readonly scenario: Scenario },
): Promise<{ readonly kind: 'granted'; readonly verification: CaseVerification } | Refusal> {
  const ask: Ask = { subject, action: 'view', customer, fields: [], reason: null, ...context };
  const [loaded, known] = await Promise.all([load(deps, ask), loadFactors(deps, ask)]);
  const factors = withSeen(known, loaded.facts);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const theCase = loaded.facts.case;
  const kinds = deps.vault.kinds.all();
  const proof = theCase?.proof ?? null;
  return {
    kind: 'granted',
    verification: {
      classes: classesNeeded,
      fields: kinds.flatMap((kind) =>
        kind.verifiable && kind.factor !== null
          ? [
              {
                field: kind.field,
                factor: kind.factor,
                strong: kind.verifyAlone,
                worthless: worthless(factors, kind.field),
              },
            ]
          : [],
      ),
      passed: proof === null ? null : { at: new Date(proof.at).toISOString(), fields: proof.fields },
      changeable: kinds
        .filter((kind) => kind.change !== null && provenFor(deps, factors, theCase, kind.field))
        .map((kind) => kind.field),
      changes: factors.changes.map(pendingOf),
    },
  };
}
