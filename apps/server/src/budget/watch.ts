import type { Log } from '#platform';

const everyMs = 60_000;

/**
 * Audits once a minute until the returned function is called. In the program itself, not as a job of the database:
 * whoever owns the database could keep its jobs from running.
 */
export function watchAccounts(
  audit: () => Promise<unknown>,
  log: Log,
  every: number = everyMs,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();
  const wait = (): void => {
    timer = setTimeout(() => {
      running = once();
    }, every);
    timer.unref();
  };
  const once = async (): Promise<void> => {
    try {
      await audit();
    } catch (error) {
      log.error('budget-audit-failed', { error: error instanceof Error ? error : new Error('failed') });
    }
    if (!stopped) wait();
  };
  wait();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
