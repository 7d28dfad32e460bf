import { createHash } from 'node:crypto';
import type { AlarmPort } from '#alarm';
import type { CaseFacts } from '#gate';
import type { Clock, Log } from '#platform';
import { type Transaction, sql } from 'kysely';
import { goesOn, longestLife, mayGoOn, wrapsUp } from './contact-lives.ts';
import type { CaseFloors, Step } from './floors.ts';
import { type Mac, sealed } from './seals.ts';

/** The columns of a case that decide what may be seen on it. */
export type CaseRecord = {
  readonly id: string;
  readonly type: string;
  readonly purpose: string;
  readonly scenario: string;
  readonly origin: string;
  readonly customer: string | null;
  readonly boundBy: string | null;
  readonly agent: string | null;
  readonly team: string;
  readonly contact: string | null;
  readonly capacity: string;
  readonly mandate: string | null;
  readonly closed: boolean;
  /** Who opened it. */
  readonly maker: string;
  /** Everybody whose case it has been, first to last; null: opened before hands were kept. */
  readonly hands: readonly string[] | null;
};

/** The columns of a contact that decide whether its case is live. */
export type ContactRecord = {
  readonly id: string;
  readonly case: string;
  readonly agent: string;
  readonly direction: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly ended: boolean;
  /** When it ended, in milliseconds; null: it goes on, or ended before its end was sealed. */
  readonly endedAt: number | null;
  readonly channel: string;
  /** When the channel last said that it goes on, in milliseconds; null: opened before that was kept. */
  readonly seenAt: number | null;
};

/** The seal of a case: whoever edits its row past the program cannot make one, and the row opens nothing. */
export const caseSeal = (mac: Mac, c: CaseRecord): string =>
  sealed(mac, [
    c.hands === null ? 'desk-case/1' : 'desk-case/2',
    c.id,
    c.type,
    c.purpose,
    c.scenario,
    c.origin,
    c.customer,
    c.boundBy,
    c.agent,
    c.team,
    c.contact,
    c.capacity,
    c.mandate,
    c.closed,
    ...(c.hands === null ? [] : [c.maker, c.hands]),
  ]);

/** The seal of a contact. */
export const contactSeal = (mac: Mac, c: ContactRecord): string => {
  const form = c.endedAt !== null ? 3 : c.seenAt !== null ? 2 : 1;
  return sealed(mac, [
    `desk-contact/${form}`,
    c.id,
    c.case,
    c.agent,
    c.direction,
    c.startedAt,
    c.ended,
    ...(form === 1 ? [] : [c.channel, c.seenAt]),
    ...(form === 3 ? [c.endedAt] : []),
  ]);
};

/** Grows with each hand, with the customer, and with the closing. */
const stepOf = (c: CaseRecord): Step => ({
  id: c.id,
  step: 4 * (c.hands?.length ?? 1) + (c.closed ? 2 : 0) + (c.customer === null ? 0 : 1),
});
const contactStepOf = (c: ContactRecord): Step => ({ id: c.id, step: c.ended ? 1 : 0 });

type Proof = NonNullable<CaseFacts['proof']>;

/**
 * A passed verification as the case keeps it, `fields at seal`: good for this case, customer, agent and contact, and
 * gone with any of them. It says what the caller was asked for, so that a change can tell whether that is enough.
 */
export function verifiedSeal(
  mac: Mac,
  c: Pick<CaseFacts, 'id' | 'customer' | 'agent' | 'contact'>,
  proof: Proof,
): string {
  const seal = sealed(mac, ['desk-verified/2', c.id, c.customer, c.agent, c.contact, proof.fields, proof.at]);
  return `${proof.fields.join(',')} ${proof.at} ${seal}`;
}

/** Opposite of `verifiedSeal`; null where there is none or it is another case's. */
function proofOf(mac: Mac, c: CaseFacts, kept: string | null): Proof | null {
  const [fields = '', at = ''] = (kept ?? '').split(' ');
  const proof = { fields: fields.split(','), at: Number(at) };
  return kept !== null && kept === verifiedSeal(mac, c, proof) ? proof : null;
}

