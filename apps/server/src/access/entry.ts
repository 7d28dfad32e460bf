import type { Decision } from '#gate';
import type { Ask, Draft, Loaded } from './spine.ts';
import type { Lapse } from './commit.ts';

/** What a kind of access adds to its entry. */
export type More = Pick<
  Draft,
  | 'code'
  | 'count'
  | 'customer'
  | 'customers'
  | 'note'
  | 'state'
  | 'states'
  | 'digest'
  | 'object'
  | 'grant'
  | 'to'
>;

/** What touches no field, though all of the customer's were decided; whatever else shows one has it in its entry. */
const touchesNone: ReadonlySet<Ask['action']> = new Set([
  'note',
  'erase',
  'restore',
  'create',
  'import',
  'confirm',
  'undo',
]);

/** The entry of a decided ask: ids and codes only. */
export function draftOf(
  ask: Ask,
  loaded: Loaded,
  decision: Decision,
  access: string,
  policySet: string,
  more: More = {},
): Draft {
  const { subject } = ask;
  const { facts } = loaded;
  const decided = decision.kind === 'granted' && !touchesNone.has(ask.action) ? decision.fields : [];
  const fields = (decided.length > 0 ? decided : ask.fields).map((each) =>
    each.item ? `${each.field}#${each.item}` : each.field,
  );
  return {
    v: 1,
    at: loaded.now.toISOString(),
    kind: 'access',
    action: ask.action,
    outcome: decision.kind,
    access,
    ...(decision.kind === 'refused' ? { code: decision.code } : {}),
    ...whoOf(subject),
    ...(ask.customer === null ? {} : { customer: ask.customer }),
    ...(ask.case === null ? {} : { case: ask.case }),
    ...(facts.case?.contact ? { contact: facts.case.contact } : {}),
    ...(facts.case ? { capacity: facts.case.party.capacity } : {}),
    ...(fields.length > 0 ? { fields } : {}),
    ...(decided.length > 0 ? { shows: decided.map((each) => each.show) } : {}),
    purpose: ask.purpose,
    scenario: ask.scenario,
    ...(ask.reason ? { reason: ask.reason } : {}),
    policies: [...decision.policies],
    ...(decision.kind === 'needs' ? { needs: decision.needs.map((each) => each.kind) } : {}),
    ...(decision.kind === 'granted' && decision.consume.grant ? { grant: decision.consume.grant } : {}),
    ...(decision.kind === 'granted' && decision.consume.stepUp ? { stepUp: decision.consume.stepUp } : {}),
    policySet,
    ...more,
  };
}

/** The problem code of something that lapsed between the decision and the commit. */
export function lapseCode(lapse: Lapse): string {
  return lapse === 'session' ? 'session-ended' : lapse === 'case' ? 'case-changed' : `${lapse}-gone`;
}

function whoOf(subject: Ask['subject']): Partial<Draft> {
  return {
    ...(subject.person === null ? {} : { person: subject.person }),
    ...(subject.key === null ? {} : { key: subject.key.id }),
    post: subject.post,
    ...(subject.team === null ? {} : { team: subject.team }),
    ...(subject.employer === null ? {} : { employer: subject.employer }),
    ...(subject.session === null ? {} : { session: subject.session }),
    strength: subject.strength,
  };
}
