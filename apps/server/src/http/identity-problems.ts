import { type ProblemError, problem } from './problem.ts';

/** Every refusal of identity: status, and what to do next. */
const refusals: Readonly<Record<string, readonly [status: number, title: string]>> = {
  'sign-in-failed': [
    401,
    'mail or password is wrong, or there were too many tries: wait 15 minutes, use a passkey, or ask an officer',
  ],
  'signed-out': [401, 'sign in and try again'],
  'challenge-over': [401, 'the question for the code has ended: sign in again'],
  'code-wrong': [401, 'the code is wrong or was used: wait for the next one'],
  'rows-forged': [
    403,
    'how you sign in was changed past the program, so it does not count: ask a security administrator to reset it',
  ],
  'step-ups-stopped': [
    403,
    'too many wrong proofs in this session: sign out and in again; whoever goes on trying loses the session',
  ],
  'factor-locked': [429, 'too many wrong codes: wait 15 minutes or ask an officer'],
  'passkey-refused': [401, 'this passkey is not accepted: use one that asks for your PIN or finger'],
  'proof-wrong': [401, 'the proof does not fit: start the step-up again and use your passkey'],
  'password-wrong': [
    401,
    'the password is wrong, or there were too many tries: wait 15 minutes or ask an officer',
  ],
  'password-weak': [
    422,
    'choose a password of 12 characters and more, not made of one letter, your mail or your staff number',
  ],
  'sign-in-again': [
    403,
    'sign out and in again with your second factor, then change factors within 15 minutes',
  ],
  'second-factor': [403, 'sign in with a second factor first'],
  'last-factor': [409, 'this is your last second factor: add another before you delete it'],
  'link-invalid': [404, 'this link was used, has expired or is not complete: ask for a new one'],
  'not-allowed': [403, 'your post does not include this: ask an administrator who has it'],
  oneself: [403, 'nobody administers themselves: ask another administrator'],
  'same-officer': [
    403,
    'who asked for a change, or whom it concerns, cannot confirm it: ask another officer',
  ],
  pending: [409, 'the same change already waits for a second officer: confirm or refuse it first'],
  taken: [409, 'this name, mail or staff number is taken: choose another'],
  'unknown-team': [422, 'there is no such team: see the list of teams'],
  'unknown-employer': [422, 'there is no such employer: see the list of employers'],
  'evidence-needed': [
    422,
    'a date of hire before today needs its evidence (contract, payroll or register), and a second officer',
  ],
  'too-many-people': [
    429,
    'the people that you, or all of you, may add and invite today or this month are spent: go on tomorrow or next month, or ask another administrator',
  ],
  'too-many-keys': [
    429,
    'the keys that you, or all of you, may make today are spent: go on tomorrow, or ask another administrator',
  ],
  'too-many-changes': [
    429,
    'the changes that you, or all of you, may make today are spent: go on tomorrow, or ask another administrator',
  ],
  'scopes-apart': [422, 'a key that reads the ledger reaches no customer: make one key for each'],
  'teams-needed': [422, 'name the teams that the key serves: a key for all teams does not exist'],
  'job-unfit': [
    422,
    'a job needs a customers scope, teams among those of the key, and a last day that is not over',
  ],
  'unknown-field': [422, 'there is no such field: see the list of fields'],
  'not-found': [404, 'there is nothing here for you'],
  'forged-request': [403, 'send the huke-csrf header from the same site'],
  'too-many-requests': [429, 'too many tries from this address: wait a minute'],
  'invalid-input': [422, 'the request does not fit its schema'],
  refused: [400, 'this could not be done: start again'],
};

/** Proofs that a session can get wrong and still be a session: 401 would tell its browser that it has ended. */
const wrongProofs = new Set(['code-wrong', 'proof-wrong', 'password-wrong', 'passkey-refused']);

/** The problem of a refusal; the code is the room's. `signedIn`: it was asked within a session, which goes on. */
export function identityProblem(code: string, signedIn = true): ProblemError {
  const [status, title] = refusals[code] ?? [400, 'this could not be done: start again'];
  return problem(signedIn && wrongProofs.has(code) ? 403 : status, code, title);
}

/** What was done, or the refusal as a problem. */
export function doneOr<T extends { readonly kind: string }>(
  outcome: T | { readonly kind: 'refused'; readonly code: string },
): Exclude<T, { readonly kind: 'refused' }> {
  if ('code' in outcome && outcome.kind === 'refused') throw identityProblem(outcome.code);
  return outcome as Exclude<T, { readonly kind: 'refused' }>;
}
