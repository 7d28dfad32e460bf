import type { Post } from '@huke/sdk';
import { sql } from 'kysely';
import type { Approver, People } from '#gate';
import { isOnDuty } from './duty.ts';
import { personGenuine, selectPeople, selectPerson } from './person-row.ts';
import type { Room } from './room.ts';
import { sessionDevice } from './sessions.ts';

/** What the gate must know of people to let one approve for another. */
export function approversOf(room: Room): Omit<People, 'refs'> {
  return {
    reachable: (posts) => reachable(room, posts),
    approverSince: async (person) => {
      const row = await selectPerson(room.db.kysely, person, sql`and p.state = 'active'`);
      return row && personGenuine(room.mac, row) ? (row.approverSince?.toISOString() ?? null) : null;
    },
    device: (session) => sessionDevice(room, session),
    teammates: async (team) => {
      const { rows } = await sql<{ id: string }>`
        select id from identity_people where team = ${team} and state = 'active'`.execute(room.db.kysely);
      return rows.map((row) => row.id);
    },
  };
}

/** Active people of these posts who are on duty and have a live session with a second factor. */
async function reachable(room: Room, posts: readonly Post[]): Promise<readonly Approver[]> {
  const now = room.clock();
  const rows = await selectPeople(
    room.db.kysely,
    sql`p.state = 'active' and p.post = any(${[...posts]}::text[]) and exists (
      select 1 from identity_sessions s where s.person = p.id and s.strength <> 'password'
        and s.expires_at > ${now} and s.idle_until > ${now}) limit 200`,
  );
  return rows
    .filter((row) => personGenuine(room.mac, row) && isOnDuty(row.duty, now))
    .map((row) => ({
      id: row.id,
      staffNumber: row.staffNumber,
      approverSince: row.approverSince?.toISOString() ?? null,
    }));
}
