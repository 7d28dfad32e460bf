import { sameBytes } from '@huke/ledger';
import { boundWaits, type Database, type Log, repeat } from '#platform';
import type { CheckpointLoop } from './checkpoint-loop.ts';
import type { Journal } from './journal.ts';
import { readLeavesAt } from './store.ts';

/** Watches that what was answered is proven in a signed tree soon. */
export type UnprovenWatch = {
  /** What was answered stands unproven for so long that nothing more may be answered. */
  readonly isLate: () => boolean;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

const everyMs = 1_000;
/** The signer proves what it signs half a second after the answer; when it is late, the watch compares itself. */
const lateMs = 2_500;
/**
 * An honest signer that had to wait for a busy machine was done within three seconds in all our measurements, and it
 * tries seven times meanwhile; what is answered within this time and never signed is the most that a held lock hides.
 */
const longestMs = 15_000;
/** Without the database nothing is answered anyway; but whoever cuts the signer off each time is told of by then. */
const longestAwayMs = 60_000;

/**
 * Makes the watch. INVARIANT: how long an entry has waited is known from this process's memory alone; no row, lock or
 * broken connection changes it, only a checkpoint that was proven to cover the entry. Until the signer comes through,
 * the entries that wait are compared with the table by a plain reading, so that a row that was rewritten under a held
 * lock is found before the lock is let go.
 */
export function createUnprovenWatch(deps: {
  readonly db: Database;
  readonly journal: Pick<Journal, 'unprovenFor' | 'waiting'>;
  readonly loop: Pick<CheckpointLoop, 'wake' | 'found' | 'isAway' | 'health'>;
  readonly log: Log;
  /** Hears once each time that it comes to be late. */
  readonly late: () => void;
}): UnprovenWatch {
  const { journal, loop, log } = deps;
  let startedAt: number | null = null;
  let stop: () => Promise<void> = async () => {};
  let told = false;
  let comparing: Promise<void> | null = null;

  /** What earlier runs left is counted from the start. */
  const waited = (): number => {
    const unproven = journal.unprovenFor();
    return startedAt === null || unproven === null ? 0 : Math.min(unproven, performance.now() - startedAt);
  };

  const compare = async (): Promise<void> => {
    const expected = journal.waiting();
    const leaves = await deps.db.kysely.transaction().execute(async (tx) => {
      await boundWaits(tx);
      return await readLeavesAt(
        tx,
        expected.map(({ index }) => index),
      );
    });
    const wrong = expected
      .filter(({ index, leaf }) => {
        const there = leaves.get(index);
        return there === undefined || !sameBytes(there, leaf);
      })
      .reduce((first, { index }) => Math.min(first, index), Number.POSITIVE_INFINITY);
    if (wrong !== Number.POSITIVE_INFINITY) loop.found('journal-missing', wrong);
  };

  const tick = (): void => {
    const ms = waited();
    if (ms < lateMs) {
      told = false;
      return;
    }
    // whatever becomes of the database's own call
    loop.wake();
    if (loop.health().kind === 'stopped') return;
    if (ms >= (loop.isAway() ? longestAwayMs : longestMs) && !told) {
      told = true;
      log.error('ledger-unproven', { count: journal.waiting().length });
      deps.late();
    }
    comparing ??= compare()
      .catch((error: unknown) => log.warn('ledger-unread', { error }))
      .finally(() => {
        comparing = null;
      });
  };

  return {
    isLate: () => waited() >= longestMs,
    start: () => {
      startedAt = performance.now();
      stop = repeat({
        run: async () => tick(),
        wait: () => everyMs,
        failed: (error) => log.error('ledger-unproven', { error }),
      });
    },
    stop: async () => {
      startedAt = null;
      await stop();
      await comparing;
    },
  };
}
