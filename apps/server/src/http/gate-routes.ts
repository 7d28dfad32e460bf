import { createRoute, z } from '@hono/zod-openapi';
import { type Approval, type Grant, type PersonRef, purposes, reasons, scenarios } from '@huke/sdk';
import type { Access } from '#access';
import { type ApprovalRow, type Gate, type GrantView, grantMinutes, type People } from '#gate';
import { gateProblem } from './gate-problems.ts';
import { problem } from './problem.ts';
import { answers, cursorOf, idOf, personOf, router, subjectOf, takes } from './route.ts';

const fieldRef = z.object({
  field: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  item: idOf('itm').optional(),
});
const minutes = z.number().int().min(1).max(grantMinutes.most);
const personRef = z.object({ id: z.string(), name: z.string(), staffNumber: z.string() });
const action = z.enum(['reveal', 'copy']);
const approvalStates = ['pending', 'approved', 'refused', 'cancelled', 'expired'] as const;

const approvalRequest = z
  .strictObject({
    action,
    customer: idOf('cus'),
    fields: z.array(fieldRef).min(1).max(20),
    purpose: z.enum(purposes),
    case: idOf('cas'),
    scenario: z.enum(scenarios),
    reason: z.enum(reasons),
    minutes: minutes.optional(),
  })
  .openapi('ApprovalRequest');
const approval = z
  .object({
    id: z.string(),
    state: z.enum(approvalStates),
    requester: personRef,
    action,
    customer: z.string(),
    customerLabel: z.string(),
    fields: z.array(
      z.object({
        field: z.string(),
        item: z.string().optional(),
        level: z.enum(['C1', 'C2', 'C3']),
        sensitive: z.boolean(),
      }),
    ),
    purpose: z.enum(purposes),
    case: z.string(),
    caseType: z.string(),
    scenario: z.enum(scenarios),
    reason: z.enum(reasons),
    minutes: z.number(),
    createdAt: z.string(),
    expiresAt: z.string(),
    decidedAt: z.string().optional(),
    decidedBy: personRef.optional(),
    refusal: z.string().optional(),
    grant: z.string().optional(),
    mayDecide: z.boolean(),
    blockedBy: z.string().optional(),
    context: z.object({
      revealsLastHour: z.number(),
      ownHourlyMean: z.number(),
      teamHourlyMean: z.number(),
      casesToday: z.number(),
      refusalsToday: z.number(),
    }),
  })
  .openapi('Approval');
const grant = z
  .object({
    id: z.string(),
    person: personRef,
    approver: personRef,
    customer: z.string(),
    case: z.string(),
    fields: z.array(z.object({ field: z.string(), item: z.string().optional() })),
    action,
    state: z.enum(['live', 'revoked', 'expired', 'ended']),
    createdAt: z.string(),
    expiresAt: z.string(),
  })
  .openapi('Grant');
const quota = z.object({ used: z.number(), limit: z.number(), raised: z.number() }).openapi('Quota');
const words = z.object({ zh: z.string(), en: z.string() });
const policyText = z.object({ id: z.string(), title: words, why: words });
const policyCard = policyText
  .extend({
    effect: z.enum(['permit', 'forbid']),
    needs: z.array(z.string()),
    text: z.string(),
    file: z.string(),
    hits7d: z.number(),
  })
  .openapi('PolicyCard');
const refusals = [...reasons, 'not-needed', 'wrong-purpose', 'too-much', 'suspicious'] as const;
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

type Deps = {
  readonly gate: Gate;
  readonly access: Pick<Access, 'probe'>;
  readonly people: People;
};

