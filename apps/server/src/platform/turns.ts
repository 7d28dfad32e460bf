/** Work that runs one at a time; see `takeTurns`. */
export type Turns<T> = {
  /** Runs now, or once more after the run under way, which may have read already what its asker means. */
  readonly run: () => Promise<T>;
  /** Resolves when nothing runs and nobody waits, whatever came of it. */
  readonly idle: () => Promise<void>;
};

/** Lets `work` run one at a time: whoever asks while it runs shares one run with all that ask, begun after they asked. */
export function takeTurns<T>(work: () => Promise<T>): Turns<T> {
  let running: Promise<T> | null = null;
  let queued: Promise<T> | null = null;
  const run = (): Promise<T> => {
    if (running === null) {
      running = work().finally(() => {
        running = null;
      });
      return running;
    }
    queued ??= running
      .catch(() => {})
      .then(() => {
        queued = null;
        return run();
      });
    return queued;
  };
  return {
    run,
    idle: async () => {
      await (queued ?? running)?.catch(() => {});
    },
  };
}
