import { createRoute, z } from '@hono/zod-openapi';
import { purposes, reasons, scenarios } from '@huke/sdk';
import type { Access, Invalid, Refusal } from '#access';
import { type OnceDeps, once } from './idempotency.ts';
import { type ProblemError, problem } from './problem.ts';
import { contactChange as change } from './change-schemas.ts';
import { answers, cursorOf, done, idOf, personOf, router, subjectOf, takes } from './route.ts';

const fieldName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const item = idOf('itm');
const fieldRef = z.object({ field: fieldName, item: item.optional() });
const level = z.enum(['C1', 'C2', 'C3']);
const value = z.string().min(1).max(2000);
const index = z.number().int().min(-1).max(1e12);
const context = {
  purpose: z.enum(purposes),
  case: idOf('cas').optional(),
  scenario: z.enum(scenarios),
};
const caseContext = { ...context, case: idOf('cas') };
const customerParam = z.object({ id: idOf('cus') });

const fieldAnswer = z
  .object({
    field: z.string(),
    item: z.string(),
    show: z.enum(['hidden', 'masked', 'clear', 'used']),
    value: z.string().optional(),
    level,
    sensitive: z.boolean(),
    policies: z.array(z.string()),
  })
  .openapi('FieldAnswer');
const quota = z.object({ used: z.number(), limit: z.number(), raised: z.number() });
const obligations = z.object({
  watermark: z.boolean(),
  hideAfter: z.number().optional(),
  quota: quota.optional(),
});
const accessRequest = z
  .object({
    action: z.enum(['view', 'reveal', 'copy', 'use']),
    customer: idOf('cus'),
    fields: z.array(fieldRef).min(1).max(20),
    ...context,
    reason: z.enum(reasons).optional(),
    note: z.string().trim().min(1).max(500).optional(),
    stepUp: idOf('stp').optional(),
    use: z.enum(['dial', 'text', 'mail']).optional(),
  })
  .openapi('AccessRequest');
const accessAnswer = z
  .object({
    id: z.string(),
    entry: z.number().int(),
    fields: z.array(fieldAnswer),
    obligations,
    used: z.object({ kind: z.enum(['dial', 'text', 'mail']), token: z.string() }).optional(),
  })
  .openapi('AccessAnswer');
const words = z.object({ zh: z.string(), en: z.string() });
const card = z
  .object({
    id: z.string(),
    badges: z.array(z.string()),
    parties: z.array(
      z.object({
        id: z.string(),
        capacity: z.string(),
        name: z.string(),
        fields: z.array(z.string()),
        expiresAt: z.string().nullable(),
      }),
    ),
    fields: z.array(
      fieldAnswer.extend({
        label: words,
        group: z.string(),
        may: z.array(z.object({ action: z.string(), needs: z.array(z.string()) })),
      }),
    ),
    obligations,
    entry: z.number().int(),
    purpose: z.enum(purposes),
    scenario: z.enum(scenarios),
  })
  .openapi('CustomerCard');
const created = z.object({ id: z.string(), entry: z.number().int() });
const changed = created.extend({ pending: z.array(change) });
const version = z.object({
  field: z.string(),
  item: z.string(),
  version: z.number(),
  value: z.string().nullable(),
  changedAt: z.string(),
  changedBy: z.string(),
  current: z.boolean(),
});

