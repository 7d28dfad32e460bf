import {
  type Action,
  actions,
  capacities,
  levels,
  posts,
  purposes,
  reasons,
  scenarios,
  scopes,
} from '@huke/sdk';

/** Enum entities: each list is the data table's own, so a misspelt purpose in a policy fails validation. */
export const enums = {
  Post: posts,
  Purpose: purposes,
  Level: levels,
  Scenario: scenarios,
  Capacity: capacities,
  Reason: reasons,
  Scope: scopes,
  Strength: ['password', 'two-factor', 'passkey', 'key'],
  Place: ['office', 'home', 'unknown'],
  CaseState: ['open', 'wrap-up', 'closed'],
  Origin: ['contact', 'supervisor', 'self'],
  Binder: ['nobody', 'channel', 'supervisor', 'agent'],
  Use: ['dial', 'text', 'mail'],
} as const;

export type ResourceType = 'Field' | 'Record' | 'Desk';

/**
 * What each action is done to: one field of one customer, a customer's record as a whole, or the desk before any
 * customer is known. A search is asked of the desk, then of each record it would find; the bin, and changes
 * that can be undone, are listed from the desk.
 */
const resourceTypes = {
  view: ['Field'],
  reveal: ['Field'],
  copy: ['Field'],
  use: ['Field'],
  redeem: ['Field'],
  verify: ['Field'],
  correct: ['Field'],
  rollback: ['Field'],
  erase: ['Record'],
  trail: ['Record'],
  note: ['Record'],
  confirm: ['Record'],
  undo: ['Record', 'Desk'],
  notify: ['Field'],
  restore: ['Record', 'Desk'],
  search: ['Record', 'Desk'],
  create: ['Desk'],
  import: ['Desk'],
} as const satisfies Readonly<Record<Action, readonly ResourceType[]>>;

const shapes = `
entity Team;
entity Case;
entity Desk;
entity ServiceKey;

/// Who asks, a person in a session; a key that acts for a person asks as that person.
entity Person {
  post: Post,
  team?: Team,
  strength: Strength,
  place: Place,
  authAge: Long,
  deviceTrusted: Bool,
  onDuty: Bool,
  trainingValid: Bool,
  agreementValid: Bool,
  // ranks of levels (0 = nothing in clear), from the tables of posts and ceilings
  postCeiling: Long,
  newcomerCeiling: Long,
  outsourcedCeiling: Long,
  homeCeiling: Long,
  ownCustomer?: Customer,
  relatives: Set<Customer>
};

entity Customer {
  // false for an id that nobody has: judged like somebody else's customer
  known: Bool,
  team?: Team,
  vip: Bool,
  colleague?: Person,
  colleagueTeam?: Team,
  minor: Bool,
  deceased: Bool,
  binned: Bool,
  consentExpired: Bool
};

/// A customer's record as a whole.
entity Record { customer: Customer };

/// One value of one field of a customer.
entity Field {
  customer: Customer,
  kind: String,
  type: String,
  level: Level,
  rank: Long,
  sensitive: Bool,
  // authenticates somebody (password, code): the table of secret types
  secret: Bool,
  // the purpose needs this kind of field for this action: the table of purposes
  needed: Bool,
  // what a channel may do with this kind of field
  uses: Set<Use>,
  // the mandate of the party on the line covers it
  mandated: Bool,
  // shown in clear already in this contact
  shown: Bool,
  // changing it needs no fresh verification of the caller, or has one fit for it: the table of contact data
  proven: Bool,
  // a finished step-up of this session for this field, case and purpose
  steppedUp: Bool,
  // post of the approver whose live grant covers it
  grantedBy?: Post
};

type CaseRecord = {
  id: Case,
  customer?: Customer,
  agent?: Person,
  team: Team,
  state: CaseState,
  origin: Origin,
  purpose: Purpose,
  scenario: Scenario,
  boundBy: Binder,
  verified: Bool,
  contact: Bool,
  contactLive: Bool,
  contactInbound: Bool,
  contactAgent?: Person,
  // the program that registered the contact; known where a use is redeemed
  contactKey?: ServiceKey,
  capacity: Capacity,
  mandateLive: Bool
};

// what a program may do by itself while its job lasts: these teams' customers, for this purpose
type JobRecord = { purpose: Purpose, teams: Set<Team> };

type KeyRecord = { scopes: Set<Scope>, teams: Set<Team>, case?: Case, job?: JobRecord };

type Circumstances = {
  purpose: Purpose,
  scenario: Scenario,
  reason?: Reason,
  use?: Use,
  // whether the asker is told what came of it
  answered: Bool,
  case?: CaseRecord,
  key?: KeyRecord,
  // today's reveals when this ask has been granted, and how many there may be
  quotaAfter: Long,
  quotaLimit: Long,
  // guesses left before this ask, and what it costs
  guessesLeft: Long,
  guessCost: Long,
  // 0 calm to 100 frozen
  risk: Long
};
`;

const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');

function appliesTo(resources: string): string {
  const names = actions.filter((action) => resourceTypes[action].join(', ') === resources);
  return `action ${quoted(names)} appliesTo {\n  principal: [Person, ServiceKey],\n  resource: [${resources}],\n  context: Circumstances\n};\n`;
}

/** The whole Cedar schema as text: enum entities from the data tables, then shapes and actions. */
export function schemaText(): string {
  const lists = Object.entries(enums).map(([name, words]) => `entity ${name} enum [${quoted(words)}];`);
  return [
    '// Written from the data tables by apps/server/src/gate/schema.ts; a test compares the two.',
    ...lists,
    shapes,
    ...[...new Set(Object.values(resourceTypes).map((types) => types.join(', ')))].map(appliesTo),
  ].join('\n');
}

/** Asked of the desk for a list only: an act on somebody who is not there is no look at the list of all. */
const listable: ReadonlySet<Action> = new Set(['restore', 'undo']);

/** What an action is done to, given whether a customer is known, and whether the list of all is asked for. */
export function resourceTypeOf(action: Action, hasCustomer: boolean, list: boolean): ResourceType {
  const [first, second] = resourceTypes[action] as readonly ResourceType[];
  const ofOne = hasCustomer || (listable.has(action) && !list);
  return second === undefined || ofOne ? (first as ResourceType) : second;
}

/** Everything that an action can be done to. */
export function resourceTypesOf(action: Action): readonly ResourceType[] {
  return resourceTypes[action];
}
