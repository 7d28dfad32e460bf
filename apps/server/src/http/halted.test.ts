import { OpenAPIHono } from '@hono/zod-openapi';
import { beforeEach, expect, it } from 'vitest';
import { silentLog } from '#platform';
import { onError } from './guard.ts';
import { refuseHalted } from './halted.ts';
import type { Env } from './route.ts';

let why: string | null;
let app: OpenAPIHono<Env>;
let meanwhile: () => void;
let done: string[];

beforeEach(() => {
  why = null;
  meanwhile = () => {};
  done = [];
  app = new OpenAPIHono<Env>();
  app.onError(onError(silentLog));
  app.use(
    '/api/*',
    refuseHalted(async () => why),
  );
  app.all('/api/*', (c) => {
    done.push(c.req.path);
    meanwhile();
    return c.json({ value: 'what was asked for' });
  });
});

const ask = async (path: string, method = 'GET') => {
  const response = await app.request(path, { method });
  const body = (await response.json()) as { code?: string; value?: string };
  return { status: response.status, code: body.code, value: body.value };
};
const refused = { status: 503, code: 'schema-changed', value: undefined };

it('lets everything through while all is well', async () => {
  expect(await ask('/api/v1/accesses', 'POST')).toMatchObject({ status: 200, value: 'what was asked for' });
});

it('does nothing and answers nothing once the database was changed', async () => {
  why = 'changed';
  expect(await ask('/api/v1/accesses', 'POST')).toEqual(refused);
  expect(await ask('/api/v1/customers/cus_1')).toEqual(refused);
  expect(await ask('/api/v1/auth/sign-in/email', 'POST')).toEqual(refused);
  expect(done).toEqual([]);
});

it('holds back an answer that was under way', async () => {
  meanwhile = () => {
    why = 'unreadable';
  };
  expect(await ask('/api/v1/accesses', 'POST')).toEqual(refused);
});

it('asks to wait while another replica upgrades', async () => {
  why = 'waiting';
  expect(await ask('/api/v1/cases')).toEqual({ status: 503, code: 'upgrading', value: undefined });
});

it.each(['ledger-unproven', 'ledger-tampered', 'alarms-unkept'])('says that it is %s', async (reason) => {
  why = reason;
  expect(await ask('/api/v1/accesses', 'POST')).toEqual({ status: 503, code: reason, value: undefined });
});

it('lets officers look at alarms and the ledger’s state, and at nothing that begins like them', async () => {
  why = 'changed';
  for (const path of [
    '/api/v1/session',
    '/api/v1/alarms?open=true',
    '/api/v1/ledger/state',
    '/api/v1/events',
    '/api/v1/ledger/checkpoints?after=0',
    '/api/v1/ledger/tile/entries/000',
  ])
    expect((await ask(path)).status, path).toBe(200);
  for (const path of ['/api/v1/sessions', '/api/v1/ledger/entries', '/api/v1/ledger/states'])
    expect((await ask(path)).status, path).toBe(503);
  expect((await ask('/api/v1/alarms/alm_1/close', 'POST')).status).toBe(503);
});
