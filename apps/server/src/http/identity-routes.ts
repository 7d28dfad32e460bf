import { createRoute, z } from '@hono/zod-openapi';
import type {
  KeyRights,
  Level,
  PendingChange,
  Person,
  PersonCreate,
  ServiceKey,
  ServiceKeyCreated,
} from '@huke/sdk';
import type { Identity } from '#identity';
import { authRoutes } from './auth-routes.ts';
import { doneOr, identityProblem } from './identity-problems.ts';
import * as s from './identity-schemas.ts';
import { answers, cursorOf, done, idOf, personOf, router, takes } from './route.ts';

/** `levelOf`: the level of a field kind, null when there is none; the vault knows. */
type Deps = { readonly identity: Identity; readonly levelOf: (field: string) => Level | null };

const param = (...prefixes: readonly string[]) => z.object({ id: idOf(...prefixes) });

/** Signing in, sessions, people, teams, keys of programs, act-for tokens and step-ups. */
export function identityRoutes(deps: Deps) {
  const app = router();
  app.route('/', authRoutes(deps));
  app.route('/', sessionRoutes(deps));
  app.route('/', peopleRoutes(deps));
  app.route('/', officerRoutes(deps));
  app.route('/', teamRoutes(deps));
  app.route('/', keyRoutes(deps));
  app.route('/', stepUpRoutes(deps));
  return app;
}

function sessionRoutes({ identity }: Deps) {
  const app = router();
  app.openapi(
    createRoute({ method: 'get', path: '/session', summary: 'Who I am', responses: answers(s.meSchema) }),
    async (c) => {
      const { me } = doneOr(await identity.me(personOf(c)));
      return c.json({ ...me, mustDo: [...me.mustDo], rights: [...me.rights] }, 200);
    },
  );
  app.openapi(
    createRoute({ method: 'post', path: '/session/end', summary: 'Sign out', responses: done }),
    async (c) => {
      const subject = personOf(c);
      await identity.endSession(subject, subject.session);
      for (const cookie of identity.signedOutCookies()) c.header('set-cookie', cookie, { append: true });
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/sessions',
      summary: 'Live sessions: mine, or those of others for who may read them',
      request: { query: z.object({ person: idOf('per').optional() }) },
      responses: answers(z.object({ sessions: z.array(s.sessionSchema) })),
    }),
    async (c) => {
      const { sessions } = doneOr(await identity.sessions(personOf(c), c.req.valid('query').person));
      return c.json({ sessions: [...sessions] }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/sessions/{id}',
      summary: 'End a session',
      request: { params: param('ses') },
      responses: done,
    }),
    async (c) => {
      doneOr(await identity.endSession(personOf(c), c.req.valid('param').id));
      return c.body(null, 204);
    },
  );
  return app;
}

function peopleRoutes({ identity }: Deps) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/people/colleagues',
      summary: 'Active colleagues',
      responses: answers(
        z.object({
          people: z.array(z.object({ id: z.string(), name: z.string(), staffNumber: z.string() })),
        }),
      ),
    }),
    async (c) => {
      const subject = personOf(c);
      if (subject.strength === 'password') throw identityProblem('second-factor');
      return c.json({ people: [...(await identity.allColleagues())] }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/people',
      summary: 'People',
      request: { query: z.object({ cursor: cursorOf('people'), team: idOf('tea').optional() }) },
      responses: answers(z.object({ rows: z.array(s.personSchema), next: z.string().nullable() })),
    }),
    async (c) => {
      const page = doneOr(await identity.people(personOf(c), c.req.valid('query')));
      return c.json({ rows: page.rows.map(personOut), next: page.next }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/people',
      summary: 'Add a person; the one-time link is shown once',
      request: { body: takes(s.personCreate) },
      responses: answers(
        z.object({
          person: s.personSchema,
          invitation: z.string().nullable(),
          changes: z.array(s.changeSchema),
        }),
      ),
    }),
    async (c) => {
      const made = doneOr(await identity.createPerson(personOf(c), c.req.valid('json') as PersonCreate));
      const { person, invitation, changes } = made;
      return c.json({ person: personOut(person), invitation, changes: changes.map(changeOut) }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'patch',
      path: '/people/{id}',
      summary: 'Change a person; a raise waits for a second officer',
      request: { params: param('per'), body: takes(s.personCreate.partial()) },
      responses: answers(z.union([s.personSchema, s.changeSchema])),
    }),
    async (c) => {
      const body = c.req.valid('json') as Partial<PersonCreate>;
      const outcome = doneOr(await identity.changePerson(personOf(c), c.req.valid('param').id, body));
      return c.json(outcome.kind === 'pending' ? changeOut(outcome.change) : personOut(outcome.person), 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/people/{id}/invite',
      summary: 'A new one-time link for the password',
      request: { params: param('per') },
      responses: answers(z.object({ invitation: z.string() })),
    }),
    async (c) => {
      const { invitation } = doneOr(await identity.invitePerson(personOf(c), c.req.valid('param').id));
      return c.json({ invitation }, 200);
    },
  );
  for (const [verb, summary, act] of [
    ['leave', 'The person leaves: everything of theirs ends now', identity.personLeaves],
    ['lock', 'Lock the person out until an officer unlocks them', identity.lockPerson],
    ['unlock', 'End a lock-out', identity.unlockPerson],
  ] as const)
    app.openapi(
      createRoute({
        method: 'post',
        path: `/people/{id}/${verb}`,
        summary,
        request: { params: param('per') },
        responses: answers(s.personSchema),
      }),
      async (c) => c.json(personOut(doneOr(await act(personOf(c), c.req.valid('param').id)).person), 200),
    );
  return app;
}

