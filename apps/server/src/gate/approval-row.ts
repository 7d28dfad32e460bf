import type { FieldRef, Level, Post, Purpose, Reason, Scenario } from '@huke/sdk';
import type { Part } from './seals.ts';

export type ApprovalField = FieldRef & {
  readonly item: string;
  readonly level: Level;
  readonly sensitive: boolean;
};
export type ApprovalState = 'pending' | 'approved' | 'refused' | 'cancelled' | 'expired';
export type Refusal = Reason | 'not-needed' | 'wrong-purpose' | 'too-much' | 'suspicious';

/** A request for approval as the database keeps it; times are ISO 8601 with milliseconds and Z. */
export type ApprovalRow = {
  readonly id: string;
  readonly customer: string;
  readonly state: ApprovalState;
  readonly person: string;
  readonly staffNumber: string;
  readonly team: string | null;
  readonly session: string;
  readonly device: string | null;
  readonly case: string;
  readonly caseType: string;
  readonly action: 'reveal' | 'copy';
  readonly fields: readonly ApprovalField[];
  readonly purpose: Purpose;
  readonly scenario: Scenario;
  readonly reason: Reason;
  /** Posts of which one may decide. */
  readonly approvers: readonly Post[];
  readonly minutes: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly refusal: Refusal | null;
  readonly grant: string | null;
};

/** What the seal of a request covers: all of it, its state included. */
export const approvalParts = (row: ApprovalRow): readonly Part[] => [
  row.id,
  row.customer,
  row.state,
  row.person,
  row.staffNumber,
  row.team,
  row.session,
  row.device,
  row.case,
  row.caseType,
  row.action,
  row.fields.map((each) => [each.field, each.item, each.level, each.sensitive]),
  row.purpose,
  row.scenario,
  row.reason,
  row.approvers,
  row.minutes,
  row.createdAt,
  row.expiresAt,
  row.decidedAt,
  row.decidedBy,
  row.refusal,
  row.grant,
];
