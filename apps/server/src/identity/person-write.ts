import { type Person, type PersonCreate, hasRight } from '@huke/sdk';
import { sql } from 'kysely';
import type { Somebody } from '#gate';
import { newId } from '#platform';
import { accountOf, lockedAccounts } from './attempts.ts';
import type { IdentityDraft, Tx } from './deps.ts';
import { openFactors } from './factor-set.ts';
import { personMac, type PersonRow, type Rights, selectPeople, toPerson, writeRights } from './person-row.ts';
import { act, type Room } from './room.ts';

/** Writes new rights with their entry; a lost post or team ends what was granted under it. */
export async function applyRights(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  subject: Somebody,
  row: PersonRow,
  change: Partial<Omit<Rights, 'id' | 'version' | 'maker' | 'createdAt'>>,
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  const now = room.clock();
  const post = change.post ?? row.post;
  const approver = hasRight(post, 'approvals:decide');
  const approverSince = approver ? (row.post === post ? row.approverSince : now) : null;
  await writeRights(tx, room.mac, row, { ...change, approverSince });
  const cut =
    (change.post ?? row.post) !== row.post || (change.team !== undefined && change.team !== row.team);
  if (cut) await room.onRightsCut?.(tx, { person: row.id, now });
  const what = Object.keys(change).filter(
    (name) => name !== 'post' && name !== 'team' && name !== 'tenureFrom',
  );
  if (post !== row.post) drafts.push(act(room, subject, 'post-changed', { object: row.id, to: post }));
  if (change.team !== undefined)
    drafts.push(act(room, subject, 'team-changed', { object: row.id, to: change.team ?? 'none' }));
  for (const name of what)
    drafts.push(act(room, subject, 'person-changed', { object: row.id, code: codeOf(name) }));
}

/** Writes a new person's row; the caller has checked everything. */
export async function insertPerson(
  room: Pick<Room, 'clock' | 'mac'>,
  tx: Tx,
  body: PersonCreate & {
    readonly id?: string;
    readonly approverSince?: Date;
    /** Who makes the account; null where nobody who works here does. */
    readonly maker: string | null;
    readonly tenureFrom: string;
    readonly state?: 'active' | 'waiting';
  },
): Promise<string> {
  const now = room.clock();
  const rights: Rights = {
    id: body.id ?? newId('per'),
    name: body.name,
    email: body.email.toLowerCase(),
    formerEmail: null,
    staffNumber: body.staffNumber,
    post: body.post,
    team: body.team ?? null,
    employer: body.employer,
    hiredOn: body.hiredOn ?? body.tenureFrom,
    tenureFrom: body.tenureFrom,
    maker: body.maker,
    createdAt: now,
    duty: body.duty ?? null,
    ownCustomer: body.ownCustomer ?? null,
    relatives: body.relatives ?? [],
    state: body.state ?? 'active',
    approverSince: hasRight(body.post, 'approvals:decide') ? (body.approverSince ?? now) : null,
    version: 1,
  };
  await sql`
    insert into identity_people (id, name, email, staff_number, post, team, employer, hired_on, tenure_from,
      maker, duty, own_customer, relatives, state, approver_since, created_at, updated_at, version, mac)
    values (${rights.id}, ${rights.name}, ${rights.email}, ${rights.staffNumber}, ${rights.post},
      ${rights.team}, ${rights.employer}, ${rights.hiredOn}::date, ${rights.tenureFrom}::date, ${rights.maker},
      ${rights.duty ? JSON.stringify(rights.duty) : null}::jsonb, ${rights.ownCustomer},
      ${[...rights.relatives]}::text[], ${rights.state}, ${rights.approverSince}, ${now}, ${now}, 1,
      ${personMac(room.mac, rights)})`.execute(tx);
  await openFactors(room, tx, rights.id);
  return rights.id;
}

/** The person as it now stands in the transaction. */
export async function reread(room: Room, tx: Tx, person: string): Promise<Person> {
  const rows = await selectPeople(tx, sql`p.id = ${person}`);
  const [made] = await shown(room, tx, rows);
  if (!made) throw new Error('the person vanished within its transaction');
  return made;
}

/** The people as the API shows them, locked ones told. */
export async function shown(room: Room, tx: Tx, rows: readonly PersonRow[]): Promise<readonly Person[]> {
  const locked = await lockedAccounts(
    tx,
    rows.flatMap((row) => accountsOf(room, row)),
    room.clock(),
  );
  return rows.map((row) =>
    toPerson(
      row,
      accountsOf(room, row).some((account) => locked.has(account)),
    ),
  );
}

/** What a person's tries are counted under: passwords by mail, codes by person. */
export function accountsOf(room: Room, row: PersonRow): string[] {
  return [
    accountOf(room.mac, { use: 'password', email: row.email }),
    accountOf(room.mac, { use: 'code', person: row.id }),
  ];
}

/** `hiredOn` → `hired-on`. */
function codeOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
