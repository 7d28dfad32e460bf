import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withIdCheck } from '../demo/customers.ts';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';

/** A first import is larger than a day's probes: somebody else lets it through, for one person, team and day. */

let desk: TestDesk;
let supervisor: Caller;
let officer: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 30 });
  supervisor = await desk.signIn('zhao.min');
  officer = await desk.signIn('xu.feng');
});
afterAll(() => desk.close());

const team = (): string => desk.person('zhao.min').team;
const ask = (caller: Caller, values: number, into = team()) =>
  caller.post('/import-allowances', { values, team: into });
const decide = (caller: Caller, id: string, act: 'grant' | 'refuse' | 'end') =>
  caller.post(`/import-allowances/${id}/${act}`);

/** Rows with an ID number each that nobody has. */
const rows = (n: number): string =>
  Array.from({ length: n }, () => {
    const at = nth++;
    const day = String(1 + (at % 28)).padStart(2, '0');
    const month = String(1 + (Math.floor(at / 28) % 12)).padStart(2, '0');
    const year = 1901 + Math.floor(at / 28 / 12 / 900);
    const place = 100 + (Math.floor(at / 28 / 12) % 900);
    return `钱新开,${withIdCheck(`110101${year}${month}${day}${place}`)}`;
  }).join('\n');

async function upload(caller: Caller, n: number) {
  const response = await desk.app.fetch(
    new Request(`${desk.config.publicUrl}/api/v1/customers/import`, {
      method: 'POST',
      headers: { cookie: caller.cookie, 'huke-csrf': '1', 'content-type': 'text/csv' },
      body: `姓名,身份证号\n${rows(n)}\n`,
    }),
  );
  const { id } = (await response.json()) as { id: string };
  await desk.rooms.imports.settled();
  return (await caller.get(`/customers/import/${id}`)).body;
}

/** Spends a person's probes of the day but for `left`. */
async function spend(person: string, left: number): Promise<void> {
  const { budgets, db } = desk.rooms;
  const charge = { budget: 'probes', on: { person } } as const;
  const have = await budgets.left(db, charge, desk.clock());
  if (have <= left) return;
  await db.kysely
    .transaction()
    .execute((tx) => budgets.consume(tx, [{ ...charge, n: have - left }], desk.clock()));
}

describe('an import beyond the probes of a day', () => {
  it('stops without a word of what is held, and goes on under an allowance that somebody else granted', async () => {
    await spend(supervisor.id, 700);
    const stopped = await upload(supervisor, 1_200);
    expect(stopped).toMatchObject({ state: 'failed', code: 'probes-gone', imported: 500, known: null });
    const again = await upload(supervisor, 600);
    expect(again).toMatchObject({ state: 'failed', code: 'probes-gone', imported: 0, known: null });

    const asked = await ask(supervisor, 1_000);
    expect(asked.status, asked.text).toBe(200);
    expect(asked.body).toMatchObject({ state: 'asked', values: 1_000, used: 0, decidedBy: null });
    const waiting = await supervisor.post(`/customers/import/${stopped.id}/resume`);
    expect(waiting.status).toBe(200);
    await desk.rooms.imports.settled();
    expect((await supervisor.get(`/customers/import/${stopped.id}`)).body.code).toBe('probes-gone');

    const granted = await decide(officer, asked.body.id, 'grant');
    expect(granted.status, granted.text).toBe(200);
    expect(granted.body.decidedBy.id).toBe(officer.id);
    await supervisor.post(`/customers/import/${stopped.id}/resume`);
    await desk.rooms.imports.settled();
    const done = (await supervisor.get(`/customers/import/${stopped.id}`)).body;
    expect(done).toMatchObject({ state: 'done', imported: 1_200, code: null });
    const [row] = (await officer.get('/import-allowances')).body.rows;
    expect(row).toMatchObject({ id: asked.body.id, used: 700, state: 'granted' });
    await desk.rooms.alarms.settled();
    const told = (await officer.get('/alarms?open=true')).body.rows;
    expect(told.map((each: { code: string }) => each.code)).toContain('import-allowance');
    // what is left of it does not do for a whole batch
    const beyond = await upload(supervisor, 400);
    expect(beyond).toMatchObject({ state: 'failed', code: 'probes-gone' });
    const { entries } = await desk.rooms.ledger.entries({ action: 'import' });
    const charged = entries.flatMap(({ bytes }) => {
      const entry = JSON.parse(Buffer.from(bytes, 'base64').toString('latin1'));
      return entry.code === 'probing' && entry.grant === asked.body.id ? [entry.count] : [];
    });
    expect(charged.reduce((sum, each) => sum + each, 0)).toBe(700);
  });
});

