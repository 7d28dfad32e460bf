import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId, openMail } from '#platform';
import { createAlarms } from './alarms.ts';
import { openTestDesk, type TestDesk } from '../testing/desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk({ customers: 6 });
});
afterAll(() => desk.close());

const entries = async (action: string) => {
  const { entries: found } = await desk.rooms.ledger.entries({ action });
  return found;
};

describe('alarms', () => {
  test('the first of its kind within an hour has an entry, the others are counted', async () => {
    const person = newId('per');
    for (let i = 0; i < 3; i++) desk.rooms.alarms.raise({ code: 'budget-spent', person, object: 'reveals' });
    desk.rooms.alarms.raise({ code: 'budget-spent', person: newId('per'), object: 'reveals' });
    await desk.rooms.alarms.settled();
    const officer = await desk.signIn('xu.feng');
    const { body } = await officer.get('/alarms?open=true');
    // raised in one millisecond, they come in either order
    expect(body.rows.map((row: { times: number }) => row.times).sort()).toEqual([1, 3]);
    expect(body.rows[0].next.zh).not.toBe('');
    expect(await entries('alarm-raised')).toHaveLength(2);
  });

  test('a row that the database’s owner put there first, closed and mailed, silences nothing', async () => {
    const person = newId('per');
    const before = (await entries('alarm-raised')).length;
    await desk.rooms.db.pool.query(
      `insert into alarms (id, code, person, raised_at, last_at, mailed_at, closed_at, closed_by, finding)
       values ($1, 'rows-forged', $2, $3, $3, $3, $3, $2, 'harmless')`,
      [newId('alm'), person, desk.clock()],
    );
    desk.rooms.alarms.raise({ code: 'rows-forged', person });
    await desk.rooms.alarms.settled();
    expect(await entries('alarm-raised')).toHaveLength(before + 1);
    const { rows } = await desk.rooms.db.pool.query(
      'select times, closed_at from alarms where person = $1 and closed_at is null',
      [person],
    );
    expect(rows).toEqual([{ times: 1, closed_at: null }]);
  });

  test('a row that was removed is made anew, with its entry', async () => {
    const person = newId('per');
    const before = (await entries('alarm-raised')).length;
    desk.rooms.alarms.raise({ code: 'rows-forged', person });
    await desk.rooms.alarms.settled();
    await desk.rooms.db.pool.query('delete from alarms where person = $1', [person]);
    desk.rooms.alarms.raise({ code: 'rows-forged', person });
    await desk.rooms.alarms.settled();
    expect(await entries('alarm-raised')).toHaveLength(before + 2);
    const { rows } = await desk.rooms.db.pool.query('select times from alarms where person = $1', [person]);
    expect(rows).toEqual([{ times: 1 }]);
  });

  test('a row that was closed behind the program counts no more: the next one is told anew', async () => {
    const person = newId('per');
    const before = (await entries('alarm-raised')).length;
    desk.rooms.alarms.raise({ code: 'rows-forged', person });
    await desk.rooms.alarms.settled();
    await desk.rooms.db.pool.query(
      "update alarms set closed_at = now(), closed_by = $1, finding = 'harmless' where person = $1",
      [person],
    );
    desk.rooms.alarms.raise({ code: 'rows-forged', person });
    await desk.rooms.alarms.settled();
    expect(await entries('alarm-raised')).toHaveLength(before + 2);
  });

  test('a row that was edited is shown as such, and what it says is not entered when it is closed', async () => {
    const officer = await desk.signIn('hu.yue');
    const [customer, person] = [newId('cus'), newId('per')];
    desk.rooms.alarms.raise({ code: 'change-undone', person, customer });
    await desk.rooms.alarms.settled();
    const [made] = (await officer.get('/alarms?open=true')).body.rows;
    expect(made).toMatchObject({ code: 'change-undone', customer });
    // no longer about anybody who may not close it, and about another customer
    await desk.rooms.db.pool.query('update alarms set customer = $2, person = null where id = $1', [
      made.id,
      newId('cus'),
    ]);
    const [edited] = (await officer.get('/alarms?open=true')).body.rows;
    expect(edited).toMatchObject({ id: made.id, code: 'rows-forged', object: 'alarms', customer: null });
    expect((await officer.post(`/alarms/${made.id}/close`, { finding: 'incident' })).status).toBe(200);
    const [entry] = await entries('alarm-closed');
    expect(entry).toMatchObject({ action: 'alarm-closed', customer: null });
    await desk.rooms.db.pool.query('delete from alarms where id = $1', [made.id]);
  });

  test('an alarm is kept by code and ids: what is no id never reaches the ledger or the list', async () => {
    desk.rooms.alarms.raise({ code: 'rows-forged', object: '13812345678' });
    await desk.rooms.alarms.settled();
    const officer = await desk.signIn('xu.feng');
    const { text } = await officer.get('/alarms');
    expect(text).not.toContain('13812345678');
  });

  test('officers read and close them, auditors read; agents, supervisors and the person meant do neither', async () => {
    const officer = await desk.signIn('xu.feng');
    desk.rooms.alarms.raise({ code: 'budget-near', person: officer.id });
    await desk.rooms.alarms.settled();
    const [mine] = (await officer.get('/alarms?open=true')).body.rows;
    for (const who of ['li.na', 'zhao.min', 'luo.gang']) {
      const caller = await desk.signIn(who);
      expect((await caller.get('/alarms')).status).toBe(403);
      expect((await caller.post(`/alarms/${mine.id}/close`, { finding: 'harmless' })).status).toBe(403);
    }
    const agent = await desk.signIn('li.na');
    expect((await agent.get('/alarms')).body.title).toContain('auditors');
    // who only reads is told who closes
    const auditor = await desk.signIn('gao.yuan');
    expect((await auditor.get('/alarms')).status).toBe(200);
    const refused = await auditor.post(`/alarms/${mine.id}/close`, { finding: 'harmless' });
    expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
    expect(refused.body.title).toContain('compliance officers close alarms');
    const own = await officer.post(`/alarms/${mine.id}/close`, { finding: 'harmless' });
    expect([own.status, own.body.code]).toEqual([403, 'oneself']);
    const other = await desk.signIn('hu.yue');
    const closed = await other.post(`/alarms/${mine.id}/close`, { finding: 'harmless' });
    expect([closed.status, closed.body.closed.finding]).toEqual([200, 'harmless']);
    const again = await other.post(`/alarms/${mine.id}/close`, { finding: 'incident' });
    expect([again.status, again.body.code]).toEqual([409, 'already-closed']);
    const closings = await entries('alarm-closed');
    expect(closings.filter(({ person }) => person === other.id)).not.toEqual([]);
  });
});