/** Approvals, grants, the reveal quota, and the policies. */
export function gateRoutes(deps: Deps) {
  const { gate, access, people } = deps;
  const app = router();
  const approvalParam = z.object({ id: idOf('apr') });

  app.openapi(
    createRoute({
      method: 'post',
      path: '/approvals',
      summary: 'Ask for what the policies want approved; 403 no-approver when nobody can',
      request: { body: takes(approvalRequest) },
      responses: answers(approval),
    }),
    async (c) => {
      const subject = personOf(c);
      const { minutes: wanted, ...request } = c.req.valid('json');
      const asked = await access.probe(subject, request as Parameters<Access['probe']>[1]);
      const outcome = await gate.requestApproval(people, {
        ...asked,
        ...(wanted === undefined ? {} : { minutes: wanted }),
      });
      if (outcome.kind !== 'done') throw gateProblem(outcome);
      const [view] = await views(deps, subject, [outcome.row]);
      return c.json(view as z.infer<typeof approval>, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/approvals',
      summary: 'Requests of one’s own and those that one’s post decides, newest first',
      request: {
        query: z.object({
          state: z.enum(approvalStates).optional(),
          mine: flag.optional(),
          cursor: cursorOf('approvals'),
        }),
      },
      responses: answers(z.object({ rows: z.array(approval), next: z.string().nullable() })),
    }),
    async (c) => {
      const subject = personOf(c);
      const page = await gate.approvals(people, subject, given(c.req.valid('query')));
      const rows = await views(deps, subject, page.rows);
      return c.json({ rows: rows as z.infer<typeof approval>[], next: page.next }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/approvals/{id}/approve',
      summary: 'Approve a request, perhaps for fewer fields and minutes',
      request: {
        params: approvalParam,
        body: takes(
          z.strictObject({
            minutes: minutes.optional(),
            fields: z.array(fieldRef).min(1).max(20).optional(),
          }),
        ),
      },
      responses: answers(approval),
    }),
    async (c) => {
      const subject = personOf(c);
      const narrowed = given(c.req.valid('json')) as Parameters<Gate['approve']>[3];
      const outcome = await gate.approve(people, subject, c.req.valid('param').id, narrowed);
      if (outcome.kind !== 'done') throw gateProblem(outcome);
      const [view] = await views(deps, subject, [outcome.row]);
      return c.json(view as z.infer<typeof approval>, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/approvals/{id}/refuse',
      summary: 'Refuse a request, with a reason',
      request: { params: approvalParam, body: takes(z.strictObject({ reason: z.enum(refusals) })) },
      responses: answers(approval),
    }),
    async (c) => {
      const subject = personOf(c);
      const { reason } = c.req.valid('json');
      const outcome = await gate.refuse(people, subject, c.req.valid('param').id, reason);
      if (outcome.kind !== 'done') throw gateProblem(outcome);
      const [view] = await views(deps, subject, [outcome.row]);
      return c.json(view as z.infer<typeof approval>, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/approvals/{id}/cancel',
      summary: 'Take back one’s own request',
      request: { params: approvalParam },
      responses: answers(approval),
    }),
    async (c) => {
      const subject = personOf(c);
      const outcome = await gate.cancel(people, subject, c.req.valid('param').id);
      if (outcome.kind !== 'done') throw gateProblem(outcome);
      const [view] = await views(deps, subject, [outcome.row]);
      return c.json(view as z.infer<typeof approval>, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/grants',
      summary: 'Grants that one holds or gave, newest first',
      request: { query: z.object({ mine: flag.optional(), cursor: cursorOf('grants') }) },
      responses: answers(z.object({ rows: z.array(grant), next: z.string().nullable() })),
    }),
    async (c) => {
      const { person } = personOf(c);
      const page = await gate.grants({ person, ...given(c.req.valid('query')) });
      const rows = await grantViews(deps, page.rows);
      return c.json({ rows: rows as z.infer<typeof grant>[], next: page.next }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/grants/{id}/revoke',
      summary: 'End a grant that one holds or gave',
      request: { params: z.object({ id: idOf('grn') }) },
      responses: answers(grant),
    }),
    async (c) => {
      const { person } = personOf(c);
      const outcome = await gate.revoke(person, c.req.valid('param').id);
      if (outcome.kind !== 'done') throw gateProblem(outcome);
      const [view] = await grantViews(deps, [outcome.grant]);
      return c.json(view as z.infer<typeof grant>, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/quota',
      summary: 'One’s reveals of today and how many there may be',
      responses: answers(quota),
    }),
    async (c) => c.json(await gate.quota(personOf(c).person), 200),
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/quota/raise',
      summary: 'Raise one’s spent quota until midnight, with a reason',
      request: { body: takes(z.strictObject({ reason: z.enum(reasons) })) },
      responses: answers(quota),
    }),
    async (c) => {
      const subject = personOf(c);
      if (subject.strength === 'password') throw gateProblem({ kind: 'refused', code: 'second-factor' });
      const outcome = await gate.raiseQuota(subject.person, c.req.valid('json').reason);
      if (outcome.kind !== 'done') throw gateProblem(outcome);
      return c.json(outcome.quota, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/policies',
      summary: 'The policies with their Cedar text, for auditors and officers',
      responses: answers(z.object({ policies: z.array(policyCard) })),
    }),
    async (c) => {
      const policies = await gate.policies(personOf(c));
      if (policies === null)
        throw problem(403, 'not-an-auditor', 'policies are for auditors and officers; ask one of them');
      return c.json({ policies: policies as z.infer<typeof policyCard>[] }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/policies/texts',
      summary: 'Title and reason of each policy, so that a refusal can be explained',
      responses: answers(z.object({ policies: z.array(policyText) })),
    }),
    (c) => {
      subjectOf(c);
      return c.json({ policies: [...gate.policyTexts] }, 200);
    },
  );
  return app;
}