/** Everything that touches a customer value; each route makes an ask and maps its outcome. */
export function accessRoutes(deps: { readonly access: Access } & OnceDeps) {
  const { access } = deps;
  const app = router();

  app.openapi(
    createRoute({
      method: 'post',
      path: '/accesses',
      summary: 'Touch fields of one customer for one purpose: view, reveal, copy, or use without seeing',
      request: { body: takes(accessRequest) },
      responses: answers(accessAnswer),
    }),
    async (c) => {
      const subject = subjectOf(c);
      const body = c.req.valid('json');
      if ((body.action === 'use') !== (body.use !== undefined))
        throw problem(422, 'invalid-input', 'say what to use the value for exactly when the action is use');
      if (body.action === 'use' && new Set(body.fields.map((each) => each.field)).size > 1)
        throw problem(422, 'invalid-input', 'a use is of one value: name one field');
      const outcome = await access.access(subject, body as Parameters<Access['access']>[1]);
      return c.json(granted(outcome).answer as z.infer<typeof accessAnswer>, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/uses/counts',
      summary: "What a channel's program says it got for aliases, compared with the ledger",
      request: {
        body: takes(
          z.object({
            after: index.optional(),
            upTo: index.optional(),
            count: z.number().int().min(0).max(1e9),
          }),
        ),
      },
      responses: answers(
        z.object({
          after: z.number().int(),
          upTo: z.number().int(),
          said: z.number().int(),
          given: z.number().int(),
          same: z.boolean(),
          entry: z.number().int(),
        }),
      ),
    }),
    async (c) => {
      const report = c.req.valid('json') as Parameters<Access['reportUses']>[1];
      const { kind: _, ...compared } = granted(await access.reportUses(subjectOf(c), report));
      return c.json(compared, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/uses/{token}',
      summary: 'The channel that has the contact takes the number behind an alias, once; for its key only',
      // an access's id is no alias, but whoever sends one read it in the ledger: it is refused with an entry
      request: { params: z.object({ token: idOf('use', 'acc') }) },
      responses: answers(
        z.object({ kind: z.enum(['dial', 'text', 'mail']), value: z.string(), entry: z.number().int() }),
      ),
    }),
    async (c) => {
      const subject = subjectOf(c);
      const taken = granted(await access.redeem(subject, c.req.valid('param').token));
      return c.json({ kind: taken.use, value: taken.value, entry: taken.entry }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/customers',
      summary: 'Create a customer',
      request: {
        body: takes(
          z.object({
            fields: z.record(fieldName, z.union([value, z.array(value).min(1).max(20)])),
            team: idOf('tea').optional(),
          }),
        ),
      },
      responses: answers(created),
    }),
    async (c) => {
      const subject = subjectOf(c);
      const body = c.req.valid('json');
      const made = await once(c, deps, body, async (keep) => {
        const { id, entry } = granted(
          await access.create(subject, body as Parameters<Access['create']>[1], keep),
        );
        return { id, entry };
      });
      return c.json({ id: made.id, entry: made.entry ?? 0 }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/customers/search',
      summary: 'Find customers by one exact value without seeing it; absent and not yours answer the same',
      request: { body: takes(z.object({ field: fieldName, value, ...context })) },
      responses: answers(
        z.object({
          hits: z.array(z.object({ id: z.string(), label: z.string(), fields: z.array(fieldAnswer) })),
          tooMany: z.boolean(),
          entry: z.number().int(),
          guessesLeft: z.number().int(),
        }),
      ),
    }),
    async (c) => {
      const found = granted(
        await access.search(subjectOf(c), c.req.valid('json') as Parameters<Access['search']>[1]),
      );
      return c.json(found.answer as never, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/customers/{id}',
      summary: 'The customer card, masked for a scenario',
      request: { params: customerParam, query: z.object(context) },
      responses: answers(card),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const outcome = await access.card(subjectOf(c), {
        customer: c.req.valid('param').id,
        purpose: query.purpose,
        scenario: query.scenario,
        case: query.case ?? null,
      });
      return c.json(granted(outcome).card as never, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'patch',
      path: '/customers/{id}',
      summary: 'Correct values; what was there stays in sealed history',
      request: {
        params: customerParam,
        body: takes(
          z.object({
            changes: z
              .array(z.object({ field: fieldName, item: item.optional(), value: value.nullable() }))
              .min(1)
              .max(20),
            ...caseContext,
          }),
        ),
      },
      responses: answers(changed),
    }),
    async (c) => {
      const outcome = await access.change(
        personOf(c),
        c.req.valid('param').id,
        c.req.valid('json') as Parameters<Access['change']>[2],
      );
      return c.json(changedOf(granted(outcome)), 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/customers/{id}',
      summary: 'Put a customer into the bin; it can be restored',
      request: { params: customerParam },
      responses: done,
    }),
    async (c) => {
      granted(await access.bin(personOf(c), c.req.valid('param').id));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/customers/{id}/restore',
      summary: 'Take a customer out of the bin',
      request: { params: customerParam },
      responses: done,
    }),
    async (c) => {
      granted(await access.restore(personOf(c), c.req.valid('param').id));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/customers/{id}/verify',
      summary: 'What the caller said: one pass or fail, nothing shown',
      request: {
        params: customerParam,
        body: takes(
          z.object({
            claims: z
              .array(z.object({ field: fieldName, value }))
              .min(1)
              .max(6),
            ...caseContext,
          }),
        ),
      },
      responses: answers(
        z.object({
          result: z.enum(['pass', 'fail']),
          entry: z.number().int(),
          guessesLeft: z.number().int(),
        }),
      ),
    }),
    async (c) => {
      const outcome = await access.verify(
        subjectOf(c),
        c.req.valid('param').id,
        c.req.valid('json') as Parameters<Access['verify']>[2],
      );
      return c.json(granted(outcome).answer, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/customers/{id}/history',
      summary: 'Versions of the fields, masked',
      request: { params: customerParam, query: z.object(caseContext) },
      responses: answers(z.object({ versions: z.array(version) })),
    }),
    async (c) => {
      const outcome = await access.history(
        personOf(c),
        c.req.valid('param').id,
        c.req.valid('query') as Parameters<Access['history']>[2],
      );
      return c.json({ versions: [...granted(outcome).versions] }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/customers/{id}/rollback',
      summary: 'Bring an earlier version of one value back',
      request: {
        params: customerParam,
        body: takes(
          z.object({ field: fieldName, item, version: z.number().int().positive(), ...caseContext }),
        ),
      },
      responses: answers(changed),
    }),
    async (c) => {
      const outcome = await access.rollback(
        personOf(c),
        c.req.valid('param').id,
        c.req.valid('json') as Parameters<Access['rollback']>[2],
      );
      return c.json(changedOf(granted(outcome)), 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/customers/{id}/trail',
      summary: 'Who touched this customer, and why',
      request: {
        params: customerParam,
        query: z.object({ case: idOf('cas').optional(), cursor: cursorOf('entries') }),
      },
      responses: answers(
        z.object({ entries: z.array(z.any()), next: z.string().nullable(), size: z.number() }),
      ),
    }),
    async (c) => {
      const query = c.req.valid('query');
      const outcome = await access.trail(
        personOf(c),
        c.req.valid('param').id,
        query.case ?? null,
        query.cursor ?? null,
      );
      const { page } = granted(outcome);
      return c.json({ entries: [...page.entries], next: page.next, size: page.size }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/bin',
      summary: 'Customers in the bin',
      request: { query: z.object({ cursor: cursorOf('bin') }) },
      responses: answers(z.object({ rows: z.array(z.any()), next: z.string().nullable() })),
    }),
    async (c) => {
      const outcome = await access.listBin(personOf(c), c.req.valid('query').cursor ?? null);
      const { page } = granted(outcome);
      return c.json({ rows: [...page.rows], next: page.next }, 200);
    },
  );
  return app;
}

