import type { VerifyAnswer, VerifyRequest } from '@huke/sdk';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Refusal } from './spine.ts';

/**
 * Compares what the caller said with what is held: one pass or fail over all claims, never which one was wrong. A
 * pass on a case counts as its verification.
 */
export async function verify(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  request: VerifyRequest,
): Promise<{ readonly kind: 'granted'; readonly answer: VerifyAnswer } | Refusal> {
  const names = [...new Set(request.claims.map((claim) => claim.field))];
  const ask: Ask = {
    subject,
    action: 'verify',
    customer,
    fields: names.map((field) => ({ field })),
    purpose: request.purpose,
    case: request.case,
    scenario: request.scenario,
    reason: null,
  };
  const loaded = await load(deps, ask);
  const kinds = names.map((name) => deps.vault.kinds.get(name));
  // a few candidates are guessed, not known: at least one claim must be hard to guess from the card
  const strong =
    kinds.some((kind) => kind?.verifiable && kind.verifyAlone) && kinds.every((kind) => kind?.verifiable);
  const decided = deps.gate.decide(gateAsk(ask), loaded.facts);
  const decision =
    decided.kind === 'granted' && !strong
      ? { kind: 'refused' as const, code: 'too-guessable', policies: decided.policies }
      : decided;
  if (loaded.sealed && decision.kind === 'granted') await deps.opener.ready(loaded.sealed, ask.fields);
  // compared before the commit, since the entry says what came of it; answered after it
  const pass = decision.kind === 'granted' && allTrue(deps, loaded.sealed, request);
  const settled = await settle(deps, ask, loaded, decision, {
    more: decision.kind === 'granted' ? { code: pass ? 'pass' : 'fail' } : {},
    verified: pass,
    guessCustomer: customer,
    guessFields: names,
  });
  if (settled.kind !== 'granted') return settled;
  const left = Math.max(0, loaded.facts.guessesLeft - settled.decision.consume.guesses);
  return {
    kind: 'granted',
    answer: { result: pass ? 'pass' : 'fail', entry: settled.entry, guessesLeft: left },
  };
}

/** Every claim fits one of the customer's values of that field; all values are opened whatever fits. */
function allTrue(
  deps: AccessDeps,
  sealed: NonNullable<Awaited<ReturnType<typeof load>>['sealed']> | null,
  request: VerifyRequest,
): boolean {
  if (!sealed) return false;
  const fits = request.claims.map((claim) =>
    sealed.values
      .filter((value) => value.field === claim.field)
      .map((value) =>
        deps.vault.sameValue(claim.field, claim.value, deps.opener.open(sealed, value.field, value.item)),
      )
      .some(Boolean),
  );
  return fits.every(Boolean);
}
