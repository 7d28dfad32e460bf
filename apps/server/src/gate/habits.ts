import { sql } from 'kysely';
import { dayOf } from '#platform';
import type { StoreDeps } from './store.ts';

/** What a requester did in the last hour beside their own habit and their team's; figures are reveals. */
export type Habit = {
  readonly revealsLastHour: number;
  readonly ownHourlyMean: number;
  readonly teamHourlyMean: number;
  readonly casesToday: number;
  readonly refusalsToday: number;
};

const days = 30;

/** Reads the habit of a requester from what the gate itself counted; means are over the hours with any reveal. */
export async function habitOf(
  deps: Pick<StoreDeps, 'db' | 'clock'>,
  person: string,
  team: readonly string[],
): Promise<Habit> {
  const now = deps.clock();
  const day = dayOf(now);
  const { rows } = await sql<Record<keyof Habit, number>>`
    with shown as (
      select person, at from gate_shown
      where person = any(${[...team, person]}::text[]) and at > ${now}::timestamptz - make_interval(days => ${days})
        and at <= ${now}),
    means as (
      select person, count(*)::float8 / count(distinct date_trunc('hour', at)) as mean from shown group by person)
    select
      (select count(*)::int from shown where person = ${person} and at > ${now}::timestamptz - interval '1 hour')
        as "revealsLastHour",
      coalesce((select mean from means where person = ${person}), 0) as "ownHourlyMean",
      coalesce((select avg(mean) from means where person <> ${person}), 0) as "teamHourlyMean",
      coalesce((select contacts from gate_quota where person = ${person} and day = ${day}::date), 0) as "casesToday",
      (select count(*)::int from gate_approvals
       where person = ${person} and state = 'refused' and decided_at > ${now}::timestamptz - interval '1 day')
        as "refusalsToday"`.execute(deps.db.kysely);
  const [row] = rows;
  const round = (figure: number): number => Math.round(figure * 10) / 10;
  return {
    revealsLastHour: row?.revealsLastHour ?? 0,
    ownHourlyMean: round(row?.ownHourlyMean ?? 0),
    teamHourlyMean: round(row?.teamHourlyMean ?? 0),
    casesToday: row?.casesToday ?? 0,
    refusalsToday: row?.refusalsToday ?? 0,
  };
}
