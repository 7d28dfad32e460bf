import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';

let desk: TestDesk;
let agent: Caller;

beforeAll(async () => {
  desk = await openTestDesk();
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const asked = (at: { case: string; customer: string }, more: Record<string, unknown> = {}) => ({
  action: 'reveal',
  customer: at.customer,
  fields: [{ field: 'mobile' }],
  purpose: 'card-freeze',
  case: at.case,
  scenario: 'call',
  reason: 'confirm-identity',
  ...more,
});

describe('the customer card', () => {
  it('shows masks and never a clear value', async () => {
    const customer = desk.customerOf('li.na');
    const at = await desk.contact('li.na', customer.id);
    const card = await agent.get(
      `/customers/${customer.id}?scenario=call&purpose=card-freeze&case=${at.case}`,
    );
    expect(card.status).toBe(200);
    const mobile = card.body.fields.find((each: { field: string }) => each.field === 'mobile');
    expect(mobile.show).toBe('masked');
    expect(mobile.value).toMatch(/^\d{3}\*{4}\d{4}$/);
    expect(mobile.may.map((each: { action: string }) => each.action)).toContain('reveal');
    for (const value of Object.values(customer.fields).flat()) {
      if (value.length > 2) expect(card.text).not.toContain(value);
    }
  });
});

describe('a reveal', () => {
  it('answers one field in clear, counts once, and is in the ledger before it answers', async () => {
    const customer = desk.customerOf('li.na', 1);
    const at = await desk.contact('li.na', customer.id);
    const before = (await agent.get('/quota')).body.used;
    const first = await agent.post('/accesses', asked(at));
    expect(first.status, first.text).toBe(200);
    expect(first.body.fields).toHaveLength(1);
    expect(first.body.fields[0].value).toBe(customer.fields['mobile']);
    expect(first.headers.get('cache-control')).toBe('no-store');
    const stored = await desk.db.pool.query('select entry from ledger_entries where idx = $1', [
      first.body.entry,
    ]);
    const entry = JSON.parse(stored.rows[0].entry.toString('latin1'));
    expect(entry).toMatchObject({
      action: 'reveal',
      outcome: 'granted',
      customer: customer.id,
      case: at.case,
    });
    const again = await agent.post('/accesses', asked(at));
    expect(again.status).toBe(200);
    expect((await agent.get('/quota')).body.used).toBe(before + 1);
  });

  it('is refused without a reason, and says that one is needed', async () => {
    const customer = desk.customerOf('li.na', 2);
    const at = await desk.contact('li.na', customer.id);
    const { reason: _, ...body } = asked(at);
    const refused = await agent.post('/accesses', body);
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('reason-required');
    expect(refused.body.needs).toEqual([{ kind: 'reason' }]);
    expect(refused.body.entry).toBeGreaterThan(0);
  });
});

describe('an access that names no field', () => {
  const entries = async (action: string, object: string): Promise<Record<string, unknown>[]> => {
    const { rows } = await desk.db.pool.query<{ entry: Buffer }>('select entry from ledger_entries');
    return rows
      .map((row) => JSON.parse(row.entry.toString('latin1')) as Record<string, unknown>)
      .filter((each) => each['action'] === action && [each['case'], each['customer']].includes(object));
  };

  it('lists every field where it is a card, and none where it is a note', async () => {
    const customer = desk.customerOf('li.na', 3);
    const at = await desk.contact('li.na', customer.id);
    const card = await agent.get(
      `/customers/${customer.id}?scenario=call&purpose=card-freeze&case=${at.case}`,
    );
    const noted = await agent.post(`/cases/${at.case}/notes`, { text: '已告知办理时间' });
    expect(noted.status, noted.text).toBe(200);
    const [viewed] = await entries('view', at.case);
    expect(viewed?.['fields']).toHaveLength(card.body.fields.length);
    expect(viewed?.['shows']).toHaveLength(card.body.fields.length);
    const [note] = await entries('note', at.case);
    expect(note).toMatchObject({ outcome: 'granted', code: 'written' });
    expect(note).not.toHaveProperty('fields');
    expect(note).not.toHaveProperty('shows');
  });
});
