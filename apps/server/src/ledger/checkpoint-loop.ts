import { isAway, type Log, takeTurns } from '#platform';
import type { CheckpointOutcome, TamperCode } from './checkpointer.ts';

/**
 * Whether the ledger is signed: `stopped` for good until somebody looks, `behind` while it cannot for now; `unproven`:
 * for so long that nothing may be answered.
 */
export type LedgerHealth =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'behind'; readonly code: 'checkpoint-failed' | 'unproven' }
  | { readonly kind: 'stopped'; readonly code: TamperCode; readonly index: number | null };

/** Makes checkpoints one at a time, soon after something was appended. */
export type CheckpointLoop = {
  /** Something was appended. */
  readonly wake: () => void;
  /** Signs now what is committed now; waits for a checkpoint that is being made. */
  readonly run: () => Promise<CheckpointOutcome>;
  readonly health: () => LedgerHealth;
  /** Whether the last attempt failed because the database was away. */
  readonly isAway: () => boolean;
  /** Stops for good: somebody else than the signer found that the tree is not what was answered. */
  readonly found: (code: TamperCode, index: number | null) => void;
  /** No more by itself; waits for the one that is being made. */
  readonly stop: () => Promise<void>;
};

/** From an append to its checkpoint; replicas spread over half of it, so that the first one spares the others. */
const delayMs = 400;
const retryMs = 2_000;

/** Makes the loop. INVARIANT: after a `tampered` outcome `make` is never called again. */
export function createCheckpointLoop(deps: {
  readonly make: () => Promise<CheckpointOutcome>;
  readonly log: Log;
  /** Hears once that the loop has stopped for good. */
  readonly tampered?: (code: TamperCode) => void;
}): CheckpointLoop {
  let health: LedgerHealth = { kind: 'healthy' };
  let away = false;
  let timer: NodeJS.Timeout | null = null;
  let ended = false;

  // it may be found while a checkpoint is being made
  const isStopped = (): boolean => health.kind === 'stopped';
  const found = (code: TamperCode, index: number | null): void => {
    if (isStopped()) return;
    health = { kind: 'stopped', code, index };
    deps.log.error('ledger-tampered', { signal: code, index });
    deps.tampered?.(code);
  };

  const once = async (): Promise<CheckpointOutcome> => {
    if (health.kind === 'stopped') return { kind: 'tampered', code: health.code, index: health.index };
    try {
      const outcome = await deps.make();
      away = false;
      if (outcome.kind === 'tampered') found(outcome.code, outcome.index);
      else if (!isStopped()) health = { kind: 'healthy' };
      return outcome;
    } catch (error) {
      away = isAway(error);
      if (!isStopped()) health = { kind: 'behind', code: 'checkpoint-failed' };
      deps.log.error('ledger-checkpoint-failed', { error });
      throw error;
    }
  };

  // a checkpoint that is being made may have read the head already
  const { run, idle } = takeTurns(once);

  const schedule = (ms: number): void => {
    if (timer !== null || ended || health.kind === 'stopped') return;
    timer = setTimeout(() => {
      timer = null;
      run().catch(() => schedule(retryMs));
    }, ms);
    timer.unref();
  };

  return {
    wake: () => schedule(delayMs * (0.5 + Math.random() / 2)),
    run,
    health: () => health,
    isAway: () => away,
    found,
    stop: async () => {
      ended = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await idle();
    },
  };
}
