import { createRoute, z } from '@hono/zod-openapi';
import type { PersonRef } from '@huke/sdk';
import type { Access } from '#access';
import { type Gate, type ImportAllowance, mostAllowed, type People } from '#gate';
import { granted } from './access-routes.ts';
import { gateProblem } from './gate-problems.ts';
import { problem } from './problem.ts';
import { answers, idOf, personOf, router, takes } from './route.ts';

const person = z.object({ id: z.string(), name: z.string(), staffNumber: z.string() });
const allowance = z
  .object({
    id: z.string(),
    state: z.enum(['asked', 'granted', 'refused', 'ended', 'expired']),
    person,
    team: z.string(),
    values: z.number().int(),
    used: z.number().int(),
    askedAt: z.string(),
    expiresAt: z.string(),
    decidedBy: person.nullable(),
  })
  .openapi('ImportAllowance');
type View = z.infer<typeof allowance>;
const param = z.object({ id: idOf('alw') });

type Deps = {
  readonly gate: Gate;
  readonly access: Pick<Access, 'mayImport'>;
  readonly people: People;
  readonly clock: () => Date;
};

/** Import allowances: asked for by whoever imports, granted by an officer, for one person, one team and a day. */
export function allowanceRoutes(deps: Deps) {
  const { gate, access, people } = deps;
  const app = router();

  app.openapi(
    createRoute({
      method: 'post',
      path: '/import-allowances',
      summary: 'Ask for a large import: how many ID, passport and member numbers it brings',
      request: {
        body: takes(z.strictObject({ values: z.number().int().min(1).max(mostAllowed), team: idOf('tea') })),
      },
      responses: answers(allowance),
    }),
    async (c) => {
      const subject = personOf(c);
      granted(await access.mayImport(subject));
      const body = c.req.valid('json');
      if (body.team !== subject.team) throw problem(422, 'unknown-team', 'import into a team of your own');
      return c.json(await done(deps, await gate.askAllowance(people, subject, body)), 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/import-allowances',
      summary: 'Import allowances: one’s own, for officers everybody’s, newest first',
      responses: answers(z.object({ rows: z.array(allowance) })),
    }),
    async (c) => {
      const rows = await gate.allowances(personOf(c));
      return c.json({ rows: await views(deps, rows) }, 200);
    },
  );
  for (const [act, verdict] of [
    ['grant', 'granted'],
    ['refuse', 'refused'],
  ] as const) {
    app.openapi(
      createRoute({
        method: 'post',
        path: `/import-allowances/{id}/${act}`,
        summary: act === 'grant' ? 'Grant a large import for a day' : 'Refuse a large import',
        request: { params: param },
        responses: answers(allowance),
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await done(deps, await gate.decideAllowance(people, personOf(c), id, verdict)), 200);
      },
    );
  }
  app.openapi(
    createRoute({
      method: 'post',
      path: '/import-allowances/{id}/end',
      summary: 'End an import allowance before its time',
      request: { params: param },
      responses: answers(allowance),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await done(deps, await gate.endAllowance(personOf(c), id)), 200);
    },
  );
  return app;
}

type Outcome = Awaited<ReturnType<Gate['endAllowance']>>;

async function done(deps: Deps, outcome: Outcome): Promise<View> {
  if (outcome.kind !== 'done') throw gateProblem(outcome);
  const [view] = await views(deps, [outcome.row]);
  return view as View;
}

async function views({ people, clock }: Deps, rows: readonly ImportAllowance[]): Promise<View[]> {
  const refs = await people.refs(rows.flatMap((row) => [row.person, row.decidedBy ?? row.person]));
  const ref = (id: string): PersonRef => refs.get(id) ?? { id, name: '', staffNumber: '' };
  const now = clock().getTime();
  return rows.map(({ staffNumber: _, ...row }) => {
    const over = (row.state === 'asked' || row.state === 'granted') && Date.parse(row.expiresAt) <= now;
    return {
      ...row,
      state: over ? 'expired' : row.state,
      person: ref(row.person),
      decidedBy: row.decidedBy === null ? null : ref(row.decidedBy),
    };
  });
}
