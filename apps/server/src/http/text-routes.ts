import { createRoute, z } from '@hono/zod-openapi';
import { scenarios } from '@huke/sdk';
import type { Detector } from '#detector';
import { problem } from './problem.ts';
import { answers, router, subjectOf, takes } from './route.ts';
import { ruleRoutes } from './rule-routes.ts';
import { found, word } from './rule-schemas.ts';

const largest = 1_000_000;
/** Texts from this length on are long; so many of them are searched at once, whatever they cost. */
const long = 65_536;
const mostLong = 4;
const text = z.string().max(largest);
const words = z.array(word).readonly();
const wordsLeft = z.number().int();

/** Finds and masks personal information in a text that the caller brings; nothing of it is kept. */
export function textRoutes({ detector }: { readonly detector: Detector }) {
  const app = router();
  let running = 0;
  const few = async <T>(of: string, search: () => Promise<T>): Promise<T> => {
    if (of.length < long) return search();
    if (running >= mostLong)
      throw problem(429, 'too-many-requests', 'too many long texts at once; try again in a second');
    running += 1;
    try {
      return await search();
    } finally {
      running -= 1;
    }
  };
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
      return c.json(await few(body.text, () => detector.findings(body.text, { explain: body.explain })), 200);
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
      const answer = await few(body.text, async () => ({
        text: await detector.mask(body.text, body.scenario),
        ...(await detector.words(body.text)),
      }));
      return c.json(answer, 200);
    },
  );
  app.route('/', ruleRoutes({ detector }));
  return app;
}

function mayRead(subject: ReturnType<typeof subjectOf>): void {
  if (subject.key !== null && !subject.key.scopes.includes('text:read'))
    throw problem(403, 'scope-missing', 'this needs a service key with the scope text:read');
}
