import { describe, expect, test } from 'vitest';
import { secondsLeft, share } from './progress.ts';

const at = (bytes: number, bytesTotal: number | null) => ({
  bytes,
  bytesTotal,
  startedAt: new Date(0).toISOString(),
});

describe('an import’s progress', () => {
  test('is a share of the bytes, never above one', () => {
    expect([share(at(25, 100)), share(at(120, 100)), share(at(25, null)), share(at(0, 0))]).toEqual([
      0.25,
      1,
      null,
      null,
    ]);
  });

  test('says the time left at the pace so far', () => {
    expect(secondsLeft(at(25, 100), 10_000)).toBe(30);
    expect(secondsLeft(at(100, 100), 10_000)).toBe(0);
    expect(secondsLeft(at(0, 100), 10_000)).toBeNull();
    expect(secondsLeft(at(10, null), 10_000)).toBeNull();
  });
});
