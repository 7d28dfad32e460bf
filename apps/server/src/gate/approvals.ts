import type { FieldRef, Need, Post } from '@huke/sdk';
import { type RawBuilder, sql } from 'kysely';
import { newId, publish } from '#platform';
import {
  type ApprovalField,
  type ApprovalRow,
  type ApprovalState,
  approvalParts,
  type Block,
  blockOf,
  type Decider,
  type Refusal,
  sameText,
  waits,
} from './approval-row.ts';
import type { Ask, Decision, Facts, Subject } from './ask.ts';
import { grantMinutes, pendingMinutes } from './budgets.ts';
import { insertGrant } from './grants.ts';
import type { People } from './people-port.ts';
import { sealFits, sealOf } from './seals.ts';
import { fieldNames, gateDraft, type StoreDeps, type Tx } from './store.ts';

/** A request as it is asked: the ask with its facts (loaded by the spine, without values). */
export type ApprovalAsk = {
  readonly ask: Ask;
  readonly facts: Facts;
  readonly minutes?: number;
};

type Refused<Code extends string> = {
  readonly kind: 'refused';
  readonly code: Code;
  readonly policies: readonly string[];
};
export type RequestOutcome =
  | { readonly kind: 'done'; readonly row: ApprovalRow }
  | { readonly kind: 'needs'; readonly needs: readonly Need[]; readonly policies: readonly string[] }
  | Refused<string>;

type ApprovalDeps = StoreDeps & {
  readonly decide: (ask: Ask, facts: Facts) => Decision;
  readonly people: People;
};

/** Requests of one person that may wait at a time; more would be noise before an approver. */
const mostPending = 5;

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

const refused = (code: string, policies: readonly string[] = []): Refused<string> => ({
  kind: 'refused',
  code,
  policies,
});

