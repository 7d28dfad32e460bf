import {
  type PendingChange,
  type Person,
  type PersonCreate,
  type PersonCreated,
  type PersonRef,
  hasRight,
  ladder,
} from '@huke/sdk';
import { sql } from 'kysely';
import { may, type Somebody } from '#gate';
import { dayOf } from '#platform';
import { alone, madeToday, movedToday } from './alone.ts';
import { unlockAccounts } from './attempts.ts';
import { isPending, noteChange, requestChange, toChange, type Wanted } from './change-row.ts';
import { type Refused, refused, type Tx } from './deps.ts';
import { tenureDays } from './duty.ts';
import { makeInvitation } from './links.ts';
import {
  type PersonRow,
  type Rights,
  selectPeople,
  selectPerson,
  tenureStart,
  writeRights,
} from './person-row.ts';
import { accountsOf, applyRights, insertPerson, reread, shown } from './person-write.ts';
import { isRaise } from './raise.ts';
import { act, recorded, type Room, spend } from './room.ts';
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
  const rows = await selectPeople(
    room.db.kysely,
    sql`p.id = ${person} or (p.staff_number = ${person} and p.state <> 'left')`,
  );
  const row = rows.find((each) => each.id === person || each.staffNumber === person);
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
    tenureDays: tenureDays(tenureStart(row), room.clock()),
    newApproverSince: row.approverSince?.toISOString() ?? null,
  };
}

/**
 * Adds a person. Every account reaches customers or gives rights, so it waits for a second officer and has no link
 * before; only the organisation's very second officer is made at once. A post above the lowest is a raise and waits by
 * itself: until then the person is an agent. An earlier date of hire waits too and needs its evidence: until then the
 * person counts as new from today.
 */
export async function createPerson(
  room: Room,
  subject: Somebody,
  body: PersonCreate,
): Promise<
  | ({ kind: 'done' } & PersonCreated)
  | Refused<
      'not-allowed' | 'taken' | 'unknown-team' | 'unknown-employer' | 'evidence-needed' | 'too-many-people'
    >
> {
  if (!may(subject, 'people:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const wrong = await checkRefs(tx, body);
    if (wrong) return wrong;
    if (await taken(tx, body, null)) return refused('taken');
    const today = dayOf(room.clock());
    const earlier = body.hiredOn !== undefined && body.hiredOn < today ? body.hiredOn : null;
    if (earlier !== null && body.hiredEvidence === undefined) return refused('evidence-needed');
    const count = await madeToday(tx, subject.person, room.clock());
    if (!(await spend(room, tx, subject, 'people'))) return refused('too-many-people');
    const second = hasRight(body.post, 'changes:decide') && (await officerIsAlone(room, tx));
    const direct = second || !isRaise(ladder[0], body.post);
    const post = direct ? body.post : ladder[0];
    const start = earlier === null ? (body.hiredOn ?? today) : today;
    const id = await insertPerson(room, tx, {
      ...body,
      post,
      hiredOn: start,
      tenureFrom: start,
      maker: subject.person,
      state: second ? 'active' : 'waiting',
    });
    drafts.push(act(room, subject, 'person-added', { object: id, to: post }));
    room.alarm({ code: 'people-made', person: subject.person, object: id, count: count + 1 });
    if (second) await closeTwoOfficers(room, tx);
    const wanted: Wanted[] = [
      ...(second ? [] : [{ kind: 'person', person: id, value: post } as const]),
      ...(direct ? [] : [{ kind: 'post', person: id, value: body.post } as const]),
      ...(earlier === null ? [] : [hiredWanted(id, earlier, body.hiredEvidence)]),
    ];
    const changes = [];
    for (const each of wanted)
      changes.push(toChange(await requestChange(room, tx, drafts, subject, each), subject));
    const invitation = second ? await makeInvitation(room, tx, id) : null;
    return { kind: 'done', person: await reread(room, tx, id), invitation, changes };
  });
}

const hiredWanted = (person: string, hiredOn: string, evidence: PersonCreate['hiredEvidence']): Wanted => ({
  kind: 'hired-on',
  person,
  value: JSON.stringify({ hiredOn, evidence }),
});

/**
 * The link for somebody whose account was confirmed, or a new one for who lost theirs or their password; the second
 * factor stays. Who never had a password was counted when the account was made.
 */
export async function invitePerson(
  room: Room,
  subject: Somebody,
  person: string,
): Promise<{ kind: 'done'; invitation: string } | Refused<'not-allowed' | 'not-found' | 'too-many-people'>> {
  if (!may(subject, 'people:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const row = await selectPerson(tx, person, sql`and p.state = 'active' for update of p`);
    if (!row) return refused('not-found');
    if ((await hasPassword(tx, person)) && !(await spend(room, tx, subject, 'people')))
      return refused('too-many-people');
    drafts.push(act(room, subject, 'person-invited', { object: person }));
    return { kind: 'done', invitation: await makeInvitation(room, tx, person) };
  });
}

