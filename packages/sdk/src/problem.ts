import type { NeedKind, Post } from './vocabulary.ts';

/** Something that is missing; when it is there, the same ask may succeed. */
export type Need = {
  readonly kind: NeedKind;
  /** Posts whose approval would do (kind `approval`). */
  readonly by?: readonly Post[];
};

/** RFC 9457 problem details; `code` is stable, no member ever holds a customer value. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** Code for support: the request's id. */
  readonly request?: string;
  /** Ids of the policies that decided. */
  readonly policies?: readonly string[];
  readonly needs?: readonly Need[];
  /** Ledger index of the refusal's entry. */
  readonly entry?: number;
  /**
   * Code `contacts-at-once`: the contacts of the asking key that fill the agent's hands, the longest without a sign of
   * life first. One that is over is ended with `POST /contacts/{id}/end`.
   */
  readonly contacts?: readonly { readonly id: string; readonly startedAt: string }[];
  /** Input errors by path; `at` is the place in the value: offset in a pattern, index in a list. */
  readonly errors?: readonly { readonly path: string; readonly code: string; readonly at?: number }[];
};

/** Thrown by the client for every answer that is not 2xx. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }
}
