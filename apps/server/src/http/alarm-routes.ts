import { createRoute, z } from '@hono/zod-openapi';
import { alarmFindings, type Alarm } from '@huke/sdk';
import type { Alarms } from '#alarm';
import { type Subject, may } from '#gate';
import { problem } from './problem.ts';
import { answers, idOf, personOf, router, takes } from './route.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const ref = z.object({ id: z.string(), name: z.string(), staffNumber: z.string() }).nullable();
const alarm = z
  .object({
    id: z.string(),
    code: z.string(),
    severity: z.enum(['watch', 'act', 'stop']),
    title: words,
    next: words,
    person: ref,
    key: z.string().nullable(),
    team: z.string().nullable(),
    customer: z.string().nullable(),
    object: z.string().nullable(),
    times: z.number().int(),
    raisedAt: z.string(),
    lastAt: z.string(),
    closed: z.object({ at: z.string(), by: ref, finding: z.enum(alarmFindings) }).nullable(),
  })
  .openapi('Alarm');

const refusals = {
  'no-such-alarm': [404, 'there is no such alarm: see the list'],
  'already-closed': [409, 'somebody closed this alarm already: load the list again'],
  oneself: [403, 'this alarm is about you: another officer closes it'],
} as const;

/** Who has each right, in words. */
const who = {
  'alarms:read': 'security and compliance officers, auditors, security and audit administrators see alarms',
  'alarms:close': 'security and compliance officers close alarms',
} as const;

/** Alarms: what was raised, and what officers found it to be. */
export function alarmRoutes({ alarms }: { readonly alarms: Alarms }) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/alarms',
      summary: 'Alarms, newest first; open ones only where asked',
      request: {
        query: z.object({ open: z.enum(['true', 'false']).optional(), cursor: idOf('alm').optional() }),
      },
      responses: answers(z.object({ rows: z.array(alarm), next: z.string().nullable() })),
    }),
    async (c) => {
      allowed(personOf(c), 'alarms:read');
      const { open, cursor } = c.req.valid('query');
      const { rows, next } = await alarms.list({ open: open === 'true', cursor });
      return c.json({ rows: rows.map(shown), next }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/alarms/{id}/close',
      summary: 'Say what an alarm was found to be',
      request: {
        params: z.object({ id: idOf('alm') }),
        body: takes(z.strictObject({ finding: z.enum(alarmFindings) })),
      },
      responses: answers(alarm),
    }),
    async (c) => {
      const officer = personOf(c);
      allowed(officer, 'alarms:close');
      const outcome = await alarms.close(officer, c.req.valid('param').id, c.req.valid('json').finding);
      if (outcome.kind === 'done') return c.json(shown(outcome.alarm), 200);
      const [status, title] = refusals[outcome.code];
      throw problem(status, outcome.code, title);
    },
  );
  return app;
}

const shown = (each: Alarm) => ({
  ...each,
  title: { ...each.title },
  next: { ...each.next },
  closed: each.closed && { ...each.closed },
});

function allowed(subject: Subject, right: keyof typeof who): void {
  if (!may(subject, right)) throw problem(403, 'not-allowed', `${who[right]}: ask one of them`);
}
