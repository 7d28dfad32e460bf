import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';
import { deepestBody, tooDeepText } from './shallow.ts';

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let n = 0; n < depth; n++) value = n % 2 === 0 ? { a: value } : [value];
  return value;
};

/** Slow and obvious: the depth of a parsed value. */
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner)))
    : 0;

test('text is too deep exactly where its value is', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 8 }),
      fc.integer({ min: 0, max: 8 }),
      fc.boolean(),
      (value, most, pretty) => {
        expect(tooDeepText(JSON.stringify(value, null, pretty ? 1 : 0), most)).toBe(depthOf(value) > most);
      },
    ),
    { numRuns: process.env['SLOW'] === '1' ? 20_000 : 500 },
  );
  expect(tooDeepText('{"a":"[[[[\\"[["}', 1)).toBe(false);
});

describe('at the edge', () => {
  let desk: TestDesk;
  let agent: Caller;
  beforeAll(async () => {
    desk = await openTestDesk({ customers: 10 });
    agent = await desk.signIn('li.na');
  });
  afterAll(() => desk.close());
  const anonymous = (path: string, body: string) =>
    desk.app.fetch(
      new Request(`${desk.config.publicUrl}/api/v1${path}`, {
        method: 'POST',
        headers: { 'huke-csrf': '1', 'content-type': 'application/json', origin: desk.config.publicUrl },
        body,
      }),
    );

  test.each([100, 5000, 100_000])(
    'a stranger’s passkey answer %i objects deep is refused, not a failure',
    async (depth) => {
      let text = '1';
      text = `${'{"a":'.repeat(depth)}${text}${'}'.repeat(depth)}`;
      const reply = await anonymous('/auth/passkey/verify-authentication', `{"response":${text}}`);
      expect([413, 422]).toContain(reply.status);
    },
  );

  test('so is any other body, and what the schemas take is not', async () => {
    const deep = await agent.post('/accesses', nested(deepestBody + 2));
    expect([deep.status, deep.body.code]).toEqual([422, 'too-deep']);
    const fits = await agent.post('/accesses', nested(deepestBody));
    expect([fits.status, fits.body.code]).toEqual([422, 'invalid-input']);
  });

  test('a stranger sends little', async () => {
    const reply = await anonymous(
      '/auth/sign-in/email',
      JSON.stringify({ email: 'x@desk.example', password: 'x'.repeat(70_000) }),
    );
    expect(reply.status).toBe(413);
  });

  test('a body that is no JSON is told, once it was read for its depth', async () => {
    const reply = await anonymous('/auth/sign-in/email', '{"email": ');
    expect(reply.status).toBe(401);
    expect(
      (await agent.send('POST', '/accesses', undefined, { 'content-type': 'application/json' })).status,
    ).toBeLessThan(500);
  });
});