describe('a row of an alarm', () => {
  const later = () =>
    createAlarms({
      ...desk.rooms,
      officers: async () => [],
      colleagues: async () => new Map(),
      publicUrl: 'https://desk.test',
      mail: null,
    });
  const rowsOf = async (person: string) =>
    (await desk.db.pool.query('select code, object, closed_at from alarms where person = $1', [person])).rows;
  const whole = [{ code: 'keys-made', object: 'key', closed_at: null }];

  test.each([
    ['removed', 'delete from alarms where person = $1'],
    [
      'closed by nobody',
      "update alarms set closed_at = now(), closed_by = person, finding = 'harmless' where person = $1",
    ],
    ['said to be of something less', "update alarms set code = 'key-unused' where person = $1"],
  ])('%s is put back and told, by who raised it and by a server that starts afterwards', async (_, forge) => {
    const person = newId('per');
    desk.rooms.alarms.raise({ code: 'keys-made', person, object: 'key' });
    await desk.rooms.alarms.settled();
    // what the tests before did
    await desk.rooms.alarms.compareRows();
    expect(await desk.rooms.alarms.compareRows()).toBe(0);
    for (const alarms of [desk.rooms.alarms, later()]) {
      await desk.db.pool.query(forge, [person]);
      expect(await alarms.compareRows()).toBe(1);
      expect(await rowsOf(person)).toEqual(whole);
      await alarms.settled();
      expect((await alarms.list({ open: true })).rows).toContainEqual(
        expect.objectContaining({ code: 'rows-forged', object: 'alarms' }),
      );
      expect(await alarms.compareRows()).toBe(0);
    }
  });

  test('that an officer closed stays closed, wherever it is compared', async () => {
    const officer = await desk.signIn('hu.yue');
    const person = newId('per');
    desk.rooms.alarms.raise({ code: 'keys-made', person, object: 'key' });
    await desk.rooms.alarms.settled();
    const { rows } = await desk.db.pool.query('select id from alarms where person = $1', [person]);
    expect((await officer.post(`/alarms/${rows[0].id}/close`, { finding: 'handled' })).status).toBe(200);
    for (const alarms of [desk.rooms.alarms, later()]) expect(await alarms.compareRows()).toBe(0);
    expect(await rowsOf(person)).toEqual([{ ...whole[0], closed_at: expect.any(Date) }]);
  });
});

