import { sql } from 'kysely';
import type { Room } from './room.ts';
import { absoluteSeconds } from './session-row.ts';

/**
 * Removes what is over: sessions, challenges, links, counters, tokens. Step-ups stay a month for whoever looks into
 * one, and so do changes: one of kin names customers.
 */
export async function tidy(room: Room): Promise<void> {
  const now = room.clock();
  const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
  for (const gone of [
    sql`delete from identity_sessions where expires_at <= ${now} or idle_until <= ${now}`,
    sql`delete from identity_ended where id like 'ses%' and at <= ${ago(absoluteSeconds(room.config) / 3600)}`,
    sql`delete from identity_verifications where expires_at <= ${now}`,
    sql`delete from identity_challenges where expires_at <= ${now}`,
    sql`delete from identity_links where expires_at <= ${now}`,
    sql`delete from identity_act_for where expires_at <= ${now}`,
    sql`delete from identity_rates where since < ${ago(1)}`,
    sql`delete from identity_attempts where last_at < ${ago(48)} and (locked_until is null or locked_until <= ${now})`,
    sql`delete from identity_step_ups where created_at < ${ago(30 * 24)}`,
    sql`delete from identity_changes where requested_at < ${ago(30 * 24)} and (state <> 'pending' or expires_at <= ${now})`,
    sql`delete from identity_key_days where day < ${ago(60 * 24)}::date`,
  ])
    await gone.execute(room.db.kysely);
}
