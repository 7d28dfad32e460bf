import type { ContactOpened, ContactRequest } from '@huke/sdk';
import { sql } from 'kysely';
import { dayOf, newId, publish } from '#platform';
import type { Subject } from '#gate';
import { caseTypeOf } from './case-types.ts';
import { caseSeal, contactSeal, externalKey, lockContact, saveContact } from './records.ts';
import { actorOf, refused, type DeskDeps, type DeskRefusal } from './desk.ts';

/**
 * Takes a channel's event: opens a contact and its case, bound to agent and (when the channel knows) customer.
 * The same `externalId` of the same source again answers the same contact. The answer does not say whether the
 * identifier belongs to a customer.
 */
export async function openContact(
  deps: DeskDeps,
  subject: Subject,
  request: ContactRequest,
): Promise<{ kind: 'opened'; contact: ContactOpened } | DeskRefusal> {
  const type = caseTypeOf(request.caseType);
  if (!type) return refused('unknown-case-type');
  const agent = (await deps.colleagues([request.agent])).get(request.agent);
  if (!agent?.active || agent.team === null || outsideTeams(subject, agent.team))
    return refused('unknown-agent');
  const capacity = request.party?.capacity ?? 'customer';
  const mandate = request.party?.mandate ?? null;
  if (capacity !== 'customer' && mandate === null) return refused('mandate-needed');
  const source = subject.key?.id ?? subject.person ?? 'unknown';
  const external = externalKey(deps.mac, source, request.externalId);
  const earlier = await findContact(deps, source, external);
  if (earlier) return { kind: 'opened', contact: earlier };

  const customer = request.customer ?? (await resolve(deps, subject, request));
  const now = deps.clock();
  const contact = newId('con');
  const caseId = newId('cas');
  const contactRecord = {
    id: contact,
    case: caseId,
    agent: agent.id,
    direction: request.direction,
    startedAt: now.getTime(),
    ended: false,
  };
  const caseRecord = {
    id: caseId,
    type: type.type,
    purpose: type.purpose,
    scenario: type.scenario,
    origin: 'contact',
    customer,
    boundBy: customer === null ? null : 'channel',
    agent: agent.id,
    team: agent.team,
    contact,
    capacity,
    mandate,
    closed: false,
  };
  const opened = await deps.db.kysely.transaction().execute(async (tx) => {
    const inserted = await sql`
      insert into desk_contacts (id, channel, direction, source, external_key, agent, customer, case_id, started_at, seal)
      values (${contact}, ${request.channel}, ${request.direction}, ${source}, ${external}, ${agent.id},
              ${customer}, ${caseId}, ${now}, ${contactSeal(deps.mac, contactRecord)})
      on conflict (source, external_key) do nothing returning id`.execute(tx);
    if (inserted.rows.length === 0) return false;
    await sql`
      insert into desk_cases (id, number, type, purpose, scenario, origin, channel, customer, bound_by, agent, team,
                              contact_id, capacity, mandate, opened_by, opened_at, due_at, seal)
      values (${caseId}, desk_number(${dayOf(now)}::date), ${type.type}, ${type.purpose}, ${type.scenario}, 'contact',
              ${request.channel}, ${customer}, ${customer === null ? null : 'channel'}, ${agent.id}, ${agent.team},
              ${contact}, ${capacity}, ${mandate}, ${source}, ${now}, ${new Date(now.getTime() + 86_400_000)},
              ${caseSeal(deps.mac, caseRecord)})`.execute(tx);
    await sql`
      insert into desk_timeline (case_id, id, at, kind, person, code, customer)
      values (${caseId}, ${newId('not')}, ${now}, 'contact', ${agent.id}, ${`${request.channel}-${request.direction}`},
              ${customer})`.execute(tx);
    await sql`select gate_contact_handled(${agent.id}, ${dayOf(now)}::date)`.execute(tx);
    await deps.ledger.append(tx, [
      {
        v: 1,
        at: now.toISOString(),
        kind: 'desk',
        action: 'contact-opened',
        outcome: 'done',
        ...actorOf(subject),
        case: caseId,
        contact,
        to: agent.id,
        capacity,
        channel: request.channel,
        ...(customer === null ? {} : { customer }),
      },
    ]);
    return true;
  });
  if (!opened) {
    const other = await findContact(deps, source, external);
    return other ? { kind: 'opened', contact: other } : refused('no-such-contact');
  }
  await publish(deps.db, { topic: 'case', person: agent.id, id: caseId });
  return { kind: 'opened', contact: { id: contact, case: caseId } };
}

/** Ends a contact: its case goes into wrap-up, clear values hide everywhere. Ending it again changes nothing. */
export async function endContact(
  deps: DeskDeps,
  subject: Subject,
  contact: string,
): Promise<{ kind: 'ended' } | DeskRefusal> {
  const now = deps.clock();
  const source = subject.key?.id ?? '';
  const ended = await deps.db.kysely.transaction().execute(async (tx) => {
    const row = await lockContact(deps, tx, { id: contact });
    // a program that acts for a person has that person's contact of its one case, and no other
    const lent = subject.person === null || subject.key === null || subject.key.actForCase === row?.case;
    if (!row || !lent || (row.agent !== subject.person && row.source !== source)) return null;
    if (row.ended) return row;
    await saveContact(deps, tx, { ...row, ended: true }, now);
    await sql`
      insert into desk_timeline (case_id, id, at, kind, person, code, customer)
      values (${row.case}, ${newId('not')}, ${now}, 'contact', ${subject.person}, 'contact-ended',
              ${row.customer})`.execute(tx);
    await deps.ledger.append(tx, [
      {
        v: 1,
        at: now.toISOString(),
        kind: 'desk',
        action: 'contact-ended',
        outcome: 'done',
        ...actorOf(subject),
        contact,
        case: row.case,
      },
    ]);
    return row;
  });
  if (!ended) return refused('no-such-contact');
  await publish(deps.db, { topic: 'contact-ended', person: ended.agent, id: ended.case });
  return { kind: 'ended' };
}

async function findContact(deps: DeskDeps, source: string, external: Buffer): Promise<ContactOpened | null> {
  const found = await sql<{ id: string; case_id: string }>`
    select id, case_id from desk_contacts where source = ${source} and external_key = ${external}`.execute(
    deps.db.kysely,
  );
  const row = found.rows[0];
  return row ? { id: row.id, case: row.case_id } : null;
}

async function resolve(deps: DeskDeps, subject: Subject, request: ContactRequest): Promise<string | null> {
  if (!request.identifier) return null;
  const type = caseTypeOf(request.caseType);
  if (!type) return null;
  return deps.access.resolve(subject, request.identifier, type);
}

/** A key may serve only its teams; an empty list means all of them. */
function outsideTeams(subject: Subject, team: string): boolean {
  return subject.key !== null && subject.key.teams.length > 0 && !subject.key.teams.includes(team);
}
