import { isAuthorized, type PolicyJson, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchBuilder, holding } from './branch.ts';
import { compileConditions } from './compile.ts';
import { slotsOf } from './slots.ts';
import { Entity, type Env } from './values.ts';

const parse = (text: string): PolicyJson => {
  const answer = policyToJson(text);
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors.map((error) => error.message)));
  return answer.json;
};

const person = new Entity('Person', 'a', {
  n: 7,
  big: 9007199254740991,
  team: new Entity('Team', 't', null),
});
const customer = new Entity('Customer', 'c', { vip: true, minor: false });
const field = new Entity('Field', 'f', { customer, rank: 2, type: 'w' });
const context = {
  risk: 7,
  quotaLimit: 9007199254740991,
  case: { verified: true, contact: false, team: new Entity('Team', 't', null), agent: person },
  yes: true,
  no: false,
  n: 7,
  big: 9007199254740991,
  word: 'w',
  team: new Entity('Team', 't', null),
  list: [1, 2, 3],
  inner: { n: 1 },
};
const env: Env = { principal: person, resource: field, context };

const contextJson = {
  ...context,
  case: {
    verified: true,
    contact: false,
    team: { __entity: { type: 'Team', id: 't' } },
    agent: { __entity: { type: 'Person', id: 'a' } },
  },
  team: { __entity: { type: 'Team', id: 't' } },
};
const entities = [
  {
    uid: { type: 'Person', id: 'a' },
    attrs: { n: 7, big: 9007199254740991, team: { __entity: { type: 'Team', id: 't' } } },
    parents: [],
  },
  { uid: { type: 'Customer', id: 'c' }, attrs: { vip: true, minor: false }, parents: [] },
  {
    uid: { type: 'Field', id: 'f' },
    attrs: { customer: { __entity: { type: 'Customer', id: 'c' } }, rank: 2, type: 'w' },
    parents: [],
  },
];

type Outcome = boolean | 'error';

function ours(condition: string): Outcome {
  const test = compileConditions(parse(`permit(principal, action, resource) when { ${condition} };`));
  try {
    return test(env);
  } catch {
    return 'error';
  }
}

/** The same by the branching program, which the gate runs. */
function branched(condition: string): Outcome {
  const builder = branchBuilder();
  const rules = [{ start: builder.add(parse(`permit(principal, action, resource) when { ${condition} };`)) }];
  try {
    return holding(builder.done(), rules, slotsOf(env), env).length === 1;
  } catch {
    return 'error';
  }
}

function official(condition: string): Outcome {
  const uid = { type: 'Person', id: 'a' };
  const answer = isAuthorized({
    principal: uid,
    action: { type: 'Action', id: 'view' },
    resource: { type: 'Field', id: 'f' },
    context: contextJson,
    policies: { staticPolicies: { p: `permit(principal, action, resource) when { ${condition} };` } },
    entities,
  });
  if (answer.type === 'failure') throw new Error(answer.errors.map((error) => error.message).join());
  if (answer.response.diagnostics.errors.length > 0) return 'error';
  return answer.response.decision === 'allow';
}

const leaves = [
  'true',
  'false',
  '0',
  '1',
  '7',
  '9007199254740991',
  '-9007199254740991',
  '"w"',
  '"v"',
  'principal',
  'principal.n',
  'principal.big',
  'principal.team',
  'principal.gone',
  'context.n',
  'context.big',
  'context.yes',
  'context.no',
  'context.word',
  'context.team',
  'context.list',
  'context.inner',
  'context.inner.n',
  'context.gone',
  'context.inner.gone',
  'context.team.gone',
  'Team::"t"',
  'Team::"u"',
  '[]',
  '[1, 2]',
  '[Team::"t", Team::"u"]',
  '[Team::"u"]',
  '[[1], [2]]',
  '[2, 1, 1]',
  'context has n',
  'context has gone',
  'context has inner.n',
  'context has inner.gone',
  'context has gone.n',
  'context.team has gone',
  'context.word has gone',
  'principal has team',
  'principal is Person',
  'context.team is Person',
  'context.n is Person',
  'context.risk',
  'context.quotaLimit',
  'context.guessCost',
  'context.case',
  'context.case.verified',
  'context.case.contact',
  'context.case.team',
  'context.case.agent',
  'context.case.agent.n',
  'context.case.contactAgent',
  'context has case',
  'context has key',
  'context.case has agent',
  'context.case has contactAgent',
  'context.key has case',
  'context.key.scopes',
  'principal.post',
  'principal has post',
  'resource',
  'resource.rank',
  'resource.type',
  'resource.shown',
  'resource is Field',
  'resource has customer',
  'resource has grantedBy',
  'resource.customer',
  'resource.customer.vip',
  'resource.customer.minor',
  'resource.customer.team',
  'resource.customer has team',
  'resource.customer has vip',
];