/** Without the members that were not given. */
function given<T extends object>(q: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(q).filter(([, value]) => value !== undefined)) as never;
}

const unknownPerson = (id: string): PersonRef => ({ id, name: '', staffNumber: '' });

async function views(
  { gate, people }: Deps,
  reader: ReturnType<typeof personOf>,
  rows: readonly ApprovalRow[],
): Promise<readonly Approval[]> {
  const refs = await people.refs(rows.flatMap((row) => [row.person, row.decidedBy ?? row.person]));
  const ref = (id: string): PersonRef => refOf(refs, id);
  const blocks = await gate.blocks(people, reader, rows);
  return Promise.all(
    rows.map(async (row, i) => {
      const team = row.team === null ? [] : await people.teammates(row.team);
      const block = blocks[i] ?? null;
      return {
        id: row.id,
        state: row.state,
        requester: ref(row.person),
        action: row.action,
        customer: row.customer,
        customerLabel: `··${row.customer.slice(-4)}`,
        fields: row.fields,
        purpose: row.purpose,
        case: row.case,
        caseType: row.caseType,
        scenario: row.scenario,
        reason: row.reason,
        minutes: row.minutes,
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
        ...(row.decidedAt === null ? {} : { decidedAt: row.decidedAt }),
        ...(row.decidedBy === null ? {} : { decidedBy: ref(row.decidedBy) }),
        ...(row.refusal === null ? {} : { refusal: row.refusal }),
        ...(row.grant === null ? {} : { grant: row.grant }),
        mayDecide: block === null,
        ...(block === null ? {} : { blockedBy: block }),
        context: await gate.habit(row.person, team),
      };
    }),
  );
}

async function grantViews({ people }: Deps, rows: readonly GrantView[]): Promise<readonly Grant[]> {
  const refs = await people.refs(rows.flatMap((row) => [row.person, row.approver]));
  return rows.map((row) => ({
    ...row,
    person: refOf(refs, row.person),
    approver: refOf(refs, row.approver),
  }));
}

function refOf(refs: ReadonlyMap<string, PersonRef>, id: string): PersonRef {
  const found = refs.get(id);
  return found ? { id, name: found.name, staffNumber: found.staffNumber } : unknownPerson(id);
}
