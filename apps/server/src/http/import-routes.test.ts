import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';

let desk: TestDesk;
let bank: Caller;
let shop: Caller;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 20 });
  bank = await desk.signIn('zhao.min');
  shop = await desk.signIn('ma.li');
});
afterAll(() => desk.close());

const upload = async (caller: Caller, query = '') => {
  const request = new Request(`http://localhost:8787/api/v1/customers/import?dryRun=true${query}`, {
    method: 'POST',
    headers: { cookie: caller.cookie, 'huke-csrf': '1', 'content-type': 'text/csv' },
    body: '姓名,手机号\n钱多多,13912345678\n',
  });
  const response = await desk.app.fetch(request);
  return { status: response.status, body: (await response.json()) as { id: string; code: string } };
};

describe("another team's import", () => {
  it('is not listed, read, cancelled, resumed or downloaded, nor told from one that is not there', async () => {
    const made = await upload(bank);
    expect(made.status).toBe(200);
    const { id } = made.body;
    await desk.rooms.imports.settled();
    expect((await bank.get(`/customers/import/${id}`)).status).toBe(200);
    expect((await bank.get('/customers/import')).body.rows).toHaveLength(1);
    expect((await shop.get('/customers/import')).body.rows).toEqual([]);
    const absent = `imp_${'0'.repeat(26)}`;
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/cancel'],
      ['POST', '/resume'],
      ['GET', '/errors.csv'],
    ] as const) {
      const theirs = await shop.send(method, `/customers/import/${id}${path}`);
      const none = await shop.send(method, `/customers/import/${absent}${path}`);
      expect(theirs.status, path).toBe(404);
      expect({ ...theirs.body, request: '' }).toEqual({ ...none.body, request: '' });
    }
  });

  it('cannot be made: customers go into a team of ones own', async () => {
    const team = desk.person('li.na').team;
    const refused = await upload(shop, `&team=${team}`);
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe('unknown-team');
  });
});