const two = ['==', '!=', '<', '<=', '>', '>=', '&&', '||', '+', '-', '*'];
const methods = ['contains', 'containsAll', 'containsAny'];

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { arbitrary: fc.constantFrom(...leaves), weight: 3 },
    {
      arbitrary: fc
        .tuple(tie('expression'), fc.constantFrom(...two), tie('expression'))
        .map(([a, operator, b]) => `((${a}) ${operator} (${b}))`),
      weight: 6,
    },
    {
      arbitrary: fc
        .tuple(tie('expression'), fc.constantFrom(...methods), tie('expression'))
        .map(([a, method, b]) => `(${a}).${method}(${b})`),
      weight: 2,
    },
    { arbitrary: tie('expression').map((a) => `(!(${a}))`), weight: 1 },
    { arbitrary: tie('expression').map((a) => `(-(${a}))`), weight: 1 },
    { arbitrary: tie('expression').map((a) => `(${a}).isEmpty()`), weight: 1 },
    {
      arbitrary: fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([a, b, c]) => `(if (${a}) then (${b}) else (${c}))`),
      weight: 1,
    },
  ),
}));

describe('compileConditions', () => {
  it('gives what the official engine gives for random expressions, errors included', {
    timeout: 300_000,
  }, () => {
    const seen = { true: 0, false: 0, error: 0 };
    fc.assert(
      fc.property(expression, (condition) => {
        const outcome = ours(condition);
        seen[`${outcome}`] += 1;
        expect(branched(condition)).toBe(outcome);
        expect(outcome).toBe(official(condition));
      }),
      { numRuns: process.env['SLOW'] === '1' ? 10_000 : 1500, seed: 11 },
    );
    expect(Math.min(seen.true, seen.false, seen.error)).toBeGreaterThan(20);
  });

  it.each([
    ['9007199254740991 * 1024 == 9223372036854774784', true],
    ['context.big * 1024 + 1023 > context.big * 1024 + 1022', true],
    ['context.big * 1024 + 1023 + 1 > 0', 'error'],
    ['context.big * 1025 > 0', 'error'],
    ['-context.big * 1025 < 0', 'error'],
    ['context.big + 2 - 2 == context.big', true],
    ['context.big + 1 != context.big', true],
    ['0 * -7 == 0', true],
  ] as const)('calculates longs exactly: %s', (condition, outcome) => {
    const folded = condition.replace('9223372036854774784', '9007199254740991 * 1024');
    expect(ours(folded)).toBe(outcome);
    expect(branched(folded)).toBe(outcome);
    expect(official(folded)).toBe(outcome);
  });

  it.each([
    ['principal in Team::"t"'],
    ['principal is Person in Team::"t"'],
    ['principal.hasTag("x")'],
    ['context.word like "w*"'],
    ['ip("127.0.0.1").isLoopback()'],
    ['{a: 1} == context.inner'],
    ['action == Action::"view"'],
    ['context.n < 9223372036854775807'],
    ['context has toString'],
    ['context.constructor == 1'],
  ])('refuses what it does not know: %s', (condition) => {
    const policy = parse(`permit(principal, action, resource) when { ${condition} };`);
    expect(() => branchBuilder().add(policy)).toThrow(expect.objectContaining({ code: 'policy-operator' }));
    expect(() => compileConditions(policy)).toThrow(expect.objectContaining({ code: 'policy-operator' }));
  });

  it('joins when and unless', () => {
    const test = (text: string): boolean =>
      compileConditions(parse(`permit(principal, action, resource) ${text};`))(env);
    expect(test('')).toBe(true);
    expect(test('when { context.yes } unless { context.no }')).toBe(true);
    expect(test('when { context.yes } unless { context.yes }')).toBe(false);
    expect(test('when { context.yes } when { context.yes } when { context.no }')).toBe(false);
  });
});
