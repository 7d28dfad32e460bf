import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';
import { troubleIn } from './well-formed.ts';

/** What a stranger or an insider sends to make the server fail: it is their mistake (422), never ours (500). */

let desk: TestDesk;
let callers: readonly Caller[];

beforeAll(async () => {
  desk = await openTestDesk();
  callers = await Promise.all(['li.na', 'zhao.min', 'gao.yuan', 'luo.gang'].map((mail) => desk.signIn(mail)));
});
afterAll(() => desk.close());

type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
};
type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const operations = async (): Promise<readonly (readonly [string, string, Operation])[]> => {
  const reply = await desk.app.fetch(new Request(`${desk.config.publicUrl}/api/v1/openapi.json`));
  const { paths } = (await reply.json()) as { paths: Operations };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, each]) => [method, path.replace(/^\/api\/v1/, ''), each] as const),
  );
};

const hostile = [
  'x',
  '%00',
  '-1',
  '0',
  "'",
  '9'.repeat(180),
  '2026-02-30T00:00:00.000Z~cus_x',
  '1.cas_x',
  'cus_x',
];

it('looks at every route', async () => {
  const all = await operations();
  expect(all.length).toBeGreaterThan(60);
  expect(all.filter(([, path]) => path.includes('{')).length).toBeGreaterThan(20);
});

describe('parameters of lists', () => {
  it('every cursor and filter that is none is refused', async () => {
    for (const [method, path, { parameters = [] }] of await operations()) {
      if (method !== 'get' || path.includes('{') || path === '/events') continue;
      desk.pass(3);
      for (const { name } of parameters.filter((each) => each.in === 'query'))
        for (const value of hostile)
          for (const caller of callers) {
            const { status } = await caller.get(`${path}?${name}=${value}`);
            expect(status, `${path} ${name} ${value}`).toBeLessThan(500);
            if (name === 'cursor' && !/^\d+$/.test(value)) expect([403, 422], path).toContain(status);
          }
    }
  });

  it('a cursor that a list gave is taken', async () => {
    const agent = callers[0] as Caller;
    for (let n = 0; n < 51; n += 1) await desk.contact('li.na', null);
    const page = await agent.get('/cases');
    const more = await agent.get(`/cases?cursor=${page.body.next}`);
    expect(more.status, more.text).toBe(200);
    expect(more.body.rows.length).toBeGreaterThan(0);
  });
});

describe('ids that have the prefix and nothing else of an id', () => {
  it.each(['x', '0', 'zzzzzzzzzzzzzzzzzzzzzzzzzz', '01dem0000001', '%00', '..'])('%#', async (rest) => {
    for (const [method, path] of await operations()) {
      if (!path.includes('{')) continue;
      desk.pass(1);
      const prefixes = ['cus', 'cas', 'con', 'per', 'key', 'apr', 'grn', 'imp', 'acc', 'rec', 'wls', 'stp'];
      for (const prefix of prefixes) {
        const caller = callers[path.length % callers.length] as Caller;
        const body = method === 'get' || method === 'delete' ? undefined : {};
        const { status } = await caller.send(
          method.toUpperCase(),
          path.replaceAll(/\{\w+\}/g, `${prefix}_${rest}`),
          body,
        );
        expect(status, `${method} ${path} ${prefix}`).toBeLessThan(500);
        expect(status, `${method} ${path} ${prefix}`).toBeGreaterThan(399);
      }
    }
  });

  it('in a body', async () => {
    const at = await desk.contact('li.na', desk.customerOf('li.na', 1).id);
    for (const customer of ['cus_x', 'cus_zzzzzzzzzzzzzzzzzzzzzzzzzz', 'cus_01dem0000001'])
      expect(
        (
          await (callers[0] as Caller).post('/accesses', {
            action: 'reveal',
            customer,
            fields: [{ field: 'mobile' }],
            purpose: 'card-freeze',
            case: at.case,
            scenario: 'call',
            reason: 'confirm-identity',
          })
        ).status,
      ).toBe(422);
  });
});

describe('texts that no database can hold', () => {
  const deep = (n: number): string => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`;
  const raw = async (path: string, body: string): Promise<number> => {
    const headers = {
      'content-type': 'application/json',
      'huke-csrf': '1',
      cookie: callers[0]?.cookie ?? '',
    };
    const request = new Request(`${desk.config.publicUrl}/api/v1${path}`, { method: 'POST', headers, body });
    return (await desk.app.fetch(request)).status;
  };

  it('are refused in every body, also of strangers', async () => {
    for (const [method, path, { requestBody }] of await operations()) {
      if (method !== 'post' || !requestBody || path.includes('import')) continue;
      desk.pass(1);
      const real = path.replaceAll(/\{\w+\}/g, 'cas_01dem0000001000000000000000');
      for (const body of ['{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"\\udc00":1}', deep(5000)])
        expect(await raw(real, body), path).toBe(422);
    }
  });

  it('and what only looks like them is not', () => {
    for (const text of [
      '{"a":"\\\\u0000"}',
      '{"a":"\\ud83d\\ude00"}',
      '{"a":"\\\\ud800"}',
      '"\\\\"',
      'no json',
      deep(30),
    ])
      expect(troubleIn(text)).toBe(null);
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const whole = /\\u0000|\\ud/i.test(text) || text.includes('\u0000');
        expect(whole || troubleIn(text) === null).toBe(true);
      }),
    );
  });
});
