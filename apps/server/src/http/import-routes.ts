import { createRoute, z } from '@hono/zod-openapi';
import type { Access, Imports } from '#access';
import { granted } from './access-routes.ts';
import { onceAnHour } from './once-an-hour.ts';
import { problem } from './problem.ts';
import { answers, contents, cursorOf, idOf, router, subjectOf } from './route.ts';
import type { Subject } from '#gate';
import type { Clock } from '#platform';

const job = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    dryRun: z.boolean(),
    encoding: z.string(),
    format: z.enum(['csv', 'jsonl']),
    columns: z.array(z.object({ column: z.string(), field: z.string().nullable(), confidence: z.number() })),
    rows: z.number().int(),
    imported: z.number().int(),
    known: z.number().int().nullable(),
    duplicates: z.number().int(),
    failed: z.number().int(),
    bytes: z.number().int(),
    bytesTotal: z.number().int().nullable(),
    rowsPerSecond: z.number(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    preview: z.array(z.record(z.string(), z.string())),
    code: z.string().nullable(),
  })
  .openapi('Import');
type Job = z.infer<typeof job>;
const importParam = z.object({ id: idOf('imp') });
const mappingShape = z.record(z.string().max(200), z.string().max(40).nullable());

/** Streaming import: the file is the body, sealed as it arrives; progress is read back by its id. */
export function importRoutes(deps: {
  readonly access: Access;
  readonly imports: Imports;
  readonly clock: Clock;
}) {
  const { access, imports } = deps;
  const app = router();

  const own = async (subject: Subject): Promise<void> => {
    granted(await access.mayImport(subject));
  };
  /** Another team's import answers like one that is not there: its preview is customers' data, masked or not. */
  const ownJob = async (subject: Subject, id: string): Promise<string> => {
    await own(subject);
    const team = await imports.teamOf(id);
    if (team === null || !teamsOf(subject).includes(team))
      throw problem(404, 'no-such-import', 'no such import');
    return team;
  };
  const hourly = onceAnHour(deps.clock);
  const recordPreview = (subject: Subject, job: string): Promise<void> =>
    hourly(`${subject.session ?? subject.key?.id ?? subject.person} ${job}`, async () => {
      granted(await access.preview(subject, job));
    });
  const commitFor = (subject: Subject, team: string): Parameters<Imports['start']>[0]['commitBatch'] => {
    return async ({ job, rows }) => {
      const done = await access.importBatch(subject, rows, { job, team });
      if (done.kind === 'granted') return done;
      return done.kind === 'refused' ? { kind: 'refused', code: done.code } : { kind: done.kind };
    };
  };

  app.openapi(
    createRoute({
      method: 'post',
      path: '/customers/import',
      summary:
        'Import customers from CSV or JSON lines (UTF-8, UTF-16, GB18030); the file is the body. A dry run checks forms only',
      request: {
        query: z.object({
          dryRun: z.enum(['true', 'false']).default('false'),
          name: z.string().max(200).optional(),
          mapping: z.string().max(20_000).optional(),
          team: idOf('tea').optional(),
        }),
        body: { required: true, content: { 'text/csv': { schema: z.string() } } },
      },
      responses: answers(job),
    }),
    async (c) => {
      const subject = subjectOf(c);
      await own(subject);
      const query = c.req.valid('query');
      const team = query.team ?? teamsOf(subject)[0];
      if (team === undefined || !teamsOf(subject).includes(team))
        throw problem(422, 'unknown-team', 'import into a team of your own');
      const { body } = c.req.raw;
      if (!body) throw problem(400, 'no-file', 'send the file as the body');
      const length = Number(c.req.header('content-length') ?? Number.NaN);
      const started = await imports.start({
        upload: body as unknown as AsyncIterable<Uint8Array>,
        dryRun: query.dryRun === 'true',
        bytesTotal: Number.isSafeInteger(length) ? length : null,
        mapping: mappingOf(query.mapping),
        team,
        by: subject.person ?? subject.key?.id ?? null,
        commitBatch: commitFor(subject, team),
      });
      return c.json(started as Job, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/customers/import',
      summary: 'Imports, newest first',
      request: { query: z.object({ cursor: cursorOf('imports') }) },
      responses: answers(z.object({ rows: z.array(job), next: z.string().nullable() })),
    }),
    async (c) => {
      const subject = subjectOf(c);
      await own(subject);
      const page = await imports.list(c.req.valid('query').cursor ?? null, teamsOf(subject));
      // previews are shown one by one, each with its entry
      const rows = page.items.map((each) => ({ ...each, preview: [] }));
      return c.json({ rows: rows as unknown as Job[], next: page.next }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/customers/import/{id}',
      summary: 'How far an import is; the preview is masked',
      request: { params: importParam },
      responses: answers(job),
    }),
    async (c) => {
      const subject = subjectOf(c);
      await ownJob(subject, c.req.valid('param').id);
      const found = await imports.find(c.req.valid('param').id);
      if (!found) throw problem(404, 'no-such-import', 'no such import');
      if (found.preview.length > 0) await recordPreview(subject, found.id);
      return c.json(found as Job, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/customers/import/{id}/cancel',
      summary: 'Stop an import; whole batches that are in stay',
      request: { params: importParam },
      responses: answers(job),
    }),
    async (c) => {
      await ownJob(subjectOf(c), c.req.valid('param').id);
      return c.json((await imports.cancel(c.req.valid('param').id)) as Job, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/customers/import/{id}/resume',
      summary: 'Go on with an import that was interrupted, or that ran out of probes',
      request: { params: importParam },
      responses: answers(job),
    }),
    async (c) => {
      const subject = subjectOf(c);
      const { id } = c.req.valid('param');
      const team = await ownJob(subject, id);
      if (!(await imports.resume(id, commitFor(subject, team))))
        throw problem(409, 'not-resumable', 'this import cannot go on; upload the file again');
      return c.json((await imports.find(id)) as Job, 200);
    },
  );
  app.openapi(errorsRoute, async (c) => {
    const { id } = c.req.valid('param');
    await ownJob(subjectOf(c), id);
    const lines = imports.errorFile(id);
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const next = await lines.next();
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
    });
    return c.body(stream, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="errors-${id.slice(-6)}.csv"`,
    });
  });
  return app;
}

const errorsRoute = createRoute({
  method: 'get',
  path: '/customers/import/{id}/errors.csv',
  summary: 'The rows that were not taken, each with what is wrong',
  request: { params: importParam },
  responses: contents('text/csv', 'a line for each row: its number, column and code'),
});

/** Teams that a person or a key may import for. */
function teamsOf(subject: Subject): readonly string[] {
  if (subject.key !== null) return subject.key.teams;
  return subject.team === null ? [] : [subject.team];
}

function mappingOf(text: string | undefined): Readonly<Record<string, string | null>> {
  if (text === undefined) return {};
  try {
    return mappingShape.parse(JSON.parse(text));
  } catch {
    throw problem(422, 'invalid-input', 'mapping is JSON: column name to field, or null to leave it out');
  }
}