const changedOf = (answer: Extract<Awaited<ReturnType<Access['change']>>, { kind: 'granted' }>) => ({
  id: answer.id,
  entry: answer.entry,
  pending: [...answer.pending],
});

type Outcome = { readonly kind: 'granted' } | Refusal | Invalid;

/** The granted outcome, or the refusal as a problem. */
export function granted<T extends Outcome>(outcome: T): Extract<T, { readonly kind: 'granted' }> {
  if (outcome.kind === 'granted') return outcome as Extract<T, { readonly kind: 'granted' }>;
  throw refusalOf(outcome as Refusal | Invalid);
}

const input = new Set(['invalid-field', 'unknown-field', 'too-guessable', 'other-factors', 'duplicate']);

/** What is over, or in the way of itself. */
const over = new Set(['change-pending', 'change-over', 'changed-since', 'notice-gone']);

/** What is refused for a limit or for whose it is, and the way on. */
const gone: Readonly<Record<string, string>> = {
  'views-gone':
    'as many customers were looked at as the contacts handled explain: take the next contact, or ask your supervisor',
  'uses-gone':
    'as many calls and messages were sent as there may be: let a colleague take over, or go on later',
  'probes-gone':
    'as many values were looked up as there may be today: go on tomorrow, or ask an officer for an allowance',
  'notice-of-own-contact':
    'the change was made in a contact of this key: let another key with contacts:write for the team deliver it',
  'notes-changed':
    'a note of this case was changed in the database: none is shown, and the officers were told; ask your supervisor',
  'budget-gone':
    'a limit of your team, this contact or this customer is reached: ask your supervisor to take over',
};

/** A refusal as a problem: which policies decided, what is missing, and the entry that holds it. */
export function refusalOf(refusal: Refusal | Invalid): ProblemError {
  if (refusal.kind === 'needs') {
    const first = refusal.needs[0]?.kind ?? 'case';
    return problem(403, `${first}-required`, 'something is missing; see needs', {
      needs: refusal.needs,
      policies: refusal.policies,
      entry: refusal.entry,
    });
  }
  const status = input.has(refusal.code) ? 422 : over.has(refusal.code) ? 409 : 403;
  return problem(status, refusal.code, gone[refusal.code] ?? 'the policy does not allow this; see policies', {
    policies: refusal.policies,
    ...(refusal.entry < 0 ? {} : { entry: refusal.entry }),
    ...('errors' in refusal ? { errors: refusal.errors } : {}),
  });
}
