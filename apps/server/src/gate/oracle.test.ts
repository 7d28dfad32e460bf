import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge } from './decide.ts';
import { agrees, createOracle } from './oracle.ts';
import { loadPolicies } from './policy-set.ts';
import { compileProgram } from './program.ts';
import { requestsOf } from './requests.ts';
import { anyAsk, type Asked, seeded } from './testing.ts';

const set = loadPolicies(join(import.meta.dirname, '../../../../policies'));
const program = compileProgram(set);
const oracle = createOracle(set);

const wanted = 50;
const slow = process.env['SLOW'] === '1';

/** Asks of the seed that make each policy decide often enough, and every fiftieth of the others. */
function chosenAsks(seed: number, times: number): readonly Asked[] {
  const random = seeded(seed);
  const counts = new Map(set.policies.map((policy) => [policy.id, 0]));
  const chosen: Asked[] = [];
  for (let i = 0; i < 200_000 && [...counts.values()].some((n) => n < times); i += 1) {
    const asked = anyAsk(random);
    const ids = judge(program, asked.ask, asked.facts).flatMap((verdict) =>
      verdict.rules.map((rule) => rule.id),
    );
    if (i % 50 !== 0 && ids.every((id) => (counts.get(id) ?? 0) >= times)) continue;
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    chosen.push(asked);
  }
  return chosen;
}

describe('the compiled policies and the official engine', () => {
  it(`agree on decision and deciding policies while every policy decides ${wanted} times`, {
    timeout: 300_000,
  }, () => {
    const decided = new Map(set.policies.map((policy) => [policy.id, 0]));
    for (const { ask, facts } of chosenAsks(20_261_121, slow ? 5 * wanted : wanted)) {
      const verdicts = judge(program, ask, facts);
      requestsOf(ask, facts).forEach((env, i) => {
        const official = oracle(ask.action, env);
        const ours = verdicts[i];
        expect(official.errors).toEqual([]);
        expect({ allowed: ours?.allowed, policies: ours?.rules.map((rule) => rule.id).sort() }).toEqual({
          allowed: official.allowed,
          policies: [...official.policies].sort(),
        });
        for (const id of official.policies) decided.set(id, (decided.get(id) ?? 0) + 1);
      });
    }
    expect([...decided].filter(([, times]) => times < wanted)).toEqual([]);
  });

  it('are told apart when one policy is missing', () => {
    const fewer = {
      ...set,
      digest: `${set.digest}-fewer`,
      policies: set.policies.filter((p) => p.id !== 'off-duty'),
    };
    const other = createOracle(fewer);
    const random = seeded(7);
    const asks = Array.from({ length: 300 }, () => anyAsk(random));
    expect(asks.every(({ ask, facts }) => agrees(other, program, ask, facts))).toBe(false);
  });
});
