import { sql } from 'kysely';
import type { StoreDeps } from './store.ts';

/** What a requester did in the last hour (this or the one before, the busier) beside their own habit and their team's; figures are reveals. */
export type Habit = {
  readonly revealsLastHour: number;
  readonly ownHourlyMean: number;
  readonly teamHourlyMean: number;
  readonly casesToday: number;
  readonly refusalsToday: number;
};

const days = 30;

/** Reads the habit of a requester from what budgets counted; means are over the hours with any reveal. */
export async function habitOf(
  deps: Pick<StoreDeps, 'db' | 'budgets' | 'clock'>,
  person: string,
  team: readonly string[],
): Promise<Habit> {
  const now = deps.clock();
  const hours = await deps.budgets.revealHours([...new Set([...team, person])], days, now);
  const own = hours.filter((each) => each.person === person);
  const others = new Map<string, number[]>();
  for (const each of hours)
    if (each.person !== person) others.set(each.person, [...(others.get(each.person) ?? []), each.n]);
  const recent = own.filter((each) => now.getTime() - each.at < 2 * 3_600_000).map((each) => each.n);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from gate_approvals
    where person = ${person} and state = 'refused' and decided_at > ${now}::timestamptz - interval '1 day'`.execute(
    deps.db.kysely,
  );
  const round = (figure: number): number => Math.round(figure * 10) / 10;
  return {
    revealsLastHour: Math.max(0, ...recent),
    ownHourlyMean: round(mean(own.map((each) => each.n))),
    teamHourlyMean: round(mean([...others.values()].map(mean))),
    casesToday: await deps.budgets.contactsOf(person, now),
    refusalsToday: rows[0]?.n ?? 0,
  };
}

const mean = (figures: readonly number[]): number =>
  figures.length === 0 ? 0 : figures.reduce((a, b) => a + b, 0) / figures.length;
