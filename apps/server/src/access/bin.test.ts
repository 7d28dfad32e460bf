import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';

/** A supervisor empties the desk, or walks through its bin; asks that fail, and what the ledger says of them. */

let desk: TestDesk;
let supervisor: Caller;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 90 });
  supervisor = await desk.signIn('zhao.min');
});
afterAll(() => desk.close());

type Entry = Readonly<Record<string, unknown>>;
const entries = async (): Promise<readonly Entry[]> => {
  const found = await desk.db.pool.query<{ entry: Buffer }>('select entry from ledger_entries order by idx');
  return found.rows.map((row) => JSON.parse(row.entry.toString('latin1')) as Entry);
};
const own = (): readonly string[] =>
  Array.from({ length: 26 }, (_, nth) => desk.customerOf('zhao.min', nth).id);

describe('the bin', () => {
  it('takes a few customers a day from one person, however often they are put back', async () => {
    const deleted: number[] = [];
    for (const id of own().slice(0, 12)) {
      deleted.push((await supervisor.send('DELETE', `/customers/${id}`)).status);
      await supervisor.post(`/customers/${id}/restore`);
      deleted.push((await supervisor.send('DELETE', `/customers/${id}`)).status);
      desk.pass(1);
    }
    expect(deleted.filter((each) => each === 204)).toHaveLength(20);
    const refused = await supervisor.send('DELETE', `/customers/${own()[20]}`);
    expect(refused.body).toMatchObject({ status: 403, code: 'budget-gone' });
    expect((await entries()).at(refused.body.entry)).toMatchObject({
      action: 'erase',
      outcome: 'refused',
      code: 'budget-gone',
      customer: own()[20],
      person: supervisor.id,
    });
    const { rows } = await desk.db.pool.query('select binned_at from vault_customers where customer = $1', [
      own()[20],
    ]);
    expect(rows[0]?.binned_at ?? null).toBe(null);
    // what was binned by mistake can be taken back all the same
    expect((await supervisor.post(`/customers/${own()[0]}/restore`)).status).toBe(204);
  });

  it('is looked at with an entry that names whom it showed', async () => {
    const listed = await supervisor.get('/bin');
    expect(listed.status, listed.text).toBe(200);
    const ids = (listed.body.rows as { id: string }[]).map((row) => row.id);
    expect(ids.length).toBeGreaterThan(5);
    expect((await entries()).at(-1)).toMatchObject({
      action: 'restore',
      outcome: 'granted',
      code: 'listed',
      customers: ids,
      count: ids.length,
      person: supervisor.id,
    });
  });

  it('costs a look at each customer whom it shows, once a day', async () => {
    const officer = await desk.signIn('hu.yue');
    const left = () =>
      desk.rooms.budgets.left(desk.db, { budget: 'views', on: { person: officer.id } }, desk.clock());
    const before = await left();
    const shown = (await officer.get('/bin')).body.rows.length;
    expect(shown).toBeGreaterThan(5);
    expect(await left()).toBe(before - shown);
    await officer.get('/bin');
    expect(await left()).toBe(before - shown);
    for (const each of (await officer.get('/bin')).body.rows) expect(each.label).not.toContain(each.id);
  });
});

describe('the preview of an import', () => {
  it('is shown with an entry, one an hour for whoever waits, and not in the list', async () => {
    const send = await desk.app.fetch(
      new Request(
        `${desk.config.publicUrl}/api/v1/customers/import?dryRun=true&team=${desk.person('zhao.min').team}`,
        {
          method: 'POST',
          headers: { cookie: supervisor.cookie, 'huke-csrf': '1', 'content-type': 'text/csv' },
          body: '姓名,手机号\n林小满,13900001111\n',
        },
      ),
    );
    const { id } = (await send.json()) as { id: string };
    await desk.rooms.imports.settled();
    for (let n = 0; n < 3; n += 1)
      expect((await supervisor.get(`/customers/import/${id}`)).body.preview.length).toBeGreaterThan(0);
    const looks = (await entries()).filter((each) => each['code'] === 'preview');
    expect(looks).toEqual([
      expect.objectContaining({ object: id, person: supervisor.id, outcome: 'granted' }),
    ]);
    const list = await supervisor.get('/customers/import');
    expect(list.body.rows.map((row: { preview: unknown[] }) => row.preview.length)).toEqual([0]);
  });
});

describe('an ask that fails', () => {
  it('shows nothing and has its entry: who, what, about whom', async () => {
    const agent = await desk.signIn('li.na');
    const customer = desk.customerOf('li.na', 27);
    const at = await desk.contact('li.na', customer.id);
    await desk.db.pool.query(
      'alter function desk_cases_live(text, text, text, text, boolean, timestamptz) rename to desk_cases_gone',
    );
    const failed = await agent.post('/accesses', {
      action: 'reveal',
      customer: customer.id,
      fields: [{ field: 'mobile' }],
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
      reason: 'confirm-identity',
    });
    await desk.db.pool.query(
      'alter function desk_cases_gone(text, text, text, text, boolean, timestamptz) rename to desk_cases_live',
    );
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain(String(customer.fields['mobile']));
    expect((await entries()).at(-1)).toMatchObject({
      kind: 'access',
      action: 'reveal',
      outcome: 'failed',
      person: agent.id,
      session: agent.session,
      customer: customer.id,
      case: at.case,
    });
    // it was charged nothing, and nobody is alarmed that it was not
    expect(await desk.rooms.budgets.audit()).toEqual([]);
  });
});
