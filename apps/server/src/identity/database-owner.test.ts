import { createHash } from 'node:crypto';
import type { AccessRequest } from '@huke/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRowSeal, setSetting, silentLog } from '#platform';
import { ordinary, reveal, stepUp } from '../access/testing.ts';
import { demoPassword } from '#demo';
import { appOf, closeRooms, openRooms, type Rooms } from '../server.ts';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';

/** Somebody who reads and writes identity's tables with the database's own rights, and has no key. */

let desk: TestDesk;
let replica: Rooms;
let agent: Caller;
let supervisor: Caller;
let officer: Caller;
let nth = 0;
/** A field of the organisation's own that is C3. */
const file = {
  field: 'complaintFile',
  label: { zh: '投诉案卷', en: 'Complaint file' },
  group: 'other',
  type: 'TEXT',
  level: 'C3',
  sensitive: true,
  protectAsSensitive: false,
  many: false,
  searchable: false,
  verifiable: false,
  retention: 'service',
} as const;
/** What the servers have been told; they hear it before this does. */
const told: string[] = [];

const open = () => openRooms({ db: desk.db, config: desk.config, log: silentLog, clock: desk.clock });
beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  const { kinds } = desk.rooms.vault;
  await desk.db.kysely.transaction().execute((tx) => kinds.add(tx, file, { person: null, at: desk.clock() }));
  await kinds.reload();
  replica = await open();
  await desk.db.listen('identity', (payload) => told.push(payload));
  agent = await desk.signIn('li.na');
  supervisor = await desk.signIn('zhao.min');
  officer = await desk.signIn('song.jie');
});
afterAll(async () => {
  await closeRooms(replica);
  await desk.close();
});

const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);
const heard = (id: string) => expect.poll(() => told.some((each) => each.includes(id))).toBe(true);
const putBack = (table: string, row: unknown) =>
  run(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [JSON.stringify(row)]);
const sessionRow = async (id: string) =>
  (await run('select to_jsonb(s) as row from identity_sessions s where id = $1', [id])).rows[0].row;
const request = (headers: Record<string, string>) => new Request(desk.config.publicUrl, { headers });
const seenBy = (rooms: Rooms, headers: Record<string, string>) =>
  rooms.identity.authenticate(request(headers), '127.0.0.1');

describe('a session', () => {
  it.each([
    ['signed out of', (own: Caller) => own.send('DELETE', `/sessions/${own.session}`)],
    ['ended by an officer', (own: Caller) => officer.send('DELETE', `/sessions/${own.session}`)],
  ])('%s and put back whole opens nothing, here and elsewhere', async (_, end) => {
    const own = await desk.signIn('li.na');
    const row = await sessionRow(own.session);
    expect(await seenBy(replica, { cookie: own.cookie })).not.toBeNull();
    expect((await end(own)).status).toBe(204);
    await heard(own.session);
    await putBack('identity_sessions', row);
    await run('delete from identity_ended');
    expect((await own.get('/session')).status).toBe(401);
    expect(await seenBy(replica, { cookie: own.cookie })).toBeNull();
    expect(await replica.identity.sessionAlive(own.session)).toBe(false);
    desk.pass(6);
    expect((await own.get('/session')).status).toBe(401);
  });

  it('that was ended and put back opens nothing after a restart', async () => {
    const own = await desk.signIn('li.na');
    const row = await sessionRow(own.session);
    expect((await own.send('DELETE', `/sessions/${own.session}`)).status).toBe(204);
    await putBack('identity_sessions', row);
    const restarted = await open();
    try {
      expect(await seenBy(restarted, { cookie: own.cookie })).toBeNull();
      expect(await restarted.identity.sessionAlive(own.session)).toBe(false);
    } finally {
      await closeRooms(restarted);
    }
  });

  it('is over for the memory only where this program said so', async () => {
    const own = await desk.signIn('li.na');
    const forged = { ended: own.session, at: desk.clock().getTime(), seal: 'forged' };
    await run("select pg_notify('identity', $1)", [JSON.stringify(forged)]);
    await heard(own.session);
    desk.pass(6);
    expect((await own.get('/session')).status).toBe(200);
  });

  it.each([
    [
      'absolute end',
      13,
      "expires_at = expires_at + interval '1 day', idle_until = idle_until + interval '1 day'",
    ],
    ['idle end', 1, "idle_until = idle_until + interval '1 hour'"],
  ])('with another %s opens nothing', async (_, hours, set) => {
    const own = await desk.signIn('chen.chen');
    await run(`update identity_sessions set ${set} where id = $1`, [own.session]);
    desk.pass(hours * 3600 - 600);
    expect((await own.get('/session')).status).toBe(401);
    expect(await replica.identity.sessionAlive(own.session)).toBe(false);
    officer = await desk.signIn('song.jie');
    agent = await desk.signIn('li.na');
    supervisor = await desk.signIn('zhao.min');
  });

  it('that is used to its last minute ends by its start, whatever its end says', async () => {
    const own = await desk.signIn('chen.chen');
    await run("update identity_sessions set expires_at = expires_at + interval '1 day' where id = $1", [
      own.session,
    ]);
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      desk.pass(20 * 60);
      expect((await own.get('/session')).status).toBe(200);
    }
    desk.pass(20 * 60);
    expect((await own.get('/session')).status).toBe(401);
    expect(await replica.identity.sessionAlive(own.session)).toBe(false);
    officer = await desk.signIn('song.jie');
    agent = await desk.signIn('li.na');
    supervisor = await desk.signIn('zhao.min');
  });
});

