import { type Need, needKinds, type Post } from '@huke/sdk';
import type { Ask, Consumption, Decision, Facts, FieldDecision, FieldFacts } from './ask.ts';
import { type Branches, holding } from './branch.ts';
import { stepUpCovers } from './entities.ts';
import { levelRow } from './levels.ts';
import type { Program, Rule, Rules } from './program.ts';
import { bestGrant, guessCost, letsOut, requestsOf, showsClear } from './requests.ts';
import type { ResourceType } from './schema.ts';
import { type Slots, slotsOf } from './slots.ts';
import type { Env } from './values.ts';

/** What Cedar says of one request: the policies that decided, and whether it is allowed. */
export type Verdict = {
  readonly allowed: boolean;
  readonly permitted: boolean;
  readonly rules: readonly Rule[];
};

/**
 * Decides one ask: pure, synchronous, and never throws; whatever goes wrong is a refusal with `policy-error`.
 *
 * A `view` shows each field masked or hides it and is granted when any field may be shown; every other ask is granted
 * for all its fields or not at all.
 */
export function decide(program: Program, ask: Ask, facts: Facts): Decision {
  try {
    return settle(ask, facts, judge(program, ask, facts));
  } catch {
    return { kind: 'refused', code: 'policy-error', policies: [] };
  }
}

/** Verdicts by field, or the one verdict of an ask without fields. Throws where any policy errs. */
export function judge(program: Program, ask: Ask, facts: Facts): readonly Verdict[] {
  const requests = requestsOf(ask, facts);
  const [first] = requests;
  if (first === undefined) throw new Error('the ask names no field');
  const byResource = program[first.principal.type === 'Person' ? 'Person' : 'ServiceKey'][ask.action];
  const rules = byResource[first.resource.type as ResourceType];
  if (rules === undefined) throw new Error('the action is not done to such a thing');
  const { branches } = program;
  const slots = slotsOf(first);
  const forbids = holding(branches, rules.ask.forbids, slots, first);
  const permits = holding(branches, rules.ask.permits, slots, first);
  if (requests.length === 1) return [verdict(branches, rules.field, slots, first, forbids, permits)];
  return requests.map((env) => verdict(branches, rules.field, slotsOf(env), env, forbids, permits));
}

const none: readonly Rule[] = [];

const joined = (a: readonly Rule[], b: readonly Rule[]): readonly Rule[] =>
  a.length === 0 ? b : b.length === 0 ? a : [...a, ...b];

function verdict(
  branches: Branches,
  rules: Rules['field'],
  slots: Slots,
  env: Env,
  askForbids: readonly Rule[],
  askPermits: readonly Rule[],
): Verdict {
  const forbids = joined(askForbids, holding(branches, rules.forbids, slots, env));
  const permits = joined(askPermits, holding(branches, rules.permits, slots, env));
  const permitted = permits.length > 0;
  if (forbids.length > 0) return { allowed: false, permitted, rules: forbids };
  return { allowed: permitted, permitted, rules: permits };
}

function settle(ask: Ask, facts: Facts, verdicts: readonly Verdict[]): Decision {
  const enough = ask.action === 'view' ? verdicts.some(isAllowed) : verdicts.every(isAllowed);
  if (!enough) return denied(ask, verdicts);
  return ask.action in needsFields && facts.fields.length === 0 ? noSuchField : granted(ask, facts, verdicts);
}

/** Asks for fields that the customer has not. */
const needsFields = {
  reveal: true,
  copy: true,
  use: true,
  redeem: true,
  verify: true,
  correct: true,
  rollback: true,
};
const noSuchField: Decision = { kind: 'refused', code: 'no-such-field', policies: [] };

const isAllowed = (verdict: Verdict): boolean => verdict.allowed;

function granted(ask: Ask, facts: Facts, verdicts: readonly Verdict[]): Decision {
  const clear = showsClear(ask.action);
  const each = verdicts.length === facts.fields.length;
  return {
    kind: 'granted',
    fields: facts.fields.map((field, i) => fieldDecision(ask, field, verdicts[each ? i : 0])),
    policies: idsOf(verdicts),
    consume: consumption(ask, facts),
    hideAfter: clear
      ? Math.min(...facts.fields.map((field) => levelRow[field.level].hideAfterSeconds))
      : null,
    watermark: clear || ask.action === 'view' || ask.action === 'search',
  };
}

