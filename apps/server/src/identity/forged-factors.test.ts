import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createIdentity } from './identity.ts';
import { tokenHash } from './seal.ts';
import {
  openTestIdentity,
  testOrganisation,
  softwarePasskey,
  type TestIdentity,
  testPassword,
  testPerson,
  totpCode,
  totpStep,
} from './testing.ts';

/** Somebody who reads and writes how people sign in with the database's own rights, and has no key. */

let room: TestIdentity;
const origin = 'http://localhost:8787';
const tables = [
  'identity_accounts',
  'identity_totp',
  'identity_recovery_codes',
  'identity_passkeys',
] as const;
const all = [...tables, 'identity_factor_seals'] as const;

beforeAll(async () => {
  const people = testOrganisation.people.map((each) =>
    each.id === own ? { ...each, password: ownPassword } : each,
  );
  room = await openTestIdentity({ organisation: { ...testOrganisation, people } });
});
afterAll(() => room.close());
beforeEach(async () => {
  room.pass(90);
  room.entries.length = 0;
  room.alarms.length = 0;
});

const run = (text: string, values: unknown[] = []) => room.db.pool.query(text, values);
const victim = testPerson('supervisor');
const own = testPerson('audit-admin');
const ownPassword = 'lantern-of-their-own';
const password = (post: string, typed = testPassword) =>
  room.browser().post('/sign-in/email', { email: `${post}@desk.test`, password: typed });

/** Rows of a person in some tables, to put back. */
async function keep(person: string, which: readonly string[] = all): Promise<() => Promise<void>> {
  const kept: (readonly [string, unknown[]])[] = [];
  for (const table of which) {
    const { rows } = await run(`select to_jsonb(t) as row from ${table} t where person = $1`, [person]);
    kept.push([table, rows.map((each: { row: unknown }) => each.row)]);
  }
  return async () => {
    for (const [table, rows] of kept) {
      await run(`delete from ${table} where person = $1`, [person]);
      for (const row of rows)
        await run(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [
          JSON.stringify(row),
        ]);
    }
  };
}

async function expectRefused(post: string, typed = testPassword): Promise<void> {
  const browser = room.browser();
  const reply = await browser.post('/sign-in/email', { email: `${post}@desk.test`, password: typed });
  expect([reply.status, reply.code]).toEqual([403, 'rows-forged']);
  expect(await browser.subject()).toBeNull();
  const person = testPerson(post as 'supervisor');
  expect(room.alarms).toContainEqual({ code: 'rows-forged', person, object: 'factors' });
  expect(room.entries).toContainEqual(
    expect.objectContaining({ action: 'factors-checked', outcome: 'failed', person, code: 'rows-forged' }),
  );
  expect(room.entries.filter((each) => each.action === 'sign-in' && each.outcome === 'done')).toEqual([]);
}

type Attack = {
  readonly how: string;
  readonly forge: () => Promise<unknown>;
  /** What they type; the usual password otherwise. */
  readonly typed?: string;
};

