import type { ActForToken } from '@huke/sdk';
import { sql } from 'kysely';
import type { Somebody } from '#gate';
import { newId } from '#platform';
import { type Refused, refused } from './deps.ts';
import { actForParts } from './key-row.ts';
import { act, recorded, type Room } from './room.ts';
import { newToken, rowMac, tokenHash } from './seal.ts';

/** How long an act-for token is good at most. */
export const mostMinutes = 10;

/**
 * Mints a token by which one key acts for this person on one case, 10 minutes at most and no longer than the session.
 * The key then has what both have: the person's rights within its scopes and teams.
 */
export async function mintActFor(
  room: Room,
  subject: Somebody,
  body: { readonly key: string; readonly case: string; readonly minutes?: number | undefined },
): Promise<({ kind: 'done' } & ActForToken) | Refused<'second-factor' | 'not-found'>> {
  if (subject.strength === 'password') return refused('second-factor');
  return await recorded(room, async (tx, drafts) => {
    const now = room.clock();
    const { rows } = await sql<{ live: boolean }>`
      select identity_key_live(${body.key}, ${now})
        and identity_live(${subject.session}, ${subject.person}, ${subject.version}, ${now}) as live`.execute(
      tx,
    );
    if (rows[0]?.live !== true) return refused('not-found');
    const minutes = Math.min(Math.max(body.minutes ?? mostMinutes, 1), mostMinutes);
    const token = newToken();
    const row = {
      id: newId('act'),
      token: tokenHash(token),
      key: body.key,
      person: subject.person,
      session: subject.session,
      caseId: body.case,
      expiresAt: new Date(now.getTime() + minutes * 60_000),
    };
    await sql`delete from identity_act_for where person = ${row.person} and expires_at <= ${now}`.execute(tx);
    await sql`
      insert into identity_act_for (token, id, key, person, session, case_id, expires_at, mac)
      values (${row.token}, ${row.id}, ${row.key}, ${row.person}, ${row.session}, ${row.caseId}, ${row.expiresAt},
        ${rowMac(room.mac, 'act-for', actForParts(row))})`.execute(tx);
    drafts.push(act(room, subject, 'act-for-minted', { object: row.id, key: row.key, case: row.caseId }));
    return { kind: 'done', token, expiresAt: row.expiresAt.toISOString() };
  });
}