function officerRoutes({ identity }: Deps) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'post',
      path: '/people/{id}/reset-factor',
      summary: 'Ask that the second factors be taken away; a second officer confirms',
      request: { params: param('per') },
      responses: answers(s.changeSchema),
    }),
    async (c) =>
      c.json(
        changeOut(doneOr(await identity.requestFactorReset(personOf(c), c.req.valid('param').id)).change),
        200,
      ),
  );
  app.openapi(
    createRoute({
      method: 'get',
      path: '/people/changes',
      summary: 'Changes that wait for a second officer',
      responses: answers(z.object({ changes: z.array(s.changeSchema) })),
    }),
    async (c) => c.json({ changes: doneOr(await identity.changes(personOf(c))).changes.map(changeOut) }, 200),
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/people/changes/{id}/confirm',
      summary: 'Confirm and carry out a change; answers the person or the key as it then is',
      request: { params: param('chg') },
      responses: answers(z.union([s.personSchema, s.keySchema])),
    }),
    async (c) => {
      const decided = doneOr(await identity.confirmChange(personOf(c), c.req.valid('param').id));
      return c.json(decided.person ? personOut(decided.person) : keyOut(decided.serviceKey), 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/people/changes/{id}/refuse',
      summary: 'Refuse or withdraw a change',
      request: { params: param('chg') },
      responses: done,
    }),
    async (c) => {
      doneOr(await identity.refuseChange(personOf(c), c.req.valid('param').id));
      return c.body(null, 204);
    },
  );
  return app;
}

function teamRoutes({ identity }: Deps) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/teams',
      summary: 'Teams and employers',
      responses: answers(z.object({ teams: z.array(s.teamSchema), employers: z.array(s.employerSchema) })),
    }),
    async (c) => {
      if (personOf(c).strength === 'password') throw identityProblem('second-factor');
      const { teams, employers } = await identity.teams();
      return c.json({ teams: [...teams], employers: [...employers] }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/teams',
      summary: 'Add a team',
      request: { body: takes(s.named) },
      responses: answers(s.teamSchema),
    }),
    async (c) => c.json(doneOr(await identity.createTeam(personOf(c), c.req.valid('json').name)).team, 200),
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/employers',
      summary: 'Add an employer',
      request: { body: takes(s.named.extend({ outsourced: z.boolean() })) },
      responses: answers(s.employerSchema),
    }),
    async (c) =>
      c.json(doneOr(await identity.createEmployer(personOf(c), c.req.valid('json'))).employer, 200),
  );
  return app;
}

