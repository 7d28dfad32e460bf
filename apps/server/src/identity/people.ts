import type { PendingChange, Person, PersonCreate, PersonCreated, PersonRef } from '@huke/sdk';
import { sql } from 'kysely';
import { unlockAccounts } from './attempts.ts';
import { requestChange } from './changes.ts';
import { type Refused, refused, type Tx } from './deps.ts';
import { tenureDays } from './duty.ts';
import { makeInvitation } from './links.ts';
import { type PersonRow, type Rights, selectPeople, selectPerson, writeRights } from './person-row.ts';
import { accountsOf, applyRights, insertPerson, reread, shown } from './person-write.ts';
import { approverPosts, isRaise, officerPosts } from './rights.ts';
import { act, may, recorded, type Room, type Somebody } from './room.ts';
import { endSessionsOf } from './sessions.ts';
import { closeTwoOfficers, officerIsAlone } from './two-officers.ts';

const pageSize = 100;

type Done = { readonly kind: 'done'; readonly person: Person };

/** A page of people by staff number. */
export async function listPeople(
  room: Room,
  subject: Somebody,
  q: { readonly cursor?: string | undefined; readonly team?: string | undefined },
): Promise<{ kind: 'done'; rows: readonly Person[]; next: string | null } | Refused<'not-allowed'>> {
  if (!may(subject, 'people:read')) return refused('not-allowed');
  const found = await selectPeople(
    room.db.kysely,
    sql`(${q.team ?? null}::text is null or p.team = ${q.team ?? null})
      and (p.staff_number, p.id) > (${q.cursor?.split(' ')[0] ?? ''}, ${q.cursor?.split(' ')[1] ?? ''})
      order by p.staff_number, p.id limit ${pageSize + 1}`,
  );
  const page = found.slice(0, pageSize);
  const last = page.at(-1);
  const next = found.length > pageSize && last ? `${last.staffNumber} ${last.id}` : null;
  return { kind: 'done', rows: await shown(room, room.db.kysely, page), next };
}

/** Active colleagues by name, for everyone who is signed in. */
export async function colleagues(room: Room): Promise<readonly PersonRef[]> {
  const { rows } = await sql<PersonRef>`
    select id, name, staff_number as "staffNumber" from identity_people where state = 'active'
    order by staff_number limit 5000`.execute(room.db.kysely);
  return rows;
}

/** What other rooms decide by. */
export type PersonFacts = PersonRef & {
  readonly post: PersonRow['post'];
  readonly team: string | null;
  readonly employer: string;
  readonly outsourced: boolean;
  readonly state: PersonRow['state'];
  readonly tenureDays: number;
  /** Since when the person holds an approver's post; null: none. A newly made approver waits. */
  readonly newApproverSince: string | null;
  readonly ownCustomer: string | null;
  readonly relatives: readonly string[];
  readonly version: number;
};

/** The facts of one person by id or staff number; null when unknown. */
export async function personFacts(room: Room, person: string): Promise<PersonFacts | null> {
  const row = await selectPerson(
    room.db.kysely,
    sql`p.id = ${person} or (p.staff_number = ${person} and p.state <> 'left')`,
  );
  if (!row) return null;
  const { id, name, staffNumber, post, team, employer, outsourced, state, ownCustomer, relatives, version } =
    row;
  const ref = {
    id,
    name,
    staffNumber,
    post,
    team,
    employer,
    outsourced,
    state,
    ownCustomer,
    relatives,
    version,
  };
  return {
    ...ref,
    tenureDays: tenureDays(row.hiredOn, room.clock()),
    newApproverSince: row.approverSince?.toISOString() ?? null,
  };
}

/**
 * Adds a person and returns the one-time link for their password. A post above the lowest is a raise: the person
 * starts as an agent and the post waits for a second officer, except for the organisation's very second officer.
 */
export async function createPerson(
  room: Room,
  subject: Somebody,
  body: PersonCreate,
): Promise<
  ({ kind: 'done' } & PersonCreated) | Refused<'not-allowed' | 'taken' | 'unknown-team' | 'unknown-employer'>
