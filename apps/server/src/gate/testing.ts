import { actions, capacities, levels, posts, purposes, reasons, scenarios, scopes } from '@huke/sdk';
import type { Ask, CaseFacts, CustomerFacts, Facts, FieldFacts, Subject } from './ask.ts';

/** An ask with its facts, for tests and benchmarks; everything in it is invented. */
export type Asked = { readonly ask: Ask; readonly facts: Facts };

/** Parts to change in the ordinary case. */
export type Changes = {
  readonly ask?: Partial<Ask>;
  readonly subject?: Partial<Subject>;
  readonly customer?: Partial<CustomerFacts> | null;
  readonly case?: Partial<CaseFacts> | null;
  readonly field?: Partial<FieldFacts>;
  readonly facts?: Partial<Facts>;
};

const subject: Subject = {
  kind: 'person',
  person: 'per_agent',
  staffNumber: 'A1001',
  post: 'agent',
  team: 'tea_one',
  employer: 'emp_bank',
  outsourced: false,
  tenureDays: 400,
  session: 'ses_one',
  strength: 'passkey',
  authAge: 600,
  deviceTrusted: true,
  place: 'office',
  onDuty: true,
  trainingValid: true,
  agreementValid: true,
  ownCustomer: null,
  relatives: [],
  key: null,
  maker: null,
  version: 1,
};

const customer: CustomerFacts = {
  id: 'cus_one',
  team: 'tea_one',
  vip: false,
  colleague: null,
  colleagueTeam: null,
  minor: false,
  deceased: false,
  binned: false,
  consentExpired: false,
};

const caseOfAgent: CaseFacts = {
  id: 'cas_one',
  customer: 'cus_one',
  agent: 'per_agent',
  team: 'tea_one',
  type: 'card-freeze',
  state: 'open',
  origin: 'contact',
  purpose: 'card-freeze',
  scenario: 'call',
  boundBy: 'channel',
  verified: true,
  contact: 'con_one',
  contactLive: true,
  contactInbound: true,
  contactAgent: 'per_agent',
  contactKey: 'key_one',
  party: { capacity: 'customer', mandateLive: true, fields: [] },
};

const mobile: FieldFacts = {
  field: 'mobile',
  item: 'itm_mobile',
  type: 'CN_MOBILE',
  level: 'C2',
  sensitive: false,
  uses: ['dial', 'text'],
  shownInContact: false,
  proven: true,
};

/** The ordinary case, which is granted: an agent reveals the mobile of the customer on the line. */
export function ordinary(changes: Changes = {}): Asked {
  const field = { ...mobile, ...changes.field };
  return {
    ask: {
      action: 'reveal',
      purpose: 'card-freeze',
      scenario: 'call',
      reason: 'confirm-identity',
      use: null,
      ...changes.ask,
    },
    facts: {
      subject: { ...subject, ...changes.subject },
      customer: changes.customer === null ? null : { ...customer, ...changes.customer },
      case: changes.case === null ? null : { ...caseOfAgent, ...changes.case },
      fields: [field],
      grants: [],
      stepUp: null,
      quota: { used: 3, limit: 20, raised: 0 },
      guessesLeft: 10,
      risk: 0,
      now: '2026-11-21T02:00:00.000Z',
      ...changes.facts,
    },
  };
}

/** A step-up of the ordinary session for the field of the ordinary case. */
export function stepUpFor(asked: Asked, covers: 'field' | 'case-level' = 'field'): Asked {
  const [field = mobile] = asked.facts.fields;
  const { ask, facts } = asked;
  const stepUp = {
    id: 'stp_one',
    person: facts.subject.person ?? '',
    session: facts.subject.session ?? '',
    customer: facts.customer?.id ?? '',
    case: facts.case?.id ?? '',
    action: ask.action,
    covers,
    field: field.field,
    item: field.item,
    level: field.level,
    purpose: ask.purpose,
  };
  return { ask, facts: { ...facts, stepUp } };
}

