import type { KeyJob, KeyRights, Scope } from '@huke/sdk';
import { sql } from 'kysely';
import type { Somebody } from '#gate';
import { newId } from '#platform';
import { type IdentityDraft, type Tx } from './deps.ts';
import { markEnded, tellChanged } from './endings.ts';
import { keyColumns, keyDays, keyEnd, keyGenuine, keyParts, type KeyRow, noSecret } from './key-row.ts';
import { act, type Room } from './room.ts';
import { inOrder } from './scopes.ts';
import { newToken, rowMac, tokenHash } from './seal.ts';

export type KeyCreate = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly teams: readonly string[];
  readonly perDay: number;
  readonly job?: KeyJob | null | undefined;
  /** Days until it ends; a year at most, which is also what is taken without. */
  readonly days?: number | undefined;
};

const dayMs = 86_400_000;
/** A confirmed secret is taken within this, by who asked for it. */
const claimHours = 24;
/** After a rotation the old secret works on for this long, so that no program stands still. */
const overlapHours = 24;

/**
 * Writes a new key; the caller has checked everything. `live` makes its secret, which is readable only here; without,
 * the key waits and has none.
 */
export async function insertKey(
  room: Pick<Room, 'clock' | 'mac'>,
  tx: Tx,
  body: KeyCreate & { readonly id?: string; readonly secret?: string },
  by: string,
  live: boolean,
): Promise<{ readonly row: KeyRow; readonly key: string | null }> {
  const id = body.id ?? newId('key');
  const key = live ? secretOf(id, body.secret) : null;
  const now = room.clock();
  const job = body.job ? { ...body.job, teams: [...new Set(body.job.teams)] } : null;
  const row = {
    id,
    hash: key === null ? noSecret(id) : tokenHash(key),
    name: body.name,
    scopes: inOrder(body.scopes),
    teams: [...new Set(body.teams)],
    perDay: perDayOf(body.perDay, job),
    prefix: `hk_${id.slice(-6)}`,
    maker: by,
    createdAt: now,
    lastUsedAt: null,
    revokedAt: null,
    expiresAt: new Date(now.getTime() + Math.min(body.days ?? keyDays, keyDays) * dayMs),
    state: live ? ('live' as const) : ('waiting' as const),
    claimBy: null,
    claimUntil: null,
    previousHash: null,
    previousUntil: null,
    job,
    rightsAt: now,
  };
  const mac = rowMac(room.mac, 'key', keyParts(row));
  await sql`
    insert into identity_keys (id, hash, name, scopes, teams, per_day, prefix, created_by, created_at, expires_at,
      state, job, rights_at, mac)
    values (${id}, ${row.hash}, ${row.name}, ${row.scopes}::text[], ${row.teams}::text[], ${row.perDay},
      ${row.prefix}, ${by}, ${now}, ${row.expiresAt}, ${row.state}, ${jsonOf(job)}::jsonb, ${now}, ${mac})`.execute(
    tx,
  );
  return { row: { ...row, mac }, key };
}