describe('a service key', () => {
  it('that was revoked and put back whole opens nothing, here, elsewhere and after a restart', async () => {
    const { id, headers } = await desk.key({
      scopes: ['customers:read'],
      teams: [desk.person('li.na').team],
    });
    const { rows } = await run('select to_jsonb(k) as row from identity_keys k where id = $1', [id]);
    expect(await seenBy(replica, headers)).not.toBeNull();
    expect((await officer.send('DELETE', `/service-keys/${id}`)).status).toBe(204);
    await heard(id);
    await run('delete from identity_keys where id = $1', [id]);
    await putBack('identity_keys', rows[0].row);
    const restarted = await open();
    try {
      expect(await seenBy(restarted, headers)).toBeNull();
    } finally {
      await closeRooms(restarted);
    }
    await run('delete from identity_ended');
    for (const rooms of [desk.rooms, replica]) expect(await seenBy(rooms, headers)).toBeNull();
  });
});

describe('a step-up', () => {
  const what = { fields: [{ field: 'complaintFile' }], purpose: 'complaint' };
  const ask = (at: TestContact, proof: string) => reveal(at, { ...what, stepUp: proof });

  /** A case on which the agent may see the field once a step-up is there. */
  async function granted(): Promise<TestContact> {
    const customer = ordinary(desk, 'li.na', nth++).id;
    const at = await desk.contact('li.na', customer, { caseType: 'complaint' });
    await desk.db.kysely.transaction().execute(async (tx) => {
      const changes = [{ field: 'complaintFile', value: '案卷甲乙丙丁' }];
      const change = await desk.rooms.vault.prepareChange(tx, customer, changes);
      if (change.kind === 'ready')
        await desk.rooms.vault.applyChange(tx, change.prepared, desk.clock(), null);
    });
    const asked = await agent.post('/approvals', reveal(at, what));
    expect(asked.status, asked.text).toBe(200);
    const approved = await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
    expect(approved.status, approved.text).toBe(200);
    return at;
  }

  it('for one field that was taken for unused again opens nothing, here and elsewhere', async () => {
    const at = await granted();
    const proof = await stepUp(desk, agent, 'li.na', at, { field: 'complaintFile', purpose: 'complaint' });
    const { rows } = await run('select to_jsonb(u) as row from identity_step_ups u where id = $1', [proof]);
    const subject = await seenBy(replica, { cookie: agent.cookie });
    if (!subject) throw new Error('no session');
    const done = await agent.post('/accesses', ask(at, proof));
    expect(done.status, done.text).toBe(200);
    await heard(proof);
    for (const put of [
      () => run('update identity_step_ups set consumed_at = null where id = $1', [proof]),
      async () => {
        await run('delete from identity_step_ups where id = $1', [proof]);
        await putBack('identity_step_ups', rows[0].row);
      },
    ]) {
      await put();
      const again = await agent.post('/accesses', ask(at, proof));
      expect([again.status, again.body.code], again.text).toEqual([403, 'step-up-required']);
      const there = await replica.access.access(subject, ask(at, proof) as unknown as AccessRequest);
      expect(there).toMatchObject({ kind: 'needs', needs: [{ kind: 'step-up' }] });
    }
  });
});

describe('a person', () => {
  it.each([
    "staff_number = 'HK9999'",
    "name = '无名'",
    "email = 'else@desk.example'",
    "former_email = 'else@desk.example'",
    `duty = '{"from":0,"to":1440,"days":[1,2,3,4,5,6,7]}'`,
  ])('whose row says %s is nobody, and is not sealed anew', async (set) => {
    const own = await desk.signIn('guo.liang');
    const { rows } = await run('select * from identity_people where id = $1', [own.id]);
    await run(`update identity_people set ${set} where id = $1`, [own.id]);
    desk.pass(6);
    expect((await own.get('/session')).status).toBe(401);
    const admin = await desk.signIn('luo.gang');
    expect(
      (await admin.send('PATCH', `/people/${own.id}`, { duty: { from: 0, to: 1440, days: [1] } })).status,
    ).toBe(500);
    const { name, email, former_email, staff_number, duty } = rows[0];
    await run(
      `update identity_people set name = $2, email = $3, former_email = $4, staff_number = $5, duty = $6 where id = $1`,
      [own.id, name, email, former_email, staff_number, duty && JSON.stringify(duty)],
    );
    desk.pass(6);
    expect((await own.get('/session')).status).toBe(200);
  });
});

