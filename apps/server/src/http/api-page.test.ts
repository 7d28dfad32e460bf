import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDesk, type TestDesk } from '../testing/desk.ts';
import { apiPage } from './api-page.ts';

describe('the page of the API', () => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await openTestDesk({ customers: 1 });
  });
  afterAll(() => desk.close());
  const get = (path: string): Promise<Response> =>
    Promise.resolve(desk.app.fetch(new Request(`${desk.config.publicUrl}/api/v1${path}`)));

  test('has every operation and every named type, and its links lead somewhere', async () => {
    const page = await (await get('/docs')).text();
    const api = (await (await get('/openapi.json')).json()) as {
      paths: Record<string, object>;
      components: { schemas: object };
    };
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const operations = Object.values(api.paths).flatMap((item) => Object.keys(item));
    const types = Object.keys(api.components.schemas);
    expect(operations.length).toBeGreaterThan(100);
    expect(page.match(/<details /g)).toHaveLength(operations.length);
    for (const path of Object.keys(api.paths)) expect(page).toContain(`<code>${path}</code>`);
    for (const name of types) expect(ids).toContain(`type-${name}`);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  });

  test('runs nothing and loads nothing', async () => {
    const response = await get('/docs');
    const page = await response.text();
    expect(page).not.toMatch(/<script|<link|<img|\son\w+=|src=/i);
    const nonce = /<style nonce="([^"]+)">/.exec(page)?.[1];
    expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(nonce).not.toBe(/<style nonce="([^"]+)">/.exec(await (await get('/docs')).text())?.[1]);
  });
});

const paged = (schema: object): string =>
  apiPage(
    {
      info: { title: 'T', version: '1' },
      paths: {
        '/x': {
          post: {
            summary: '<b>&"',
            tags: ['<i>'],
            requestBody: { content: { 'application/json': { schema } } },
          },
        },
      },
    },
    'n',
  );
const typeIn = (schema: object): string | undefined =>
  /<h3>body<\/h3><pre>([^]*?)<\/pre>/.exec(paged(schema))?.[1];

test('whatever the description holds is text on the page', () => {
  const page = paged({ type: 'string', enum: ['<script>'], description: 'x' });
  expect(page).toContain('&lt;b&gt;&amp;&quot;');
  expect(page).not.toMatch(/<script>|<b>&|href="#group-<i>/);
});

test.each<[object, string]>([
  [{ type: 'string', minLength: 1, maxLength: 9 }, 'string <i>minLength 1, maxLength 9</i>'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ enum: ['a', 1] }, '&quot;a&quot; | 1'],
  [
    { type: 'array', items: { $ref: '#/components/schemas/Case' } },
    'Array&lt;<a href="#type-Case">Case</a>&gt;',
  ],
  [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'number | null'],
  [
    {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'object', properties: {} } },
      required: ['a'],
    },
    '{\n  a: string\n  b?: {}\n}',
  ],
  [{ type: 'object', additionalProperties: { type: 'number' } }, '{\n  [name: string]: number\n}'],
  [{}, 'anything'],
])('%j is written as a type', (schema, written) => {
  expect(typeIn(schema)).toBe(written);
});
