import { createRoute } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { type Database, type LiveEvent, subscribe } from '#platform';
import { personOf, router, contents } from './route.ts';

const heartbeat = 15_000;
const route = createRoute({
  method: 'get',
  path: '/events',
  summary: 'What changed, as it changes: topics and ids, never a value; for a person in a session',
  responses: contents('text/event-stream', 'one event for each change, named by its topic'),
});

/**
 * Live events for the console: what changed, as topic and id, never a value. A person hears what is addressed to
 * them or to nobody in particular; the stream ends with the session.
 */
export function eventsRoutes(deps: {
  readonly db: Database;
  readonly alive: (session: string) => Promise<boolean>;
}) {
  const app = router();
  const listeners = new Set<(event: LiveEvent) => void>();
  let subscribed: Promise<unknown> | null = null;

  app.openapi(route, async (c) => {
    const subject = personOf(c);
    subscribed ??= subscribe(deps.db, (event) => {
      for (const each of listeners) each(event);
    });
    await subscribed;
    return streamSSE(c, async (stream) => {
      const queue: LiveEvent[] = [];
      let wake: () => void = () => undefined;
      const listener = (event: LiveEvent): void => {
        // topics tell whom they reach (SDK), and what is told within the server reaches nobody
        if (event.topic === 'field-index') return;
        if (event.person !== undefined && event.person !== subject.person) return;
        if (queue.length < 1000) queue.push(event);
        wake();
      };
      listeners.add(listener);
      stream.onAbort(() => {
        listeners.delete(listener);
        wake();
      });
      await stream.writeSSE({ event: 'ready', data: '{}' });
      while (listeners.has(listener)) {
        const next = queue.shift();
        if (next) {
          await stream.writeSSE({
            event: next.topic,
            data: JSON.stringify({ id: next.id, code: next.code }),
          });
          continue;
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, heartbeat);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        if (!(await deps.alive(subject.session))) break;
        if (queue.length === 0) await stream.write(': still here\n\n');
      }
      listeners.delete(listener);
    });
  });
  return app;
}
