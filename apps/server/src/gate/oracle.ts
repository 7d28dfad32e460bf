import {
  type CedarValueJson,
  type EntityJson,
  preparsePolicySet,
  statefulIsAuthorized,
  type TypeAndId,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { Action } from '@huke/sdk';
import type { Ask, Facts } from './ask.ts';
import { judge } from './decide.ts';
import { GateError } from './error.ts';
import type { PolicySet } from './policy-set.ts';
import type { Program } from './program.ts';
import { requestsOf } from './requests.ts';
import { type CedarRecord, Entity, type Env, presentKeys, type Value } from './values.ts';

/** What the official Cedar engine says of one request. `errors` are ids of policies that failed to evaluate. */
export type Official = {
  readonly allowed: boolean;
  readonly policies: readonly string[];
  readonly errors: readonly string[];
};
export type Oracle = (action: Action, env: Env) => Official;

/** Hands a policy set to the official engine. Slow (about half a millisecond a request): for tests and shadow checks. */
export function createOracle(set: PolicySet): Oracle {
  const id = `gate-${set.digest}`;
  const staticPolicies = Object.fromEntries(set.policies.map((policy) => [policy.id, policy.text]));
  const parsed = preparsePolicySet(id, { staticPolicies });
  if (parsed.type === 'failure')
    throw new GateError('policy-syntax', 'the official engine refuses the policies');
  return (action, env) => {
    const answer = statefulIsAuthorized({
      principal: uid(env.principal),
      action: { type: 'Action', id: action },
      resource: uid(env.resource),
      context: recordJson(env.context),
      preparsedPolicySetId: id,
      entities: entitiesOf(env),
      validateRequest: false,
    });
    if (answer.type === 'failure') return { allowed: false, policies: [], errors: ['request'] };
    const { decision, diagnostics } = answer.response;
    return {
      allowed: decision === 'allow',
      policies: diagnostics.reason,
      errors: diagnostics.errors.map((error) => error.policyId),
    };
  };
}

/** Whether the official engine decides every request of the ask as the compiled policies do. */
export function agrees(oracle: Oracle, program: Program, ask: Ask, facts: Facts): boolean {
  const ours = judge(program, ask, facts);
  return requestsOf(ask, facts).every((env, i) => {
    const official = oracle(ask.action, env);
    const verdict = ours[i];
    return (
      verdict !== undefined &&
      official.errors.length === 0 &&
      official.allowed === verdict.allowed &&
      sameIds(
        official.policies,
        verdict.rules.map((rule) => rule.id),
      )
    );
  });
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join();
}

const uid = ({ type, id }: Entity): TypeAndId => ({ type, id });

function valueJson(value: Value): CedarValueJson {
  if (value instanceof Entity) return { __entity: uid(value) };
  if (typeof value === 'bigint') throw new Error('no fact is beyond 2^53');
  if (typeof value !== 'object') return value;
  return Array.isArray(value) ? value.map(valueJson) : recordJson(value as CedarRecord);
}

function recordJson(record: CedarRecord): Record<string, CedarValueJson> {
  return Object.fromEntries(presentKeys(record).map((key) => [key, valueJson(record[key] as Value)]));
}

/** Every entity with attributes that the request reaches. */
function entitiesOf(env: Env): EntityJson[] {
  const found = new Map<string, EntityJson>();
  const visit = (value: Value | undefined): void => {
    if (typeof value !== 'object') return;
    if (Array.isArray(value)) return value.forEach(visit);
    if (!(value instanceof Entity)) return Object.values(value as CedarRecord).forEach(visit);
    const key = `${value.type}::${value.id}`;
    if (value.attrs === null || found.has(key)) return;
    found.set(key, { uid: uid(value), attrs: recordJson(value.attrs), parents: [] });
    Object.values(value.attrs).forEach(visit);
  };
  [env.principal, env.resource, env.context].forEach(visit);
  return [...found.values()];
}
