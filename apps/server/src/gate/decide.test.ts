import { join } from 'node:path';
import { actions, posts } from '@huke/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, FieldFacts } from './ask.ts';
import { decide } from './decide.ts';
import { loadPolicies, policySet } from './policy-set.ts';
import { compileProgram } from './program.ts';
import { anyAsk, type Asked, type Changes, grantFor, ordinary, seeded, stepUpFor } from './testing.ts';

const set = loadPolicies(join(import.meta.dirname, '../../../../policies'));
const program = compileProgram(set);
const answer = ({ ask, facts }: Asked): Decision => decide(program, ask, facts);
const to = (changes: Changes = {}): Decision => answer(ordinary(changes));

const mobile: FieldFacts = {
  field: 'mobile',
  item: 'itm_mobile',
  type: 'CN_MOBILE',
  level: 'C2',
  sensitive: false,
  shownInContact: false,
};
const id: FieldFacts = {
  ...mobile,
  field: 'residentId',
  item: 'itm_id',
  type: 'CN_RESIDENT_ID',
  sensitive: true,
};
const card: FieldFacts = {
  ...mobile,
  field: 'bankCard',
  item: 'itm_card',
  type: 'BANK_CARD',
  level: 'C3',
  sensitive: true,
};
const order: FieldFacts = { ...mobile, field: 'order', item: 'itm_order', type: 'ORDER_NUMBER', level: 'C1' };
const withFields = (...fields: FieldFacts[]): Changes => ({ facts: { fields } });

