import type { PolicyCard, Purpose, Reason } from '@huke/sdk';
import type { AlarmPort } from '#alarm';
import type { Budgets } from '#budget';
import { type Clock, type Database, type Log, subscribe } from '#platform';
import type { Subject } from './ask.ts';
import type { Ask, Decision, Facts } from './ask.ts';
import { approve, blockFor, cancel, listApprovals, refuse } from './approval-decisions.ts';
import { type ApprovalAsk, requestApproval } from './approval-requests.ts';
import { cutApprovals, pendingCases } from './approval-store.ts';
import type { ApprovalRow, Refusal } from './approval-row.ts';
import { decide } from './decide.ts';
import { cutGrants, listGrants, revokeGrant } from './grants.ts';
import { habitOf } from './habits.ts';
import { countHits } from './hits.ts';
import {
  askAllowance,
  decideAllowance,
  endAllowance,
  listAllowances,
  type SeenUse,
  takeAllowance,
} from './import-allowances.ts';
import { may } from './may.ts';
import { agrees, createOracle } from './oracle.ts';
import type { People } from './people-port.ts';
import { loadPolicies } from './policy-set.ts';
import { compileProgram } from './program.ts';
import { raiseQuota, readQuota } from './quota.ts';
import { purposeReasons } from './reasons.ts';
import type { Mac } from './seals.ts';
import { type LedgerPort, type StoreDeps, type Tx } from './store.ts';
import { type Holder, newMemory, rememberEnd, storedFacts } from './stored-facts.ts';

export type GateDeps = {
  readonly db: Database;
  readonly ledger: LedgerPort;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly log: Log;
  readonly mac: Mac;
  readonly alarm: AlarmPort;
  /** Folder of `*.cedar` and `schema.cedarschema`. */
  readonly policiesDir: string;
  /** One decision in so many is checked against the official engine; 0 = none. */
  readonly shadowEvery?: number;
};

type Tail<F> = F extends (deps: never, ...rest: infer Rest) => unknown ? Rest : never;

export type Gate = Awaited<ReturnType<typeof createGate>>;

/**
 * Opens the gate: reads, validates and compiles the policies, and writes into the ledger which set is in force.
 * Throws `GateError` where the policies cannot be used; a gate without policies never opens.
 */
