import type { VerifyAnswer, VerifyRequest } from '@huke/sdk';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { counting, enough, hardToGuessOf, loadFactors, withSeen } from './factors.ts';
import { load } from './load.ts';
import { charge } from './probing.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Refusal } from './spine.ts';

/**
 * Compares what the caller said with what is held: one pass or fail over all claims, never which one was wrong. A
 * pass on a case counts as its verification. What was typed to find the customer, what the channel or a reveal showed
 * and what was just changed counts for nothing; whether the rest would be enough is said before anything is compared.
 * INVARIANT: the guess is charged and entered before anything is computed from a value, and what follows takes the
 * same statements and locks whether the claims are right or wrong: whoever cuts it off has paid for what they learnt.
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
  const [loaded, known] = await Promise.all([load(deps, ask), loadFactors(deps, ask)]);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const refuse = async (code: string): Promise<Refusal> =>
    (await settle(deps, ask, loaded, { kind: 'refused', code, policies: decision.policies })) as Refusal;
  if (tooGuessable(deps, names, request.claims)) return refuse('too-guessable');
  const { guesses } = decision.consume;
  const charged = await charge(deps, ask, loaded, decision, {
    guesses,
    guessCustomer: customer,
    guessFields: names,
  });
  if (charged.kind !== 'granted') return charged;
  const counts = counting(deps, withSeen(known, loaded.facts), request.claims);
  // it tells of what was typed before, so it costs the guess of a comparison
  if (!enough(deps, counts)) return refuse('other-factors');
  if (loaded.sealed) await deps.opener.ready(loaded.sealed, ask.fields);
  // compared before the commit, since the entry says what came of it; answered after it
  const pass = allTrue(deps, loaded.sealed, request);
  const paid = { ...decision, consume: { ...decision.consume, guesses: 0 } };
  const settled = await settle(deps, ask, loaded, paid, {
    more: { code: pass ? 'pass' : 'fail' },
    verdict: { fields: pass ? counts : null },
  });
  if (settled.kind !== 'granted') return settled;
  const left = Math.max(0, loaded.facts.guessesLeft - guesses);
  return {
    kind: 'granted',
    answer: { result: pass ? 'pass' : 'fail', entry: settled.entry, guessesLeft: left },
  };
}

/** These claims cannot verify anybody, right or wrong, by their kinds and forms alone. */
function tooGuessable(deps: AccessDeps, names: readonly string[], claims: VerifyRequest['claims']): boolean {
  return (
    !names.every((name) => deps.vault.kinds.get(name)?.verifiable) ||
    !enough(deps, hardToGuessOf(deps, claims))
  );
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