/** A live grant for the fields of the ask. */
export function grantFor(asked: Asked, by: 'supervisor' | 'compliance-officer' = 'supervisor'): Asked {
  const { ask, facts } = asked;
  const fields = facts.fields.map(({ field, item }) => ({ field, item }));
  const action = ask.action === 'copy' ? ('copy' as const) : ('reveal' as const);
  const grant = { id: 'grn_one', by, action, fields, expiresAt: '2026-11-21T02:10:00.000Z' };
  return { ask, facts: { ...facts, grants: [grant] } };
}

/** A small fast generator (mulberry32); the same seed gives the same asks. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Change = (pick: <T>(from: readonly T[]) => T) => Changes | ((asked: Asked) => Asked);

/** A program with every scope that acts for nobody. */
export const loneKey: Partial<Subject> = {
  kind: 'key',
  person: null,
  post: 'service-key',
  team: null,
  session: null,
  strength: 'key',
  key: { id: 'key_one', scopes: [...scopes], teams: ['tea_one'], actForCase: null, job: null },
};

/** The ordinary agent's own key, with every scope and for the ordinary case. */
export const actingKey: Partial<Subject> = {
  kind: 'key',
  strength: 'key',
  key: { id: 'key_one', scopes: [...scopes], teams: ['tea_one'], actForCase: 'cas_one', job: null },
};

const flags = [true, false];
const people = ['per_agent', 'per_other'];
const teams = ['tea_one', 'tea_two'];
const kinds: readonly Partial<FieldFacts>[] = [
  { field: 'name', type: 'PERSON', level: 'C2' },
  { field: 'memberNumber', type: 'ORDER', level: 'C1' },
  { field: 'residentId', type: 'CN_RESIDENT_ID', level: 'C2', sensitive: true },
  { field: 'bankCard', type: 'BANK_CARD', level: 'C3', sensitive: true },
  { field: 'bankCard', type: 'BANK_CARD', level: 'C2', sensitive: true },
  { field: 'queryPassword', type: 'PASSWORD', level: 'C3', sensitive: true },
  { field: 'petName', type: 'TEXT', level: 'C1' },
];

