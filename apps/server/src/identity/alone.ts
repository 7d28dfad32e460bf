import { sql } from 'kysely';
import { dayStart } from '#platform';
import type { Tx } from './deps.ts';

/** What one administrator does in a day before a second officer must confirm each further one; an account always. */
export type AloneRow = {
  readonly most: number;
  readonly why: { readonly zh: string; readonly en: string };
};

/** The one table; a day is the desk's. */
export const alone = {
  moves: {
    most: 5,
    why: {
      zh: '换组换来的是另一组的客户；成批换组须第二人确认',
      en: "another team means another team's customers; a batch of moves is confirmed by a second officer",
    },
  },
} as const satisfies Readonly<Record<string, AloneRow>>;

/** People whom an administrator has made today, those who left again included. Waits for one who is making some now. */
export async function madeToday(tx: Tx, maker: string, now: Date): Promise<number> {
  await inTurn(tx, maker);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from identity_people
    where maker = ${maker} and created_at >= ${dayStart(now)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Moves between teams that an administrator has made or asked for today. */
export async function movedToday(tx: Tx, mover: string, now: Date): Promise<number> {
  await inTurn(tx, mover);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from identity_changes
    where requested_by = ${mover} and kind = 'team' and requested_at >= ${dayStart(now)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** One after the other: two requests at once would both count the same. */
async function inTurn(tx: Tx, person: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`identity-alone ${person}`}))`.execute(tx);
}
