import type { KeyRights, PendingChange, Person, Post, ServiceKey } from '@huke/sdk';
import { sql } from 'kysely';
import { may, type Somebody } from '#gate';
import {
  changeGenuine,
  type ChangeRow,
  decideChange,
  entryOf,
  hiredOf,
  isPending,
  mayConfirm,
  openChanges,
  requestChange,
  toChange,
} from './change-row.ts';
import { type IdentityDraft, type Refused, refused, type Tx } from './deps.ts';
import { resetFactors } from './factor-set.ts';
import { keyColumns, keyGenuine, type KeyRow, rightsOfKey, told, toServiceKey } from './key-row.ts';
import { endKey, giveRights, lockKey, openClaim } from './key-write.ts';
import { type PersonRow, selectPerson, writeRights } from './person-row.ts';
import { applyRights, reread } from './person-write.ts';
import { act, recorded, type Room } from './room.ts';
import { endSessionsOf } from './sessions.ts';

/** Asks that a person's second factors be taken away, so that they can enrol new ones. */
export async function requestFactorReset(
  room: Room,
  subject: Somebody,
  person: string,
): Promise<
  { kind: 'done'; change: PendingChange } | Refused<'not-allowed' | 'not-found' | 'oneself' | 'pending'>
> {
  if (!may(subject, 'factors:reset')) return refused('not-allowed');
  if (subject.person === person) return refused('oneself');
  return await recorded(room, async (tx, drafts) => {
    const row = await selectPerson(tx, person, sql`and p.state <> 'left' for update of p`);
    if (!row) return refused('not-found');
    const wanted = { kind: 'reset-factor', person, value: null } as const;
    if (await isPending(tx, wanted, room.clock())) return refused('pending');
    const change = await requestChange(room, tx, drafts, subject, wanted);
    return { kind: 'done', change: toChange(change, subject) };
  });
}

/**
 * Changes that wait for a second officer; of a key's with what it allows and would allow. What was changed past the
 * program is left out, with an alarm: an officer would be shown something else than what is confirmed.
 */
export async function listChanges(
  room: Room,
  subject: Somebody,
): Promise<{ kind: 'done'; changes: readonly PendingChange[] } | Refused<'not-allowed'>> {
  if (!may(subject, 'changes:read')) return refused('not-allowed');
  const rows = await openChanges(room.db.kysely, room.clock(), sql`true order by requested_at`);
  const ids = rows.flatMap((row) => row.key ?? []);
  const { rows: keys } = await sql<KeyRow>`
    select ${keyColumns} from identity_keys where id = any(${ids}::text[])`.execute(room.db.kysely);
  return {
    kind: 'done',
    changes: rows.flatMap((row) => {
      const key = keys.find((each) => each.id === row.key) ?? null;
      const whole = row.key === null || (key !== null && keyGenuine(room.mac, key));
      if (whole && changeGenuine(room, row))
        return [toChange(row, subject, key && told(key, proposedOf(row, key)))];
      room.alarm({ code: 'rows-forged', object: 'change' });
      return [];
    }),
  };
}

/** Confirms a change and carries it out; who asked for it, and whom it concerns, may not. */
export async function confirmChange(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<
  | { kind: 'done'; person: Person; serviceKey?: never }
  | { kind: 'done'; serviceKey: ServiceKey; person?: never }
  | Refused<'not-allowed' | 'not-found' | 'same-officer'>
> {
  if (!may(subject, 'changes:decide')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts, changed) => {
    const [row] = await openChanges(tx, room.clock(), sql`id = ${id} for update`);
    if (row?.id !== id || !changeGenuine(room, row)) return refused('not-found');
    if (!mayConfirm(row, subject)) return refused('same-officer');
    if (row.key !== null) {
      const key = await lockKey(room, tx, row.key);
      if (!key) return refused('not-found');
      await decideChange(tx, row.id, 'confirmed', subject);
      const after = await carryOutKey(room, tx, drafts, subject, key, row);
      drafts.push(act(room, subject, 'change-confirmed', entryOf(row)));
      return { kind: 'done', serviceKey: toServiceKey(after, subject, room.clock()) };
    }
    const person = await selectPerson(tx, row.person, sql`and p.state <> 'left' for update of p`);
    if (!person) return refused('not-found');
    await decideChange(tx, row.id, 'confirmed', subject);
    changed.push(...(await carryOut(room, tx, drafts, subject, person, row)));
    drafts.push(act(room, subject, 'change-confirmed', entryOf(row)));
    changed.push(person.id);
    return { kind: 'done', person: await reread(room, tx, person.id) };
  });
}

