import { afterAll, beforeAll, expect, test } from 'vitest';
import { endLapsed } from '#desk';
import { openTestDesk, type TestDesk } from '../testing/desk.ts';
import { keepDemoCalls } from './calls.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk({ customers: 60, cases: 120 });
});
afterAll(() => desk.close());

const live = async (mail: string): Promise<number> => {
  const agent = await desk.signIn(mail);
  const { body } = await agent.get('/cases');
  return (body.rows as { contact: { live: boolean } | null }[]).filter((row) => row.contact?.live).length;
};
const pass = (minutes: number): Promise<void> => {
  desk.pass(minutes * 60);
  return keepDemoCalls(desk.rooms, desk.clock());
};

test('a demo that runs for a night, or begins again the next day, has its callers', async () => {
  await keepDemoCalls(desk.rooms, desk.clock());
  const first = await live('li.na');
  expect(first).toBeGreaterThan(0);
  for (let n = 0; n < 10; n += 1) {
    await pass(90);
    await endLapsed(desk.rooms.desk);
  }
  expect(await live('li.na')).toBeGreaterThan(0);
  // nobody ran it for two days
  desk.pass(2 * 86_400);
  await endLapsed(desk.rooms.desk);
  expect(await live('li.na')).toBe(0);
  await pass(0);
  expect(await live('li.na')).toBe(1);
});
