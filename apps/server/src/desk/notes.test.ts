import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';

/** An agent writes what was shown once into the notes, for everybody who may look at the case without a reveal. */

let desk: TestDesk;
let agent: Caller;
let at: TestContact;
let fields: Readonly<Record<string, string>>;

beforeAll(async () => {
  desk = await openTestDesk();
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const begin = async (nth: number): Promise<void> => {
  const customer = desk.customerOf('li.na', nth);
  fields = Object.fromEntries(
    Object.entries(customer.fields).map(([field, value]) => [field, [value].flat()[0] ?? '']),
  );
  at = await desk.contact('li.na', customer.id);
};
const note = async (text: string): Promise<string> => {
  const reply = await agent.post(`/cases/${at.case}/notes`, { text });
  expect(reply.status, reply.text).toBe(200);
  return reply.body.text;
};
const timeline = async (): Promise<string> => {
  const reply = await agent.get(`/cases/${at.case}`);
  const notes = (reply.body.timeline as { kind: string; text?: string }[]).filter(
    (each) => each.kind === 'note',
  );
  return notes.map((each) => each.text).join('\n');
};

describe('a note about a customer', () => {
  it('does not give what the mask of the ID number hides, to the writer neither', async () => {
    await begin(1);
    const six = (fields['residentId'] ?? '').slice(12);
    expect(await note(`证件最后六位${six}`)).toBe(`证件最后六位${'*'.repeat(six.length)}`);
    expect(await note(`客户报 ${six.split('').join(' ')}`)).not.toMatch(/\d/);
    expect(await timeline()).not.toContain(six);
  });

  it('does not give it in parts over several notes', async () => {
    await begin(2);
    const six = (fields['residentId'] ?? '').slice(12);
    for (const part of [six.slice(0, 2), six.slice(2, 4), six.slice(4)]) await note(part);
    expect(await timeline()).not.toMatch(/\d\d/);
  });

  it('does not give the middle of the mobile number, the card, the mailbox or the house', async () => {
    await begin(3);
    const middle = (fields['mobile'] ?? '').slice(3, 7);
    const card = (fields['bankCard'] ?? '').slice(6, -4);
    const mailbox = (fields['email'] ?? '').split('@')[0] ?? '';
    const house = (fields['address'] ?? '').slice(-12);
    await note(`中间四位 ${middle}，卡中段 ${card}`);
    await note(`邮箱前缀 ${mailbox}；住 ${house}`);
    const shown = await timeline();
    for (const part of [middle, card, mailbox, house]) expect(shown).not.toContain(part);
  });

  it('keeps amounts, days, times and what the masks show', async () => {
    await begin(4);
    const tail = (fields['mobile'] ?? '').slice(-4);
    const text = `尾号${tail}，金额 1 元，2031-02-03 10:30 回电`;
    expect(await note(text)).toBe(text);
    expect(await timeline()).toBe(text);
  });

  it('is no oracle: who writes all numbers learns of a few only', async () => {
    await begin(5);
    for (let n = 0; n < 10; n += 1)
      await note(
        Array.from({ length: 100 }, (_, k) => `甲${String(n * 1000 + k * 10).padStart(4, '0')}`).join(''),
      );
    expect((await timeline()).match(/\d{4}/g)?.length ?? 0).toBeLessThanOrEqual(50);
  });
});

it('is no oracle over several cases either: a customer has a day’s comparisons, wherever they are written', async () => {
  const customer = desk.customerOf('li.na', 7).id;
  let standing = 0;
  for (let n = 0; n < 6; n += 1) {
    at = await desk.contact('li.na', customer);
    const text = Array.from(
      { length: 39 },
      (_, k) => `甲${String(n * 1000 + k * 7 + 11).padStart(4, '0')}`,
    ).join('');
    await note(text);
    standing += (await timeline()).match(/\d{4}/g)?.length ?? 0;
  }
  expect(standing).toBeGreaterThan(50);
  expect(standing).toBeLessThanOrEqual(100);
});

it('a case has room for the notes of any honest one, and says so when it is full', async () => {
  await begin(6);
  let last = 200;
  let kept = 0;
  for (; kept < 60 && last === 200; kept += 1) {
    const reply = await agent.post(`/cases/${at.case}/notes`, { text: '已解释处理时限。'.repeat(500) });
    last = reply.status;
    if (last !== 200) expect(reply.body).toMatchObject({ status: 409, code: 'case-full' });
    desk.pass(1);
  }
  expect(kept).toBeGreaterThan(20);
  expect(last).toBe(409);
});
