import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Somebody } from '#gate';
import { IdentityError } from './error.ts';
import { createIdentity } from './identity.ts';
import { tokenHash } from './seal.ts';
import { asOldKey, openTestIdentity, type TestIdentity, testPerson, testTeams } from './testing.ts';

let room: TestIdentity;
let security: Somebody;
beforeAll(async () => {
  room = await openTestIdentity();
});
afterAll(() => room.close());
beforeEach(async () => {
  // keys are few a day
  room.pass(86_400);
  security = await room.subjectOf(testPerson('security-admin'));
  room.entries.length = 0;
});

async function make(perDay = 100) {
  return await room.makeKey({ perDay });
}
const authenticate = (key: string, actFor?: string) =>
  room.identity.authenticate(
    new Request('http://localhost:8787/api/v1/cases', {
      headers: {
        authorization: `Bearer ${key}`,
        ...(actFor === undefined ? {} : { 'huke-act-for': actFor }),
      },
    }),
    '127.0.0.1',
  );

describe('service keys', () => {
  test('a key is a subject with its scopes and teams, and no person', async () => {
    const { key, serviceKey } = await make();
    expect(key).toMatch(/^hk_[0-9a-z]{26}_[A-Za-z0-9_-]{43}$/);
    expect(await authenticate(key)).toMatchObject({
      kind: 'key',
      person: null,
      post: 'service-key',
      session: null,
      strength: 'key',
      key: { id: serviceKey.id, scopes: ['contacts:write'], teams: [testTeams[0].id], actForCase: null },
    });
    expect(room.entries).toMatchObject([
      { action: 'change-requested', object: serviceKey.id, person: security.person, code: 'key' },
      { action: 'key-made', object: serviceKey.id, to: security.person },
      { action: 'change-confirmed', object: serviceKey.id, code: 'key' },
      { action: 'key-claimed', object: serviceKey.id, person: security.person },
    ]);
  });

  test('the database holds no key', async () => {
    const { key } = await make();
    const secret = key.split('_').slice(2).join('_');
    const { rows } = await sql<{ row: string }>`select k::text as row from identity_keys k`.execute(
      room.db.kysely,
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(secret);
  });

  test('a wrong secret, an unknown id and other bearers are nobody', async () => {
    const { key } = await make();
    const last = key.endsWith('A') ? 'B' : 'A';
    for (const wrong of [
      `${key.slice(0, -1)}${last}`,
      `hk_${'0'.repeat(26)}_${'A'.repeat(43)}`,
      'hk_',
      'x',
      '',
    ])
      expect(await authenticate(wrong)).toBeNull();
  });

  test('revoked: over at once', async () => {
    const { key, serviceKey } = await make();
    expect(await authenticate(key)).not.toBeNull();
    expect(await room.identity.revokeKey(security, serviceKey.id)).toEqual({ kind: 'done' });
    expect(await authenticate(key)).toBeNull();
    const { rows } = await sql<{ live: boolean }>`
      select identity_key_live(${serviceKey.id}, ${room.now()}) as live`.execute(room.db.kysely);
    expect(rows).toEqual([{ live: false }]);
    expect(await room.identity.revokeKey(security, serviceKey.id)).toMatchObject({ code: 'not-found' });
  });

  test('a day’s quota is counted in the database, and a new day starts afresh', async () => {
    const { key } = await make(3);
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => authenticate(key)));
    expect(all.filter((each) => each.status === 'fulfilled')).toHaveLength(3);
    const failure = all.find((each) => each.status === 'rejected');
    expect(failure?.reason).toBeInstanceOf(IdentityError);
    expect(failure?.reason).toMatchObject({ code: 'key-quota' });
    room.pass(86_400);
    expect(await authenticate(key)).not.toBeNull();
  });

  test('a key widened, or revived, by SQL is nobody', async () => {
    for (const change of [
      sql`scopes = scopes || '{ledger:read}'`,
      sql`teams = '{}'`,
      sql`per_day = 1000000`,
      sql`hash = 'x' || hash`,
      sql`expires_at = expires_at + interval '10 years'`,
      sql`expires_at = null`,
      sql`created_by = 'seed'`,
      sql`created_at = created_at - interval '60 days'`,
      sql`previous_hash = hash, previous_until = now() + interval '1 day'`,
      sql`job = '{"purpose":"card-freeze","teams":["tea_x"],"rows":9,"until":"2099-01-01"}'`,
    ]) {
      room.pass(12 * 3600);
      const { key, serviceKey } = await make();
      await sql`update identity_keys set ${change} where id = ${serviceKey.id}`.execute(room.db.kysely);
      expect(await authenticate(key)).toBeNull();
    }
    const { key, serviceKey } = await make();
    await room.identity.revokeKey(security, serviceKey.id);
    await sql`update identity_keys set revoked_at = null where id = ${serviceKey.id}`.execute(room.db.kysely);
    room.pass(6);
    expect(await authenticate(key)).toBeNull();
  });

  test('a key that waits is none, also when its row says otherwise, and another officer cannot take it', async () => {
    const asked = await room.identity.createKey(security, {
      name: 'switch',
      scopes: ['contacts:write'],
      teams: [testTeams[0].id],
      perDay: 9,
    });
    if (asked.kind !== 'done') throw new Error(asked.code);
    const { id } = asked.serviceKey;
    expect(asked.key).toBeNull();
    const live = async () => {
      const { rows } = await sql<{ live: boolean }>`
        select identity_key_live(${id}, ${room.now()}) as live`.execute(room.db.kysely);
      return rows[0]?.live;
    };
    expect(await live()).toBe(false);
    // whoever writes to the database: a hash of their own secret, a claim of their own, a confirmation of their own
    const secret = `hk_${id.slice(4)}_${'A'.repeat(43)}`;
    await sql`update identity_keys set state = 'live', hash = ${tokenHash(secret)} where id = ${id}`.execute(
      room.db.kysely,
    );
    expect(await authenticate(secret)).toBeNull();
    expect(await room.identity.claimKey(security, id)).toMatchObject({ code: 'not-found' });
    await sql`
      update identity_keys set state = 'waiting', hash = ${`none:${id}`}, claim_by = ${security.person},
        claim_until = now() + interval '2 years' where id = ${id}`.execute(room.db.kysely);
    expect(await room.identity.claimKey(security, id)).toMatchObject({ code: 'not-found' });
    await sql`update identity_keys set claim_by = null, claim_until = null where id = ${id}`.execute(
      room.db.kysely,
    );
    await sql`
      update identity_changes set requested_by = ${testPerson('system-admin')} where key = ${id}`.execute(
      room.db.kysely,
    );
    const change = asked.change?.id ?? '';
    expect(await room.identity.confirmChange(security, change)).toMatchObject({ code: 'not-found' });
  });

  test('what a second officer refused, or nobody confirmed, never becomes a key', async () => {
    const officer = await room.subjectOf(testPerson('system-admin'));
    const ask = async () => {
      const asked = await room.identity.createKey(security, {
        name: 'switch',
        scopes: ['customers:read'],
        teams: [testTeams[0].id],
        perDay: 9,
      });
      if (asked.kind !== 'done') throw new Error(asked.code);
      return { key: asked.serviceKey.id, change: asked.change?.id ?? '' };
    };
    const first = await ask();
    expect(await room.identity.refuseChange(officer, first.change)).toEqual({ kind: 'done' });
    expect(await room.identity.confirmChange(officer, first.change)).toMatchObject({ code: 'not-found' });
    const second = await ask();
    room.pass(25 * 3600);
    const later = await room.subjectOf(testPerson('system-admin'));
    expect(await room.identity.confirmChange(later, second.change)).toMatchObject({ code: 'not-found' });
    await room.identity.endUnusedScopes();
    const listed = await room.identity.keys(await room.subjectOf(testPerson('security-admin')));
    const states = listed.kind === 'done' ? listed.keys : [];
    for (const { key } of [first, second])
      expect(states.find((each) => each.id === key)?.state).toBe('revoked');
  });

  test('only teams that exist; lists show the last use and never the key', async () => {
    const body = { name: 'x', scopes: ['cases:read'] as const, teams: ['tea_none'], perDay: 1 };
    expect(await room.identity.createKey(security, body)).toMatchObject({ code: 'unknown-team' });
    const { key, serviceKey } = await make();
    await authenticate(key);
    const listed = await room.identity.keys(security);
    const row = listed.kind === 'done' ? listed.keys.find((each) => each.id === serviceKey.id) : null;
    expect(row?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(listed)).not.toContain(key);
  });
});