/** Ends a change without carrying it out; who asked may withdraw it. A key that waited for it ends with it. */
export async function refuseChange(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<{ kind: 'done' } | Refused<'not-allowed' | 'not-found'>> {
  if (!may(subject, 'changes:decide')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts, changed) => {
    const [row] = await openChanges(tx, room.clock(), sql`id = ${id} for update`);
    if (row?.id !== id) return refused('not-found');
    await decideChange(tx, row.id, 'refused', subject);
    drafts.push(act(room, subject, 'change-refused', entryOf(row)));
    const key = row.kind === 'key' && row.key !== null ? await lockKey(room, tx, row.key) : null;
    if (key?.state === 'waiting') {
      await endKey(room, tx, drafts, subject, key, 'refused');
      changed.push(key.id);
    }
    return { kind: 'done' };
  });
}

/** Carries out a change of a person; returns the sessions that ended by it. */
async function carryOut(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  subject: Somebody,
  person: PersonRow,
  row: ChangeRow,
): Promise<readonly string[]> {
  const give = (change: Parameters<typeof applyRights>[5]): Promise<void> =>
    applyRights(room, tx, drafts, subject, person, change);
  switch (row.kind) {
    case 'post':
      await give({ post: row.value as Post });
      return [];
    case 'team':
      await give({ team: row.value });
      return [];
    case 'employer':
      await give({ employer: row.value ?? person.employer });
      return [];
    case 'hired-on': {
      const { hiredOn } = hiredOf(row.value);
      await give({ hiredOn, tenureFrom: hiredOn });
      return [];
    }
    case 'kin':
      await give(JSON.parse(row.value ?? '{}') as Pick<PersonRow, 'ownCustomer' | 'relatives'>);
      return [];
    case 'person':
      if (person.state === 'waiting') await writeRights(tx, room.mac, person, { state: 'active' });
      return [];
    case 'reset-factor': {
      const reset = await resetFactors(room, tx, person.id, drafts);
      const ended = await endSessionsOf(room, tx, person.id, null);
      await writeRights(tx, room.mac, person, {});
      // what was forged took the password with it: a new invitation sets one
      const code = reset === 'all' ? { code: 'password-too' } : {};
      drafts.push(act(room, subject, 'factors-removed', { object: person.id, ...code }));
      return ended;
    }
    default:
      throw new Error('a change of a key names a person');
  }
}

/** Carries out a change of a key. */
async function carryOutKey(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  subject: Somebody,
  key: KeyRow,
  row: ChangeRow,
): Promise<KeyRow> {
  room.alarm({ code: 'keys-made', key: key.id, person: row.requestedBy, object: row.kind });
  if (row.kind === 'key-change') {
    drafts.push(act(room, subject, 'key-changed', { object: key.id }));
    return await giveRights(room, tx, key, proposedOf(row, key));
  }
  if (row.kind === 'key')
    drafts.push(act(room, subject, 'key-made', { object: key.id, to: row.requestedBy }));
  return await openClaim(room, tx, key, row.requestedBy);
}

function proposedOf(row: ChangeRow, key: KeyRow): KeyRights {
  return row.kind === 'key-change' && row.value !== null
    ? (JSON.parse(row.value) as KeyRights)
    : rightsOfKey(key);
}