describe('who may grant one', () => {
  it('never who asked, nor a supervisor, an agent, an administrator, or a session by password', async () => {
    const asked = await ask(await desk.signIn('ma.li'), 100, desk.person('ma.li').team);
    expect(asked.status, asked.text).toBe(200);
    for (const mail of ['ma.li', 'zhao.min', 'li.na', 'luo.gang', 'song.jie', 'gao.yuan']) {
      const reply = await decide(await desk.signIn(mail), asked.body.id, 'grant');
      expect(reply.status, mail).toBe(403);
      expect(reply.body.code, mail).toBe(mail === 'ma.li' ? 'own-request' : 'wrong-post');
    }
    const weak = await decide(await desk.signIn('xu.feng', 'password'), asked.body.id, 'grant');
    expect(weak.body.code).toBe('second-factor');
    const device = (name: string | null) =>
      desk.db.pool.query('update identity_sessions set device = $1', [name]);
    await device('one');
    const boss = await desk.signIn('sun.qiang');
    await device('one');
    const beside = await ask(boss, 100, desk.person('sun.qiang').team);
    expect((await decide(officer, beside.body.id, 'grant')).body.code).toBe('same-device');
    await device(null);
    await decide(boss, beside.body.id, 'end');
    const second = await ask(await desk.signIn('ma.li'), 100, desk.person('ma.li').team);
    expect(second.body.code).toBe('allowance-pending');
    expect((await decide(officer, asked.body.id, 'refuse')).body.state).toBe('refused');
    expect((await decide(officer, asked.body.id, 'grant')).body.code).toBe('allowance-over');
  });

  it('and none is asked for by whoever may not import, for another team, or without end', async () => {
    expect((await ask(await desk.signIn('li.na'), 100)).status).toBe(403);
    expect((await ask(supervisor, 100, desk.person('ma.li').team)).status).toBe(422);
    expect((await ask(supervisor, 500_001)).status).toBe(422);
    expect((await ask(supervisor, 0)).status).toBe(422);
  });
});

describe("as the database's owner", () => {
  it('neither a raised, a moved nor a put-back allowance lets a row through', async () => {
    const own = await desk.signIn('zhao.min');
    await spend(own.id, 0);
    for (const { id, state } of (await own.get('/import-allowances')).body.rows)
      if (state === 'asked' || state === 'granted') await decide(own, id, 'end');
    const asked = await ask(own, 10);
    await decide(officer, asked.body.id, 'grant');
    const { id } = asked.body;
    const before = await desk.db.pool.query('select * from gate_import_allowances where id = $1', [id]);
    await desk.db.pool.query('update gate_import_allowances set most = 5000 where id = $1', [id]);
    expect((await upload(own, 20)).code).toBe('probes-gone');
    await desk.db.pool.query('update gate_import_allowances set most = 10 where id = $1', [id]);
    expect((await upload(own, 8)).state).toBe('done');
    const { used, seal } = before.rows[0];
    await desk.db.pool.query('update gate_import_allowances set used = $2, seal = $3 where id = $1', [
      id,
      used,
      seal,
    ]);
    expect((await upload(own, 8)).code).toBe('probes-gone');
    const boss = await desk.signIn('sun.qiang');
    await spend(boss.id, 0);
    await desk.db.pool.query('update gate_import_allowances set person = $2, team = $3 where id = $1', [
      id,
      boss.id,
      desk.person('sun.qiang').team,
    ]);
    expect((await upload(boss, 2)).code).toBe('probes-gone');
  });
});

describe('an allowance', () => {
  it('ends with its day, for its person and its team only', async () => {
    const boss = await desk.signIn('sun.qiang');
    await spend(boss.id, 0);
    const asked = await ask(boss, 500, desk.person('sun.qiang').team);
    await decide(officer, asked.body.id, 'grant');
    const other = await desk.signIn('ma.li');
    await spend(other.id, 0);
    expect((await upload(other, 3)).code).toBe('probes-gone');
    expect((await upload(boss, 3)).state).toBe('done');
    desk.pass(24 * 3_600 + 1);
    const next = await desk.signIn('sun.qiang');
    await spend(next.id, 0);
    expect((await upload(next, 3)).code).toBe('probes-gone');
    const [row] = (await next.get('/import-allowances')).body.rows;
    expect(row.state).toBe('expired');
  });
});
