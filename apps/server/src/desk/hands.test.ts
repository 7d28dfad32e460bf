import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';

/** A supervisor opens a case for a colleague and has it handed to themself: it must not be better than their own. */

let desk: TestDesk;
let supervisor: Caller;
let agent: Caller;
let other: Caller;

beforeAll(async () => {
  desk = await openTestDesk();
  supervisor = await desk.signIn('zhao.min');
  agent = await desk.signIn('li.na');
  other = await desk.signIn('chen.chen');
});
afterAll(() => desk.close());

const open = async (nth: number): Promise<string> => {
  const customer = desk.customerOf('li.na', nth).id;
  const made = await supervisor.post('/cases', { type: 'call-back', customer, agent: agent.id });
  expect(made.status, made.text).toBe(200);
  return made.body.id;
};
const hand = async (by: Caller, id: string, to: Caller): Promise<void> => {
  const moved = await by.post(`/cases/${id}/transfer`, { to: to.id });
  expect(moved.status, moved.text).toBe(200);
};
const use = (by: Caller, id: string, nth: number) =>
  by.post('/accesses', {
    action: 'use',
    use: 'dial',
    customer: desk.customerOf('li.na', nth).id,
    fields: [{ field: 'mobile' }],
    purpose: 'call-back',
    case: id,
    scenario: 'call',
    reason: 'call-back-needed',
  });
const origin = async (id: string): Promise<string> => (await supervisor.get(`/cases/${id}`)).body.origin;

describe('a case that a supervisor opened for a colleague', () => {
  it('is a self-opened one when it comes back to them, and gives no use of a value', async () => {
    const id = await open(1);
    expect(await origin(id)).toBe('supervisor');
    await hand(supervisor, id, supervisor);
    expect(await origin(id)).toBe('self');
    expect((await use(supervisor, id, 1)).status).toBe(403);
  });

  it('also over other hands, and it does not become better by going on', async () => {
    const id = await open(2);
    await hand(supervisor, id, other);
    await hand(other, id, supervisor);
    expect((await use(supervisor, id, 2)).status).toBe(403);
    await hand(supervisor, id, agent);
    expect(await origin(id)).toBe('self');
    expect((await use(agent, id, 2)).status).toBe(403);
    const { rows } = await desk.db.pool.query('select hands from desk_cases where id = $1', [id]);
    expect(rows[0].hands).toEqual([agent.id, other.id, supervisor.id, agent.id]);
  });

  it('is nobody’s where its hands or its maker were edited in the database', async () => {
    for (const edit of ['hands = array[]::text[]', "opened_by = 'per_somebody'"]) {
      const id = await open(3);
      await desk.db.pool.query(`update desk_cases set ${edit} where id = $1`, [id]);
      expect((await supervisor.post(`/cases/${id}/transfer`, { to: supervisor.id })).status).toBe(403);
    }
  });

  it('is still taken over from a colleague whose customer called', async () => {
    const at = await desk.contact('li.na', desk.customerOf('li.na', 4).id);
    await hand(agent, at.case, other);
    expect(await origin(at.case)).toBe('contact');
    const shown = await other.post('/accesses', {
      action: 'reveal',
      customer: at.customer,
      fields: [{ field: 'mobile' }],
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
      reason: 'confirm-identity',
    });
    expect(shown.status, shown.text).toBe(200);
  });
});

describe('budgets of cases', () => {
  const refusals = async (action: string) => {
    const found = await desk.db.pool.query<{ entry: Buffer }>('select entry from ledger_entries');
    return found.rows
      .map((row) => JSON.parse(row.entry.toString('latin1')))
      .filter((entry) => entry.action === action && entry.code === 'budget-spent');
  };

  it('a supervisor opens no hundred cases a day, and what is refused is an entry', async () => {
    const ma = await desk.signIn('ma.li');
    const own = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((nth) => desk.customerOf('ma.li', nth));
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      desk.pass(1);
      const customer = own[n % own.length]?.id;
      const made = await ma.post('/cases', {
        type: 'call-back',
        customer,
        agent: desk.person('lin.fang').id,
      });
      statuses.push(made.status);
      if (made.status !== 200) expect(made.body.code).toBe('budget-spent');
    }
    expect(statuses.filter((each) => each === 200).length).toBeLessThanOrEqual(40);
    expect((await refusals('case-opened')).length).toBe(statuses.filter((each) => each === 403).length);
  });

  it('a case does not go round and round', async () => {
    const id = await open(5);
    let last = await supervisor.post(`/cases/${id}/transfer`, { to: other.id });
    for (let n = 0; n < 14 && last.status === 200; n += 1)
      last = await supervisor.post(`/cases/${id}/transfer`, { to: n % 2 === 0 ? agent.id : other.id });
    expect(last.body.code).toBe('budget-spent');
    expect((await refusals('case-transferred')).length).toBe(1);
  });
});
