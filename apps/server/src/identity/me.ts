import { type Me, rightsOf } from '@huke/sdk';
import type { Somebody } from '#gate';
import { type Refused, refused } from './deps.ts';
import { selectPerson } from './person-row.ts';
import type { Room } from './room.ts';

/** Who is signed in, and what they must do first. */
export async function me(
  room: Room,
  subject: Somebody,
): Promise<{ kind: 'done'; me: Me } | Refused<'signed-out'>> {
  const row = await selectPerson(room.db.kysely, subject.person);
  if (!row || subject.strength === 'key') return refused('signed-out');
  const weak = subject.strength === 'password';
  return {
    kind: 'done',
    me: {
      id: row.id,
      name: row.name,
      staffNumber: row.staffNumber,
      email: row.email,
      post: row.post,
      team: row.team === null ? null : { id: row.team, name: row.teamName ?? '' },
      employer: { id: row.employer, name: row.employerName, outsourced: row.outsourced },
      session: subject.session,
      strength: subject.strength,
      authenticatedAt: new Date(room.clock().getTime() - subject.authAge * 1000).toISOString(),
      secondFactor: { totp: row.totp, passkeys: row.passkeys },
      mustDo: weak ? ['second-factor'] : [],
      rights: weak ? [] : rightsOf(row.post),
    },
  };
}
