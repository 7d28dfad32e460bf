import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { type Action, actions } from '@huke/sdk';
import { type Branches, branchBuilder } from './branch.ts';
import { compileConditions, readsField } from './compile.ts';
import { GateError } from './error.ts';
import type { Policy, PolicySet } from './policy-set.ts';
import { type ResourceType, resourceTypesOf } from './schema.ts';
import type { Env } from './values.ts';

type Test = (env: Env) => boolean;
export type Rule = {
  readonly id: string;
  readonly policy: Policy;
  /** Where the rule begins in the program's branches. */
  readonly start: number;
  /** The same, the plain way: for what-if. */
  readonly test: Test;
};

/** The rules that can matter to one action of one kind of principal, apart by effect and by what they read. */
export type Rules = {
  /** Read nothing of the field: the same for every field of an ask. */
  readonly ask: { readonly forbids: readonly Rule[]; readonly permits: readonly Rule[] };
  readonly field: { readonly forbids: readonly Rule[]; readonly permits: readonly Rule[] };
};

export type PrincipalType = 'Person' | 'ServiceKey';
type ByResource = Readonly<Partial<Record<ResourceType, Rules>>>;
export type Program = Readonly<Record<PrincipalType, Readonly<Record<Action, ByResource>>>> & {
  readonly branches: Branches;
};

/** Compiles a policy set, once, for every action and kind of principal. Throws `policy-operator`. */
export function compileProgram(set: PolicySet): Program {
  const builder = branchBuilder();
  const compiled = set.policies.map((policy) => ({
    rule: { id: policy.id, policy, start: builder.add(policy.json), test: compileConditions(policy.json) },
    readsField: readsField(policy.json.conditions),
  }));
  const rulesFor = (principal: PrincipalType, action: Action, resource: ResourceType): Rules => {
    const reached = compiled.filter(({ rule }) => reaches(rule.policy.json, principal, action, resource));
    const pick = (effect: string, field: boolean): Rule[] =>
      reached
        .filter((each) => each.rule.policy.effect === effect && each.readsField === field)
        .map((each) => each.rule);
    return {
      ask: { forbids: pick('forbid', false), permits: pick('permit', false) },
      field: { forbids: pick('forbid', true), permits: pick('permit', true) },
    };
  };
  const each = (principal: PrincipalType): Record<Action, ByResource> =>
    Object.fromEntries(
      actions.map((action) => {
        const types = resourceTypesOf(action);
        return [action, Object.fromEntries(types.map((type) => [type, rulesFor(principal, action, type)]))];
      }),
    ) as Record<Action, ByResource>;
  return { Person: each('Person'), ServiceKey: each('ServiceKey'), branches: builder.done() };
}

function reaches(
  policy: PolicyJson,
  principal: PrincipalType,
  action: Action,
  resource: ResourceType,
): boolean {
  return (
    typeMatches(policy.principal, principal) &&
    actionMatches(policy.action, action) &&
    typeMatches(policy.resource, resource)
  );
}

function typeMatches(scope: PolicyJson['principal'], type: string): boolean {
  if (scope.op === 'All') return true;
  if (scope.op === 'is' && scope.in === undefined) return scope.entity_type === type;
  throw new GateError(
    'policy-operator',
    `a policy's scope uses ${scope.op}: use "is" there and "when" for the rest`,
  );
}

function actionMatches(scope: PolicyJson['action'], action: Action): boolean {
  if (scope.op === 'All') return true;
  if (scope.op === '==' && 'entity' in scope) return idOf(scope.entity) === action;
  if (scope.op === 'in' && 'entities' in scope) return scope.entities.some((each) => idOf(each) === action);
  throw new GateError(
    'policy-operator',
    "a policy's scope uses a group of actions: list the actions instead",
  );
}

function idOf(entity: { __entity: { id: string } } | { id: string }): string {
  return '__entity' in entity ? entity.__entity.id : entity.id;
}
