import { createRoute, z } from '@hono/zod-openapi';
import { scenarios } from '@huke/sdk';
import type { Detector } from '#detector';
import { problem } from './problem.ts';
import { answers, router, subjectOf, takes } from './route.ts';
import { ruleRoutes } from './rule-routes.ts';
import { found, word } from './rule-schemas.ts';
import type { TextBudget } from './text-budget.ts';

const largest = 1_000_000;
const text = z.string().max(largest);
const words = z.array(word).readonly();
const wordsLeft = z.number().int();

/** Finds and masks personal information in a text that the caller brings; nothing of it is kept. */
export function textRoutes({
  detector,
  budget,
}: {
  readonly detector: Detector;
  readonly budget: TextBudget;
}) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/findings',
      summary: 'Find personal information and listed words in a text; offsets are UTF-16 code units',
      description:
        'The organisation’s own recognisers apply too: their findings name the `recognizer`. `words` are hits of word lists with list and reason, 10,000 at most; `wordsLeft` counts the others.',
      request: { body: takes(z.object({ text, explain: z.boolean().default(false) })) },
      responses: answers(z.object(found)),
    }),
    async (c) => {
      mayRead(subjectOf(c));
      const body = c.req.valid('json');
      const answer = await budget.hold(c, body.text.length, () =>
        detector.findings(body.text, { explain: body.explain }),
      );
      return c.json(answer, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/mask',
      summary: 'Mask every finding of a text for a scenario; listed words stay and are named',
      request: { body: takes(z.object({ text, scenario: z.enum(scenarios).default('log') })) },
      responses: answers(z.object({ text: z.string(), words, wordsLeft })),
    }),
    async (c) => {
      mayRead(subjectOf(c));
      const body = c.req.valid('json');
      const answer = await budget.hold(c, body.text.length, async () => ({
        text: await detector.mask(body.text, body.scenario),
        ...(await detector.words(body.text)),
      }));
      return c.json(answer, 200);
    },
  );
  app.route('/', ruleRoutes({ detector, budget }));
  return app;
}

function mayRead(subject: ReturnType<typeof subjectOf>): void {
  if (subject.key !== null && !subject.key.scopes.includes('text:read'))
    throw problem(403, 'scope-missing', 'this needs a service key with the scope text:read');
}
