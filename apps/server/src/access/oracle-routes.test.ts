import { readdirSync, readFileSync } from 'node:fs';
import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#platform';
import { idOf, takes } from '../http/route.ts';
import { openTestDesk, type Reply, type TestDesk } from '../testing/desk.ts';
import { askedWithoutTelling, oracles } from './oracles.ts';
import { ordinary } from './testing.ts';

/** Whether each route that somebody could ask about a customer is in the tables, and is rightly in the second one. */

let desk: TestDesk;
let described: Described;
/** What might be asked about: each different value that the demo's customers have, and an id. */
let values: readonly string[];

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  described = describedBy(desk.app);
  values = desk.customers
    .slice(0, 30)
    .flatMap(({ id, fields }) => [id, ...Object.values(fields).flat().map(String)]);
  expect(values.length).toBeGreaterThan(200);
});
afterAll(() => desk.close());

type Schema = Readonly<Record<string, unknown>>;
type Operation = {
  readonly parameters?: readonly { readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
};
type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
};

const describedBy = (app: Pick<OpenAPIHono, 'getOpenAPI31Document'>): Described =>
  app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } }) as unknown as Described;

type Leaf = (schema: Schema) => boolean;

/** Whether what a schema takes has a place for a text or number of that kind. */
function hasPlace(schema: Schema, kind: Leaf, api: Described): boolean {
  const within = (inner: unknown): boolean =>
    inner === true
      ? kind({})
      : typeof inner === 'object' && inner !== null && hasPlace(inner as Schema, kind, api);
  const ref = schema['$ref'];
  if (typeof ref === 'string') return within(api.components?.schemas?.[ref.split('/').at(-1) ?? '']);
  const either = (['anyOf', 'oneOf', 'allOf'] as const).flatMap(
    (key) => (schema[key] as Schema[] | undefined) ?? [],
  );
  if (either.length > 0) return either.some(within);
  if ('const' in schema || 'enum' in schema) return false;
  const types = [schema['type'] ?? ['string', 'object']].flat();
  return types.some((type) => {
    if (type === 'array') return within(schema['items'] ?? true);
    if (type === 'object') {
      const { properties = {}, additionalProperties = schema['properties'] === undefined } = schema;
      return within(additionalProperties) || Object.values(properties as Schema).some(within);
    }
    return type !== 'boolean' && type !== 'null' && kind(schema);
  });
}

/** Whether a value has the form that a place wants. */
function fits(schema: Schema, value: string): boolean {
  const { type, pattern, format, minLength = 0, maxLength = value.length } = schema;
  if (type === 'integer' || type === 'number') {
    const { minimum = 0, maximum = value } = schema;
    const n = Number(value);
    return Number.isSafeInteger(n) && n >= Number(minimum) && n <= Number(maximum);
  }
  if (format === 'date-time' && !/^\d{4}-\d\d-\d\dT/.test(value)) return false;
  if (format === 'date' && !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  if (format === 'email' && !value.includes('@')) return false;
  if (value.length < Number(minLength) || value.length > Number(maxLength)) return false;
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(value);
}

const aValue: Leaf = (schema) => values.some((value) => fits(schema, value));
const anId: Leaf = ({ pattern }) => typeof pattern === 'string' && new RegExp(pattern).test(newId('cus'));

/** Routes that take what is of a kind, as the tables name them. */
const takers = (api: Described, kind: Leaf): readonly string[] =>
  Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { parameters = [], requestBody }]) => {
      const bodies = Object.values(requestBody?.content ?? {});
      const taken = [...parameters, ...bodies].some(({ schema }) => hasPlace(schema, kind, api));
      const name = path.replace(/^\/api\/v1/, '').replaceAll(/\{([^}]+)\}/g, ':$1');
      return taken ? [`${method.toUpperCase()} ${name}`] : [];
    }),
  );

const listed = (): readonly string[] => [
  ...oracles.map(({ route }) => route),
  ...askedWithoutTelling.flatMap(({ routes }) => routes),
];
const unlisted = (api: Described): readonly string[] =>
  takers(api, aValue).filter((route) => !listed().includes(route));