describe('a change of a key', () => {
  const named = async (id: string) => {
    const listed = await room.identity.keys(security);
    return listed.kind === 'done' ? listed.keys.find((each) => each.id === id) : undefined;
  };

  test('that is refused does not rename it, and one that renames it has one entry', async () => {
    const { serviceKey } = await make();
    room.entries.length = 0;
    const wider = await room.identity.changeKey(security, serviceKey.id, { name: 'first', perDay: 200 });
    expect(wider).toMatchObject({ kind: 'pending', change: { key: { name: 'first' } } });
    expect(room.entries.map(({ action }) => action)).toEqual(['key-changed', 'change-requested']);
    const again = await room.identity.changeKey(security, serviceKey.id, { name: 'second', perDay: 300 });
    expect(again).toMatchObject({ code: 'pending' });
    expect(await named(serviceKey.id)).toMatchObject({ name: 'first', perDay: 100 });
    const less = { name: 'third', perDay: 50 };
    expect(await room.identity.changeKey(security, serviceKey.id, less)).toMatchObject({ kind: 'done' });
    expect(await named(serviceKey.id)).toMatchObject(less);
    expect(room.entries.slice(2)).toMatchObject([{ action: 'key-changed', object: serviceKey.id }]);
  });

  test.each([
    ['narrower', sql`per_day = 1`],
    ['malformed', sql`job = '5'`],
    ['without an end', sql`expires_at = 'infinity'`],
  ])('is not shown where the key’s row was made %s, and is an alarm', async (_, forgery) => {
    const { key, serviceKey } = await make();
    const wider = await room.identity.changeKey(security, serviceKey.id, { perDay: 200 });
    if (wider.kind !== 'pending') throw new Error('the key is wider at once');
    const shown = async () => {
      const listed = await room.identity.changes(security);
      return listed.kind === 'done' && listed.changes.some(({ id }) => id === wider.change.id);
    };
    expect(await shown()).toBe(true);
    room.alarms.length = 0;
    const keep = await sql<{ row: string }>`
      select to_jsonb(k)::text as row from identity_keys k where id = ${serviceKey.id}`.execute(
      room.db.kysely,
    );
    await sql`update identity_keys set ${forgery} where id = ${serviceKey.id}`.execute(room.db.kysely);
    expect(await shown()).toBe(false);
    expect(room.alarms).toEqual([{ code: 'rows-forged', object: 'change' }]);
    expect(await authenticate(key)).toBeNull();
    await sql`
      update identity_keys k set per_day = o.per_day, job = o.job, expires_at = o.expires_at
      from jsonb_populate_record(null::identity_keys, ${keep.rows[0]?.row}::jsonb) o where k.id = o.id`.execute(
      room.db.kysely,
    );
  });

  test('to another secret keeps how long it was made for, each time', async () => {
    const { serviceKey } = await room.makeKey({ scopes: ['text:read'], teams: [], days: 30 });
    const days = (at: string | undefined) =>
      Math.round((Date.parse(at ?? '') - room.now().getTime()) / 86_400_000);
    expect(days(serviceKey.expiresAt)).toBe(30);
    for (const passed of [10, 20]) {
      room.pass(passed * 86_400);
      security = await room.subjectOf(testPerson('security-admin'));
      const rotated = await room.identity.rotateKey(security, serviceKey.id);
      expect(rotated.kind === 'done' && days(rotated.serviceKey.expiresAt)).toBe(30);
    }
  });

  test('counts what it took: notices as numbers, what it showed for people by itself', async () => {
    const { serviceKey } = await make();
    const entry = (action: string, outcome = 'granted') => ({
      key: serviceKey.id,
      kind: 'access',
      action,
      outcome,
      count: 2,
    });
    const counting = await createIdentity({
      ...room.deps,
      keyEntries: async () => [
        ...['redeem', 'notify', 'reveal', 'copy', 'verify'].map((action) => entry(action)),
        entry('reveal', 'refused'),
      ],
    });
    const listed = await counting.keys(security);
    await counting.stop();
    const took = listed.kind === 'done' && listed.keys.find(({ id }) => id === serviceKey.id)?.took?.today;
    expect(took).toMatchObject({ redeems: 4, reveals: 6, uses: 0, entries: 12 });
  });

  test('does not end the scope of a channel that only takes notices', async () => {
    const { key, serviceKey } = await make();
    room.pass(31 * 86_400);
    const taking = await createIdentity({
      ...room.deps,
      keyUsed: async (_, kinds) => kinds.includes('access notify'),
    });
    await taking.endUnusedScopes();
    await taking.stop();
    expect(await authenticate(key)).toMatchObject({ key: { id: serviceKey.id, scopes: ['contacts:write'] } });
  });
});

