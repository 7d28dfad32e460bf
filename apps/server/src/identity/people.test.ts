import type { Person } from '@huke/sdk';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Somebody } from '#gate';
import {
  openTestIdentity,
  type TestIdentity,
  testEmployer,
  testPassword,
  testPerson,
  testTeams,
} from './testing.ts';

let room: TestIdentity;
let people: Somebody;
let security: Somebody;
const cuts: string[] = [];

beforeAll(async () => {
  room = await openTestIdentity({
    onRightsCut: async (_tx, cut) => {
      cuts.push(cut.person);
    },
  });
});
afterAll(() => room.close());
beforeEach(async () => {
  // each test has a day of its own: an administrator adds a few people a day alone
  room.pass(86_400);
  people = await room.subjectOf(testPerson('system-admin'));
  security = await room.subjectOf(testPerson('security-admin'));
  cuts.length = 0;
  room.entries.length = 0;
});

type Done = { readonly person: Person };
let made = 0;
const newcomer = (post: 'agent' | 'supervisor' | 'security-admin' = 'agent') => {
  made += 1;
  return {
    name: `new ${made}`,
    staffNumber: `N${1000 + made}`,
    email: `new${made}@desk.test`,
    post,
    team: testTeams[0].id,
    employer: testEmployer.id,
  };
};
const unwrap = <T extends { kind: string }>(outcome: T): Exclude<T, { kind: 'refused' }> => {
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome));
  return outcome as Exclude<T, { kind: 'refused' }>;
};
/** Adds a person as it is done: one asks, a second officer confirms the account, the first makes the link. */
const add = async (post: Parameters<typeof newcomer>[0] = 'agent', more = {}) => {
  const { changes, ...made } = unwrap(
    await room.identity.createPerson(people, { ...newcomer(post), ...more }),
  );
  expect(made).toMatchObject({ invitation: null, person: { state: 'waiting' } });
  const account = changes.find((each) => each.kind === 'person');
  const { person } = unwrap(await room.identity.confirmChange(security, account?.id ?? ''));
  if (!person) throw new Error('the change was not of a person');
  const { invitation } = unwrap(await room.identity.invitePerson(people, person.id));
  return { person, invitation, changes };
};

describe('newcomers', () => {
  test('an invitation sets the first password, once', async () => {
    const { person, invitation } = await add();
    const token = new URL(invitation).hash.slice(1);
    expect(new URL(invitation).pathname).toBe('/invitation');
    expect(unwrap(await room.identity.openInvitation(token)).invitation).toMatchObject({ post: 'agent' });
    expect(await room.identity.acceptInvitation(token, 'short')).toMatchObject({ code: 'password-weak' });
    expect(await room.identity.acceptInvitation(token, testPassword)).toEqual({ kind: 'done' });
    expect(await room.identity.acceptInvitation(token, testPassword)).toMatchObject({ code: 'link-invalid' });
    const reply = await room
      .browser()
      .post('/sign-in/email', { email: person.email, password: testPassword });
    expect(reply.body).toEqual({ next: 'done' });
    expect(JSON.stringify(room.entries)).not.toContain(person.name);
    expect(room.entries.map((entry) => entry.action)).toEqual([
      'person-added',
      'change-requested',
      'change-confirmed',
      'person-invited',
      'factors-sealed',
      'invitation-accepted',
      'sign-in',
    ]);
  });

  test('invitations expire, and a new one ends the old one', async () => {
    const { person, invitation } = await add();
    const again = unwrap(await room.identity.invitePerson(people, person.id)).invitation;
    const [old = '', fresh = ''] = [invitation, again].map((link) => new URL(link).hash.slice(1));
    expect(await room.identity.openInvitation(old)).toMatchObject({ code: 'link-invalid' });
    room.pass(8 * 86_400);
    expect(await room.identity.acceptInvitation(fresh, testPassword)).toMatchObject({ code: 'link-invalid' });
  });

  test('a high post waits for a second officer; until then the newcomer is an agent', async () => {
    const { person } = await add('supervisor');
    expect(person.post).toBe('agent');
    const { changes } = unwrap(await room.identity.changes(security));
    expect(changes.find((change) => change.person === person.id)).toMatchObject({
      kind: 'post',
      to: 'supervisor',
    });
  });

  test('staff number and mail are unique while active, and free again afterwards', async () => {
    const { person } = await add();
    const same = { ...newcomer(), email: person.email };
    expect(await room.identity.createPerson(people, same)).toMatchObject({ code: 'taken' });
    const number = { ...newcomer(), staffNumber: person.staffNumber };
    expect(await room.identity.createPerson(people, number)).toMatchObject({ code: 'taken' });
    expect(unwrap(await room.identity.personLeaves(people, person.id)).person.email).toBe(person.email);
    const again = unwrap(
      await room.identity.createPerson(people, { ...same, staffNumber: person.staffNumber }),
    );
    expect(again.person.id).not.toBe(person.id);
  });
});

