import { type SessionRow, hasRight } from '@huke/sdk';
import { sql } from 'kysely';
import { may, type Somebody } from '#gate';
import { type Refused, refused, type Tx } from './deps.ts';
import { markEnded } from './endings.ts';
import { act, recorded, type Room } from './room.ts';

type Ender = Pick<Room, 'mac' | 'clock'>;
type Row = {
  id: string;
  person: string;
  strength: SessionRow['strength'];
  createdAt: Date;
  lastSeenAt: Date;
  userAgent: string | null;
  address: string | null;
};

/** Live sessions: one's own, or of `person` (of everybody without one) for those who may read them. */
export async function listSessions(
  room: Room,
  subject: Somebody,
  person: string | undefined,
): Promise<{ kind: 'done'; sessions: readonly SessionRow[] } | Refused<'not-allowed'>> {
  const whose = person ?? (hasRight(subject.post, 'sessions:read') ? undefined : subject.person);
  if (whose !== subject.person && !may(subject, 'sessions:read')) return refused('not-allowed');
  const now = room.clock();
  const { rows } = await sql<Row>`
    select id, person, strength, created_at as "createdAt", updated_at as "lastSeenAt",
      user_agent as "userAgent", ip_address as address
    from identity_sessions
    where expires_at > ${now} and idle_until > ${now} and (${whose ?? null}::text is null or person = ${whose ?? null})
    order by updated_at desc limit 500`.execute(room.db.kysely);
  const sessions = rows.map((row) => ({
    id: row.id,
    person: row.person,
    current: row.id === subject.session,
    strength: row.strength,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    device: deviceOf(row.userAgent ?? ''),
    address: row.address ?? '',
  }));
  return { kind: 'done', sessions };
}

/** Ends a session: one's own, or anybody's for those who may. The next request with it is signed out. */
export async function endSession(
  room: Room,
  subject: Somebody,
  session: string,
): Promise<{ kind: 'done' } | Refused<'not-found'>> {
  return await recorded(room, async (tx, drafts, changed) => {
    const any = may(subject, 'sessions:end');
    const gone = await deleteSessions(
      room,
      tx,
      sql`id = ${session} and (${any} or person = ${subject.person})`,
    );
    const person = gone[0]?.person;
    if (person === undefined) return refused('not-found');
    drafts.push(act(room, subject, 'session-ended', { object: session, to: person }));
    changed.push(session);
    return { kind: 'done' };
  });
}

/**
 * Ends all sessions of a person, except perhaps one, and returns their ids. Their act-for tokens and step-ups end with
 * them.
 */
export async function endSessionsOf(
  room: Ender,
  tx: Tx,
  person: string,
  except: string | null,
): Promise<readonly string[]> {
  const gone = await deleteSessions(room, tx, sql`person = ${person} and id is distinct from ${except}`);
  return gone.map((row) => row.id);
}

/** Deletes sessions for whom `where` holds, for good, in every replica. */
export async function deleteSessions(
  room: Ender,
  tx: Tx,
  where: ReturnType<typeof sql>,
): Promise<readonly { id: string; person: string }[]> {
  const { rows } = await sql<{ id: string; person: string }>`
    delete from identity_sessions where ${where} returning id, person`.execute(tx);
  await markEnded(
    tx,
    room.mac,
    rows.map((row) => row.id),
    room.clock(),
  );
  return rows;
}

/** The device that a session was opened on, null when unknown or the session is over. */
export async function sessionDevice(room: Room, session: string): Promise<string | null> {
  const { rows } = await sql<{ device: string | null }>`
    select device from identity_sessions where id = ${session}`.execute(room.db.kysely);
  return rows[0]?.device ?? null;
}

/** `Chrome · Windows`, for people's eyes; empty when the program does not say. */
export function deviceOf(userAgent: string): string {
  const browsers = [
    ['Edg/', 'Edge'],
    ['Chrome/', 'Chrome'],
    ['Firefox/', 'Firefox'],
    ['Safari/', 'Safari'],
  ] as const;
  const systems = [
    ['Windows', 'Windows'],
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['Mac OS', 'macOS'],
    ['Linux', 'Linux'],
  ] as const;
  const named = [browsers, systems].map((table) => table.find(([mark]) => userAgent.includes(mark))?.[1]);
  return named.filter((name) => name !== undefined).join(' · ');
}
