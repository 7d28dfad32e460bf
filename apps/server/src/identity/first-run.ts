import type { FirstRun } from '@huke/sdk';
import { sql } from 'kysely';
import { dayOf, newId } from '#platform';
import { type Refused, refused, type Tx } from './deps.ts';
import { makeLink, openLink, writePassword } from './links.ts';
import { goodPassword } from './passwords.ts';
import { insertPerson } from './person-write.ts';
import { act, recorded, type Room } from './room.ts';
import { insertEmployer } from './employer-row.ts';
import { openTwoOfficers } from './two-officers.ts';

const goodForHours = 24;
/** Any fixed number: two first runs at once are one after the other. */
const lock = 4_853_101;

/** Whether nobody exists yet. */
export async function firstRunOpen(room: Room): Promise<boolean> {
  return !(await anybody(room.db.kysely));
}

/** The one-time link by which the first system administrator is made, to print at start; null once anybody exists. */
export async function firstRunLink(room: Room): Promise<string | null> {
  return await recorded(room, async (tx, drafts) => {
    await sql`select pg_advisory_xact_lock(${lock})`.execute(tx);
    if (await anybody(tx)) return null;
    await sql`delete from identity_links where kind = 'first-run'`.execute(tx);
    drafts.push(act(room, null, 'first-run-offered', {}));
    return await makeLink(room, tx, 'first-run', null, goodForHours * 3600);
  });
}

/** Makes the first system administrator, who then signs in and enrols a second factor. */
export async function firstRun(
  room: Room,
  body: FirstRun,
): Promise<{ kind: 'done'; person: string } | Refused<'link-invalid' | 'password-weak'>> {
  return await recorded(room, async (tx, drafts) => {
    await sql`select pg_advisory_xact_lock(${lock})`.execute(tx);
    const link = await openLink(room, tx, body.token, 'first-run', true);
    if (link === null || (await anybody(tx))) return refused('link-invalid');
    if (!goodPassword(body.password, body)) return refused('password-weak');
    await sql`delete from identity_links where kind = 'first-run'`.execute(tx);
    const employer = newId('emp');
    await insertEmployer(room, tx, { id: employer, name: '本单位', outsourced: false });
    await openTwoOfficers(room, tx);
    const { name, staffNumber, email } = body;
    const person = await insertPerson(room, tx, {
      name,
      staffNumber,
      email,
      post: 'system-admin',
      employer,
      maker: null,
      tenureFrom: dayOf(room.clock()),
    });
    await writePassword(room, tx, person, await room.passwords.hash(body.password), drafts);
    drafts.push(act(room, null, 'first-run', { person, to: 'system-admin' }));
    return { kind: 'done', person };
  });
}

async function anybody(tx: Tx): Promise<boolean> {
  const { rows } = await sql`select 1 from identity_people limit 1`.execute(tx);
  return rows.length > 0;
}
