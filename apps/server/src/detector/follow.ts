/** First wait before a load that failed is tried again, and the longest, in milliseconds. */
const firstWait = 1000;
const longestWait = 30_000;

/** Loads what changed, one load after the other, and again where it failed until it succeeds. */
export type Follower = {
  /** Loads now; rejects where that fails, and then tries again by itself. */
  readonly reload: () => Promise<void>;
  /** Loads now, for nobody who waits. */
  readonly soon: () => void;
  /** True from a load that failed to the next that does not. */
  readonly behind: () => boolean;
  readonly stop: () => void;
};

/** `later` starts a timer and answers what ends it. */
export function follower(
  load: () => Promise<void>,
  failed: (error: unknown) => void,
  later: (act: () => void, wait: number) => () => void = timer,
): Follower {
  let loading: Promise<void> = Promise.resolve();
  let failures = 0;
  let stopped = false;
  let cancel: () => void = () => {};

  const reload = (): Promise<void> => {
    const mine = loading.then(load).then(
      () => {
        failures = 0;
        cancel();
      },
      (error: unknown) => {
        failures += 1;
        cancel();
        if (!stopped) cancel = later(soon, Math.min(longestWait, firstWait * 2 ** (failures - 1)));
        throw error;
      },
    );
    loading = mine.catch(() => {});
    return mine;
  };
  const soon = (): void => void reload().catch(failed);
  return {
    reload,
    soon,
    behind: () => failures > 0,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}

function timer(act: () => void, wait: number): () => void {
  const made = setTimeout(act, wait);
  made.unref();
  return () => clearTimeout(made);
}
