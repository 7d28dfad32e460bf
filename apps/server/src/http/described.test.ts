import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDesk, type TestDesk } from '../testing/desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk({ customers: 1 });
});
afterAll(() => desk.close());

type Described = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
};

async function described(): Promise<Described> {
  const response = await desk.app.fetch(new Request(`${desk.config.publicUrl}/api/v1/openapi.json`));
  return (await response.json()) as Described;
}

/** Names of parameters do not matter, nor whether the last one takes the rest of the path. */
const shape = (path: string): string =>
  path.replace(/:[a-zA-Z]+(\{[^}]*\})?/g, '*').replace(/\{[^}]+\}/g, '*');

test('the description has every route that answers, and none that does not', async () => {
  const { paths } = await described();
  const told = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${shape(path)}`),
  );
  const answered = desk.app.routes
    // middleware, and the pages of the console
    .filter(({ method, path }) => method !== 'ALL' && path !== '/*')
    .map(({ method, path }) => `${method} ${shape(path)}`);
  const engine = told.filter((route) => route.includes(' /api/v1/auth/'));
  expect(engine.length).toBeGreaterThan(8);
  expect([...new Set([...answered, ...engine])].sort()).toEqual([...new Set(told)].sort());
});

test('every route says what it is for', async () => {
  const { paths } = await described();
  const silent = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { summary = '' }]) => summary.length < 5)
      .map(([method]) => `${method} ${path}`),
  );
  expect(silent).toEqual([]);
});