describe('decide', () => {
  it('grants the ordinary reveal, says for how long, and what it consumes', () => {
    expect(to()).toEqual({
      kind: 'granted',
      fields: [{ field: 'mobile', item: 'itm_mobile', show: 'clear', policies: ['agents-see-clear'] }],
      policies: ['agents-see-clear'],
      consume: { grant: null, stepUp: null, reveals: [{ field: 'mobile', item: 'itm_mobile' }], guesses: 0 },
      hideAfter: 30,
      watermark: true,
    });
  });

  it('shows again within the contact for nothing', () => {
    const decision = to({
      field: { shownInContact: true },
      facts: { quota: { used: 20, limit: 20, raised: 0 } },
    });
    expect(decision).toMatchObject({ kind: 'granted', consume: { reveals: [] } });
  });

  it('counts all fields of an ask against the quota', () => {
    const quota = { used: 19, limit: 20, raised: 0 };
    expect(to({ facts: { fields: [mobile], quota } }).kind).toBe('granted');
    const name = { ...mobile, field: 'name', item: 'itm_name', type: 'PERSON' };
    expect(to({ facts: { fields: [mobile, name], quota } })).toEqual({
      kind: 'needs',
      needs: [{ kind: 'quota' }],
      policies: ['quota-spent'],
    });
    expect(to({ facts: { fields: [mobile, { ...name, shownInContact: true }], quota } }).kind).toBe(
      'granted',
    );
  });

  it('joins what is missing over policies and fields', () => {
    expect(to(withFields(id, card))).toEqual({
      kind: 'needs',
      needs: [{ kind: 'step-up' }, { kind: 'approval', by: ['supervisor'] }],
      policies: ['sensitive-step-up', 'c3-step-up', 'c3-approval', 'full-card-approval'],
    });
  });

  it('names for one approval the posts that every policy accepts', () => {
    const decision = to({ facts: { fields: [card] }, customer: { minor: true } });
    expect(decision).toMatchObject({
      needs: [{ kind: 'step-up' }, { kind: 'approval', by: ['supervisor'] }],
    });
    expect(to({ customer: { minor: true } })).toMatchObject({
      needs: [{ kind: 'approval', by: ['supervisor', 'compliance-officer'] }],
    });
  });

  it('refuses where any field is beyond help, whatever else is missing', () => {
    expect(to(withFields(id, order))).toMatchObject({ kind: 'refused', code: 'purpose-needs-field' });
  });

  it('hides on a card what may not be seen, and shows the rest', () => {
    const decision = to({ ask: { action: 'view' }, facts: { fields: [mobile, order] } });
    expect(decision).toMatchObject({
      kind: 'granted',
      fields: [
        { field: 'mobile', show: 'masked', policies: ['agents-see-masked'] },
        { field: 'order', show: 'hidden', policies: ['purpose-needs-field'] },
      ],
      consume: { reveals: [], guesses: 0 },
      hideAfter: null,
    });
  });

  it('refuses what no policy permits', () => {
    expect(to({ subject: { post: 'compliance-officer' } })).toEqual({
      kind: 'refused',
      code: 'not-permitted',
      policies: [],
    });
  });

  it('does not call something missing where no permit stands behind it', () => {
    const decision = to({ subject: { post: 'quality-checker', trainingValid: false } });
    expect(decision).toEqual({ kind: 'refused', code: 'not-permitted', policies: [] });
  });

  it('refuses an ask for fields that the customer has not', () => {
    for (const action of ['reveal', 'copy', 'use', 'verify', 'correct'] as const) {
      const asked = ordinary({ ask: { action }, facts: { fields: [] } });
      const decision = answer(asked);
      expect(decision.kind).toBe('refused');
    }
  });

  it('never throws and never grants by accident on facts that fit no table', () => {
    const odd: Changes[] = [
      { facts: { risk: Number.NaN } },
      { facts: { quota: { used: Number.NaN, limit: 20, raised: 0 } } },
      { facts: { quota: { used: 0, limit: Number.POSITIVE_INFINITY, raised: 0 } } },
      { facts: { guessesLeft: 2 ** 60 } },
      { subject: { authAge: Number.NaN } },
      { subject: { post: 'king' as never } },
      {
        subject: {
          kind: 'key',
          post: 'service-key',
          strength: 'key',
          key: { id: 'k', scopes: [], teams: [], actForCase: null },
        },
      },
      { subject: { kind: 'key', person: null, key: null } },
      { case: { origin: 'nowhere' as never } },
      { case: { party: { capacity: 'thief' as never, mandateLive: true, fields: [] } } },
      { field: { level: 'C9' as never } },
      { ask: { purpose: 'fun' as never } },
      { ask: { action: 'steal' as never } },
      { subject: { onDuty: 'yes' as never } },
      { customer: { vip: undefined as never } },
    ];
    for (const changes of odd)
      expect(to(changes)).toEqual({ kind: 'refused', code: 'policy-error', policies: [] });
  });

  it('refuses by an erring forbid even where a permit holds', () => {
    const notes = (name: string): string =>
      `@id("${name}") @title_zh("题") @title_en("t") @why_zh("因") @why_en("w")\n`;
    const broken = compileProgram(
      policySet([
        {
          name: 'x.cedar',
          text: `${notes('all')}permit(principal, action, resource);
                 ${notes('broken')}forbid(principal, action, resource) when { context.risk * 9007199254740991 * 9007199254740991 > 0 };`,
        },
      ]),
    );
    const calm = ordinary();
    expect(decide(broken, calm.ask, calm.facts).kind).toBe('granted');
    const risky = ordinary({ facts: { risk: 0.5 } });
    expect(decide(broken, risky.ask, risky.facts)).toEqual({
      kind: 'refused',
      code: 'policy-error',
      policies: [],
    });
  });
});

describe('step-ups', () => {
  const sensitive = ordinary({ facts: { fields: [id] } });

  it('open what they were made for, and are consumed', () => {
    expect(answer(stepUpFor(sensitive))).toMatchObject({ kind: 'granted', consume: { stepUp: 'stp_one' } });
    expect(answer(stepUpFor(sensitive, 'case-level'))).toMatchObject({ kind: 'granted' });
  });

  it.each([
    ['person', { person: 'per_other' }],
    ['session', { session: 'ses_other' }],
    ['customer', { customer: 'cus_two' }],
    ['case', { case: 'cas_two' }],
    ['action', { action: 'copy' }],
    ['purpose', { purpose: 'complaint' }],
    ['field', { field: 'mobile' }],
    ['item', { item: 'itm_other' }],
    ['level', { level: 'C1' }],
  ] as const)('do not open for another %s', (_, change) => {
    const { ask, facts } = stepUpFor(sensitive);
    const stepUp = facts.stepUp === null ? null : { ...facts.stepUp, ...change };
    expect(answer({ ask, facts: { ...facts, stepUp } })).toMatchObject({
      kind: 'needs',
      needs: [{ kind: 'step-up' }],
    });
  });

  it('for a case and level never cover C3', () => {
    const asked = grantFor(stepUpFor(ordinary({ facts: { fields: [card] } }), 'case-level'));
    expect(answer(asked)).toMatchObject({ kind: 'needs', needs: [{ kind: 'step-up' }] });
    expect(answer(grantFor(stepUpFor(ordinary({ facts: { fields: [card] } })))).kind).toBe('granted');
  });
});