function fieldDecision(ask: Ask, field: FieldFacts, verdict: Verdict | undefined): FieldDecision {
  const allowed = verdict?.allowed ?? false;
  return {
    field: field.field,
    item: field.item,
    show: allowed ? shownBy(ask.action) : 'hidden',
    policies: verdict === undefined ? [] : idsOf([verdict]),
  };
}

function shownBy(action: Ask['action']): FieldDecision['show'] {
  // a redeemed value goes to a program in clear, as does where a notice goes, and their entries say so
  if (showsClear(action) || action === 'redeem' || action === 'notify') return 'clear';
  if (action === 'use') return 'used';
  return action === 'view' || action === 'search' ? 'masked' : 'hidden';
}

function consumption(ask: Ask, facts: Facts): Consumption {
  if (!letsOut(ask.action)) return { grant: null, stepUp: null, reveals: [], guesses: guessCost(ask.action) };
  const grant = facts.grants.length === 0 ? null : bestGrant(ask, facts);
  const stepUp = facts.stepUp !== null && facts.fields.some((field) => stepUpCovers(ask, facts, field));
  return {
    grant: grant?.id ?? null,
    stepUp: stepUp && facts.stepUp !== null ? facts.stepUp.id : null,
    reveals: facts.fields
      .filter((field) => !field.shownInContact && showsClear(ask.action))
      .map(({ field, item }) => ({ field, item })),
    guesses: 0,
  };
}

/** What is missing, if every policy that stands in the way of some field says so and a permit would then allow it. */
function denied(ask: Ask, verdicts: readonly Verdict[]): Decision {
  const lacking = verdicts.filter((verdict) => !verdict.allowed).map(veiled);
  const fetchable = lacking.filter(isFetchable);
  const helps = ask.action === 'view' ? fetchable.length > 0 : fetchable.length === lacking.length;
  if (helps) return { kind: 'needs', needs: unionOfNeeds(fetchable), policies: idsOf(fetchable) };
  const final = lacking.find((verdict) => !isFetchable(verdict));
  return { kind: 'refused', code: codeOf(final), policies: idsOf(lacking) };
}

/**
 * What the asker may be told of a denial, so that an absent customer, one of others and a protected one answer alike:
 * first what lies with the asker (`@veil("1")`), then that no post permits it, then that the customer is not theirs
 * (`@veil("2")`); each hides all that follows.
 */
function veiled(verdict: Verdict): Verdict {
  const first = verdict.rules.filter((rule) => rule.policy.veil === 1);
  if (first.length > 0) return { ...verdict, rules: first };
  if (!verdict.permitted) return { ...verdict, rules: none };
  const second = verdict.rules.filter((rule) => rule.policy.veil === 2);
  return second.length > 0 ? { ...verdict, rules: second } : verdict;
}

const isFetchable = (verdict: Verdict): boolean =>
  verdict.permitted && verdict.rules.every((rule) => rule.policy.needs !== null);

/** The id of the first policy that nothing could satisfy; `not-permitted` where no policy permits it at all. */
function codeOf(verdict: Verdict | undefined): string {
  return verdict?.rules.find((rule) => rule.policy.needs === null)?.id ?? 'not-permitted';
}

function idsOf(verdicts: readonly Verdict[]): readonly string[] {
  const [first] = verdicts;
  if (first !== undefined && verdicts.length === 1) return first.rules.map((rule) => rule.id);
  const ids = new Set<string>();
  for (const each of verdicts) for (const rule of each.rules) ids.add(rule.id);
  return [...ids];
}

/** One need of each kind; approvals that one person may give are one, by the posts that all of them accept. */
function unionOfNeeds(verdicts: readonly Verdict[]): readonly Need[] {
  const all = verdicts.flatMap((verdict) => verdict.rules.flatMap((rule) => rule.policy.needs ?? []));
  return needKinds.flatMap((kind): readonly Need[] => {
    const same = all.filter((need) => need.kind === kind);
    if (same.length === 0) return [];
    return kind === 'approval' ? approvals(same.map((need) => need.by ?? [])) : [{ kind }];
  });
}

function approvals(lists: readonly (readonly Post[])[]): readonly Need[] {
  const common = lists.reduce((a, b) => a.filter((post) => b.includes(post)));
  if (common.length > 0) return [{ kind: 'approval', by: common }];
  const apart = new Map(lists.map((by) => [by.join(','), by]));
  return [...apart.values()].map((by) => ({ kind: 'approval', by }));
}
