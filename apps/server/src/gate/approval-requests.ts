import type { Need, Post } from '@huke/sdk';
import { newId } from '#platform';
import { type ApprovalDeps, goodMinutes, type Refused, refused } from './approval-outcome.ts';
import type { ApprovalRow } from './approval-row.ts';
import { expireOverdue, insertRequest, tell } from './approval-store.ts';
import type { Ask, Facts, Subject } from './ask.ts';
import { grantMinutes, pendingMinutes } from './budgets.ts';
import { sameText, waits } from './second-person.ts';
import { fieldNames, gateDraft, type StoreDeps } from './store.ts';

/** A request as it is asked: the ask with its facts (loaded by the spine, without values). */
export type ApprovalAsk = {
  readonly ask: Ask;
  readonly facts: Facts;
  readonly minutes?: number;
};

export type RequestOutcome =
  | { readonly kind: 'done'; readonly row: ApprovalRow }
  | { readonly kind: 'needs'; readonly needs: readonly Need[]; readonly policies: readonly string[] }
  | Refused<string>;

/** Files a request with the posts that the policies name. Refused with `no-approver` when nobody of them is reachable. */
export async function requestApproval(deps: ApprovalDeps, asked: ApprovalAsk): Promise<RequestOutcome> {
  const { ask, facts } = asked;
  const wanted = neededApproval(deps, asked);
  const now = deps.clock();
  if (wanted.kind !== 'approvers') {
    await deps.ledger.append(deps.db.kysely, [refusedEntry(deps, asked, now, wanted)]);
    return wanted;
  }
  const { subject, customer } = facts;
  const kase = facts.case;
  if (subject.person === null || subject.session === null || !customer || !kase || ask.reason === null) {
    return refused('not-a-person');
  }
  const someone = await anyReachable(deps, wanted.by, subject, now);
  const row: ApprovalRow = {
    id: newId('apr'),
    customer: customer.id,
    state: 'pending',
    person: subject.person,
    staffNumber: subject.staffNumber ?? '',
    team: subject.team,
    session: subject.session,
    device: await deps.people.device(subject.session),
    case: kase.id,
    caseType: kase.type,
    action: ask.action === 'copy' ? 'copy' : 'reveal',
    fields: facts.fields.map(({ field, item, level, sensitive }) => ({ field, item, level, sensitive })),
    purpose: ask.purpose,
    scenario: ask.scenario,
    reason: ask.reason,
    approvers: wanted.by,
    minutes: asked.minutes ?? grantMinutes.usual,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + pendingMinutes * 60_000).toISOString(),
    decidedAt: null,
    decidedBy: null,
    refusal: null,
    grant: null,
  };
  const filed = await deps.db.kysely.transaction().execute(async (tx) => {
    await expireOverdue(deps, tx, now);
    const code = someone ? await insertRequest(deps, tx, row) : 'no-approver';
    await deps.ledger.append(tx, [requestEntry(deps, row, now, code)]);
    if (code === null) await tell(tx, row);
    return code;
  });
  return filed === null ? { kind: 'done', row } : refused(filed);
}

function neededApproval(
  deps: ApprovalDeps,
  { ask, facts, minutes }: ApprovalAsk,
): { readonly kind: 'approvers'; readonly by: readonly Post[] } | Exclude<RequestOutcome, { kind: 'done' }> {
  if (ask.action !== 'reveal' && ask.action !== 'copy') return refused('approval-not-needed');
  if (minutes !== undefined && !goodMinutes(minutes, grantMinutes.most)) return refused('invalid-minutes');
  const decision = deps.decide(ask, { ...facts, grants: [] });
  if (decision.kind === 'granted') return refused('approval-not-needed', decision.policies);
  if (decision.kind === 'refused') return refused(decision.code, decision.policies);
  const approvals = decision.needs.filter((need) => need.kind === 'approval');
  const others = decision.needs.filter((need) => need.kind !== 'approval' && need.kind !== 'step-up');
  if (others.length > 0) return { kind: 'needs', needs: others, policies: decision.policies };
  const [only] = approvals;
  if (only === undefined) return refused('approval-not-needed', decision.policies);
  // posts that no one person has: nobody can give it in one grant
  if (approvals.length > 1) return refused('no-approver', decision.policies);
  return { kind: 'approvers', by: only.by ?? [] };
}

async function anyReachable(
  deps: ApprovalDeps,
  by: readonly Post[],
  subject: Subject,
  now: Date,
): Promise<boolean> {
  const approvers = await deps.people.reachable(by);
  return approvers.some(
    (each) =>
      each.id !== subject.person &&
      !sameText(subject.staffNumber, each.staffNumber) &&
      !waits(each.approverSince, now),
  );
}

function refusedEntry(
  deps: StoreDeps,
  { ask, facts }: ApprovalAsk,
  now: Date,
  outcome: { readonly kind: string; readonly code?: string; readonly policies: readonly string[] },
) {
  const { subject } = facts;
  return gateDraft(deps, 'approval-request', now, {
    outcome: 'refused',
    code: outcome.code ?? 'needs',
    ...(subject.person === null ? {} : { person: subject.person }),
    ...(subject.session === null ? {} : { session: subject.session }),
    ...(facts.customer === null ? {} : { customer: facts.customer.id }),
    ...(facts.case === null ? {} : { case: facts.case.id }),
    fields: fieldNames(facts.fields),
    purpose: ask.purpose,
    scenario: ask.scenario,
    policies: [...outcome.policies],
  });
}

function requestEntry(deps: StoreDeps, row: ApprovalRow, now: Date, code: string | null) {
  return gateDraft(deps, 'approval-request', now, {
    outcome: code === null ? 'done' : 'refused',
    ...(code === null ? {} : { code }),
    person: row.person,
    session: row.session,
    customer: row.customer,
    case: row.case,
    fields: fieldNames(row.fields),
    purpose: row.purpose,
    scenario: row.scenario,
    reason: row.reason,
    approval: row.id,
    count: row.minutes,
  });
}