describe('grants', () => {
  const asked = stepUpFor(ordinary({ facts: { fields: [card] } }));
  const granted = grantFor(asked);
  const [grant] = granted.facts.grants;
  const using = (change: object): Decision =>
    answer({ ask: asked.ask, facts: { ...asked.facts, grants: grant ? [{ ...grant, ...change }] : [] } });

  it('open what they cover, and are named for the commit', () => {
    expect(using({})).toMatchObject({ kind: 'granted', consume: { grant: 'grn_one' } });
    expect(using({ fields: [{ field: 'bankCard' }] })).toMatchObject({ kind: 'granted' });
  });

  it.each([
    ['another field', { fields: [{ field: 'mobile' }] }],
    ['another item', { fields: [{ field: 'bankCard', item: 'itm_other' }] }],
    ['another action', { action: 'copy' }],
    ['no field', { fields: [] }],
    ['a time that has passed', { expiresAt: '2026-11-21T02:00:00.000Z' }],
    ['no readable time', { expiresAt: 'tomorrow' }],
    ['an approver of another post', { by: 'compliance-officer' }],
  ])('for %s do not open', (_, change) => {
    expect(using(change)).toMatchObject({ kind: 'needs', needs: [{ kind: 'approval', by: ['supervisor'] }] });
  });

  it('are not added up: one grant covers every field that needs one', () => {
    const two = ordinary({
      customer: { minor: true },
      facts: { fields: [mobile, { ...mobile, field: 'name', item: 'itm_name', type: 'PERSON' }] },
    });
    const [base] = grantFor(two).facts.grants;
    if (!base) throw new Error('no grant');
    const split = [
      { ...base, fields: [{ field: 'mobile' }] },
      { ...base, id: 'grn_two', fields: [{ field: 'name' }] },
    ];
    expect(answer({ ...two, facts: { ...two.facts, grants: split } }).kind).toBe('needs');
    expect(answer(grantFor(two)).kind).toBe('granted');
  });
});

describe('absent, not yours and protected', () => {
  const special: Changes['customer'][] = [
    {},
    { vip: true },
    { colleague: 'per_other', colleagueTeam: 'tea_one' },
    { minor: true },
    { deceased: true },
    { binned: true },
    { team: 'tea_two' },
    { consentExpired: true },
  ];
  const actionsOnCustomers = actions.filter((action) => !['search', 'create', 'import'].includes(action));

  it('are no list: only who asks for the list of all is asked about the desk', () => {
    for (const action of ['restore', 'undo'] as const) {
      const base: Changes = { ask: { action }, subject: { post: 'supervisor' }, case: null, customer: null };
      expect(to(base), action).toMatchObject({ kind: 'refused', code: 'not-yours' });
      expect(to({ ...base, ask: { action, list: true } }).kind, action).toBe('granted');
      const agent: Changes = { ...base, ask: { action, list: true }, subject: { post: 'agent' } };
      expect(to(agent), action).toMatchObject({ kind: 'refused', code: 'not-permitted' });
    }
  });

  it('answer alike, whoever asks, for every action', () => {
    for (const action of actionsOnCustomers) {
      for (const post of posts) {
        for (const strength of ['password', 'two-factor'] as const) {
          for (const kase of [
            { customer: 'cus_two' },
            { customer: null },
            { agent: 'per_other', customer: 'cus_two' },
          ]) {
            const base: Changes = { ask: { action }, subject: { post, strength }, case: kase };
            const absent = to({ ...base, customer: null, facts: { fields: [] } });
            for (const customer of special)
              expect(to({ ...base, customer: { id: 'cus_hidden', ...customer } })).toEqual(absent);
          }
        }
      }
    }
  });

  it('answer alike without a case, for whoever works with cases', () => {
    for (const action of ['view', 'reveal', 'copy', 'use', 'verify', 'note'] as const) {
      const base: Changes = { ask: { action }, case: null };
      const absent = to({ ...base, customer: null, facts: { fields: [] } });
      for (const customer of special) expect(to({ ...base, customer: { ...customer } })).toEqual(absent);
    }
  });

  it('answer alike to a key of other teams', () => {
    const key = { id: 'key_one', scopes: ['customers:read' as const], teams: ['tea_nine'], actForCase: null };
    const subject = {
      kind: 'key',
      person: null,
      post: 'service-key',
      team: null,
      session: null,
      strength: 'key',
      key,
    } as const;
    const base: Changes = { ask: { action: 'view' }, case: null, subject };
    const absent = to({ ...base, customer: null, facts: { fields: [] } });
    for (const customer of special)
      expect(to({ ...base, customer: { ...customer, team: customer?.team ?? 'tea_one' } })).toEqual(absent);
  });
});

