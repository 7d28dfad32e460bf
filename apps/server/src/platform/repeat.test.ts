import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { repeat, untilNext } from './repeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const away = Object.assign(new Error('terminating connection'), { code: '57P01' });
const hour = 3_600_000;

it('repeats after each end, and not after it was stopped', async () => {
  let runs = 0;
  const stop = repeat({ run: async () => void runs++, wait: () => 1_000, failed: () => {} });
  await vi.advanceTimersByTimeAsync(3_500);
  expect(runs).toBe(3);
  await stop();
  await vi.advanceTimersByTimeAsync(3_500);
  expect(runs).toBe(3);
});

it('tells an error at once, a broken connection when it goes on, and tries again within a minute', async () => {
  let error: Error | null = new Error('a row is unreadable');
  const told: unknown[] = [];
  const run = async () => {
    if (error !== null) throw error;
  };
  const stop = repeat({ run, wait: () => hour, failed: (why) => told.push(why) });
  await vi.advanceTimersByTimeAsync(hour);
  expect(told).toEqual([error]);
  error = null;
  await vi.advanceTimersByTimeAsync(60_000);
  error = away;
  await vi.advanceTimersByTimeAsync(hour + 60_000);
  expect(told).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([expect.any(Error), away]);
  await stop();
});

it('tells that the work does not end', async () => {
  const told: unknown[] = [];
  let end: () => void = () => {};
  const run = () => new Promise<void>((done) => (end = done));
  const stop = repeat({ run, wait: () => 1_000, failed: (why) => told.push(why), longestMs: 5_000 });
  await vi.advanceTimersByTimeAsync(6_500);
  expect(told).toEqual([null]);
  end();
  await stop();
});

it('knows the next time of an hour or a day', () => {
  const at = (text: string) => new Date(`2026-11-21T${text}Z`);
  expect(untilNext(at('08:16:00.000'), hour, 17 * 60_000)).toBe(60_000);
  expect(untilNext(at('08:17:00.000'), hour, 17 * 60_000)).toBe(hour);
  expect(untilNext(at('18:29:59.000'), 24 * hour, 18.5 * hour)).toBe(1_000);
});