/** One thing that may differ from the ordinary case; `anyAsk` applies a few of them. */
const variations: readonly Change[] = [
  (pick) => ({ ask: { action: pick(actions) } }),
  (pick) => ({ ask: { action: pick(['view', 'use', 'verify', 'copy', 'correct', 'trail'] as const) } }),
  (pick) => ({
    ask: { action: 'use', use: pick(['dial', 'text', 'mail', null] as const) },
    field: { uses: pick([['dial', 'text'], ['mail'], []] as const) },
  }),
  (pick) => ({
    subject: pick([loneKey, actingKey, {}]),
    ask: { action: 'redeem', use: pick(['dial', 'dial', 'mail', null] as const) },
    case: {
      contactKey: pick(['key_one', 'key_one', 'key_two', null]),
      contactLive: pick([true, true, false]),
    },
  }),
  (pick) => ({ ask: { purpose: pick(purposes) } }),
  (pick) => purposeEverywhere(pick(purposes)),
  (pick) => ({
    ask: {
      action: pick(['view', 'note'] as const),
      purpose: 'quality-check',
      scenario: 'quality-check',
    },
    subject: { post: 'quality-checker', person: 'per_other' },
    case: { purpose: 'quality-check' },
  }),
  () => ({
    subject: { post: 'compliance-officer' },
    ask: { action: 'erase', purpose: 'rights-request' },
    case: null,
  }),
  (pick) => ({ ask: { scenario: pick(scenarios) } }),
  (pick) => ({ ask: { reason: pick([...reasons, null, null]) } }),
  (pick) => ({ subject: { post: pick(posts) } }),
  (pick) => ({ subject: { post: pick(['senior-agent', 'supervisor'] as const) } }),
  (pick) => ({ subject: { team: pick([...teams, null]) } }),
  (pick) => ({ subject: { strength: pick(['password', 'two-factor'] as const) } }),
  (pick) => ({ subject: { authAge: pick([0, 43_200, 43_201, 1e6]) } }),
  (pick) => ({ subject: { place: pick(['home', 'unknown'] as const), deviceTrusted: pick(flags) } }),
  (pick) => ({ subject: { onDuty: false }, case: { contactLive: pick(flags) } }),
  () => ({ subject: { trainingValid: false } }),
  () => ({ subject: { agreementValid: false } }),
  (pick) => ({ subject: { tenureDays: pick([0, 59, 60]) } }),
  () => ({ subject: { outsourced: true } }),
  (pick) => ({ subject: { ownCustomer: pick(['cus_one', 'cus_two']) } }),
  (pick) => ({ subject: { relatives: pick([['cus_one'], ['cus_two', 'cus_one'], ['cus_two']]) } }),
  (pick) => ({ facts: { risk: pick([0.3, 0.59, 0.595, 0.6, 0.9, 1]) } }),
  (pick) => ({
    facts: { quota: { used: pick([19, 20, 25]), limit: 20, raised: 0 } },
    field: { shownInContact: pick(flags) },
  }),
  (pick) => ({
    facts: { guessesLeft: pick([0, 1]) },
    ask: { action: pick(['search', 'verify', 'create', 'correct'] as const) },
  }),
  (pick) => ({ field: pick(kinds) }),
  (pick) => ({ field: pick(kinds) }),
  (pick) => ({ field: { level: pick(levels), sensitive: pick(flags) } }),
  (pick) => ({ field: { shownInContact: pick(flags) } }),
  (pick) => ({ customer: { team: pick([...teams, null]) } }),
  (pick) => ({ customer: { vip: true, team: pick(teams) } }),
  (pick) => ({ customer: { colleague: pick(people), colleagueTeam: pick(teams) } }),
  () => ({ customer: { minor: true } }),
  () => ({ customer: { deceased: true } }),
  () => ({ customer: { binned: true } }),
  (pick) => consentExpired(pick(['order-inquiry', 'refund', 'card-freeze'] as const)),
  (pick) => ({ case: null, ask: { action: pick(['view', 'note', 'reveal', 'correct', 'erase'] as const) } }),
  () => ({ case: null }),
  (pick) => ({ case: null, customer: { team: pick(teams) }, subject: { post: 'supervisor' } }),
  (pick) => ({ case: { agent: pick([...people, null]) } }),
  (pick) => ({ case: { team: pick(teams) } }),
  (pick) => ({ case: { customer: pick(['cus_two', null]) } }),
  (pick) => ({ case: { state: pick(['wrap-up', 'closed'] as const) } }),
  (pick) => ({
    case: {
      contact: null,
      contactLive: false,
      contactAgent: null,
      contactInbound: false,
      origin: pick(['contact', 'supervisor', 'self'] as const),
    },
    ask: { action: pick(['reveal', 'use', 'verify', 'view'] as const) },
  }),
  (pick) => ({ case: { contactLive: false, state: pick(['open', 'wrap-up'] as const) } }),
  (pick) => ({ case: { contactAgent: pick(people) } }),
  (pick) => ({ case: { origin: 'self', contactInbound: pick(flags) } }),
  (pick) => ({ case: { boundBy: pick(['agent', 'supervisor', null] as const), verified: pick(flags) } }),
  (pick) => ({
    case: {
      party: {
        capacity: pick(capacities),
        mandateLive: pick(flags),
        fields: pick([[], ['mobile'], ['residentId']]),
      },
    },
  }),
  (pick) => ({
    subject: {
      kind: 'key',
      strength: 'key',
      key: {
        id: 'key_one',
        scopes: scopes.filter(() => pick(flags)),
        teams: teams.filter(() => pick(flags)),
        actForCase: pick(['cas_one', 'cas_one', 'cas_two', null]),
        job: pick([
          null,
          { purpose: 'card-freeze', teams },
          { purpose: 'refund', teams: ['tea_two'] },
        ] as const),
      },
      ...pick([{}, { person: null, post: 'service-key', team: null, session: null } as const]),
    },
  }),
  (pick) => ({
    subject: loneKey,
    ask: { action: pick(['view', 'search', 'create', 'import', 'correct'] as const) },
  }),
  (pick) => ({
    subject: loneKey,
    ask: { action: pick(['view', 'search', 'use', 'redeem', 'notify', 'undo'] as const), use: 'dial' },
    case: pick([null, {}]),
  }),
  (pick) => ({
    subject: {
      ...actingKey,
      key: { id: 'key_one', scopes: [], teams: pick([teams, []]), actForCase: 'cas_one', job: null },
    },
    ask: { action: pick(['view', 'search', 'create', 'use', 'trail'] as const) },
  }),
  (pick) => ({ subject: actingKey, ask: { action: pick(['view', 'search', 'create', 'reveal'] as const) } }),
  ...[0, 1].map(
    (): Change => (pick) => ({
      subject: {
        ...loneKey,
        key: {
          id: 'key_one',
          scopes: [...scopes],
          teams,
          actForCase: null,
          job: { purpose: 'contact-change', teams: pick([['tea_one'], ['tea_one'], ['tea_two']]) },
        },
      },
      ask: {
        action: pick(['view', 'search'] as const),
        purpose: pick(['contact-change', 'contact-change', 'refund'] as const),
      },
      case: null,
    }),
  ),
  (pick) => ({
    subject: loneKey,
    ask: { action: 'search', answered: pick([false, false, true]) },
    case: pick([null, { contactKey: pick(['key_one', 'key_two', null]) }]),
  }),
  (pick) => ({
    ask: { action: 'correct', purpose: 'contact-change' },
    case: { purpose: 'contact-change', verified: pick(flags) },
    field: { proven: pick(flags) },
  }),
  (pick) => ({
    subject: { post: 'supervisor' },
    ask: { action: pick(['import', 'trail', 'erase', 'rollback', 'confirm', 'undo'] as const) },
  }),
  (pick) => ({
    subject: { post: pick(['security-officer', 'auditor', 'compliance-officer'] as const) },
    ask: { action: pick(['trail', 'trail', 'view'] as const) },
    case: null,
  }),
  (pick) => ({
    subject: pick([{ tenureDays: 59 }, { place: 'home' }, { outsourced: true }]),
    field: { level: 'C3' },
  }),
  (pick) => (asked) => stepUpFor(asked, pick(['field', 'case-level'] as const)),
  () => (asked) => grantFor(stepUpFor(asked)),
  (pick) => (asked) => grantFor(asked, pick(['supervisor', 'compliance-officer'] as const)),
];

function purposeEverywhere(purpose: Ask['purpose']): Changes {
  return { ask: { purpose }, case: { purpose } };
}

function consentExpired(purpose: Ask['purpose']): Changes {
  return { customer: { consentExpired: true }, ask: { purpose }, case: { purpose } };
}

/** A random ask: the ordinary case with one to four things changed. */
export function anyAsk(random: () => number): Asked {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const changes: Changes[] = [];
  const after: ((asked: Asked) => Asked)[] = [];
  const count = 1 + Math.floor(random() * 4);
  for (let i = 0; i < count; i += 1) {
    const change = pick(variations)(pick);
    if (typeof change === 'function') after.push(change);
    else changes.push(change);
  }
  const asked = ordinary(changes.reduce(merged, {}));
  return after.reduce((value, change) => change(value), asked);
}

function merged(a: Changes, b: Changes): Changes {
  return {
    ask: { ...a.ask, ...b.ask },
    subject: { ...a.subject, ...b.subject },
    customer: { ...a.customer, ...b.customer },
    case: a.case === null || b.case === null ? null : { ...a.case, ...b.case },
    field: { ...a.field, ...b.field },
    facts: { ...a.facts, ...b.facts },
  };
}