function goodMinutes(minutes: number, most: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= most;
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

async function insertRequest(
  deps: StoreDeps,
  tx: Tx,
  row: ApprovalRow,
): Promise<'approval-pending' | 'too-many-pending' | null> {
  // one at a time for one person, so that two requests at once are counted
  await sql`select pg_advisory_xact_lock(hashtextextended(${`gate approvals ${row.person}`}, 0))`.execute(tx);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from gate_approvals where person = ${row.person} and state = 'pending'`.execute(
    tx,
  );
  if ((rows[0]?.n ?? 0) >= mostPending) return 'too-many-pending';
  const written = await sql`
    insert into gate_approvals (customer, id, state, person, staff_number, team, session, device, case_id, case_type,
      action, fields, purpose, scenario, reason, approvers, minutes, created_at, expires_at, seal)
    values (${row.customer}, ${row.id}, ${row.state}, ${row.person}, ${row.staffNumber}, ${row.team}, ${row.session},
      ${row.device}, ${row.case}, ${row.caseType}, ${row.action}, ${JSON.stringify(row.fields)}::jsonb, ${row.purpose},
      ${row.scenario}, ${row.reason}, ${[...row.approvers]}::text[], ${row.minutes}, ${row.createdAt}::timestamptz,
      ${row.expiresAt}::timestamptz, ${seal(deps, row)})
    on conflict do nothing returning id`.execute(tx);
  return written.rows.length === 0 ? 'approval-pending' : null;
}

const seal = (deps: Pick<StoreDeps, 'mac'>, row: ApprovalRow): string =>
  sealOf(deps.mac, 'gate_approvals', approvalParts(row));

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

/** Requester and possible approvers hear of it; everybody fetches only what they may see. */
async function tell(tx: Tx, row: ApprovalRow): Promise<void> {
  await publish(tx, { topic: 'approval', code: row.state, id: row.id });
}

type DecideOutcome =
  | { readonly kind: 'done'; readonly row: ApprovalRow }
  | Refused<Block | 'no-such-approval' | 'approval-over' | 'invalid-minutes' | 'nothing-left'>;

/** Approves a request, perhaps fewer fields and minutes of it; the grant is for its requester, customer and case. */
export async function approve(
  deps: ApprovalDeps,
  subject: Subject,
  id: string,
  narrowed: { readonly minutes?: number; readonly fields?: readonly FieldRef[] },
): Promise<DecideOutcome> {
  const decider = await deciderOf(deps, subject);
  return decide<Block | 'invalid-minutes' | 'nothing-left'>(deps, id, async (tx, row, now) => {
    const block = blockOf(row, decider, now);
    if (block !== null) return block;
    const minutes = narrowed.minutes ?? row.minutes;
    if (!goodMinutes(minutes, row.minutes)) return 'invalid-minutes';
    const fields = narrowedFields(row.fields, narrowed.fields);
    if (fields.length === 0) return 'nothing-left';
    const person = subject.person ?? '';
    const grant = await insertGrant(deps, tx, {
      customer: row.customer,
      person: row.person,
      case: row.case,
      action: row.action,
      fields: fields.map(({ field, item }) => ({ field, item })),
      approval: row.id,
      approver: person,
      by: subject.post as Post,
      minutes,
      now,
    });
    return { ...row, state: 'approved', decidedBy: person, minutes, fields, grant: grant.id };
  });
}

/** The requested fields that the approver leaves in; naming one that was not requested leaves nothing. */
function narrowedFields(
  requested: readonly ApprovalField[],
  chosen: readonly FieldRef[] | undefined,
): readonly ApprovalField[] {
  if (chosen === undefined) return requested;
  const fits = (ref: FieldRef, each: ApprovalField): boolean =>
    ref.field === each.field && (ref.item === undefined || ref.item === each.item);
  const asked = chosen.every((ref) => requested.some((each) => fits(ref, each)));
  return asked ? requested.filter((each) => chosen.some((ref) => fits(ref, each))) : [];
}

/** Refuses a request, with a reason. */
export async function refuse(
  deps: ApprovalDeps,
  subject: Subject,
  id: string,
  reason: Refusal,
): Promise<DecideOutcome> {
  const decider = await deciderOf(deps, subject);
  return decide<Block>(deps, id, (_, row, now) => {
    const block = blockOf(row, decider, now);
    return Promise.resolve(
      block ?? { ...row, state: 'refused', decidedBy: subject.person ?? '', refusal: reason },
    );
  });
}

/** Takes one's own request back. */
export async function cancel(deps: ApprovalDeps, subject: Subject, id: string): Promise<DecideOutcome> {
  return decide<'no-such-approval'>(deps, id, (_, row) =>
    Promise.resolve(
      subject.kind === 'person' && subject.person === row.person
        ? { ...row, state: 'cancelled', decidedBy: row.person }
        : 'no-such-approval',
    ),
  );
}

async function deciderOf(deps: ApprovalDeps, subject: Subject): Promise<Decider> {
  const { person, session } = subject;
  return {
    subject,
    device: session === null ? null : await deps.people.device(session),
    approverSince: person === null ? null : await deps.people.approverSince(person),
  };
}

type Change<Code> = (tx: Tx, row: ApprovalRow, now: Date) => Promise<ApprovalRow | Code>;

/** One decision at a time: the row is locked, must be genuine and pending, and changes with its entry or not at all. */
async function decide<Code extends string>(
  deps: ApprovalDeps,
  id: string,
  change: Change<Code>,
): Promise<
  { readonly kind: 'done'; readonly row: ApprovalRow } | Refused<Code | 'no-such-approval' | 'approval-over'>
> {
  const now = deps.clock();
  type Over = Code | 'no-such-approval' | 'approval-over';
  const code = (value: Over): Refused<Over> => ({ kind: 'refused', code: value, policies: [] });
  return deps.db.kysely.transaction().execute(async (tx) => {
    const [row] = await selectApprovals(deps, tx, sql`id = ${id} for update`);
    if (row === undefined) return code('no-such-approval');
    if (row.state !== 'pending') return code('approval-over');
    if (!(now.getTime() < Date.parse(row.expiresAt) && now.getTime() >= Date.parse(row.createdAt))) {
      await settle(deps, tx, { ...row, state: 'expired' }, now);
      return code('approval-over');
    }
    const after = await change(tx, row, now);
    if (typeof after === 'string') return code(after);
    return { kind: 'done' as const, row: await settle(deps, tx, after, now) };
  });
}

async function settle(deps: StoreDeps, tx: Tx, after: ApprovalRow, now: Date): Promise<ApprovalRow> {
  const row = { ...after, decidedAt: now.toISOString() };
  await sql`
    update gate_approvals set state = ${row.state}, fields = ${JSON.stringify(row.fields)}::jsonb,
      minutes = ${row.minutes}, decided_at = ${now}, decided_by = ${row.decidedBy}, refusal = ${row.refusal},
      grant_id = ${row.grant}, seal = ${seal(deps, row)}
    where customer = ${row.customer} and id = ${row.id}`.execute(tx);
  await deps.ledger.append(tx, [
    gateDraft(deps, `approval-${row.state}`, now, {
      ...(row.decidedBy === null ? {} : { person: row.decidedBy }),
      to: row.person,
      customer: row.customer,
      case: row.case,
      fields: fieldNames(row.fields),
      purpose: row.purpose,
      approval: row.id,
      count: row.minutes,
      ...(row.refusal === null ? {} : { reason: row.refusal }),
      ...(row.grant === null ? {} : { grant: row.grant }),
    }),
  ]);
  await tell(tx, row);
  return row;
}

/** Ends requests that nobody decided in time, each with its entry. */
async function expireOverdue(deps: StoreDeps, tx: Tx, now: Date): Promise<void> {
  const overdue = sql`state = 'pending' and expires_at <= ${now} order by id limit 50 for update skip locked`;
  for (const row of await selectApprovals(deps, tx, overdue)) {
    await settle(deps, tx, { ...row, state: 'expired' }, now);
  }
}

/** Takes back the waiting requests of somebody who loses rights, in the caller's transaction. */
export async function cutApprovals(deps: StoreDeps, tx: Tx, person: string, now: Date): Promise<void> {
  const own = sql`person = ${person} and state = 'pending' order by id for update`;
  for (const row of await selectApprovals(deps, tx, own)) {
    await settle(
      deps,
      tx,
      { ...row, state: now.toISOString() < row.expiresAt ? 'cancelled' : 'expired' },
      now,
    );
  }
}

type Stored = Omit<ApprovalRow, 'createdAt' | 'expiresAt' | 'decidedAt'> & {
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly decided_at: Date | null;
  readonly seal: string;
};

/** Genuine rows only: one that does not fit its seal is logged and counts as absent. */
async function selectApprovals(
  deps: Pick<StoreDeps, 'mac' | 'log'>,
  tx: Tx,
  where: RawBuilder<unknown>,
): Promise<readonly ApprovalRow[]> {
  const { rows } = await sql<Stored>`
    select id, customer, state, person, staff_number as "staffNumber", team, session, device, case_id as "case",
      case_type as "caseType", action, fields, purpose, scenario, reason, approvers, minutes, created_at, expires_at,
      decided_at, decided_by as "decidedBy", refusal, grant_id as "grant", seal
    from gate_approvals where ${where}`.execute(tx);
  return rows.flatMap(({ seal: stored, created_at, expires_at, decided_at, ...rest }) => {
    const row: ApprovalRow = {
      ...rest,
      createdAt: created_at.toISOString(),
      expiresAt: expires_at.toISOString(),
      decidedAt: decided_at?.toISOString() ?? null,
    };
    if (sealFits(deps.mac, 'gate_approvals', approvalParts(row), stored)) return [row];
    deps.log.error('approval-forged', { approval: row.id });
    return [];
  });
}

const pageSize = 50;

/** Requests that a person made (`mine`), or may see: their own and those that their post decides. Newest first. */
export async function listApprovals(
  deps: ApprovalDeps,
  subject: Subject,
  q: {
    readonly state?: ApprovalState;
    readonly mine?: boolean;
    readonly cursor?: string;
    readonly id?: string;
  },
): Promise<{ readonly rows: readonly ApprovalRow[]; readonly next: string | null }> {
  const now = deps.clock();
  await deps.db.kysely.transaction().execute((tx) => expireOverdue(deps, tx, now));
  const found = await selectApprovals(
    deps,
    deps.db.kysely,
    sql`(person = ${subject.person} or (${q.mine !== true} and ${subject.post} = any(approvers)))
      and (${q.state ?? null}::text is null or state = ${q.state ?? null})
      and (${q.cursor ?? null}::text is null or id < ${q.cursor ?? null})
      and (${q.id ?? null}::text is null or id = ${q.id ?? null})
      order by id desc limit ${pageSize + 1}`,
  );
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  return { rows, next: found.length > pageSize && last ? last.id : null };
}

/** The rule that keeps a reader from deciding a request, null when they may. */
export async function blockFor(deps: ApprovalDeps, subject: Subject, rows: readonly ApprovalRow[]) {
  const decider = await deciderOf(deps, subject);
  const now = deps.clock();
  return rows.map((row) =>
    row.state === 'pending' ? blockOf(row, decider, now) : ('approval-over' as const),
  );
}

/** Cases with a request waiting, of one requester or (null) of all. */
export async function pendingCases(
  deps: Pick<StoreDeps, 'db' | 'clock'>,
  person: string | null,
): Promise<readonly string[]> {
  const { rows } = await sql<{ case_id: string }>`
    select distinct case_id from gate_approvals
    where state = 'pending' and expires_at > ${deps.clock()} and (${person}::text is null or person = ${person})`.execute(
    deps.db.kysely,
  );
  return rows.map((row) => row.case_id);
}
