import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run } from './rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'huke-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rule = {
  name: 'member',
  type: 'SOCIAL_ACCOUNT',
  pattern: 'VIP[0-9]{6}',
  ignoreCase: false,
  context: [],
  not: [],
  checksum: null,
  score: 0.6,
};
const list = { name: 'risk', reason: 'r', words: ['a1', 'b2'] };
const head = { version: 3, state: 'on', trouble: null, changedAt: '', changedBy: null };

/** What the API would answer, and what it was asked. */
function api() {
  const asked: { line: string; body: unknown }[] = [];
  const answers: Record<string, unknown> = {
    'POST /auth/sign-in/email': { next: null },
    'GET /text/rules': {
      format: 'huke-rules/1',
      recognizers: [{ ...rule, on: false }],
      wordLists: [{ ...list, on: true }],
      broken: [{ id: 'rec_9', name: null, trouble: 'altered' }],
    },
    'GET /text/recognizers': {
      recognizers: [
        { ...head, id: 'rec_1', rule },
        { ...head, id: 'rec_2', rule: { ...rule, name: 'old' } },
      ],
    },
    'GET /text/word-lists': { wordLists: [{ ...head, id: 'wls_1', rule: { name: 'risk' } }] },
    'GET /text/word-lists/wls_1': { ...head, id: 'wls_1', rule: list },
  };
  const send = async (input: unknown, init?: RequestInit): Promise<Response> => {
    const line = `${init?.method} ${new URL(String(input)).pathname.replace('/api/v1', '')}`;
    asked.push({ line, body: typeof init?.body === 'string' ? JSON.parse(init.body) : null });
    return new Response(JSON.stringify(answers[line] ?? {}), {
      headers: { 'content-type': 'application/json' },
    });
  };
  const printed: string[] = [];
  const terminal = { ask: async () => 'x', print: (line: string) => void printed.push(line) };
  return { asked, send: send as typeof fetch, terminal, printed };
}

test('export writes the rules to a file', async () => {
  const { send, terminal, printed } = api();
  const file = join(folder, 'out.json');
  expect(await run(['export', file, '--mail', 'me@desk.test'], terminal, send)).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    recognizers: [{ ...rule, on: false }],
    wordLists: [{ ...list, on: true }],
  });
  expect(printed.at(-1)).toContain('1 recognisers and 1 word lists');
  expect(printed.at(-1)).toContain('1 of them off\nbroken: rec_9 (altered');
});

test('import adds what is new, changes what differs, leaves the rest', async () => {
  const { asked, send, terminal, printed } = api();
  const file = join(folder, 'in.json');
  const recognizers = [rule, { ...rule, name: 'old', score: 0.9 }, { ...rule, name: 'new' }];
  writeFileSync(file, JSON.stringify({ format: 'huke-rules/1', recognizers, wordLists: [list] }));
  expect(await run(['import', file, '--mail', 'me@desk.test'], terminal, send)).toBe(0);
  const changes = asked.filter(({ line }) => /^(PUT|POST) \/text/.test(line));
  expect(changes).toMatchObject([
    { line: 'PUT /text/recognizers/rec_2', body: { version: 3, rule: { score: 0.9 } } },
    { line: 'POST /text/recognizers', body: { rule: { name: 'new' } } },
  ]);
  expect(printed.at(-1)).toBe('1 added, 1 changed, 2 as they were');
});

test('import switches as the file says, and only then', async () => {
  const { asked, send, terminal, printed } = api();
  const file = join(folder, 'off.json');
  const recognizers = [
    { ...rule, on: false },
    { ...rule, name: 'old', on: true },
    { ...rule, name: 'new', on: false },
  ];
  const wordLists = [
    { ...list, on: false },
    { ...list, name: 'more' },
  ];
  writeFileSync(file, JSON.stringify({ recognizers, wordLists }));
  expect(await run(['import', file, '--mail', 'me@desk.test'], terminal, send)).toBe(0);
  const changes = asked.filter(({ line }) => /^(PUT|POST) \/text/.test(line));
  expect(changes).toEqual([
    { line: 'PUT /text/recognizers/rec_1', body: { version: 3, rule, on: false } },
    { line: 'POST /text/recognizers', body: { rule: { ...rule, name: 'new' }, on: false } },
    { line: 'PUT /text/word-lists/wls_1', body: { version: 3, rule: list, on: false } },
    { line: 'POST /text/word-lists', body: { rule: { ...list, name: 'more' }, on: true } },
  ]);
  expect(printed.at(-1)).toBe('2 added, 2 changed, 1 as they were');
});

test('says how it is used, and refuses a file that holds no rules before anybody signs in', async () => {
  const { asked, send, terminal } = api();
  expect(await run(['export'], terminal, send)).toBe(2);
  const file = join(folder, 'none.json');
  writeFileSync(file, '{"recognizers": 3}');
  await expect(run(['import', file], terminal, send)).rejects.toThrow('holds no rules');
  expect(asked).toEqual([]);
});
