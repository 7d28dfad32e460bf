import type { Clock } from '#platform';

/** Beyond so many the oldest are forgotten: an entry too many is no harm. */
const kept = 5_000;

/**
 * Does something once an hour for each `who`, and not at all again until the next: for entries of looking, where a
 * page that is open asks every second. Of this server alone; what fails is done again at the next call.
 */
export function onceAnHour(clock: Clock): (who: string, act: () => Promise<void>) => Promise<void> {
  const done = new Map<string, number>();
  return async (who, act) => {
    const hour = Math.floor(clock().getTime() / 3_600_000);
    if (done.get(who) === hour) return;
    await act();
    done.delete(who);
    done.set(who, hour);
    if (done.size > kept) done.delete(done.keys().next().value ?? '');
  };
}