/** What an app of one route says. */
const withRoute = (route: Parameters<typeof createRoute>[0]): Described => {
  const app = new OpenAPIHono();
  app.openapi(createRoute(route), () => new Response());
  return describedBy(app);
};

describe('every route that takes what could be asked about', () => {
  it('is an oracle, or says why it is none', () => {
    expect(unlisted(described)).toEqual([]);
  });

  it('is in one table, once, and nothing else is', () => {
    const all = takers(described, aValue);
    const byFile = 'POST /customers/import/:id/resume';
    expect(listed().filter((route) => !all.includes(route))).toEqual([byFile]);
    expect(listed().filter((route, at) => listed().indexOf(route) !== at)).toEqual([]);
    for (const { why } of askedWithoutTelling) expect(why.length).toBeGreaterThan(20);
  });

  const answer = { responses: { 200: { description: 'the answer' } } };
  it.each([
    ['a query', { method: 'get', path: '/made', request: { query: z.object({ held: z.string() }) } }],
    ['a path', { method: 'get', path: '/made/{held}', request: { params: z.object({ held: z.string() }) } }],
    ['a header', { method: 'get', path: '/made', request: { headers: z.object({ held: z.string() }) } }],
    [
      'an id',
      { method: 'get', path: '/made/{id}', request: { params: z.object({ id: idOf('tea', 'cus') }) } },
    ],
    [
      'a number',
      { method: 'get', path: '/made', request: { query: z.object({ held: z.coerce.number().int() }) } },
    ],
    [
      'a body',
      {
        method: 'post',
        path: '/made',
        request: {
          body: takes(z.object({ of: z.array(z.object({ held: z.string().max(40).nullable() })) })),
        },
      },
    ],
    [
      'a form of digits',
      {
        method: 'post',
        path: '/made',
        request: { body: takes(z.object({ held: z.string().regex(/^1\d{10}$/) })) },
      },
    ],
    [
      'a named form',
      {
        method: 'post',
        path: '/made',
        request: { body: takes(z.object({ held: z.string().max(40) }).openapi('Made')) },
      },
    ],
    [
      'any fields',
      { method: 'post', path: '/made', request: { body: takes(z.record(z.string(), z.string())) } },
    ],
    ['anything', { method: 'post', path: '/made', request: { body: takes(z.unknown()) } }],
    [
      'one of two',
      {
        method: 'post',
        path: '/made',
        request: { body: takes(z.union([z.object({ held: z.email() }), z.object({ n: z.literal(1) })])) },
      },
    ],
    [
      'a file',
      {
        method: 'put',
        path: '/made',
        request: { body: { content: { 'text/csv': { schema: z.string() } } } },
      },
    ],
  ] as const)('is missed where it is new and takes %s', (_, route) => {
    const name = `${route.method.toUpperCase()} ${route.path.replace(/\{(\w+)\}/, ':$1')}`;
    expect(unlisted(withRoute({ ...route, ...answer } as never))).toEqual([name]);
  });

  it('is no route that takes a choice, a moment or another thing’s id', () => {
    const request = {
      params: z.object({ id: idOf('tea') }),
      body: takes(
        z.object({
          one: z.enum(['a', 'b']),
          at: z.iso.datetime(),
          on: z.boolean(),
          n: z.number().int().max(50),
        }),
      ),
    };
    expect(unlisted(withRoute({ method: 'post', path: '/made/{id}', request, ...answer }))).toEqual([]);
  });

  it('describes what it takes: no source reads a request past its schema but those known', () => {
    const folder = new URL('../http/', import.meta.url);
    const readers = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .filter((name) => {
        const text = readFileSync(new URL(name, folder), 'utf8');
        return /\breq\s*\.\s*(?:json|text|parseBody|formData|arrayBuffer|blob|query|queries|param|header|raw|path|url)\b/.test(
          text,
        );
      });
    expect(readers.sort()).toEqual([
      'auth-routes.ts', // hands the whole request of a described call to the engine that signs people in
      'body-size.ts',
      'console.ts', // the console's files
      'guard.ts',
      'halted.ts',
      'idempotency.ts', // a key that the program chose, compared with its own earlier ones
      'import-routes.ts', // the file that is described as the body
      'ledger-routes.ts', // the path that is described as one
      'shallow.ts',
      'well-formed.ts',
      'who-may-ask.ts',
    ]);
  });
});

