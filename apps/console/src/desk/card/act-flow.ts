import type { Approval, CardField, Need, Post, Problem, Reason, StepUpStart } from '@huke/sdk';

/** What somebody wants to do with one value. */
export type Wish = {
  readonly action: 'reveal' | 'copy' | 'use';
  readonly use?: 'dial' | 'text' | 'mail';
  readonly field: CardField;
};

/** Where an act stands; each step is one panel beside the field. */
export type Flow = { readonly wish: Wish; readonly reason: Reason; readonly note: string } & (
  | { readonly at: 'not-offered' }
  | { readonly at: 'reason' }
  | { readonly at: 'sending' }
  | { readonly at: 'step-up'; readonly start: StepUpStart | null }
  | { readonly at: 'approval'; readonly by: readonly Post[] }
  | { readonly at: 'waiting'; readonly approval: Approval }
  | { readonly at: 'refused'; readonly problem: Problem }
);

/** What the agent can fetch in place; everything else needs somebody or something outside this page. */
const inPlace: ReadonlySet<Need['kind']> = new Set(['step-up', 'approval', 'reason']);

/**
 * Starts an act: most need a reason, pre-filled from the kind of case; using without seeing needs none. What the card
 * does not offer ends here, and asks the server nothing.
 */
export function begin(wish: Wish, reason: Reason): Flow {
  if (!wish.field.may.some((each) => each.action === wish.action))
    return { wish, reason, note: '', at: 'not-offered' };
  return { wish, reason, note: '', at: wish.action === 'use' ? 'sending' : 'reason' };
}

/** Whether a refusal says that the step-up sent with it is no longer good; other refusals leave it good. */
export function stepUpOver(problem: Problem): boolean {
  return problem.code.startsWith('step-up-') || (problem.needs ?? []).some((need) => need.kind === 'step-up');
}

/**
 * Where a refused try leads. An approval comes before a step-up: people answer in minutes, a step-up for one item
 * would be over by then.
 */
export function afterProblem(flow: Flow, problem: Problem): Flow {
  const { wish, reason, note } = flow;
  const needs = problem.needs ?? [];
  const outside = needs.some((need) => !inPlace.has(need.kind));
  if (needs.length === 0 || outside) return { wish, reason, note, at: 'refused', problem };
  const approval = needs.find((need) => need.kind === 'approval');
  if (approval) return { wish, reason, note, at: 'approval', by: approval.by ?? [] };
  if (needs.some((need) => need.kind === 'step-up'))
    return { wish, reason, note, at: 'step-up', start: null };
  return { wish, reason, note, at: 'reason' };
}

/** The reason that an act starts with: the first that the kind of case suggests. */
export function firstReason(suggested: readonly string[], known: readonly Reason[]): Reason {
  return known.find((reason) => reason === suggested[0]) ?? 'customer-asked';
}

/** Reason chips: those of the case first, then the general ones, at most nine so that a digit picks each. */
export function reasonChips(suggested: readonly string[], known: readonly Reason[]): readonly Reason[] {
  const first = suggested.flatMap((code) => known.filter((reason) => reason === code));
  return [
    ...new Set<Reason>([...first, 'customer-asked', 'confirm-identity', 'call-back-needed', 'other']),
  ].slice(0, 9);
}

/** What can be done without seeing a value of this type. */
export function usesOf(type: string | undefined, field: string): readonly ('dial' | 'text' | 'mail')[] {
  if (type === 'CN_MOBILE' || field === 'mobile') return ['dial', 'text'];
  if (type === 'CN_LANDLINE' || type === 'PHONE_NUMBER' || field === 'landline') return ['dial'];
  return type === 'EMAIL_ADDRESS' || field === 'email' ? ['mail'] : [];
}
