import { describe, expect, test } from 'vitest';
import type { Detector } from '#detector';
import type { Subject } from '#gate';
import { silentLog } from '#platform';
import { onError } from './guard.ts';
import { router } from './route.ts';
import { createTextBudget } from './text-budget.ts';
import { textRoutes } from './text-routes.ts';

/** The text routes with a detector whose searches last until `finish`, for whoever the header names. */
function open() {
  let now = 0;
  const waiting: (() => void)[] = [];
  let held = false;
  const wait = async (): Promise<void> => {
    if (held) await new Promise<void>((done) => void waiting.push(done));
  };
  const detector = {
    findings: async () => (await wait(), { findings: [], words: [], wordsLeft: 0 }),
    mask: async () => (await wait(), ''),
    words: async () => ({ words: [], wordsLeft: 0 }),
    tryOut: async () => (await wait(), { kind: 'refused', code: 'not-allowed' }),
  } as unknown as Detector;
  const app = router();
  app.onError(onError(silentLog));
  app.use('*', async (c, next) => {
    c.set('subject', {
      kind: 'person',
      person: c.req.header('who') ?? 'a',
      session: c.req.header('session') ?? 's',
      key: null,
    } as unknown as Subject);
    await next();
  });
  app.route('/', textRoutes({ detector, budget: createTextBudget({ now: () => now }) }));
  const post = async (path: string, length: number, headers: Record<string, string> = {}) =>
    app.request(`/text/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ text: 'x'.repeat(length) }),
    });
  return {
    post,
    pass: (seconds: number) => void (now += seconds * 1000),
    hold: () => void (held = true),
    finish: () => {
      held = false;
      for (const done of waiting.splice(0)) done();
    },
    waiting,
  };
}

const settled = async (until: () => boolean): Promise<void> => {
  while (!until()) await new Promise((done) => setImmediate(done));
};

describe('the budget of texts', () => {
  test('is spent by length, shared by the sessions of one person, and fills again', async () => {
    const { post, pass } = open();
    expect((await post('findings', 1_000_000)).status).toBe(200);
    expect((await post('mask', 1_000_000, { session: 'other' })).status).toBe(200);
    const refused = await post('findings', 65_535);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await refused.json()).toMatchObject({ code: 'too-many-requests' });
    expect((await post('findings', 65_535, { who: 'b' })).status).toBe(200);
    pass(2);
    expect((await post('findings', 65_535)).status).toBe(200);
    expect((await post('mask', 5000)).status).toBe(429);
  });

  test('holds back texts of any length that are searched at the same time, of one person', async () => {
    const { post, hold, finish, waiting } = open();
    hold();
    // each just below what was once counted as long
    const first = Array.from({ length: 15 }, () => post('findings', 65_535));
    await settled(() => waiting.length === 15);
    const more = await post('mask', 65_535);
    expect([more.status, more.headers.get('retry-after')]).toEqual([429, '1']);
    const draft = await post('try', 10_000);
    expect(draft.status).toBe(429);
    const other = post('findings', 10, { who: 'b' });
    await settled(() => waiting.length === 16);
    finish();
    expect((await other).status).toBe(200);
    expect((await Promise.all(first)).every((each) => each.status === 200)).toBe(true);
    expect((await post('mask', 65_535)).status).toBe(200);
  });

  test('holds back texts that are searched at the same time, of all', async () => {
    const { post, hold, finish, waiting } = open();
    hold();
    const all = ['a', 'b', 'c', 'd'].map((who) => post('findings', 1_000_000, { who }));
    await settled(() => waiting.length === 4);
    expect((await post('findings', 1000, { who: 'e' })).status).toBe(429);
    finish();
    expect((await Promise.all(all)).map((each) => each.status)).toEqual([200, 200, 200, 200]);
    expect((await post('findings', 1000, { who: 'e' })).status).toBe(200);
  });
});
