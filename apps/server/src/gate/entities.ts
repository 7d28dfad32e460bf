import { type Post, posts } from '@huke/sdk';
import { ceilingTable } from './ceilings.ts';
import type { Ask, CaseFacts, CustomerFacts, Facts, FieldFacts, GrantFacts, Subject } from './ask.ts';
import { ceilingRank, levelRow, secretTypes } from './levels.ts';
import { postRow } from './posts.ts';
import { needsField, purposeFields } from './purposes.ts';
import { enums } from './schema.ts';
import { type CedarRecord, Entity, EvaluationError, type Value } from './values.ts';

type EnumName = keyof typeof enums;
const words: Readonly<Record<EnumName, ReadonlyMap<string, Entity>>> = Object.fromEntries(
  Object.entries(enums).map(([type, ids]) => [
    type,
    new Map(ids.map((id) => [id, new Entity(type, id, null)])),
  ]),
) as never;

/** The enum entity of a word; a word that no table knows is an error, so the ask is refused. */
function word(type: EnumName, id: string): Entity {
  const entity = words[type].get(id);
  if (entity === undefined) throw new EvaluationError(`unknown ${type}`);
  return entity;
}

/** A long: whole and safe, rounded down; anything else is an error, so the ask is refused. */
function whole(value: number): number {
  const floor = Math.floor(value);
  if (!Number.isSafeInteger(floor)) throw new EvaluationError('not a whole number');
  return floor;
}

const highest = ceilingRank('C3');
const ceilings = {
  newcomer: ceilingTable.find((row) => row.id === 'newcomer'),
  outsourced: ceilingTable.find((row) => row.id === 'outsourced'),
  home: ceilingTable.find((row) => row.id === 'home'),
};
function ceilingOf(id: keyof typeof ceilings, subject: Subject): number {
  const row = ceilings[id];
  return row?.applies(subject) ? ceilingRank(row.clearCeiling) : highest;
}

const nobody: readonly Value[] = [];
const noAttrs: CedarRecord = {};
/** Stands for an id that nobody has. */
const nobodysRecord = new Entity('Customer', '', {
  known: false,
  team: undefined,
  vip: false,
  colleague: undefined,
  colleagueTeam: undefined,
  minor: false,
  deceased: false,
  binned: false,
  consentExpired: false,
});
const postCeilings = Object.fromEntries(
  posts.map((post) => [post, ceilingRank(postRow[post].clearCeiling)]),
) as Record<Post, number>;
/** The resource before any customer is known. */
export const desk = new Entity('Desk', 'desk', {});

/** An ask as Cedar sees it, without its resource. */
export type Assembled = {
  readonly principal: Entity;
  readonly context: CedarRecord;
  readonly customer: Entity;
};

/** What `decide` worked out before about the ask as a whole. */
export type Costs = { readonly reveals: number; readonly guesses: number; readonly grant: GrantFacts | null };

/**
 * Builds the entities of one ask. Throws `EvaluationError` for facts that no policy could judge (an unknown word, a
 * key that acts for somebody without their post, numbers that are none).
 */
export function assemble(ask: Ask, facts: Facts, costs: Costs): Assembled {
  const { subject } = facts;
  const attrs = subject.kind === 'key' && subject.person === null ? null : personAttrs(subject);
  const principal =
    attrs === null
      ? new Entity('ServiceKey', keyOf(subject).id, noAttrs)
      : new Entity('Person', personOf(subject), attrs);
  const customer = facts.customer === null ? nobodysRecord : customerOf(facts.customer, principal);
  if (attrs !== null && subject.ownCustomer !== null)
    attrs.ownCustomer = customerRef(subject.ownCustomer, customer);
  if (attrs !== null && subject.relatives.length > 0) {
    attrs.relatives = subject.relatives.map((id) => customerRef(id, customer));
  }
  const context: CedarRecord = {
    purpose: word('Purpose', ask.purpose),
    scenario: word('Scenario', ask.scenario),
    reason: ask.reason === null ? undefined : word('Reason', ask.reason),
    use: ask.use === null ? undefined : word('Use', ask.use),
    answered: ask.answered !== false,
    case: facts.case === null ? undefined : caseOf(facts.case, principal, customer),
    key: subject.kind === 'key' ? keyRecord(subject) : undefined,
    quotaAfter: whole(facts.quota.used + costs.reveals),
    quotaLimit: whole(facts.quota.limit),
    guessesLeft: whole(facts.guessesLeft),
    guessCost: whole(costs.guesses),
    risk: -whole(-facts.risk * 100),
  };
  return { principal, context, customer };
}

/** The customer's record as a whole, as a resource. */
export function recordResource(asked: Assembled): Entity {
  return new Entity('Record', asked.customer.id, { customer: asked.customer });
}

function personOf(subject: Subject): string {
  if (subject.person === null) throw new EvaluationError('no person');
  return subject.person;
}

function keyOf(subject: Subject): NonNullable<Subject['key']> {
  if (subject.key === null) throw new EvaluationError('no key');
  return subject.key;
}

