import type { PendingChange, Person, Post } from '@huke/sdk';
import { sql } from 'kysely';
import { newId } from '#platform';
import { type IdentityDraft, type Refused, refused, type Tx } from './deps.ts';
import { resetFactors } from './factor-set.ts';
import { type PersonRow, selectPerson, writeRights } from './person-row.ts';
import { applyRights, reread } from './person-write.ts';
import { act, may, recorded, type Room, type Somebody } from './room.ts';
import { rowGenuine, rowMac } from './seal.ts';
import { endSessionsOf } from './sessions.ts';

const waitsHours = 24;

type ChangeRow = {
  readonly id: string;
  readonly kind: PendingChange['kind'];
  readonly person: string;
  readonly to: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly mac: string;
};

const columns = sql`
  id, kind, person, value as "to", requested_by as "requestedBy", requested_at as "requestedAt",
  expires_at as "expiresAt", mac`;

const parts = (row: Omit<ChangeRow, 'mac'>) =>
  [row.id, row.kind, row.person, row.to, row.requestedBy, row.expiresAt.getTime()] as const;

/** Files a change that a second officer must confirm within a day; replaces an expired one of the same kind. */
export async function requestChange(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  subject: Somebody,
  change: Pick<ChangeRow, 'kind' | 'person' | 'to'>,
): Promise<PendingChange> {
  const now = room.clock();
  await sql`
    delete from identity_changes where person = ${change.person} and kind = ${change.kind} and state = 'pending'
  `.execute(tx);
  const row = {
    ...change,
    id: newId('chg'),
    requestedBy: subject.person,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + waitsHours * 3_600_000),
  };
  await sql`
    insert into identity_changes (id, kind, person, value, requested_by, requested_at, expires_at, mac)
    values (${row.id}, ${row.kind}, ${row.person}, ${row.to}, ${row.requestedBy}, ${now}, ${row.expiresAt},
      ${rowMac(room.mac, 'change', parts(row))})`.execute(tx);
  drafts.push(
    act(room, subject, 'change-requested', {
      object: row.person,
      code: row.kind,
      ...(row.to === null ? {} : { to: row.to }),
    }),
  );
  return toChange(row, subject);
}

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
    const row = await selectPerson(tx, sql`p.id = ${person} and p.state <> 'left' for update of p`);
    if (!row) return refused('not-found');
    const pending = await open(tx, room.clock(), sql`person = ${person} and kind = 'reset-factor'`);
    if (pending.length > 0) return refused('pending');
    const change = await requestChange(room, tx, drafts, subject, { kind: 'reset-factor', person, to: null });
    return { kind: 'done', change };
  });
}

/** Changes that wait for a second officer. */
export async function listChanges(
  room: Room,
  subject: Somebody,
): Promise<{ kind: 'done'; changes: readonly PendingChange[] } | Refused<'not-allowed'>> {
  if (!may(subject, 'changes:read')) return refused('not-allowed');
  const rows = await open(room.db.kysely, room.clock(), sql`true order by requested_at`);
  return { kind: 'done', changes: rows.map((row) => toChange(row, subject)) };
}

/** Confirms a change and carries it out; who asked for it, and whom it concerns, may not. */
export async function confirmChange(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<{ kind: 'done'; person: Person } | Refused<'not-allowed' | 'not-found' | 'same-officer'>> {
  if (!may(subject, 'changes:decide')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts, changed) => {
    const [row] = await open(tx, room.clock(), sql`id = ${id} for update`);
    if (!row || !rowGenuine(room.mac, 'change', parts(row), row.mac)) return refused('not-found');
    if (!mayConfirm(row, subject)) return refused('same-officer');
    const person = await selectPerson(tx, sql`p.id = ${row.person} and p.state <> 'left' for update of p`);
    if (!person) return refused('not-found');
    await decide(tx, row.id, 'confirmed', subject);
    changed.push(...(await carryOut(room, tx, drafts, subject, person, row)));
    const to = row.to === null ? {} : { to: row.to };
    drafts.push(act(room, subject, 'change-confirmed', { object: row.person, code: row.kind, ...to }));
    changed.push(row.person);
    return { kind: 'done', person: await reread(room, tx, row.person) };
  });
}

/** Ends a change without carrying it out; who asked may withdraw it. */
export async function refuseChange(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<{ kind: 'done' } | Refused<'not-allowed' | 'not-found'>> {
  if (!may(subject, 'changes:decide')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const [row] = await open(tx, room.clock(), sql`id = ${id} for update`);
    if (!row) return refused('not-found');
    await decide(tx, row.id, 'refused', subject);
    drafts.push(act(room, subject, 'change-refused', { object: row.person, code: row.kind }));
    return { kind: 'done' };
  });
}

async function carryOut(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  subject: Somebody,
  person: PersonRow,
  row: ChangeRow,
): Promise<readonly string[]> {
  if (row.kind === 'post') await applyRights(room, tx, drafts, subject, person, { post: row.to as Post });
  if (row.kind === 'team') await applyRights(room, tx, drafts, subject, person, { team: row.to });
  if (row.kind !== 'reset-factor') return [];
  const reset = await resetFactors(room, tx, person.id, drafts);
  const ended = await endSessionsOf(room, tx, person.id, null);
  await writeRights(tx, room.mac, person, {});
  // what was forged took the password with it: a new invitation sets one
  const code = reset === 'all' ? { code: 'password-too' } : {};
  drafts.push(act(room, subject, 'factors-removed', { object: person.id, ...code }));
  return ended;
}

async function open(tx: Tx, now: Date, where: ReturnType<typeof sql>): Promise<readonly ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select ${columns} from identity_changes where state = 'pending' and expires_at > ${now} and ${where}`.execute(
    tx,
  );
  return rows;
}

async function decide(tx: Tx, id: string, state: 'confirmed' | 'refused', by: Somebody): Promise<void> {
  await sql`update identity_changes set state = ${state}, decided_by = ${by.person} where id = ${id}`.execute(
    tx,
  );
}

function mayConfirm(row: Pick<ChangeRow, 'requestedBy' | 'person'>, subject: Somebody): boolean {
  return (
    may(subject, 'changes:decide') && subject.person !== row.requestedBy && subject.person !== row.person
  );
}

function toChange(row: Omit<ChangeRow, 'mac'>, subject: Somebody): PendingChange {
  return {
    id: row.id,
    kind: row.kind,
    person: row.person,
    to: row.to,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    mayConfirm: mayConfirm(row, subject),
  };
}
