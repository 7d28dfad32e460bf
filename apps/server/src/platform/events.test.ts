import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LiveEvent, publish, subscribe } from './events.ts';
import { newId } from './ids.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => await db.drop());

const collect = async (): Promise<{ readonly events: LiveEvent[]; readonly stop: () => Promise<void> }> => {
  const events: LiveEvent[] = [];
  return { events, stop: await subscribe(db, (event) => events.push(event)) };
};

test('every subscriber gets each event, in order, until it stops', async () => {
  const [one, two] = [await collect(), await collect()];
  const sent: LiveEvent[] = [
    { topic: 'case', id: newId('cas'), person: newId('per') },
    { topic: 'approval', code: 'granted' },
  ];
  for (const event of sent) await publish(db, event);
  await expect.poll(() => [one.events, two.events]).toEqual([sent, sent]);
  await one.stop();
  await publish(db, { topic: 'ledger' });
  await expect.poll(() => two.events).toHaveLength(3);
  expect(one.events).toHaveLength(2);
  await two.stop();
});

test('an event of a transaction comes when it commits, and not at all when it does not', async () => {
  const { events, stop } = await collect();
  await db.kysely.transaction().execute(async (tx) => await publish(tx, { topic: 'change' }));
  await expect(
    db.kysely.transaction().execute(async (tx) => {
      await publish(tx, { topic: 'detector' });
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  await publish(db, { topic: 'ledger' });
  await expect.poll(() => events).toEqual([{ topic: 'change' }, { topic: 'ledger' }]);
  await stop();
});

test('what is neither id nor code is refused, and its value not repeated', async () => {
  const person = newId('per');
  const wrong: Record<string, string>[] = [
    { topic: 'case', person, code: '13812345678' },
    { topic: '王建国' },
    { topic: 'case', person, id: '13812345678' },
    { topic: 'case', person, text: 'wang' },
    // not what its topic tells, and not to whom
    { topic: 'case', person, id: newId('cus') },
    { topic: 'ledger', id: newId('cas') },
    { topic: 'case', id: newId('cas') },
    { topic: 'approval', person },
  ];
  for (const event of wrong) {
    const failure = await publish(db, event as LiveEvent).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'event' });
    expect(String(failure)).not.toMatch(/138|王|wang/);
  }
});

test('a broken connection is replaced: subscribers are told of the gap and hear on', async () => {
  const { events, stop } = await collect();
  await db.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
                       where datname = current_database() and query like 'listen%'`);
  await expect.poll(() => events).toEqual([{ topic: 'gap' }]);
  await publish(db, { topic: 'import' });
  await expect.poll(() => events.at(-1)).toEqual({ topic: 'import' });
  await stop();
});

test('something else on the channel is no event', async () => {
  const { events, stop } = await collect();
  await db.notify('events', 'not json');
  await db.notify('events', '{"topic":"import","text":"free"}');
  await publish(db, { topic: 'change' });
  await expect.poll(() => events).toEqual([{ topic: 'change' }]);
  await stop();
});
