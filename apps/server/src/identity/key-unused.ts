import type { Scope } from '@huke/sdk';
import { sql } from 'kysely';
import { openChanges } from './change-row.ts';
import type { Tx } from './deps.ts';
import { keyColumns, type KeyRow } from './key-row.ts';
import { endKey, lockKey, writeKey } from './key-write.ts';
import { act, recorded, type Room } from './room.ts';
import { scopeTable } from './scopes.ts';

const dayMs = 86_400_000;

/**
 * Takes from every key the scopes that it has not used for as long as their table says, each with its entry and an
 * alarm; a key without scopes ends. Keys that wait for nobody any more end too. Meant for once a day.
 */
export async function endUnusedScopes(room: Room): Promise<void> {
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from identity_keys where revoked_at is null`.execute(room.db.kysely);
  for (const row of rows) {
    if (row.state === 'waiting') await endForgotten(room, row.id);
    else await narrow(room, row);
  }
}

async function narrow(room: Room, row: KeyRow): Promise<void> {
  const gone: Scope[] = [];
  for (const scope of row.scopes) if (await isUnused(room, row, scope)) gone.push(scope);
  if (gone.length === 0) return;
  await recorded(room, async (tx, drafts, changed) => {
    const now = await lockKey(room, tx, row.id);
    if (!now) return;
    const scopes = now.scopes.filter((scope) => !gone.includes(scope));
    for (const scope of gone)
      drafts.push(act(room, null, 'key-scope-ended', { object: row.id, code: scope }));
    if (scopes.length > 0) await writeKey(room, tx, now, { scopes });
    else {
      await endKey(room, tx, drafts, null, now, 'unused');
      changed.push(row.id);
    }
  });
  room.alarm({ code: 'key-unused', key: row.id, count: gone.length });
}

async function isUnused(room: Room, row: KeyRow, scope: Scope): Promise<boolean> {
  const { unusedDays, usedBy } = scopeTable[scope];
  if (unusedDays === null) return false;
  const since = new Date(room.clock().getTime() - unusedDays * dayMs);
  if ((row.rightsAt ?? row.createdAt) > since) return false;
  if (usedBy === null) return row.lastUsedAt === null || row.lastUsedAt < since;
  return !(await room.keyUsed(row.id, usedBy, since.toISOString()));
}

/** A key that waited longer than its request does. */
async function endForgotten(room: Room, id: string): Promise<void> {
  await recorded(room, async (tx, drafts, changed) => {
    const row = await lockKey(room, tx, id);
    if (!row || row.state !== 'waiting' || (await waits(room, tx, id))) return;
    await endKey(room, tx, drafts, null, row, 'unconfirmed');
    changed.push(id);
  });
}

async function waits(room: Room, tx: Tx, id: string): Promise<boolean> {
  return (await openChanges(tx, room.clock(), sql`key = ${id} and kind = 'key'`)).length > 0;
}
