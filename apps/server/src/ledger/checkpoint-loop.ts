import { type Log, takeTurns } from '#platform';
import type { CheckpointOutcome, TamperCode } from './checkpointer.ts';

/** Whether the ledger is signed: `stopped` for good until somebody looks, `behind` while it cannot for now. */
export type LedgerHealth =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'behind'; readonly code: 'checkpoint-failed' }
  | { readonly kind: 'stopped'; readonly code: TamperCode; readonly index: number | null };

/** Makes checkpoints one at a time, soon after something was appended. */
export type CheckpointLoop = {
  /** Something was appended. */
  readonly wake: () => void;
  /** Signs now what is committed now; waits for a checkpoint that is being made. */
  readonly run: () => Promise<CheckpointOutcome>;
  readonly health: () => LedgerHealth;
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
  let timer: NodeJS.Timeout | null = null;
  let ended = false;

  const once = async (): Promise<CheckpointOutcome> => {
    if (health.kind === 'stopped') return { kind: 'tampered', code: health.code, index: health.index };
    try {
      const outcome = await deps.make();
      if (outcome.kind === 'tampered') {
        health = { kind: 'stopped', code: outcome.code, index: outcome.index };
        deps.log.error('ledger-tampered', { signal: outcome.code, index: outcome.index });
        deps.tampered?.(outcome.code);
      } else {
        health = { kind: 'healthy' };
      }
      return outcome;
    } catch (error) {
      health = { kind: 'behind', code: 'checkpoint-failed' };
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
    stop: async () => {
      ended = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await idle();
    },
  };
}