> {
  if (!may(subject, 'people:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const wrong = await checkRefs(tx, body);
    if (wrong) return wrong;
    if (await taken(tx, body, null)) return refused('taken');
    const direct = !isRaise('agent', body.post) || (await isSecondOfficer(room, tx, body.post));
    const post = direct ? body.post : 'agent';
    const id = await insertPerson(room, tx, { ...body, post });
    drafts.push(act(room, subject, 'person-added', { object: id, to: post }));
    if (direct && officerPosts.includes(post)) await closeTwoOfficers(room, tx);
    if (!direct) await requestChange(room, tx, drafts, subject, { kind: 'post', person: id, to: body.post });
    const invitation = await makeInvitation(room, tx, id);
    return { kind: 'done', person: await reread(room, tx, id), invitation };
  });
}

/** A new link for somebody who lost theirs or their password; the second factor stays. */
export async function invitePerson(
  room: Room,
  subject: Somebody,
  person: string,
): Promise<{ kind: 'done'; invitation: string } | Refused<'not-allowed' | 'not-found'>> {
  if (!may(subject, 'people:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const row = await selectPerson(tx, sql`p.id = ${person} and p.state = 'active' for update of p`);
    if (!row) return refused('not-found');
    drafts.push(act(room, subject, 'person-invited', { object: person }));
    return { kind: 'done', invitation: await makeInvitation(room, tx, person) };
  });
}

/**
 * Changes a person. What takes rights works at once, grants included; a raise of the post, and a new team of an
 * approver, wait for a second officer and come back as a pending change. Nobody changes themselves.
 */
export async function changePerson(
  room: Room,
  subject: Somebody,
  person: string,
  body: Partial<PersonCreate>,
): Promise<
  | Done
  | { readonly kind: 'pending'; readonly change: PendingChange }
  | Refused<
      'not-allowed' | 'not-found' | 'oneself' | 'taken' | 'pending' | 'unknown-team' | 'unknown-employer'
    >
> {
  if (!may(subject, 'people:write')) return refused('not-allowed');
  if (subject.person === person) return refused('oneself');
  return await recorded(room, async (tx, drafts, changed) => {
    const row = await selectPerson(tx, sql`p.id = ${person} and p.state <> 'left' for update of p`);
    if (!row) return refused('not-found');
    const wrong = await checkRefs(tx, body);
    if (wrong) return wrong;
    if (await taken(tx, body, person)) return refused('taken');
    const raise = body.post !== undefined && isRaise(row.post, body.post) ? body.post : null;
    const moved = body.team !== undefined && body.team !== row.team;
    const waits = raise !== null ? 'post' : moved && approverPosts.includes(row.post) ? 'team' : null;
    if (waits !== null && (await isPending(tx, person, waits, room.clock()))) return refused('pending');
    const now: Partial<Rights> = {
      ...(body.post !== undefined && raise === null ? { post: body.post } : {}),
      ...(moved && waits !== 'team' ? { team: body.team ?? null } : {}),
      ...(body.employer !== undefined ? { employer: body.employer } : {}),
      ...(body.hiredOn !== undefined ? { hiredOn: body.hiredOn } : {}),
      ...(body.duty !== undefined ? { duty: body.duty } : {}),
      ...(body.ownCustomer !== undefined ? { ownCustomer: body.ownCustomer } : {}),
      ...(body.relatives !== undefined ? { relatives: body.relatives } : {}),
      ...renamed(row, body),
    };
    await applyRights(room, tx, drafts, subject, row, now);
    changed.push(person);
    if (waits === null) return { kind: 'done', person: await reread(room, tx, person) };
    const to = waits === 'post' ? raise : (body.team ?? null);
    const change = await requestChange(room, tx, drafts, subject, { kind: waits, person, to });
    return { kind: 'pending', change };
  });
}

/** Somebody leaves: sessions, tokens, pending changes and grants end in the same moment. */
export async function personLeaves(
  room: Room,
  subject: Somebody,
  person: string,
): Promise<Done | Refused<'not-allowed' | 'not-found' | 'oneself'>> {
  if (!may(subject, 'people:write')) return refused('not-allowed');
  return await cutOff(room, subject, person, 'left', 'person-left');
}

