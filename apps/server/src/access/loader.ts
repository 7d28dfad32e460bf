import type { Pool } from 'pg';
import { type Clock, dayOf } from '#platform';
import { type Grouped, grouped } from './group.ts';

/** Each room's part answers rows, so that the planner takes it into this statement: it is planned once for all asks. */
const statement = `
select
  (select customer from public.vault_load(a.customer)) as customer,
  k.facts as "case",
  (select facts from public.gate_load(a.person, a.customer, a.kase, k.contact, $5::date, $6::timestamptz)) as gate,
  case when a.step_up is not null then public.identity_step_up(a.step_up, $6::timestamptz) end as "stepUp"
from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality a (customer, person, kase, step_up, n)
left join lateral public.desk_load(a.kase, $6::timestamptz) k on true
order by a.n`;

/** What a load answers, not yet judged. */
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
      const answer = await deps.pool.query<RawFacts>({
        name: 'access-load',
        text: statement,
        values: [...columns, dayOf(now), now],
      });
      return answer.rows.map((raw) => ({ raw, now }));
    },
  });
}
