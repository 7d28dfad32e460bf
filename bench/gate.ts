import { join } from 'node:path';
import type { MongoAbility } from '@casl/ability';
import type { Subject } from '../apps/server/src/gate/ask.ts';
import { decide } from '../apps/server/src/gate/decide.ts';
import { createOracle } from '../apps/server/src/gate/oracle.ts';
import { loadPolicies } from '../apps/server/src/gate/policy-set.ts';
import { compileProgram } from '../apps/server/src/gate/program.ts';
import { requestsOf } from '../apps/server/src/gate/requests.ts';
import { anyAsk, type Asked, ordinary, seeded, stepUpFor } from '../apps/server/src/gate/testing.ts';
import { abilityOf, fieldObject } from './casl/model.ts';
import { atLeast, type Report, report, result } from './report.ts';

export const summary = 'decisions per second with entity assembly, beside CASL and cedar-wasm pre-parsed';

const set = loadPolicies(join(import.meta.dirname, '../policies'));
const program = compileProgram(set);
const oracle = createOracle(set);
const fieldActions: readonly string[] = ['view', 'reveal', 'copy', 'use', 'verify'];

/** What a desk asks: mostly what is granted, one in five with something odd, so that denials are in it too. */
function desk(count: number): readonly Asked[] {
  const random = seeded(4);
  const asks: Asked[] = [];
  while (asks.length < count) {
    const asked = asks.length % 5 === 0 ? anyAsk(random) : usual(random);
    const { ask, facts } = asked;
    if (facts.subject.kind !== 'person' || facts.customer === null || !fieldActions.includes(ask.action))
      continue;
    if (facts.subject.post === 'service-key') continue;
    asks.push(asked);
  }
  return asks;
}

function usual(random: () => number): Asked {
  const action = (['view', 'view', 'reveal', 'use', 'verify'] as const)[Math.floor(random() * 5)] ?? 'view';
  const use = action === 'use' ? 'dial' : null;
  const asked = ordinary({ ask: { action, use } });
  if (random() < 0.7) return asked;
  return stepUpFor(
    ordinary({ ask: { action }, field: { field: 'residentId', type: 'CN_RESIDENT_ID', sensitive: true } }),
  );
}

/** The ordinary reveal, of one agent and customer among many. */
function revealOf(agent: string, id: string): Asked {
  return ordinary({
    subject: { person: agent },
    customer: { id },
    case: { agent, contactAgent: agent, customer: id },
  });
}

/** Abilities are built once for a person and session, as CASL's users do. */
const abilities = new WeakMap<Subject, MongoAbility>();
function abilityFor(subject: Subject): MongoAbility {
  const known = abilities.get(subject);
  if (known !== undefined) return known;
  const ability = abilityOf(subject);
  abilities.set(subject, ability);
  return ability;
}

const subjects = {
  ours: ({ ask, facts }: Asked): boolean => decide(program, ask, facts).kind === 'granted',
  casl: ({ ask, facts }: Asked): boolean =>
    abilityFor(facts.subject).can(ask.action, fieldObject(ask, facts, 0)),
  cedarWasm: ({ ask, facts }: Asked): boolean =>
    requestsOf(ask, facts).every((env) => oracle(ask.action, env).allowed),
};

/** Decisions per CPU second; the process does nothing else meanwhile. */
function rate(decideOne: (asked: Asked) => boolean, asks: readonly Asked[], rounds: number): number {
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) for (const asked of asks) decideOne(asked);
  const { user, system } = process.cpuUsage(start);
  return (rounds * asks.length) / ((user + system) / 1e6);
}

/** The three decide alike before any of them is timed. */
function refuseUnequal(asks: readonly Asked[]): void {
  for (const asked of asks) {
    const answers = Object.values(subjects).map((subject) => subject(asked));
    if (new Set(answers).size > 1) throw new Error(`the three decide differently: ${asked.ask.action}`);
  }
}

const runs = 7;

export async function run(): Promise<Report> {
  const mixed = desk(400);
  const reveal = Array.from({ length: 256 }, (_, i) => revealOf(`per_${i}`, `cus_${i}`));
  refuseUnequal([...mixed, ...reveal]);
  const measure = (
    name: string,
    asks: readonly Asked[],
    rounds: { ours: number; casl: number; wasm: number },
  ) => {
    const kinds = [
      ['ours', subjects.ours, rounds.ours],
      ['CASL', subjects.casl, rounds.casl],
      ['cedar-wasm pre-parsed', subjects.cedarWasm, rounds.wasm],
    ] as const;
    for (const [, subject, n] of kinds) rate(subject, asks, Math.ceil(n / 2));
    const figures = kinds.map((): number[] => []);
    // turn by turn, so that a busy machine is busy for all of them
    for (let i = 0; i < runs; i += 1)
      kinds.forEach(([, subject, n], k) => figures[k]?.push(rate(subject, asks, n)));
    return kinds.map(([label], k) => result(`${name}: ${label}`, 'decisions/s', figures[k] ?? []));
  };
  const one = measure('reveal granted', reveal, { ours: 800, casl: 80, wasm: 1 });
  const many = measure('desk mix', mixed, { ours: 500, casl: 50, wasm: 1 });
  const [ours, casl, wasm] = many.map((each) => each.median);
  const [ours1, casl1, wasm1] = one.map((each) => each.median);
  return report('gate', [...one, ...many], {
    'desk mix, ours / CASL': atLeast(ours ?? 0, casl ?? 0, 5),
    'desk mix, ours / cedar-wasm': atLeast(ours ?? 0, wasm ?? 0, 300),
    'reveal, ours / CASL': atLeast(ours1 ?? 0, casl1 ?? 0, 5),
    'reveal, ours / cedar-wasm': atLeast(ours1 ?? 0, wasm1 ?? 0, 300),
  });
}
