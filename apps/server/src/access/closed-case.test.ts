import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';

let desk: TestDesk;
let agent: Caller;
let at: TestContact;
const note = '客户来电核对资料，处理完成。';

beforeAll(async () => {
  desk = await openTestDesk();
  agent = await desk.signIn('li.na');
  at = await desk.contact('li.na', desk.customerOf('li.na', 3).id);
  await agent.post(`/cases/${at.case}/notes`, { text: note });
  expect((await agent.post(`/cases/${at.case}/close`)).status).toBe(200);
});
afterAll(() => desk.close());

describe('a closed case', () => {
  const card = async (reader: Caller, purpose: string, scenario: string): Promise<string> => {
    const query = `purpose=${purpose}&scenario=${scenario}&case=${at.case}`;
    const shown = await reader.get(`/customers/${at.customer}?${query}`);
    expect(shown.status, shown.text).toBe(200);
    const fields: readonly { readonly show: string }[] = shown.body.fields;
    expect(fields.map((each) => each.show)).toContain('masked');
    return shown.text;
  };

  it('is there for the quality check, masked', async () => {
    const shown = await card(await desk.signIn('zhu.lin'), 'quality-check', 'quality-check');
    expect(shown).not.toContain(String(desk.customerOf('li.na', 3).fields['mobile']));
  });

  it.each(['zhao.min', 'li.na'])('shows %s masks and its notes', async (mail) => {
    const reader = await desk.signIn(mail);
    await card(reader, 'card-freeze', 'call');
    const { body } = await reader.get(`/cases/${at.case}`);
    expect(body.timeline.map((each: { text?: string }) => each.text)).toContain(note);
  });

  it('takes no note, shows nothing in clear, and verifies nobody', async () => {
    const context = { purpose: 'card-freeze', scenario: 'call', case: at.case };
    const noted = await agent.post(`/cases/${at.case}/notes`, { text: note });
    expect(noted.body.code).toBe('case-closed');
    const fields = [{ field: 'mobile' }];
    const ask = { customer: at.customer, fields, reason: 'confirm-identity', ...context };
    for (const action of ['reveal', 'copy', 'use']) {
      const more = action === 'use' ? { use: 'dial' } : {};
      const refused = await agent.post('/accesses', { action, ...ask, ...more });
      expect(refused.status).toBe(403);
      expect(refused.body.policies).toContain('case-closed');
    }
    const claims = [{ field: 'residentId', value: '330106198603120012' }];
    const verified = await agent.post(`/customers/${at.customer}/verify`, { claims, ...context });
    expect(verified.status).toBe(403);
    expect(verified.body.policies).toContain('case-closed');
  });
});
