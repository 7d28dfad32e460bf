import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestIdentity, type TestIdentity, testPassword, testPerson, testTeams } from './testing.ts';

let room: TestIdentity;
beforeAll(async () => {
  room = await openTestIdentity();
});
afterAll(() => room.close());

const ids = async () => (await room.identity.approvers.reachable(['supervisor'])).map((each) => each.id);

test('reachable: on duty, and signed in with a second factor now', async () => {
  const supervisor = testPerson('supervisor');
  expect(await ids()).toEqual([]);
  await room.subjectOf(supervisor, 'password');
  expect(await ids()).toEqual([]);
  const strong = await room.subjectOf(supervisor);
  expect(await ids()).toEqual([supervisor]);
  const admin = await room.subjectOf(testPerson('system-admin'));
  const tomorrow = (new Date(room.now().getTime() + 8 * 3_600_000).getUTCDay() % 7) + 1;
  await room.identity.changePerson(admin, supervisor, { duty: { from: 600, to: 601, days: [tomorrow] } });
  expect(await ids()).toEqual([]);
  await room.identity.changePerson(admin, supervisor, { duty: null });
  expect(await ids()).toEqual([supervisor]);
  await room.identity.endSession(strong, strong.session);
  expect(await ids()).toEqual([]);
});

test('approvers by post since when; nobody else', async () => {
  expect(await room.identity.approvers.approverSince(testPerson('supervisor'))).not.toBeNull();
  expect(await room.identity.approvers.approverSince(testPerson('agent'))).toBeNull();
  expect(await room.identity.approvers.approverSince('per_unknown')).toBeNull();
});

test('a session knows its device: the same browser is the same device, whoever signs in', async () => {
  const browser = room.browser();
  const deviceOf = async (post: string) => {
    await browser.post('/sign-in/email', { email: `${post}@desk.test`, password: testPassword });
    return await room.identity.approvers.device((await browser.subject())?.session ?? '');
  };
  const first = await deviceOf('agent');
  expect(first).not.toBeNull();
  expect(await deviceOf('agent')).toBe(first);
  const other = room.browser();
  await other.post('/sign-in/email', { email: 'agent@desk.test', password: testPassword });
  expect(await room.identity.approvers.device((await other.subject())?.session ?? '')).not.toBe(first);
  expect(await room.identity.approvers.device('ses_gone')).toBeNull();
});

test('teammates are those of the team who are still there', async () => {
  expect(await room.identity.approvers.teammates(testTeams[0].id)).toContain(testPerson('agent'));
  expect(await room.identity.approvers.teammates(testTeams[1].id)).toEqual([]);
});