describe('an account', () => {
  test.each(['agent', 'supervisor', 'security-admin'] as const)(
    'of a new %s opens for nobody before a second officer',
    async (post) => {
      const { person, invitation, changes } = unwrap(
        await room.identity.createPerson(people, newcomer(post)),
      );
      expect([person.state, invitation]).toEqual(['waiting', null]);
      expect(await room.identity.invitePerson(people, person.id)).toMatchObject({ code: 'not-found' });
      await expect(room.subjectOf(person.id)).rejects.toThrow();
      for (const { id } of changes)
        expect(await room.identity.confirmChange(people, id)).toMatchObject({ code: 'same-officer' });
    },
  );
});

describe('two officers', () => {
  const raise = async () => {
    const { person } = await add();
    const outcome = await room.identity.changePerson(people, person.id, { post: 'supervisor' });
    if (outcome.kind !== 'pending') throw new Error('the raise did not wait');
    return { person, change: outcome.change };
  };

  test('who asked may not confirm, another officer may', async () => {
    const { person, change } = await raise();
    expect(await room.identity.confirmChange(people, change.id)).toMatchObject({ code: 'same-officer' });
    const { changes } = unwrap(await room.identity.changes(people));
    expect(changes.find((each) => each.id === change.id)?.mayConfirm).toBe(false);
    const confirmed = unwrap(await room.identity.confirmChange(security, change.id));
    expect(confirmed.person).toMatchObject({ id: person.id, post: 'supervisor' });
    expect((await room.identity.personFacts(person.id))?.newApproverSince).not.toBeNull();
    expect(room.entries.slice(-2)).toMatchObject([
      { action: 'post-changed', object: person.id, to: 'supervisor', person: security.person },
      { action: 'change-confirmed', object: person.id },
    ]);
    expect(await room.identity.confirmChange(security, change.id)).toMatchObject({ code: 'not-found' });
  });

  test('the person concerned may not confirm, nor a post without the right, nor a password alone', async () => {
    const own = await room.identity.changePerson(people, security.person, { post: 'security-officer' });
    if (own.kind !== 'pending') throw new Error('the raise did not wait');
    expect(await room.identity.confirmChange(security, own.change.id)).toMatchObject({
      code: 'same-officer',
    });
    await room.identity.refuseChange(security, own.change.id);
    const { change } = await raise();
    for (const post of ['agent', 'supervisor', 'audit-admin', 'security-officer'] as const) {
      const subject = await room.subjectOf(testPerson(post));
      expect(await room.identity.confirmChange(subject, change.id)).toMatchObject({ code: 'not-allowed' });
    }
    const weak = await room.subjectOf(testPerson('security-admin'), 'password');
    expect(await room.identity.confirmChange(weak, change.id)).toMatchObject({ code: 'not-allowed' });
  });

  test('a change expires after a day, and one changed by SQL is refused', async () => {
    const { change } = await raise();
    const forged = await raise();
    await sql`update identity_changes set value = 'system-admin' where id = ${forged.change.id}`.execute(
      room.db.kysely,
    );
    expect(await room.identity.confirmChange(security, forged.change.id)).toMatchObject({
      code: 'not-found',
    });
    room.pass(24 * 3600 + 1);
    security = await room.subjectOf(testPerson('security-admin'));
    expect(await room.identity.confirmChange(security, change.id)).toMatchObject({ code: 'not-found' });
  });

  test.each([
    ['harmless', sql`value = 'agent'`],
    ['malformed', sql`kind = 'hired-on', value = 'no JSON'`],
    ['without an end', sql`expires_at = 'infinity'`],
    ['from no time', sql`requested_at = 'infinity'`],
  ])('one made %s for a while is not shown, and is an alarm', async (_, forgery) => {
    const { change } = await raise();
    const shown = async () =>
      unwrap(await room.identity.changes(security)).changes.map(({ id: each }) => each);
    expect(await shown()).toContain(change.id);
    room.alarms.length = 0;
    await sql`update identity_changes set ${forgery} where id = ${change.id}`.execute(room.db.kysely);
    expect(await shown()).not.toContain(change.id);
    expect(room.alarms).toContainEqual({ code: 'rows-forged', object: 'change' });
    expect(await room.identity.confirmChange(security, change.id)).toMatchObject({ code: 'not-found' });
    await sql`delete from identity_changes where id = ${change.id}`.execute(room.db.kysely);
  });

  test('what a change said is kept for a month, then gone', async () => {
    const { person } = await add();
    const kin = `cus_${'5'.padStart(26, '0')}`;
    await room.identity.changePerson(people, person.id, { ownCustomer: kin });
    const opened = await room.identity.changePerson(people, person.id, { ownCustomer: null });
    if (opened.kind !== 'pending') throw new Error('the record opened at once');
    // the officer is told that it is of kin, not whose
    expect(opened.change).toMatchObject({ kind: 'kin', person: person.id, to: null });
    expect(JSON.stringify(unwrap(await room.identity.changes(security)))).not.toContain(kin);
    const expired = await raise();
    await room.identity.confirmChange(security, opened.change.id);
    const kept = async () => {
      const { rows } = await sql<{ id: string }>`
        select id from identity_changes where id = any(${[opened.change.id, expired.change.id]}::text[])`.execute(
        room.db.kysely,
      );
      return rows.length;
    };
    room.pass(29 * 86_400);
    await room.identity.tidy();
    expect(await kept()).toBe(2);
    room.pass(2 * 86_400);
    await room.identity.tidy();
    expect(await kept()).toBe(0);
  });

  test('resetting a second factor takes two officers and ends the sessions', async () => {
    const person = testPerson('security-officer');
    const browser = room.browser();
    await browser.post('/sign-in/email', { email: 'security-officer@desk.test', password: testPassword });
    await browser.post('/two-factor/verify-totp', { code: room.code() });
    expect(await browser.subject()).not.toBeNull();
    const { change } = unwrap(await room.identity.requestFactorReset(security, person));
    expect(await room.identity.requestFactorReset(security, person)).toMatchObject({ code: 'pending' });
    expect(await room.identity.confirmChange(security, change.id)).toMatchObject({ code: 'same-officer' });
    const reset = unwrap(await room.identity.confirmChange(people, change.id));
    expect(reset.person?.secondFactor).toEqual({ totp: false, passkeys: 0 });
    expect(await browser.subject()).toBeNull();
    const again = room.browser();
    const reply = await again.post('/sign-in/email', {
      email: 'security-officer@desk.test',
      password: testPassword,
    });
    expect(reply.body).toEqual({ next: 'done' });
    expect(await again.subject()).toMatchObject({ strength: 'password' });
  });

  test('a refused change does nothing', async () => {
    const { person, change } = await raise();
    expect(await room.identity.refuseChange(security, change.id)).toEqual({ kind: 'done' });
    expect((await room.identity.personFacts(person.id))?.post).toBe('agent');
  });
});

