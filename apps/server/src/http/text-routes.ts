import { createRoute, z } from '@hono/zod-openapi';
import { find, mask } from '@huke/detect';
import { scenarios } from '@huke/sdk';
import { problem } from './problem.ts';
import { answers, router, subjectOf, takes } from './route.ts';

const largest = 1_000_000;
const text = z.string().max(largest);
const finding = z.object({
  type: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  level: z.enum(['C1', 'C2', 'C3']),
  score: z.number(),
  sensitive: z.boolean(),
  why: z.array(z.object({ code: z.string(), weight: z.number() })).optional(),
});

/** Finds and masks personal information in a text that the caller brings; nothing of it is kept. */
export function textRoutes() {
  const app = router();
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/findings',
      summary: 'Find personal information in a text; offsets are UTF-16 code units',
      request: { body: takes(z.object({ text, explain: z.boolean().default(false) })) },
      responses: answers(z.object({ findings: z.array(finding) })),
    }),
    (c) => {
      mayRead(subjectOf(c));
      const body = c.req.valid('json');
      const findings = find(body.text, { explain: body.explain }).map((each) => ({
        type: each.type,
        start: each.start,
        end: each.end,
        level: each.level,
        score: each.score,
        sensitive: each.sensitive,
        ...(each.why ? { why: [...each.why] } : {}),
      }));
      return c.json({ findings }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/mask',
      summary: 'Mask every finding of a text for a scenario',
      request: { body: takes(z.object({ text, scenario: z.enum(scenarios).default('log') })) },
      responses: answers(z.object({ text: z.string() })),
    }),
    (c) => {
      mayRead(subjectOf(c));
      const body = c.req.valid('json');
      return c.json({ text: mask(body.text, find(body.text), { scenario: body.scenario }) }, 200);
    },
  );
  return app;
}

function mayRead(subject: ReturnType<typeof subjectOf>): void {
  if (subject.key !== null && !subject.key.scopes.includes('text:read'))
    throw problem(403, 'scope-missing', 'this needs a service key with the scope text:read');
}