/**
 * Changes a person. What takes rights works at once, grants included. What gives some (a raise of the post, a new team
 * of an approver or beyond the day's few moves, an earlier date of hire, an employer that is not an outsourced one,
 * fewer records that are closed to the person) waits for a second officer and comes back as a pending change. Nobody
 * changes themselves.
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
      | 'not-allowed'
      | 'not-found'
      | 'oneself'
      | 'taken'
      | 'pending'
      | 'unknown-team'
      | 'unknown-employer'
      | 'evidence-needed'
      | 'too-many-changes'
    >
> {
  if (!may(subject, 'people:write')) return refused('not-allowed');
  if (subject.person === person) return refused('oneself');
  return await recorded(room, async (tx, drafts, changed) => {
    const row = await selectPerson(tx, person, sql`and p.state <> 'left' for update of p`);
    if (!row) return refused('not-found');
    const wrong = await checkRefs(tx, body);
    if (wrong) return wrong;
    if (await taken(tx, body, person)) return refused('taken');
    const wanted = await waitsFor(room, tx, subject, row, body);
    if ('kind' in wanted) return wanted;
    for (const each of wanted) if (await isPending(tx, each, room.clock())) return refused('pending');
    const waits = new Set(wanted.map((each) => each.kind));
    const moved = body.team !== undefined && body.team !== row.team;
    if (moved && !(await spend(room, tx, subject, 'changes'))) return refused('too-many-changes');
    if (moved && !waits.has('team'))
      await noteChange(room, tx, subject, { kind: 'team', person, value: body.team ?? null });
    await applyRights(room, tx, drafts, subject, row, {
      ...(body.post !== undefined && !waits.has('post') ? { post: body.post } : {}),
      ...(moved && !waits.has('team') ? { team: body.team ?? null } : {}),
      ...(body.employer !== undefined && !waits.has('employer') ? { employer: body.employer } : {}),
      ...(body.hiredOn !== undefined && !waits.has('hired-on')
        ? { hiredOn: body.hiredOn, tenureFrom: body.hiredOn }
        : {}),
      ...(body.duty !== undefined ? { duty: body.duty } : {}),
      ...(waits.has('kin') ? {} : kinOf(body)),
      ...renamed(row, body),
    });
    changed.push(person);
    const [first, ...more] = wanted;
    if (!first) return { kind: 'done', person: await reread(room, tx, person) };
    const change = toChange(await requestChange(room, tx, drafts, subject, first), subject);
    for (const each of more) await requestChange(room, tx, drafts, subject, each);
    return { kind: 'pending', change };
  });
}

/** What of a change gives rights, and so waits. */
async function waitsFor(
  room: Room,
  tx: Tx,
  subject: Somebody,
  row: PersonRow,
  body: Partial<PersonCreate>,
): Promise<readonly Wanted[] | Refused<'evidence-needed'>> {
  const person = row.id;
  const wanted: Wanted[] = [];
  if (body.post !== undefined && isRaise(row.post, body.post))
    wanted.push({ kind: 'post', person, value: body.post });
  if (body.team !== undefined && body.team !== row.team) {
    const many = (await movedToday(tx, subject.person, room.clock())) >= alone.moves.most;
    if (many || hasRight(row.post, 'approvals:decide'))
      wanted.push({ kind: 'team', person, value: body.team });
  }
  if (body.employer !== undefined && row.outsourced && !(await isOutsourced(tx, body.employer)))
    wanted.push({ kind: 'employer', person, value: body.employer });
  if (body.hiredOn !== undefined && body.hiredOn < tenureStart(row)) {
    if (body.hiredEvidence === undefined) return refused('evidence-needed');
    wanted.push(hiredWanted(person, body.hiredOn, body.hiredEvidence));
  }
  const { ownCustomer = row.ownCustomer, relatives = row.relatives } = kinOf(body);
  const opens =
    (row.ownCustomer !== null && row.ownCustomer !== ownCustomer) ||
    row.relatives.some((each) => !relatives.includes(each));
  if (opens) wanted.push({ kind: 'kin', person, value: JSON.stringify({ ownCustomer, relatives }) });
  return wanted;
}

function kinOf(body: Partial<PersonCreate>): Partial<Pick<Rights, 'ownCustomer' | 'relatives'>> {
  return {
    ...(body.ownCustomer !== undefined ? { ownCustomer: body.ownCustomer } : {}),
    ...(body.relatives !== undefined ? { relatives: body.relatives } : {}),
  };
}

async function isOutsourced(tx: Tx, employer: string): Promise<boolean> {
  const { rows } = await sql<{ outsourced: boolean }>`
    select outsourced from identity_employers where id = ${employer}`.execute(tx);
  return rows[0]?.outsourced ?? false;
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
    const row = await selectPerson(tx, person, sql`and p.state <> 'left' for update of p`);
    // who still waits for a second officer can only go: a lock and its end would be a way round
    if (!row || (row.state === 'waiting' && state === 'locked')) return refused('not-found');
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
    const row = await selectPerson(tx, person, sql`and p.state <> 'left' for update of p`);
    if (!row) return refused('not-found');
    await unlockAccounts(room, tx, accountsOf(room, row), room.clock());
    if (row.state === 'locked') await writeRights(tx, room.mac, row, { state: 'active' });
    drafts.push(act(room, subject, 'person-unlocked', { object: person }));
    changed.push(person);
    return { kind: 'done', person: await reread(room, tx, person) };
  });
}

async function hasPassword(tx: Tx, person: string): Promise<boolean> {
  const { rows } = await sql`select 1 from identity_accounts where person = ${person} limit 1`.execute(tx);
  return rows.length > 0;
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