describe('properties', () => {
  it('a view never shows clear, and clear never goes to a person without a reveal or copy that was counted', () => {
    const random = seeded(5);
    for (let i = 0; i < 20_000; i += 1) {
      const { ask, facts } = anyAsk(random);
      const decision = decide(program, ask, facts);
      if (decision.kind !== 'granted') continue;
      const clear = decision.fields.filter((field) => field.show === 'clear');
      if (clear.length > 0) expect(['reveal', 'copy', 'redeem', 'notify']).toContain(ask.action);
      if (ask.action === 'redeem' || ask.action === 'notify') continue;
      const counted = new Set([
        ...decision.consume.reveals.map((each) => each.item),
        ...facts.fields.filter((each) => each.shownInContact).map((each) => each.item),
      ]);
      for (const field of clear) expect(counted).toContain(field.item);
    }
  });

  it('nobody but the agents’ posts ever sees clear', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { ask, facts } = anyAsk(seeded(seed));
        const decision = decide(program, ask, facts);
        const clear = decision.kind === 'granted' && decision.fields.some((field) => field.show === 'clear');
        return (
          !clear ||
          ask.action === 'redeem' ||
          ask.action === 'notify' ||
          ['agent', 'senior-agent', 'supervisor'].includes(facts.subject.post)
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('no value goes to a program but what can be dialled or written to, to the key of the live contact alone', () => {
    const random = seeded(11);
    let granted = 0;
    for (let i = 0; i < 40_000; i += 1) {
      const { ask, facts } = anyAsk(random);
      if (ask.action !== 'redeem' || decide(program, ask, facts).kind !== 'granted') continue;
      granted += 1;
      const { subject, fields } = facts;
      expect([subject.person, subject.key?.id, facts.case?.contactLive]).toEqual([
        null,
        facts.case?.contactKey,
        true,
      ]);
      expect(subject.key?.teams).toContain(facts.case?.team);
      for (const field of fields) {
        expect(field.uses).toContain(ask.use);
        expect(field.type).toMatch(/^(CN_MOBILE|CN_LANDLINE|PHONE_NUMBER|EMAIL_ADDRESS)$/);
      }
    }
    expect(granted).toBeGreaterThan(50);
  });

  it('a notice goes to a number or an address of mail, through a key of the customer’s team alone', () => {
    const random = seeded(12);
    let granted = 0;
    for (let i = 0; i < 40_000; i += 1) {
      const { ask, facts } = anyAsk(random);
      if (ask.action !== 'notify' || decide(program, ask, facts).kind !== 'granted') continue;
      granted += 1;
      const { subject, fields } = facts;
      expect(subject.person).toBeNull();
      expect(subject.key?.scopes).toContain('contacts:write');
      expect(subject.key?.teams).toContain(facts.customer?.team);
      for (const field of fields)
        expect(field.type).toMatch(/^(CN_MOBILE|CN_LANDLINE|PHONE_NUMBER|EMAIL_ADDRESS)$/);
    }
    expect(granted).toBeGreaterThan(50);
  });
});