describe('taking somebody over', () => {
  test.each<Attack>([
    {
      how: 'by copying the hash of a known password',
      forge: () =>
        run(
          'update identity_accounts set password = (select password from identity_accounts where person = $2) where person = $1',
          [victim, own],
        ),
      typed: ownPassword,
    },
    {
      how: 'by a hash of their own making',
      forge: async () =>
        run('update identity_accounts set password = $2 where person = $1', [
          victim,
          await (await import('@node-rs/argon2')).hash(testPassword),
        ]),
    },
    {
      how: 'by a second account row',
      forge: () =>
        run(
          `insert into identity_accounts (id, account_id, provider_id, person, password, created_at, updated_at)
           select 'acc_x', 'other', 'credential', $1, password, now(), now() from identity_accounts where person = $2`,
          [victim, own],
        ),
    },
    {
      how: 'by taking the authenticator app away',
      forge: () => run('delete from identity_totp where person = $1', [victim]),
    },
    {
      how: 'by emptying its secret',
      forge: () => run('update identity_totp set secret = null where person = $1', [victim]),
    },
    {
      how: 'by swapping in their own authenticator app',
      forge: () =>
        run(
          'update identity_totp set secret = (select secret from identity_totp where person = $2) where person = $1',
          [victim, own],
        ),
    },
    {
      how: 'by planting a recovery code',
      forge: () =>
        run("insert into identity_recovery_codes (person, pending, hash) values ($1, false, 'planted')", [
          victim,
        ]),
    },
    {
      how: 'by a copy of the whole set with its seal',
      forge: async () => {
        for (const table of all) await run(`delete from ${table} where person = $1`, [victim]);
        for (const table of ['identity_accounts', 'identity_totp', 'identity_factor_seals'] as const)
          await run(
            `insert into ${table} select * from jsonb_populate_record(null::${table},
               (select to_jsonb(t) || jsonb_build_object('person', $1::text, 'id', 'acc_y', 'account_id', $1::text)
                from ${table} t where person = $2))`,
            [victim, own],
          );
      },
      typed: ownPassword,
    },
    {
      how: 'by taking the seal away',
      forge: () => run('delete from identity_factor_seals where person = $1', [victim]),
    },
    {
      how: 'by another version in the seal',
      forge: () => run('update identity_factor_seals set version = version + 1 where person = $1', [victim]),
    },
  ])('$how is refused, with an entry and an alarm', async ({ forge, typed }) => {
    const restore = await keep(victim);
    await forge();
    await expectRefused('supervisor', typed ?? testPassword);
    await restore();
    expect((await password('supervisor')).body).toEqual({ next: 'totp-needed' });
  });

  test('everything emptied and a new set made by nobody is no beginning anew', async () => {
    const restore = await keep(victim);
    for (const table of all) await run(`delete from ${table} where person = $1`, [victim]);
    expect((await password('supervisor')).code).toBe('sign-in-failed');
    expect(room.alarms).toContainEqual({ code: 'rows-forged', person: victim, object: 'factors' });
    await restore();
  });

  test('a wrong password tells that the rows were forged, though not whoever typed it', async () => {
    const restore = await keep(victim);
    await run("update identity_accounts set password = 'x' where person = $1", [victim]);
    expect(await password('supervisor', 'not the password')).toMatchObject({
      status: 401,
      code: 'sign-in-failed',
    });
    expect(room.alarms).toContainEqual({ code: 'rows-forged', person: victim, object: 'factors' });
    await restore();
  });

  test('by a passkey whose row and seal were copied from their own', async () => {
    const browser = room.browser();
    await browser.post('/sign-in/email', { email: 'audit-admin@desk.test', password: ownPassword });
    await browser.post('/two-factor/verify-totp', { code: room.code() });
    const passkey = softwarePasskey(origin);
    const options = await browser.get('/passkey/generate-register-options');
    const response = passkey.create(options.body);
    expect((await browser.post('/passkey/verify-registration', { name: 'key', response })).status).toBe(200);
    const restores = [await keep(victim), await keep(own)];
    room.entries.length = 0;
    await run('update identity_passkeys set person = $1 where person = $2', [victim, own]);
    const thief = room.browser();
    const asked = await thief.get('/passkey/generate-authenticate-options');
    const reply = await thief.post('/passkey/verify-authentication', { response: passkey.get(asked.body) });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(await thief.subject()).toBeNull();
    await expectRefused('supervisor');
    await expectRefused('audit-admin', ownPassword);
    for (const restore of restores) await restore();
  });

  test('by an older set put back whole, also after a password was changed because it was known', async () => {
    const old = await keep(victim);
    const subject = await room.subjectOf(victim);
    expect(await room.identity.changePassword(subject, testPassword, 'a-new-quiet-harbour')).toEqual({
      kind: 'done',
    });
    await expect
      .poll(async () => {
        const now = await keep(victim);
        await old();
        const { code } = await password('supervisor');
        await now();
        return code;
      })
      .toBe('rows-forged');
    // where no server remembers, the newest entry does
    await old();
    const told = room.entries.filter((each) => each.action === 'factors-sealed');
    let read: () => void = () => undefined;
    const reading = new Promise<void>((done) => {
      read = done;
    });
    const restarted = await createIdentity({
      ...room.deps,
      ledger: {
        ...room.deps.ledger,
        entriesOf: async function* () {
          await reading;
          yield* told;
        },
      },
    });
    // not even whoever is quicker than the reading makes the old set a new one
    const quick = restarted.changePassword(
      await room.subjectOf(victim),
      testPassword,
      'another-quiet-harbour',
    );
    setTimeout(read, 200);
    expect(await quick).toMatchObject({ code: 'rows-forged' });
    const fresh = await restarted.auth(
      new Request(`${origin}/api/v1/auth/sign-in/email`, {
        method: 'POST',
        headers: { origin, 'huke-csrf': '1', 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'supervisor@desk.test', password: testPassword }),
      }),
      { remote: '192.0.2.1', subject: null },
    );
    expect(fresh).toMatchObject({ kind: 'refused', code: 'rows-forged' });
    await restarted.stop();
    // an administrator's reset is the way back
    await reset(victim);
  });

  test('by a link or a challenge that they planted', async () => {
    const token = 'a'.repeat(43);
    const later = new Date(room.now().getTime() + 3_600_000);
    await run(
      "insert into identity_links (token, kind, person, expires_at) values ($1, 'invitation', $2, $3)",
      [tokenHash(token), victim, later],
    );
    expect(await room.identity.acceptInvitation(token, 'a-password-of-theirs')).toMatchObject({
      code: 'link-invalid',
    });
    expect(room.alarms).toContainEqual({ code: 'rows-forged', person: victim, object: 'link' });

    const soon = new Date(room.now().getTime() + 200_000);
    await run('insert into identity_challenges (token, person, expires_at) values ($1, $2, $3)', [
      tokenHash(token),
      testPerson('security-admin'),
      soon,
    ]);
    const browser = room.browser();
    await browser.post('/sign-in/email', { email: 'security-admin@desk.test', password: testPassword });
    const [name = ''] = browser
      .cookie()
      .split('; ')
      .filter((each) => each.includes('challenge'))
      .map((each) => each.split('=')[0]);
    browser.setCookie(`${name}=${token}`);
    expect(await browser.post('/two-factor/verify-totp', { code: room.code() })).toMatchObject({
      code: 'challenge-over',
    });
    expect(room.alarms).toContainEqual({
      code: 'rows-forged',
      person: testPerson('security-admin'),
      object: 'challenge',
    });
  });

  test('by an invitation that was used, put back for whoever had it', async () => {
    const admin = await room.subjectOf(testPerson('system-admin'));
    const invited = await room.identity.invitePerson(admin, testPerson('agent'));
    const token = new URL(invited.kind === 'done' ? invited.invitation : '').hash.slice(1);
    const put = await keep(testPerson('agent'), ['identity_links']);
    expect(await room.identity.acceptInvitation(token, 'a-new-quiet-harbour')).toEqual({ kind: 'done' });
    await put();
    expect(await room.identity.acceptInvitation(token, 'quiet-harbour-again')).toMatchObject({
      code: 'link-invalid',
    });
    expect((await password('agent', 'a-new-quiet-harbour')).status).toBe(200);
  });
});

