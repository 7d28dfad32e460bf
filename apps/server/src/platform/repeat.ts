import { isAway } from './away.ts';

/** Work that the program does by itself at times. */
export type Repeated = {
  readonly run: () => Promise<unknown>;
  /** Milliseconds until it is due. */
  readonly wait: () => number;
  /** It failed, `null`: it has not come to an end within the time that it may take. */
  readonly failed: (error: unknown) => void;
  readonly longestMs?: number;
};

const longestMs = 600_000;
/** After a failure it is tried again this soon, unless it is due sooner. */
const againMs = 60_000;
/** Whoever cuts it off each time is told of after as many. */
const mostCutOff = 3;

/**
 * Repeats work until the returned function is called, which waits for what runs. In the program itself, not as a job
 * of the database: whoever owns the database could keep its jobs from running. An error is told at once, a connection
 * that broke when it does so again and again.
 */
export function repeat(work: Repeated): () => Promise<void> {
  let stopped = false;
  let cutOff = 0;
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();
  const schedule = (ms: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = once();
    }, ms);
    timer.unref();
  };
  const once = async (): Promise<void> => {
    const overdue = setTimeout(() => work.failed(null), work.longestMs ?? longestMs);
    overdue.unref();
    let failed = true;
    try {
      await work.run();
      failed = false;
      cutOff = 0;
    } catch (error) {
      cutOff += 1;
      if (!isAway(error) || cutOff >= mostCutOff) work.failed(error);
    } finally {
      clearTimeout(overdue);
    }
    schedule(failed ? Math.min(againMs, work.wait()) : work.wait());
  };
  schedule(work.wait());
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

/** Milliseconds until the next time of the day, or of each `every`, that lies `at` after its start in UTC. */
export const untilNext = (now: Date, every: number, at: number): number =>
  every - ((((now.getTime() - at) % every) + every) % every);