type Ask = (customer: string) => Promise<Reply>;

/** Each route that takes a customer's id without being an oracle, asked by somebody whose post has it ask. */
async function asks(): Promise<Readonly<Record<string, Ask>>> {
  const agent = await desk.signIn('li.na');
  const supervisor = await desk.signIn('zhao.min');
  const admin = await desk.signIn('luo.gang');
  const at = await desk.contact('li.na', ordinary(desk, 'li.na', 0).id);
  const within = {
    case: at.case,
    purpose: 'card-freeze',
    scenario: 'call',
    reason: 'confirm-identity',
  } as const;
  const query = `?case=${at.case}&purpose=card-freeze&scenario=call`;
  const fields = [{ field: 'mobile' }];
  const relatives: string[] = [];
  let made = 0;
  const person = () => ({
    name: '新来',
    staffNumber: `N${1000 + made}`,
    email: `new${made++}@example.com`,
    post: 'agent',
    team: desk.person('li.na').team,
    employer: desk.person('li.na').employer,
    hiredOn: desk.clock().toISOString().slice(0, 10),
  });
  return {
    'GET /customers/:id': (customer) => agent.get(`/customers/${customer}${query}`),
    'GET /customers/:id/history': (customer) =>
      agent.get(`/customers/${customer}/history${query}&field=mobile`),
    'GET /customers/:id/trail': (customer) => agent.get(`/customers/${customer}/trail${query}`),
    'GET /customers/:id/verification': (customer) => agent.get(`/customers/${customer}/verification${query}`),
    'POST /accesses': (customer) =>
      agent.post('/accesses', { action: 'reveal', customer, fields, ...within }),
    'POST /approvals': (customer) =>
      agent.post('/approvals', { action: 'reveal', customer, fields, ...within }),
    'POST /step-ups': (customer) =>
      agent.post('/step-ups', {
        action: 'reveal',
        customer,
        case: at.case,
        field: 'residentId',
        purpose: 'card-freeze',
      }),
    'POST /people': (ownCustomer) => admin.post('/people', { ...person(), ownCustomer }),
    // to those before: taking a relative away waits for a second officer
    'PATCH /people/:id': (customer) => {
      relatives.push(customer);
      return admin.send('PATCH', `/people/${desk.person('chen.chen').id}`, { relatives });
    },
    'GET /ledger/entries': (customer) => supervisor.get(`/ledger/entries?customer=${customer}`),
  };
}

/** An answer without ids, moments and numbers that count up. */
const bare = ({ status, body }: Reply): string =>
  JSON.stringify({ status, body })
    .replaceAll(/[a-z]{3}_[0-9a-z]{26}/g, 'id')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'at')
    .replaceAll(/"(?:entry|request|staffNumber|email|invitation|passkey)":(?:"[^"]*"|\d+|\{[^}]*\})/g, '""');

describe('a customer’s id', () => {
  it('tells nobody who is for none of the case whether they are there', async () => {
    const byId = takers(described, anId);
    const trials = await asks();
    const due = askedWithoutTelling.flatMap(({ routes }) => routes).filter((route) => byId.includes(route));
    expect(Object.keys(trials).sort()).toEqual(due.sort());
    const there = {
      own: ordinary(desk, 'li.na', 1).id,
      others: ordinary(desk, 'lin.fang', 0).id,
      special: desk.customers.find(({ flags }) => flags.vip)?.id ?? '',
    };
    for (const [route, ask] of Object.entries(trials)) {
      const absent = await ask(newId('cus'));
      for (const [who, customer] of Object.entries(there))
        expect(bare(await ask(customer)), `${route} ${who}`).toBe(bare(absent));
    }
  });
});
