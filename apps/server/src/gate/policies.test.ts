import { join } from 'node:path';
import { purposes, scopes } from '@huke/sdk';
import { describe, expect, it } from 'vitest';
import { decide, judge } from './decide.ts';
import { loadPolicies } from './policy-set.ts';
import { compileProgram } from './program.ts';
import { actingKey, type Asked, type Changes, grantFor, loneKey, ordinary, stepUpFor } from './testing.ts';

const set = loadPolicies(join(import.meta.dirname, '../../../../policies'));
const program = compileProgram(set);

type Situation = Changes | ((asked: Asked) => Asked);
/** Where the policy decides, and its nearest neighbour where it does not and the ask is granted. */
type Row = { readonly decides: Situation; readonly not: Situation };

const made = (situation: Situation): Asked =>
  typeof situation === 'function' ? situation(ordinary()) : ordinary(situation);

const decided = ({ ask, facts }: Asked): readonly string[] =>
  judge(program, ask, facts).flatMap((verdict) => verdict.rules.map((rule) => rule.id));

const view: Changes = { ask: { action: 'view' } };
const use: Changes = { ask: { action: 'use', use: 'dial' } };
const redeem: Changes = { ask: { action: 'redeem', use: 'dial' } };
const verify: Changes = { ask: { action: 'verify' } };
const search: Changes = { ask: { action: 'search' }, customer: null };
const note: Changes = { ask: { action: 'note' } };
const trail: Changes = { ask: { action: 'trail' }, case: null, subject: { post: 'auditor', team: null } };
const erase: Changes = {
  ask: { action: 'erase', purpose: 'data-entry' },
  case: null,
  subject: { post: 'supervisor' },
};
const correct: Changes = {
  ask: { action: 'correct', purpose: 'contact-change' },
  case: { purpose: 'contact-change' },
};
const confirm: Changes = { ask: { action: 'confirm' }, case: null, subject: { post: 'supervisor' } };
const undo: Changes = {
  ask: { action: 'undo' },
  case: null,
  subject: { post: 'security-officer', team: null },
};
const notify: Changes = { ask: { action: 'notify', purpose: 'contact-change' }, case: null };
const id: Changes['field'] = { field: 'residentId', type: 'CN_RESIDENT_ID', level: 'C2', sensitive: true };
const card: Changes['field'] = { field: 'bankCard', type: 'BANK_CARD', level: 'C2', sensitive: true };
const c3: Changes['field'] = { field: 'bankAccount', type: 'BANK_ACCOUNT', level: 'C3', sensitive: true };
const officer = (changes: Changes): Changes => ({
  ...changes,
  subject: { post: 'senior-agent', ...changes.subject },
});
const full = (changes: Changes) => (): Asked => grantFor(stepUpFor(ordinary(changes)));
const stepped = (changes: Changes) => (): Asked => stepUpFor(ordinary(changes));
const keyed = (changes: Changes, key: Partial<NonNullable<(typeof actingKey)['key']>> = {}): Changes => ({
  ...changes,
  subject: {
    ...actingKey,
    key: { id: 'key_one', scopes: [...scopes], teams: ['tea_one'], actForCase: 'cas_one', job: null, ...key },
    ...changes.subject,
  },
});
const lone = (changes: Changes, key: Partial<NonNullable<(typeof loneKey)['key']>> = {}): Changes => ({
  ...changes,
  subject: {
    ...loneKey,
    key: { id: 'key_one', scopes: [...scopes], teams: ['tea_one'], actForCase: null, job: null, ...key },
  },
});
const job = { purpose: 'card-freeze', teams: ['tea_one'] } as const;
const mandate = (
  capacity: 'guardian' | 'representative' | 'joint-holder' | 'heir',
  live: boolean,
  fields: string[],
) => ({
  party: { capacity, mandateLive: live, fields },
});
const selfOpened = { origin: 'self', contactInbound: false } as const;
const noContact = { contact: null, contactLive: false, contactAgent: null, contactInbound: false } as const;

