import type { StepUpRequest } from '@huke/sdk';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Somebody } from '#gate';
import { openTestIdentity, softwarePasskey, type TestIdentity, testPassword, testPerson } from './testing.ts';

const origin = 'http://localhost:8787';
const id = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;
const ask: StepUpRequest = {
  action: 'reveal',
  customer: id('cus', 1),
  case: id('cas', 1),
  field: 'residentId',
  purpose: 'card-freeze',
};

let room: TestIdentity;
/** Has TOTP only. */
let officer: Somebody;
/** Has TOTP and a passkey. */
let supervisor: Somebody;
const passkey = softwarePasskey(origin);

beforeAll(async () => {
  room = await openTestIdentity();
  const browser = room.browser();
  await browser.post('/sign-in/email', { email: 'supervisor@desk.test', password: testPassword });
  await browser.post('/two-factor/verify-totp', { code: room.code() });
  const options = await browser.get('/passkey/generate-register-options');
  const response = passkey.create(options.body);
  const reply = await browser.post('/passkey/verify-registration', { name: 'key', response });
  expect(reply.status).toBe(200);
});
afterAll(() => room.close());
beforeEach(async () => {
  room.pass(2 * 86_400 + 90);
  await sql`delete from identity_attempts`.execute(room.db.kysely);
  officer = await room.subjectOf(testPerson('security-officer'));
  supervisor = await room.subjectOf(testPerson('supervisor'));
  room.entries.length = 0;
});

async function start(subject: Somebody, request: StepUpRequest = ask, level: 'C2' | 'C3' = 'C2') {
  const started = await room.identity.startStepUp(subject, request, level);
  if (started.kind !== 'done') throw new Error(started.code);
  return started;
}
async function finished(subject: Somebody, request: StepUpRequest = ask, level: 'C2' | 'C3' = 'C2') {
  const started = await start(subject, request, level);
  const proof = started.passkey ? { passkey: passkey.get(started.passkey) } : { totp: room.code() };
  const done = await room.identity.finishStepUp(subject, started.id, proof);
  if (done.kind !== 'done') throw new Error(done.code);
  return started.id;
}
async function load(stepUp: string): Promise<Record<string, unknown> | null> {
  const { rows } = await sql<{ row: Record<string, unknown> | null }>`
    select identity_step_up(${stepUp}, ${room.now()}) as row`.execute(room.db.kysely);
  return rows[0]?.row ?? null;
}
async function consume(
  stepUp: string,
  subject: Somebody,
  change: Partial<StepUpRequest> = {},
): Promise<boolean> {
  const { customer, case: inCase } = { ...ask, ...change };
  const { rows } = await sql<{ ok: boolean }>`
    select identity_step_up_consume(${stepUp}, ${subject.person}, ${subject.session}, ${customer}, ${inCase},
      ${room.now()}) as ok`.execute(room.db.kysely);
  return rows[0]?.ok === true;
}

describe('by code', () => {
  test('finished with a fresh code, loaded with all that it is for', async () => {
    const started = await start(officer);
    expect(started).toMatchObject({ methods: ['totp'], covers: 'case-level' });
    expect(await load(started.id)).toBeNull();
    const proof = { totp: room.code() };
    expect(await room.identity.finishStepUp(officer, started.id, proof)).toMatchObject({ kind: 'done' });
    const row = await load(started.id);
    expect(row).toMatchObject({
      ...ask,
      person: officer.person,
      session: officer.session,
      level: 'C2',
      item: null,
    });
    expect(room.identity.stepUpGenuine(row)).toBe(true);
    expect(room.entries).toMatchObject([
      { action: 'step-up-started', customer: ask.customer, case: ask.case, fields: ['residentId'] },
      { action: 'step-up-finished', outcome: 'done', code: 'totp', stepUp: started.id },
    ]);
  });

  test('a code that signed in, or finished another step-up, finishes none', async () => {
    const code = room.code();
    const first = await start(officer);
    expect(await room.identity.finishStepUp(officer, first.id, { totp: code })).toMatchObject({
      kind: 'done',
    });
    const second = await start(officer);
    expect(await room.identity.finishStepUp(officer, second.id, { totp: code })).toMatchObject({
      code: 'code-wrong',
    });
    expect(await load(second.id)).toBeNull();
    expect(room.entries.at(-1)).toMatchObject({ action: 'step-up-finished', outcome: 'failed' });
  });

  test('five wrong proofs end it', async () => {
    const started = await start(officer);
    for (let n = 0; n < 5; n++)
      expect(await room.identity.finishStepUp(officer, started.id, { totp: 'abcdef' })).toMatchObject({
        code: 'code-wrong',
      });
    const right = await room.identity.finishStepUp(officer, started.id, { totp: room.code() });
    expect(right).toMatchObject({ code: 'not-found' });
  });

  test('who has a passkey cannot use a code instead', async () => {
    const started = await start(supervisor);
    expect(started.methods).toEqual(['passkey']);
    const byCode = await room.identity.finishStepUp(supervisor, started.id, { totp: room.code() });
    expect(byCode).toMatchObject({ code: 'proof-wrong' });
  });
});

