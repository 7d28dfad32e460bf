import type { AlarmPort } from '#alarm';
import { mostAheadMs } from './session-row.ts';

/** What a counter is called, whose account it is of, and when it locks. */
type Named = {
  readonly key: string;
  readonly account: string | null;
  readonly tries: number;
  readonly seconds: number;
};
type Held = {
  readonly account: string | null;
  failures: number;
  rounds: number;
  lastAt: number;
  lockedAt: number;
  lockedUntil: number;
};
type Counted = { readonly allowed: boolean; readonly locked: boolean };

/**
 * Wrong tries as this running server counted them, by the rules of SQL `identity_attempt`. They are the floor of the
 * rows of `identity_attempts`: who takes those away, or cuts off the transaction that would have written them, guesses
 * no further. A try counts before anything is compared, and as a wrong one until its transaction is committed.
 */
export type Tries = {
  /** Counts a try in `tx` before it is judged. */
  readonly begin: (tx: object, counter: Named, now: Date) => Counted;
  /** What the rows said of a try that `begin` let through: it was not judged, or was the last one of all replicas. */
  readonly rows: (counter: Named, said: Counted, now: Date) => void;
  /** Whether the counter is locked here. */
  readonly locked: (key: string, now: Date) => boolean;
  /** The rows know nothing of what is locked here; tells the officers unless they are only behind. */
  readonly missed: (key: string, now: Date) => void;
  /** A try was right, and is committed: it is forgotten. */
  readonly back: (key: string) => void;
  /** Forgets what a counter, or all of an account, counted until then. */
  readonly forget: (name: string, until: number) => void;
  /** The transaction failed: its tries stay wrong ones; several of them are an alarm. */
  readonly cut: (tx: object, now: Date) => void;
  /** Counts a request; false when there were more than `limit` within `seconds`. */
  readonly within: (key: string, rate: Rate, now: Date) => boolean;
  /** Gives a counted request back. */
  readonly giveBack: (key: string) => void;
};
type Rate = { readonly limit: number; readonly seconds: number };

const kept = 50_000;
const dayMs = 86_400_000;
/** Each lock of a series lasts so many times as long as the one before, for so many rounds, and no lock longer. */
export const locks = { times: 4, mostRounds: 6, longestMs: dayMs } as const;
/** Tries at once count here before any of their rows is there. */
const behindMs = 5_000;
/** So many tries within an hour that the database cut off are told. A restart cuts off fewer. */
const cutsTold = 5;
const cutsMs = 3_600_000;

/** Remembers tries; what was counted is lost with the process, as the rows are not. */
export function rememberTries(alarm: AlarmPort): Tries {
  const counted = new Map<string, Held>();
  const rates = new Map<string, { n: number; since: number }>();
  const begun = new WeakSet<object>();
  let cuts: readonly number[] = [];
  const isLocked = (held: Held | undefined, now: Date): boolean => {
    const left = (held?.lockedUntil ?? 0) - now.getTime();
    return left > 0 && left <= locks.longestMs + mostAheadMs;
  };
  const lock = (held: Held, { seconds }: Named, at: number): void => {
    held.failures = 0;
    held.lockedAt = at;
    const round = Math.min(held.rounds, locks.mostRounds);
    held.lockedUntil = at + Math.min(seconds * 1000 * locks.times ** round, locks.longestMs);
    held.rounds += 1;
  };
  const back = (key: string): void => {
    const held = counted.get(key);
    if (held === undefined) return;
    // the last one locked: with it the lock goes
    if (held.failures === 0 && held.lockedUntil > 0) held.rounds = Math.max(held.rounds - 1, 0);
    else held.failures = Math.max(held.failures - 1, 0);
    held.lockedUntil = 0;
  };
  return {
    begin: (tx, counter, now) => {
      const at = now.getTime();
      begun.add(tx);
      const held = counted.get(counter.key) ?? fresh(counter, at);
      keep(counted, counter.key, held);
      if (isLocked(held, now)) return { allowed: false, locked: true };
      if (held.lastAt < at - dayMs || held.lastAt > at + mostAheadMs) Object.assign(held, fresh(counter, at));
      held.failures += 1;
      held.lastAt = at;
      held.lockedUntil = 0;
      if (held.failures >= counter.tries) lock(held, counter, at);
      return { allowed: true, locked: held.lockedUntil > 0 };
    },
    rows: (counter, said, now) => {
      const held = counted.get(counter.key);
      if (!said.allowed) back(counter.key);
      else if (said.locked && held !== undefined && held.lockedUntil === 0)
        lock(held, counter, now.getTime());
    },
    locked: (key, now) => isLocked(counted.get(key), now),
    missed: (key, now) => {
      if (now.getTime() - (counted.get(key)?.lockedAt ?? 0) > behindMs)
        alarm({ code: 'rows-forged', object: 'attempts' });
    },
    back,
    forget: (name, until) => {
      const own = counted.get(name);
      if (own !== undefined && own.lastAt <= until) counted.delete(name);
      if (own !== undefined) return;
      for (const [key, held] of counted)
        if (held.account === name && held.lastAt <= until) counted.delete(key);
    },
    cut: (tx, now) => {
      if (!begun.has(tx)) return;
      const at = now.getTime();
      cuts = [...cuts.filter((each) => each > at - cutsMs), at].slice(-1000);
      if (cuts.length >= cutsTold) alarm({ code: 'tries-cut', count: cuts.length });
    },
    within: (key, { limit, seconds }, now) => {
      const at = now.getTime();
      const before = rates.get(key);
      const goesOn = before !== undefined && at >= before.since && at < before.since + seconds * 1000;
      const next = goesOn ? { n: before.n + 1, since: before.since } : { n: 1, since: at };
      keep(rates, key, next);
      return next.n <= limit;
    },
    giveBack: (key) => {
      const before = rates.get(key);
      if (before !== undefined) rates.set(key, { ...before, n: Math.max(before.n - 1, 0) });
    },
  };
}

const fresh = ({ account }: Named, at: number): Held => ({
  account,
  failures: 0,
  rounds: 0,
  lastAt: at,
  lockedAt: 0,
  lockedUntil: 0,
});

/** Keeps as the newest; beyond the bound the oldest goes. */
function keep<V>(held: Map<string, V>, key: string, value: V): void {
  held.delete(key);
  held.set(key, value);
  if (held.size > kept) held.delete(held.keys().next().value ?? '');
}
