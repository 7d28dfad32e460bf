import { createRoute, z } from '@hono/zod-openapi';
import { purposes, scenarios } from '@huke/sdk';
import type { Access } from '#access';
import { granted } from './access-routes.ts';
import { contactChange as change } from './change-schemas.ts';
import { answers, cursorOf, idOf, personOf, router, subjectOf, takes } from './route.ts';

const row = change.extend({
  mayConfirm: z.boolean(),
  risks: z.array(z.string()),
  notices: z.object({ taken: z.number(), waiting: z.number(), undelivered: z.number() }),
});
const verification = z
  .object({
    classes: z.number().int(),
    fields: z.array(
      z.object({
        field: z.string(),
        factor: z.enum(['self', 'held', 'contact']),
        strong: z.boolean(),
        worthless: z.enum(['found-by', 'channel', 'seen', 'changed', 'lost']).nullable(),
      }),
    ),
    passed: z.object({ at: z.string(), fields: z.array(z.string()) }).nullable(),
    changeable: z.array(z.string()),
    changes: z.array(change),
  })
  .openapi('CaseVerification');
const template = z.enum(['contact-changed', 'contact-change-undone']);
const way = z.enum(['text', 'mail']);
const acted = z.object({ id: z.string(), entry: z.number().int() });
const changeParam = z.object({ id: idOf('chg') });

/** Verification as it stands on a case, changes of contact data, and the notices of them. */
export function changeRoutes(deps: { readonly access: Access }) {
  const { access } = deps;
  const app = router();

  app.openapi(
    createRoute({
      method: 'get',
      path: '/customers/{id}/verification',
      summary: 'What verifies the caller on this case, and changes of contact data under way; no value',
      request: {
        params: z.object({ id: idOf('cus') }),
        query: z.object({
          purpose: z.enum(purposes),
          case: idOf('cas'),
          scenario: z.enum(scenarios),
        }),
      },
      responses: answers(verification),
    }),
    async (c) => {
      const outcome = await access.verification(personOf(c), c.req.valid('param').id, c.req.valid('query'));
      return c.json(granted(outcome).verification as z.infer<typeof verification>, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/contact-changes',
      summary: 'Changes of contact data of one’s team, for officers of all, with their notices',
      request: { query: z.object({ cursor: cursorOf('changes') }) },
      responses: answers(z.object({ rows: z.array(row), next: z.string().nullable() })),
    }),
    async (c) => {
      const outcome = await access.listChanges(personOf(c), c.req.valid('query').cursor ?? null);
      const { page } = granted(outcome);
      return c.json({ rows: page.rows as z.infer<typeof row>[], next: page.next }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/contact-changes/{id}/confirm',
      summary: 'A second person lets a risky change take effect',
      request: { params: changeParam },
      responses: answers(acted),
    }),
    async (c) => {
      const { id, entry } = granted(await access.confirmChange(personOf(c), c.req.valid('param').id));
      return c.json({ id, entry }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/contact-changes/{id}/undo',
      summary: 'Undo a change: a supervisor or officer, or a channel with the proof from its notice',
      request: {
        params: changeParam,
        body: takes(z.object({ proof: z.string().min(20).max(100).optional() })),
      },
      responses: answers(acted),
    }),
    async (c) => {
      const proof = c.req.valid('json').proof ?? null;
      const undone = await access.undoChange(subjectOf(c), c.req.valid('param').id, proof);
      const { id, entry } = granted(undone);
      return c.json({ id, entry }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/notices',
      summary: 'Notices that wait for this channel; no number or address',
      responses: answers(
        z.object({
          notices: z.array(z.object({ id: z.string(), template, way, createdAt: z.string() })),
        }),
      ),
    }),
    async (c) => c.json({ notices: granted(await access.listNotices(subjectOf(c))).notices }, 200),
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/notices/{id}',
      summary: 'The channel takes a notice with the number or address it goes to, once',
      request: { params: z.object({ id: idOf('ntc') }) },
      responses: answers(
        z.object({
          template,
          way,
          to: z.string(),
          undo: z.object({ change: z.string(), proof: z.string() }).nullable(),
        }),
      ),
    }),
    async (c) => c.json(granted(await access.takeNotice(subjectOf(c), c.req.valid('param').id)).notice, 200),
  );
  return app;
}
