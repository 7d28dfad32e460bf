import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outOfTime, sessionExpiry } from './session-row.ts';
import { type Browser, openTestIdentity, type TestIdentity, testPassword, testPerson } from './testing.ts';

/** A server whose clock was wrong for a while: nothing that was made then outlives the correction, nothing locks for ever. */

let room: TestIdentity;
const hour = 3600;
const year = 365 * 24 * hour;
const slow = process.env['SLOW'] === '1';

beforeAll(async () => {
  room = await openTestIdentity();
});
afterAll(() => room.close());

const password = async (post: string, browser: Browser = room.browser(), typed = testPassword) => ({
  browser,
  reply: await browser.post('/sign-in/email', { email: `${post}@desk.test`, password: typed }),
});
const codeOf = async (browser: Browser, code = room.code()) =>
  (await browser.post('/two-factor/verify-totp', { code })).code;

/** Does something while the clock is ahead, then corrects it. */
async function ahead<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  room.pass(seconds);
  try {
    return await work();
  } finally {
    room.pass(-seconds);
  }
}

describe('while the clock was a year ahead', () => {
  test('a session was made: after the correction it is nobody, and counts as fresh for nothing', async () => {
    const browser = await ahead(year, async () => {
      const { browser: made } = await password('supervisor');
      expect(await codeOf(made)).toBeNull();
      expect(await made.subject()).not.toBeNull();
      return made;
    });
    expect(await browser.subject()).toBeNull();
    const subject = await ahead(year, () => browser.subject());
    expect(await room.identity.sessionAlive(subject?.session ?? '')).toBe(false);
    const { rows } = await sql<{ live: boolean }>`
      select identity_live(${subject?.session ?? ''}, ${subject?.person ?? ''}, ${subject?.version ?? 0}, ${room.now()}) as live`.execute(
      room.db.kysely,
    );
    expect(rows[0]?.live).toBe(false);
  });

  test('a session was used: it still ends when nobody uses it', async () => {
    const subject = await room.subjectOf(testPerson('supervisor'));
    await sql`
      update identity_sessions set idle_until = idle_until + interval '5 hours' where id = ${subject.session}`.execute(
      room.db.kysely,
    );
    expect(await room.identity.sessionAlive(subject.session)).toBe(false);
  });

  test('a code was used: codes pass again, which is an entry, and none passes twice', async () => {
    await ahead(year, async () => {
      const { browser } = await password('security-officer');
      expect(await codeOf(browser)).toBeNull();
    });
    room.entries.length = 0;
    const { browser } = await password('security-officer');
    expect(await codeOf(browser)).toBeNull();
    expect(room.entries).toContainEqual(
      expect.objectContaining({ action: 'code', outcome: 'done', code: 'step-ahead-ignored' }),
    );
    const { browser: again } = await password('security-officer');
    expect(await codeOf(again)).toBe('code-wrong');
    room.pass(30);
    expect(await codeOf(again)).toBeNull();
  });

  test('an account was locked, an address slowed: neither lasts', async () => {
    await ahead(year, async () => {
      for (let n = 0; n < 60; n++) await password('audit-admin', room.browser(), `wrong ${n}`);
      expect((await password('audit-admin')).reply.code).toBe('sign-in-failed');
    });
    expect((await password('audit-admin')).reply.body).toEqual({ next: 'totp-needed' });
    await sql`update identity_rates set count = 100000, since = ${new Date(room.now().getTime() + year * 1000)}`.execute(
      room.db.kysely,
    );
    expect((await password('audit-admin')).reply.status).toBe(200);
  });

  test('a step-up, an act-for token, an invitation were made: none is good', async () => {
    const ask = {
      action: 'reveal',
      customer: `cus_${'0'.repeat(26)}`,
      case: `cas_${'0'.repeat(26)}`,
      field: 'mobile',
      purpose: 'card-freeze',
    } as const;
    const subject = await room.subjectOf(testPerson('security-admin'));
    const finished = await ahead(10 * 60, async () => {
      const started = await room.identity.startStepUp(subject, ask, 'C2');
      if (started.kind !== 'done') throw new Error(started.code);
      const done = await room.identity.finishStepUp(subject, started.id, { totp: room.code() });
      expect(done.kind).toBe('done');
      return started.id;
    });
    const { rows } = await sql<{ row: unknown; at: unknown }>`
      select identity_step_up(${finished}, ${room.now()}) as row,
        identity_step_up(${finished}, ${new Date(room.now().getTime() + 600_000)}) as at`.execute(
      room.db.kysely,
    );
    expect(rows[0]?.row).toBeNull();
    // whoever replaces the function that loads it is not believed either
    expect(rows[0]?.at).not.toBeNull();
    expect(room.identity.stepUpGenuine(rows[0]?.at)).toBe(false);
    const { rows: consumed } = await sql<{ ok: boolean }>`
      select identity_step_up_consume(${finished}, ${subject.person}, ${subject.session}, ${ask.customer}, ${ask.case},
        ${room.now()}) as ok`.execute(room.db.kysely);
    expect(consumed[0]?.ok).toBe(false);

    const token = await ahead(year, async () => {
      const admin = await room.subjectOf(testPerson('system-admin'));
      const invited = await room.identity.invitePerson(admin, testPerson('agent'));
      if (invited.kind !== 'done') throw new Error(invited.code);
      return new URL(invited.invitation).hash.slice(1);
    });
    expect(await room.identity.acceptInvitation(token, 'quiet-harbour-again')).toMatchObject({
      code: 'link-invalid',
    });
  });
});

test('a session lives from its start to its ends and at no other time, however the clock moves', () => {
  const config = { publicUrl: 'http://localhost' };
  const start = Date.UTC(2026, 10, 2, 8);
  fc.assert(
    fc.property(
      fc.integer({ min: -2 * 86_400, max: 2 * 86_400 }),
      fc.integer({ min: 0, max: 43_200 }),
      (at, used) => {
        const made = sessionExpiry(config, new Date(start));
        const idleUntil = new Date(start + used * 1000 + 30 * 60_000);
        const row = { startedAt: new Date(start), expiresAt: made.expiresAt, idleUntil };
        const over = outOfTime(config, row, new Date(start + at * 1000));
        const live = at >= -60 && at >= used - 60 && at < 12 * hour && at < used + 30 * 60;
        expect(over).toBe(!live);
      },
    ),
    { numRuns: slow ? 20_000 : 500 },
  );
});

test('however the clock was moved, whoever comes back has a way in, and no code passes twice at one moment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -2 * year, max: 2 * year }), { maxLength: 3 }),
      async (moves) => {
        for (const seconds of moves) {
          room.pass(seconds);
          const { browser } = await password('system-admin');
          await codeOf(browser);
          const subject = await browser.subject();
          if (subject) expect(subject.authAge).toBeLessThan(freshSeconds);
        }
        room.pass(90);
        const { browser } = await password('system-admin');
        // the same one twice: half a minute may end between them
        const code = room.code();
        expect(await codeOf(browser, code)).toBeNull();
        expect(await browser.subject()).toMatchObject({ strength: 'two-factor' });
        const { browser: second } = await password('system-admin');
        expect(await codeOf(second, code)).toBe('code-wrong');
      },
    ),
    { numRuns: slow ? 100 : 8 },
  );
}, 60_000);

const freshSeconds = 60;
