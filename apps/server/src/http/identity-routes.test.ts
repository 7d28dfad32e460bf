import { ApiError, createAuthClient, createClient, type Person } from '@huke/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  openTestIdentity,
  softwarePasskey,
  type TestIdentity,
  testEmployer,
  testPassword,
  testPerson,
  testTeams,
} from '#identity/testing';
import { silentLog } from '#platform';
import { createApp } from './app.ts';
import { identityRoutes } from './identity-routes.ts';

const url = 'http://localhost:8787';
let room: TestIdentity;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  room = await openTestIdentity();
  app = createApp({
    authenticate: room.identity.authenticate,
    noteWeakAsk: room.identity.noteWeakAsk,
    routes: [
      identityRoutes({
        identity: room.identity,
        levelOf: (field) => (({ residentId: 'C2', bankCard: 'C3' }) as const)[field] ?? null,
      }),
    ],
    streams: [],
    ready: async () => true,
    halted: async () => null,
    consoleFolder: '/nowhere',
    publicUrl: url,
    clock: room.deps.clock,
    log: silentLog,
    remote: () => '127.0.0.1',
  });
});
afterAll(() => room.close());

/** A console: the SDK over the app, with a cookie jar. */
function newConsole() {
  const jar = new Map<string, string>();
  const seen: Response[] = [];
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('origin', url);
    const response = await app.request(new Request(input, { ...init, headers }));
    seen.push(response.clone());
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split('; ');
      const at = pair.indexOf('=');
      if (each.includes('Max-Age=0')) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  const client = createClient({ url, fetch: send });
  return { client, auth: createAuthClient(client), jar, seen };
}
const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof ApiError ? error.problem.code : String(error);
};

async function signedIn(post: string) {
  room.pass(60);
  const made = newConsole();
  expect(await made.auth.signIn(`${post}@desk.test`, testPassword)).toBe('totp-needed');
  await made.auth.finishTotp(room.code());
  return made;
}

describe('signing in over HTTP', () => {
  test('the flow of the console: password, code, who I am, sign out', async () => {
    const { auth, client, jar, seen } = newConsole();
    expect(await codeOf(client.session())).toBe('signed-out');
    expect(await codeOf(auth.signIn('supervisor@desk.test', 'wrong'))).toBe('sign-in-failed');
    expect(await auth.signIn('supervisor@desk.test', testPassword)).toBe('totp-needed');
    expect(await codeOf(client.session())).toBe('signed-out');
    await auth.finishTotp(room.code());
    expect(await client.session()).toMatchObject({
      id: testPerson('supervisor'),
      post: 'supervisor',
      strength: 'two-factor',
      mustDo: [],
      team: testTeams[0],
      employer: testEmployer,
    });
    const token = (jar.get('huke.session_token') ?? '').split('.')[0] ?? '';
    for (const response of seen) expect(await response.text()).not.toContain(token);
    const cookies = seen.flatMap((response) => response.headers.getSetCookie());
    expect(cookies.length).toBeGreaterThan(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=Strict/i);
    }
    await client.signOut();
    expect(jar.has('huke.session_token')).toBe(false);
    expect(await codeOf(client.session())).toBe('signed-out');
  });

  test('a password alone must first get a second factor and sees nobody', async () => {
    const { auth, client } = newConsole();
    expect(await auth.signIn('agent@desk.test', testPassword)).toBe('done');
    expect(await client.session()).toMatchObject({ mustDo: ['second-factor'], rights: [] });
    expect(await codeOf(client.colleagues())).toBe('second-factor');
    expect(await codeOf(client.teams())).toBe('second-factor');
    const passkey = softwarePasskey(url);
    const created = passkey.create(await auth.startPasskeyEnrolment());
    expect(await auth.finishPasskeyEnrolment('phone', created)).toMatchObject({
      name: 'phone',
      synced: false,
    });
    await auth.finishPasskey(passkey.get(await auth.startPasskey()));
    expect(await client.session()).toMatchObject({
      strength: 'passkey',
      mustDo: [],
      secondFactor: { totp: false, passkeys: 1 },
    });
    expect(await auth.passkeys()).toMatchObject([{ name: 'phone' }]);
    const enrolment = await auth.startTotpEnrolment(testPassword);
    expect(enrolment.recoveryCodes).toHaveLength(10);
    expect(enrolment.uri).toContain(enrolment.secret);
  });

  test('another site cannot sign anybody in, end a session or add a key', async () => {
    for (const path of ['/auth/sign-in/email', '/session/end', '/service-keys']) {
      const response = await app.request(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
        body: '{}',
      });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'forged-request' });
    }
  });

  test('what the API does not describe does not exist', async () => {
    const { client } = await signedIn('supervisor');
    expect(await codeOf(client.call('POST', '/auth/sign-up/email', {}))).toBe('not-found');
    expect(await codeOf(client.call('GET', '/auth/get-session'))).toBe('not-found');
    const described = (await (await app.request(`${url}/api/v1/openapi.json`)).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(described.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/auth/sign-in/email',
        '/api/v1/auth/passkey/verify-authentication',
        '/api/v1/people',
        '/api/v1/step-ups',
        '/api/v1/act-for',
        '/api/v1/service-keys',
        '/api/v1/sessions/{id}',
      ]),
    );
  });
});