describe('a started row', () => {
  test.each([
    ['customer', `customer = '${id('cus', 2)}'`],
    ['case', `case_id = '${id('cas', 2)}'`],
    ['cover', "covers = 'field'"],
    ['action', "action = 'copy'"],
    ['field', "field = 'bankCard'"],
    ['level', "level = 'C3'"],
    ['purpose', "purpose = 'complaint'"],
    ['start', "created_at = created_at + interval '1 second'"],
    ['seal', 'mac = null'],
  ])('with another %s is not proven by a right code, and the officers know', async (_, set) => {
    const started = await start(officer);
    await sql`update identity_step_ups set ${sql.raw(set)} where id = ${started.id}`.execute(room.db.kysely);
    const done = await room.identity.finishStepUp(officer, started.id, { totp: room.code() });
    expect(done).toMatchObject({ kind: 'refused', code: 'rows-forged' });
    expect(await load(started.id)).toBeNull();
    expect(room.alarms).toContainEqual({ code: 'rows-forged', person: officer.person, object: 'step-up' });
    expect(room.entries).toContainEqual(
      expect.objectContaining({ action: 'step-up-finished', outcome: 'failed', code: 'rows-forged' }),
    );
  });

  test('of somebody else that was made one’s own is not proven', async () => {
    const started = await start(supervisor);
    await sql`
      update identity_step_ups set person = ${officer.person}, session = ${officer.session}
      where id = ${started.id}`.execute(room.db.kysely);
    const done = await room.identity.finishStepUp(officer, started.id, { totp: room.code() });
    expect(done).toMatchObject({ code: 'rows-forged' });
  });

  test('waits no longer than it may, whatever its end says', async () => {
    const started = await start(officer);
    await sql`update identity_step_ups set expires_at = expires_at + interval '1 hour'`.execute(
      room.db.kysely,
    );
    room.pass(301);
    const done = await room.identity.finishStepUp(officer, started.id, { totp: room.code() });
    expect(done).toMatchObject({ code: 'not-found' });
  });
});

describe('by passkey', () => {
  test('the challenge is bound to what the step-up is for', async () => {
    const one = await start(supervisor);
    const other = await start(supervisor, { ...ask, field: 'mobile' });
    const proof = { passkey: passkey.get(one.passkey) };
    expect(await room.identity.finishStepUp(supervisor, other.id, proof)).toMatchObject({
      code: 'proof-wrong',
    });
    expect(await room.identity.finishStepUp(supervisor, one.id, proof)).toMatchObject({ kind: 'done' });
    expect(await room.identity.finishStepUp(supervisor, one.id, proof)).toMatchObject({ code: 'not-found' });
  });

  test('a started row edited by SQL no longer fits the proof', async () => {
    const started = await start(supervisor);
    const proof = { passkey: passkey.get(started.passkey) };
    await sql`update identity_step_ups set customer = ${id('cus', 2)} where id = ${started.id}`.execute(
      room.db.kysely,
    );
    expect(await room.identity.finishStepUp(supervisor, started.id, proof)).toMatchObject({
      code: 'rows-forged',
    });
  });

  test('without a verified person, or by a stranger, it fails', async () => {
    const started = await start(supervisor);
    const silent = { passkey: passkey.get(started.passkey, { verified: false }) };
    expect(await room.identity.finishStepUp(supervisor, started.id, silent)).toMatchObject({
      code: 'proof-wrong',
    });
    const stranger = { passkey: softwarePasskey(origin).get(started.passkey) };
    expect(await room.identity.finishStepUp(supervisor, started.id, stranger)).toMatchObject({
      code: 'proof-wrong',
    });
  });
});