describe('a code', () => {
  test('that was used is not good again where the step was put back', async () => {
    const person = testPerson('security-officer');
    const restore = await keep(person, ['identity_totp']);
    const code = room.code();
    const twice = async () => {
      const browser = room.browser();
      await browser.post('/sign-in/email', { email: 'security-officer@desk.test', password: testPassword });
      return await browser.post('/two-factor/verify-totp', { code });
    };
    expect((await twice()).status).toBe(200);
    await restore();
    expect(await twice()).toMatchObject({ code: 'code-wrong' });
    await run('update identity_totp set last_step = 0 where person = $1', [person]);
    await run("update identity_totp set step_mac = 'x' where person = $1", [person]);
    expect(await twice()).toMatchObject({ status: 403, code: 'rows-forged' });
    await restore();
  });
});

describe('a step-up', () => {
  test('by passkey does not become one by code where the passkey is taken away', async () => {
    const browser = room.browser();
    await browser.post('/sign-in/email', { email: 'security-officer@desk.test', password: testPassword });
    expect((await browser.post('/two-factor/verify-totp', { code: room.code() })).status).toBe(200);
    const options = await browser.get('/passkey/generate-register-options');
    const response = softwarePasskey(origin).create(options.body);
    expect((await browser.post('/passkey/verify-registration', { name: 'key', response })).status).toBe(200);
    const subject = await room.subjectOf(testPerson('security-officer'));
    const ask = {
      action: 'reveal',
      customer: `cus_${'0'.repeat(26)}`,
      case: `cas_${'0'.repeat(26)}`,
      field: 'mobile',
      purpose: 'card-freeze',
    } as const;
    const restore = await keep(subject.person, ['identity_passkeys']);
    await run('delete from identity_passkeys where person = $1', [subject.person]);
    expect(await room.identity.startStepUp(subject, ask, 'C2')).toMatchObject({ code: 'rows-forged' });
    await restore();
    expect(await room.identity.startStepUp(subject, ask, 'C2')).toMatchObject({ methods: ['passkey'] });
  });
});

