import type { Ask, Facts } from './ask.ts';
import type { PrincipalType, Program, Rule } from './program.ts';
import { requestsOf } from './requests.ts';
import type { ResourceType } from './schema.ts';
import type { Env } from './values.ts';

/** What one policy says of one field (or of the record or desk, where an ask has no fields). */
export type Explained = {
  readonly field: string | null;
  readonly policy: string;
  readonly effect: 'permit' | 'forbid';
  readonly outcome: 'satisfied' | 'not-satisfied' | 'error';
};

/** Every policy that can matter to the ask with its outcome, field by field. Throws where the facts fit no schema. */
export function explain(program: Program, ask: Ask, facts: Facts): readonly Explained[] {
  return requestsOf(ask, facts).flatMap((env, i) => {
    const rules = program[env.principal.type as PrincipalType][ask.action][env.resource.type as ResourceType];
    if (rules === undefined) return [];
    const all = [rules.ask, rules.field].flatMap(({ forbids, permits }) => [...forbids, ...permits]);
    const field = env.resource.type === 'Field' ? (facts.fields[i]?.field ?? null) : null;
    return all.map((rule) => ({
      field,
      policy: rule.id,
      effect: rule.policy.effect,
      outcome: outcomeOf(rule, env),
    }));
  });
}

function outcomeOf(rule: Rule, env: Env): Explained['outcome'] {
  try {
    return rule.test(env) ? 'satisfied' : 'not-satisfied';
  } catch {
    return 'error';
  }
}
