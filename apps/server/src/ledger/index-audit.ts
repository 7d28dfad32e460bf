import { takeTurns } from '#platform';
import { mendIndex, mendStretch } from './explorer.ts';
import type { Db } from './store.ts';

/** Watches that the explorer's index hides no entry: it is derived, and no signature covers it. */
export type IndexAudit = {
  /**
   * Looks for gaps, unless somebody did within `ageMs`; resolves when what was missing is there again. With 0 it counts
   * all, else only what came since: a page must not count the whole ledger.
   */
  readonly check: (ageMs: number) => Promise<void>;
  readonly start: () => void;
  readonly stop: () => void;
};

const everyMs = 60_000;

/** Makes it. `found` hears how many rows were missing, too many or another. */
export function createIndexAudit(deps: {
  readonly db: Db;
  readonly found: (count: number) => void;
  readonly failed: (error: unknown) => void;
}): IndexAudit {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let next = 0;
  /** Below this no row was missing when all were counted last. */
  let whole = 0;
  let fromStart = true;

  // one under way may have counted already what has been taken out since
  const { run } = takeTurns(async (): Promise<void> => {
    const began = performance.now();
    const from = fromStart ? 0 : whole;
    fromStart = false;
    const mended = await mendIndex(deps.db, from);
    whole = mended.whole;
    checkedAt = began;
    if (mended.wrong > 0) deps.found(mended.wrong);
  });
  const check = async (ageMs: number): Promise<void> => {
    if (performance.now() - checkedAt < ageMs) return;
    if (ageMs === 0) fromStart = true;
    await run();
  };
  // a row that is another now counts as much as the true one: they are compared, a stretch each minute
  const minute = async (): Promise<void> => {
    await check(0);
    const stretch = await mendStretch(deps.db, next);
    next = stretch.next;
    if (stretch.wrong > 0) deps.found(stretch.wrong);
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