describe('administration over HTTP', () => {
  test('people: add, raise with a second officer, leave', async () => {
    const { client } = await signedIn('system-admin');
    const { client: second } = await signedIn('security-admin');
    const { person, changes } = await client.createPerson({
      name: 'one',
      staffNumber: 'N1',
      email: 'one@desk.test',
      post: 'agent',
      team: testTeams[0].id,
      employer: testEmployer.id,
      duty: { from: 540, to: 1080, days: [1, 2, 3] },
    });
    expect(person).toMatchObject({ post: 'agent', duty: { from: 540 } });
    expect(await second.confirmChange(changes[0]?.id ?? '')).toMatchObject({ state: 'active' });
    const { invitation } = await client.invitePerson(person.id);
    const change = await client.changePerson(person.id, { post: 'supervisor' });
    expect(change).toMatchObject({ kind: 'post', to: 'supervisor', mayConfirm: false });
    expect(await codeOf(client.confirmChange(change.id))).toBe('same-officer');
    expect((await second.pendingChanges()).changes).toMatchObject([{ id: change.id, mayConfirm: true }]);
    expect(await second.confirmChange(change.id)).toMatchObject({ post: 'supervisor' });
    const newcomer = newConsole();
    const token = new URL(invitation).hash.slice(1);
    expect(await newcomer.auth.openInvitation(token)).toMatchObject({ name: 'one', post: 'supervisor' });
    await newcomer.auth.acceptInvitation(token, testPassword);
    expect(await codeOf(newcomer.auth.openInvitation(token))).toBe('link-invalid');
    expect(await newcomer.auth.signIn('one@desk.test', testPassword)).toBe('done');
    expect(await client.personLeaves(person.id)).toMatchObject({ state: 'left' });
    expect(await codeOf(newcomer.client.session())).toBe('signed-out');
    const { rows } = await client.people();
    expect(rows.map((row: Person) => row.id)).toContain(person.id);
  });

  test('keys and act-for: a program sees what it may and no more', async () => {
    const { client } = await signedIn('security-admin');
    const { client: second } = await signedIn('system-admin');
    const asked = await client.createServiceKey({
      name: 'switch',
      scopes: ['contacts:write'],
      teams: [testTeams[0].id],
      perDay: 3,
    });
    expect(asked.key).toBeNull();
    expect(await codeOf(client.claimServiceKey(asked.serviceKey.id))).toBe('not-found');
    expect(await codeOf(client.confirmChange(asked.change?.id ?? ''))).toBe('same-officer');
    expect((await second.pendingChanges()).changes).toMatchObject([
      { kind: 'key', key: { id: asked.serviceKey.id, now: null, proposed: { scopes: ['contacts:write'] } } },
    ]);
    expect(await second.confirmChange(asked.change?.id ?? '')).toMatchObject({ state: 'unclaimed' });
    expect(await codeOf(second.claimServiceKey(asked.serviceKey.id))).toBe('not-allowed');
    const { key, serviceKey } = await client.claimServiceKey(asked.serviceKey.id);
    expect(await codeOf(client.claimServiceKey(serviceKey.id))).toBe('not-found');
    const program = (actFor?: string) =>
      createClient({
        url,
        key: key ?? '',
        ...(actFor === undefined ? {} : { actFor }),
        fetch: ((input: string, init?: RequestInit) => app.request(input, init)) as typeof fetch,
      });
    expect(await codeOf(program().session())).toBe('people-only');
    const { token } = await client.actFor({ key: serviceKey.id, case: `cas_${'0'.repeat(26)}`, minutes: 1 });
    expect(await codeOf(program(token).people())).toBe('people-only');
    expect(await codeOf(program().serviceKeys())).toBe('people-only');
    expect(await codeOf(program().session())).toBe('key-quota');
    expect((await client.serviceKeys()).keys).toMatchObject([{ id: serviceKey.id, perDay: 3 }]);
    await client.revokeServiceKey(serviceKey.id);
    expect(await codeOf(program().session())).toBe('signed-out');
  });

  test('step-ups take their level from the field', async () => {
    const { client } = await signedIn('supervisor');
    const ask = {
      action: 'reveal',
      customer: `cus_${'0'.repeat(26)}`,
      case: `cas_${'0'.repeat(26)}`,
      purpose: 'card-freeze',
    } as const;
    expect((await client.startStepUp({ ...ask, field: 'residentId' })).covers).toBe('case-level');
    const started = await client.startStepUp({ ...ask, field: 'bankCard' });
    expect(started).toMatchObject({ covers: 'field', methods: ['totp'] });
    expect(await codeOf(client.startStepUp({ ...ask, field: 'nothing' }))).toBe('unknown-field');
    expect(await codeOf(client.finishStepUp(started.id, { totp: 'abcdef' }))).toBe('code-wrong');
    room.pass(30);
    expect(await client.finishStepUp(started.id, { totp: room.code() })).toMatchObject({ id: started.id });
  });

  test('sessions are listed and ended', async () => {
    const { client } = await signedIn('supervisor');
    const { client: other } = await signedIn('supervisor');
    const { sessions } = await client.sessions();
    const [theirs] = sessions
      .filter((each) => !each.current)
      .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    await client.endSession(theirs?.id ?? '');
    expect(await codeOf(other.session())).toBe('signed-out');
    expect((await client.session()).post).toBe('supervisor');
  });

  test('input that does not fit names paths, never values', async () => {
    const { client } = await signedIn('system-admin');
    const error: unknown = await client
      .createPerson({ name: '', staffNumber: '!!', email: 'typed', post: 'agent', employer: 'emp_1' })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    const { problem } = error as ApiError;
    expect(problem.code).toBe('invalid-input');
    expect(problem.errors?.map((each) => each.path).sort()).toEqual([
      'email',
      'employer',
      'name',
      'staffNumber',
    ]);
    expect(JSON.stringify(problem)).not.toContain('typed');
  });
});