test('a mail server that was away gets the alarm later, once, without ids or names', async () => {
  const got: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let raw = '';
      stream.on('data', (part: Buffer) => (raw += part.toString('utf8')));
      stream.on('end', () => {
        got.push(raw);
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { db, ledger, mac, clock, log } = desk.rooms;
  const send = openMail({ url: `smtp://127.0.0.1:${port}`, from: 'huke@desk.test', to: ['it@desk.test'] });
  let away = true;
  const alarms = createAlarms({
    db,
    ledger,
    mac,
    clock,
    log,
    officers: async () => [],
    colleagues: async () => new Map(),
    publicUrl: 'https://desk.test',
    mail: (subject, text) => (away ? Promise.reject(new Error('away')) : send(subject, text)),
  });
  const person = newId('per');
  alarms.raise({ code: 'rows-forged', person });
  await alarms.settled();
  expect(got).toHaveLength(0);
  // as one whom nobody wants to be told would have it
  await db.pool.query("update alarms set mailed_at = now(), closed_at = now(), code = 'key-unused'");
  away = false;
  expect(await alarms.mailUnsent()).toBeGreaterThan(0);
  expect(await alarms.mailUnsent()).toBe(0);
  expect(got).toHaveLength(1);
  const body = unquoted(got[0]?.slice(got[0].indexOf('\r\n\r\n')) ?? '');
  expect(body).toContain('https://desk.test/alarms');
  expect(body).toContain('数据库中的记录被人改动');
  expect(body).not.toContain(person);
  await new Promise<void>((done) => server.close(() => done()));
});

describe('while a mail server takes its time', () => {
  const open = (mail: () => Promise<void>, db = desk.rooms.db) =>
    createAlarms({
      ...desk.rooms,
      db,
      officers: async () => [],
      colleagues: async () => new Map(),
      publicUrl: 'https://desk.test',
      mail,
    });

  test('no row of an alarm is held', async () => {
    let sent: () => void = () => undefined;
    let mailing: () => void = () => undefined;
    const began = new Promise<void>((done) => (mailing = done));
    const alarms = open(() => {
      mailing();
      return new Promise((done) => (sent = done));
    });
    const person = newId('per');
    alarms.raise({ code: 'rows-forged', person });
    await began;
    // the mail waits for no row, nor the row for the mail
    const update = 'update alarms set times = times + 1 where person = $1 returning times';
    await expect
      .poll(async () => (await desk.rooms.db.pool.query(update, [person])).rows)
      .toEqual([{ times: 2 }]);
    sent();
    await alarms.settled();
    const after = await desk.rooms.db.pool.query('select mailed_at from alarms where person = $1', [person]);
    expect(after.rows[0].mailed_at).not.toBeNull();
  });

  test('what the database did not keep is mailed all the same, once', async () => {
    let mails = 0;
    const alarms = open(async () => void mails++);
    await desk.db.pool.query('alter table alarms add constraint none check (raised_at is null) not valid');
    try {
      for (let i = 0; i < 3; i++) alarms.raise({ code: 'rows-forged', object: 'session' });
      await alarms.settled();
      expect(mails).toBe(1);
    } finally {
      await desk.db.pool.query('alter table alarms drop constraint none');
    }
  });
});

describe('while the database’s owner holds a lock on the alarms', () => {
  const now = performance.now.bind(performance);
  let passed = 0;
  beforeAll(() => {
    vi.spyOn(performance, 'now').mockImplementation(() => now() + passed);
  });
  afterAll(() => void vi.restoreAllMocks());

  test.each(['share', 'access exclusive'])(
    'in %s mode one is mailed at once, and when it cannot be kept nothing is answered until it is',
    async (mode) => {
      let mails = 0;
      const alarms = createAlarms({
        ...desk.rooms,
        officers: async () => [],
        colleagues: async () => new Map(),
        publicUrl: 'https://desk.test',
        mail: async () => void mails++,
      });
      const held = await desk.db.pool.connect();
      await held.query(`begin; lock table alarms in ${mode} mode`);
      const person = newId('per');
      try {
        for (let i = 0; i < 3; i++) alarms.raise({ code: 'rows-forged', person });
        await expect.poll(() => mails).toBe(1);
        expect(alarms.halted()).toBeNull();
        passed += 10_000;
        expect(alarms.halted()).toBe('alarms-unkept');
        if (mode === 'share')
          expect((await alarms.list({ open: true })).rows[0]).toMatchObject({
            code: 'rows-forged',
            times: 3,
          });
      } finally {
        await held.query('rollback');
        held.release();
      }
      await expect.poll(alarms.halted).toBeNull();
      // the first is kept before the others are counted
      await alarms.settled();
      const { rows } = await desk.db.pool.query('select times from alarms where person = $1', [person]);
      expect(rows).toEqual([{ times: 3 }]);
      const { rows: listed } = await alarms.list({ open: true });
      expect(listed.filter(({ times }) => times === 3)[0]?.code).toBe('rows-forged');
      const told = (await entries('alarm-raised')).filter(({ bytes }) =>
        Buffer.from(bytes, 'base64').toString().includes(person),
      );
      expect([told.length, mails]).toEqual([1, 1]);
      await alarms.stop();
    },
  );

  test('the whole server answers nothing', async () => {
    const held = await desk.db.pool.connect();
    await held.query('begin; lock table alarms in share mode');
    try {
      desk.rooms.alarms.raise({ code: 'rows-forged', person: newId('per') });
      const agent = await desk.signIn('li.na');
      expect((await agent.get('/cases')).status).toBe(200);
      passed += 10_000;
      expect(await agent.get('/cases')).toMatchObject({ status: 503, body: { code: 'alarms-unkept' } });
      expect((await agent.get('/session')).status).toBe(200);
    } finally {
      await held.query('rollback');
      held.release();
    }
    await expect.poll(desk.rooms.alarms.halted).toBeNull();
  });
});

test('an alarm about what is no id is kept without what it is about', async () => {
  const alarms = createAlarms({
    ...desk.rooms,
    officers: async () => [],
    colleagues: async () => new Map(),
    publicUrl: '',
    mail: null,
  });
  const before = (await entries('alarm-raised')).length;
  alarms.raise({ code: 'key-unused', object: '13812345678' });
  await alarms.settled();
  expect(await entries('alarm-raised')).toHaveLength(before + 1);
  expect(alarms.halted()).toBeNull();
});

/** Quoted-printable (RFC 2045) as text. */
function unquoted(text: string): string {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
