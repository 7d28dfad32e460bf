import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Terminal } from './desk-session.ts';
import { run as key } from './key.ts';
import { run as people } from './people.ts';

/** A server that answers as the API does, and remembers what it was asked. */
const asked: { line: string; body: unknown; cookie: string }[] = [];
let server: Server;
let url = '';
const person = {
  id: 'per_1',
  name: '甲',
  staffNumber: 'N1',
  post: 'agent',
  team: 'tea_1',
  employer: 'emp_1',
  state: 'active',
};
const answers: Record<string, unknown> = {
  'POST /auth/sign-in/email': { next: 'totp-needed' },
  'GET /teams': {
    teams: [{ id: 'tea_1', name: 'one', people: 1 }],
    employers: [{ id: 'emp_1', name: 'house', outsourced: false }],
  },
  'GET /people': { rows: [person], next: null },
  'POST /people': { person, invitation: 'https://desk.test/invitation#t', changes: [] },
  'POST /people/per_1/leave': { ...person, state: 'left' },
  'POST /people/per_1/unlock': person,
  'GET /service-keys': {
    keys: [{ id: 'key_1', name: 'switch', scopes: ['cases:read'], lastUsedAt: null, state: 'live' }],
  },
  'POST /service-keys': { serviceKey: { id: 'key_1' }, key: null },
  'POST /service-keys/key_1/claim': { serviceKey: { id: 'key_1' }, key: 'hk_once' },
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? null : JSON.parse(text);
}

beforeAll(async () => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').replace('/api/v1', '').split('?')[0];
    const line = `${request.method} ${path}`;
    asked.push({ line, body: await bodyOf(request), cookie: request.headers.cookie ?? '' });
    if (line === 'POST /auth/sign-in/email')
      response.setHeader('set-cookie', 'challenge=c; Path=/; HttpOnly');
    if (line === 'POST /auth/two-factor/verify-totp')
      response.setHeader('set-cookie', 'session=s; Path=/; HttpOnly');
    const found = answers[line];
    response.statusCode = found === undefined ? 204 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(found === undefined ? '' : JSON.stringify(found));
  };
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
});

function typing(...lines: string[]): { terminal: Terminal; printed: string[] } {
  const printed: string[] = [];
  return {
    printed,
    terminal: { ask: async () => lines.shift() ?? '', print: (line) => printed.push(line) },
  };
}
const lines = (): string[] => asked.map((each) => each.line);

test('list signs in with both factors, lists, and signs out', async () => {
  const { terminal, printed } = typing('a password', '123456');
  expect(await people(['list', '--url', url, '--mail', 'me@desk.test'], terminal)).toBe(0);
  expect(lines()).toEqual([
    'POST /auth/sign-in/email',
    'POST /auth/two-factor/verify-totp',
    'GET /teams',
    'GET /people',
    'POST /session/end',
  ]);
  expect(asked[0]?.body).toEqual({ email: 'me@desk.test', password: 'a password' });
  expect(asked[1]?.cookie).toBe('challenge=c');
  expect(asked[2]?.cookie).toContain('session=s');
  expect(printed).toHaveLength(1);
  expect(printed[0]).toMatch(/^N1 +active +agent +one 甲$/);
});

test('a recovery code does as well', async () => {
  const { terminal } = typing('a password', 'abcdef-ghjkmn');
  await people(['list', '--url', url, '--mail', 'me@desk.test'], terminal);
  expect(lines()[1]).toBe('POST /auth/two-factor/verify-backup-code');
});

test('add takes names of team and employer and prints the link', async () => {
  const { terminal, printed } = typing('me@desk.test', 'a password', '123456');
  const args = ['add', '--name', '甲', '--number', 'N1', '--mail-of', 'n1@desk.test', '--post', 'agent'];
  expect(await people([...args, '--employer', 'house', '--team', 'one', '--url', url], terminal)).toBe(0);
  expect(asked.find((each) => each.line === 'POST /people')?.body).toEqual({
    name: '甲',
    staffNumber: 'N1',
    email: 'n1@desk.test',
    post: 'agent',
    employer: 'emp_1',
    team: 'tea_1',
  });
  expect(printed.join('\n')).toContain('https://desk.test/invitation#t');
});

test('leave and unlock find people by staff number', async () => {
  for (const verb of ['leave', 'unlock']) {
    const { terminal } = typing('a password', '123456');
    expect(await people([verb, 'N1', '--url', url, '--mail', 'me@desk.test'], terminal)).toBe(0);
    expect(lines()).toContain(`POST /people/per_1/${verb}`);
  }
  const { terminal } = typing('a password', '123456');
  await expect(people(['leave', 'N9', '--url', url, '--mail', 'me@desk.test'], terminal)).rejects.toThrow(
    'nobody',
  );
  expect(lines().at(-1)).toBe('POST /session/end');
});

test('keys: create, claim, list, revoke', async () => {
  const options = ['--url', url, '--mail', 'me@desk.test'];
  const made = typing('a password', '123456');
  const args = [
    'create',
    '--name',
    'switch',
    '--scope',
    'cases:read',
    '--scope',
    'contacts:write',
    '--team',
    'one',
  ];
  expect(await key([...args, '--per-day', '50', ...options], made.terminal)).toBe(0);
  expect(asked.find((each) => each.line === 'POST /service-keys')?.body).toEqual({
    name: 'switch',
    scopes: ['cases:read', 'contacts:write'],
    teams: ['tea_1'],
    perDay: 50,
  });
  expect(made.printed.join('\n')).toContain('second officer');
  const claimed = typing('a password', '123456');
  await key(['claim', 'key_1', ...options], claimed.terminal);
  expect(claimed.printed.join('\n')).toContain('hk_once');
  const listed = typing('a password', '123456');
  await key(['list', ...options], listed.terminal);
  expect(listed.printed).toEqual(['key_1 live      switch cases:read last used never']);
  await key(['revoke', 'key_1', ...options], typing('a password', '123456').terminal);
  expect(lines()).toContain('DELETE /service-keys/key_1');
});

test('wrong usage asks nobody anything', async () => {
  for (const run of [people, key])
    for (const args of [[], ['add'], ['create', '--name', 'x'], ['leave'], ['revoke']])
      expect(await run(args, typing().terminal)).toBe(2);
  expect(asked).toEqual([]);
});

test('a password never goes to an address in the clear', async () => {
  const { terminal } = typing('a password', '123456');
  await expect(people(['list', '--url', 'http://desk.example', '--mail', 'x'], terminal)).rejects.toThrow(
    'https',
  );
});
