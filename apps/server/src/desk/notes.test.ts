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

  it('takes stars that somebody typed for no mask', async () => {
    await begin(5);
    const middle = (fields['mobile'] ?? '').slice(3, 7);
    for (const text of [
      `客户手机***${middle}，已核对`,
      `客户手机＊＊＊${middle}`,
      `客户手机∗∗∗${middle}`,
      `${middle}***是手机`,
    ])
      expect(await note(text)).not.toContain(middle);
    expect(await timeline()).not.toContain(middle);
    expect(await note('手机 13800138000 已核对')).toBe('手机 138****8000 已核对');
  });

  it('keeps amounts, days, times and numbers of other kinds', async () => {
    await begin(4);
    const text = '订单 20310203-0042 金额 1280.50 元，2031-02-03 10:30 回电';
    expect(await note(text)).toBe(text);
    expect(await timeline()).toBe(text);
  });

  it('is no oracle: the same words are answered alike about everybody, right guesses and wrong ones', async () => {
    const guessed = new Map<string, string[]>();
    const digits = (text: string): string[] => text.match(/\d/g) ?? [];
    const words = 'zero one two three four five six seven eight nine'.split(' ');
    for (const nth of [7, 8]) {
      await begin(nth);
      const own = ['residentId', 'mobile', 'bankCard'].map((field) => fields[field] ?? '');
      guessed.set(at.case, [
        ...own.flatMap((value) => [value.slice(3, 7), value.slice(-6), value.slice(-4)]),
        ...own.map(
          (value) =>
            `$${digits(value)
              .map((digit) => words[Number(digit)])
              .join('$')}`,
        ),
        ...own.map((value) => `尾号${value.slice(-4)}`),
        ...own.map((value) => digits(value).slice(-6).join(';;;;')),
        (fields['address'] ?? '').slice(-8),
        (fields['name'] ?? '').slice(0, 3),
        (fields['email'] ?? '').split('@')[0] ?? '',
      ]);
    }
    const asked = [...guessed.values()].flat();
    const answers = [];
    for (const nth of [9, 10, 11]) {
      await begin(nth);
      const shown: string[] = [];
      for (const text of asked) shown.push(await note(text));
      answers.push([shown, await timeline()]);
    }
    // about a stranger, and about the very customer whose values they are
    await begin(7);
    const shown: string[] = [];
    for (const text of asked) shown.push(await note(text));
    answers.push([shown, await timeline()]);
    for (const each of answers) expect(each).toEqual(answers[0]);
  });
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

describe('the notes of a case, for whoever checks its quality', () => {
  const notesOf = async (by: Caller) => {
    const reply = await by.get(`/cases/${at.case}`);
    expect(reply.status, reply.text).toBe(200);
    const items = reply.body.timeline as { kind: string; text?: string }[];
    return { items: items.filter(({ kind }) => kind === 'note'), withheld: reply.body.notesWithheld };
  };

  it('are read masked and covered, for that purpose, with an entry of it; and not written', async () => {
    const checker = await desk.signIn('zhu.lin');
    await begin(8);
    const six = (fields['residentId'] ?? '').slice(12);
    const mobile = fields['mobile'] ?? '';
    await note(`客户要求冻结，证件最后六位${six}，回电 ${mobile}`);
    await note('已告知三个工作日内答复');
    const size = (await desk.rooms.ledger.state()).size;
    const { items, withheld } = await notesOf(checker);
    expect(withheld).toBeUndefined();
    expect(items).toHaveLength(2);
    expect(items[0]?.text).toContain('客户要求冻结');
    expect(items[0]?.text).not.toContain(six);
    expect(items[0]?.text).not.toContain(mobile);
    expect(items[1]?.text).toBe('已告知三个工作日内答复');
    const { rows } = await desk.db.pool.query(
      'select entry from ledger_entries where idx >= $1 order by idx',
      [size],
    );
    const entries = rows.map(({ entry }) => JSON.parse(entry.toString('latin1')));
    const read = {
      action: 'note',
      code: 'read',
      person: checker.id,
      purpose: 'quality-check',
      case: at.case,
    };
    expect(entries).toContainEqual(expect.objectContaining({ ...read, outcome: 'granted' }));
    const written = await checker.post(`/cases/${at.case}/notes`, { text: '质检备注' });
    expect([written.status, written.body.code]).toEqual([403, 'not-your-case']);
  });

  it('are read of a closed case too, by its agent and by the checker, and take no more', async () => {
    const checker = await desk.signIn('zhu.lin');
    await begin(9);
    await note('已办结，客户满意');
    expect((await agent.post(`/cases/${at.case}/close`)).status).toBe(200);
    for (const by of [agent, checker]) {
      const { items, withheld } = await notesOf(by);
      expect(withheld).toBeUndefined();
      expect(items.map(({ text }) => text)).toEqual(['已办结，客户满意']);
    }
    expect((await agent.post(`/cases/${at.case}/notes`, { text: '补充' })).status).toBe(409);
    const card = `/customers/${at.customer}?scenario=call&purpose=card-freeze&case=${at.case}`;
    const shown = await agent.get(card);
    expect(shown.status).toBe(200);
    expect(shown.body.fields.map((each: { show: string }) => each.show)).not.toContain('clear');
  });

  it('are withheld in words where a named desk serves the customer, and say so to their agent afterwards', async () => {
    const checker = await desk.signIn('zhu.lin');
    const { team } = desk.person('li.na');
    const named = await desk.rooms.vault.prepareCreate({
      team,
      fields: { name: '公孙专席', memberNumber: 'M8800001' },
      flags: { vip: true },
    });
    if (named.kind !== 'ready') throw new Error('no customer of a named desk');
    await desk.db.kysely
      .transaction()
      .execute((tx) => desk.rooms.vault.applyCreate(tx, [named.prepared], desk.clock(), null));
    at = await desk.contact('li.na', named.prepared.customer);
    await note('客户已转专席');
    const why = {
      status: 403,
      title: expect.stringMatching(/see policies/),
      policies: expect.arrayContaining(['named-desk-masked']),
      entry: expect.any(Number),
    };
    const { items, withheld } = await notesOf(checker);
    expect(items).toEqual([expect.not.objectContaining({ text: expect.anything() })]);
    expect(withheld).toMatchObject(why);
    expect((await notesOf(agent)).withheld).toBeUndefined();
    await agent.post(`/contacts/${at.contact}/end`);
    desk.pass(200);
    expect((await notesOf(agent)).withheld).toMatchObject(why);
  });

  it('of another team are not there', async () => {
    const checker = await desk.signIn('zhu.lin');
    const elsewhere = await desk.contact('lin.fang', desk.customerOf('lin.fang', 0).id);
    expect((await checker.get(`/cases/${elsewhere.case}`)).status).toBe(404);
  });
});
