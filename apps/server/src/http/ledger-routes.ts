import { createRoute, z } from '@hono/zod-openapi';
import { type Subject, may } from '#gate';
import type { Ledger } from '#ledger';
import type { Clock } from '#platform';
import { onceAnHour } from './once-an-hour.ts';
import { problem } from './problem.ts';
import { answers, contents, cursorOf, idOf, moment, router, subjectOf } from './route.ts';

type Reading = 'entries' | 'proof' | 'tile';

const entry = z
  .object({
    index: z.number().int(),
    at: z.string(),
    kind: z.string(),
    person: z.string().nullable(),
    key: z.string().nullable(),
    post: z.string().nullable(),
    action: z.string(),
    outcome: z.string(),
    customer: z.string().nullable(),
    case: z.string().nullable(),
    fields: z.array(z.string()),
    purpose: z.string().nullable(),
    scenario: z.string().nullable(),
    reason: z.string().nullable(),
    policies: z.array(z.string()),
    bytes: z.string(),
  })
  .openapi('LedgerEntry');
const page = z.object({ entries: z.array(entry), next: z.string().nullable(), size: z.number().int() });
const proof = z.object({
  index: z.number().int(),
  size: z.number().int(),
  leaf: z.string(),
  hashes: z.array(z.string()),
  root: z.string(),
  checkpoint: z.string(),
  entry: z.string(),
});
const state = z.object({
  size: z.number().int(),
  checkpointSize: z.number().int(),
  journalled: z.number().int(),
  root: z.string(),
  checkpoint: z.string(),
  verifier: z.string(),
  checkpointedAt: z.string().nullable(),
  witnessed: z.boolean(),
  healthy: z.boolean(),
  code: z.string().nullable(),
  index: z.number().int().nullable(),
  warnings: z.array(z.string()),
});
const filter = z.object({
  kind: z.enum(['access', 'identity', 'gate', 'desk', 'vault', 'system']).optional(),
  action: z
    .string()
    .regex(/^[a-z][a-z.-]{0,59}$/)
    .optional(),
  outcome: z.enum(['granted', 'refused', 'needs', 'failed', 'done']).optional(),
  person: idOf('per').optional(),
  key: idOf('key').optional(),
  customer: idOf('cus').optional(),
  case: idOf('cas').optional(),
  since: moment.optional(),
  until: moment.optional(),
  fromIndex: z.coerce.number().int().min(0).optional(),
  toIndex: z.coerce.number().int().min(0).optional(),
  cursor: cursorOf('entries'),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

/** The ledger: checkpoint and tiles (C2SP tlog-tiles paths), entries with filters, and proofs. */
export function ledgerRoutes(deps: {
  readonly ledger: Ledger;
  readonly warnings: readonly string[];
  /** Records a reading; durable when it resolves. */
  readonly noteReading: (by: Subject, what: Reading, count: number) => Promise<void>;
  readonly clock: Clock;
}) {
  const { ledger } = deps;
  const hourly = onceAnHour(deps.clock);
  // a program's each reading has its entry, a person's the first of an hour: the page that shows it reads on by itself
  const noted = (subject: Subject, what: Reading, count: number): Promise<void> =>
    subject.session === null
      ? deps.noteReading(subject, what, count)
      : hourly(`${subject.session} ${what}`, () => deps.noteReading(subject, what, count));
  const app = router();

  app.openapi(
    createRoute({
      method: 'get',
      path: '/ledger/state',
      summary: 'Size, latest checkpoint, health, and the verifier key',
      responses: answers(state),
    }),
    async (c) => {
      subjectOf(c);
      return c.json({ ...(await ledger.state()), warnings: [...deps.warnings] }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/ledger/entries',
      summary: 'Entries, newest first, by filters',
      request: { query: filter },
      responses: answers(page),
    }),
    async (c) => {
      const subject = readerOf(subjectOf(c));
      const { cursor, limit, ...wanted } = c.req.valid('query');
      const found = await ledger.entries(wanted as Parameters<Ledger['entries']>[0], {
        ...(cursor === undefined ? {} : { cursor }),
        ...(limit === undefined ? {} : { limit }),
      });
      await noted(subject, 'entries', found.entries.length);
      return c.json(found as z.infer<typeof page>, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/ledger/entries/{index}/proof',
      summary: 'Proof that an entry stands under a signed checkpoint',
      request: {
        params: z.object({ index: z.coerce.number().int().min(0) }),
        query: z.object({ size: z.coerce.number().int().min(1).optional() }),
      },
      responses: answers(proof),
    }),
    async (c) => {
      const subject = readerOf(subjectOf(c));
      const made = await ledger.proof(c.req.valid('param').index, c.req.valid('query').size);
      if (made.kind !== 'proof')
        throw problem(
          404,
          made.kind,
          'no proof for this entry yet; check the index, or try again in a second',
        );
      await noted(subject, 'proof', 1);
      return c.json(made.proof as z.infer<typeof proof>, 200);
    },
  );
  // paths of the log itself, bytes as C2SP says
  app.openapi(
    createRoute({
      method: 'get',
      path: '/ledger/checkpoint',
      summary: 'The newest signed checkpoint (C2SP tlog-checkpoint)',
      responses: contents('text/plain', 'a signed note'),
    }),
    async (c) => {
      subjectOf(c);
      return bytes(await ledger.read('checkpoint'), 'text/plain; charset=utf-8');
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/ledger/checkpoints',
      summary: 'Earlier checkpoints, oldest first',
      request: { query: z.object({ after: z.string().optional() }) },
      responses: contents('text/plain', 'signed notes, one after the other'),
    }),
    async (c) => {
      subjectOf(c);
      const { after = '' } = c.req.valid('query');
      const from = /^\d{1,15}$/.test(after) ? after : '0';
      return bytes(await ledger.read(`checkpoints?after=${from}`), 'text/plain; charset=utf-8');
    },
  );
  // described apart: one parameter of the router holds no slash
  app.openAPIRegistry.registerPath(
    createRoute({
      method: 'get',
      path: '/ledger/tile/{path}',
      summary: 'A tile of the log (C2SP tlog-tiles): hashes, or entries for auditors',
      request: { params: z.object({ path: z.string().openapi({ example: 'entries/000.p/8' }) }) },
      responses: contents('application/octet-stream', 'the bytes of the tile'),
    }),
  );
  app.get('/ledger/tile/*', async (c) => {
    const path = c.req.path.slice(c.req.path.indexOf('/ledger/') + '/ledger/'.length);
    const subject = subjectOf(c);
    const holdsEntries = path.startsWith('tile/entries/');
    if (holdsEntries) readerOf(subject);
    const found = await ledger.read(path);
    if (holdsEntries && found !== null) await noted(subject, 'tile', 1);
    return bytes(found, 'application/octet-stream');
  });
  return app;
}

function bytes(found: Uint8Array | null, type: string): Response {
  if (found === null) throw problem(404, 'no-such-tile', 'the log has nothing at this path');
  return new Response(Buffer.from(found), { headers: { 'content-type': type } });
}

/** Entries name people and customers by id: for the auditors' posts, and keys with the auditor's scope. */
function readerOf(subject: Subject): Subject {
  const allowed =
    subject.key === null
      ? may(subject, 'ledger:read')
      : subject.person === null && subject.key.scopes.includes('ledger:read');
  if (!allowed)
    throw problem(403, 'not-an-auditor', 'entries are for auditors and officers; ask one of them');
  return subject;
}
