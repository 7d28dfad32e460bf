import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';

/** Somebody with the database's own rights forges a case: the row opens nothing, whichever column was edited. */

let desk: TestDesk;
let agent: Caller;

beforeAll(async () => {
  desk = await openTestDesk();
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const reveal = (at: TestContact) =>
  agent.post('/accesses', {
    action: 'reveal',
    customer: at.customer,
    fields: [{ field: 'mobile' }],
    purpose: 'card-freeze',
    case: at.case,
    scenario: 'call',
    reason: 'confirm-identity',
  });

const ended = async (): Promise<TestContact> => {
  const at = await desk.contact('li.na', desk.customerOf('li.na', 1).id);
  await agent.post(`/contacts/${at.contact}/end`);
  desk.pass(200);
  return at;
};

describe('a case edited in the database', () => {
  it('does not open another customer', async () => {
    const at = await desk.contact('li.na', desk.customerOf('li.na', 2).id);
    const victim = desk.customerOf('li.na', 3).id;
    expect((await reveal(at)).status).toBe(200);
    await desk.db.pool.query('update desk_cases set customer = $1 where id = $2', [victim, at.case]);
    const refused = await reveal({ ...at, customer: victim });
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain(String(desk.customerOf('li.na', 3).fields['mobile']));
  });

  it("does not become another agent's", async () => {
    const at = await desk.contact('chen.chen', desk.customerOf('li.na', 4).id);
    await desk.db.pool.query('update desk_cases set agent = $1 where id = $2', [agent.id, at.case]);
    await desk.db.pool.query('update desk_contacts set agent = $1 where id = $2', [agent.id, at.contact]);
    expect((await reveal(at)).status).toBe(403);
  });

  it('does not come to life again when its contact is said to go on', async () => {
    const at = await ended();
    expect((await reveal(at)).status).toBe(403);
    await desk.db.pool.query('update desk_contacts set ended_at = null where id = $1', [at.contact]);
    expect((await reveal(at)).status).toBe(403);
  });

  it('does not turn a case that one opened oneself into a contact', async () => {
    const customer = desk.customerOf('li.na', 5).id;
    const own = await agent.post('/cases', { type: 'card-freeze', customer });
    const live = await desk.contact('li.na', desk.customerOf('li.na', 6).id);
    await desk.db.pool.query(
      "update desk_cases set origin = 'contact', bound_by = 'channel', contact_id = $1 where id = $2",
      [live.contact, own.body.id],
    );
    expect((await reveal({ contact: '', case: own.body.id, customer })).status).toBe(403);
  });

  it('does not count as verified because a column says so', async () => {
    const at = await desk.contact('li.na', null);
    const customer = desk.customerOf('li.na', 7).id;
    const bound = await agent.post(`/cases/${at.case}/customer`, { customer });
    expect(bound.status, bound.text).toBe(200);
    expect((await reveal({ ...at, customer })).body.policies).toContain('caller-unverified');
    for (const seal of ['x', `bankCard,residentId ${Date.now()} x`]) {
      await desk.db.pool.query(
        'update desk_cases set verified_at = now(), verified_seal = $2 where id = $1',
        [at.case, seal],
      );
      expect((await reveal({ ...at, customer })).body.policies).toContain('caller-unverified');
    }
    const pass = await agent.post(`/customers/${customer}/verify`, {
      claims: ['residentId', 'memberNumber'].map((field) => ({
        field,
        value: String(desk.customerOf('li.na', 7).fields[field]),
      })),
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
    });
    expect(pass.body.result, pass.text).toBe('pass');
    expect((await reveal({ ...at, customer })).status).toBe(200);
  });
});
