import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareJobs, startJobs } from './jobs.ts';
import { silentLog } from './log.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

it('does at its times what this start has, and nothing that only an earlier one had', async () => {
  const names = ['tidy', 'demo'];
  await prepareJobs({ db, log: silentLog, names });
  const start = async (wanted: readonly string[]): Promise<string[]> => {
    const jobs = wanted.map((name) => ({ name, cron: '0 0 1 1 *', run: async () => undefined }));
    const { stop } = await startJobs({ db: await db.serve({}), log: silentLog, jobs });
    await stop();
    return (await db.pool.query('select name from jobs.schedule order by name')).rows.map((row) => row.name);
  };
  expect(await start(names)).toEqual(['demo', 'tidy']);
  expect(await start(['tidy'])).toEqual(['tidy']);
  expect(await start(names)).toEqual(['demo', 'tidy']);
});