const rows: Readonly<Record<string, Row>> = {
  'agents-see-masked': { decides: view, not: { ...view, subject: { post: 'compliance-officer' } } },
  'agents-see-clear': { decides: {}, not: view },
  'agents-use': { decides: use, not: view },
  'agents-verify': { decides: verify, not: view },
  'agents-search': { decides: search, not: lone(search) },
  'agents-create': { decides: { ask: { action: 'create' } }, not: lone({ ask: { action: 'create' } }) },
  'agents-correct': { decides: correct, not: lone(correct) },
  'agents-note': { decides: note, not: view },
  'supervisors-keep-records': { decides: erase, not: { ...erase, subject: { post: 'compliance-officer' } } },
  'supervisors-import': {
    decides: { ask: { action: 'import' }, subject: { post: 'supervisor' } },
    not: lone({ ask: { action: 'import' } }),
  },
  'supervisors-trail': { decides: { ...trail, subject: { post: 'supervisor' } }, not: trail },
  'quality-checkers-see-masked': {
    decides: {
      ask: { action: 'view', purpose: 'quality-check', scenario: 'quality-check' },
      subject: { post: 'quality-checker', person: 'per_checker' },
    },
    not: view,
  },
  'quality-checkers-read-notes': {
    decides: {
      ask: { action: 'note', purpose: 'quality-check', scenario: 'quality-check' },
      subject: { post: 'quality-checker', person: 'per_checker' },
    },
    not: note,
  },
  'officers-trail': { decides: trail, not: { ...trail, subject: { post: 'supervisor' } } },
  'compliance-officers-keep-records': {
    decides: { ...erase, subject: { post: 'compliance-officer' } },
    not: erase,
  },
  'second-person-confirms': { decides: confirm, not: { ...confirm, subject: { post: 'agent' } } },
  'changes-undone': { decides: undo, not: { ...undo, subject: { post: 'agent' } } },
  'administrators-no-customers': { decides: { ...view, subject: { post: 'system-admin' } }, not: view },
  'auditors-no-values': { decides: { ...view, subject: { post: 'auditor' } }, not: trail },

  'second-factor': {
    decides: { ...view, subject: { strength: 'password' } },
    not: { ...view, subject: { strength: 'two-factor' } },
  },
  'session-stale': {
    decides: { ...view, subject: { authAge: 43_201 } },
    not: { ...view, subject: { authAge: 43_200 } },
  },
  'device-at-home': {
    decides: { subject: { place: 'home', deviceTrusted: false } },
    not: { subject: { place: 'home', deviceTrusted: true } },
  },
  'off-duty': {
    decides: { ...view, subject: { onDuty: false }, case: { contactLive: false } },
    not: { ...view, subject: { onDuty: false } },
  },
  'training-expired': {
    decides: { subject: { trainingValid: false } },
    not: { ...view, subject: { trainingValid: false } },
  },
  'agreement-expired': {
    decides: { subject: { agreementValid: false } },
    not: { ...view, subject: { agreementValid: false } },
  },
  'risk-step-up': { decides: { facts: { risk: 0.6 } }, not: stepped({ facts: { risk: 0.6 } }) },
  'risk-frozen': { decides: stepped({ facts: { risk: 0.9 } }), not: stepped({ facts: { risk: 0.89 } }) },
  'risk-frozen-masked': {
    decides: { ...view, facts: { risk: 1 }, case: { contactLive: false } },
    not: { ...view, facts: { risk: 1 } },
  },

  'purpose-needs-field': {
    decides: {
      ask: { purpose: 'call-back' },
      case: { purpose: 'call-back' },
      field: { ...id, sensitive: false },
    },
    not: { ask: { purpose: 'call-back' }, case: { purpose: 'call-back' } },
  },
  'purpose-of-case': { decides: { case: { purpose: 'complaint' } }, not: {} },
  'purpose-of-case-masked': {
    decides: { ...view, case: { purpose: 'complaint' } },
    not: {
      ask: { action: 'view', purpose: 'identity-verification' },
      case: { purpose: 'complaint' },
      field: { field: 'birthDate', type: 'DATE_OF_BIRTH' },
    },
  },
  'scenario-of-agents': {
    decides: { ask: { action: 'view', scenario: 'export' } },
    not: { ask: { action: 'view', scenario: 'mail' } },
  },
  'reason-missing': { decides: { ask: { reason: null } }, not: { ask: { action: 'view', reason: null } } },

  'case-missing': { decides: { ...view, case: null }, not: view },
  'case-missing-correct': {
    decides: {
      ask: { action: 'correct', purpose: 'data-entry' },
      case: null,
      subject: { post: 'supervisor' },
    },
    not: correct,
  },
  'case-not-yours': { decides: { case: { agent: 'per_other' } }, not: {} },
  'case-not-yours-masked': {
    decides: { ...view, case: { agent: 'per_other' } },
    not: { ...view, case: { agent: 'per_other' }, subject: { post: 'supervisor' } },
  },
  'case-closed': { decides: { case: { state: 'closed' } }, not: { case: { state: 'wrap-up' } } },
  'contact-missing': { decides: { case: { ...noContact, origin: 'supervisor' } }, not: {} },
  'contact-ended': {
    decides: { case: { contactLive: false } },
    not: { case: { contactLive: true, state: 'wrap-up' } },
  },
  'contact-not-yours': { decides: { case: { contactAgent: 'per_other' } }, not: {} },
  'self-opened': { decides: { case: selfOpened }, not: { case: { ...selfOpened, contactInbound: true } } },
  'caller-unverified': {
    decides: { case: { boundBy: 'agent', verified: false } },
    not: { case: { boundBy: 'agent', verified: true } },
  },
  'change-unverified': { decides: { ...correct, case: { ...correct.case, verified: false } }, not: correct },
  'change-unproven': { decides: { ...correct, field: { proven: false } }, not: correct },
  'not-yours': { decides: { ...view, case: { customer: 'cus_two' } }, not: view },
  'search-not-yours': {
    decides: { ask: { action: 'search' }, customer: { team: 'tea_two' } },
    not: { ask: { action: 'search' }, customer: { team: 'tea_one' } },
  },

  'mandate-missing': {
    decides: { case: mandate('guardian', false, ['mobile']) },
    not: { case: mandate('guardian', true, ['mobile']) },
  },
  'mandate-scope': {
    decides: { case: mandate('representative', true, ['email']) },
    not: { case: mandate('representative', true, ['mobile']) },
  },
  'joint-holder-other-fields': {
    decides: { ...view, case: mandate('joint-holder', true, ['bankCard']) },
    not: { ...view, case: mandate('joint-holder', true, ['mobile']) },
  },
  deceased: {
    decides: { customer: { deceased: true } },
    not: { customer: { deceased: true }, case: mandate('heir', true, ['mobile']) },
  },

  'secret-never': {
    decides: full({ field: { field: 'mobile', type: 'PASSWORD', level: 'C3' } }),
    not: full({ field: { field: 'mobile', type: 'CN_MOBILE', level: 'C3' } }),
  },
  'ceiling-post': { decides: { subject: { post: 'quality-checker' } }, not: {} },
  'ceiling-newcomer': {
    decides: full({ field: c3, subject: { tenureDays: 59 } }),
    not: full({ field: c3, subject: { tenureDays: 60 } }),
  },
  'ceiling-outsourced': {
    decides: full({ field: c3, subject: { outsourced: true } }),
    not: full({ field: c3 }),
  },
  'ceiling-home': { decides: full({ field: c3, subject: { place: 'home' } }), not: full({ field: c3 }) },
  'sensitive-step-up': { decides: { field: id }, not: stepped({ field: id }) },
  'c3-step-up': {
    decides: (asked) => grantFor(ordinary({ field: { ...c3, sensitive: false }, ask: asked.ask })),
    not: full({ field: c3 }),
  },
  'c3-approval': { decides: stepped({ field: c3 }), not: full({ field: c3 }) },
  'full-card-approval': { decides: stepped({ field: card }), not: full({ field: card }) },
  'minor-approval': {
    decides: { customer: { minor: true } },
    not: () => grantFor(ordinary({ customer: { minor: true } }), 'compliance-officer'),
  },

  'own-record': {
    decides: { ...view, subject: { ownCustomer: 'cus_one' } },
    not: { ...view, subject: { ownCustomer: 'cus_two' } },
  },
  'relative-record': {
    decides: { ...view, subject: { relatives: ['cus_two', 'cus_one'] } },
    not: { ...view, subject: { relatives: ['cus_two'] } },
  },
  'named-desk-team': {
    decides: { ...view, customer: { colleague: 'per_other', colleagueTeam: 'tea_one' } },
    not: { ...view, customer: { colleague: 'per_other', colleagueTeam: 'tea_two' } },
  },
  'named-desk': {
    decides: () => grantFor(ordinary({ customer: { vip: true } })),
    not: () => grantFor(ordinary(officer({ customer: { vip: true } }))),
  },
  'named-desk-masked': {
    decides: { ...view, customer: { vip: true }, case: { contactLive: false } },
    not: { ...view, customer: { vip: true } },
  },
  'named-desk-approval': {
    decides: officer({ customer: { vip: true } }),
    not: () => grantFor(ordinary(officer({ customer: { vip: true } }))),
  },
  binned: {
    decides: { ...view, customer: { binned: true } },
    not: { ...erase, ask: { action: 'restore' }, customer: { binned: true } },
  },
  'consent-expired': {
    decides: { ask: { purpose: 'refund' }, case: { purpose: 'refund' }, customer: { consentExpired: true } },
    not: { customer: { consentExpired: true } },
  },

  'keys-see-masked': { decides: lone(view), not: lone({ ...view, case: { contactKey: 'key_two' } }) },
  'keys-see-declared': {
    decides: lone({ ...view, case: null }, { job }),
    not: lone({ ...view, case: null, customer: { team: 'tea_two' } }, { job, teams: ['tea_one', 'tea_two'] }),
  },
  'keys-search': {
    decides: lone({ ask: { action: 'search' } }, { scopes: ['customers:search'] }),
    not: lone({ ask: { action: 'search' }, case: null }, { scopes: ['customers:search'] }),
  },
  'keys-search-declared': {
    decides: lone({ ...search, case: null }, { job }),
    not: lone({ ask: { action: 'search', purpose: 'refund' }, case: null }, { job }),
  },
  'channels-recognise': {
    decides: lone({ ask: { action: 'search', answered: false }, case: null }, { scopes: ['contacts:write'] }),
    not: lone({ ask: { action: 'search' }, case: null }, { scopes: ['contacts:write'] }),
  },
  'keys-write': { decides: lone({ ask: { action: 'create' } }), not: { ask: { action: 'create' } } },
  'channels-notify': { decides: lone(notify, { scopes: ['contacts:write'] }), not: notify },
  'channels-undo': { decides: lone({ ...undo, subject: {} }), not: undo },
  'key-search-teams': {
    decides: lone({ ask: { action: 'search' }, customer: { team: 'tea_two' } }),
    not: lone({ ask: { action: 'search' }, customer: { team: 'tea_two' } }, { teams: ['tea_two'] }),
  },
  'key-alone-no-clear': { decides: lone({}), not: keyed({}) },
  'key-scope-accesses': {
    decides: keyed({}, { scopes: ['customers:read'] }),
    not: keyed({}, { scopes: ['accesses:write'] }),
  },
  'key-scope-read': {
    decides: keyed(view, { scopes: ['accesses:write'] }),
    not: keyed(view, { scopes: ['customers:read'] }),
  },
  'key-scope-search': {
    decides: keyed({ ask: { action: 'search' } }, { scopes: ['customers:read'] }),
    not: keyed({ ask: { action: 'search' } }, { scopes: ['customers:search'] }),
  },
  'key-scope-write': {
    decides: keyed(correct, { scopes: ['customers:read'] }),
    not: keyed(correct, { scopes: ['customers:write'] }),
  },
  'key-case': { decides: keyed({}, { actForCase: 'cas_two' }), not: keyed({}) },
  'key-no-administration': { decides: keyed({ ...erase, subject: { post: 'supervisor' } }), not: erase },

  'use-of-kind': {
    decides: { ...use, field: { uses: ['text'] } },
    not: { ask: { action: 'use', use: 'text' }, field: { uses: ['text'] } },
  },
  'use-never': {
    decides: { ...use, field: { ...card, uses: ['dial'] } },
    not: { ...use, field: { type: 'PHONE_NUMBER', uses: ['dial'] } },
  },
  'channels-carry-out': { decides: lone(redeem, { scopes: ['contacts:write'] }), not: redeem },
  'redeem-programs-only': { decides: keyed(redeem), not: lone(redeem) },
  'redeem-own-contact': {
    decides: lone({ ...redeem, case: { contactKey: 'key_two' } }),
    not: lone({ ...redeem, case: { contactKey: 'key_one' } }),
  },

  'quota-spent': {
    decides: { facts: { quota: { used: 20, limit: 20, raised: 0 } } },
    not: { facts: { quota: { used: 20, limit: 20, raised: 0 } }, field: { shownInContact: true } },
  },
  'guesses-spent': {
    decides: { ...search, facts: { guessesLeft: 0 } },
    not: { ...search, facts: { guessesLeft: 1 } },
  },
};