/** Locks somebody out until an officer unlocks them, e.g. while an incident is looked into. */
export async function lockPerson(
  room: Room,
  subject: Somebody,
  person: string,
): Promise<Done | Refused<'not-allowed' | 'not-found' | 'oneself'>> {
  if (!may(subject, 'people:unlock')) return refused('not-allowed');
  return await cutOff(room, subject, person, 'locked', 'person-locked');
}

async function cutOff(
  room: Room,
  subject: Somebody,
  person: string,
  state: 'left' | 'locked',
  action: string,
): Promise<Done | Refused<'not-found' | 'oneself'>> {
  if (subject.person === person) return refused('oneself');
  return await recorded(room, async (tx, drafts, changed) => {
    const row = await selectPerson(tx, sql`p.id = ${person} and p.state <> 'left' for update of p`);
    if (!row) return refused('not-found');
    const gone = state === 'left' ? { formerEmail: row.email, email: `${row.id}@left.invalid` } : {};
    await writeRights(tx, room.mac, row, { state, ...gone });
    changed.push(...(await endSessionsOf(room, tx, person, null)));
    if (state === 'left') {
      await sql`delete from identity_links where person = ${person}`.execute(tx);
      await sql`update identity_changes set state = 'refused' where person = ${person} and state = 'pending'`.execute(
        tx,
      );
    }
    await room.onRightsCut?.(tx, { person, now: room.clock() });
    drafts.push(act(room, subject, action, { object: person }));
    changed.push(person);
    return { kind: 'done', person: await reread(room, tx, person) };
  });
}

/** Ends a lock-out, whether by wrong tries or by an officer. */
export async function unlockPerson(
  room: Room,
  subject: Somebody,
  person: string,
): Promise<Done | Refused<'not-allowed' | 'not-found' | 'oneself'>> {
  if (!may(subject, 'people:unlock')) return refused('not-allowed');
  if (subject.person === person) return refused('oneself');
  return await recorded(room, async (tx, drafts, changed) => {
    const row = await selectPerson(tx, sql`p.id = ${person} and p.state <> 'left' for update of p`);
    if (!row) return refused('not-found');
    await unlockAccounts(tx, accountsOf(room, row));
    if (row.state === 'locked') await writeRights(tx, room.mac, row, { state: 'active' });
    drafts.push(act(room, subject, 'person-unlocked', { object: person }));
    changed.push(person);
    return { kind: 'done', person: await reread(room, tx, person) };
  });
}

async function checkRefs(
  tx: Tx,
  body: Partial<PersonCreate>,
): Promise<Refused<'unknown-team' | 'unknown-employer'> | null> {
  const { rows } = await sql<{ team: boolean; employer: boolean }>`
    select ${body.team ?? null}::text is null
        or exists (select 1 from identity_teams where id = ${body.team ?? null}) as team,
      ${body.employer ?? null}::text is null
        or exists (select 1 from identity_employers where id = ${body.employer ?? null}) as employer`.execute(
    tx,
  );
  if (rows[0]?.team !== true) return refused('unknown-team');
  return rows[0].employer ? null : refused('unknown-employer');
}

async function taken(tx: Tx, body: Partial<PersonCreate>, except: string | null): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity_people where state <> 'left' and id is distinct from ${except}
      and (email = ${body.email?.toLowerCase() ?? ''} or staff_number = ${body.staffNumber ?? ''})`.execute(
    tx,
  );
  return rows.length > 0;
}

async function isPending(tx: Tx, person: string, kind: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity_changes
    where person = ${person} and kind = ${kind} and state = 'pending' and expires_at > ${now}`.execute(tx);
  return rows.length > 0;
}

async function isSecondOfficer(room: Room, tx: Tx, post: PersonCreate['post']): Promise<boolean> {
  return officerPosts.includes(post) && (await officerIsAlone(room, tx));
}

/** What a change says anew of how somebody is called. */
function renamed(
  row: PersonRow,
  body: Partial<PersonCreate>,
): Partial<Pick<Rights, 'name' | 'email' | 'staffNumber'>> {
  const [name, email, staffNumber] = [body.name, body.email?.toLowerCase(), body.staffNumber];
  return {
    ...(name !== undefined && name !== row.name ? { name } : {}),
    ...(email !== undefined && email !== row.email ? { email } : {}),
    ...(staffNumber !== undefined && staffNumber !== row.staffNumber ? { staffNumber } : {}),
  };
}
