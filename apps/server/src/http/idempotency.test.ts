import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../platform/testing.ts';
import { idempotencyMigrations, type Keep, once } from './idempotency.ts';
import { ProblemError } from './problem.ts';
import type { Env } from './route.ts';

let db: TestDatabase;
/** What the next request does. */
let act: (keep: Keep) => Promise<{ id: string }>;
let nth = 0;
const app = new Hono<Env>();

beforeAll(async () => {
  db = await testDatabase({ migrations: idempotencyMigrations, functions: [] });
  app.use(async (c, next) => {
    c.set('subject', { person: 'per_one', key: null } as never);
    await next();
  });
  app.onError((error, c) => c.json({ code: error instanceof ProblemError ? error.code : 'internal' }, 500));
  app.post('/things', async (c) =>
    c.json(await once(c, { db, mac: (data) => data }, await c.req.json(), (keep) => act(keep))),
  );
});
afterAll(async () => await db.drop());

async function send(key: string): Promise<Record<string, unknown>> {
  const headers = { 'idempotency-key': key, 'content-type': 'application/json' };
  const answer = await app.request('/things', { method: 'POST', headers, body: '{}' });
  return (await answer.json()) as Record<string, unknown>;
}

/** Makes a thing in a transaction of its own. */
const make = async (keep: Keep): Promise<{ id: string }> => {
  const made = { id: `thing-${++nth}` };
  await db.kysely.transaction().execute(async (tx) => await keep(tx as never, made));
  return made;
};

it('what was made is answered again, though the first answer was lost after the commit', async () => {
  act = async (keep) => {
    await make(keep);
    throw new Error('lost');
  };
  expect(await send('lost-after')).toEqual({ code: 'internal' });
  const before = nth;
  act = make;
  expect(await send('lost-after')).toEqual({ id: `thing-${before}` });
  expect(nth).toBe(before);
});

it('what failed before it was made may be asked again at once', async () => {
  act = async () => {
    throw new Error('refused');
  };
  expect(await send('failed-before')).toEqual({ code: 'internal' });
  act = make;
  expect(await send('failed-before')).toEqual({ id: `thing-${nth}` });
});

it('one that went on after it was taken for broken off makes nothing', async () => {
  let goOn = (): void => {};
  const waits = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  act = async (keep) => {
    await waits;
    return make(keep);
  };
  const slow = send('taken-over');
  await expect
    .poll(
      async () => (await db.pool.query('select 1 from http_idempotency where answer is null')).rows.length,
    )
    .toBe(1);
  await db.pool.query(`update http_idempotency set at = at - interval '2 minutes' where answer is null`);
  act = make;
  const second = await send('taken-over');
  goOn();
  expect(await slow).toEqual({ code: 'in-progress' });
  expect(await send('taken-over')).toEqual(second);
});
