import { describe, expect, it } from 'vitest';
import { silentLog } from '#platform';
import { createCheckpointLoop } from './checkpoint-loop.ts';
import type { CheckpointOutcome } from './checkpointer.ts';

const signed = (size: number): CheckpointOutcome => ({ kind: 'signed', size });

/** A `make` whose runs are let go one by one. */
function gated() {
  const gates: ((outcome: CheckpointOutcome | Error) => void)[] = [];
  let together = 0;
  let most = 0;
  const make = async (): Promise<CheckpointOutcome> => {
    most = Math.max(most, ++together);
    try {
      return await new Promise((resolve, reject) => {
        gates.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)));
      });
    } finally {
      together--;
    }
  };
  return { make, gates, most: () => most };
}

describe('checkpoint loop', () => {
  it('makes one at a time; who asks meanwhile shares the next one', async () => {
    const { make, gates, most } = gated();
    const loop = createCheckpointLoop({ make, log: silentLog });
    const [first, second, third] = [loop.run(), loop.run(), loop.run()];
    expect(gates).toHaveLength(1);
    gates[0]?.(signed(1));
    expect(await first).toEqual(signed(1));
    await new Promise(setImmediate);
    expect(gates).toHaveLength(2);
    gates[1]?.(signed(2));
    expect(await Promise.all([second, third])).toEqual([signed(2), signed(2)]);
    expect(most()).toBe(1);
  });

  it('is behind after an error and healthy after the next success', async () => {
    const { make, gates } = gated();
    const loop = createCheckpointLoop({ make, log: silentLog });
    const failing = loop.run();
    gates[0]?.(new Error('no connection'));
    await expect(failing).rejects.toThrow('no connection');
    expect(loop.health()).toEqual({ kind: 'behind', code: 'checkpoint-failed' });
    const next = loop.run();
    gates[1]?.(signed(3));
    await next;
    expect(loop.health()).toEqual({ kind: 'healthy' });
  });

  it('stops for good when the tree was tampered with', async () => {
    let made = 0;
    const codes: string[] = [];
    const log = { ...silentLog, error: (code: string) => void codes.push(code) };
    const loop = createCheckpointLoop({
      make: async () => {
        made++;
        return { kind: 'tampered', code: 'tree-rewritten', index: null };
      },
      log,
    });
    await loop.run();
    expect(await loop.run()).toEqual({ kind: 'tampered', code: 'tree-rewritten', index: null });
    expect(made).toBe(1);
    expect(codes).toEqual(['ledger-tampered']);
    expect(loop.health()).toEqual({ kind: 'stopped', code: 'tree-rewritten', index: null });
  });

  it('wakes by itself, and not after it was stopped', async () => {
    let made = 0;
    let done: () => void = () => {};
    const once = new Promise<void>((resolve) => {
      done = resolve;
    });
    const loop = createCheckpointLoop({
      make: async () => {
        made++;
        done();
        return signed(1);
      },
      log: silentLog,
    });
    loop.wake();
    loop.wake();
    await once;
    await loop.stop();
    loop.wake();
    expect(made).toBe(1);
  });
});
