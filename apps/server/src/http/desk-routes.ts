import { z } from '@hono/zod-openapi';
import { createRoute } from '@hono/zod-openapi';
import { type CaseRow, capacities, channels, needKinds, posts, purposes, scenarios } from '@huke/sdk';
import {
  addNote,
  bindCase,
  caseDetail,
  caseTypes,
  closeCase,
  type DeskDeps,
  type DeskRefusal,
  endContact,
  findCase,
  keepAlive,
  listCases,
  openCase,
  openContact,
  transferCase,
} from '#desk';
import type { Subject } from '#gate';
import { refusalOf } from './access-routes.ts';
import { once } from './idempotency.ts';
import { type ProblemError, problem, problemBody } from './problem.ts';
import { answers, cursorOf, done, idOf, personOf, router, subjectOf, takes } from './route.ts';
import type { TextBudget } from './text-budget.ts';

const person = z.object({ id: z.string(), name: z.string(), staffNumber: z.string() });
const row = z
  .object({
    id: z.string(),
    number: z.string(),
    type: z.string(),
    purpose: z.enum(purposes),
    scenario: z.enum(scenarios),
    state: z.enum(['open', 'wrap-up', 'closed']),
    origin: z.enum(['contact', 'supervisor', 'self']),
    channel: z.enum(channels),
    customer: z.string().nullable(),
    customerLabel: z.string(),
    agent: person.nullable(),
    team: z.string(),
    contact: z.object({ id: z.string(), live: z.boolean(), direction: z.enum(['in', 'out']) }).nullable(),
    waitingApproval: z.boolean(),
    openedAt: z.string(),
    dueAt: z.string().nullable(),
  })
  .openapi('Case');
const timelineItem = z.object({
  at: z.string(),
  kind: z.enum(['opened', 'contact', 'note', 'message', 'access', 'approval', 'transfer', 'closed']),
  person: person.nullable(),
  text: z.string().optional(),
  code: z.string().optional(),
  entry: z.number().optional(),
  offends: z
    .array(z.object({ list: z.string(), reason: z.string() }))
    .readonly()
    .optional(),
});
const counts = z.object({
  mine: z.number(),
  team: z.number(),
  waitingApproval: z.number(),
  due: z.number(),
});
const page = z.object({ rows: z.array(row), counts, next: z.string().nullable() });
/** RFC 9457, as a part of an answer: what is shown without it is not refused. */
const withheld = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  request: z.string().optional(),
  policies: z.array(z.string()).readonly().optional(),
  needs: z
    .array(z.object({ kind: z.enum(needKinds), by: z.array(z.enum(posts)).readonly().optional() }))
    .readonly()
    .optional(),
  entry: z.number().optional(),
});
const detail = row.extend({
  timeline: z.array(timelineItem),
  notesWithheld: withheld.optional(),
  party: z.object({ id: z.string().nullable(), capacity: z.enum(capacities) }).nullable(),
  reasons: z.array(z.string()),
});
const contact = z.object({
  channel: z.enum(channels),
  direction: z.enum(['in', 'out']),
  externalId: z.string().min(1).max(200),
  agent: idOf('per'),
  customer: idOf('cus').optional(),
  identifier: z
    .object({
      field: z.enum(['mobile', 'landline', 'email', 'memberNumber']),
      value: z.string().min(1).max(200),
    })
    .optional(),
  caseType: z.string().max(40),
  party: z.object({ capacity: z.enum(capacities), mandate: idOf('pty').optional() }).optional(),
});
const create = z.object({
  type: z.string().max(40),
  customer: idOf('cus'),
  agent: idOf('per').optional(),
  channel: z.enum(channels).optional(),
});
const caseType = z.object({
  type: z.string(),
  label: z.object({ zh: z.string(), en: z.string() }),
  purpose: z.enum(purposes),
  scenario: z.enum(scenarios),
  reasons: z.array(z.string()),
});
const caseParam = z.object({ id: idOf('cas') });

