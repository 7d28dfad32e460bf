import type { Invitation } from '@huke/sdk';
import { sql } from 'kysely';
import { type Refused, refused, type Tx } from './deps.ts';
import { goodPassword } from './passwords.ts';
import { type PersonRow, selectPerson } from './person-row.ts';
import { act, recorded, type Room } from './room.ts';
import { newToken, tokenHash } from './seal.ts';
import { newId } from '#platform';

const invitationDays = 7;

/** Makes the one-time link by which a person sets a password; earlier links of that person end. */
export async function makeInvitation(room: Room, tx: Tx, person: string): Promise<string> {
  await sql`delete from identity_links where person = ${person}`.execute(tx);
  return `${room.config.publicUrl}${await makeLink(room, tx, 'invitation', person, invitationDays * 86_400)}`;
}

/** Path of a link whose token stands behind `#`, so that no server and no log on the way sees it. */
export async function makeLink(
  room: Room,
  tx: Tx,
  kind: 'first-run' | 'invitation',
  person: string | null,
  seconds: number,
): Promise<string> {
  const token = newToken();
  const expires = new Date(room.clock().getTime() + seconds * 1000);
  await sql`
    insert into identity_links (token, kind, person, expires_at)
    values (${tokenHash(token)}, ${kind}, ${person}, ${expires})`.execute(tx);
  return `/${kind}#${token}`;
}

/** Whom an open invitation is for. */
export async function openInvitation(
  room: Room,
  token: string,
): Promise<{ kind: 'done'; invitation: Invitation } | Refused<'link-invalid'>> {
  const found = await invited(room, room.db.kysely, token, false);
  if (!found) return refused('link-invalid');
  const { person, expiresAt } = found;
  const invitation = { name: person.name, email: person.email, post: person.post };
  return { kind: 'done', invitation: { ...invitation, expiresAt: expiresAt.toISOString() } };
}

/** Sets the password that the invitation asks for; works once. */
export async function acceptInvitation(
  room: Room,
  token: string,
  password: string,
): Promise<{ kind: 'done' } | Refused<'link-invalid' | 'password-weak'>> {
  return await recorded(room, async (tx, drafts) => {
    const found = await invited(room, tx, token, true);
    if (!found) return refused('link-invalid');
    if (!goodPassword(password, found.person)) return refused('password-weak');
    await sql`delete from identity_links where token = ${tokenHash(token)}`.execute(tx);
    await writePassword(tx, found.person.id, await room.passwords.hash(password), room.clock());
    drafts.push(act(room, null, 'invitation-accepted', { person: found.person.id }));
    return { kind: 'done' };
  });
}

/** Sets a person's password hash. */
export async function writePassword(tx: Tx, person: string, hash: string, now: Date): Promise<void> {
  await sql`
    insert into identity_accounts (id, account_id, provider_id, person, password, created_at, updated_at)
    values (${newId('acc')}, ${person}, 'credential', ${person}, ${hash}, ${now}, ${now})
    on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = excluded.updated_at
  `.execute(tx);
}

async function invited(
  room: Room,
  tx: Tx,
  token: string,
  take: boolean,
): Promise<{ readonly person: PersonRow; readonly expiresAt: Date } | null> {
  const { rows } = await sql<{ person: string; expiresAt: Date }>`
    select person, expires_at as "expiresAt" from identity_links
    where token = ${tokenHash(token)} and kind = 'invitation' and expires_at > ${room.clock()}
    ${take ? sql`for update` : sql``}`.execute(tx);
  const link = rows[0];
  const person = link && (await selectPerson(tx, sql`p.id = ${link.person} and p.state = 'active'`));
  return person ? { person, expiresAt: link.expiresAt } : null;
}
