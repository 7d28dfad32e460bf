import { channels } from '@huke/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';
import { contactLives, lapseOf } from './contact-lives.ts';
import { endLapsed } from './index.ts';

/** A contact that nobody ends would be a way to its customer for ever. */

let desk: TestDesk;
let agent: Caller;

beforeAll(async () => {
  desk = await openTestDesk();
});
afterAll(() => desk.close());

const hours = (n: number): number => n * 3600;
const begin = async (nth: number, more: Record<string, unknown> = {}): Promise<TestContact> => {
  // a session does not outlive a night either
  agent = await desk.signIn('li.na');
  return desk.contact('li.na', desk.customerOf('li.na', nth).id, more);
};
const reveal = async (at: TestContact): Promise<number> => {
  agent = await desk.signIn('li.na');
  const reply = await agent.post('/accesses', {
    action: 'reveal',
    customer: at.customer,
    fields: [{ field: 'mobile' }],
    purpose: 'card-freeze',
    case: at.case,
    scenario: 'call',
    reason: 'confirm-identity',
  });
  return reply.status;
};
const entries = async (action: string): Promise<Record<string, unknown>[]> => {
  const found = await desk.db.pool.query<{ entry: Buffer }>('select entry from ledger_entries order by idx');
  return found.rows
    .map((row) => JSON.parse(row.entry.toString('latin1')) as Record<string, unknown>)
    .filter((entry) => entry['action'] === action);
};

describe('a contact that nobody ends', () => {
  it('gives nothing in clear any more, before the job has been there and after', async () => {
    const at = await begin(1);
    expect(await reveal(at)).toBe(200);
    desk.pass(hours(2) + 200);
    expect(await reveal(at)).toBe(403);
    expect(await endLapsed(desk.rooms.desk)).toBeGreaterThanOrEqual(1);
    expect(await reveal(at)).toBe(403);
    const row = (await agent.get(`/cases/${at.case}`)).body;
    expect(row).toMatchObject({ state: 'wrap-up', contact: { live: false } });
    expect(await entries('contact-lapsed')).toContainEqual(
      expect.objectContaining({ contact: at.contact, case: at.case, code: 'idle', to: agent.id }),
    );
  });

  it('ends once, with one entry, however often the job runs', async () => {
    const at = await begin(2);
    desk.pass(hours(2) + 1);
    await Promise.all([endLapsed(desk.rooms.desk), endLapsed(desk.rooms.desk)]);
    await endLapsed(desk.rooms.desk);
    expect((await entries('contact-lapsed')).filter((each) => each['contact'] === at.contact)).toHaveLength(
      1,
    );
  });

  it('leaves the wrap-up after the moment when it was over', async () => {
    const at = await begin(3);
    desk.pass(hours(2) + 60);
    expect(await reveal(at)).toBe(200);
    await endLapsed(desk.rooms.desk);
    expect(await reveal(at)).toBe(200);
    desk.pass(121);
    expect(await reveal(at)).toBe(403);
  });
});

describe('a contact that goes on', () => {
  it('is not dropped while its channel says so, or sends another event of it', async () => {
    const at = await begin(4, { externalId: 'long-call' });
    const platform = desk.program('call-platform');
    for (let n = 0; n < 3; n += 1) {
      desk.pass(hours(1.5));
      expect((await platform.post(`/contacts/${at.contact}/alive`)).status).toBe(200);
      await endLapsed(desk.rooms.desk);
    }
    desk.pass(hours(1.5));
    expect(await desk.contact('li.na', at.customer, { externalId: 'long-call' })).toEqual(at);
    desk.pass(hours(1.5));
    await endLapsed(desk.rooms.desk);
    expect(await reveal(at)).toBe(200);
  });

  it('ends after its whole life, whatever its channel says', async () => {
    const at = await begin(5);
    const platform = desk.program('call-platform');
    for (let n = 0; n < 7; n += 1) {
      await platform.post(`/contacts/${at.contact}/alive`);
      desk.pass(hours(1.75));
    }
    expect((await platform.post(`/contacts/${at.contact}/alive`)).body.code).toBe('contact-over');
    await endLapsed(desk.rooms.desk);
    expect(await reveal(at)).toBe(403);
    expect((await entries('contact-lapsed')).at(-1)).toMatchObject({ contact: at.contact, code: 'too-long' });
  });

  it('is kept alive by its own channel only: not by its agent, and not once it has ended', async () => {
    const at = await begin(6);
    expect((await agent.post(`/contacts/${at.contact}/alive`)).status).toBe(403);
    expect((await desk.program('crm').post(`/contacts/${at.contact}/alive`)).status).toBe(403);
    await agent.post(`/contacts/${at.contact}/end`);
    const after = await desk.program('call-platform').post(`/contacts/${at.contact}/alive`);
    expect(after.body.code).toBe('contact-over');
  });

  it('lives no longer because a row says so', async () => {
    for (const column of ['seen_at = seen_at + interval $2', 'channel = $2']) {
      const at = await begin(7);
      await desk.db.pool.query(
        `update desk_contacts set ${column.replace('$2', column.startsWith('seen') ? "'1 day'" : "'mail'")} where id = $1`,
        [at.contact],
      );
      expect(await reveal(at)).toBe(403);
    }
  });
});

it('every channel has a life, shorter without a sign of it, and what is no channel has none', () => {
  for (const channel of channels) {
    const { idle, whole } = contactLives[channel];
    expect(idle).toBeGreaterThan(0);
    expect(idle).toBeLessThanOrEqual(whole);
    expect(lapseOf({ channel, startedAt: 0, seenAt: whole * 60_000 - 1 }).at).toBe(whole * 60_000);
  }
  expect(lapseOf({ channel: 'pigeon', startedAt: 5, seenAt: 9 }).at).toBe(5);
});
