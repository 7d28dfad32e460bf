import PgBoss from 'pg-boss';
import type { Database } from './database.ts';
import type { Log } from './log.ts';

/** Work that must happen at times: `cron` in UTC; done by one replica at a time, again after a crash. */
export type Job = { readonly name: string; readonly cron: string; readonly run: () => Promise<unknown> };

/** The schema of the queue's tables. */
export const jobsSchema = 'jobs';

/** The queue on connections of this database, which are set as every other one is. */
function openQueue(db: Database, log: Log, migrate: boolean): PgBoss {
  const boss = new PgBoss({
    schema: jobsSchema,
    migrate,
    db: {
      executeSql: (text: string, values: unknown[]) => db.pool.query(text, values),
    },
  });
  boss.on('error', (error) => log.error('job-queue', { error }));
  return boss;
}

/** Makes the queue's tables, one for each job, as the database's owner: the server's role could not. */
export async function prepareJobs(options: {
  readonly db: Database;
  readonly log: Log;
  readonly names: readonly string[];
}): Promise<void> {
  const boss = openQueue(options.db, options.log, true);
  await boss.start();
  for (const name of options.names) {
    await boss.createQueue(name, { name, policy: 'singleton', retryLimit: 3, expireInMinutes: 15 });
  }
  await boss.stop({ graceful: true, wait: true, timeout: 10_000 });
}

/**
 * Starts the jobs on the database's own queue (pg-boss), whose tables `prepareJobs` made; `stop` waits for what runs.
 * What an earlier start had scheduled and this one does not have is not done any more.
 */
export async function startJobs(options: {
  readonly db: Database;
  readonly log: Log;
  readonly jobs: readonly Job[];
}): Promise<{ readonly stop: () => Promise<void> }> {
  const { log } = options;
  const boss = openQueue(options.db, log, false);
  await boss.start();
  for (const job of options.jobs) {
    await boss.work(job.name, { pollingIntervalSeconds: 30 }, async () => {
      await job.run();
      log.info('job-done', { code: job.name });
    });
    await boss.schedule(job.name, job.cron);
  }
  const names = new Set(options.jobs.map(({ name }) => name));
  for (const { name } of await boss.getSchedules()) if (!names.has(name)) await boss.unschedule(name);
  return { stop: () => boss.stop({ graceful: true, wait: true, timeout: 10_000 }) };
}
