import { hash } from '@node-rs/argon2';
import type { KyselyPlugin } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Somebody } from '#gate';
import {
  type Browser,
  openTestIdentity,
  softwarePasskey,
  type TestIdentity,
  testPassword,
  testPerson,
  totpCode,
} from './testing.ts';

/**
 * Whoever owns the database changes rows for a moment, or stands on its socket and answers one question otherwise: a
 * plugin that changes what a query brought plays the latter.
 */

type Row = Record<string, unknown>;
/** What answers are made of, by the text or table of the question; null: as they are. */
let answer: ((asked: string, rows: Row[]) => Row[]) | null = null;
const asked = new WeakMap<object, string>();
const between: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => {
    asked.set(queryId, JSON.stringify(node));
    return node;
  },
  transformResult: async ({ result, queryId }) => ({
    ...result,
    rows: answer ? answer(asked.get(queryId) ?? '', result.rows as Row[]) : result.rows,
  }),
};

let room: TestIdentity;
const origin = 'http://localhost:8787';
const own = testPerson('supervisor');
const victim = testPerson('system-admin');
const passkey = softwarePasskey(origin);

beforeAll(async () => {
  room = await openTestIdentity({ plugin: between });
  const reply = await enrol(await signedIn('supervisor'), passkey);
  expect(reply.status).toBe(200);
});
afterAll(() => room.close());
beforeEach(() => {
  room.pass(90);
  room.entries.length = 0;
  room.alarms.length = 0;
});
afterEach(() => {
  answer = null;
});

const run = (text: string, values: unknown[] = []) => room.db.pool.query(text, values);

async function signedIn(post: string): Promise<Browser> {
  room.pass(60);
  const browser = room.browser();
  await browser.post('/sign-in/email', { email: `${post}@desk.test`, password: testPassword });
  expect((await browser.post('/two-factor/verify-totp', { code: room.code() })).status).toBe(200);
  return browser;
}

async function enrol(
  browser: Browser,
  key = softwarePasskey(origin),
  before = async () => undefined as unknown,
) {
  const options = await browser.get('/passkey/generate-register-options');
  expect(options.status).toBe(200);
  await before();
  return await browser.post('/passkey/verify-registration', {
    name: 'key',
    response: key.create(options.body),
  });
}

async function byPasskey(key: ReturnType<typeof softwarePasskey>, change: typeof answer) {
  const browser = room.browser();
  const options = await browser.get('/passkey/generate-authenticate-options');
  answer = change;
  const reply = await browser.post('/passkey/verify-authentication', { response: key.get(options.body) });
  answer = null;
  return { browser, reply };
}

/** Rows of the engine's own question for a table, with one text in another's place. */
const swapped =
  (table: string, from: string, to: string) =>
  (text: string, rows: Row[]): Row[] =>
    text.includes('SelectQueryNode') && text.includes(`"${table}"`)
      ? (JSON.parse(JSON.stringify(rows).replaceAll(from, to)) as Row[])
      : rows;

const passkeysOf = async (person: string): Promise<number> =>
  (await run('select 1 from identity_passkeys where person = $1', [person])).rows.length;

const alarmed = (person: string, object: string) =>
  expect(room.alarms).toContainEqual({ code: 'rows-forged', person, object });

async function expectRefused({ browser, reply }: Awaited<ReturnType<typeof byPasskey>>): Promise<void> {
  expect([reply.status, reply.code]).toEqual([403, 'rows-forged']);
  expect(await browser.subject()).toBeNull();
  expect(room.entries.filter((each) => each.action === 'sign-in' && each.outcome === 'done')).toEqual([]);
  alarmed(victim, 'passkey');
}

describe('a passkey of one’s own', () => {
  test('is enrolled for nobody else by changing the challenge and the session for a moment', async () => {
    const browser = await signedIn('supervisor');
    const subject = (await browser.subject()) as Somebody;
    const reply = await enrol(browser, softwarePasskey(origin), async () => {
      await run('update identity_verifications set value = replace(value, $1, $2)', [own, victim]);
      // believed for five seconds from here
      room.pass(6);
      expect(await browser.subject()).not.toBeNull();
      await run('update identity_sessions set person = $1 where id = $2', [victim, subject.session]);
    });
    await run('update identity_sessions set person = $1 where id = $2', [own, subject.session]);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(await passkeysOf(victim)).toBe(0);
    alarmed(own, 'session');
  });

  test('is enrolled for nobody else by other answers to the engine', async () => {
    const browser = await signedIn('supervisor');
    const reply = await enrol(browser, softwarePasskey(origin), async () => {
      answer = (text, rows) =>
        /identity_(verifications|sessions)/.test(text) && !text.includes('RawNode')
          ? (JSON.parse(JSON.stringify(rows).replaceAll(own, victim)) as Row[]).map((row, n) => ({
              ...rows[n],
              ...Object.fromEntries(
                Object.entries(row).filter(([, value]) => String(value).includes(victim)),
              ),
            }))
          : rows;
    });
    answer = null;
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(await passkeysOf(victim)).toBe(0);
  });

  test('opens no account that has none, whatever the engine is told of whose it is', async () => {
    await expectRefused(await byPasskey(passkey, swapped('identity_passkeys', own, victim)));
  });

  test('opens no account that has another one', async () => {
    const theirs = softwarePasskey(origin);
    expect((await enrol(await signedIn('system-admin'), theirs)).status).toBe(200);
    room.entries.length = 0;
    await expectRefused(await byPasskey(passkey, swapped('identity_passkeys', own, victim)));
    expect((await byPasskey(theirs, null)).reply.status).toBe(200);
    expect((await byPasskey(passkey, null)).reply.status).toBe(200);
  });

  test('is no step-up of somebody else', async () => {
    const subject = await room.subjectOf(victim);
    const ask = {
      action: 'reveal',
      customer: `cus_${'0'.repeat(26)}`,
      case: `cas_${'0'.repeat(26)}`,
      field: 'mobile',
      purpose: 'card-freeze',
    } as const;
    const { rows } = await run(
      `select *, credential_id as credential, public_key as "publicKey" from identity_passkeys where person = $1`,
      [own],
    );
    const started = await room.identity.startStepUp(subject, ask, 'C2');
    if (started.kind !== 'done' || !('passkey' in started)) throw new Error('no step-up');
    answer = (text, read) => (text.includes('identity_passkeys') && text.includes('counter') ? rows : read);
    const proof = { passkey: passkey.get(started.passkey) };
    expect(await room.identity.finishStepUp(subject, started.id, proof)).toMatchObject({
      code: 'proof-wrong',
    });
  });
});