describe('guessing', () => {
  const wrongOnes = async (subject: Somebody, n: number, request: StepUpRequest = ask) => {
    const codes: string[] = [];
    for (let left = n; left > 0; left--) {
      const started = await room.identity.startStepUp(subject, request, 'C2');
      if (started.kind !== 'done') codes.push(started.code);
      else {
        const done = await room.identity.finishStepUp(subject, started.id, { totp: 'abcdef' });
        codes.push(done.kind === 'done' ? 'done' : done.code);
      }
    }
    return codes;
  };

  test('at an unlocked screen: five wrong codes stop step-ups, five more tries end the session, with an alarm', async () => {
    const open = await start(officer);
    room.alarms.length = 0;
    expect(await wrongOnes(officer, 5)).toEqual(Array.from({ length: 5 }, () => 'code-wrong'));
    expect(room.entries.filter((each) => each.action === 'step-ups-stopped')).toHaveLength(1);
    // the right code of a step-up that was open before does not pass either
    const late = await room.identity.finishStepUp(officer, open.id, { totp: room.code() });
    expect(late).toMatchObject({ code: 'step-ups-stopped' });
    expect(await wrongOnes(officer, 3)).toEqual(Array.from({ length: 3 }, () => 'step-ups-stopped'));
    expect(await room.identity.sessionAlive(officer.session)).toBe(true);
    expect(room.alarms).toEqual([]);
    expect(await wrongOnes(officer, 1)).toEqual(['signed-out']);
    expect(await room.identity.sessionAlive(officer.session)).toBe(false);
    expect(room.entries.at(-1)).toMatchObject({
      action: 'session-ended',
      code: 'step-up-guessing',
      case: ask.case,
    });
    expect(room.alarms).toEqual([{ code: 'step-up-guessing', person: officer.person, object: ask.case }]);
  });

  test('over several sessions it waits for the person, over several people for the case', async () => {
    room.alarms.length = 0;
    for (const n of [1, 2]) {
      const session = await room.subjectOf(testPerson('security-officer'));
      expect(await wrongOnes(session, 5, { ...ask, case: id('cas', n) })).not.toContain('factor-locked');
    }
    expect(room.alarms).toEqual([{ code: 'step-up-guessing', person: officer.person, object: id('cas', 2) }]);
    const again = await room.subjectOf(testPerson('security-officer'));
    // what is not judged does not count against the session either
    expect(await wrongOnes(again, 6)).toEqual(Array.from({ length: 6 }, () => 'factor-locked'));
    room.pass(901);
    await finished(again);

    for (const post of ['security-officer', 'system-admin', 'security-admin', 'audit-admin'] as const)
      await wrongOnes(await room.subjectOf(testPerson(post)), 5, { ...ask, case: id('cas', 9) });
    const other = await room.subjectOf(testPerson('audit-admin'));
    expect(await wrongOnes(other, 1, { ...ask, case: id('cas', 9) })).toEqual(['factor-locked']);
    expect(await wrongOnes(other, 1, { ...ask, case: id('cas', 8) })).toEqual(['code-wrong']);
  });

  test('who mistypes now and then is not stopped', async () => {
    for (let n = 0; n < 12; n++) {
      expect(await wrongOnes(officer, 2)).toEqual(['code-wrong', 'code-wrong']);
      room.pass(60);
      await finished(officer);
    }
  });
});

describe('what it opens', () => {
  test('C3: one field, once', async () => {
    const stepUp = await finished(supervisor, ask, 'C3');
    expect(await load(stepUp)).toMatchObject({ covers: 'field', field: 'residentId', level: 'C3' });
    expect(await consume(stepUp, supervisor)).toBe(true);
    expect(await consume(stepUp, supervisor)).toBe(false);
    expect(await load(stepUp)).toBeNull();
  });

  test('C2: the case and level for five minutes', async () => {
    const stepUp = await finished(supervisor);
    expect(await consume(stepUp, supervisor)).toBe(true);
    expect(await consume(stepUp, supervisor)).toBe(true);
    room.pass(301);
    expect(await consume(stepUp, supervisor)).toBe(false);
    expect(await load(stepUp)).toBeNull();
  });

  test('nothing in another case, for another customer, in another session, for another person', async () => {
    const stepUp = await finished(supervisor);
    const again = await room.subjectOf(testPerson('supervisor'));
    expect(await consume(stepUp, supervisor, { case: id('cas', 2) })).toBe(false);
    expect(await consume(stepUp, supervisor, { customer: id('cus', 2) })).toBe(false);
    expect(await consume(stepUp, again)).toBe(false);
    expect(await consume(stepUp, officer)).toBe(false);
    expect(await consume(stepUp, supervisor)).toBe(true);
  });

  test('two at once consume it once', async () => {
    const stepUp = await finished(supervisor, ask, 'C3');
    const both = await Promise.all([consume(stepUp, supervisor), consume(stepUp, supervisor)]);
    expect(both.filter(Boolean)).toHaveLength(1);
  });

  test('a finished row edited by SQL is not genuine', async () => {
    for (const change of [
      sql`field = 'bankCard'`,
      sql`case_id = ${id('cas', 2)}`,
      sql`covers = 'case-level'`,
      sql`person = ${officer.person}, session = ${officer.session}`,
      sql`expires_at = expires_at + interval '1 hour'`,
      sql`level = 'C1'`,
      sql`mac = null`,
    ]) {
      const stepUp = await finished(supervisor, ask, 'C3');
      expect(room.identity.stepUpGenuine(await load(stepUp))).toBe(true);
      await sql`update identity_step_ups set ${change} where id = ${stepUp}`.execute(room.db.kysely);
      expect(room.identity.stepUpGenuine(await load(stepUp))).toBe(false);
    }
    expect(room.identity.stepUpGenuine(null)).toBe(false);
    expect(room.identity.stepUpGenuine({ id: 'stp_x' })).toBe(false);
  });

  test('it ends with the session', async () => {
    const stepUp = await finished(supervisor);
    await room.identity.endSession(supervisor, supervisor.session);
    expect(await load(stepUp)).toBeNull();
  });
});

test('a session of a password alone starts none, and nobody finishes somebody else’s', async () => {
  const weak = await room.subjectOf(testPerson('security-officer'), 'password');
  expect(await room.identity.startStepUp(weak, ask, 'C2')).toMatchObject({ code: 'second-factor' });
  const started = await start(officer);
  const other = await room.identity.finishStepUp(supervisor, started.id, { totp: room.code() });
  expect(other).toMatchObject({ code: 'not-found' });
});