describe('a dump', () => {
  it('does not tell the body of a request that may be repeated', async () => {
    const body = { type: 'card-freeze', customer: ordinary(desk, 'zhao.min', nth++).id };
    const headers = { 'idempotency-key': 'database-owner-1' };
    const made = await supervisor.post('/cases', { ...body, agent: agent.id }, headers);
    expect(made.status, made.text).toBe(200);
    const repeated = await supervisor.post('/cases', { ...body, agent: agent.id }, headers);
    expect(repeated.body.id).toBe(made.body.id);
    expect((await supervisor.post('/cases', body, headers)).body.code).toBe('idempotency-key-reused');
    const { rows } = await run('select key, body from http_idempotency');
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    const guesses = [
      digest(JSON.stringify({ ...body, agent: agent.id })),
      digest(`${supervisor.id}\n/api/v1/cases\ndatabase-owner-1`),
    ];
    const kept = rows.flatMap((row: { key: Buffer; body: Buffer }) => [row.key, row.body]);
    expect(kept.length).toBeGreaterThan(0);
    for (const each of kept) expect(guesses).not.toContain(each.toString('hex'));
  });
});

describe('how somebody signs in', () => {
  const signIn = (rooms: Rooms, mail: string, password = demoPassword) =>
    appOf(rooms).fetch(
      new Request(`${desk.config.publicUrl}/api/v1/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'huke-csrf': '1' },
        body: JSON.stringify({ email: desk.person(mail).email, password }),
      }),
    );
  const rowsOf = async (person: string) => {
    const tables = ['identity_accounts', 'identity_totp', 'identity_recovery_codes', 'identity_factor_seals'];
    const kept = await Promise.all(
      tables.map(async (table) => ({
        table,
        rows: (await run(`select to_jsonb(t) as row from ${table} t where person = $1`, [person])).rows,
      })),
    );
    return async () => {
      for (const { table, rows } of kept) {
        await run(`delete from ${table} where person = $1`, [person]);
        for (const { row } of rows) await putBack(table, row);
      }
    };
  };

  it('is refused where a row was changed, with an alarm and an entry that name the person', async () => {
    const { id } = desk.person('luo.gang');
    const restore = await rowsOf(id);
    await run('delete from identity_totp where person = $1', [id]);
    const reply = await signIn(desk.rooms, 'luo.gang');
    expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([403, 'rows-forged']);
    await desk.rooms.alarms.settled();
    const { rows } = await desk.rooms.alarms.list({ open: true });
    expect(rows).toContainEqual(expect.objectContaining({ code: 'rows-forged', severity: 'stop' }));
    const { entries } = await desk.rooms.ledger.entries({ action: 'factors-checked', person: id });
    expect(entries[0]).toMatchObject({ outcome: 'failed', person: id });
    await restore();
    expect((await signIn(desk.rooms, 'luo.gang')).status).toBe(200);
  });

  it('as it was before a change is refused by a server that has just started', async () => {
    const own = await desk.signIn('guo.liang');
    const old = await rowsOf(own.id);
    const next = 'a-new-quiet-harbour';
    const changed = await own.post('/auth/change-password', { current: demoPassword, next });
    expect(changed.status, changed.text).toBe(204);
    await old();
    // the explorer's index hides that there was a newer one
    const { entries } = await desk.rooms.ledger.entries({ action: 'factors-sealed' });
    await run('alter table ledger_index disable trigger user');
    const hidden = await run("update ledger_index set action = 'sign-in' where action = 'factors-sealed'");
    expect(hidden.rowCount).toBe(entries.length);
    expect(entries.length).toBeGreaterThan(0);
    await run('alter table ledger_index enable trigger user');
    const restarted = await open();
    try {
      const reply = await signIn(restarted, 'guo.liang');
      expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([403, 'rows-forged']);
    } finally {
      await closeRooms(restarted);
    }
  });
});

describe('a setting', () => {
  it('that was changed keeps the server from starting', async () => {
    await run("update setting set value = 'org_other' where key = 'organisation'");
    await expect(open()).rejects.toMatchObject({ code: 'row-forged' });
    await run('update setting set value = $1 where key = $2', [desk.rooms.org, 'organisation']);
    await run(
      "update setting set mac = (select mac from setting where key = 'identity.two-officers') where key = 'organisation'",
    );
    await expect(open()).rejects.toMatchObject({ code: 'row-forged' });
    const { rows } = await run("delete from setting where key = 'organisation' returning *");
    await expect(open()).rejects.toThrow();
    await run("delete from setting where key = 'organisation'");
    await setSetting(desk.db, openRowSeal(desk.config.keysDir), 'organisation', desk.rooms.org);
    expect(rows[0].value).toBe(desk.rooms.org);
    await closeRooms(await open());
  });
});
