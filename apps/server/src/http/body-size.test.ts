import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { limitBodySize } from './body-size.ts';
import { onError } from './guard.ts';
import { silentLog } from '#platform';
import type { Env } from './route.ts';

const app = new Hono<Env>();
app.onError(onError(silentLog));
app.use('*', limitBodySize(100));
app.post('/', async (c) => c.json({ read: (await c.req.text()).length }));

const send = (body: BodyInit, headers: Record<string, string> = {}) =>
  app.fetch(
    new Request('http://desk.test/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit),
  );

/** A body that nobody says the length of. */
const streamed = (bytes: number): ReadableStream =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(new Uint8Array(bytes).fill(32));
      controller.close();
    },
  });

test.each([
  ['what says that it is too long', 'x'.repeat(101), { 'content-length': '101' }, 413],
  ['what says that it is endless', 'x', { 'content-length': '9'.repeat(400) }, 413],
  ['what fits to the byte', 'x'.repeat(100), { 'content-length': '100' }, 200],
  ['what does not say it and is too long', streamed(101), {}, 413],
  ['what does not say it and fits', streamed(100), {}, 200],
  [
    'what comes in chunks, whatever else it says',
    streamed(101),
    { 'content-length': '5', 'transfer-encoding': 'chunked' },
    413,
  ],
  ['what says a length that is none', 'x'.repeat(101), { 'content-length': '1e1' }, 413],
] as const)('%s', async (_, body, headers, status) => {
  const reply = await send(body, headers);
  expect(reply.status).toBe(status);
  if (status === 200) expect(await reply.json()).toEqual({ read: 100 });
});
