import type { Post } from '@huke/sdk';
import type { Subject } from './ask.ts';
import { newApproverHours } from './budgets.ts';
import type { People } from './people-port.ts';

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

/** Who asked, for what a second person decides, and which posts may; null where it is not known or there is none. */
export type FirstHalf = {
  readonly person: string;
  readonly staffNumber: string | null;
  readonly session: string | null;
  readonly device: string | null;
  readonly customer: string | null;
  readonly approvers: readonly Post[];
};

/** Who decides, as rooms and sessions know them. */
export async function deciderOf(
  people: Pick<People, 'device' | 'approverSince'>,
  subject: Subject,
): Promise<Decider> {
  const { person, session } = subject;
  return {
    subject,
    device: session === null ? null : await people.device(session),
    approverSince: person === null ? null : await people.approverSince(person),
  };
}

/**
 * The rule that keeps somebody from deciding what another asked for, null when they may: one person never does both
 * halves. The same for whatever takes two people at the desk.
 */
export function blockOf(first: FirstHalf, decider: Decider, now: Date): Block | null {
  const { subject } = decider;
  const rules: readonly (readonly [Block, boolean])[] = [
    ['not-a-person', subject.kind !== 'person' || subject.person === null || subject.session === null],
    ['second-factor', subject.strength === 'password'],
    [
      'own-request',
      subject.person === first.person || (first.session !== null && subject.session === first.session),
    ],
    ['same-staff-number', sameText(subject.staffNumber, first.staffNumber)],
    ['same-device', decider.device !== null && decider.device === first.device],
    ['wrong-post', !(first.approvers as readonly string[]).includes(subject.post)],
    ['new-approver', waits(decider.approverSince, now)],
    ['off-duty', !subject.onDuty],
    [
      'own-record',
      first.customer !== null &&
        (subject.ownCustomer === first.customer || subject.relatives.includes(first.customer)),
    ],
  ];
  return rules.find(([, blocks]) => blocks)?.[0] ?? null;
}

/** Whether somebody is no approver or has not been one for long enough; a date in the future waits too. */
export function waits(approverSince: string | null, now: Date): boolean {
  const since = approverSince === null ? Number.NaN : Date.parse(approverSince);
  return !(now.getTime() - since >= newApproverHours * 3_600_000);
}

/** Staff numbers are compared as people write them: case and blanks make no other person. */
export function sameText(a: string | null, b: string | null): boolean {
  const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  return a !== null && b !== null && plain(a) === plain(b);
}
