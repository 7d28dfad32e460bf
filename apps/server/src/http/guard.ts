import type { Context, MiddlewareHandler } from 'hono';
import type { Subject } from '#gate';
import { IdentityError } from '#identity';
import { isAway, type Log, newId } from '#platform';
import { ProblemError, problem, problemBody } from './problem.ts';
import type { Env } from './route.ts';

/** Gives each request its code for support and forbids every cache to keep the answer. */
export const stamp: MiddlewareHandler<Env> = async (c, next) => {
  c.set('requestId', newId('req'));
  c.set('subject', null);
  await next();
  // not by c.header, which makes another response of a finished one for each
  const { headers } = c.res;
  headers.set('huke-request', c.get('requestId'));
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
};

/** Finds out who asks; a bad key or token is nobody, routes then answer 401. */
export function identify(
  authenticate: (request: Request, remote: string) => Promise<Subject | null>,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    try {
      c.set('subject', await authenticate(c.req.raw, c.get('remote')));
    } catch (error) {
      if (!(error instanceof IdentityError) || error.code !== 'key-quota') throw error;
      throw problem(429, error.code, error.message);
    }
    await next();
  };
}

/**
 * Refuses requests that another site could have made a browser send: a changing request that carries a cookie
 * needs the `huke-csrf` header, which no cross-site form can set, and must not say that it comes from elsewhere.
 */
export const refuseForged: MiddlewareHandler<Env> = async (c, next) => {
  const changing = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
  const withKey = c.req.header('authorization') !== undefined;
  const elsewhere = !['same-origin', 'none', undefined].includes(c.req.header('sec-fetch-site'));
  if (changing && !withKey && (elsewhere || c.req.header('huke-csrf') === undefined))
    throw problem(
      403,
      'forged-request',
      'send a service key (authorization: Bearer hk_…), or, from a page of this site, the huke-csrf header',
    );
  await next();
};

type Bucket = { tokens: number; at: number };

/** Limits requests per subject (or per address when nobody is signed in); the state of one replica is enough. */
export function limitRate(options: {
  readonly perSecond: number;
  readonly burst: number;
  readonly now: () => number;
}): MiddlewareHandler<Env> {
  const buckets = new Map<string, Bucket>();
  return async (c, next) => {
    const subject = c.get('subject');
    const who = subject?.key?.id ?? subject?.session ?? c.get('remote');
    const now = options.now();
    const bucket = buckets.get(who) ?? { tokens: options.burst, at: now };
    const refill = (Math.max(0, now - bucket.at) / 1000) * options.perSecond;
    const tokens = Math.min(options.burst, bucket.tokens + refill);
    buckets.delete(who);
    buckets.set(who, { tokens: Math.max(0, tokens - 1), at: now });
    if (buckets.size > 20_000) buckets.delete(buckets.keys().next().value ?? '');
    if (tokens < 1) {
      c.header('retry-after', '1');
      throw problem(429, 'too-many-requests', 'slow down; try again in a second');
    }
    await next();
  };
}

/** Turns whatever was thrown into problem details; what is not expected is logged as a code and says nothing. */
export function onError(log: Log): (error: Error, c: Context<Env>) => Response {
  return (error, c) => {
    const request = c.get('requestId') ?? newId('req');
    const changing = !['GET', 'HEAD'].includes(c.req.method);
    const known =
      error instanceof ProblemError ? error : (fromLibrary(error) ?? fromDatabase(error, changing));
    if (!known || known.code === away) log.error('request-failed', { request, error });
    const out = known ?? problem(500, 'internal', 'something failed here; report the request code');
    c.header('cache-control', 'no-store');
    return c.json(problemBody(out, request), out.status as 500, {
      'content-type': 'application/problem+json',
      ...(out.code === away ? { 'retry-after': '2' } : {}),
    });
  };
}

const away = 'database-away';

/** A database that cannot be reached at this moment: what was asked may have been done just before it went. */
function fromDatabase(error: Error, changing: boolean): ProblemError | null {
  if (!isAway(error)) return null;
  const title = changing
    ? 'the database is away; it may have been done all the same: look before you try again in a moment'
    : 'the database is away; try again in a moment';
  return problem(503, away, title);
}

/** Hono's own refusals (unreadable JSON, too large) carry a status; their texts stay inside. */
function fromLibrary(error: Error): ProblemError | null {
  const status = (error as { status?: unknown }).status;
  if (status === 400) return problem(400, 'unreadable', 'the body is not readable JSON');
  if (status === 415) return problem(415, 'not-json', 'send the body as application/json');
  if (status === 413) return problem(413, 'too-large', 'the body is too large');
  return null;
}
