import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Identity } from '#identity';
import { doneOr, identityProblem } from './identity-problems.ts';
import { firstRunBody, passkeySchema, password, token } from './identity-schemas.ts';
import { answers, done, type Env, personOf, router, takes } from './route.ts';

type Method = 'get' | 'post';

/** The calls that the engine answers: what they are for, and their bodies. */
const flow: readonly (readonly [Method, string, string, z.ZodType?])[] = [
  ['post', '/sign-in/email', 'Sign in with mail and password', z.object({ email: z.string(), password })],
  ['post', '/two-factor/verify-totp', 'Finish the sign-in with a code', z.object({ code: z.string() })],
  [
    'post',
    '/two-factor/verify-backup-code',
    'Finish the sign-in with a recovery code',
    z.object({ code: z.string() }),
  ],
  [
    'post',
    '/two-factor/confirm',
    'Confirm a new authenticator app with its first code',
    z.object({ code: z.string() }),
  ],
  ['get', '/passkey/generate-authenticate-options', 'Options of a sign-in by passkey'],
  [
    'post',
    '/passkey/verify-authentication',
    'Sign in by passkey',
    z.object({ response: z.record(z.string(), z.unknown()) }),
  ],
  ['get', '/passkey/generate-register-options', 'Options for a new passkey'],
  [
    'post',
    '/passkey/verify-registration',
    'Add a passkey',
    z.object({ name: z.string(), response: z.record(z.string(), z.unknown()) }),
  ],
];

/** Signing in, one's own factors, and the one-time links. */
export function authRoutes({ identity }: { readonly identity: Identity }) {
  const app = router();
  const answered = z.record(z.string(), z.unknown());

  for (const [method, path, summary, body] of flow)
    app.openAPIRegistry.registerPath(
      createRoute({
        method,
        path: `/auth${path}`,
        summary,
        ...(body ? { request: { body: takes(body) } } : {}),
        responses: { ...answers(answered), ...done },
      }),
    );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/auth/two-factor/enable',
      summary: 'Prepare an authenticator app; its secret and recovery codes are shown once',
      request: { body: takes(z.object({ password })) },
      responses: answers(
        z.object({ uri: z.string(), secret: z.string(), recoveryCodes: z.array(z.string()) }),
      ),
    }),
    async (c) => {
      const made = doneOr(await identity.startTotpEnrolment(personOf(c), c.req.valid('json').password));
      return c.json({ uri: made.uri, secret: made.secret, recoveryCodes: [...made.recoveryCodes] }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/auth/two-factor/generate-backup-codes',
      summary: 'New recovery codes; the old ones end',
      request: { body: takes(z.object({ password })) },
      responses: answers(z.object({ recoveryCodes: z.array(z.string()) })),
    }),
    async (c) => {
      const made = doneOr(await identity.renewRecoveryCodes(personOf(c), c.req.valid('json').password));
      return c.json({ recoveryCodes: [...made.recoveryCodes] }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/auth/passkey/list-user-passkeys',
      summary: 'My passkeys',
      responses: answers(z.object({ passkeys: z.array(passkeySchema) })),
    }),
    async (c) => c.json({ passkeys: [...(await identity.passkeys(personOf(c)))] }, 200),
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/auth/passkey/delete-passkey',
      summary: 'Delete one of my passkeys',
      request: { body: takes(z.object({ id: z.string().max(60) })) },
      responses: done,
    }),
    async (c) => {
      doneOr(await identity.deletePasskey(personOf(c), c.req.valid('json').id));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/auth/change-password',
      summary: 'Change my password; my other sessions end',
      request: { body: takes(z.object({ current: password, next: password })) },
      responses: done,
    }),
    async (c) => {
      const { current, next } = c.req.valid('json');
      doneOr(await identity.changePassword(personOf(c), current, next));
      return c.body(null, 204);
    },
  );
  app.all('/auth/*', (c) => engine(identity, c));

  app.openapi(
    createRoute({
      method: 'post',
      path: '/invitations/open',
      summary: 'Whom an invitation is for',
      request: { body: takes(z.object({ token })) },
      responses: answers(
        z.object({ name: z.string(), email: z.string(), post: z.string(), expiresAt: z.string() }),
      ),
    }),
    async (c) => c.json(doneOr(await identity.openInvitation(c.req.valid('json').token)).invitation, 200),
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/invitations/accept',
      summary: 'Set the first password',
      request: { body: takes(z.object({ token, password })) },
      responses: done,
    }),
    async (c) => {
      const body = c.req.valid('json');
      doneOr(await identity.acceptInvitation(body.token, body.password));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/first-run',
      summary: 'Whether the first administrator is still to be made',
      responses: answers(z.object({ open: z.boolean() })),
    }),
    async (c) => c.json({ open: await identity.firstRunOpen() }, 200),
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/first-run',
      summary: 'Make the first administrator',
      request: { body: takes(firstRunBody) },
      responses: done,
    }),
    async (c) => {
      doneOr(await identity.firstRun(c.req.valid('json')));
      return c.body(null, 204);
    },
  );
  return app;
}

async function engine(identity: Identity, c: Context<Env>): Promise<Response> {
  // the body was read to see how deep it is
  const { method, url } = c.req;
  const body = method === 'GET' ? {} : { body: await c.req.text() };
  const request = new Request(url, { method, headers: c.req.raw.headers, ...body });
  const outcome = await identity.auth(request, { remote: c.get('remote'), subject: c.get('subject') });
  for (const cookie of outcome.cookies) c.header('set-cookie', cookie, { append: true });
  if (outcome.kind === 'refused') throw identityProblem(outcome.code, c.get('subject') !== null);
  return outcome.body === null ? c.body(null, 204) : c.json(outcome.body as Record<string, unknown>, 200);
}
