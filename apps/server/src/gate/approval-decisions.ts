import type { FieldRef, Post } from '@huke/sdk';
import { sql } from 'kysely';
import { type ApprovalDeps, goodMinutes, type Refused } from './approval-outcome.ts';
import type { ApprovalField, ApprovalRow, ApprovalState, Refusal } from './approval-row.ts';
import { expireOverdue, selectApprovals, settle } from './approval-store.ts';
import type { Subject } from './ask.ts';
import { insertGrant } from './grants.ts';
import { type Block, blockOf, deciderOf } from './second-person.ts';
import type { Tx } from './store.ts';

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
  const decider = await deciderOf(deps.people, subject);
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
  const decider = await deciderOf(deps.people, subject);
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
    if (row?.id !== id) return code('no-such-approval');
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
  const decider = await deciderOf(deps.people, subject);
  const now = deps.clock();
  return rows.map((row) =>
    row.state === 'pending' ? blockOf(row, decider, now) : ('approval-over' as const),
  );
}