describe('who answers for a key', () => {
  const makerOf = async (key: string) => (await authenticate(key))?.maker;

  test('who made it alone, for a month; nobody alone for one that a second officer confirmed', async () => {
    const alone = await room.makeKey({ scopes: ['text:read'], teams: [] });
    const confirmed = await make();
    expect(await makerOf(alone.key)).toBe(security.person);
    expect(await makerOf(confirmed.key)).toBeNull();
    room.pass(31 * 86_400);
    expect(await makerOf(alone.key)).toBeNull();
  });

  test('a key from before second officers counts on its maker, also when that one narrows it', async () => {
    const { key, serviceKey } = await make();
    await asOldKey(room.deps, serviceKey.id);
    expect(await makerOf(key)).toBe(security.person);
    expect(await room.identity.changeKey(security, serviceKey.id, { perDay: 90 })).toMatchObject({
      kind: 'done',
    });
    expect(await makerOf(key)).toBe(security.person);
    const wider = await room.identity.changeKey(security, serviceKey.id, { perDay: 100 });
    const officer = await room.subjectOf(testPerson('system-admin'));
    if (wider.kind !== 'pending') throw new Error('the key is wider at once');
    expect(await room.identity.confirmChange(officer, wider.change.id)).toMatchObject({ kind: 'done' });
    room.pass(6);
    expect(await makerOf(key)).toBeNull();
  });

  test('a key from before keys ended gets no second secret, job or right by SQL', async () => {
    for (const change of [
      (stolen: string) =>
        sql`previous_hash = ${tokenHash(stolen)}, previous_until = now() + interval '9 years'`,
      () => sql`job = '{"purpose":"card-freeze","teams":["tea_x"],"rows":9,"until":"2099-01-01"}'`,
      () => sql`rights_at = now()`,
      () => sql`claim_by = ${security.person}, claim_until = now() + interval '9 years'`,
    ]) {
      room.pass(12 * 3600);
      const { key, serviceKey } = await make();
      await asOldKey(room.deps, serviceKey.id);
      const stolen = `hk_${serviceKey.id.slice(4)}_${'A'.repeat(43)}`;
      await sql`update identity_keys set ${change(stolen)} where id = ${serviceKey.id}`.execute(
        room.db.kysely,
      );
      expect(await authenticate(stolen)).toBeNull();
      expect(await authenticate(key)).toBeNull();
      expect(await room.identity.claimKey(security, serviceKey.id)).toMatchObject({ code: 'not-found' });
    }
  });
});

