import { type ContactOpened, type ContactRequest, hasRight } from '@huke/sdk';
import { type Kysely, sql, type Transaction } from 'kysely';
import { dayOf, newId, publish } from '#platform';
import type { Charge } from '#budget';
import type { Subject } from '#gate';
import { caseTypeOf } from './case-types.ts';
import { channelSeal } from './channel.ts';
import { atOnce, contactLives, lapseOf, mostAtOnce } from './contact-lives.ts';
import {
  caseSeal,
  contactSeal,
  contactsHeld,
  externalKey,
  type HeldContact,
  lockContact,
  saveContact,
} from './records.ts';
import { actorOf, refused, type DeskDeps, type DeskRefusal } from './desk.ts';

/**
 * Takes a channel's event: opens a contact and its case, bound to an agent who serves and (when the channel knows)
 * customer. A customer of another team than the agent's, or of none of the key's teams, is not bound, nor is one beyond
 * the contacts that anybody handles (budget `openings`); an agent holds so many at once and no more. INVARIANT: both
 * are settled before anybody is looked for.
 * The same `externalId` of the same source again answers the same contact. The answer does not say whether the
 * identifier belongs to a customer.
 */
export async function openContact(
  deps: DeskDeps,
  subject: Subject,
  request: ContactRequest,
): Promise<{ kind: 'opened'; contact: ContactOpened } | DeskRefusal> {
  // a contact says who called: a program that acts for a person would have them call themselves
  if (subject.person !== null || subject.key === null) return refused('not-allowed');
  if (subject.key.teams.length === 0) return refused('key-without-teams');
  const type = caseTypeOf(request.caseType);
  if (!type) return refused('unknown-case-type');
  const agent = (await deps.colleagues([request.agent])).get(request.agent);
  const serves = agent?.active === true && hasRight(agent.post, 'customers:verify');
  if (!agent || !serves || agent.team === null || outsideTeams(subject, agent.team))
    return refused('unknown-agent');
  const { team } = agent;
  const capacity = request.party?.capacity ?? 'customer';
  const mandate = request.party?.mandate ?? null;
  if (capacity !== 'customer' && mandate === null) return refused('mandate-needed');
  const source = subject.key.id;
  const external = externalKey(deps.mac, source, request.externalId);
  const earlier = await findContact(deps.db.kysely, source, external);
  if (earlier) {
    // a new event of a contact says that it goes on
    await keepAlive(deps, subject, earlier.id);
    return { kind: 'opened', contact: earlier };
  }

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
    endedAt: null,
    channel: request.channel,
    seenAt: now.getTime(),
  };
  const on = { person: agent.id, team, key: source };
  // whoever sends the same event at the same time waits here
  const earlierOn = async (tx: Transaction<unknown>): Promise<ContactOpened | null> => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${external.toString('hex')}, 0))`.execute(tx);
    return findContact(tx, source, external);
  };
  // after a charge, whose lock lets nobody else open one meanwhile
  const handFree = async (tx: Transaction<unknown>): Promise<void> => {
    const held = atOnce(await contactsHeld(deps, tx, agent.id, now), request.channel, now);
    if (held.length >= mostAtOnce[contactLives[request.channel].pace]) throw new TooMany(held);
  };
  const count = async (tx: Transaction<unknown>): Promise<ContactOpened | 'ok' | 'spent'> => {
    const there = await earlierOn(tx);
    if (there) return there;
    const counted = await deps.budgets.consume(tx, [{ budget: 'openings', n: 1, on }], now);
    await handFree(tx);
    return counted.kind;
  };
  const register = async (
    tx: Transaction<unknown>,
    paid: boolean,
    met: string | null,
  ): Promise<ContactOpened | null> => {
    const there = await earlierOn(tx);
    if (there) return there;
    const charges: Charge[] = met === null ? [] : [{ budget: 'openings', n: 1, on: { customer: met } }];
    const counted = await deps.budgets.contactHandled(tx, paid ? on : {}, now, charges);
    const customer = counted.kind === 'ok' ? met : null;
    await handFree(tx);
    const caseRecord = {
      id: caseId,
      type: type.type,
      purpose: type.purpose,
      scenario: type.scenario,
      origin: 'contact',
      customer,
      boundBy: customer === null ? null : 'channel',
      agent: agent.id,
      team: team,
      contact,
      capacity,
      mandate,
      closed: false,
      maker: source,
      hands: [agent.id],
    };
    await sql`
      insert into desk_contacts (id, channel, direction, source, external_key, agent, customer, case_id, started_at,
                                 seen_at, seal, source_seal)
      values (${contact}, ${request.channel}, ${request.direction}, ${source}, ${external}, ${agent.id},
              ${customer}, ${caseId}, ${now}, ${now}, ${contactSeal(deps.mac, contactRecord)},
              ${channelSeal(deps.mac, contact, source)})`.execute(tx);
    await sql`
      insert into desk_cases (id, number, type, purpose, scenario, origin, channel, customer, bound_by, agent, team,
                              contact_id, capacity, mandate, opened_by, opened_at, due_at, hands, seal)
      values (${caseId}, desk_number(${dayOf(now)}::date), ${type.type}, ${type.purpose}, ${type.scenario}, 'contact',
              ${request.channel}, ${customer}, ${customer === null ? null : 'channel'}, ${agent.id}, ${team},
              ${contact}, ${capacity}, ${mandate}, ${source}, ${now}, ${new Date(now.getTime() + 86_400_000)},
              ${caseRecord.hands}, ${caseSeal(deps.mac, caseRecord)})`.execute(tx);
    await sql`
      insert into desk_timeline (case_id, id, at, kind, person, code, customer)
      values (${caseId}, ${newId('not')}, ${now}, 'contact', ${agent.id}, ${`${request.channel}-${request.direction}`},
              ${customer})`.execute(tx);
    const fields = await deps.access.rememberChannel(tx, {
      case: caseId,
      contact,
      channel: request.channel,
      identifier: request.identifier ?? null,
    });
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
        ...(fields.length === 0 ? {} : { fields }),
        ...(customer === null ? {} : { customer }),
      },
    ]);
    return null;
  };
  const meet = async (): Promise<string | null> => {
    const known = request.customer ?? (await resolve(deps, subject, request, { id: agent.id, team }));
    // somebody found and nobody found cost the same
    const named = request.customer !== undefined || request.identifier !== undefined;
    return named && (await deps.access.meets(subject, known, team, type)) ? known : null;
  };
  try {
    const counted = await deps.db.kysely.transaction().execute(count);
    if (typeof counted !== 'string') return { kind: 'opened', contact: counted };
    // beyond what anybody handles the customer still gets through, and the agent searches
    const paid = counted === 'ok';
    const met = paid ? await meet() : null;
    const there = await deps.db.kysely.transaction().execute((tx) => register(tx, paid, met));
    if (there) return { kind: 'opened', contact: there };
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return tooMany(deps, subject, { id: agent.id, team }, error.held);
  }
  await publish(deps.db, { topic: 'case', person: agent.id, id: caseId });
  return { kind: 'opened', contact: { id: contact, case: caseId } };
}

/** A program that is told of so many has what to end first. */
const mostTold = 20;

/** Undoes what was counted for a contact that the agent has no hand free for. */
class TooMany extends Error {
  readonly held: readonly HeldContact[];
  constructor(held: readonly HeldContact[]) {
    super('as many contacts at once as an agent can hold');
    this.held = held;
  }
}

async function tooMany(
  deps: DeskDeps,
  subject: Subject,
  agent: { readonly id: string; readonly team: string },
  held: readonly HeldContact[],
): Promise<DeskRefusal> {
  const at = deps.clock().toISOString();
  const entry = { v: 1, at, kind: 'desk', action: 'contact-opened', outcome: 'refused' } as const;
  await deps.db.kysely.transaction().execute(async (tx) => {
    await deps.ledger.append(tx, [
      { ...entry, code: 'contacts-at-once', ...actorOf(subject), to: agent.id, count: held.length },
    ]);
  });
  const of = { ...actorOf(subject), person: agent.id, team: agent.team };
  deps.alarm({ code: 'contacts-many', count: held.length, ...of });
  // the agent hears that somebody could not get through, and on which case to make room
  const [quietest] = held;
  if (quietest) await publish(deps.db, { topic: 'contact-refused', person: agent.id, id: quietest.case });
  const contacts = held
    .filter(({ source }) => source === subject.key?.id)
    .slice(0, mostTold)
    .map(({ id, startedAt }) => ({ id, startedAt: new Date(startedAt).toISOString() }));
  return { kind: 'refused', code: 'contacts-at-once', contacts };
}

/** Signs of life that come closer together than this are one. */
const heartbeat = 30_000;

/** A channel says that a contact goes on: it ends by itself later, though never after its whole life. */
export async function keepAlive(
  deps: DeskDeps,
  subject: Subject,
  contact: string,
): Promise<{ kind: 'alive'; until: string } | DeskRefusal> {
  const now = deps.clock();
  return deps.db.kysely.transaction().execute(async (tx) => {
    const row = await lockContact(deps, tx, { id: contact });
    if (!row || row.source !== subject.key?.id) return refused('no-such-contact');
    if (row.ended || lapseOf(row).at <= now.getTime()) return refused('contact-over');
    const seen = { ...row, seenAt: Math.max(row.seenAt ?? 0, now.getTime()) };
    if (seen.seenAt - (row.seenAt ?? 0) >= heartbeat) await saveContact(deps, tx, seen);
    return { kind: 'alive', until: new Date(lapseOf(seen).at).toISOString() };
  });
}

/** Ends what is over by itself, each with its entry; their cases go into wrap-up from that moment on. */
export async function endLapsed(deps: DeskDeps): Promise<number> {
  const rows = Object.entries(contactLives);
  let after = '';
  let count = 0;
  for (;;) {
    const now = deps.clock();
    const found = await sql<{ id: string }>`
      select c.id from desk_contacts c
      left join unnest(${rows.map(([channel]) => channel)}::text[], ${rows.map(([, life]) => life.idle)}::int[],
                       ${rows.map(([, life]) => life.whole)}::int[]) l (channel, idle, whole) on l.channel = c.channel
      where c.ended_at is null and c.id > ${after}
        and (l.channel is null
          or coalesce(c.seen_at, c.started_at) + make_interval(mins => l.idle) <= ${now}
          or c.started_at + make_interval(mins => l.whole) <= ${now})
      order by c.id limit 200`.execute(deps.db.kysely);
    for (const { id } of found.rows) if (await endOne(deps, id)) count += 1;
    const last = found.rows.at(-1);
    if (!last) return count;
    after = last.id;
  }
}

async function endOne(deps: DeskDeps, contact: string): Promise<boolean> {
  const now = deps.clock();
  const ended = await deps.db.kysely.transaction().execute(async (tx) => {
    const row = await lockContact(deps, tx, { id: contact });
    if (!row || row.ended) return null;
    const { at, code } = lapseOf(row);
    // it may have shown life meanwhile
    if (at > now.getTime()) return null;
    await saveContact(deps, tx, { ...row, ended: true, endedAt: at });
    await sql`
      insert into desk_timeline (case_id, id, at, kind, person, code, customer)
      values (${row.case}, ${newId('not')}, ${now}, 'contact', null, 'contact-lapsed', ${row.customer})`.execute(
      tx,
    );
    await deps.ledger.append(tx, [
      {
        v: 1,
        at: now.toISOString(),
        kind: 'desk',
        action: 'contact-lapsed',
        outcome: 'done',
        code,
        contact,
        case: row.case,
        to: row.agent,
        channel: row.channel,
      },
    ]);
    return row;
  });
  if (!ended) return false;
  await publish(deps.db, { topic: 'contact-ended', person: ended.agent, id: ended.case });
  return true;
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
    await saveContact(deps, tx, { ...row, ended: true, endedAt: now.getTime() });
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

async function findContact(
  db: Kysely<unknown> | Transaction<unknown>,
  source: string,
  external: Buffer,
): Promise<ContactOpened | null> {
  const found = await sql<{ id: string; case_id: string }>`
    select id, case_id from desk_contacts where source = ${source} and external_key = ${external}`.execute(
    db,
  );
  const row = found.rows[0];
  return row ? { id: row.id, case: row.case_id } : null;
}

async function resolve(
  deps: DeskDeps,
  subject: Subject,
  request: ContactRequest,
  agent: { readonly id: string; readonly team: string },
): Promise<string | null> {
  if (!request.identifier) return null;
  const type = caseTypeOf(request.caseType);
  if (!type) return null;
  return deps.access.resolve(subject, request.identifier, type, agent);
}

/** A channel serves the teams that its key names. */
function outsideTeams(subject: Subject, team: string): boolean {
  return subject.key === null || !subject.key.teams.includes(team);
}
