import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lockOut, strangersPerAddress } from './attempts.ts';
import { openTestIdentity, type TestIdentity, testPassword, testPerson } from './testing.ts';

let room: TestIdentity;
const work = { hashes: 0, statements: 0 };

beforeAll(async () => {
  room = await openTestIdentity({
    passwords: {
      hash: async (password) => {
        work.hashes += 1;
        return `plain ${password}`;
      },
      verify: async (hash, password) => {
        work.hashes += 1;
        return hash === `plain ${password}`;
      },
    },
    plugin: {
      transformQuery: ({ node }) => {
        work.statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    },
  });
});
afterAll(() => room.close());
// every test starts with no failures on record and in a step of its own
beforeEach(async () => {
  room.pass(2 * 86_400 + 90);
  await sql`delete from identity_attempts`.execute(room.db.kysely);
  room.entries.length = 0;
});

const signIn = (post: string, password = testPassword) => ({ email: `${post}@desk.test`, password });
const actions = () => room.entries.map((entry) => `${entry.action} ${entry.outcome}`);

/** A browser that is signed in with password and code. */
async function strong(post: string) {
  const browser = room.browser();
  await browser.post('/sign-in/email', signIn(post));
  const reply = await browser.post('/two-factor/verify-totp', { code: room.code() });
  expect(reply.status).toBe(200);
  return browser;
}

describe('the way in', () => {
  test('a password alone opens a session that must first get a second factor', async () => {
    const browser = room.browser();
    const reply = await browser.post('/sign-in/email', signIn('agent'));
    expect(reply).toEqual({ status: 200, code: null, body: { next: 'done' } });
    const subject = await browser.subject();
    expect(subject).toMatchObject({
      person: testPerson('agent'),
      strength: 'password',
      deviceTrusted: false,
    });
    expect(room.entries).toMatchObject([{ action: 'sign-in', outcome: 'done', strength: 'password' }]);
  });

  test('password, then code: a session of two factors', async () => {
    const browser = room.browser();
    expect((await browser.post('/sign-in/email', signIn('supervisor'))).body).toEqual({
      next: 'totp-needed',
    });
    expect(await browser.subject()).toBeNull();
    expect((await browser.post('/two-factor/verify-totp', { code: room.code() })).status).toBe(200);
    expect(await browser.subject()).toMatchObject({ strength: 'two-factor', deviceTrusted: true });
    expect(actions()).toEqual(['sign-in done']);
  });

  test('neither the database nor an answer holds a session token', async () => {
    const browser = await strong('supervisor');
    const token = /session_token=([^;.%]+)/.exec(browser.cookie())?.[1] ?? '';
    expect(token.length).toBeGreaterThan(20);
    const { rows } = await sql<{ row: string }>`select s::text as row from identity_sessions s`.execute(
      room.db.kysely,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
  });

  test('a session that was there before the sign-in does not become the one after it', async () => {
    const browser = room.browser();
    await browser.post('/sign-in/email', signIn('agent'));
    const planted = browser.cookie();
    await browser.post('/sign-in/email', signIn('supervisor'));
    await browser.post('/two-factor/verify-totp', { code: room.code() });
    expect(browser.cookie()).not.toBe(planted);
    const attacker = room.browser();
    for (const cookie of planted.split('; ')) attacker.setCookie(cookie);
    expect(await attacker.subject()).not.toMatchObject({ person: testPerson('supervisor') });
  });

  test('a cookie that this server did not sign is nobody', async () => {
    const browser = await strong('supervisor');
    const [, token = ''] = /session_token=([^;.%]+)/.exec(browser.cookie()) ?? [];
    const forged = room.browser();
    forged.setCookie(`huke.session_token=${token}.${'A'.repeat(43)}%3D`);
    expect(await forged.subject()).toBeNull();
  });
});

describe('guessing', () => {
  const wrong = async (post: string, times: number, from: (n: number) => string = () => '203.0.113.9') => {
    for (let n = 0; n < times; n++) {
      const reply = await room.browser(from(n)).post('/sign-in/email', signIn(post, `wrong ${n}`));
      expect(reply).toMatchObject({ status: 401, code: 'sign-in-failed' });
    }
  };

  test('ten wrong passwords from one place, then the right one does not pass from there', async () => {
    await wrong('supervisor', 30);
    const right = await room.browser('203.0.113.9').post('/sign-in/email', signIn('supervisor'));
    expect(right).toMatchObject({ status: 401, code: 'sign-in-failed' });
    expect(actions().filter((each) => each === 'lock-out done')).toHaveLength(1);
    room.pass(lockOut.here.seconds + 1);
    const later = await room.browser('203.0.113.9').post('/sign-in/email', signIn('supervisor'));
    expect(later.body).toEqual({ next: 'totp-needed' });
  });

  test('a stranger locks out nobody: not from another place, not in a known browser, administrators neither', async () => {
    const known = await strong('system-admin');
    await wrong('system-admin', 11);
    const elsewhere = await room.browser('198.51.100.7').post('/sign-in/email', signIn('system-admin'));
    expect(elsewhere.body).toEqual({ next: 'totp-needed' });
    // from everywhere: all unknown browsers wait, the known one goes on, at the stranger's very place too
    await wrong('system-admin', lockOut.strangers.tries + 5, (n) => `10.7.${n}.1`);
    const unknown = await room.browser('198.51.100.8').post('/sign-in/email', signIn('system-admin'));
    expect(unknown).toMatchObject({ status: 401, code: 'sign-in-failed' });
    expect((await known.post('/sign-in/email', signIn('system-admin'))).body).toEqual({
      next: 'totp-needed',
    });
    room.pass(30);
    expect((await known.post('/two-factor/verify-totp', { code: room.code() })).status).toBe(200);
  });

  test('a stolen known browser has its own ten tries, and no more', async () => {
    const stolen = await strong('supervisor');
    for (let n = 0; n < lockOut.here.tries; n++)
      await stolen.post('/sign-in/email', signIn('supervisor', `wrong ${n}`));
    expect(await stolen.post('/sign-in/email', signIn('supervisor'))).toMatchObject({
      code: 'sign-in-failed',
    });
    expect((await room.browser().post('/sign-in/email', signIn('supervisor'))).status).toBe(200);
  });

  test('a browser that is known for somebody else is a stranger', async () => {
    const other = await strong('audit-admin');
    for (let n = 0; n < lockOut.here.tries; n++)
      await other.post('/sign-in/email', signIn('supervisor', `wrong ${n}`));
    expect(await room.browser().post('/sign-in/email', signIn('supervisor'))).toMatchObject({
      code: 'sign-in-failed',
    });
  });

  test('one password tried on many accounts from one address is slowed, a known browser there is not', async () => {
    room.pass(strangersPerAddress.seconds + 1);
    const known = await strong('supervisor');
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from identity_attempts`.execute(
      room.db.kysely,
    );
    expect(rows[0]?.n).toBeLessThan(10);
    // the known browser's own wrong tries are not of strangers
    for (let n = 0; n < lockOut.here.tries - 1; n++)
      await known.post('/sign-in/email', signIn('supervisor', `wrong ${n}`));
    let refusedAt = 0;
    for (let n = 0; n < strangersPerAddress.limit + 5 && refusedAt === 0; n++) {
      const reply = await room
        .browser()
        .post('/sign-in/email', { email: `somebody${n}@desk.test`, password: 'one password' });
      if (reply.status === 429) refusedAt = n;
    }
    expect(refusedAt).toBe(strangersPerAddress.limit);
    expect((await known.post('/sign-in/email', signIn('supervisor'))).body).toEqual({ next: 'totp-needed' });
    room.pass(strangersPerAddress.seconds + 1);
    expect((await room.browser().post('/sign-in/email', signIn('supervisor'))).status).toBe(200);
  });

  test('who takes the counters away in the database guesses no further, and the officers hear of it', async () => {
    const wrong = { ...signIn('security-officer'), password: 'not-the-right-one-1' };
    const stranger = room.browser('198.51.100.77');
    for (let n = 0; n < lockOut.here.tries; n++) {
      await stranger.post('/sign-in/email', wrong);
      await sql`delete from identity_attempts`.execute(room.db.kysely);
    }
    room.pass(6);
    const right = await stranger.post('/sign-in/email', signIn('security-officer'));
    expect([right.status, right.code]).toEqual([401, 'sign-in-failed']);
    expect(room.alarms).toContainEqual({ code: 'rows-forged', object: 'attempts' });
    room.pass(901);
    expect((await stranger.post('/sign-in/email', signIn('security-officer'))).status).toBe(200);
  });

  test('parallel guesses cannot outrun the count', async () => {
    const guesses = Array.from({ length: 20 }, (_, n) =>
      room.browser('10.1.0.9').post('/sign-in/email', signIn('supervisor', `wrong ${n}`)),
    );
    await Promise.all(guesses);
    const judged = room.entries.filter((entry) => entry.action === 'sign-in' && entry.outcome === 'failed');
    expect(judged).toHaveLength(lockOut.here.tries);
  });

  test('each further series locks longer', async () => {
    await wrong('supervisor', lockOut.here.tries);
    room.pass(lockOut.here.seconds + 1);
    await wrong('supervisor', lockOut.here.tries);
    room.pass(lockOut.here.seconds + 1);
    const from = () => room.browser('203.0.113.9').post('/sign-in/email', signIn('supervisor'));
    expect((await from()).code).toBe('sign-in-failed');
    room.pass(4 * lockOut.here.seconds);
    expect((await from()).status).toBe(200);
  });

  test('an officer unlocks', async () => {
    await wrong('supervisor', lockOut.here.tries);
    await wrong('supervisor', lockOut.strangers.tries, (n) => `10.8.${n}.1`);
    const officer = await room.subjectOf(testPerson('security-admin'));
    const listed = await room.identity.people(officer, {});
    expect(listed).toMatchObject({ kind: 'done' });
    const row = 'rows' in listed && listed.rows.find((each) => each.id === testPerson('supervisor'));
    expect(row).toMatchObject({ state: 'locked' });
    await room.identity.unlockPerson(officer, testPerson('supervisor'));
    expect((await room.browser('203.0.113.9').post('/sign-in/email', signIn('supervisor'))).status).toBe(200);
  });

  test('unknown mail, wrong password, left and locked are one answer and the same work', async () => {
    await sql`delete from identity_accounts where person = ${testPerson('security-officer')}`.execute(
      room.db.kysely,
    );
    const tries = async (email: string, password: string) => {
      const browser = room.browser();
      Object.assign(work, { hashes: 0, statements: 0 });
      const reply = await browser.post('/sign-in/email', { email, password });
      return { reply, ...work };
    };
    const wrong = await tries('supervisor@desk.test', 'not the password');
    const unknown = await tries('nobody@desk.test', 'not the password');
    const withoutPassword = await tries('security-officer@desk.test', 'not the password');
    expect(wrong.hashes).toBe(1);
    expect(unknown).toEqual(wrong);
    expect(withoutPassword).toEqual(wrong);
    const malformed = await tries('no mail at all', 'not the password');
    expect(malformed.reply).toEqual(wrong.reply);

    const lock = async (email: string) => {
      for (let n = 0; n < lockOut.here.tries; n++) await tries(email, `wrong ${n}`);
      return await tries(email, testPassword);
    };
    const lockedKnown = await lock('supervisor@desk.test');
    const lockedUnknown = await lock('nobody@desk.test');
    expect(lockedKnown.reply).toEqual(wrong.reply);
    expect(lockedUnknown).toEqual(lockedKnown);
    expect(lockedKnown.hashes).toBe(1);
  });

  test('the ledger never gets the typed mail', async () => {
    await room.browser().post('/sign-in/email', { email: 'typed@desk.test', password: 'typed password' });
    expect(actions()).toEqual(['sign-in failed']);
    expect(JSON.stringify(room.entries)).not.toContain('typed');
    expect(room.entries[0]).not.toHaveProperty('person');
  });

  test('one address is slowed down in the end, whatever accounts it tries', async () => {
    const one = room.browser('10.9.9.9');
    await one.post('/sign-in/email', { email: 'first@desk.test', password: 'x' });
    await sql`update identity_rates set count = 100000`.execute(room.db.kysely);
    const reply = await one.post('/sign-in/email', { email: 'next@desk.test', password: 'x' });
    expect(reply).toMatchObject({ status: 429, code: 'too-many-requests' });
  });
});

describe('codes', () => {
  test('a code works once, whoever shows it again', async () => {
    const code = room.code();
    await strong('supervisor');
    const second = room.browser();
    await second.post('/sign-in/email', signIn('supervisor'));
    expect(await second.post('/two-factor/verify-totp', { code })).toMatchObject({
      status: 401,
      code: 'code-wrong',
    });
    expect(await second.subject()).toBeNull();
  });

  test('an older code is refused after a newer one', async () => {
    const older = room.code(-1);
    await strong('supervisor');
    const second = room.browser();
    await second.post('/sign-in/email', signIn('supervisor'));
    expect((await second.post('/two-factor/verify-totp', { code: older })).code).toBe('code-wrong');
  });

  test('of two requests with the same code one wins', async () => {
    const browsers = [room.browser(), room.browser()];
    for (const each of browsers) await each.post('/sign-in/email', signIn('supervisor'));
    const code = room.code();
    const replies = await Promise.all(browsers.map((each) => each.post('/two-factor/verify-totp', { code })));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(replies.filter((reply) => reply.code === 'code-wrong')).toHaveLength(1);
  });

  test('five tries end the question, and the account counts over all questions', async () => {
    let locked = false;
    for (let question = 0; question < 3 && !locked; question++) {
      const browser = room.browser();
      await browser.post('/sign-in/email', signIn('supervisor'));
      for (let n = 0; n < 5; n++) {
        const reply = await browser.post('/two-factor/verify-totp', { code: 'abcdef' });
        locked = reply.code === 'factor-locked';
        if (locked) break;
        expect(reply.code).toBe('code-wrong');
      }
      if (question === 0)
        expect((await browser.post('/two-factor/verify-totp', { code: room.code() })).code).toBe(
          'challenge-over',
        );
    }
    expect(locked).toBe(true);
    const browser = room.browser();
    await browser.post('/sign-in/email', signIn('supervisor'));
    expect((await browser.post('/two-factor/verify-totp', { code: room.code() })).code).toBe('factor-locked');
  });

  test('a code without a password before it is nothing', async () => {
    const reply = await room.browser().post('/two-factor/verify-totp', { code: room.code() });
    expect(reply).toMatchObject({ status: 401, code: 'challenge-over' });
  });

  test('enrolment: secret, first code, a session of two factors, recovery codes that work once', async () => {
    const browser = room.browser();
    await browser.post('/sign-in/email', signIn('agent'));
    const weak = browser.cookie();
    const subject = (await browser.subject()) as Parameters<typeof room.identity.startTotpEnrolment>[0];
    expect(await room.identity.startTotpEnrolment(subject, 'wrong')).toMatchObject({
      code: 'password-wrong',
    });
    const made = await room.identity.startTotpEnrolment(subject, testPassword);
    if (made.kind !== 'done') throw new Error(made.code);
    expect(made.recoveryCodes).toHaveLength(10);
    const { totpCode, totpStep } = await import('./totp.ts');
    const code = totpCode(made.secret, totpStep(room.now()));
    expect((await browser.post('/two-factor/confirm', { code })).status).toBe(200);
    expect(await browser.subject()).toMatchObject({ strength: 'two-factor' });
    const old = room.browser();
    for (const cookie of weak.split('; ')) old.setCookie(cookie);
    expect(await old.subject()).toBeNull();

    const [recovery = ''] = made.recoveryCodes;
    const again = room.browser();
    await again.post('/sign-in/email', signIn('agent'));
    const used = await again.post('/two-factor/verify-backup-code', { code: recovery.toUpperCase() });
    expect(used).toMatchObject({ status: 200, body: { left: 9 } });
    const replay = room.browser();
    await replay.post('/sign-in/email', signIn('agent'));
    expect((await replay.post('/two-factor/verify-backup-code', { code: recovery })).code).toBe('code-wrong');

    // a stolen password adds no factor to an account that has one
    const stolen = await room.subjectOf(testPerson('agent'), 'password');
    expect(await room.identity.startTotpEnrolment(stolen, testPassword)).toMatchObject({
      code: 'sign-in-again',
    });
  });

  test("another account's sealed secret put into one's row opens nothing", async () => {
    await sql`
      insert into identity_totp (person, secret)
      select ${testPerson('agent')}, secret from identity_totp where person = ${testPerson('supervisor')}
      on conflict (person) do update set secret = excluded.secret, last_step = 0`.execute(room.db.kysely);
    const browser = room.browser();
    expect(await browser.post('/sign-in/email', signIn('agent'))).toMatchObject({
      status: 403,
      code: 'rows-forged',
    });
    expect((await browser.post('/two-factor/verify-totp', { code: room.code() })).code).toBe(
      'challenge-over',
    );
    expect(await browser.subject()).toBeNull();
  });
});

describe('sessions', () => {
  test('an ended session is over within one request', async () => {
    const browser = await strong('supervisor');
    const subject = await browser.subject();
    expect(subject).not.toBeNull();
    const officer = await room.subjectOf(testPerson('security-admin'));
    expect(await room.identity.endSession(officer, subject?.session ?? '')).toEqual({ kind: 'done' });
    expect(await browser.subject()).toBeNull();
    expect(room.entries.at(-1)).toMatchObject({ action: 'session-ended', object: subject?.session });
  });

  test('people list and end their own sessions only', async () => {
    const one = await room.subjectOf(testPerson('supervisor'));
    const other = await room.subjectOf(testPerson('security-officer'));
    const listed = await room.identity.sessions(one);
    const own = listed.kind === 'done' ? listed.sessions : [];
    expect(own.filter((each) => each.current)).toHaveLength(1);
    expect(new Set(own.map((each) => each.person))).toEqual(new Set([testPerson('supervisor')]));
    expect(await room.identity.sessions(one, other.person)).toMatchObject({ code: 'not-allowed' });
    expect(await room.identity.endSession(one, other.session)).toMatchObject({ code: 'not-found' });
    expect(await room.identity.sessionAlive(other.session)).toBe(true);
  });

  test('idle and absolute time-outs', async () => {
    const browser = await strong('supervisor');
    for (let n = 0; n < 3; n++) {
      room.pass(20 * 60);
      expect(await browser.subject()).not.toBeNull();
    }
    room.pass(31 * 60);
    expect(await browser.subject()).toBeNull();
    const long = await strong('supervisor');
    for (let n = 0; n < 12 * 3 - 1; n++) {
      room.pass(20 * 60);
      expect(await long.subject()).not.toBeNull();
    }
    room.pass(20 * 60);
    expect(await long.subject()).toBeNull();
  });

  test('a session made stronger, or moved to somebody else, by SQL opens nothing', async () => {
    for (const change of [
      sql`strength = 'passkey'`,
      sql`person = ${testPerson('system-admin')}`,
      sql`created_at = created_at + interval '1 minute'`,
    ]) {
      const browser = room.browser();
      await browser.post('/sign-in/email', signIn('security-admin'));
      room.pass(30);
      await browser.post('/two-factor/verify-totp', { code: room.code() });
      const session = (await browser.subject())?.session ?? '';
      await sql`update identity_sessions set ${change} where id = ${session}`.execute(room.db.kysely);
      room.pass(6);
      expect(await browser.subject()).toBeNull();
    }
  });

  test('a post raised by SQL opens nothing', async () => {
    const browser = await strong('supervisor');
    expect(await browser.subject()).not.toBeNull();
    const person = testPerson('supervisor');
    await sql`update identity_people set post = 'auditor' where id = ${person}`.execute(room.db.kysely);
    room.pass(6);
    expect(await browser.subject()).toBeNull();
    const reply = await room.browser().post('/sign-in/email', signIn('supervisor'));
    expect(reply.code).toBe('sign-in-failed');
    await sql`update identity_people set post = 'supervisor' where id = ${person}`.execute(room.db.kysely);
  });
});

describe('other sites', () => {
  test('a request without our header, or from another origin, is refused', async () => {
    const browser = room.browser();
    const elsewhere = await browser.post('/sign-in/email', signIn('agent'), { origin: 'https://evil.test' });
    expect(elsewhere).toMatchObject({ status: 403, code: 'forged-request' });
    const outcome = await room.identity.auth(
      new Request('http://localhost:8787/api/v1/auth/sign-in/email', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(signIn('agent')),
      }),
      { remote: '127.0.0.1', subject: null },
    );
    expect(outcome).toMatchObject({ kind: 'refused', code: 'forged-request' });
    expect(room.entries).toEqual([]);
  });

  test('what better-auth could do beyond our table does not exist', async () => {
    const browser = await strong('supervisor');
    for (const path of [
      '/sign-up/email',
      '/update-user',
      '/change-email',
      '/revoke-sessions',
      '/delete-user',
    ])
      expect(
        await browser.post(path, { email: 'x@desk.test', password: testPassword, name: 'x' }),
      ).toMatchObject({
        status: 404,
      });
    expect((await browser.get('/get-session')).status).toBe(404);
  });
});

test('a password changed ends the other sessions', async () => {
  const other = await strong('security-officer').catch(() => null);
  expect(other).toBeNull();
  const kept = await strong('supervisor');
  room.pass(60);
  const lost = await strong('supervisor');
  const subject = (await kept.subject()) as Parameters<typeof room.identity.changePassword>[0];
  expect(await room.identity.changePassword(subject, testPassword, 'short')).toMatchObject({
    code: 'password-weak',
  });
  expect(await room.identity.changePassword(subject, testPassword, 'another-long-harbour')).toEqual({
    kind: 'done',
  });
  expect(await lost.subject()).toBeNull();
  expect(await kept.subject()).not.toBeNull();
});
