import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { none, type RevealEvent, reveal, secondsLeft } from './reveals.ts';

const show = (key: string, now = 0, seconds = 30): RevealEvent => ({
  kind: 'show',
  key,
  value: 'clear',
  seconds,
  now,
});

describe('what is shown in clear', () => {
  test('hides itself when its time is over, not before', () => {
    const shown = reveal(none, show('mobile#1'));
    expect(reveal(shown, { kind: 'tick', now: 29_999 })).toBe(shown);
    expect(reveal(shown, { kind: 'tick', now: 30_000 }).size).toBe(0);
  });

  test('each value has a clock of its own, and showing again starts it anew', () => {
    const both = reveal(reveal(none, show('a', 0)), show('b', 10_000));
    expect([...reveal(both, { kind: 'tick', now: 31_000 }).keys()]).toEqual(['b']);
    expect(reveal(reveal(both, show('a', 20_000)), { kind: 'tick', now: 31_000 }).has('a')).toBe(true);
  });

  test('hide now takes one, hide all takes everything', () => {
    const both = reveal(reveal(none, show('a')), show('b'));
    expect([...reveal(both, { kind: 'hide', key: 'a' }).keys()]).toEqual(['b']);
    expect(reveal(both, { kind: 'hide-all' }).size).toBe(0);
  });

  test('a clock that was set back hides too', () => {
    expect(reveal(reveal(none, show('a', 100_000)), { kind: 'tick', now: 0 }).size).toBe(0);
  });

  test('zero seconds show nothing', () => {
    expect(reveal(none, show('a', 0, 0)).size).toBe(0);
  });

  test('whatever happened, nothing outlives its time', () => {
    const event = fc.oneof(
      fc.record({
        kind: fc.constant('show' as const),
        key: fc.constantFrom('a', 'b', 'c'),
        value: fc.constant('clear'),
        seconds: fc.integer({ min: 0, max: 60 }),
        now: fc.integer({ min: 0, max: 100_000 }),
      }),
      fc.record({ kind: fc.constant('hide' as const), key: fc.constantFrom('a', 'b', 'c') }),
      fc.constant({ kind: 'hide-all' as const }),
      fc.record({ kind: fc.constant('tick' as const), now: fc.integer({ min: 0, max: 100_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const end = events.reduce<ReturnType<typeof reveal>>(reveal, none);
        expect(reveal(end, { kind: 'tick', now: 160_001 }).size).toBe(0);
      }),
    );
  });

  test('the seconds that are left count down to zero', () => {
    const shown = reveal(none, show('a')).get('a');
    if (!shown) throw new Error('nothing is shown');
    expect([0, 500, 1000, 29_001, 30_000, 99_000].map((now) => secondsLeft(shown, now))).toEqual([
      30, 30, 29, 1, 0, 0,
    ]);
  });
});
