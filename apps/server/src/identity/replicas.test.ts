import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdentity, type Identity } from './identity.ts';
import { openTestIdentity, type TestIdentity, testPassword, testPerson } from './testing.ts';

let room: TestIdentity;
let other: Identity;
let ledgerFails = false;
beforeAll(async () => {
  room = await openTestIdentity();
  other = await createIdentity({
    ...room.deps,
    ledger: {
      append: async (tx, drafts) => {
        if (ledgerFails) throw new Error('the ledger is down');
        return await room.deps.ledger.append(tx, drafts);
      },
    },
  });
});
afterAll(async () => {
  await other.stop();
  await room.close();
});

const request = (cookie: string): Request => new Request('http://localhost:8787/', { headers: { cookie } });

async function signedIn() {
  room.pass(60);
  const browser = room.browser();
  await browser.post('/sign-in/email', { email: 'supervisor@desk.test', password: testPassword });
  await browser.post('/two-factor/verify-totp', { code: room.code() });
  return browser;
}

test('a session ended, or rights changed, on one replica are heard of by the other', async () => {
  const browser = await signedIn();
  const seen = () => other.authenticate(request(browser.cookie()), '127.0.0.1');
  const before = await seen();
  expect(before).toMatchObject({ person: testPerson('supervisor') });
  const admin = await room.subjectOf(testPerson('system-admin'));
  await room.identity.changePerson(admin, testPerson('supervisor'), { duty: { from: 0, to: 60, days: [1] } });
  // the clock stands: only the notification can make the other replica forget
  await expect.poll(async () => (await seen())?.version).toBe((before?.version ?? 0) + 1);
  const officer = await room.subjectOf(testPerson('security-admin'));
  await room.identity.endSession(officer, before?.session ?? '');
  await expect.poll(seen).toBeNull();
});

test('no entry, no act: with the ledger down nobody signs in and nothing changes', async () => {
  const officer = await room.subjectOf(testPerson('security-admin'));
  ledgerFails = true;
  try {
    const attempt = other.auth(
      new Request('http://localhost:8787/api/v1/auth/sign-in/email', {
        method: 'POST',
        headers: { 'huke-csrf': '1', 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'agent@desk.test', password: testPassword }),
      }),
      { remote: '127.0.0.1', subject: null },
    );
    await expect(attempt).rejects.toThrow('the ledger is down');
    await expect(other.lockPerson(officer, testPerson('agent'))).rejects.toThrow('the ledger is down');
  } finally {
    ledgerFails = false;
  }
  const found = await room.identity.sessions(officer, testPerson('agent'));
  expect(found).toEqual({ kind: 'done', sessions: [] });
  expect((await room.identity.personFacts(testPerson('agent')))?.state).toBe('active');
});