test('a key pair that nobody enrolled opens nothing in the place of one that is', async () => {
  const stranger = softwarePasskey(origin);
  const { rows } = await run('select credential_id, public_key from identity_passkeys where person = $1', [
    own,
  ]);
  const [real] = rows as { credential_id: string; public_key: string }[];
  if (!real) throw new Error('no passkey');
  const made = publicKeyOf(stranger);
  const browser = room.browser();
  const options = await browser.get('/passkey/generate-authenticate-options');
  const response = { ...stranger.get(options.body), id: real.credential_id, rawId: real.credential_id };
  answer = (text, read) =>
    swapped(
      'identity_passkeys',
      own,
      victim,
    )(text, swapped('identity_passkeys', real.public_key, made)(text, read));
  const reply = await browser.post('/passkey/verify-authentication', { response });
  answer = null;
  await expectRefused({ browser, reply });
});

/** The key of a software passkey as the table has it: the end of its attestation. */
function publicKeyOf(key: ReturnType<typeof softwarePasskey>): string {
  const made = key.create({ challenge: 'AAAA' }) as { response: { attestationObject: string } };
  return Buffer.from(made.response.attestationObject, 'base64url').subarray(-77).toString('base64');
}

describe('a challenge', () => {
  test('is good for the browser that it was made for, as it was made', async () => {
    const [one, other] = [room.browser(), room.browser()];
    const mine = await one.get('/passkey/generate-authenticate-options');
    const { rows } = await run(
      'select identifier from identity_verifications order by created_at desc limit 1',
    );
    await other.get('/passkey/generate-authenticate-options');
    // an answer to the one, where the other's stood
    await run(
      `update identity_verifications set value = (select value from identity_verifications where identifier = $1)
       where identifier <> $1`,
      [rows[0].identifier],
    );
    const response = passkey.get(mine.body);
    expect((await other.post('/passkey/verify-authentication', { response })).code).toBe('sign-in-failed');
    expect(room.alarms).toContainEqual({ code: 'rows-forged', object: 'challenge' });
    expect((await one.post('/passkey/verify-authentication', { response })).status).toBe(200);
  });

  test('that was answered and put back is over', async () => {
    const browser = room.browser();
    const options = await browser.get('/passkey/generate-authenticate-options');
    const cookie = browser.cookie();
    const { rows } = await run('select * from identity_verifications order by created_at desc limit 1');
    const response = passkey.get(options.body);
    expect((await browser.post('/passkey/verify-authentication', { response })).status).toBe(200);
    await run(
      'insert into identity_verifications select * from jsonb_populate_record(null::identity_verifications, $1)',
      [JSON.stringify(rows[0])],
    );
    const thief = room.browser();
    for (const each of cookie.split('; ')) thief.setCookie(each);
    // the counter of the passkey too
    await run('update identity_passkeys set counter = 0 where person = $1', [own]);
    expect((await thief.post('/passkey/verify-authentication', { response })).code).toBe('sign-in-failed');
  });
});

describe('a password', () => {
  test('that somebody on the socket chose opens nothing', async () => {
    const known = 'a-password-of-their-own';
    const made = await hash(known);
    const { rows } = await run('select password from identity_accounts where person = $1', [victim]);
    answer = swapped('identity_accounts', rows[0].password, made);
    const browser = room.browser();
    const reply = await browser.post('/sign-in/email', { email: 'system-admin@desk.test', password: known });
    expect([reply.status, reply.code]).toEqual([401, 'sign-in-failed']);
    expect(await browser.subject()).toBeNull();
  });

  test('leads to the second factor though the database says that there is none', async () => {
    answer = (text, rows) => (text.includes('select 1 from identity_totp where') ? [] : rows);
    const reply = await room
      .browser()
      .post('/sign-in/email', { email: 'system-admin@desk.test', password: testPassword });
    expect(reply.body).toEqual({ next: 'totp-needed' });
  });

  test('opens the account of nobody else’s address', async () => {
    answer = swapped('identity_people', own, victim);
    const browser = room.browser();
    await browser.post('/sign-in/email', { email: 'supervisor@desk.test', password: testPassword });
    await browser.post('/two-factor/verify-totp', { code: totpCode('JBSWY3DPEHPK3PXP', 1) });
    expect(await browser.subject()).toBeNull();
    alarmed(victim, 'session');
  });
});
