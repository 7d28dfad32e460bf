import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Browser,
  openTestIdentity,
  softwarePasskey,
  type TestIdentity,
  testPassword,
  testPerson,
} from './testing.ts';

const origin = 'http://localhost:8787';
let room: TestIdentity;
beforeAll(async () => {
  room = await openTestIdentity();
});
afterAll(() => room.close());

async function enrol(browser: Browser, passkey = softwarePasskey(origin)) {
  const options = await browser.get('/passkey/generate-register-options');
  expect(options.status).toBe(200);
  const reply = await browser.post('/passkey/verify-registration', {
    name: 'laptop',
    response: passkey.create(options.body),
  });
  return { passkey, reply };
}

async function signInBy(passkey: ReturnType<typeof softwarePasskey>, change = {}) {
  const browser = room.browser();
  const options = await browser.get('/passkey/generate-authenticate-options');
  const response = passkey.get(options.body, change);
  return { browser, response, reply: await browser.post('/passkey/verify-authentication', { response }) };
}

async function withPassword(post: string): Promise<Browser> {
  const browser = room.browser();
  await browser.post('/sign-in/email', { email: `${post}@desk.test`, password: testPassword });
  return browser;
}

test('a first passkey after the password, then a sign-in without a mail address', async () => {
  const { passkey, reply } = await enrol(await withPassword('agent'));
  expect(reply).toMatchObject({ status: 200, body: { name: 'laptop', synced: false } });
  const { browser, reply: signedIn } = await signInBy(passkey);
  expect(signedIn.status).toBe(200);
  expect(await browser.subject()).toMatchObject({
    person: testPerson('agent'),
    strength: 'passkey',
    deviceTrusted: true,
  });
  expect(room.entries.map((entry) => entry.action)).toEqual(
    expect.arrayContaining(['factor-added', 'sign-in']),
  );

  // the password alone now neither adds nor deletes factors
  const stolen = await withPassword('agent');
  expect(await stolen.subject()).toMatchObject({ strength: 'password' });
  expect(await stolen.get('/passkey/generate-register-options')).toMatchObject({
    status: 403,
    code: 'sign-in-again',
  });
});

test('an answer is good once, and only for the question that it answers', async () => {
  const { passkey } = await enrol(await strong());
  const first = await signInBy(passkey);
  expect(first.reply.status).toBe(200);
  const replay = await first.browser.post('/passkey/verify-authentication', { response: first.response });
  expect(replay).toMatchObject({ status: 401, code: 'sign-in-failed' });
  const other = room.browser();
  await other.get('/passkey/generate-authenticate-options');
  const foreign = await other.post('/passkey/verify-authentication', { response: first.response });
  expect(foreign.code).toBe('sign-in-failed');
  expect(await other.subject()).toBeNull();
});

test('a passkey that did not verify its person is refused', async () => {
  const { passkey } = await enrol(await strong());
  const { browser, reply } = await signInBy(passkey, { verified: false });
  expect(reply).toMatchObject({ status: 401, code: 'passkey-refused' });
  expect(await browser.subject()).toBeNull();
});

test('a passkey for another site is refused', async () => {
  const { reply } = await enrol(await strong(), softwarePasskey('https://desk.evil'));
  expect(reply).toMatchObject({ status: 401, code: 'passkey-refused' });
});

test('a passkey moved to another account by SQL opens nothing', async () => {
  const { passkey, reply } = await enrol(await strong());
  const { id } = reply.body as { id: string };
  await sql`update identity_passkeys set person = ${testPerson('system-admin')} where id = ${id}`.execute(
    room.db.kysely,
  );
  const { browser, reply: refusedReply } = await signInBy(passkey);
  expect(refusedReply).toMatchObject({ status: 403, code: 'rows-forged' });
  expect(room.alarms).toContainEqual({
    code: 'rows-forged',
    person: testPerson('system-admin'),
    object: 'factors',
  });
  expect(await browser.subject()).toBeNull();
  await sql`delete from identity_passkeys where id = ${id}`.execute(room.db.kysely);
});

test('who left does not get in by passkey either', async () => {
  const { passkey } = await enrol(await withPasswordAndCode('security-officer'));
  const admin = await room.subjectOf(testPerson('system-admin'));
  expect(await room.identity.personLeaves(admin, testPerson('security-officer'))).toMatchObject({
    kind: 'done',
  });
  const { reply } = await signInBy(passkey);
  expect(reply).toMatchObject({ status: 401, code: 'sign-in-failed' });
});

test('passkeys are listed and deleted, the last factor stays, old sign-ins must be renewed', async () => {
  const browser = await withPasswordAndCode('audit-admin');
  const subject = (await browser.subject()) as Parameters<typeof room.identity.passkeys>[0];
  const { reply } = await enrol(browser);
  const { id } = reply.body as { id: string };
  expect(await room.identity.passkeys(subject)).toMatchObject([{ id, name: 'laptop' }]);
  const later = { ...subject, authAge: 901 };
  expect(await room.identity.deletePasskey(later, id)).toMatchObject({ code: 'sign-in-again' });
  expect(await room.identity.deletePasskey(subject, 'pky_other')).toMatchObject({ code: 'not-found' });
  expect(await room.identity.deletePasskey(subject, id)).toEqual({ kind: 'done' });

  const { person, browser: only } = await withPasskeyOnly();
  const alone = (await only.subject()) as typeof subject;
  const [mine] = await room.identity.passkeys(alone);
  expect(alone.person).toBe(person);
  expect(await room.identity.deletePasskey(alone, mine?.id ?? '')).toMatchObject({ code: 'last-factor' });
});

/** The agent, whose one factor is a passkey, signed in by it. */
async function withPasskeyOnly() {
  const agent = testPerson('agent');
  const admins = ['security-admin', 'system-admin'] as const;
  const [one, other] = await Promise.all(admins.map((post) => room.subjectOf(testPerson(post))));
  if (!one || !other) throw new Error('no administrators');
  const asked = await room.identity.requestFactorReset(one, agent);
  if (asked.kind === 'done') await room.identity.confirmChange(other, asked.change.id);
  const { passkey } = await enrol(await withPassword('agent'));
  return { person: agent, browser: (await signInBy(passkey)).browser };
}

const strong = (): Promise<Browser> => withPasswordAndCode('supervisor');

async function withPasswordAndCode(post: string): Promise<Browser> {
  room.pass(60);
  const browser = await withPassword(post);
  expect((await browser.post('/two-factor/verify-totp', { code: room.code() })).status).toBe(200);
  return browser;
}
