import PgBoss from 'pg-boss';
import type { Log } from './log.ts';

/** Work that must happen at times: `cron` in UTC; done by one replica at a time, again after a crash. */
export type Job = { readonly name: string; readonly cron: string; readonly run: () => Promise<unknown> };

/** Starts the jobs on the database's own queue (pg-boss); `stop` waits for what runs. */
export async function startJobs(options: {
  readonly url: string;
  readonly log: Log;
  readonly jobs: readonly Job[];
}): Promise<{ readonly stop: () => Promise<void> }> {
  const { log } = options;
  const boss = new PgBoss({
    connectionString: options.url,
    schema: 'jobs',
    max: 2,
    application_name: 'huke-jobs',
  });
  boss.on('error', (error) => log.error('job-queue', { error }));
  await boss.start();
  for (const job of options.jobs) {
    await boss.createQueue(job.name, {
      name: job.name,
      policy: 'singleton',
      retryLimit: 3,
      expireInMinutes: 15,
    });
    await boss.work(job.name, { pollingIntervalSeconds: 30 }, async () => {
      await job.run();
      log.info('job-done', { code: job.name });
    });
    await boss.schedule(job.name, job.cron);
  }
  return { stop: () => boss.stop({ graceful: true, wait: true, timeout: 10_000 }) };
}
