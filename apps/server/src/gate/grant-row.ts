import type { GrantFacts } from './ask.ts';
import { type Mac, type Part, sealFits } from './seals.ts';

/** A grant as the database keeps it; times are ISO 8601 with milliseconds and Z. */
export type GrantRow = {
  readonly id: string;
  readonly customer: string;
  readonly person: string;
  readonly case: string;
  readonly action: GrantFacts['action'];
  readonly fields: GrantFacts['fields'];
  readonly approval: string;
  readonly approver: string;
  readonly by: GrantFacts['by'];
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Position among the grants and ends of this person, from 1. */
  readonly seq: number;
};

/** What the seal of a grant covers: all of it. */
export const grantParts = (row: GrantRow): readonly Part[] => [
  row.id,
  row.customer,
  row.person,
  row.case,
  row.action,
  row.fields.map((each) => [each.field, each.item ?? null]),
  row.approval,
  row.approver,
  row.by,
  row.createdAt,
  row.expiresAt,
  row.seq,
];

/** What the seal of a person's count of changes covers. */
export const headParts = (person: string, changes: number): readonly Part[] => [person, changes];

/** A grant with what shows whether it, or the end of another, was taken out or put back by hand. */
export type LoadedGrant = GrantRow & {
  readonly seal: string;
  readonly head: { readonly changes: number; readonly seal: string } | null;
  /** Grants and ends of this person from this one on. */
  readonly since: number;
};

/** Whether grant and count of changes are sealed, and no change since the grant is missing. */
export function grantGenuine(mac: Mac, row: LoadedGrant): boolean {
  const { head } = row;
  return (
    head !== null &&
    sealFits(mac, 'gate_grants', grantParts(row), row.seal) &&
    sealFits(mac, 'gate_heads', headParts(row.person, head.changes), head.seal) &&
    Number(row.since) === head.changes - row.seq + 1
  );
}
