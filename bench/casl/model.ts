import { AbilityBuilder, createMongoAbility, type MongoAbility, subject as typed } from '@casl/ability';
import type { Ask, Facts, Subject } from '../../apps/server/src/gate/ask.ts';
import { ceilingTable } from '../../apps/server/src/gate/ceilings.ts';
import { stepUpCovers } from '../../apps/server/src/gate/entities.ts';
import { ceilingRank, levelRow, secretTypes } from '../../apps/server/src/gate/levels.ts';
import { postRow } from '../../apps/server/src/gate/posts.ts';
import { needsField, purposeFields } from '../../apps/server/src/gate/purposes.ts';
import { bestGrant, letsOut } from '../../apps/server/src/gate/requests.ts';
import { grantCovers } from '../../apps/server/src/gate/entities.ts';

/**
 * The rules that touch one field, written for CASL as its documentation does: the ability of a person is built once
 * (what is fixed for the session decides which rules there are at all), and each question is an object with what
 * changes. CASL compares an object's field with a value, not with another field, so comparisons between facts are
 * made while the object is assembled. It answers yes or no; what is missing and which rule decided it does not say.
 */
const agents = ['agent', 'senior-agent', 'supervisor'];
const clear = ['reveal', 'copy'];
const out = [...clear, 'use'];
const written = ['correct', 'rollback'];
const touched = ['view', 'reveal', 'copy', 'use', 'verify', 'correct'];

export function abilityOf(me: Subject): MongoAbility {
  const { can, cannot, build } = new AbilityBuilder(createMongoAbility);
  if (agents.includes(me.post)) can(touched, 'Field');
  if (me.post === 'supervisor') can('rollback', 'Field');
  if (me.post === 'quality-checker')
    can('view', 'Field', { purpose: 'quality-check', scenario: 'quality-check' });
  if (me.strength === 'password') cannot('manage', 'Field');
  cannot('manage', 'Field', { authAge: { $gt: 43_200 } });
  if (me.place === 'home' && !me.deviceTrusted) cannot(out, 'Field');
  cannot('manage', 'Field', { onDuty: false, inContact: false });
  if (!me.trainingValid || !me.agreementValid) cannot(out, 'Field');
  cannot(out, 'Field', { risk: { $gte: 60 }, steppedUp: false });
  cannot([...out, ...written], 'Field', { risk: { $gte: 90 } });
  cannot(['view', 'verify'], 'Field', { risk: { $gte: 90 }, ownLive: false });
  cannot([...touched, 'rollback'], 'Field', { needed: false });
  cannot([...clear, ...written], 'Field', { otherPurpose: true });
  if (me.post !== 'quality-checker') {
    cannot(['view', 'use', 'verify'], 'Field', {
      otherPurpose: true,
      purpose: { $ne: 'identity-verification' },
    });
    cannot(['view', 'use', 'verify'], 'Field', { otherPurpose: true, contactLive: false });
  }
  if (agents.includes(me.post)) {
    cannot(['view', ...clear, 'use', 'verify'], 'Field', {
      scenario: { $nin: ['chat', 'call', 'mail', 'verify', 'dispatch'] },
    });
  }
  cannot(clear, 'Field', { reason: null });
  cannot(['view', ...clear, 'use', 'verify'], 'Field', { hasCase: false });
  cannot(written, 'Field', { hasCase: false });
  const notMine = { hasCase: true, caseAgent: { $ne: me.person } };
  cannot([...clear, 'use', 'verify', ...written], 'Field', notMine);
  if (['senior-agent', 'supervisor', 'quality-checker'].includes(me.post) && me.team !== null) {
    cannot('view', 'Field', { ...notMine, caseTeam: { $ne: me.team } });
  } else cannot('view', 'Field', notMine);
  cannot([...clear, 'use', 'verify', ...written], 'Field', { caseState: 'closed' });
  cannot([...out, 'verify'], 'Field', { hasCase: true, hasContact: false });
  cannot([...clear, 'use', ...written], 'Field', { hasContact: true, contactLive: false });
  cannot([...clear, 'use', ...written], 'Field', { hasContact: true, contactAgent: { $ne: me.person } });
  cannot([...clear, 'use', 'verify'], 'Field', { origin: 'self', contactInbound: false });
  cannot([...clear, 'use', 'verify'], 'Field', { origin: 'self', hasContact: false });
  cannot(out, 'Field', { boundBy: 'agent', verified: false });
  cannot(written, 'Field', { hasCase: true, verified: false });
  cannot(written, 'Field', { proven: false });
  cannot([...touched, 'rollback'], 'Field', { otherCustomer: true });
  if (me.post === 'supervisor') {
    cannot([...touched, 'rollback'], 'Field', { hasCase: false, customerTeam: { $nin: [null, me.team] } });
  }
  const represented = { hasCase: true, capacity: { $ne: 'customer' } };
  cannot([...clear, 'use', ...written], 'Field', { ...represented, mandateLive: false });
  cannot([...clear, 'use', ...written], 'Field', {
    capacity: { $in: ['guardian', 'representative', 'company-contact', 'heir'] },
    mandateLive: true,
    mandated: false,
  });
  cannot([...touched, 'rollback'], 'Field', { capacity: 'joint-holder', mandated: false });
  cannot([...clear, 'use', ...written], 'Field', { deceased: true, capacity: { $ne: 'heir' } });
  cannot([...clear, 'use', ...written], 'Field', { deceased: true, mandateLive: { $ne: true } });
  cannot([...touched, 'rollback'], 'Field', { secret: true });
  const applying = ceilingTable.filter((row) => row.applies(me)).map((row) => ceilingRank(row.clearCeiling));
  const post = me.post === 'service-key' ? 0 : ceilingRank(postRow[me.post].clearCeiling);
  cannot(out, 'Field', { rank: { $gt: Math.min(post, ...applying) } });
  cannot(out, 'Field', { sensitive: true, rank: { $gte: 2 }, steppedUp: false });
  cannot(out, 'Field', { level: 'C3', steppedUp: false });
  cannot(out, 'Field', { level: 'C3', grantedBy: { $ne: 'supervisor' } });
  cannot(out, 'Field', { type: 'BANK_CARD', grantedBy: { $ne: 'supervisor' } });
  cannot(out, 'Field', { minor: true, grantedBy: { $nin: ['supervisor', 'compliance-officer'] } });
  const everything = [...touched, 'rollback'];
  if (me.ownCustomer !== null) cannot(everything, 'Field', { customer: me.ownCustomer });
  cannot(everything, 'Field', { colleague: me.person });
  if (me.relatives.length > 0) cannot(everything, 'Field', { customer: { $in: [...me.relatives] } });
  if (me.team !== null) cannot(everything, 'Field', { colleagueTeam: me.team });
  const named = { special: true, ...(deskOf(me) === null ? {} : { customerTeam: { $ne: me.team } }) };
  if (me.post !== 'compliance-officer') cannot([...out, 'correct', 'rollback'], 'Field', named);
  cannot(['view', 'verify'], 'Field', { ...named, inContact: false });
  cannot(out, 'Field', { special: true, grantedBy: { $ne: 'supervisor' } });
  cannot(everything, 'Field', { binned: true });
  cannot([...clear, 'use'], 'Field', {
    consentExpired: true,
    purpose: { $nin: ['identity-verification', 'card-freeze', 'complaint', 'rights-request'] },
  });
  cannot('use', 'Field', { ofKind: false });
  cannot('use', 'Field', { type: { $nin: ['CN_MOBILE', 'CN_LANDLINE', 'PHONE_NUMBER', 'EMAIL_ADDRESS'] } });
  cannot('use', 'Field', { rank: { $gt: 2 } });
  cannot('use', 'Field', { sensitive: true });
  cannot(clear, 'Field', { shown: false, quotaPassed: true });
  cannot(['verify', 'correct'], 'Field', { guessesSpent: true });
  return build();
}

