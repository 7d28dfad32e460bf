import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Subject } from '#gate';
import { idPattern } from '#platform';
import { type ProblemError, problem } from './problem.ts';

/** What middleware leaves for the routes. */
export type Env = {
  Variables: {
    /** Who is signed in; null without a session or key. */
    subject: Subject | null;
    requestId: string;
    /** Address of the peer (or of the client behind a trusted proxy); for rate limits only. */
    remote: string;
  };
};

/** A router whose input errors become `invalid-input` problems that name paths and codes, never values. */
export function router(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error.issues);
    },
  });
}

type Issue = { readonly path: readonly PropertyKey[]; readonly code?: string | undefined };

/** Input that does not parse: paths and codes of what is wrong. */
export function invalidInput(issues: readonly Issue[]): ProblemError {
  const errors = issues.slice(0, 20).map((issue) => ({
    path: issue.path.map((step) => (typeof step === 'number' ? String(step) : nameOf(step))).join('.'),
    code: issue.code ?? 'invalid',
  }));
  return problem(422, 'invalid-input', 'the request does not fit its schema; see errors', { errors });
}

/** A path step may be a key that the client typed: only names that schemas use go back. */
function nameOf(step: PropertyKey): string {
  const text = String(step);
  return /^[a-zA-Z][a-zA-Z0-9-]{0,30}$/.test(text) ? text : '?';
}

/** The subject, or a 401 problem. */
export function subjectOf(c: Context<Env>): Subject {
  const subject = c.get('subject');
  if (subject === null) throw problem(401, 'signed-out', 'sign in and try again');
  return subject;
}

/** The subject when it is a person in a session; keys are refused, also those that act for somebody. */
export function personOf(c: Context<Env>): Subject & { readonly person: string; readonly session: string } {
  const subject = subjectOf(c);
  if (subject.kind !== 'person' || subject.person === null || subject.session === null)
    throw problem(403, 'people-only', 'this needs a person signed in; a service key cannot do it');
  return subject as Subject & { readonly person: string; readonly session: string };
}

/** An id with one of the given prefixes, in the one form that `newId` makes. */
export const idOf = (...prefixes: readonly string[]) =>
  z.string().regex(new RegExp(`^${idPattern(...prefixes)}$`));

/** A moment in milliseconds since 1970 that a database can hold: until the year 2286. */
const milliseconds = String.raw`\d{1,13}`;
const isoMoment = String.raw`2\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z`;

/** The cursor of each list, as the list gives it out. Opaque to clients, and anything else is refused at the edge. */
const cursorForms = {
  cases: String.raw`${milliseconds}\.${idPattern('cas')}`,
  bin: `${isoMoment}~${idPattern('cus')}`,
  people: `[A-Za-z0-9-]{1,20} ${idPattern('per')}`,
  approvals: idPattern('apr'),
  grants: idPattern('grn'),
  imports: idPattern('imp'),
  changes: idPattern('chg'),
  entries: String.raw`\d{1,15}`,
} as const;

/** The 30th of February has the form of a day; a database refuses it. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/** A moment that a database can hold. */
export const moment = z.iso
  .datetime()
  .refine((text) => /^(?:19|2\d)\d\d-/.test(text) && isDay(text.slice(0, 10)));

/** The `cursor` parameter of a list. */
export const cursorOf = (list: keyof typeof cursorForms) =>
  z
    .string()
    .max(200)
    .regex(new RegExp(`^${cursorForms[list]}$`))
    .refine((cursor) => list !== 'bin' || isDay(cursor.slice(0, 10)))
    .optional();

/** `responses` entry for a JSON answer. */
export const answers = <T extends z.ZodType>(schema: T, description = 'the answer') => ({
  200: { description, content: { 'application/json': { schema } } },
});

/** `request.body` entry for a JSON body. */
export const takes = <T extends z.ZodType>(schema: T) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** `responses` entry for an answer of another media type. */
export const contents = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: z.string() } } },
});

/** `responses` entry for an answer without a body. */
export const done = { 204: { description: 'done' } };