describe('movers and leavers', () => {
  test('a lower post works at once, and so does the loss of what was granted', async () => {
    const person = testPerson('supervisor');
    const browser = room.browser();
    await browser.post('/sign-in/email', { email: 'supervisor@desk.test', password: testPassword });
    await browser.post('/two-factor/verify-totp', { code: room.code() });
    const before = await browser.subject();
    const lowered = unwrap(await room.identity.changePerson(people, person, { post: 'agent' }));
    expect(lowered).toMatchObject({ kind: 'done', person: { post: 'agent' } });
    const after = await browser.subject();
    expect(after).toMatchObject({ post: 'agent', version: (before?.version ?? 0) + 1 });
    expect(cuts).toEqual([person]);
    expect((await room.identity.personFacts(person))?.newApproverSince).toBeNull();
  });

  test('a team move of an agent works at once and ends grants', async () => {
    const { person } = await add();
    const moved = unwrap(await room.identity.changePerson(people, person.id, { team: testTeams[1].id }));
    expect(moved).toMatchObject({ kind: 'done', person: { team: testTeams[1].id } });
    expect(cuts).toEqual([person.id]);
  });

  test("who leaves is out within one request, and the commit's check says so", async () => {
    const { person, invitation } = await add();
    await room.identity.acceptInvitation(new URL(invitation).hash.slice(1), testPassword);
    const subject = await room.subjectOf(person.id);
    const live = async () => {
      const { rows } = await sql<{ live: boolean }>`
        select identity_live(${subject.session}, ${subject.person}, ${subject.version}, ${room.now()}) as live`.execute(
        room.db.kysely,
      );
      return rows[0]?.live;
    };
    expect(await live()).toBe(true);
    expect(await room.identity.personLeaves(people, person.id)).toMatchObject({ kind: 'done' });
    expect(await live()).toBe(false);
    expect(await room.identity.sessionAlive(subject.session)).toBe(false);
    expect(cuts).toEqual([person.id]);
    const reply = await room
      .browser()
      .post('/sign-in/email', { email: person.email, password: testPassword });
    expect(reply.code).toBe('sign-in-failed');
  });

  test("the commit's check follows every change of rights", async () => {
    const { person } = await add();
    const subject = await room.subjectOf(person.id);
    await room.identity.changePerson(people, person.id, {
      duty: { from: 0, to: 1440, days: [1, 2, 3, 4, 5, 6, 7] },
    });
    const { rows } = await sql<{ live: boolean }>`
      select identity_live(${subject.session}, ${subject.person}, ${subject.version}, ${room.now()}) as live`.execute(
      room.db.kysely,
    );
    expect(rows).toEqual([{ live: false }]);
    const fresh = await room.subjectOf(person.id);
    expect(fresh.version).toBe(subject.version + 1);
  });

  test('another name, mail or number is sealed with the rest, and stands in the ledger without its words', async () => {
    const { person } = await add();
    const subject = await room.subjectOf(person.id);
    const called = { name: 'renamed', email: 'Renamed@desk.test', staffNumber: 'N7000' };
    const { person: after } = unwrap(await room.identity.changePerson(people, person.id, called)) as Done;
    expect(after).toMatchObject({ ...called, email: 'renamed@desk.test' });
    expect(await room.subjectOf(person.id)).toMatchObject({
      staffNumber: 'N7000',
      version: subject.version + 1,
    });
    const changed = room.entries.filter((entry) => entry.action === 'person-changed');
    const codes = new Set(changed.map((entry) => entry.code));
    expect(codes).toEqual(new Set(['email', 'name', 'staff-number']));
    expect(JSON.stringify(room.entries)).not.toMatch(/renamed|N7000/i);
    const { person: left } = unwrap(await room.identity.personLeaves(people, person.id));
    expect(left).toMatchObject({ email: 'renamed@desk.test', state: 'left' });
  });

  test('a lock by an officer holds until an officer ends it', async () => {
    const { person } = await add();
    expect(unwrap(await room.identity.lockPerson(security, person.id)).person.state).toBe('locked');
    await expect(room.subjectOf(person.id)).rejects.toThrow();
    expect(unwrap(await room.identity.unlockPerson(security, person.id)).person.state).toBe('active');
    expect((await room.subjectOf(person.id)).person).toBe(person.id);
  });
});