function personAttrs(subject: Subject) {
  const { post } = subject;
  if (post === 'service-key') throw new EvaluationError('a key acts for a person whose post is unknown');
  return {
    post: word('Post', post),
    team: teamOf(subject.team),
    strength: word('Strength', subject.strength),
    place: word('Place', subject.place),
    authAge: whole(subject.authAge),
    deviceTrusted: subject.deviceTrusted,
    onDuty: subject.onDuty,
    trainingValid: subject.trainingValid,
    agreementValid: subject.agreementValid,
    postCeiling: postCeilings[post],
    newcomerCeiling: ceilingOf('newcomer', subject),
    outsourcedCeiling: ceilingOf('outsourced', subject),
    homeCeiling: ceilingOf('home', subject),
    ownCustomer: undefined as Entity | undefined,
    relatives: nobody,
  };
}

const teamOf = (team: string | null): Entity | undefined =>
  team === null ? undefined : new Entity('Team', team, null);

// one entity for one id, so that an attribute is there whichever way a policy reaches it
const customerRef = (id: string, customer: Entity): Entity =>
  customer.id === id ? customer : new Entity('Customer', id, null);
const personRef = (id: string, principal: Entity): Entity =>
  principal.type === 'Person' && principal.id === id ? principal : new Entity('Person', id, null);

function customerOf(facts: CustomerFacts, principal: Entity): Entity {
  return new Entity('Customer', facts.id, {
    known: true,
    team: teamOf(facts.team),
    vip: facts.vip,
    colleague: facts.colleague === null ? undefined : personRef(facts.colleague, principal),
    colleagueTeam: teamOf(facts.colleagueTeam),
    minor: facts.minor,
    deceased: facts.deceased,
    binned: facts.binned,
    consentExpired: facts.consentExpired,
  });
}

function caseOf(facts: CaseFacts, principal: Entity, customer: Entity): CedarRecord {
  return {
    id: new Entity('Case', facts.id, null),
    customer: facts.customer === null ? undefined : customerRef(facts.customer, customer),
    agent: facts.agent === null ? undefined : personRef(facts.agent, principal),
    team: new Entity('Team', facts.team, null),
    state: word('CaseState', facts.state),
    origin: word('Origin', facts.origin),
    purpose: word('Purpose', facts.purpose),
    scenario: word('Scenario', facts.scenario),
    boundBy: word('Binder', facts.boundBy ?? 'nobody'),
    verified: facts.verified,
    contact: facts.contact !== null,
    contactLive: facts.contactLive,
    contactInbound: facts.contactInbound,
    contactAgent: facts.contactAgent === null ? undefined : personRef(facts.contactAgent, principal),
    contactKey: facts.contactKey === null ? undefined : new Entity('ServiceKey', facts.contactKey, noAttrs),
    capacity: word('Capacity', facts.party.capacity),
    mandateLive: facts.party.mandateLive,
  };
}

function keyRecord(subject: Subject): CedarRecord {
  const key = keyOf(subject);
  return {
    scopes: key.scopes.map((scope) => word('Scope', scope)),
    teams: key.teams.map((team) => new Entity('Team', team, null)),
    case: key.actForCase === null ? undefined : new Entity('Case', key.actForCase, null),
    job: key.job
      ? {
          purpose: word('Purpose', key.job.purpose),
          teams: key.job.teams.map((team) => new Entity('Team', team, null)),
        }
      : undefined,
  };
}

/** One field as a resource. */
export function fieldResource(
  asked: Assembled,
  ask: Ask,
  facts: Facts,
  costs: Costs,
  field: FieldFacts,
): Entity {
  const { grant } = costs;
  return new Entity('Field', field.item, {
    customer: asked.customer,
    kind: field.field,
    type: field.type,
    level: word('Level', field.level),
    rank: levelRow[field.level].rank,
    sensitive: field.sensitive,
    secret: secretTypes.has(field.type),
    needed: needsField(purposeFields(ask.purpose, ask.action), field.field),
    uses: (field.uses ?? []).map((use) => word('Use', use)),
    mandated: facts.case !== null && facts.case.party.fields.includes(field.field),
    shown: field.shownInContact,
    proven: field.proven === true,
    steppedUp: stepUpCovers(ask, facts, field),
    grantedBy: grant !== null && grantCovers(grant, field) ? word('Post', grant.by) : undefined,
  });
}

/** Whether the finished step-up of this very session is for this customer, case, action, purpose and field. */
export function stepUpCovers(ask: Ask, facts: Facts, field: FieldFacts): boolean {
  const { stepUp, subject } = facts;
  if (stepUp === null) return false;
  if (stepUp.person !== subject.person || stepUp.session !== subject.session) return false;
  if (stepUp.customer !== facts.customer?.id || stepUp.case !== facts.case?.id) return false;
  if (stepUp.action !== ask.action || stepUp.purpose !== ask.purpose) return false;
  if (stepUp.level !== field.level) return false;
  if (stepUp.covers === 'case-level') return field.level !== 'C3';
  return stepUp.field === field.field && (stepUp.item === null || stepUp.item === field.item);
}

/** Whether the grant names the field: the item, or the field with all its items. */
export function grantCovers(
  grant: GrantFacts,
  field: { readonly field: string; readonly item: string },
): boolean {
  return grant.fields.some(
    (each) => each.field === field.field && (each.item === undefined || each.item === field.item),
  );
}