describe('what rights follow from', () => {
  test('a browser that they made known is not', async () => {
    const browser = room.browser();
    await browser.post('/sign-in/email', { email: 'security-admin@desk.test', password: testPassword });
    await browser.post('/two-factor/verify-totp', { code: room.code() });
    expect(await browser.subject()).toMatchObject({ deviceTrusted: true });
    await run('delete from identity_devices where person = $1', [testPerson('security-admin')]);
    await run(
      `insert into identity_devices (token, person, created_at, mac)
       select device, person, now(), 'x' from identity_sessions where person = $1 and device is not null`,
      [testPerson('security-admin')],
    );
    room.pass(6);
    expect(await browser.subject()).toMatchObject({ deviceTrusted: false });
  });

  test('an outside employer made a house one leaves nobody', async () => {
    const subject = await room.subjectOf(victim);
    await run('update identity_employers set outsourced = not outsourced');
    room.pass(6);
    const browser = room.browser();
    expect(
      (await browser.post('/sign-in/email', { email: 'audit-admin@desk.test', password: testPassword })).code,
    ).toBe('sign-in-failed');
    expect(await room.identity.sessionAlive(subject.session)).toBe(false);
    expect(room.alarms).toContainEqual({ code: 'rows-forged', person: victim, object: 'session' });
    await run('update identity_employers set outsourced = not outsourced');
    expect(await room.identity.sessionAlive(subject.session)).toBe(true);
  });

  test('somebody who left does not come back by an old row', async () => {
    const admin = await room.subjectOf(testPerson('system-admin'));
    const gone = testPerson('agent');
    const { rows } = await run('select to_jsonb(p) as row from identity_people p where id = $1', [gone]);
    expect(await room.identity.personLeaves(admin, gone)).toMatchObject({ kind: 'done' });
    const old = rows[0].row;
    await expect
      .poll(async () => {
        await run(
          'update identity_people set email = $2, former_email = null, state = $3, version = $4, mac = $5 where id = $1',
          [gone, old.email, old.state, old.version, old.mac],
        );
        return (
          room.alarms.some((each) => each.object === 'rights') ||
          (await password('agent', 'a-new-quiet-harbour')).code
        );
      })
      .toBe(true);
  });

  test('the setting of two officers removed, or set back, lets nobody raise alone', async () => {
    const admin = await room.subjectOf(testPerson('system-admin'));
    const add = async (n: number) =>
      await room.identity.createPerson(admin, {
        name: `officer ${n}`,
        staffNumber: `N${100 + n}`,
        email: `officer${n}@desk.test`,
        post: 'security-admin',
        employer: 'emp_00000000000000000000000001',
        hiredOn: '2026-01-05',
        hiredEvidence: 'contract',
      });
    for (const [n, forge] of [
      "delete from setting where key = 'identity.two-officers'",
      "insert into setting (key, value) values ('identity.two-officers', 'no')",
      "update setting set value = 'no', mac = null where key = 'identity.two-officers'",
    ].entries()) {
      await run(forge);
      expect(await add(n)).toMatchObject({ kind: 'done', person: { post: 'agent' } });
    }
    expect(room.alarms).toContainEqual({ code: 'rows-forged', object: 'setting' });
  });
});

