import { OpenAPIHono } from '@hono/zod-openapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Subject } from '#gate';
import type { EntryDraft } from '#ledger';
import { newId, silentLog } from '#platform';
import { testVault } from '../testing/vault.ts';
import { onError, stamp } from './guard.ts';
import type { Env } from './route.ts';
import { vaultRoutes } from './vault-routes.ts';

let made: Awaited<ReturnType<typeof testVault>>;
const entries: EntryDraft[] = [];
const now = new Date('2026-11-21T08:00:00Z');

beforeAll(async () => {
  made = await testVault(() => now);
});
afterAll(() => made.drop());

function ask(post: Subject['post'] | null, path: string, body?: unknown): Promise<Response> {
  const { db, vault } = made;
  const app = new OpenAPIHono<Env>();
  const subject =
    post === null ? null : ({ kind: 'person', person: newId('per'), session: newId('ses'), post } as Subject);
  app.use(stamp);
  app.use(async (c, next) => {
    c.set('subject', subject);
    await next();
  });
  const append = async (_: unknown, drafts: readonly EntryDraft[]): Promise<number> => {
    entries.push(...drafts);
    return entries.length - 1;
  };
  app.route('/', vaultRoutes({ vault, ledger: { append }, db, clock: () => now }));
  app.onError(onError(silentLog));
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return Promise.resolve(app.request(path, { ...init, headers: { 'content-type': 'application/json' } }));
}

const field = {
  field: 'policyNumber',
  label: { zh: '保单号', en: 'Policy number' },
  group: 'accounts',
  type: 'MEMBER_NUMBER',
  level: 'C1',
  sensitive: false,
  protectAsSensitive: false,
  many: true,
  searchable: true,
  verifiable: true,
  retention: 'kyc',
};

test('lists the kinds to whoever is signed in', async () => {
  expect((await ask(null, '/fields')).status).toBe(401);
  const answer = await ask('agent', '/fields');
  const { fields } = (await answer.json()) as { fields: { field: string; own: boolean }[] };
  expect(fields.map((each) => each.field)).toContain('residentId');
  expect(fields.every((each) => !each.own)).toBe(true);
});

test('a system administrator adds a kind, with its entry, and customers can have it', async () => {
  expect((await ask('supervisor', '/fields', field)).status).toBe(403);
  const answer = await ask('system-admin', '/fields', field);
  expect(await answer.json()).toEqual({ ...field, own: true });
  expect(entries).toMatchObject([
    { action: 'field.add', outcome: 'done', object: 'policyNumber', kind: 'vault' },
  ]);
  const ready = await made.vault.prepareCreate({ team: null, fields: { policyNumber: ['P-1', 'P-2'] } });
  expect(ready.kind).toBe('ready');
  expect(made.vault.searchTokens('policyNumber', 'P-1').kind).toBe('tokens');
});

test.each([
  ['twice', { ...field }],
  ['with a bad name', { ...field, field: 'Policy Number' }],
  ['with digits in its name that could be a number', { ...field, field: 'p138000' }],
  ['of an unknown type', { ...field, field: 'other', type: 'NOTHING' }],
])('is refused: a kind %s', async (_, body) => {
  const before = entries.length;
  const answer = await ask('system-admin', '/fields', body);
  expect(answer.status).toBe(422);
  expect(((await answer.json()) as { code: string }).code).toBe('field-kind');
  expect(entries).toHaveLength(before);
});

test('an own kind of a birth date or of C3 is never an oracle', async () => {
  await ask('system-admin', '/fields', { ...field, field: 'spouseBirth', type: 'DATE_OF_BIRTH' });
  await ask('system-admin', '/fields', { ...field, field: 'phoneCode', level: 'C3' });
  for (const name of ['spouseBirth', 'phoneCode']) {
    expect(made.vault.kinds.get(name)).toMatchObject({ searchable: false, verifiable: false });
  }
});

test('shows how every kind is masked in every scenario', async () => {
  const answer = await ask('agent', '/masks');
  const { masks } = (await answer.json()) as {
    masks: { field: string; scenario: string; shape: string; example: string }[];
  };
  expect(masks).toContainEqual({
    field: 'mobile',
    scenario: 'chat',
    shape: 'mobile',
    example: '138****5678',
  });
  expect(masks).toContainEqual({ field: 'name', scenario: 'export', shape: 'none', example: '******' });
});