describe('acting for a person', () => {
  const caseId = `cas_${'7'.padStart(26, '0')}`;
  const mint = async (subject: Somebody, key: string, minutes?: number) => {
    const minted = await room.identity.mintActFor(subject, { key, case: caseId, minutes });
    if (minted.kind !== 'done') throw new Error(minted.code);
    return minted;
  };

  test('the subject is the person, narrowed to the key and one case', async () => {
    const agent = await room.subjectOf(testPerson('agent'));
    const { key, serviceKey } = await make();
    const { token } = await mint(agent, serviceKey.id);
    expect(await authenticate(key, token)).toMatchObject({
      kind: 'key',
      person: agent.person,
      post: 'agent',
      session: agent.session,
      version: agent.version,
      strength: 'key',
      key: { id: serviceKey.id, scopes: ['contacts:write'], actForCase: caseId },
    });
    expect(room.entries.at(-1)).toMatchObject({ action: 'act-for-minted', key: serviceKey.id, case: caseId });
  });

  test('ten minutes at most', async () => {
    const agent = await room.subjectOf(testPerson('agent'));
    const { key, serviceKey } = await make();
    const { token, expiresAt } = await mint(agent, serviceKey.id, 60);
    expect(Date.parse(expiresAt) - room.now().getTime()).toBeLessThanOrEqual(600_000);
    room.pass(599);
    expect(await authenticate(key, token)).not.toBeNull();
    room.pass(2);
    expect(await authenticate(key, token)).toBeNull();
  });

  test('for no other key, and not without one', async () => {
    const agent = await room.subjectOf(testPerson('agent'));
    const [one, other] = [await make(), await make()];
    const { token } = await mint(agent, one.serviceKey.id);
    expect(await authenticate(other.key, token)).toBeNull();
    expect(await authenticate(one.key, 'x')).toBeNull();
    const alone = new Request('http://localhost:8787/', { headers: { 'huke-act-for': token } });
    expect(await room.identity.authenticate(alone, '127.0.0.1')).toBeNull();
  });

  test('it ends with the session, the key, and the person’s rights', async () => {
    const { key, serviceKey } = await make();
    const agent = await room.subjectOf(testPerson('agent'));
    const first = await mint(agent, serviceKey.id);
    expect(await authenticate(key, first.token)).not.toBeNull();
    await room.identity.endSession(agent, agent.session);
    expect(await authenticate(key, first.token)).toBeNull();

    const again = await room.subjectOf(testPerson('agent'));
    const second = await mint(again, serviceKey.id);
    expect(await authenticate(key, second.token)).not.toBeNull();
    await room.identity.revokeKey(security, serviceKey.id);
    expect(await authenticate(key, second.token)).toBeNull();
    expect(await room.identity.mintActFor(again, { key: serviceKey.id, case: caseId })).toMatchObject({
      code: 'not-found',
    });
  });

  test('a token moved to another case or person by SQL is nobody', async () => {
    const agent = await room.subjectOf(testPerson('agent'));
    const { key, serviceKey } = await make();
    for (const change of [
      sql`case_id = ${`cas_${'8'.padStart(26, '0')}`}`,
      sql`expires_at = expires_at + interval '1 day'`,
      sql`person = ${security.person}, session = ${security.session}`,
    ]) {
      const { token } = await mint(agent, serviceKey.id);
      await sql`update identity_act_for set ${change} where person = ${agent.person}`.execute(room.db.kysely);
      expect(await authenticate(key, token)).toBeNull();
      await sql`delete from identity_act_for`.execute(room.db.kysely);
    }
  });

  test('a password alone mints none', async () => {
    const { serviceKey } = await make();
    const weak = await room.subjectOf(testPerson('agent'), 'password');
    expect(await room.identity.mintActFor(weak, { key: serviceKey.id, case: caseId })).toMatchObject({
      code: 'second-factor',
    });
  });

  test('a key that acts for an administrator administers nothing', async () => {
    const { key, serviceKey } = await make();
    const { token } = await mint(security, serviceKey.id);
    const subject = (await authenticate(key, token)) as Somebody;
    expect(subject.post).toBe('security-admin');
    expect(await room.identity.revokeKey(subject, serviceKey.id)).toMatchObject({ code: 'not-allowed' });
    expect(await room.identity.people(subject, {})).toMatchObject({ code: 'not-allowed' });
  });
});
