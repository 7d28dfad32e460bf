import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BudgetName, limitRows, type On } from '#budget';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { entryOf, ordinary, spend, type Watch, watch } from './testing.ts';

/** What proves a caller without being told by one, and what answers and notices give away beside the values. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  watched = watch(desk);
});
beforeEach(async () => {
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const someone = () => ordinary(desk, 'li.na', nth++);
type Somebody = ReturnType<typeof someone>;
const of = (who: Somebody, field: string): string => [who.fields[field] ?? ''].flat()[0] ?? '';
const contextOf = (at: { case: string }) => ({ purpose: 'contact-change', case: at.case, scenario: 'call' });
const changing = (who: Somebody, mail = 'li.na'): Promise<TestContact> =>
  desk.contact(mail, who.id, { caseType: 'contact-change', channel: 'web-chat' });
const verify = (at: TestContact, who: Somebody, fields: readonly string[], by: Caller = agent) =>
  by.post(`/customers/${who.id}/verify`, {
    claims: fields.map((field) => ({ field, value: of(who, field) })),
    ...contextOf(at),
  });
const patch = (at: TestContact, changes: readonly unknown[], by: Caller = agent): Promise<Reply> =>
  by.send('PATCH', `/customers/${at.customer}`, { changes, ...contextOf(at) });
const alarmed = async (object: string): Promise<readonly unknown[]> => {
  await desk.rooms.alarms.settled();
  return (await desk.db.pool.query('select key from alarms where object = $1', [object])).rows;
};

const leftOf = (budget: BudgetName, on: On): Promise<number> =>
  desk.rooms.budgets.left(desk.db.kysely, { budget, on }, desk.clock());

describe('a value that somebody had used', () => {
  it('proves nothing from whoever asked for it: its program can tell them', async () => {
    const who = someone();
    const at = await changing(who);
    const before = await verify(at, who, ['mobile', 'residentId']);
    expect(before.body.result, before.text).toBe('pass');
    const used = await agent.post('/accesses', {
      action: 'use',
      use: 'dial',
      customer: who.id,
      fields: [{ field: 'mobile' }],
      reason: 'call-back-needed',
      ...contextOf(at),
    });
    expect(used.status, used.text).toBe(200);
    const taken = await desk.program('call-platform').post(`/uses/${used.body.used.token}`, {});
    expect(taken.status, taken.text).toBe(200);
    for (const there of [at, await changing(who)]) {
      const after = await verify(there, who, ['mobile', 'residentId']);
      expect(after.body.code, after.text).toBe('other-factors');
    }
    const honest = await verify(at, who, ['bankCard', 'residentId']);
    expect(honest.body.result, honest.text).toBe('pass');
  });

  it('or that a colleague saw on the case proves nothing from whoever has it next', async () => {
    const who = someone();
    const at = await changing(who);
    const shown = await agent.post('/accesses', {
      action: 'reveal',
      customer: who.id,
      fields: [{ field: 'email' }],
      reason: 'confirm-identity',
      ...contextOf(at),
    });
    expect(shown.status, shown.text).toBe(200);
    const moved = await agent.post(`/cases/${at.case}/transfer`, { to: desk.person('chen.chen').id });
    expect(moved.status, moved.text).toBe(200);
    const colleague = await desk.signIn('chen.chen');
    const next = await verify(at, who, ['email', 'residentId'], colleague);
    expect(next.body.code, next.text).toBe('other-factors');
    const honest = await verify(at, who, ['bankCard', 'residentId'], colleague);
    expect(honest.body.result, honest.text).toBe('pass');
  });
});

describe('a change that the customer is told of', () => {
  const changed = async (who: Somebody, by: Caller): Promise<Reply> => {
    const at = await changing(who);
    const right = await verify(at, who, ['bankCard', 'residentId'], by);
    expect(right.body.result, right.text).toBe('pass');
    return patch(at, [{ field: 'email', value: `new${nth++}@example.test` }], by);
  };

  it('counts its customer on whoever asks, as a value in clear would', async () => {
    const first = await changed(someone(), agent);
    expect(first.status, first.text).toBe(200);
    const left = () => leftOf('customers', { person: agent.id });
    const before = await left();
    const second = await changed(someone(), agent);
    expect(second.status, second.text).toBe(200);
    expect(await left()).toBe(before - 1);
    await spend(desk, 'customers', before - 1, { person: agent.id });
    const refused = await changed(someone(), agent);
    expect([refused.status, refused.body.code], refused.text).toEqual([403, 'budget-gone']);
    expect(await entryOf(desk, refused)).toMatchObject({ outcome: 'refused', code: 'budget-gone' });
    desk.pass(24 * 3600);
  });

  it('counts on the channel whose contact it was, and many of them are told', async () => {
    const { rows } = await desk.db.pool.query('select source from desk_contacts where case_id = $1', [
      (await changing(someone())).case,
    ]);
    const key = rows[0].source as string;
    const row = limitRows.find((each) => each.budget === 'corrections' && each.dimension === 'key');
    if (!row?.alarmAt) throw new Error('no such limit');
    await spend(desk, 'corrections', Math.floor((await leftOf('corrections', { key })) * row.alarmAt) - 1, {
      key,
    });
    expect(await alarmed('corrections.key')).toEqual([]);
    let asked = 0;
    for (; asked < 20 && (await alarmed('corrections.key')).length === 0; asked += 1) {
      const reply = await changed(someone(), agent);
      expect(reply.status, reply.text).toBe(200);
    }
    expect(await alarmed('corrections.key')).toEqual([{ key }]);
  });
});

describe('a page of a trail', () => {
  it('is as long for who enters customers whether or not one was there', async () => {
    const supervisor = await desk.signIn('zhao.min');
    const who = someone();
    const at = await changing(who);
    for (let n = 0; n < 55; n += 1)
      await agent.get(`/customers/${who.id}?${new URLSearchParams(contextOf(at)).toString()}`);
    const page = async () => (await supervisor.get(`/customers/${who.id}/trail`)).body.entries.length;
    expect(await page()).toBe(50);
    await supervisor.post('/customers', { fields: { name: '钱已有', residentId: of(who, 'residentId') } });
    const { rows } = await desk.db.pool.query('select convert_from(entry, $1) as entry from ledger_entries', [
      'LATIN1',
    ]);
    const probed = rows.map(({ entry }) => entry as string).filter((each) => each.includes('"probed"'));
    expect(probed.some((each) => each.includes(who.id))).toBe(true);
    expect(await page()).toBe(50);
  });
});

describe('a contact that a channel makes up', () => {
  const open = (mail: string, who: Somebody) =>
    desk.program('call-platform').post('/contacts', {
      channel: 'call',
      direction: 'in',
      externalId: `made-up-${nth++}`,
      agent: desk.person(mail).id,
      caseType: 'card-freeze',
      identifier: { field: 'mobile', value: of(who, 'mobile') },
    });
  const lookedFor = async (size: number): Promise<number> => {
    const { rows } = await desk.db.pool.query(
      'select convert_from(entry, $1) as entry from ledger_entries where idx >= $2',
      ['LATIN1', size],
    );
    return rows.filter(({ entry }) => (entry as string).includes('"action":"search"')).length;
  };

  it('is of somebody who serves, or of nobody, before anybody is looked for', async () => {
    const size = await watched.size();
    for (const mail of ['zhu.lin', 'hu.yue', 'song.jie', 'luo.gang']) {
      const reply = await open(mail, someone());
      expect([reply.status, reply.body.code], reply.text).toEqual([422, 'unknown-agent']);
    }
    expect(await lookedFor(size)).toBe(0);
  });

  it('beyond what anybody handles, or can hold, looks for nobody', async () => {
    await desk.handsFree('chen.chen');
    const { id } = desk.person('chen.chen');
    const n = (await leftOf('openings', { person: id })) - 1;
    const openings = [{ budget: 'openings', n, on: { person: id } }] as const;
    await desk.db.kysely
      .transaction()
      .execute((tx) => desk.rooms.budgets.consume(tx, openings, desk.clock()));
    const size = await watched.size();
    const within = await open('chen.chen', someone());
    expect(within.status, within.text).toBe(200);
    const looked = await lookedFor(size);
    expect(looked).toBeGreaterThan(0);
    const replies: Reply[] = [within];
    for (let n = 0; n < 8; n += 1) replies.push(await open('chen.chen', someone()));
    expect(replies.map((each) => each.status)).toEqual([...Array.from({ length: 8 }, () => 200), 409]);
    expect(new Set(replies.slice(0, 8).map((each) => Object.keys(each.body).join()))).toEqual(
      new Set(['id,case']),
    );
    expect(await lookedFor(size)).toBe(looked);
    for (const each of replies.slice(0, 8)) {
      const over = await desk.program('call-platform').post(`/contacts/${each.body.id}/end`);
      expect(over.status).toBe(204);
    }
  });
});

describe('whose case and team it is', () => {
  it('a supervisor corrects nothing in a case that there is not', async () => {
    const supervisor = await desk.signIn('zhao.min');
    const who = someone();
    const made = `cas_${'0'.repeat(26)}`;
    for (const field of ['name', 'gender']) {
      const reply = await supervisor.send('PATCH', `/customers/${who.id}`, {
        changes: [{ field, value: field === 'name' ? '钱改名' : '女' }],
        purpose: 'data-entry',
        case: made,
        scenario: 'call',
      });
      expect(reply.status, reply.text).toBe(403);
      expect(reply.body.policies).toContain('case-missing-correct');
    }
  });

  it('a customer is entered into one’s own team only, whether or not there is another', async () => {
    const { team } = desk.person('lin.fang');
    expect(team).not.toBe(desk.person('li.na').team);
    for (const into of [team, `tea_${'0'.repeat(26)}`]) {
      const reply = await agent.post('/customers', { team: into, fields: { name: '钱新来' } });
      expect([reply.status, reply.body.errors], reply.text).toEqual([
        422,
        [{ path: 'team', code: 'not-your-team' }],
      ]);
    }
    const own = await agent.post('/customers', {
      team: desk.person('li.na').team,
      fields: { name: '钱新来' },
    });
    expect(own.status, own.text).toBe(200);
  });

  it('quality is checked in cases of one’s own team', async () => {
    const checker = await desk.signIn('zhu.lin');
    const look = (at: TestContact) =>
      checker.get(`/customers/${at.customer}?scenario=quality-check&purpose=quality-check&case=${at.case}`);
    const theirs = await desk.contact('lin.fang', ordinary(desk, 'lin.fang', 2).id);
    const other = await look(theirs);
    expect(other.status, other.text).toBe(403);
    const own = await look(await changing(someone()));
    expect(own.status, own.text).toBe(200);
  });
});
