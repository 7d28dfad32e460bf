import { createRoute, z } from '@hono/zod-openapi';
import type { Detector } from '#detector';
import { answers, done, idOf, router, subjectOf, takes } from './route.ts';
import { ruleDone } from './rule-problems.ts';
import * as s from './rule-schemas.ts';
import type { TextBudget } from './text-budget.ts';

const recognizerId = z.object({ id: idOf('rec') });
const wordListId = z.object({ id: idOf('wls') });
const version = z.number().int().min(1).max(1_000_000);
const toVersion = takes(z.object({ version }));

type Deps = { readonly detector: Detector; readonly budget: TextBudget };

/** The organisation's own recognisers and word lists; officers change them. */
export function ruleRoutes(deps: Deps) {
  const app = router();
  app.route('/', recognizerRoutes(deps));
  app.route('/', wordListRoutes(deps));
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/try',
      summary: 'Try a draft against a text: what it finds, what it takes the place of, and false hits',
      description: 'Nothing is stored, and only the text of the request is looked at.',
      request: {
        body: takes(
          z.object({
            text: z.string().max(20_000),
            recognizer: s.recognizer.optional(),
            wordList: s.wordList.optional(),
            replaces: idOf('rec', 'wls').optional(),
          }),
        ),
      },
      responses: answers(s.trial),
    }),
    async (c) => {
      const { text, recognizer, wordList, replaces } = c.req.valid('json');
      const request = {
        text,
        ...(recognizer ? { recognizer } : {}),
        ...(wordList ? { wordList } : {}),
        ...(replaces ? { replaces } : {}),
      };
      // searched without the draft and with it
      const tried = await deps.budget.hold(c, 2 * text.length, () =>
        deps.detector.tryOut(subjectOf(c), request),
      );
      return c.json(ruleDone(tried).trial, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/text/rules',
      summary: 'Every rule as one file, which `huke scan --recognizers` and `--words` read',
      description:
        '`on` is the switch of each. `broken` names the rules that do not work as stored; an altered one is not in the file.',
      responses: answers(s.ruleFile),
    }),
    (c) => c.json(ruleDone(deps.detector.file(subjectOf(c))).file, 200),
  );
  return app;
}

function recognizerRoutes({ detector }: Deps) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/text/recognizers',
      summary: 'The organisation’s own recognisers',
      responses: answers(z.object({ recognizers: z.array(s.recognizerRow).readonly(), ...s.listed })),
    }),
    async (c) => {
      const { rows, ...state } = ruleDone(await detector.list(subjectOf(c), 'recognizer'));
      return c.json(
        { recognizers: rows, mayChange: state.mayChange, altered: state.altered, behind: state.behind },
        200,
      );
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/recognizers',
      summary: 'Add a recogniser; it applies at once, unless `on` is false',
      request: { body: takes(z.object({ rule: s.recognizer, on: z.boolean().default(true) })) },
      responses: answers(s.recognizerRow),
    }),
    async (c) => {
      const { rule, on } = c.req.valid('json');
      const made = await detector.create(subjectOf(c), 'recognizer', rule, on);
      return c.json(ruleDone(made).row, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'put',
      path: '/text/recognizers/{id}',
      summary: 'Change a recogniser, or switch it on or off; `version` is the one that you saw',
      request: {
        params: recognizerId,
        body: takes(z.object({ version, rule: s.recognizer.optional(), on: z.boolean().optional() })),
      },
      responses: answers(s.recognizerRow),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const made = await detector.update(subjectOf(c), 'recognizer', id, changeOf(c.req.valid('json')));
      return c.json(ruleDone(made).row, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/text/recognizers/{id}',
      summary: 'Delete a recogniser; it can be restored',
      request: { params: recognizerId },
      responses: done,
    }),
    async (c) => {
      ruleDone(await detector.remove(subjectOf(c), 'recognizer', c.req.valid('param').id));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/text/recognizers/{id}/versions',
      summary: 'Who changed what of a recogniser, newest first',
      request: { params: recognizerId },
      responses: answers(s.versionsOf(s.recognizerShown)),
    }),
    async (c) => {
      const { versions } = ruleDone(
        await detector.versions(subjectOf(c), 'recognizer', c.req.valid('param').id),
      );
      return c.json({ versions }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/recognizers/{id}/restore',
      summary: 'Make an older version current again, switched on',
      request: { params: recognizerId, body: toVersion },
      responses: answers(s.recognizerRow),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const made = await detector.restore(subjectOf(c), 'recognizer', id, c.req.valid('json').version);
      return c.json(ruleDone(made).row, 200);
    },
  );
  return app;
}

function wordListRoutes({ detector }: Deps) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/text/word-lists',
      summary: 'The organisation’s word lists, without the words',
      responses: answers(z.object({ wordLists: z.array(s.wordListRow).readonly(), ...s.listed })),
    }),
    async (c) => {
      const { rows, ...state } = ruleDone(await detector.list(subjectOf(c), 'word-list'));
      return c.json(
        { wordLists: rows, mayChange: state.mayChange, altered: state.altered, behind: state.behind },
        200,
      );
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/text/word-lists/{id}',
      summary: 'A word list with its words',
      request: { params: wordListId },
      responses: answers(s.wordListDetail),
    }),
    async (c) => c.json(ruleDone(await detector.getWordList(subjectOf(c), c.req.valid('param').id)).row, 200),
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/word-lists',
      summary: 'Add a word list; it applies at once, unless `on` is false',
      request: { body: takes(z.object({ rule: s.wordList, on: z.boolean().default(true) })) },
      responses: answers(s.wordListRow),
    }),
    async (c) => {
      const { rule, on } = c.req.valid('json');
      const made = await detector.create(subjectOf(c), 'word-list', rule, on);
      return c.json(ruleDone(made).row, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'put',
      path: '/text/word-lists/{id}',
      summary: 'Change a word list, or switch it on or off; `version` is the one that you saw',
      request: {
        params: wordListId,
        body: takes(z.object({ version, rule: s.wordList.optional(), on: z.boolean().optional() })),
      },
      responses: answers(s.wordListRow),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const made = await detector.update(subjectOf(c), 'word-list', id, changeOf(c.req.valid('json')));
      return c.json(ruleDone(made).row, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/text/word-lists/{id}',
      summary: 'Delete a word list; it can be restored',
      request: { params: wordListId },
      responses: done,
    }),
    async (c) => {
      ruleDone(await detector.remove(subjectOf(c), 'word-list', c.req.valid('param').id));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/text/word-lists/{id}/versions',
      summary: 'Who changed what of a word list, newest first; without the words',
      request: { params: wordListId },
      responses: answers(s.versionsOf(s.wordListSummary)),
    }),
    async (c) => {
      const { versions } = ruleDone(
        await detector.versions(subjectOf(c), 'word-list', c.req.valid('param').id),
      );
      return c.json({ versions }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/text/word-lists/{id}/restore',
      summary: 'Make an older version current again, switched on',
      request: { params: wordListId, body: toVersion },
      responses: answers(s.wordListRow),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const made = await detector.restore(subjectOf(c), 'word-list', id, c.req.valid('json').version);
      return c.json(ruleDone(made).row, 200);
    },
  );
  return app;
}

/** A change without the members that were not sent. */
function changeOf<R>(body: { version: number; rule?: R | undefined; on?: boolean | undefined }) {
  return {
    version: body.version,
    ...(body.rule === undefined ? {} : { rule: body.rule }),
    ...(body.on === undefined ? {} : { on: body.on }),
  };
}
