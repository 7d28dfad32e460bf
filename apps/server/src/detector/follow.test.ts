import { expect, test } from 'vitest';
import { follower } from './follow.ts';

/** A follower whose loads fail while `away`, with its timers in the test's hand. */
function open() {
  const waits: number[] = [];
  const errors: unknown[] = [];
  let act: (() => void) | null = null;
  let loads = 0;
  const state = { away: false };
  const follow = follower(
    async () => {
      loads += 1;
      if (state.away) throw new Error('away');
    },
    (error) => errors.push(error),
    (next, wait) => {
      waits.push(wait);
      act = next;
      return () => (act = null);
    },
  );
  const ring = async (): Promise<void> => {
    const next = act;
    act = null;
    next?.();
    for (let k = 0; k < 10; k += 1) await Promise.resolve();
  };
  return { follow, state, waits, errors, ring, loads: () => loads, waiting: () => act !== null };
}

test('a load that fails is tried again, after longer and longer, until it succeeds', async () => {
  const { follow, state, waits, errors, ring, loads, waiting } = open();
  await follow.reload();
  expect(follow.behind()).toBe(false);
  state.away = true;
  await expect(follow.reload()).rejects.toThrow('away');
  expect(follow.behind()).toBe(true);
  for (let k = 0; k < 6; k += 1) await ring();
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(errors).toHaveLength(6);
  state.away = false;
  await ring();
  expect([follow.behind(), waiting(), loads()]).toEqual([false, false, 9]);
});

test('waits once however many loads fail, and no more when it is stopped', async () => {
  const { follow, state, ring, loads, waiting } = open();
  state.away = true;
  await Promise.allSettled([follow.reload(), follow.reload(), follow.reload()]);
  expect(waiting()).toBe(true);
  follow.stop();
  await ring();
  expect([waiting(), loads()]).toEqual([false, 3]);
});
