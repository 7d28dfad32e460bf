import { type RawBuilder, sql } from 'kysely';
import { publish } from '#platform';
import { type ApprovalRow, approvalParts } from './approval-row.ts';
import { sealFits, sealOf } from './seals.ts';
import { fieldNames, gateDraft, type StoreDeps, type Tx } from './store.ts';

/** Requests of one person that may wait at a time; more would be noise before an approver. */
const mostPending = 5;

type Stored = Omit<ApprovalRow, 'createdAt' | 'expiresAt' | 'decidedAt'> & {
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly decided_at: Date | null;
  readonly seal: string;
};

/** Genuine rows only: one that does not fit its seal is logged and counts as absent. */
export async function selectApprovals(
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

/** Writes a request; a code where that cannot be: one like it waits, or too many of the person's do. */
export async function insertRequest(
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

/** Writes what became of a request, with its entry, and tells those whom it concerns. */
export async function settle(deps: StoreDeps, tx: Tx, after: ApprovalRow, now: Date): Promise<ApprovalRow> {
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
export async function expireOverdue(deps: StoreDeps, tx: Tx, now: Date): Promise<void> {
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

/** Requester and possible approvers hear of it; everybody fetches only what they may see. */
export async function tell(tx: Tx, row: ApprovalRow): Promise<void> {
  await publish(tx, { topic: 'approval', code: row.state, id: row.id });
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
