import type { VerifyAnswer, VerifyRequest } from '@huke/sdk';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { counting, enough, hardToGuessOf, loadFactors, withSeen } from './factors.ts';
import { load } from './load.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Refusal } from './spine.ts';

/**
 * Compares what the caller said with what is held: one pass or fail over all claims, never which one was wrong. A
 * pass on a case counts as its verification. What was typed to find the customer, what the channel or a reveal showed
 * and what was just changed counts for nothing; whether the rest would be enough is said before anything is compared.
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
  const factors = withSeen(known, loaded.facts);
  const counts = counting(deps, factors, request.claims);
  const lack = lacking(deps, names, hardToGuessOf(deps, request.claims), counts);
  const decided = deps.gate.decide(gateAsk(ask), loaded.facts);
  const decision =
    decided.kind === 'granted' && lack !== null
      ? { kind: 'refused' as const, code: lack, policies: decided.policies }
      : decided;
  if (loaded.sealed && decision.kind === 'granted') await deps.opener.ready(loaded.sealed, ask.fields);
  // compared before the commit, since the entry says what came of it; answered after it
  const pass = decision.kind === 'granted' && allTrue(deps, loaded.sealed, request);
  const settled = await settle(deps, ask, loaded, decision, {
    more: decision.kind === 'granted' ? { code: pass ? 'pass' : 'fail' } : {},
    ...(pass ? { verified: counts } : {}),
    ...(decided.kind === 'granted' && lack === 'other-factors' ? { guesses: decided.consume.guesses } : {}),
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

/**
 * Why these claims cannot verify anybody, right or wrong: `too-guessable` by their kinds and forms alone, `other-factors` since
 * some of them count for nothing here. Costs the guess of a comparison where it tells of what was typed before.
 */
function lacking(
  deps: AccessDeps,
  names: readonly string[],
  hard: readonly string[],
  counts: readonly string[],
): 'too-guessable' | 'other-factors' | null {
  if (!names.every((name) => deps.vault.kinds.get(name)?.verifiable) || !enough(deps, hard))
    return 'too-guessable';
  return enough(deps, counts) ? null : 'other-factors';
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
