import { type RawBuilder, sql } from 'kysely';
import type { IdentityDeps } from './deps.ts';
import { deviceKnown } from './devices.ts';
import { notEnded } from './endings.ts';
import { type Floors, rightsFloor } from './floors.ts';
import { actForParts, keyColumns, keyGenuine, type KeyRow } from './key-row.ts';
import { personColumns, personGenuine, type PersonRow, personTables } from './person-row.ts';
import { rowGenuine, rowMac, sameText } from './seal.ts';
import { idleMs, sessionParts } from './session-row.ts';

/** A session's idle time is pushed on at most this often. */
const touchMs = 60_000;

type SessionRow = {
  readonly sessionId: string;
  readonly token: string;
  readonly strength: 'password' | 'two-factor' | 'passkey';
  readonly startedAt: Date;
  readonly expiresAt: Date;
  /** Moves on while the session is used, and its seal with it. */
  idleUntil: Date;
  readonly sessionMac: string;
  readonly deviceSince: Date | null;
  readonly deviceMac: string | null;
};
/** A session with its person, both as this program wrote them. */
export type Signed = {
  readonly session: SessionRow;
  readonly person: PersonRow;
  readonly deviceKnown: boolean;
};
/** What loading needs: older rights than the newest known ones are an old row put back. */
type Deps = IdentityDeps & { readonly floors: Floors };
export type ActFor = { readonly key: string; readonly caseId: string; readonly actForExpiresAt: Date };

const sessionColumns = sql`
  s.id as "sessionId", s.token, s.strength, s.created_at as "startedAt", s.expires_at as "expiresAt",
  s.idle_until as "idleUntil", s.mac as "sessionMac"`;

/** By what a session is asked for: the hash of its token, or its id. */
type Which = { readonly token: string } | { readonly id: string };

/** The session that `which` names and its person; null where either is not as this program wrote it, or was ended. */
export async function loadSession(deps: Deps, which: Which, device: string): Promise<Signed | null> {
  const row = await newest(
    deps,
    sql<SessionRow & PersonRow>`
    select ${personColumns}, ${sessionColumns}, d.created_at as "deviceSince", d.mac as "deviceMac"
    from identity_sessions s join (${personTables}) on p.id = s.person
      left join identity_devices d on d.token = ${device} and d.person = s.person
    where ${'token' in which ? sql`s.token = ${which.token}` : sql`s.id = ${which.id}`} and ${notEnded('s.id')}`,
  );
  const asked = row && ('token' in which ? sameText(row.token, which.token) : row.sessionId === which.id);
  return row ? genuine(deps, row, device, asked === true) : null;
}

/** The act-for token with the session that minted it and its person, all three genuine; null otherwise. */
export async function loadActFor(
  deps: Deps,
  token: string,
): Promise<(Signed & { readonly actFor: ActFor }) | null> {
  const row = await newest(
    deps,
    sql<SessionRow & PersonRow & ActFor & { actForId: string; actForMac: string }>`
    select ${personColumns}, ${sessionColumns}, a.id as "actForId", a.key, a.case_id as "caseId",
      a.expires_at as "actForExpiresAt", a.mac as "actForMac", null as "deviceSince", null as "deviceMac"
    from identity_act_for a join identity_sessions s on s.id = a.session and s.person = a.person
      join (${personTables}) on p.id = s.person
    where a.token = ${token} and ${notEnded('s.id')}`,
  );
  const loaded = row && genuine(deps, row, '', true);
  if (!row || !loaded) return null;
  const { key, caseId, actForExpiresAt } = row;
  const parts = actForParts({
    id: row.actForId,
    token,
    key,
    person: row.id,
    session: row.sessionId,
    caseId,
    expiresAt: actForExpiresAt,
  });
  return rowGenuine(deps.mac, 'act-for', parts, row.actForMac)
    ? { ...loaded, deviceKnown: true, actFor: { key, caseId, actForExpiresAt } }
    : null;
}

/** The first row, read once more where its person's rights are old: they may have changed while it was read. */
async function newest<R extends PersonRow>(deps: Deps, query: RawBuilder<R>): Promise<R | undefined> {
  const [row] = (await query.execute(deps.db.kysely)).rows;
  if (!row || row.version >= deps.floors.of(rightsFloor(row.id))) return row;
  return (await query.execute(deps.db.kysely)).rows[0];
}

/**
 * The session with its person. `asked`: it is the one that was asked for, compared here and not by the database alone,
 * whose owner says what equals what; a seal says only that the row is whole.
 */
function genuine(deps: Deps, row: SessionRow & PersonRow, device: string, asked: boolean): Signed | null {
  const both =
    asked &&
    personGenuine(deps.mac, row) &&
    row.version >= deps.floors.of(rightsFloor(row.id)) &&
    rowGenuine(deps.mac, 'session', partsOf(row, row.id), row.sessionMac);
  if (!both) {
    deps.log.error('row-forged', { kind: 'session', session: row.sessionId });
    deps.alarm({ code: 'rows-forged', person: row.id, object: 'session' });
    return null;
  }
  const { deviceSince: since, deviceMac } = row;
  const known = deviceKnown(deps, { token: device, person: row.id, since, mac: deviceMac });
  return { session: row, person: row, deviceKnown: known };
}

const partsOf = (session: SessionRow, person: string) =>
  sessionParts({ ...session, id: session.sessionId, person, createdAt: session.startedAt });

/** The key of a hash, null where it is not as this program wrote it. */
export async function loadKey(deps: IdentityDeps, hash: string): Promise<KeyRow | null> {
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from identity_keys
    where (hash = ${hash} or (previous_hash = ${hash} and previous_until > ${deps.clock()}))
      and ${notEnded('identity_keys.id')}`.execute(deps.db.kysely);
  const key = rows[0];
  if (!key) return null;
  const asked = sameText(key.hash, hash) || sameText(key.previousHash ?? '', hash);
  if (asked && keyGenuine(deps.mac, key)) return key;
  deps.log.error('row-forged', { kind: 'key', key: key.id });
  deps.alarm({ code: 'rows-forged', key: key.id, object: 'key' });
  return null;
}

/** Pushes the idle time on, once a minute at most. */
export async function touch(deps: IdentityDeps, { session, person }: Signed): Promise<void> {
  const now = deps.clock().getTime();
  const idle = idleMs(deps.config);
  if (session.idleUntil.getTime() > now + idle - touchMs) return;
  session.idleUntil = new Date(now + idle);
  const seal = rowMac(deps.mac, 'session', partsOf(session, person.id));
  await sql`
    update identity_sessions set idle_until = ${session.idleUntil}, updated_at = ${new Date(now)}, mac = ${seal}
    where id = ${session.sessionId}`.execute(deps.db.kysely);
}