export async function createGate(deps: GateDeps) {
  const set = loadPolicies(deps.policiesDir);
  const program = compileProgram(set);
  const memory = newMemory();
  const store: StoreDeps = { ...deps, memory, policySet: set.digest };
  const seenUse: SeenUse = new Map();
  const hits = countHits(deps);
  const shadow = shadowCheck(deps);
  await announce(store);
  const unsubscribe = await subscribe(deps.db, (event) => {
    if (event.topic === 'grant' && event.code === 'ended' && event.id !== undefined)
      rememberEnd(memory, event.id);
  });

  function shadowCheck({ shadowEvery = 10_000, log }: GateDeps) {
    if (shadowEvery === 0) return () => true;
    const oracle = createOracle(set);
    let count = 0;
    return (ask: Ask, facts: Facts): boolean => {
      count += 1;
      if (count % shadowEvery !== 0 || agrees(oracle, program, ask, facts)) return true;
      log.error('policy-disagreement', { action: ask.action, purpose: ask.purpose });
      return false;
    };
  }

  function decideNow(ask: Ask, facts: Facts): Decision {
    const decision = decide(program, ask, facts);
    hits.count(decision.policies);
    if (decision.kind === 'refused' && decision.code === 'policy-error') {
      deps.log.error('policy-error', { action: ask.action, purpose: ask.purpose });
      return decision;
    }
    return shadow(ask, facts) ? decision : { kind: 'refused', code: 'policy-error', policies: [] };
  }

  const approvals = (people: People) => ({
    ...store,
    people,
    decide: (ask: Ask, facts: Facts) => decide(program, ask, facts),
  });

  return {
    /** Digest of schema and policies, base64url. */
    policySet: set.digest,
    /** Decides; pure but for its counters, never throws. */
    decide: decideNow,
    /** The same for what only might be asked: counted nowhere. */
    foresee: (ask: Ask, facts: Facts): Decision => decide(program, ask, facts),
    /** Reads what the SQL function `gate_load` brought; forged rows are dropped and logged. */
    storedFacts: (raw: unknown, holder: Holder) => storedFacts(store, raw, holder),
    /** The reason that a purpose usually brings, for asks that only try what would be possible. */
    firstReason: (purpose: Purpose): Reason | null => purposeReasons[purpose][0] ?? null,
    pendingCases: (person: string | null) => pendingCases(store, person),
    /** Ends grants and requests of somebody who loses rights, in the caller's transaction. */
    cutRights: async (
      tx: Tx,
      { person, now }: { readonly person: string; readonly now: Date },
    ): Promise<void> => {
      await cutApprovals(store, tx, person, now);
      await cutGrants(store, tx, person, now);
    },

    requestApproval: (people: People, asked: ApprovalAsk) => requestApproval(approvals(people), asked),
    approve: (people: People, subject: Subject, id: string, narrowed: Parameters<typeof approve>[3]) =>
      approve(approvals(people), subject, id, narrowed),
    refuse: (people: People, subject: Subject, id: string, reason: Refusal) =>
      refuse(approvals(people), subject, id, reason),
    cancel: (people: People, subject: Subject, id: string) => cancel(approvals(people), subject, id),
    approvals: (people: People, subject: Subject, q: Parameters<typeof listApprovals>[2]) =>
      listApprovals(approvals(people), subject, q),
    blocks: (people: People, subject: Subject, rows: readonly ApprovalRow[]) =>
      blockFor(approvals(people), subject, rows),
    habit: (person: string, team: readonly string[]) => habitOf(store, person, team),

    grants: (q: Parameters<typeof listGrants>[1]) => listGrants(store, q),
    revoke: (person: string, grant: string) => revokeGrant(store, person, grant),

    quota: (person: string) => readQuota(store, person),
    raiseQuota: (person: string, reason: Reason) => raiseQuota(store, person, reason),

    /** Large imports: asked for, decided, ended, listed, and taken from by each batch. */
    askAllowance: (people: People, ...rest: Tail<typeof askAllowance>) =>
      askAllowance({ ...store, people }, ...rest),
    decideAllowance: (people: People, ...rest: Tail<typeof decideAllowance>) =>
      decideAllowance({ ...store, people, alarm: deps.alarm }, ...rest),
    endAllowance: (...rest: Tail<typeof endAllowance>) => endAllowance(store, ...rest),
    allowances: (subject: Parameters<typeof listAllowances>[1]) => listAllowances(store, subject),
    takeAllowance: (subject: Subject, team: string, values: number) =>
      takeAllowance({ ...store, alarm: deps.alarm }, seenUse, subject, team, values),

    /** The policies as cards, or null for a post that does not read them. */
    policies: async (subject: Subject): Promise<readonly PolicyCard[] | null> => {
      if (!may(subject, 'policies:read')) return null;
      const week = await hits.week();
      return set.policies.map((policy) => ({
        id: policy.id,
        effect: policy.effect,
        title: policy.title,
        why: policy.why,
        needs: (policy.needs ?? []).map((need) =>
          need.by ? `${need.kind}:${need.by.join(',')}` : need.kind,
        ),
        text: policy.text,
        file: policy.file,
        hits7d: week.get(policy.id) ?? 0,
      }));
    },
    /** Title and reason of each policy in both languages, for refusals that teach. */
    policyTexts: set.policies.map(({ id, title, why }) => ({ id, title, why })),

    /** Writes its counters and stops listening. */
    stop: async (): Promise<void> => {
      await unsubscribe();
      await hits.flush();
    },
  };
}

async function announce(store: StoreDeps): Promise<void> {
  await store.db.kysely.transaction().execute((tx) =>
    store.ledger.append(tx, [
      {
        v: 1,
        at: store.clock().toISOString(),
        kind: 'system',
        action: 'policy-loaded',
        outcome: 'done',
        policySet: store.policySet,
      },
    ]),
  );
}