/** Locks a key that has not been revoked; null when there is none or its row is not as this program wrote it. */
export async function lockKey(room: Pick<Room, 'mac' | 'log'>, tx: Tx, id: string): Promise<KeyRow | null> {
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from identity_keys where id = ${id} and revoked_at is null for update`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  if (row.id === id && keyGenuine(room.mac, row)) return row;
  room.log.error('row-forged', { kind: 'key', key: id });
  return null;
}

/** Stores a changed key with its seal and tells every replica. */
export async function writeKey(
  room: Pick<Room, 'mac'>,
  tx: Tx,
  before: KeyRow,
  change: Partial<Omit<KeyRow, 'id' | 'maker' | 'createdAt' | 'mac'>>,
): Promise<KeyRow> {
  // a row from before keys ended gets its end with its first change
  const row = {
    ...before,
    expiresAt: new Date(before.createdAt.getTime() + keyDays * dayMs),
    ...present(before),
    ...change,
  };
  const mac = rowMac(room.mac, 'key', keyParts(row));
  await sql`
    update identity_keys set hash = ${row.hash}, name = ${row.name}, scopes = ${[...row.scopes]}::text[],
      teams = ${[...row.teams]}::text[], per_day = ${row.perDay}, revoked_at = ${row.revokedAt},
      expires_at = ${row.expiresAt}, state = ${row.state}, claim_by = ${row.claimBy},
      claim_until = ${row.claimUntil}, previous_hash = ${row.previousHash}, previous_until = ${row.previousUntil},
      job = ${jsonOf(row.job)}::jsonb, rights_at = ${row.rightsAt}, mac = ${mac}
    where id = ${row.id}`.execute(tx);
  await tellChanged(tx, room.mac, row.id);
  return { ...row, mac };
}

/** A second officer has confirmed a new key, or its rotation: who asked may take the secret within a day. */
export async function openClaim(room: Room, tx: Tx, row: KeyRow, requestedBy: string): Promise<KeyRow> {
  const claimUntil = new Date(room.clock().getTime() + claimHours * 3_600_000);
  return await writeKey(room, tx, row, {
    state: 'live',
    claimBy: requestedBy,
    claimUntil,
    ...(row.state === 'waiting' ? { rightsAt: room.clock() } : {}),
  });
}

/** Makes the secret that was confirmed; an earlier one works on for a day. */
export async function takeClaim(room: Room, tx: Tx, row: KeyRow): Promise<{ row: KeyRow; key: string }> {
  const key = secretOf(row.id);
  const had = row.hash !== noSecret(row.id);
  const after = await writeKey(room, tx, row, {
    hash: tokenHash(key),
    claimBy: null,
    claimUntil: null,
    ...(had
      ? {
          previousHash: row.hash,
          previousUntil: new Date(room.clock().getTime() + overlapHours * 3_600_000),
          expiresAt: new Date(room.clock().getTime() + spanOf(row)),
        }
      : {}),
  });
  return { row: after, key };
}

/** Gives a key the rights that a second officer confirmed. */
export async function giveRights(
  room: Pick<Room, 'mac' | 'clock'>,
  tx: Tx,
  row: KeyRow,
  rights: KeyRights,
): Promise<KeyRow> {
  return await writeKey(room, tx, row, { ...stored(rights), rightsAt: room.clock() });
}

/** Renames a key, and takes rights from it. It got none by it: neither are they confirmed nor its scopes used. */
export async function narrowKey(
  room: Pick<Room, 'mac'>,
  tx: Tx,
  row: KeyRow,
  name: string,
  rights: KeyRights | null,
): Promise<KeyRow> {
  return await writeKey(room, tx, row, { name, ...(rights === null ? {} : stored(rights)) });
}

function stored({ scopes, teams, perDay, job }: KeyRights) {
  return { scopes: inOrder(scopes), teams, perDay: perDayOf(perDay, job), job };
}

/** Ends a key at once, with the tokens that were minted for it and the changes that wait for it. */
export async function endKey(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  by: Somebody | null,
  row: KeyRow,
  code?: string,
): Promise<void> {
  const revokedAt = room.clock();
  await writeKey(room, tx, row, { revokedAt, claimBy: null, claimUntil: null });
  await sql`delete from identity_act_for where key = ${row.id}`.execute(tx);
  await sql`update identity_changes set state = 'refused' where key = ${row.id} and state = 'pending'`.execute(
    tx,
  );
  await markEnded(tx, room.mac, [row.id], revokedAt);
  drafts.push(act(room, by, 'key-revoked', { object: row.id, ...(code === undefined ? {} : { code }) }));
}

/** How long a key lives from its making, or from its last rotation, which its earlier secret outlives by a fixed time. */
function spanOf(row: KeyRow): number {
  const rotated = row.previousUntil && row.previousUntil.getTime() - overlapHours * 3_600_000;
  return keyEnd(row).getTime() - (rotated ?? row.createdAt.getTime());
}

/** A job's rows a day are the requests of its key: each request takes one. */
function perDayOf(perDay: number, job: KeyJob | null): number {
  return job ? Math.min(perDay, job.rows) : perDay;
}

function present(row: KeyRow): { expiresAt?: Date } {
  return row.expiresAt === null ? {} : { expiresAt: row.expiresAt };
}

const secretOf = (id: string, secret = newToken()): string => `hk_${id.slice(4)}_${secret}`;
const jsonOf = (job: KeyJob | null): string | null => (job === null ? null : JSON.stringify(job));
