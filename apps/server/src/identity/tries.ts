import type { AlarmPort } from '#alarm';

/** What a counter is called, and when its row in the database locks. */
type Named = { readonly key: string; readonly tries: number; readonly seconds: number };

/**
 * Wrong tries as this running server counted them. The rows of `identity_attempts` lock; who takes those rows away in
 * the database meets this: twice as many tries as the rows would ever let through within the time of one lock.
 */
export type Tries = {
  /** Counts a try that the rows let through; false: too many, whatever the rows say. */
  readonly count: (counter: Named, now: Date) => boolean;
  /** A try was right: it is forgotten, with all before it where `all`. */
  readonly right: (key: string, all: boolean) => void;
};

const kept = 50_000;

/** Remembers tries; what was counted is lost with the process, as the rows are not. */
export function rememberTries(alarm: AlarmPort): Tries {
  const counted = new Map<string, { n: number; since: number }>();
  return {
    count: ({ key, tries, seconds }, now) => {
      const at = now.getTime();
      const before = counted.get(key);
      const goesOn = before !== undefined && at >= before.since && at - before.since < seconds * 1000;
      const next = goesOn ? { n: before.n + 1, since: before.since } : { n: 1, since: at };
      counted.delete(key);
      counted.set(key, next);
      if (counted.size > kept) counted.delete(counted.keys().next().value ?? '');
      if (next.n <= 2 * tries) return true;
      alarm({ code: 'rows-forged', object: 'attempts' });
      return false;
    },
    right: (key, all) => {
      const before = counted.get(key);
      if (before === undefined) return;
      if (all || before.n <= 1) counted.delete(key);
      else counted.set(key, { ...before, n: before.n - 1 });
    },
  };
}
