import type { Need } from '@huke/sdk';
import { type ProblemError, problem } from './problem.ts';

/** Every refusal of approvals, grants and quotas: status, and what to do next. */
const refusals: Readonly<Record<string, readonly [status: number, title: string]>> = {
  'approval-not-needed': [409, 'this needs no approval: try the access itself'],
  'approval-pending': [409, 'the same request waits already: wait for its decision or take it back'],
  'too-many-pending': [409, 'too many of your requests wait: take one back first'],
  'no-approver': [403, 'nobody who may approve this is on duty and signed in: call the manager on duty'],
  'no-such-approval': [404, 'there is no such request for you'],
  'approval-over': [409, 'this request has been decided or has expired: ask for a new one'],
  'invalid-minutes': [422, 'ask for 1 to 30 minutes, and approve no more than was asked for'],
  'nothing-left': [422, 'leave at least one of the requested fields in, and add none'],
  'not-a-person': [403, 'this needs a person signed in; a service key cannot do it'],
  'own-request': [403, 'nobody approves their own request: let a colleague decide'],
  'same-staff-number': [403, 'requester and approver have one staff number: let another person decide'],
  'same-device': [403, 'requester and approver use one device: decide on your own'],
  'wrong-post': [403, 'your post does not decide this request'],
  'new-approver': [403, 'new approvers wait 24 hours: let a colleague decide'],
  'off-duty': [403, 'approvals are decided on duty'],
  'own-record': [403, 'this is about your own or a relative’s record: let a colleague decide'],
  'second-factor': [403, 'sign in with a second factor first'],
  'no-such-grant': [404, 'there is no such grant for you'],
  'grant-over': [409, 'this grant has ended already'],
  'quota-left': [409, 'there is quota left today: raise it when it is spent'],
  'no-more-raises': [
    409,
    'the quota was raised as often as it may be today: ask your supervisor to take over',
  ],
  'no-such-allowance': [404, 'there is no such import allowance for you'],
  'allowance-over': [409, 'this import allowance has been decided, or is over: ask for a new one'],
  'allowance-pending': [409, 'you have an import allowance for this team already: use it up or end it'],
  'allowance-too-large': [422, 'ask for fewer values: split the import over several days'],
  'budget-gone': [
    403,
    'the count of today was changed behind the program: security officers were told; ask your supervisor',
  ],
  needs: [403, 'something else is missing before an approval would help; see needs'],
};

/** The problem of an outcome that is not `done`; other codes are ids of the policies that refused. */
export function gateProblem(outcome: {
  readonly kind: 'refused' | 'needs';
  readonly code?: string;
  readonly needs?: readonly Need[];
  readonly policies?: readonly string[];
}): ProblemError {
  const code = outcome.kind === 'needs' ? 'needs' : (outcome.code ?? 'refused');
  const [status, title] = refusals[code] ?? [403, 'a policy does not allow this; see policies'];
  return problem(status, code, title, {
    ...(outcome.policies === undefined ? {} : { policies: outcome.policies }),
    ...(outcome.needs === undefined ? {} : { needs: outcome.needs }),
  });
}
