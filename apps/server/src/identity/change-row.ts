import type { HiredEvidence, PendingChange } from '@huke/sdk';
import { type RawBuilder, sql } from 'kysely';
import { may, type Somebody } from '#gate';
import { newId, publish } from '#platform';
import type { IdentityDraft, Tx } from './deps.ts';
import { act, type Room } from './room.ts';
import { rowGenuine, rowMac } from './seal.ts';

const waitsHours = 24;

/** A change as stored: of a person or of a key. */
export type ChangeRow = {
  readonly id: string;
  readonly kind: PendingChange['kind'];
  readonly person: string | null;
  readonly key: string | null;
  /** What it becomes: an id or a code, or (for `hired-on`, `kin`, `key-change`) JSON of this program. */
  readonly value: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly mac: string;
};

/** What is asked for. */
export type Wanted = { readonly kind: ChangeRow['kind']; readonly value: string | null } & (
  | { readonly person: string; readonly key?: null }
  | { readonly key: string; readonly person?: null }
);

const columns = sql`
  id, kind, person, key, value, requested_by as "requestedBy", requested_at as "requestedAt",
  expires_at as "expiresAt", mac`;

const parts = (row: Omit<ChangeRow, 'mac'>) =>
  [
    row.id,
    row.kind,
    row.person,
    row.value,
    row.requestedBy,
    row.expiresAt.getTime(),
    ...(row.key === null ? [] : [row.key]),
  ] as const;

/** Files a change that a second officer must confirm within a day; replaces an expired one of the same kind. */
export async function requestChange(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  subject: Somebody,
  wanted: Wanted,
): Promise<ChangeRow> {
  await sql`
    delete from identity_changes where ${about(wanted)} and kind = ${wanted.kind} and state = 'pending'`.execute(
    tx,
  );
  const row = await insert(room, tx, subject, wanted, 'pending');
  drafts.push(act(room, subject, 'change-requested', entryOf(row)));
  await publish(tx, { topic: 'change' });
  return row;
}

/** Keeps that an administrator did alone what others wait for: it counts with the day's. */
export async function noteChange(room: Room, tx: Tx, subject: Somebody, wanted: Wanted): Promise<void> {
  await insert(room, tx, subject, wanted, 'confirmed');
}

async function insert(
  room: Room,
  tx: Tx,
  subject: Somebody,
  wanted: Wanted,
  state: 'pending' | 'confirmed',
): Promise<ChangeRow> {
  const now = room.clock();
  const row = {
    id: newId('chg'),
    kind: wanted.kind,
    person: wanted.person ?? null,
    key: wanted.key ?? null,
    value: wanted.value,
    requestedBy: subject.person,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + waitsHours * 3_600_000),
  };
  const mac = rowMac(room.mac, 'change', parts(row));
  await sql`
    insert into identity_changes (id, kind, person, key, value, requested_by, requested_at, expires_at, state,
      decided_by, mac)
    values (${row.id}, ${row.kind}, ${row.person}, ${row.key}, ${row.value}, ${row.requestedBy}, ${now},
      ${row.expiresAt}, ${state}, ${state === 'pending' ? null : subject.person}, ${mac})`.execute(tx);
  return { ...row, mac };
}

/** Whether such a change waits already. */
export async function isPending(tx: Tx, wanted: Wanted, now: Date): Promise<boolean> {
  return (await openChanges(tx, now, sql`${about(wanted)} and kind = ${wanted.kind}`)).length > 0;
}

/** Changes that wait and for which `where` holds, in its order. */
export async function openChanges(
  tx: Tx,
  now: Date,
  where: RawBuilder<unknown>,
): Promise<readonly ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select ${columns} from identity_changes where state = 'pending' and expires_at > ${now} and ${where}`.execute(
    tx,
  );
  return rows;
}

/** Whether a change is as this program wrote it; a row that has not even the form of one is not. */
export function changeGenuine(room: Pick<Room, 'mac'>, row: ChangeRow): boolean {
  try {
    return Number.isFinite(row.requestedAt.getTime()) && rowGenuine(room.mac, 'change', parts(row), row.mac);
  } catch {
    return false;
  }
}

/** Decides a change. */
export async function decideChange(
  tx: Tx,
  id: string,
  state: 'confirmed' | 'refused',
  by: Somebody,
): Promise<void> {
  await sql`update identity_changes set state = ${state}, decided_by = ${by.person} where id = ${id}`.execute(
    tx,
  );
  await publish(tx, { topic: 'change' });
}

/** Who asked for a change, and whom it concerns, never confirm it. */
export function mayConfirm(row: Pick<ChangeRow, 'requestedBy' | 'person'>, subject: Somebody): boolean {
  return (
    may(subject, 'changes:decide') && subject.person !== row.requestedBy && subject.person !== row.person
  );
}

/** What an entry says of a change: ids and codes. */
export function entryOf(row: ChangeRow): Partial<IdentityDraft> {
  const told = row.kind === 'post' || row.kind === 'team' || row.kind === 'employer';
  return {
    code: row.kind,
    ...(row.person === null ? {} : { object: row.person }),
    ...(row.key === null ? {} : { object: row.key }),
    ...(told && row.value !== null ? { to: row.value } : {}),
  };
}

/** The change as the API shows it; `key` tells what a change of a key would allow. */
export function toChange(row: ChangeRow, subject: Somebody, key: PendingChange['key'] = null): PendingChange {
  const hired = row.kind === 'hired-on' ? hiredOf(row.value) : null;
  const told = row.kind === 'post' || row.kind === 'team' || row.kind === 'employer';
  return {
    id: row.id,
    kind: row.kind,
    person: row.person,
    key,
    to: hired ? hired.hiredOn : told ? row.value : null,
    evidence: hired ? hired.evidence : null,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    mayConfirm: mayConfirm(row, subject),
  };
}

/** What a `hired-on` change holds. */
export function hiredOf(value: string | null): {
  readonly hiredOn: string;
  readonly evidence: HiredEvidence;
} {
  return JSON.parse(value ?? 'null') as { hiredOn: string; evidence: HiredEvidence };
}

function about(wanted: Wanted): RawBuilder<unknown> {
  return wanted.key ? sql`key = ${wanted.key}` : sql`person = ${wanted.person}`;
}
