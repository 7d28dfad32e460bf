import type { Problem } from '@huke/sdk';

type Members = Pick<Problem, 'policies' | 'needs' | 'entry' | 'errors' | 'contacts'>;

/** A refusal or failure on its way to the client as RFC 9457 problem details; carries codes and ids only. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly members: Partial<Members>;
  constructor(status: number, code: string, title: string, members: Partial<Members> = {}) {
    super(title);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.members = members;
  }
}

/** Makes a problem to throw; `title` says in lower case what is wrong and what to do, never a value. */
export function problem(
  status: number,
  code: string,
  title: string,
  members: Partial<Members> = {},
): ProblemError {
  return new ProblemError(status, code, title, members);
}

/** The body that goes out; `request` is the code for support. */
export function problemBody(error: ProblemError, request: string): Problem {
  return {
    type: `urn:huke:problem:${error.code}`,
    title: error.message,
    status: error.status,
    code: error.code,
    request,
    ...error.members,
  };
}
