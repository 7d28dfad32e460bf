import type { Context } from 'hono';
import { problem } from './problem.ts';
import { type Env, subjectOf } from './route.ts';

/** What one subject may have searched: code units at once, and for each second on the long run. */
const burst = 2_000_000;
const perSecond = 32_768;
/** A short text costs as much as this many code units. */
const least = 256;
/** Code units that are searched at the same time, of one subject and of all. */
const mostOfOne = 1_000_000;
const mostOfAll = 4_000_000;

/** Charges texts by their length, because their cost grows with it; the state of one replica is enough. */
export type TextBudget = {
  /** Takes so many code units from the subject's budget; a 429 with `retry-after` where it has fewer left. */
  readonly spend: (c: Context<Env>, units: number) => void;
  /** Spends, and counts the text as in work until `search` is done; a 429 where too much is in work already. */
  readonly hold: <T>(c: Context<Env>, units: number, search: () => Promise<T>) => Promise<T>;
};

export function createTextBudget({ now }: { readonly now: () => number }): TextBudget {
  const left = new Map<string, { readonly units: number; readonly at: number }>();
  const running = new Map<string, number>();
  let all = 0;

  const spend: TextBudget['spend'] = (c, units) => {
    const who = whoOf(c);
    const at = now();
    const had = left.get(who) ?? { units: burst, at };
    const has = Math.min(burst, had.units + (Math.max(0, at - had.at) / 1000) * perSecond);
    const cost = Math.max(least, units);
    left.delete(who);
    left.set(who, { units: has < cost ? has : has - cost, at });
    if (left.size > 20_000) left.delete(left.keys().next().value ?? '');
    if (has < cost) throw busy(c, Math.ceil((cost - has) / perSecond), 'too much text in a short time');
  };

  return {
    spend,
    hold: async (c, units, search) => {
      const who = whoOf(c);
      const mine = running.get(who) ?? 0;
      if (mine + units > mostOfOne || all + units > mostOfAll)
        throw busy(c, 1, 'too much text is being searched at once');
      spend(c, units);
      running.set(who, mine + units);
      all += units;
      try {
        return await search();
      } finally {
        all -= units;
        const rest = (running.get(who) ?? 0) - units;
        if (rest > 0) running.set(who, rest);
        else running.delete(who);
      }
    },
  };
}

/** A person is one subject in all their sessions, a key is one of its own. */
function whoOf(c: Context<Env>): string {
  const subject = subjectOf(c);
  return subject.key?.id ?? subject.person ?? c.get('remote');
}

function busy(c: Context<Env>, seconds: number, what: string) {
  c.header('retry-after', String(Math.max(1, seconds)));
  return problem(429, 'too-many-requests', `${what}; send less, or try again after retry-after seconds`);
}
