import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Somebody } from '#gate';
import { openTestIdentity, softwarePasskey, type TestIdentity } from './testing.ts';

let room: TestIdentity;
beforeEach(async () => {
  room = await openTestIdentity({ organisation: null });
});
afterEach(() => room.close());

const body = { name: 'first', staffNumber: 'A001', email: 'first@desk.test', password: 'open-the-new-desk' };
const tokenOf = (link: string | null): string => (link ?? '').split('#')[1] ?? '';
const run = (token: string) => room.identity.firstRun({ ...body, token });

test('the link makes the first administrator, once', async () => {
  expect(await room.identity.firstRunOpen()).toBe(true);
  const link = await room.identity.firstRunLink();
  expect(link).toMatch(/^\/first-run#[A-Za-z0-9_-]{43}$/);
  expect(await room.identity.firstRun({ ...body, token: tokenOf(link), password: 'short' })).toMatchObject({
    code: 'password-weak',
  });
  expect(await run(tokenOf(link))).toMatchObject({ kind: 'done' });
  expect(await run(tokenOf(link))).toMatchObject({ code: 'link-invalid' });
  expect(await room.identity.firstRunOpen()).toBe(false);
  expect(await room.identity.firstRunLink()).toBeNull();
  expect(room.entries.map((entry) => entry.action)).toEqual([
    'first-run-offered',
    'factors-sealed',
    'first-run',
  ]);
  expect(JSON.stringify(room.entries)).not.toContain(tokenOf(link));
});

test('two at once make one administrator', async () => {
  const link = tokenOf(await room.identity.firstRunLink());
  const both = await Promise.all([run(link), run(link)]);
  expect(both.map((each) => each.kind).sort()).toEqual(['done', 'refused']);
});

test('only the newest link counts, for a day', async () => {
  const old = tokenOf(await room.identity.firstRunLink());
  const fresh = tokenOf(await room.identity.firstRunLink());
  expect(await run(old)).toMatchObject({ code: 'link-invalid' });
  room.pass(24 * 3600 + 1);
  expect(await run(fresh)).toMatchObject({ code: 'link-invalid' });
  expect(await run('')).toMatchObject({ code: 'link-invalid' });
});

test('the first administrator makes one second officer; after that every raise takes two', async () => {
  await run(tokenOf(await room.identity.firstRunLink()));
  const browser = room.browser();
  await browser.post('/sign-in/email', { email: body.email, password: body.password });
  expect(await browser.subject()).toMatchObject({ post: 'system-admin', strength: 'password' });
  const options = await browser.get('/passkey/generate-register-options');
  const passkey = softwarePasskey('http://localhost:8787');
  await browser.post('/passkey/verify-registration', { name: 'key', response: passkey.create(options.body) });
  const challenge = await browser.get('/passkey/generate-authenticate-options');
  await browser.post('/passkey/verify-authentication', { response: passkey.get(challenge.body) });
  const admin = (await browser.subject()) as Somebody;
  expect(admin.strength).toBe('passkey');

  const { employers } = await room.identity.teams();
  const add = (n: number) =>
    room.identity.createPerson(admin, {
      name: `officer ${n}`,
      staffNumber: `A10${n}`,
      email: `officer${n}@desk.test`,
      post: 'security-admin',
      employer: employers[0]?.id ?? '',
    });
  expect(await add(1)).toMatchObject({ kind: 'done', person: { post: 'security-admin' } });
  expect(await add(2)).toMatchObject({ kind: 'done', person: { post: 'agent' } });
});
