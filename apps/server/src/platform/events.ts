import { isTopic, type Topic, topics } from '@huke/sdk';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from './database.ts';
import { PlatformError } from './error.ts';
import { isId } from './ids.ts';
import { type Executor, kyselyOf } from './settings.ts';

/**
 * Something changed: ids and codes only, the reader fetches what it may see. `person` says whom it concerns, where the
 * topic is told to one. Of the topics beside the SDK's, `field-index` stays within the server, and `gap` reaches a
 * subscriber after a broken connection: events may be missing, read afresh.
 */
export type LiveEvent = {
  readonly topic: Topic | 'field-index' | 'gap';
  readonly person?: string | undefined;
  readonly id?: string | undefined;
  readonly code?: string | undefined;
};

const CHANNEL = 'events';

const code = z.string().regex(/^[a-z][a-z0-9-]{0,15}(?:[.-][a-z][a-z0-9-]{0,15}){0,4}$/);
const id = z.string().refine((text) => isId(text));
const shape = z
  .strictObject({
    topic: z.custom<LiveEvent['topic']>(
      (text) => typeof text === 'string' && (isTopic(text) || text === 'field-index' || text === 'gap'),
    ),
    person: id.optional(),
    id: id.optional(),
    code: code.optional(),
  })
  .refine(({ topic, ...event }) => {
    if (!isTopic(topic)) return event.id === undefined;
    const { id: prefix, to } = topics[topic];
    const known = event.id === undefined || (prefix !== null && isId(event.id, prefix));
    return known && (event.person !== undefined) === (to === 'person');
  });

/**
 * Sends an event to every replica's subscribers; within a transaction, when it commits. Throws `PlatformError` code
 * `event` when it has another shape than its topic says.
 */
export async function publish(db: Executor, event: LiveEvent): Promise<void> {
  const checked = shape.safeParse(event);
  if (!checked.success) {
    const fields = checked.error.issues.map((issue) => issue.path.join('.') || 'its topic').join(', ');
    throw new PlatformError('event', `an event holds the ids and codes of its topic only: check ${fields}`);
  }
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(checked.data)})`.execute(kyselyOf(db));
}

/** Calls `handler` with each published event until the returned function is called. */
export async function subscribe(
  db: Database,
  handler: (event: LiveEvent) => void,
): Promise<() => Promise<void>> {
  const onPayload = (payload: string): void => {
    const event = shape.safeParse(parse(payload));
    if (event.success) handler(event.data);
  };
  return await db.listen(CHANNEL, onPayload, () => handler({ topic: 'gap' }));
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
