import { type ProblemError, problem } from './problem.ts';

/** Every refusal of the organisation's rules: status, and what to do next. */
const refusals: Readonly<Record<string, readonly [status: number, title: string]>> = {
  'not-allowed': [403, 'your post does not include this: ask an officer who has it'],
  'no-such-rule': [404, 'there is no such rule: see the list of rules'],
  'changed-meanwhile': [409, 'somebody changed this meanwhile: load it again'],
  taken: [409, 'a rule of this kind has that name: choose another'],
  'too-many-rules': [409, 'there are as many rules as there may be: delete or change one'],
  'rules-altered': [409, 'the stored rules were altered outside Huke: restore the database from a backup'],
  'rule-refused': [422, 'the rule cannot be used: see errors'],
  'trial-busy': [429, 'too many tries at once: wait a few seconds'],
};

type Refusal = {
  readonly kind: 'refused';
  readonly code: string;
  readonly error?: { readonly path: string; readonly code: string; readonly at?: number };
};

function ruleProblem({ code, error }: Refusal): ProblemError {
  const [status, title] = refusals[code] ?? [400, 'this could not be done: start again'];
  return problem(status, code, title, error ? { errors: [error] } : {});
}

/** What was done, or the refusal as a problem. */
export function ruleDone<T extends { readonly kind: string }>(
  outcome: T | Refusal,
): Exclude<T, { readonly kind: 'refused' }> {
  if (outcome.kind === 'refused') throw ruleProblem(outcome as Refusal);
  return outcome as Exclude<T, { readonly kind: 'refused' }>;
}