const deskOf = (me: Subject): string | null =>
  ['senior-agent', 'supervisor'].includes(me.post) ? me.team : null;

/** The object that CASL is asked about; its cost belongs to the decision as entity assembly does to ours. */
export function fieldObject(ask: Ask, facts: Facts, index: number) {
  const field = facts.fields[index];
  const { subject, customer } = facts;
  const kase = facts.case;
  if (!field || !customer) throw new Error('an ask of one field of one customer');
  const grant = letsOut(ask.action) && facts.grants.length > 0 ? bestGrant(ask, facts) : null;
  const reveals = facts.fields.filter((each) => !each.shownInContact).length;
  const mine = kase !== null && kase.agent === subject.person && kase.contactLive;
  return typed('Field', {
    purpose: ask.purpose,
    scenario: ask.scenario,
    reason: ask.reason,
    authAge: subject.authAge,
    onDuty: subject.onDuty,
    risk: Math.ceil(facts.risk * 100),
    hasCase: kase !== null,
    caseAgent: kase?.agent ?? null,
    caseTeam: kase?.team ?? null,
    caseState: kase?.state ?? null,
    otherPurpose: kase !== null && kase.purpose !== ask.purpose,
    otherCustomer: kase !== null && kase.customer !== customer.id,
    origin: kase?.origin ?? null,
    boundBy: kase?.boundBy ?? null,
    verified: kase?.verified ?? false,
    hasContact: kase !== null && kase.contact !== null,
    contactLive: kase?.contactLive ?? false,
    contactInbound: kase?.contactInbound ?? false,
    contactAgent: kase?.contactAgent ?? null,
    capacity: kase?.party.capacity ?? null,
    mandateLive: kase?.party.mandateLive ?? null,
    mandated: kase?.party.fields.includes(field.field) ?? false,
    ownLive: mine,
    inContact: mine && kase.customer === customer.id,
    customer: customer.id,
    customerTeam: customer.team,
    special: customer.vip || customer.colleague !== null,
    colleague: customer.colleague,
    colleagueTeam: customer.colleagueTeam,
    minor: customer.minor,
    deceased: customer.deceased,
    binned: customer.binned,
    consentExpired: customer.consentExpired,
    type: field.type,
    ofKind: ask.use !== null && (field.uses ?? []).includes(ask.use),
    level: field.level,
    rank: levelRow[field.level].rank,
    sensitive: field.sensitive,
    secret: secretTypes.has(field.type),
    needed: needsField(purposeFields(ask.purpose, ask.action), field.field),
    shown: field.shownInContact,
    proven: field.proven === true,
    steppedUp: stepUpCovers(ask, facts, field),
    grantedBy: grant !== null && grantCovers(grant, field) ? grant.by : null,
    quotaPassed: facts.quota.used + reveals > facts.quota.limit,
    guessesSpent: facts.guessesLeft < 1,
  });
}
