import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';
import { calls } from '../identity/handler.ts';
import { openFor, openRoutes } from './who-may-ask.ts';

let desk: TestDesk;
let weak: Caller;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 10 });
  weak = await desk.signIn('song.jie', 'password');
});
afterAll(() => desk.close());

/** Calls of the sign-in flow: one route of the app answers them all. */
const engine = Object.keys(calls).map((call) => {
  const [method = '', path] = call.split(' ');
  return { method, path: `/auth${path}` };
});

/** Every route of the app, with ids in the place of parameters. */
const routes = () => [
  ...engine,
  ...new Map(
    desk.app.routes
      .filter(({ path, method }) => path.startsWith('/api/v1/') && method !== 'ALL' && !path.endsWith('*'))
      .map(({ method, path }) => {
        const at = path.slice('/api/v1'.length).replace(/:[a-zA-Z]+(\{[^}]*\})?/g, `x_${'0'.repeat(26)}`);
        return [`${method} ${at}`, { method, path: at }] as const;
      }),
  ).values(),
];

const ask = (caller: Pick<Caller, 'send'>, { method, path }: { method: string; path: string }) =>
  caller.send(method, path, method === 'GET' ? undefined : { nonsense: [1] });
const nobody: Pick<Caller, 'send'> = {
  send: async (method, path, body) => {
    const response = await desk.app.fetch(
      new Request(`${desk.config.publicUrl}/api/v1${path}`, {
        method,
        headers: { 'huke-csrf': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: json ? JSON.parse(text) : null, text, headers: response.headers };
  },
};

test('there are routes to ask, and each open one is among them', () => {
  const all = routes();
  expect(all.length).toBeGreaterThan(70);
  const known = new Set(all.map(({ method, path }) => `${method} ${path}`));
  const flows = new Set(desk.app.routes.filter(({ method }) => method === 'ALL').map(({ path }) => path));
  expect(flows).toContain('/api/v1/auth/*');
  for (const [, method, path] of openRoutes)
    expect(known).toContain(`${method} ${path.replace('*', `x_${'0'.repeat(26)}`)}`);
});

test('a call of the sign-in flow is open to whom it is for', () => {
  for (const [call, { needs }] of Object.entries(calls)) {
    const [method = '', path] = call.split(' ');
    expect(openFor(method, `/auth${path}`), call).toBe(needs === 'nothing' ? 'anybody' : 'enrolling');
  }
});

test('a session of a password alone reads and does nothing on any route but to enrol', async () => {
  for (const route of routes()) {
    const reply = await ask(weak, route);
    const where = `${route.method} ${route.path}`;
    if (openFor(route.method, route.path) === null)
      expect([reply.status, reply.body?.code], where).toEqual([403, 'second-factor']);
    else expect(reply.body?.code, where).not.toBe('second-factor');
    if (route.path === '/session/end') weak = await desk.signIn('song.jie', 'password');
  }
  for (const path of ['/ledger/tile/0/000', '/ledger/checkpoint', '/events'])
    expect((await weak.get(path)).body?.code, path).toBe('second-factor');
});

test('nobody learns what a route takes before signing in: 401 comes before 422', async () => {
  for (const route of routes()) {
    if (openFor(route.method, route.path) === 'anybody') continue;
    const reply = await ask(nobody, route);
    expect([reply.status, reply.body?.code], `${route.method} ${route.path}`).toEqual([401, 'signed-out']);
  }
});

test('HEAD asks as GET does, and no trick with the path opens more', () => {
  expect(openFor('HEAD', '/session')).toBe('enrolling');
  for (const path of [
    '/session/',
    '/session/../cases',
    '/docs/../cases',
    '/docs/start.js/cases',
    '/docs/',
    '//session',
    '/SESSION',
    '/auth/sign-in/email/',
  ])
    expect(openFor('GET', path), path).toBeNull();
});
