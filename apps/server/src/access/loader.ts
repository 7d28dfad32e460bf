import type { Pool } from 'pg';
import { type Clock, dayOf } from '#platform';
import { type Grouped, grouped } from './group.ts';

const statement = `
select public.access_load(a.customer, a.person, a.kase, a.step_up, $5::date, $6::timestamptz) as facts
from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality a (customer, person, kase, step_up, n)
order by a.n`;

/** What SQL `access_load` answers, not yet judged. */
export type RawFacts = {
  readonly customer: unknown;
  readonly case: unknown;
  readonly gate: unknown;
  readonly stepUp: unknown;
};

/** Whose facts one load brings. */
export type LoadItem = {
  readonly customer: string | null;
  readonly person: string | null;
  readonly case: string | null;
  readonly stepUp: string | null;
};

/** Loads facts in groups: under load many asks share a round trip. */
export type Loader = Grouped<LoadItem, { readonly raw: RawFacts; readonly now: Date }>;

/** Makes the loader. */
export function createLoader(deps: { readonly pool: Pool; readonly clock: Clock }): Loader {
  return grouped({
    largest: 32,
    abreast: 3,
    run: async (items) => {
      const now = deps.clock();
      const columns = (['customer', 'person', 'case', 'stepUp'] as const).map((name) =>
        items.map((item) => item[name]),
      );
      const answer = await deps.pool.query<{ facts: RawFacts }>({
        name: 'access-load',
        text: statement,
        values: [...columns, dayOf(now), now],
      });
      return answer.rows.map((row) => ({ raw: row.facts, now }));
    },
  });
}