/** A key for what a channel calls its contact; tells nothing to a reader of the table. */
export const externalKey = (mac: Mac, source: string, externalId: string): Buffer =>
  createHash('sha256')
    .update(mac(Buffer.from(JSON.stringify(['desk-external/1', source, externalId]))))
    .digest();

type Loaded = CaseFacts & {
  readonly closed: boolean;
  readonly mandate: string | null;
  readonly maker: string;
  readonly hands: readonly string[] | null;
  readonly seal: string;
  readonly verifiedSeal: string | null;
  readonly contactRow: (Omit<ContactRecord, 'id'> & { readonly seal: string }) | null;
};

/**
 * Reads what SQL `desk_load` brought: a case or contact that was edited past the program counts as absent, and a
 * contact whose time is over has ended, whether or not the job that ends it has been there. INVARIANT: nothing is taken
 * over that no seal covers; whether a mandate lives only the customer's sealed state says (`access/load.ts`).
 */
export function caseFactsOf(deps: {
  readonly mac: Mac;
  readonly log: Log;
  readonly clock: Clock;
  readonly floors: Pick<CaseFloors, 'read' | 'behind'>;
}): (raw: unknown) => CaseFacts | null {
  const { mac, log, clock, floors } = deps;
  return (raw) => {
    if (raw === null) return null;
    const {
      closed,
      mandate,
      maker,
      hands,
      seal,
      verifiedSeal: proof,
      contactRow,
      ...facts
    } = {
      ...(raw as Loaded),
      contactKey: null,
    };
    const record = { ...facts, closed, mandate, maker, hands, capacity: facts.party.capacity };
    const contact =
      contactRow === null ? null : genuineContact(mac, { id: facts.contact ?? '', ...contactRow });
    const genuine =
      seal === caseSeal(mac, record) &&
      (contactRow === null ? facts.contact === null : contact?.case === facts.id);
    if (!genuine) {
      log.error('case-forged', { id: facts.id });
      return null;
    }
    for (const step of [stepOf(record), ...(contact === null ? [] : [contactStepOf(contact)])]) {
      if (floors.behind(step)) return null;
      floors.read(step);
    }
    const now = clock();
    const contactLive =
      contact !== null &&
      !closed &&
      contact.startedAt <= now.getTime() &&
      goesOn(contact, now) &&
      wrapsUp(contact, now);
    const passed = proofOf(mac, facts, proof);
    return {
      ...facts,
      state: closed ? 'closed' : contact?.ended ? 'wrap-up' : 'open',
      contactLive,
      contactInbound: contact?.direction === 'in',
      contactAgent: contact?.agent ?? null,
      contactChannel: contact?.channel ?? null,
      verified: passed !== null,
      proof: passed,
      party: { capacity: record.capacity, mandate, mandateLive: record.capacity === 'customer', fields: [] },
    };
  };
}

/** A contact as its seal has it; one that ended before ends were sealed says no time. Null where it is forged. */
function genuineContact(mac: Mac, row: ContactRecord & { readonly seal: string }): ContactRecord | null {
  const { seal, ...record } = row;
  const forms = [record, { ...record, endedAt: null }];
  return forms.find((form) => seal === contactSeal(mac, form)) ?? null;
}

type Row = Omit<CaseRecord, 'closed'> & { closed: boolean; seal: string };

type Deps = { readonly mac: Mac; readonly log: Log; readonly floors: CaseFloors };

/** Locks a case for a change; null when it is not there, was edited past the program or put back. */
export async function lockCase(deps: Deps, tx: Transaction<unknown>, id: string): Promise<CaseRecord | null> {
  const found = await sql<Row>`
    select id, type, purpose, scenario, origin, customer, bound_by as "boundBy", agent, team, contact_id as contact,
           capacity, mandate, closed_at is not null as closed, opened_by as maker, hands, seal
    from desk_cases where id = ${id} for update`.execute(tx);
  const row = found.rows[0];
  if (!row) return null;
  const { seal, ...record } = row;
  if (record.id === id && seal === caseSeal(deps.mac, record))
    return deps.floors.behind(stepOf(record)) ? null : record;
  deps.log.error('case-forged', { id });
  return null;
}