describe('administrators are separated', () => {
  test('each does their own part', async () => {
    const { person } = await add();
    const audit = await room.subjectOf(testPerson('audit-admin'));
    const no = { kind: 'refused', code: 'not-allowed' };
    expect(await room.identity.createPerson(security, newcomer())).toEqual(no);
    expect(await room.identity.changePerson(security, person.id, { name: 'x' })).toEqual(no);
    expect(await room.identity.personLeaves(security, person.id)).toEqual(no);
    expect(await room.identity.unlockPerson(people, person.id)).toEqual(no);
    expect(await room.identity.requestFactorReset(people, person.id)).toEqual(no);
    expect(
      await room.identity.createKey(people, { name: 'k', scopes: ['cases:read'], teams: [], perDay: 1 }),
    ).toEqual(no);
    for (const attempt of [
      room.identity.createPerson(audit, newcomer()),
      room.identity.createTeam(audit, 'x'),
      room.identity.lockPerson(audit, person.id),
      room.identity.keys(people),
    ])
      expect(await attempt).toEqual(no);
    expect(await room.identity.people(audit, {})).toMatchObject({ kind: 'done' });
  });

  test('nobody administers themselves', async () => {
    const no = { kind: 'refused', code: 'oneself' };
    expect(await room.identity.changePerson(people, people.person, { team: testTeams[1].id })).toEqual(no);
    expect(await room.identity.unlockPerson(security, security.person)).toEqual(no);
    expect(await room.identity.requestFactorReset(security, security.person)).toEqual(no);
  });

  test('teams and employers', async () => {
    const team = unwrap(await room.identity.createTeam(people, 'three')).team;
    expect(await room.identity.createTeam(people, 'three')).toMatchObject({ code: 'taken' });
    const outside = unwrap(
      await room.identity.createEmployer(people, { name: 'outside', outsourced: true }),
    ).employer;
    const { person } = await add('agent', { team: team.id, employer: outside.id });
    const listed = await room.identity.teams();
    expect(listed.teams.find((each) => each.id === team.id)).toEqual({
      id: team.id,
      name: 'three',
      people: 1,
    });
    expect(await room.subjectOf(person.id)).toMatchObject({ team: team.id, outsourced: true });
    expect(await room.identity.createPerson(people, { ...newcomer(), team: 'tea_none' })).toMatchObject({
      code: 'unknown-team',
    });
  });

  test('people come in pages', async () => {
    const first = unwrap(await room.identity.people(people, {}));
    expect(first.rows.map((row) => row.staffNumber)).toEqual(
      first.rows.map((row) => row.staffNumber).toSorted(),
    );
    const one = unwrap(await room.identity.people(people, { cursor: `${first.rows[0]?.staffNumber} zzz` }));
    expect(one.rows[0]?.id).toBe(first.rows[1]?.id);
    const team = unwrap(await room.identity.people(people, { team: testTeams[1].id }));
    expect(team.rows.every((row) => row.team === testTeams[1].id)).toBe(true);
  });
});

// last: it spends the month
test('an account is made by one administrator no more than a month’s number of times, however patiently', async () => {
  let made = 0;
  let code = '';
  // the first days of a month, whichever it is
  while (new Date(room.now().getTime() + 8 * 3_600_000).getUTCDate() > 2) room.pass(86_400);
  for (let day = 0; day < 8 && code === ''; day++) {
    room.pass(86_400);
    people = await room.subjectOf(testPerson('system-admin'));
    for (let n = 0; n < 39 && code === ''; n++) {
      const outcome = await room.identity.createPerson(people, newcomer());
      if (outcome.kind === 'refused') code = outcome.code;
      else made++;
    }
  }
  expect([made, code]).toEqual([200, 'too-many-people']);
});
