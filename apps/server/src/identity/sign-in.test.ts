import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestIdentity, type TestIdentity, testPassword, testPerson } from './testing.ts';

let room: TestIdentity;
beforeAll(async () => {
  room = await openTestIdentity();
});
afterAll(() => room.close());

const signIn = (post: string, password = testPassword) => ({ email: `${post}@desk.test`, password });

test('a password alone opens a session that must first get a second factor', async () => {
  const browser = room.browser();
  const reply = await browser.post('/sign-in/email', signIn('agent'));
  expect(reply).toEqual({ status: 200, code: null, body: { next: 'done' } });
  const subject = await browser.subject();
  expect(subject).toMatchObject({ kind: 'person', person: testPerson('agent'), strength: 'password' });
  expect(room.entries.at(-1)).toMatchObject({ action: 'sign-in', outcome: 'done', strength: 'password' });
});

test('password, then code: a session of two factors with a new token', async () => {
  const browser = room.browser();
  const first = await browser.post('/sign-in/email', signIn('supervisor'));
  expect(first.body).toEqual({ next: 'totp-needed' });
  expect(await browser.subject()).toBeNull();
  expect((await browser.post('/two-factor/verify-totp', { code: room.code() })).status).toBe(200);
  expect(await browser.subject()).toMatchObject({
    person: testPerson('supervisor'),
    strength: 'two-factor',
    deviceTrusted: true,
  });
  const { rows } = await sql<{ token: string }>`select token from identity_sessions`.execute(room.db.kysely);
  for (const { token } of rows) expect(browser.cookie()).not.toContain(token);
});