function keyRoutes({ identity }: Deps) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/service-keys',
      summary: 'Keys of programs',
      responses: answers(z.object({ keys: z.array(s.keySchema) })),
    }),
    async (c) => {
      const { keys } = doneOr(await identity.keys(personOf(c)));
      return c.json({ keys: keys.map(keyOut) }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/service-keys',
      summary:
        'Make a key for a program; shown once, after a second officer where it reaches customers or the ledger',
      request: { body: takes(s.keyCreate) },
      responses: answers(s.keyMade),
    }),
    async (c) => {
      return c.json(madeOut(doneOr(await identity.createKey(personOf(c), c.req.valid('json')))), 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'patch',
      path: '/service-keys/{id}',
      summary: 'Change a key; whatever widens it waits for a second officer',
      request: { params: param('key'), body: takes(s.keyChange) },
      responses: answers(z.union([s.keySchema, s.changeSchema])),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const outcome = doneOr(await identity.changeKey(personOf(c), id, c.req.valid('json')));
      return c.json(outcome.kind === 'pending' ? changeOut(outcome.change) : keyOut(outcome.serviceKey), 200);
    },
  );
  for (const [verb, summary, act] of [
    ['rotate', 'Ask for a new secret of a key; the old one works on for a day', identity.rotateKey],
    ['claim', 'Take the secret that a second officer confirmed; shown once', identity.claimKey],
  ] as const)
    app.openapi(
      createRoute({
        method: 'post',
        path: `/service-keys/{id}/${verb}`,
        summary,
        request: { params: param('key') },
        responses: answers(s.keyMade),
      }),
      async (c) => c.json(madeOut(doneOr(await act(personOf(c), c.req.valid('param').id))), 200),
    );
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/service-keys/{id}',
      summary: 'End a key',
      request: { params: param('key') },
      responses: done,
    }),
    async (c) => {
      doneOr(await identity.revokeKey(personOf(c), c.req.valid('param').id));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/act-for',
      summary: 'Let a key act for me on one case for minutes',
      request: { body: takes(s.actForRequest) },
      responses: answers(z.object({ token: z.string(), expiresAt: z.string() })),
    }),
    async (c) => {
      const { token, expiresAt } = doneOr(await identity.mintActFor(personOf(c), c.req.valid('json')));
      return c.json({ token, expiresAt }, 200);
    },
  );
  return app;
}

function stepUpRoutes({ identity, levelOf }: Deps) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'post',
      path: '/step-ups',
      summary: 'Start a step-up for one ask',
      request: { body: takes(s.stepUpRequest) },
      responses: answers(s.stepUpStart),
    }),
    async (c) => {
      const { item, ...body } = c.req.valid('json');
      const level = levelOf(body.field);
      if (level === null) throw identityProblem('unknown-field');
      const request = item === undefined ? body : { ...body, item };
      const { id, methods, passkey, expiresAt, covers } = doneOr(
        await identity.startStepUp(personOf(c), request, level),
      );
      return c.json({ id, methods: [...methods], expiresAt, covers, ...(passkey ? { passkey } : {}) }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post',
      path: '/step-ups/{id}/finish',
      summary: 'Prove it',
      request: { params: param('stp'), body: takes(s.stepUpFinish) },
      responses: answers(z.object({ id: z.string(), expiresAt: z.string() })),
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const finished = doneOr(await identity.finishStepUp(personOf(c), id, c.req.valid('json')));
      return c.json({ id: finished.id, expiresAt: finished.expiresAt }, 200);
    },
  );
  return app;
}

/** A plain copy, as the framework's types want it. */
function personOut(person: Person) {
  const { duty, ...rest } = person;
  return { ...rest, duty: duty === null ? null : { ...duty, days: [...duty.days] } };
}

function keyOut(key: ServiceKey) {
  return { ...key, ...rightsOut(key) };
}

function rightsOut(rights: KeyRights) {
  const { scopes, teams, perDay, job } = rights;
  return {
    scopes: [...scopes],
    teams: [...teams],
    perDay,
    job: job === null ? null : { ...job, teams: [...job.teams] },
  };
}

function changeOut(change: PendingChange) {
  const { key } = change;
  if (key === null) return { ...change, key };
  const { now, proposed } = key;
  return {
    ...change,
    key: { ...key, now: now === null ? null : rightsOut(now), proposed: rightsOut(proposed) },
  };
}

function madeOut(made: ServiceKeyCreated) {
  const { serviceKey, key, change } = made;
  return { serviceKey: keyOut(serviceKey), key, change: change === null ? null : changeOut(change) };
}
