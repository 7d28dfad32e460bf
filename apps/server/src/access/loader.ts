import type { Pool } from 'pg';
import { type Clock, dayOf } from '#platform';
import { type Grouped, grouped } from './group.ts';

/**
 * Each room's part answers rows, so that the planner takes it into this statement: it is planned once for all asks.
 * INVARIANT: the asks come as JSON; of an array the planner sees the length, and would plan anew for each.
 */
const statement = `
select
  (select customer from public.vault_load(a.customer)) as customer,
  k.facts as "case",
  (select facts from public.gate_load(a.person, a.customer, a."case", k.contact, $2::date, $3::timestamptz)) as gate,
  case when a."stepUp" is not null then public.identity_step_up(a."stepUp", $3::timestamptz) end as "stepUp"
from rows from (pg_catalog.jsonb_to_recordset($1::jsonb) as (customer text, person text, "case" text, "stepUp" text))
  with ordinality a (customer, person, "case", "stepUp", n)
left join lateral public.desk_load(a."case", $3::timestamptz) k on true
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
      const asks = items.map(({ customer, person, case: of, stepUp }) => ({
        customer,
        person,
        case: of,
        stepUp,
      }));
      const answer = await deps.pool.query<RawFacts>({
        name: 'access-load',
        text: statement,
        values: [JSON.stringify(asks), dayOf(now), now],
      });
      return answer.rows.map((raw) => ({ raw, now }));
    },
  });
}