/** Stores a changed case with its seal; `closedAt` is set when it closes. */
export async function saveCase(
  deps: Deps,
  tx: Transaction<unknown>,
  record: CaseRecord,
  now: Date,
): Promise<void> {
  await sql`
    update desk_cases set customer = ${record.customer}, bound_by = ${record.boundBy}, agent = ${record.agent},
           team = ${record.team}, origin = ${record.origin}, hands = ${record.hands}, closed_at = case when ${record.closed} then coalesce(closed_at, ${now}) end,
           seal = ${caseSeal(deps.mac, record)}
    where id = ${record.id}`.execute(tx);
  await deps.floors.saved(tx, stepOf(record));
}

type ContactRow = Omit<ContactRecord, 'startedAt' | 'endedAt' | 'seenAt'> & {
  started: Date;
  end: Date | null;
  seen: Date | null;
  seal: string;
  customer: string | null;
  source: string;
};

const contactColumns = sql`
  id, case_id as "case", agent, direction, started_at as started, ended_at is not null as ended, ended_at as "end",
  seal, channel, seen_at as seen, source, customer`;

const contactOf = ({ started, end, seen, ...rest }: ContactRow) => ({
  ...rest,
  startedAt: started.getTime(),
  endedAt: end?.getTime() ?? null,
  seenAt: seen?.getTime() ?? null,
});

/** A contact with the key that its row says registered it. */
export type HeldContact = ContactRecord & { readonly source: string };

/**
 * An agent's contacts that go on, as their seals have them: whoever ends one past the program has not ended it, and
 * whoever puts one there fills nobody's hands. What differs is told.
 */
export async function contactsHeld(
  deps: Deps & { readonly alarm: AlarmPort },
  tx: Transaction<unknown>,
  agent: string,
  now: Date,
): Promise<readonly HeldContact[]> {
  const found = await sql<ContactRow>`
    select ${contactColumns} from desk_contacts
    where agent = ${agent} and started_at > ${new Date(now.getTime() - longestLife)}`.execute(tx);
  const held: HeldContact[] = [];
  let forged = 0;
  for (const read of found.rows.map(contactOf)) {
    if (!mayGoOn(read, now)) continue;
    const genuine = genuineContact(deps.mac, read);
    if (genuine === null) forged += 1;
    const record = genuine ?? genuineContact(deps.mac, { ...read, ended: false, endedAt: null });
    if (record !== null && !record.ended && !deps.floors.behind(contactStepOf(record)))
      held.push({ ...record, source: read.source });
  }
  if (forged > 0) {
    deps.log.error('contact-forged', { id: agent, count: forged });
    deps.alarm({ code: 'rows-forged', object: 'case', person: agent });
  }
  return held;
}

/** Locks the contact of a case, or one by its own id; null as for `lockCase`. */
export async function lockContact(
  deps: Deps,
  tx: Transaction<unknown>,
  by: { readonly case: string } | { readonly id: string },
): Promise<(ContactRecord & { readonly source: string; readonly customer: string | null }) | null> {
  const where = 'case' in by ? sql`case_id = ${by.case}` : sql`id = ${by.id}`;
  const found = await sql<ContactRow>`
    select ${contactColumns} from desk_contacts where ${where} for update`.execute(tx);
  const row = found.rows[0];
  if (!row) return null;
  const { source, customer } = row;
  const record = genuineContact(deps.mac, contactOf(row));
  const asked = 'case' in by ? record?.case === by.case : record?.id === by.id;
  if (asked && record !== null)
    return deps.floors.behind(contactStepOf(record)) ? null : { ...record, source, customer };
  deps.log.error('contact-forged', { id: row.id });
  return null;
}

/** Stores a changed contact with its seal. */
export async function saveContact(
  deps: Deps,
  tx: Transaction<unknown>,
  record: ContactRecord & { readonly customer: string | null },
): Promise<void> {
  const at = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
  await sql`
    update desk_contacts set agent = ${record.agent}, customer = ${record.customer},
           seen_at = ${at(record.seenAt)},
           ended_at = case when ${record.ended} then coalesce(${at(record.endedAt)}, ended_at) end,
           seal = ${contactSeal(deps.mac, record)}
    where id = ${record.id}`.execute(tx);
  await deps.floors.saved(tx, contactStepOf(record));
}
