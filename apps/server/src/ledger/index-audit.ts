import { mendIndex, mendStretch } from './explorer.ts';
import type { Db } from './store.ts';

/** Watches that the explorer's index hides no entry: it is derived, and no signature covers it. */
export type IndexAudit = {
  /** Looks for gaps, unless somebody did within `ageMs`; resolves when what was missing is there again. */
  readonly check: (ageMs: number) => Promise<void>;
  readonly start: () => void;
  readonly stop: () => void;
};

const everyMs = 60_000;

/** Makes it. `found` hears how many rows were missing or too many. */
export function createIndexAudit(deps: {
  readonly db: Db;
  readonly found: (count: number) => void;
  readonly failed: (error: unknown) => void;
}): IndexAudit {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let next = 0;

  const once = async (): Promise<void> => {
    const began = performance.now();
    const wrong = await mendIndex(deps.db);
    checkedAt = began;
    if (wrong > 0) deps.found(wrong);
  };
  const check = async (ageMs: number): Promise<void> => {
    if (performance.now() - checkedAt < ageMs) return;
    running ??= once().finally(() => {
      running = null;
    });
    await running;
  };
  // the rows by customer cannot be counted against anything: they are made again, a stretch each minute
  const minute = async (): Promise<void> => {
    await check(0);
    const stretch = await mendStretch(deps.db, next);
    next = stretch.next;
    if (stretch.missing > 0) deps.found(stretch.missing);
  };
  const schedule = (): void => {
    timer = setTimeout(
      () =>
        void minute()
          .catch(deps.failed)
          .finally(() => {
            if (timer !== null) schedule();
          }),
      everyMs,
    );
    timer.unref();
  };
  return {
    check,
    start: schedule,
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
