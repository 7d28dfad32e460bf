import type { Invitation } from '@huke/sdk';
import { sql } from 'kysely';
import { type IdentityDraft, type Refused, refused, type Tx } from './deps.ts';
import { changeFactors, type FactorDeps } from './factor-set.ts';
import { goodPassword } from './passwords.ts';
import { type PersonRow, selectPerson } from './person-row.ts';
import { act, recorded, type Room } from './room.ts';
import { newToken, rowGenuine, rowMac, tokenHash } from './seal.ts';
import { newId } from '#platform';

const invitationDays = 7;

/** The longest that any link is good. */
const longestSeconds = invitationDays * 86_400;

/** What a link's seal covers; an invitation also the password of its moment, so that it ends with the password. */
const parts = (link: {
  readonly token: string;
  readonly kind: string;
  readonly person: string | null;
  readonly expiresAt: Date;
  readonly password: string | null;
}) => [link.token, link.kind, link.person, link.expiresAt.getTime(), link.password] as const;

/** Makes the one-time link by which a person sets a password; earlier links of that person end. */
export async function makeInvitation(room: Room, tx: Tx, person: string): Promise<string> {
  await sql`delete from identity_links where person = ${person}`.execute(tx);
  return `${room.config.publicUrl}${await makeLink(room, tx, 'invitation', person, longestSeconds)}`;
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
  const link = {
    token: tokenHash(token),
    kind,
    person,
    expiresAt: new Date(room.clock().getTime() + seconds * 1000),
    password: await passwordOf(tx, person),
  };
  await sql`
    insert into identity_links (token, kind, person, expires_at, mac)
    values (${link.token}, ${kind}, ${person}, ${link.expiresAt}, ${rowMac(room.mac, 'link', parts(link))})`.execute(
    tx,
  );
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
): Promise<{ kind: 'done' } | Refused<'link-invalid' | 'password-weak' | 'rows-forged'>> {
  return await recorded(room, async (tx, drafts) => {
    const found = await invited(room, tx, token, true);
    if (!found) return refused('link-invalid');
    if (!goodPassword(password, found.person)) return refused('password-weak');
    await sql`delete from identity_links where token = ${tokenHash(token)}`.execute(tx);
    const written = await writePassword(
      room,
      tx,
      found.person.id,
      await room.passwords.hash(password),
      drafts,
    );
    if (written.kind === 'refused') return written;
    drafts.push(act(room, null, 'invitation-accepted', { person: found.person.id }));
    return { kind: 'done' };
  });
}

/** Sets a person's password hash, as part of the sealed set. */
export async function writePassword(
  deps: FactorDeps,
  tx: Tx,
  person: string,
  hash: string,
  drafts: IdentityDraft[],
): Promise<{ kind: 'done' } | Refused<'rows-forged'>> {
  const now = deps.clock();
  const changed = await changeFactors(deps, tx, person, drafts, async (set) => {
    await sql`
      insert into identity_accounts (id, account_id, provider_id, person, password, created_at, updated_at)
      values (${newId('acc')}, ${person}, 'credential', ${person}, ${hash}, ${now}, ${now})
      on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = excluded.updated_at
    `.execute(tx);
    // links end with the password that they were made under
    await sql`delete from identity_links where person = ${person}`.execute(tx);
    return { ...set, accounts: [['credential', person, hash]] };
  });
  return changed === 'forged' ? refused('rows-forged') : { kind: 'done' };
}

/** The link as this program wrote it, while it is good; null otherwise. Its use locks it. */
export async function openLink(
  room: Pick<Room, 'mac' | 'clock' | 'alarm'>,
  tx: Tx,
  token: string,
  kind: 'first-run' | 'invitation',
  take: boolean,
): Promise<{ readonly person: string | null; readonly expiresAt: Date } | null> {
  const now = room.clock();
  const latest = new Date(now.getTime() + (longestSeconds + 60) * 1000);
  const { rows } = await sql<{ person: string | null; expiresAt: Date; mac: string | null }>`
    select person, expires_at as "expiresAt", mac from identity_links
    where token = ${tokenHash(token)} and kind = ${kind} and expires_at > ${now} and expires_at <= ${latest}
    ${take ? sql`for update` : sql``}`.execute(tx);
  const link = rows[0];
  if (!link) return null;
  const password = await passwordOf(tx, link.person);
  if (rowGenuine(room.mac, 'link', parts({ ...link, token: tokenHash(token), kind, password }), link.mac))
    return link;
  room.alarm({
    code: 'rows-forged',
    object: 'link',
    ...(link.person === null ? {} : { person: link.person }),
  });
  return null;
}

/** Seals the open links of an installation that is older than the seals. */
export async function adoptLinks({ mac }: Pick<Room, 'mac'>, tx: Tx): Promise<number> {
  const { rows } = await sql<{ token: string; kind: string; person: string | null; expiresAt: Date }>`
    select token, kind, person, expires_at as "expiresAt" from identity_links where mac is null`.execute(tx);
  for (const row of rows) {
    const seal = rowMac(mac, 'link', parts({ ...row, password: await passwordOf(tx, row.person) }));
    await sql`update identity_links set mac = ${seal} where token = ${row.token}`.execute(tx);
  }
  return rows.length;
}

async function passwordOf(tx: Tx, person: string | null): Promise<string | null> {
  const { rows } = await sql<{ password: string | null }>`
    select password from identity_accounts
    where person = ${person} and account_id = ${person} and provider_id = 'credential'`.execute(tx);
  return rows[0]?.password ?? null;
}

async function invited(
  room: Room,
  tx: Tx,
  token: string,
  take: boolean,
): Promise<{ readonly person: PersonRow; readonly expiresAt: Date } | null> {
  const link = await openLink(room, tx, token, 'invitation', take);
  const person = link?.person && (await selectPerson(tx, link.person, sql`and p.state = 'active'`));
  return link && person ? { person, expiresAt: link.expiresAt } : null;
}
