import { sql } from 'kysely';
import { dayOf } from '#platform';
import type { StoreDeps } from './store.ts';

/** Counts how often each policy decides. A statistic: what was not written yet dies with the process. */
export type Hits = {
  readonly count: (policies: readonly string[]) => void;
  /** Writes what was counted. */
  readonly flush: () => Promise<void>;
  /** Hits of the last seven days by policy. */
  readonly week: () => Promise<ReadonlyMap<string, number>>;
};

/** Makes the counter. */
export function countHits(deps: Pick<StoreDeps, 'db' | 'clock'>): Hits {
  let counts = new Map<string, number>();

  async function flush(): Promise<void> {
    const written = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
    if (written.length === 0) return;
    counts = new Map();
    await sql`
      insert into gate_policy_hits as h (policy, day, n)
      select p, ${dayOf(deps.clock())}::date, n
      from unnest(${written.map(([id]) => id)}::text[], ${written.map(([, n]) => n)}::bigint[]) as t (p, n)
      on conflict (policy, day) do update set n = h.n + excluded.n`.execute(deps.db.kysely);
  }

  async function week(): Promise<ReadonlyMap<string, number>> {
    await flush();
    const { rows } = await sql<{ policy: string; n: string }>`
      select policy, sum(n) as n from gate_policy_hits
      where day > ${dayOf(deps.clock())}::date - 7 group by policy`.execute(deps.db.kysely);
    return new Map(rows.map((row) => [row.policy, Number(row.n)]));
  }

  return {
    count: (policies) => {
      for (const id of policies) counts.set(id, (counts.get(id) ?? 0) + 1);
    },
    flush,
    week,
  };
}
