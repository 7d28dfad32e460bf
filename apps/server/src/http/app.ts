import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Subject } from '#gate';
import type { Clock, Log } from '#platform';
import { limitBodySize } from './body-size.ts';
import { consoleFiles } from './console.ts';
import { docsRoutes } from './docs-routes.ts';
import { identify, limitRate, onError, refuseForged, stamp } from './guard.ts';
import { refuseHalted } from './halted.ts';
import { problem } from './problem.ts';
import { shallow } from './shallow.ts';
import { admit } from './who-may-ask.ts';
import { answers, type Env } from './route.ts';
import { refuseMalformed } from './well-formed.ts';

/** What the app is made of: the rooms' routers, and who asks. */
export type AppDeps = {
  readonly authenticate: (request: Request, remote: string) => Promise<Subject | null>;
  /** Told of a session by password alone that asked for more than to enrol. */
  readonly noteWeakAsk: (subject: Subject) => Promise<void>;
  readonly routes: readonly OpenAPIHono<Env>[];
  /** Routers that read large streams themselves (import). */
  readonly streams: readonly OpenAPIHono<Env>[];
  readonly ready: () => Promise<boolean>;
  /** Why nothing may be answered; null = all is well. */
  readonly halted: () => Promise<string | null>;
  readonly consoleFolder: string;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Address of the peer of a request, for rate limits. */
  readonly remote: (c: unknown) => string;
};

const health = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether the process lives',
  security: [],
  responses: answers(z.object({ alive: z.boolean() })),
});
const readiness = createRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Whether it can serve: 503 while it cannot',
  security: [],
  responses: {
    ...answers(z.object({ ready: z.boolean() })),
    503: {
      description: 'not now',
      content: { 'application/json': { schema: z.object({ ready: z.boolean() }) } },
    },
  },
});
const describing = createRoute({
  method: 'get',
  path: '/api/v1/openapi.json',
  summary: 'This description (OpenAPI 3.1)',
  responses: answers(z.record(z.string(), z.unknown())),
});

const largestBody = 4_500_000;
/** What somebody who is not signed in may send: a sign-in, a first password. */
const largestOpenBody = 65_536;

/** The whole HTTP face: the API under `/api/v1`, health, and the console. */
export function createApp(deps: AppDeps): OpenAPIHono<Env> {
  const secure = deps.publicUrl.startsWith('https:');
  const app = new OpenAPIHono<Env>();
  app.onError(onError(deps.log));
  app.openapi(health, (c) => c.json({ alive: true }, 200));
  app.openapi(readiness, async (c) => {
    const ready = await deps.ready().catch(() => false);
    return c.json({ ready }, ready ? 200 : 503);
  });
  app.use('/api/*', async (c, next) => {
    c.set('remote', deps.remote(c));
    await next();
  });
  app.use('/api/*', stamp);
  app.use('/api/*', refuseHalted(deps.halted));
  app.use('/api/*', identify(deps.authenticate));
  app.use('/api/*', limitRate({ perSecond: 100, burst: 300, now: () => deps.clock().getTime() }));
  app.use('/api/*', refuseForged);
  app.use('/api/*', admit(deps.noteWeakAsk));
  for (const each of deps.streams) app.route('/api/v1', each);
  for (const path of ['/api/v1/auth/*', '/api/v1/first-run', '/api/v1/invitations/*'])
    app.use(path, limitBodySize(largestOpenBody));
  app.use('/api/*', limitBodySize(largestBody));
  app.use('/api/*', shallow);
  app.use('/api/*', refuseMalformed);
  for (const each of deps.routes) app.route('/api/v1', each);
  app.openAPIRegistry.registerComponent('securitySchemes', 'serviceKey', { type: 'http', scheme: 'bearer' });
  const described = {
    openapi: '3.1.0',
    info: { title: 'Huke', version: '1', description: 'Every touch of customer information is one access.' },
    // a program's key, or none and the session of whoever looks
    security: [{ serviceKey: [] }, {}],
  };
  let api: Api | null = null;
  const describe = (): Api => {
    api ??= grouped(app.getOpenAPI31Document(described));
    return api;
  };
  app.openapi(describing, (c) => c.json(describe() as never, 200));
  app.route('/api/v1', docsRoutes(describe, secure));
  app.all('/api/*', () => {
    throw problem(404, 'no-such-route', 'there is no such route; see /api/v1/openapi.json');
  });
  app.route('/', consoleFiles(deps.consoleFolder, secure));
  return app;
}

type Api = ReturnType<OpenAPIHono<Env>['getOpenAPI31Document']>;

/** Puts each operation into the group of the first part of its path, for whoever browses them. */
function grouped(api: Api): Api {
  for (const [path, item] of Object.entries(api.paths ?? {})) {
    const tags = path.startsWith('/api/') ? path.split('/').slice(3, 4) : ['health'];
    for (const each of [item.get, item.post, item.put, item.patch, item.delete]) if (each) each.tags = tags;
  }
  return api;
}
