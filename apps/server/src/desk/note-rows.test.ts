import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';

/**
 * The database's owner decides which notes of a case there are: what was compared with the customer's masks, and what
 * was cut off before it settled.
 */

let desk: TestDesk;
let agent: Caller;
let at: TestContact;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk();
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());
beforeEach(async () => {
  at = await desk.contact('li.na', desk.customerOf('li.na', nth++).id);
});

const run = async (text: string, values: unknown[] = []) => (await desk.db.pool.query(text, values)).rows;
const note = async (text: string): Promise<void> => {
  const reply = await agent.post(`/cases/${at.case}/notes`, { text });
  expect(reply.status, reply.text).toBe(200);
};
const shown = async (): Promise<readonly string[]> => {
  const reply = await agent.get(`/cases/${at.case}`);
  expect(reply.status, reply.text).toBe(200);
  return (reply.body.timeline as { text?: string }[]).flatMap((each) => each.text ?? []);
};
const told = async (): Promise<number> => {
  await desk.rooms.alarms.settled();
  const rows = await run(
    `select 1 from alarms where code = 'rows-forged' and object = 'desk-notes' and customer = $1`,
    [at.customer],
  );
  return rows.length;
};
const write = async (...texts: string[]): Promise<void> => {
  for (const text of texts) {
    await note(text);
    desk.pass(1);
  }
};

describe('notes of a case', () => {
  it('that settled are shown in their order, and nobody is told', async () => {
    await write('甲', '乙', '丙');
    expect(await shown()).toEqual(['甲', '乙', '丙']);
    expect(await told()).toBe(0);
  });

  it.each([
    ['a row that was never sealed', 'null', 'null'],
    ['a row with the seal of another one', 'nth', 'seal'],
  ])('that were put there by hand, as %s, are not shown', async (_, number, seal) => {
    await write('甲');
    await run(
      `insert into desk_timeline (case_id, id, at, kind, person, customer, entry, sealed, nth, seal)
       select case_id, 'not_' || repeat('7', 26), at - interval '2 minutes', kind, person, customer, entry, sealed,
         ${number}, ${seal} from desk_timeline where case_id = $1 and sealed is not null`,
      [at.case],
    );
    expect(await shown()).toEqual(['甲']);
    expect(await told()).toBe(1);
  });

  it.each([
    ['the first was removed', `delete from desk_timeline where case_id = $1 and nth = 1`],
    ['the last was removed', `delete from desk_timeline where case_id = $1 and nth = 3`],
    ['all but one were removed', `delete from desk_timeline where case_id = $1 and nth < 3`],
    ['one was emptied', `update desk_timeline set sealed = null where case_id = $1 and nth = 2`],
    ['one went to another case', `update desk_timeline set case_id = $2 where case_id = $1 and nth = 2`],
    ['two changed places', `update desk_timeline set nth = 3 - nth where case_id = $1 and nth < 3`],
  ])('of which %s show none, and take no more', async (_, text) => {
    await write('甲', '乙', '丙');
    const other = await desk.contact('li.na', desk.customerOf('li.na', nth++).id);
    await run(text, text.includes('$2') ? [at.case, other.case] : [at.case]);
    expect(await shown()).toEqual([]);
    expect(await told()).toBe(1);
    const { notesWithheld } = (await agent.get(`/cases/${at.case}`)).body;
    expect(notesWithheld).toMatchObject({
      code: 'notes-changed',
      title: expect.stringContaining('officers'),
    });
    const more = await agent.post(`/cases/${at.case}/notes`, { text: '丁' });
    expect(more.status, more.text).toBe(403);
  });
});

it('notes of an older release are sealed as they are', async () => {
  await write('甲', '乙');
  await run('update desk_timeline set nth = null, seal = null where case_id = $1', [at.case]);
  expect(await desk.rooms.desk.notes.adopt()).toBeGreaterThanOrEqual(2);
  expect(await shown()).toEqual(['甲', '乙']);
  expect(await told()).toBe(0);
});
