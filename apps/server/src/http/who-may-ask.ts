import type { MiddlewareHandler } from 'hono';
import type { Subject } from '#gate';
import { identityProblem } from './identity-problems.ts';
import { problem } from './problem.ts';
import type { Env } from './route.ts';

/** Who may ask a route at all, before it looks at the request. Whoever signed in fully may ask every route. */
type Asker = 'anybody' | 'enrolling';

/**
 * The routes for somebody who is not signed in, or only with a password and so must first add a second factor. What is
 * not here needs a sign-in with two factors, or a key. Methods and paths below `/api/v1`; `*` is one segment.
 */
export const openRoutes: readonly (readonly [Asker, string, string])[] = [
  ['anybody', 'POST', '/auth/sign-in/email'],
  ['anybody', 'POST', '/auth/two-factor/verify-totp'],
  ['anybody', 'POST', '/auth/two-factor/verify-backup-code'],
  ['anybody', 'GET', '/auth/passkey/generate-authenticate-options'],
  ['anybody', 'POST', '/auth/passkey/verify-authentication'],
  ['anybody', 'GET', '/first-run'],
  ['anybody', 'POST', '/first-run'],
  ['anybody', 'POST', '/invitations/open'],
  ['anybody', 'POST', '/invitations/accept'],
  ['anybody', 'GET', '/openapi.json'],
  ['anybody', 'GET', '/docs'],
  ['enrolling', 'GET', '/session'],
  ['enrolling', 'POST', '/session/end'],
  ['enrolling', 'POST', '/auth/two-factor/enable'],
  ['enrolling', 'POST', '/auth/two-factor/confirm'],
  ['enrolling', 'GET', '/auth/passkey/generate-register-options'],
  ['enrolling', 'POST', '/auth/passkey/verify-registration'],
  ['enrolling', 'GET', '/auth/passkey/list-user-passkeys'],
  ['enrolling', 'POST', '/auth/change-password'],
];

/** For whom a request is open beyond those who signed in fully; null for nobody else. */
export function openFor(method: string, path: string): Asker | null {
  const asked = method === 'HEAD' ? 'GET' : method;
  const found = openRoutes.find(
    ([, by, at]) =>
      by === asked && (path === at || (at.endsWith('/*') && path.replace(/[^/]+$/, '*') === at)),
  );
  return found?.[0] ?? null;
}

/**
 * Refuses who may not ask, before anything of the request is read: 401 without a sign-in, 403 without a second factor,
 * which `note` is told of.
 */
export const admit =
  (note: (subject: Subject) => Promise<void>): MiddlewareHandler<Env> =>
  async (c, next) => {
    const subject = c.get('subject');
    if (subject !== null && !(subject.kind === 'person' && subject.strength === 'password')) {
      await next();
      return;
    }
    const open = openFor(c.req.method, c.req.path.replace(/^\/api\/v1/, ''));
    if (subject === null && open !== 'anybody') throw problem(401, 'signed-out', 'sign in and try again');
    if (subject !== null && open === null) {
      await note(subject);
      throw identityProblem('second-factor');
    }
    await next();
  };
