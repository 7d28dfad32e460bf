import { type Scope, scopes, type ServiceKey, type ServiceKeyCreated } from '@huke/sdk';
import { sql } from 'kysely';
import { newId } from '#platform';
import { type Refused, refused, type Tx } from './deps.ts';
import { markEnded } from './endings.ts';
import { keyColumns, keyParts, type KeyRow, toServiceKey } from './key-row.ts';
import { act, may, recorded, type Room, type Somebody } from './room.ts';
import { newToken, rowMac, tokenHash } from './seal.ts';

export type KeyCreate = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly teams: readonly string[];
  readonly perDay: number;
};

/** All service keys, newest first. */
export async function listKeys(
  room: Room,
  subject: Somebody,
): Promise<{ kind: 'done'; keys: readonly ServiceKey[] } | Refused<'not-allowed'>> {
  if (!may(subject, 'keys:read')) return refused('not-allowed');
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from identity_keys order by created_at desc limit 1000`.execute(room.db.kysely);
  return { kind: 'done', keys: rows.map(toServiceKey) };
}

/** Makes a key for a program; it is shown here and never again. */
export async function createKey(
  room: Room,
  subject: Somebody,
  body: KeyCreate,
): Promise<({ kind: 'done' } & ServiceKeyCreated) | Refused<'not-allowed' | 'unknown-team'>> {
  if (!may(subject, 'keys:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from identity_teams where id = any(${[...body.teams]}::text[])`.execute(tx);
    if (rows[0]?.n !== new Set(body.teams).size) return refused('unknown-team');
    const made = await insertKey(room, tx, body, subject.person);
    drafts.push(act(room, subject, 'key-made', { object: made.serviceKey.id }));
    return { kind: 'done', ...made };
  });
}

/** Writes a new key; the caller has checked everything. */
export async function insertKey(
  room: Pick<Room, 'clock' | 'mac'>,
  tx: Tx,
  body: KeyCreate & { readonly id?: string; readonly secret?: string },
  by: string,
): Promise<ServiceKeyCreated> {
  const id = body.id ?? newId('key');
  const key = `hk_${id.slice(4)}_${body.secret ?? newToken()}`;
  const now = room.clock();
  const row = {
    id,
    hash: tokenHash(key),
    name: body.name,
    scopes: scopes.filter((scope) => body.scopes.includes(scope)),
    teams: [...new Set(body.teams)],
    perDay: body.perDay,
    prefix: `hk_${id.slice(-6)}`,
    createdAt: now,
    lastUsedAt: null,
    revokedAt: null,
  };
  const mac = rowMac(room.mac, 'key', keyParts(row));
  await sql`
    insert into identity_keys (id, hash, name, scopes, teams, per_day, prefix, created_by, created_at, mac)
    values (${id}, ${row.hash}, ${row.name}, ${row.scopes}::text[], ${row.teams}::text[], ${row.perDay},
      ${row.prefix}, ${by}, ${now}, ${mac})`.execute(tx);
  return { serviceKey: toServiceKey({ ...row, mac }), key };
}

/** Ends a key at once, and the tokens that were minted for it. */
export async function revokeKey(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<{ kind: 'done' } | Refused<'not-allowed' | 'not-found'>> {
  if (!may(subject, 'keys:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts, changed) => {
    const { rows } = await sql<KeyRow>`
      select ${keyColumns} from identity_keys where id = ${id} and revoked_at is null for update`.execute(tx);
    const row = rows[0];
    if (!row) return refused('not-found');
    const revokedAt = room.clock();
    const mac = rowMac(room.mac, 'key', keyParts({ ...row, revokedAt }));
    await sql`update identity_keys set revoked_at = ${revokedAt}, mac = ${mac} where id = ${id}`.execute(tx);
    await sql`delete from identity_act_for where key = ${id}`.execute(tx);
    await markEnded(tx, room.mac, [id], revokedAt);
    drafts.push(act(room, subject, 'key-revoked', { object: id }));
    changed.push(id);
    return { kind: 'done' };
  });
}
