import type { FieldRef, Level, Post, Purpose, Reason, Scenario } from '@huke/sdk';
import type { Subject } from './ask.ts';
import { newApproverHours } from './budgets.ts';
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

/** Who would decide: the signed-in person, the device of the session, since when they are an approver. */
export type Decider = {
  readonly subject: Subject;
  readonly device: string | null;
  readonly approverSince: string | null;
};

export type Block =
  | 'not-a-person'
  | 'second-factor'
  | 'own-request'
  | 'same-staff-number'
  | 'same-device'
  | 'wrong-post'
  | 'new-approver'
  | 'off-duty'
  | 'own-record';

/** The rule that keeps somebody from deciding a request, null when they may: one person never does both halves. */
export function blockOf(row: ApprovalRow, decider: Decider, now: Date): Block | null {
  const { subject } = decider;
  const rules: readonly (readonly [Block, boolean])[] = [
    ['not-a-person', subject.kind !== 'person' || subject.person === null || subject.session === null],
    ['second-factor', subject.strength === 'password'],
    ['own-request', subject.person === row.person || subject.session === row.session],
    ['same-staff-number', sameText(subject.staffNumber, row.staffNumber)],
    ['same-device', decider.device !== null && decider.device === row.device],
    ['wrong-post', !(row.approvers as readonly string[]).includes(subject.post)],
    ['new-approver', waits(decider.approverSince, now)],
    ['off-duty', !subject.onDuty],
    ['own-record', subject.ownCustomer === row.customer || subject.relatives.includes(row.customer)],
  ];
  return rules.find(([, blocks]) => blocks)?.[0] ?? null;
}

/** Whether somebody is no approver or has not been one for long enough; a date in the future waits too. */
export function waits(approverSince: string | null, now: Date): boolean {
  const since = approverSince === null ? Number.NaN : Date.parse(approverSince);
  return !(now.getTime() - since >= newApproverHours * 3_600_000);
}

/** Staff numbers are compared as people write them: case and blanks make no other person. */
export function sameText(a: string | null, b: string): boolean {
  const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  return a !== null && plain(a) === plain(b);
}