/** Two administrators take a person's factors away, a third time's invitation sets a password, an app is enrolled. */
async function reset(person: string): Promise<void> {
  const security = await room.subjectOf(testPerson('security-admin'));
  const system = await room.subjectOf(testPerson('system-admin'));
  const asked = await room.identity.requestFactorReset(security, person);
  if (asked.kind !== 'done') throw new Error(asked.code);
  expect(await room.identity.confirmChange(system, asked.change.id)).toMatchObject({ kind: 'done' });
  const invited = await room.identity.invitePerson(system, person);
  if (invited.kind !== 'done') throw new Error(invited.code);
  const token = new URL(invited.invitation).hash.slice(1);
  expect(await room.identity.acceptInvitation(token, testPassword)).toEqual({ kind: 'done' });
  const browser = room.browser();
  expect(
    (await browser.post('/sign-in/email', { email: 'supervisor@desk.test', password: testPassword })).body,
  ).toEqual({ next: 'done' });
  const subject = (await browser.subject()) as Parameters<typeof room.identity.startTotpEnrolment>[0];
  const made = await room.identity.startTotpEnrolment(subject, testPassword);
  if (made.kind !== 'done') throw new Error(made.code);
  const code = totpCode(made.secret, totpStep(room.now()));
  expect((await browser.post('/two-factor/confirm', { code })).status).toBe(200);
}

describe('an installation older than the seals', () => {
  test('is sealed once, as it is; afterwards what has no seal is forged', async () => {
    const older = await openTestIdentity();
    const strip = async () => {
      await older.db.pool.query('delete from identity_factor_seals');
      await older.db.pool.query('update identity_employers set mac = null');
      await older.db.pool.query('update identity_totp set step_mac = null');
    };
    const signIn = async (identity: Awaited<ReturnType<typeof createIdentity>>) => {
      const browser = older.browser();
      const made = await identity.auth(
        new Request(`${origin}/api/v1/auth/sign-in/email`, {
          method: 'POST',
          headers: { origin, 'huke-csrf': '1', 'content-type': 'application/json', cookie: browser.cookie() },
          body: JSON.stringify({ email: 'supervisor@desk.test', password: testPassword }),
        }),
        { remote: '192.0.2.1', subject: null },
      );
      return made.kind === 'answer' ? made.body : made.code;
    };
    // what the seed told is heard by now, not by the server of the next release
    await new Promise<void>((done) => {
      void older.db
        .listen('identity', (told) => void (told.includes('mark') && done()))
        .then(() => older.db.notify('identity', JSON.stringify({ mark: true })));
    });
    await strip();
    expect(await signIn(older.identity)).toBe('rows-forged');
    const upgraded = await createIdentity({ ...older.deps, adopt: true });
    expect(await signIn(upgraded)).toEqual({ next: 'totp-needed' });
    expect(older.alarms).toContainEqual({ code: 'rows-adopted', count: 7 });
    expect(older.entries).toContainEqual(expect.objectContaining({ action: 'rows-adopted', count: 7 }));
    await upgraded.stop();
    await strip();
    const restarted = await createIdentity({ ...older.deps });
    expect(await signIn(restarted)).toBe('rows-forged');
    await restarted.stop();
    await older.close();
  });
});