describe('every policy', () => {
  it('has a row here', () => {
    expect(Object.keys(rows).sort()).toEqual(set.policies.map((policy) => policy.id).sort());
  });

  it.each(set.policies.map((policy) => [policy.id, policy.effect] as const))('%s (%s)', (name, effect) => {
    const row = rows[name];
    if (row === undefined) throw new Error('no row');
    const there = made(row.decides);
    expect(decided(there)).toContain(name);
    expect(decide(program, there.ask, there.facts).kind === 'granted').toBe(effect === 'permit');
    const neighbour = made(row.not);
    expect(decided(neighbour)).not.toContain(name);
    if (effect === 'forbid') expect(decide(program, neighbour.ask, neighbour.facts).kind).toBe('granted');
  });
});

/** Policies that guard a reveal and not a use: why not, or which other policy guards the use. */
const guardedOtherwise: Readonly<Record<string, string>> = {
  'reason-missing': 'the purpose of the case is the reason; one press dials',
  'quota-spent': 'uses have a budget of their own, by person, contact, key and hour',
};

describe('a use', () => {
  const actionsOf = (policy: (typeof set.policies)[number]): string => JSON.stringify(policy.json.action);

  it('is guarded by whatever guards a reveal', () => {
    const guards = set.policies.filter(
      (policy) => policy.effect === 'forbid' && actionsOf(policy).includes('"reveal"'),
    );
    expect(guards.length).toBeGreaterThan(20);
    const unguarded = guards.filter((policy) => !actionsOf(policy).includes('"use"')).map(({ id }) => id);
    expect(unguarded.sort()).toEqual(Object.keys(guardedOtherwise).sort());
  });

  it.each<[string, Changes]>([
    ['training-expired', { subject: { trainingValid: false } }],
    ['agreement-expired', { subject: { agreementValid: false } }],
    ['device-at-home', { subject: { place: 'home', deviceTrusted: false } }],
    ['off-duty', { subject: { onDuty: false }, case: { contactLive: false } }],
    ['risk-step-up', { facts: { risk: 0.6 } }],
    ['risk-frozen', { facts: { risk: 0.9 } }],
    ['minor-approval', { customer: { minor: true } }],
    ['named-desk', { customer: { vip: true } }],
    ['named-desk-approval', { customer: { vip: true }, subject: { post: 'senior-agent' } }],
    ['deceased', { customer: { deceased: true } }],
    ['ceiling-newcomer', { field: c3, subject: { tenureDays: 1 } }],
    ['sensitive-step-up', { field: id }],
    ['full-card-approval', { field: card }],
    ['caller-unverified', { case: { boundBy: 'agent', verified: false } }],
    ['contact-missing', { case: { ...noContact, origin: 'supervisor' } }],
    ['contact-ended', { case: { contactLive: false } }],
    ['contact-not-yours', { case: { contactAgent: 'per_other' } }],
    ['self-opened', { case: selfOpened }],
    ['mandate-missing', { case: mandate('guardian', false, ['mobile']) }],
    ['own-record', { subject: { ownCustomer: 'cus_one' } }],
  ])('is stopped by %s', (policy, changes) => {
    const asked = made({ ...use, ...changes });
    expect(decided(asked)).toContain(policy);
    expect(decide(program, asked.ask, asked.facts).kind).not.toBe('granted');
  });

  it('goes by the approval and step-up that a reveal would need', () => {
    const minor = grantFor(made({ ...use, customer: { minor: true } }));
    const granted = decide(program, minor.ask, minor.facts);
    expect(granted).toMatchObject({ kind: 'granted', consume: { grant: 'grn_one', reveals: [] } });
    const risky = stepUpFor(made({ ...use, facts: { risk: 0.6 } }));
    expect(decide(program, risky.ask, risky.facts)).toMatchObject({
      kind: 'granted',
      consume: { stepUp: 'stp_one' },
    });
  });

  it('may be asked for by no program, and taken by no person', () => {
    for (const asked of [lone(use), keyed(redeem), redeem].map((each) => made(each)))
      expect(decide(program, asked.ask, asked.facts).kind).toBe('refused');
  });

  it.each([
    ['residentId', 'CN_RESIDENT_ID'],
    ['passport', 'CN_PASSPORT'],
    ['bankCard', 'BANK_CARD'],
    ['bankAccount', 'BANK_ACCOUNT'],
    ['address', 'ADDRESS'],
    ['wechat', 'WECHAT_ID'],
    ['name', 'PERSON'],
    ['mobile', 'BANK_CARD'],
  ])(
    'of %s (%s) is refused for every purpose, kind of use and asker, whatever the field is registered for',
    (field, type) => {
      for (const purpose of purposes)
        for (const kind of ['dial', 'text', 'mail'] as const)
          for (const by of [use, lone(redeem)]) {
            const { ask, facts } = made({
              ...by,
              ask: { ...by.ask, purpose, use: kind },
              case: { purpose },
              field: { field, type, uses: ['dial', 'text', 'mail'] },
            });
            expect(decide(program, ask, grantFor(stepUpFor({ ask, facts })).facts).kind).toBe('refused');
          }
    },
  );
});

describe('what is missing', () => {
  it('stands on a forbid whose need, once met, no longer forbids', () => {
    for (const policy of set.policies.filter((each) => each.needs !== null)) {
      const { ask, facts } = made(rows[policy.id]?.decides ?? {});
      const decision = decide(program, ask, facts);
      expect([policy.id, decision.kind]).toEqual([policy.id, 'needs']);
      if (decision.kind === 'needs') {
        const kinds = decision.needs.map((need) => need.kind);
        for (const need of policy.needs ?? [])
          expect([policy.id, kinds]).toEqual([policy.id, expect.arrayContaining([need.kind])]);
      }
    }
  });
});
