import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minutesOf, timeOf } from './duty-time.ts';

test('times and minutes are two ways to write the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1439 }), (minutes) => {
      expect(minutesOf(timeOf(minutes))).toBe(minutes);
    }),
  );
});

test('midnight at the end of the day reads as midnight, nonsense as the start', () => {
  expect(timeOf(1440)).toBe('00:00');
  expect(minutesOf('soon')).toBe(0);
});
