import type { Employer, Team } from '@huke/sdk';
import { sql } from 'kysely';
import { may, type Somebody } from '#gate';
import { newId } from '#platform';
import { type Refused, refused } from './deps.ts';
import { insertEmployer } from './employer-row.ts';
import { act, recorded, type Room } from './room.ts';

/** All teams with how many active people they have, and all employers. */
export async function listTeams(
  room: Room,
): Promise<{ readonly teams: readonly Team[]; readonly employers: readonly Employer[] }> {
  const teams = await sql<Team>`
    select t.id, t.name, count(p.id)::int as people
    from identity_teams t left join identity_people p on p.team = t.id and p.state <> 'left'
    group by t.id order by t.name`.execute(room.db.kysely);
  const employers = await sql<Employer>`
    select id, name, outsourced from identity_employers order by name`.execute(room.db.kysely);
  return { teams: teams.rows, employers: employers.rows };
}

/** Adds a team. */
export async function createTeam(
  room: Room,
  subject: Somebody,
  name: string,
): Promise<{ kind: 'done'; team: Team } | Refused<'not-allowed' | 'taken'>> {
  if (!may(subject, 'teams:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const id = newId('tea');
    const made = await sql`
      insert into identity_teams (id, name) values (${id}, ${name}) on conflict do nothing`.execute(tx);
    if (made.numAffectedRows !== 1n) return refused('taken');
    drafts.push(act(room, subject, 'team-added', { object: id }));
    return { kind: 'done', team: { id, name, people: 0 } };
  });
}

/** Adds an employer; people of an outsourced one meet lower ceilings. */
export async function createEmployer(
  room: Room,
  subject: Somebody,
  body: { readonly name: string; readonly outsourced: boolean },
): Promise<{ kind: 'done'; employer: Employer } | Refused<'not-allowed' | 'taken'>> {
  if (!may(subject, 'teams:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const id = newId('emp');
    if (!(await insertEmployer(room, tx, { id, ...body }))) return refused('taken');
    drafts.push(act(room, subject, 'employer-added', { object: id }));
    return { kind: 'done', employer: { id, ...body } };
  });
}