/** Contacts and cases. */
export function deskRoutes(deps: DeskDeps & { readonly budget: TextBudget }) {
  const app = router();

  app.openapi(
    createRoute({
      method: 'post',
      path: '/contacts',
      summary: "A channel's event: open a contact and its case",
      request: { body: takes(contact) },
      responses: answers(z.object({ id: z.string(), case: z.string() })),
    }),
    async (c) => {
      const subject = withScope(subjectOf(c), 'contacts:write');
      const body = c.req.valid('json');
      const opened = await openContact(deps, subject, body as Parameters<typeof openContact>[2]);
      if (opened.kind === 'refused') throw refusal(opened);
      return c.json(opened.contact, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/contacts/{id}/end',
      summary: 'End a contact; its case goes into wrap-up',
      request: { params: z.object({ id: idOf('con') }) },
      responses: done,
    }),
    async (c) => {
      const subject = subjectOf(c);
      const ended = await endContact(
        deps,
        subject.key === null ? subject : withScope(subject, 'contacts:write'),
        c.req.valid('param').id,
      );
      if (ended.kind === 'refused') throw refusal(ended);
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/contacts/{id}/alive',
      summary: 'A channel says that a contact goes on; without it a contact ends by itself',
      request: { params: z.object({ id: idOf('con') }) },
      responses: answers(z.object({ until: z.string() })),
    }),
    async (c) => {
      const subject = withScope(subjectOf(c), 'contacts:write');
      const kept = await keepAlive(deps, subject, c.req.valid('param').id);
      if (kept.kind === 'refused') throw refusal(kept);
      return c.json({ until: kept.until }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/case-types',
      summary: 'Kinds of cases',
      responses: answers(z.object({ types: z.array(caseType) })),
    }),
    (c) => {
      subjectOf(c);
      return c.json({ types: caseTypes.map((each) => ({ ...each, reasons: [...each.reasons] })) }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/cases',
      summary: 'My desk: cases with counters',
      request: {
        query: z.object({
          scope: z.enum(['mine', 'team', 'approval', 'due']).default('mine'),
          cursor: cursorOf('cases'),
        }),
      },
      responses: answers(page),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const listed = await listCases(deps, personOf(c), query.scope, query.cursor);
      return c.json({ rows: [...listed.rows], counts: listed.counts, next: listed.next }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/cases',
      summary: 'Open a case without a contact',
      request: { body: takes(create) },
      responses: answers(row),
    }),
    async (c) => {
      const subject = personOf(c);
      const body = c.req.valid('json');
      const { id } = await once(c, deps, body, async (keep) =>
        caseOf(await openCase(deps, subject, body as Parameters<typeof openCase>[2], keep)),
      );
      const opened = await findCase(deps, subject, id);
      if ('kind' in opened) throw refusal(opened);
      return c.json(opened, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/cases/{id}',
      summary: 'A case with its timeline; notes are masked',
      request: { params: caseParam },
      responses: answers(detail),
    }),
    async (c) => {
      const subject = subjectOf(c);
      const scoped = subject.key === null ? subject : withScope(subject, 'cases:read');
      const id = c.req.valid('param').id;
      if (scoped.key && scoped.person !== null && scoped.key.actForCase !== id)
        throw refusal({ kind: 'refused', code: 'no-such-case' });
      const found = await (scoped.person === null
        ? findCase(deps, scoped, id)
        : caseDetail(deps, scoped, id));
      if ('kind' in found) throw refusal(found);
      const { withheld, ...full } = { timeline: [], party: null, reasons: [], withheld: null, ...found };
      const why =
        withheld === null ? {} : { notesWithheld: problemBody(refusalOf(withheld), c.get('requestId')) };
      return c.json({ ...full, timeline: [...full.timeline], reasons: [...full.reasons], ...why }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/cases/{id}/notes',
      summary: 'Add a note; it is sealed, and shown masked',
      request: { params: caseParam, body: takes(z.object({ text: z.string().trim().min(1).max(4000) })) },
      responses: answers(timelineItem),
    }),
    async (c) => {
      const { text } = c.req.valid('json');
      const subject = personOf(c);
      deps.budget.spend(c, text.length);
      const added = await addNote(deps, subject, c.req.valid('param').id, text);
      if (added.kind === 'refused') throw refusal(added);
      return c.json(added.item, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/cases/{id}/customer',
      summary: 'Tie a found customer to a case without one',
      request: { params: caseParam, body: takes(z.object({ customer: idOf('cus') })) },
      responses: answers(row),
    }),
    async (c) => {
      const { customer } = c.req.valid('json');
      return c.json(caseOf(await bindCase(deps, personOf(c), c.req.valid('param').id, customer)), 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/cases/{id}/transfer',
      summary: 'Hand the case and its contact to a colleague',
      request: { params: caseParam, body: takes(z.object({ to: idOf('per') })) },
      responses: answers(row),
    }),
    async (c) => {
      const { to } = c.req.valid('json');
      return c.json(caseOf(await transferCase(deps, personOf(c), c.req.valid('param').id, to)), 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/cases/{id}/close',
      summary: 'Close a case',
      request: { params: caseParam },
      responses: answers(row),
    }),
    async (c) => c.json(caseOf(await closeCase(deps, personOf(c), c.req.valid('param').id)), 200),
  );
  return app;
}

function caseOf(outcome: { kind: 'done'; case: CaseRow } | DeskRefusal): CaseRow {
  if (outcome.kind === 'refused') throw refusal(outcome);
  return outcome.case;
}

/** A program needs the scope; a person acts by post, which the room checks. */
function withScope(subject: Subject, scope: 'contacts:write' | 'cases:read'): Subject {
  if (!subject.key?.scopes.includes(scope))
    throw problem(403, 'scope-missing', `this needs a service key with the scope ${scope}`);
  return subject;
}

const texts: Readonly<Record<DeskRefusal['code'], readonly [number, string]>> = {
  'unknown-case-type': [422, 'no such kind of case; GET /case-types lists them'],
  'unknown-agent': [422, 'no active colleague of that id in a team this may serve'],
  'no-such-case': [404, 'no such case, or not yours; open it from your desk'],
  'no-such-contact': [404, 'no such contact, or not yours'],
  'contact-over': [409, 'the contact is over; open a new one'],
  'contacts-at-once': [
    409,
    'this agent has as many contacts at once as one can hold: end one that is over with POST /contacts/{id}/end (contacts has yours, the quietest first), or open this one for a colleague',
  ],
  'budget-spent': [403, 'no more of this today; a colleague can do it, or go on tomorrow'],
  'not-your-case': [403, 'the case is with another colleague; ask for a transfer'],
  'case-closed': [409, 'the case is closed; open a new one'],
  'case-bound': [409, 'the case has its customer already'],
  'case-full': [409, 'the case has as many notes as one may have; close it and open a new one'],
  'not-allowed': [403, 'your post or this customer does not allow it; ask your supervisor'],
  'mandate-needed': [422, 'somebody who is not the customer needs a mandate'],
  'key-without-teams': [
    403,
    'a channel serves named teams: let a security administrator make a key that names them',
  ],
};

function refusal(refused: DeskRefusal): ProblemError {
  const [status, title] = texts[refused.code];
  const { contacts } = refused;
  return problem(status, refused.code, title, contacts === undefined ? {} : { contacts });
}
