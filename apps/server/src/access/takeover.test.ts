import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditStates } from './audit-states.ts';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { entryOf, ordinary, plain, type Watch, watch } from './testing.ts';

/** Somebody takes over an account: with one known datum, through one agent, or as that agent. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  watched = watch(desk);
});
// time passes, sessions end
beforeEach(async () => {
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const someone = () => ordinary(desk, 'li.na', nth++);
type Somebody = ReturnType<typeof someone>;
const of = (who: Somebody, field: string): string => [who.fields[field] ?? ''].flat()[0] ?? '';
const contextOf = (at: { case: string }, purpose = 'contact-change') => ({
  purpose,
  case: at.case,
  scenario: 'call',
});
const changing = (who: Somebody, more: Record<string, unknown> = {}): Promise<TestContact> =>
  desk.contact('li.na', who.id, { caseType: 'contact-change', ...more });
const claim = (who: Somebody, ...fields: string[]) =>
  fields.map((field) => ({ field, value: of(who, field) }));
const verify = (
  at: TestContact,
  claims: readonly { field: string; value: string }[],
  by: Caller = agent,
  purpose?: string,
): Promise<Reply> => by.post(`/customers/${at.customer}/verify`, { claims, ...contextOf(at, purpose) });
const patch = (at: TestContact, changes: readonly unknown[], by: Caller = agent): Promise<Reply> =>
  by.send('PATCH', `/customers/${at.customer}`, { changes, ...contextOf(at) });
const passed = async (at: TestContact, who: Somebody, ...fields: string[]): Promise<void> => {
  const reply = await verify(at, claim(who, ...(fields.length > 0 ? fields : ['residentId', 'bankCard'])));
  expect(reply.body.result, reply.text).toBe('pass');
};
const found = async (field: string, value: string): Promise<readonly string[]> => {
  const by = await desk.signIn('zhao.min');
  const reply = await by.post('/customers/search', {
    field,
    value,
    purpose: 'account-inquiry',
    scenario: 'call',
  });
  expect(reply.status, reply.text).toBe(200);
  return reply.body.hits.map((each: { id: string }) => each.id);
};
/** The number that no customer of the demo has. */
const fresh = (): string => `1990000${String(1000 + nth++)}`;
const day = 24 * 3600;
const asked = async (at: TestContact, field: string, value: string | null, item?: string) => {
  const reply = await patch(at, [{ field, value, ...(item ? { item } : {}) }]);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.pending[0] as { id: string; state: string; needsSecond: boolean; item: string | null };
};
const itemOf = async (at: TestContact, field: string): Promise<string> => {
  const card = await agent.get(
    `/customers/${at.customer}?${new URLSearchParams({ ...contextOf(at) }).toString()}`,
  );
  return card.body.fields.find((each: { field: string }) => each.field === field).item;
};

describe('one known datum', () => {
  it('that found the customer does not verify the caller, nor open or change anything', async () => {
    const who = someone();
    const at = await desk.contact('li.na', null, { caseType: 'contact-change', channel: 'web-chat' });
    const search = (field: string) =>
      agent.post('/customers/search', { field, value: of(who, field), ...contextOf(at) });
    const hit = await search('mobile');
    expect(hit.body.hits.map((each: { id: string }) => each.id)).toEqual([who.id]);
    const bound = await agent.post(`/cases/${at.case}/customer`, { customer: who.id });
    expect(bound.status, bound.text).toBe(200);
    const mine = { ...at, customer: who.id };
    const only = await verify(mine, claim(who, 'mobile'));
    expect(only.body.code).toBe('too-guessable');
    const withWeak = await verify(mine, claim(who, 'mobile', 'bankCard'));
    expect([withWeak.status, withWeak.body.code]).toEqual([422, 'other-factors']);
    expect(await entryOf(desk, withWeak)).toMatchObject({ outcome: 'refused', code: 'other-factors' });
    for (const field of ['address', 'email', 'mobile']) {
      const reveal = await agent.post('/accesses', {
        action: 'reveal',
        customer: who.id,
        fields: [{ field }],
        reason: 'confirm-identity',
        ...contextOf(at),
      });
      expect([reveal.status, reveal.body.code]).toEqual([403, 'verification-required']);
      expect(reveal.text).not.toContain(of(who, field));
    }
    const taken = await patch(mine, [{ field: 'mobile', value: fresh() }]);
    expect([taken.status, taken.body.code]).toEqual([403, 'verification-required']);
    const right = await verify(mine, claim(who, 'residentId', 'bankCard'));
    expect(right.body.result, right.text).toBe('pass');
  });

  it('searched for on no case, on another, or typed as another field, does not verify either', async () => {
    const who = someone();
    const value = of(who, 'email');
    await agent.post('/customers/search', { field: 'email', value, purpose: 'complaint', scenario: 'chat' });
    const at = await changing(who, { channel: 'web-chat' });
    for (const field of ['email', 'wechat']) {
      const reply = await verify(at, [{ field, value }, ...claim(who, 'residentId')]);
      expect(['other-factors', 'too-guessable'], reply.text).toContain(reply.body.code);
    }
    const colleague = await desk.signIn('chen.chen');
    const theirs = await desk.contact('chen.chen', who.id, {
      caseType: 'contact-change',
      channel: 'web-chat',
    });
    const honest = await verify(theirs, claim(who, 'email', 'residentId'), colleague);
    expect(honest.body.result, honest.text).toBe('pass');
  });

  it('that the channel delivered does not verify: the number of a call, an identifier', async () => {
    const who = someone();
    const call = await changing(who);
    expect((await verify(call, claim(who, 'mobile', 'residentId'))).body.code).toBe('other-factors');
    const member = await desk.contact('li.na', null, {
      caseType: 'contact-change',
      channel: 'app',
      identifier: { field: 'memberNumber', value: of(who, 'memberNumber') },
    });
    const at = { ...member, customer: who.id };
    expect((await verify(at, claim(who, 'memberNumber', 'residentId'))).body.code).toBe('too-guessable');
    expect((await verify(at, claim(who, 'mobile', 'residentId'))).body.result).toBe('pass');
  });

  it('that the agent has just read in clear does not verify', async () => {
    const who = someone();
    const at = await changing(who, { channel: 'web-chat' });
    const reveal = await agent.post('/accesses', {
      action: 'reveal',
      customer: who.id,
      fields: [{ field: 'email' }],
      reason: 'confirm-identity',
      ...contextOf(at),
    });
    expect(reveal.status, reveal.text).toBe(200);
    expect((await verify(at, claim(who, 'email', 'residentId'))).body.code).toBe('other-factors');
    // nor in another contact, in the afternoon, or when the database's owner hides it from whoever looks things up
    desk.pass(5 * 3600);
    agent = await desk.signIn('li.na');
    const owner = (text: string) => desk.db.pool.query(text);
    await owner('alter table ledger_index disable trigger user');
    await owner("update ledger_index set action = 'view' where action = 'reveal'");
    await owner('alter table ledger_index enable trigger user');
    const again = await changing(who, { channel: 'web-chat' });
    expect((await verify(again, claim(who, 'email', 'residentId'))).body.code).toBe('other-factors');
    const told = await agent.get(
      `/customers/${who.id}/verification?${new URLSearchParams(contextOf(again)).toString()}`,
    );
    const email = told.body.fields.find((each: { field: string }) => each.field === 'email');
    expect(email, told.text).toMatchObject({ worthless: 'seen' });
    desk.pass(day);
    agent = await desk.signIn('li.na');
    const next = await changing(who, { channel: 'web-chat' });
    await passed(next, who, 'email', 'residentId');
  });

  it('that was read is not forgotten by looking at the card two hundred times', async () => {
    const who = someone();
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    await agent.post('/accesses', {
      action: 'reveal',
      customer: who.id,
      fields: [{ field: 'email' }],
      reason: 'confirm-identity',
      ...contextOf(at),
    });
    for (let n = 0; n < 201; n += 1) await itemOf(at, 'mobile');
    const change = await asked(at, 'mobile', fresh(), await itemOf(at, 'mobile'));
    expect(change).toMatchObject({ state: 'waiting', needsSecond: true });
  });

  it('with its own class only is too little, and the answer costs the same whatever was typed', async () => {
    const who = someone();
    const at = await changing(who);
    expect((await verify(at, claim(who, 'residentId', 'birthDate'))).body.code).toBe('too-guessable');
    expect((await verify(at, claim(who, 'residentId', 'name'))).body.code).toBe('too-guessable');
    const right = claim(who, 'mobile', 'residentId');
    const wrong = [{ field: 'mobile', value: '13900000000' }, ...claim(who, 'residentId')];
    const one = await watched.work(() => verify(at, right));
    const two = await watched.work(() => verify(at, wrong));
    expect(one.work).toEqual(two.work);
    expect(one.work.opens).toBe(0);
    expect(plain(one.result)).toEqual(plain(two.result));
    const left = await verify(at, claim(who, 'residentId', 'bankCard'));
    expect(left.body.result).toBe('pass');
  });

  it('is told in advance to be worthless, with the classes that are needed', async () => {
    const who = someone();
    const at = await changing(who);
    const path = `/customers/${who.id}/verification?${new URLSearchParams(contextOf(at)).toString()}`;
    const before = await agent.get(path);
    expect(before.status, before.text).toBe(200);
    const about = (reply: Reply, name: string) =>
      reply.body.fields.find((each: { field: string }) => each.field === name);
    expect(before.body).toMatchObject({ classes: 2, passed: null, changeable: [], changes: [] });
    expect(about(before, 'mobile')).toMatchObject({ factor: 'contact', worthless: 'channel' });
    expect(about(before, 'residentId')).toMatchObject({ factor: 'self', strong: true, worthless: null });
    await passed(at, who);
    const after = await agent.get(path);
    expect(after.body.passed.fields).toEqual(['bankCard', 'residentId']);
    expect(after.body.changeable).toContain('mobile');
    const others = await desk.signIn('lin.fang');
    expect((await others.get(path)).status).toBe(403);
  });
});

describe('a change of contact data', () => {
  it('needs a fresh verification that does not stand on what is changed', async () => {
    const who = someone();
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who, 'email', 'residentId');
    const own = await patch(at, [{ field: 'email', value: 'somebody@example.test' }]);
    expect([own.status, own.body.code]).toEqual([403, 'verification-required']);
    expect(own.body.policies).toContain('change-unproven');
    await passed(at, who);
    desk.pass(31 * 60);
    agent = await desk.signIn('li.na');
    const stale = await patch(at, [{ field: 'mobile', value: fresh() }]);
    expect(stale.body.policies).toContain('change-unproven');
    await passed(at, who, 'residentId', 'bankCard');
    expect((await asked(at, 'mobile', fresh())).state).toBe('waiting');
  });

  it('finds, dials and verifies nothing until its time, and then it does', async () => {
    const who = someone();
    const [old, number] = [of(who, 'mobile'), fresh()];
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const change = await asked(at, 'mobile', number, await itemOf(at, 'mobile'));
    expect(change).toMatchObject({ state: 'waiting', needsSecond: false });
    expect(await desk.rooms.access.applyDue()).toBe(0);
    expect(await found('mobile', number)).toEqual([]);
    expect(await found('mobile', old)).toEqual([who.id]);
    const used = await agent.post('/accesses', {
      action: 'use',
      use: 'dial',
      customer: who.id,
      fields: [{ field: 'mobile' }],
      ...contextOf(at),
    });
    expect(used.status, used.text).toBe(200);
    const next = await changing(who, { channel: 'web-chat' });
    for (const value of [old, number]) {
      const reply = await verify(next, [{ field: 'mobile', value }, ...claim(who, 'residentId')]);
      expect(reply.body.code, reply.text).toBe('other-factors');
    }
    desk.pass(day + 60);
    agent = await desk.signIn('li.na');
    expect(await desk.rooms.access.applyDue()).toBeGreaterThan(0);
    expect(await found('mobile', number)).toEqual([who.id]);
    expect(await found('mobile', old)).toEqual([]);
    const later = await changing(who, { channel: 'web-chat' });
    const now = await verify(later, [{ field: 'mobile', value: number }, ...claim(who, 'residentId')]);
    expect(now.body.result, now.text).toBe('pass');
    const findings = [];
    for await (const each of auditStates(desk.rooms)) findings.push(each);
    expect(findings).toEqual([]);
  });

  it('cannot be asked for twice at a time, and proves nothing for another change', async () => {
    const who = someone();
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who, 'email', 'residentId');
    const item = await itemOf(at, 'mobile');
    await asked(at, 'mobile', fresh(), item);
    const twice = await patch(at, [{ field: 'mobile', item, value: fresh() }]);
    expect([twice.status, twice.body.code]).toEqual([409, 'change-pending']);
    const two = await patch(at, [
      { field: 'mobile', value: fresh() },
      { field: 'mobile', value: fresh() },
    ]);
    expect(two.body.code).toBe('change-pending');
    const next = await changing(who, { channel: 'web-chat' });
    expect((await verify(next, claim(who, 'mobile', 'residentId'))).body.code).toBe('other-factors');
  });

  it('of an address reaches the parcel at once and proves nothing for three days', async () => {
    const who = someone();
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const where = '浙江省杭州市西湖区学府路 8 号绿洲公寓 3 幢 201 室';
    const change = await asked(at, 'address', where, await itemOf(at, 'address'));
    expect(change.state).toBe('applied');
    const claims = [{ field: 'address', value: where }, ...claim(who, 'bankCard')];
    const early = await changing(who, { channel: 'web-chat' });
    expect((await verify(early, claims)).body.code).toBe('other-factors');
    desk.pass(3 * day + 60);
    agent = await desk.signIn('li.na');
    const late = await changing(who, { channel: 'web-chat' });
    expect((await verify(late, claims)).body.result).toBe('pass');
  });

  it('of what one knows about oneself proves nothing for three days either', async () => {
    const who = someone();
    const at = await desk.contact('li.na', who.id, { caseType: 'rights-request' });
    const context = contextOf(at, 'rights-request');
    const right = await verify(at, claim(who, 'residentId', 'bankCard'), agent, 'rights-request');
    expect(right.body.result, right.text).toBe('pass');
    const path = `/customers/${who.id}`;
    const changes = [{ field: 'passport', value: 'E40817263' }];
    const moved = await agent.send('PATCH', path, { changes, ...context });
    expect(moved.body.pending?.[0].state, moved.text).toBe('applied');
    const next = await changing(who);
    const early = await verify(next, [...changes, ...claim(who, 'bankCard')]);
    expect(early.body.code, early.text).toBe('other-factors');
    await agent.post(`/contacts/${at.contact}/end`);
    desk.pass(200);
    const over = await agent.send('PATCH', path, {
      changes: [{ field: 'email', value: 'x@example.test' }],
      ...context,
    });
    expect(over.status).toBe(403);
  });

  it('by a rollback follows the same rules', async () => {
    const who = someone();
    const supervisor = await desk.signIn('zhao.min');
    const at = await desk.contact('zhao.min', who.id, { caseType: 'contact-change' });
    const there = { ...at, customer: who.id };
    const card = await supervisor.get(
      `/customers/${who.id}?${new URLSearchParams(contextOf(there)).toString()}`,
    );
    const { item } = card.body.fields.find((each: { field: string }) => each.field === 'address');
    const roll = (to: { case: string }, version = 1) =>
      supervisor.post(`/customers/${who.id}/rollback`, {
        field: 'address',
        item,
        version,
        ...contextOf(to),
      });
    expect((await roll(at)).body.code).toBe('verification-required');
    const others = await desk.contact('li.na', who.id, { caseType: 'contact-change' });
    expect((await roll(others)).body.code).toBe('case-not-yours');
    const right = await verify(there, claim(who, 'residentId', 'bankCard'), supervisor);
    expect(right.body.result, right.text).toBe('pass');
    const where = '浙江省杭州市西湖区学府路 9 号';
    const moved = await patch(there, [{ field: 'address', item, value: where }], supervisor);
    expect(moved.body.pending?.[0].state, moved.text).toBe('applied');
    const back = await roll(at);
    expect(back.body.pending?.[0], back.text).toMatchObject({ state: 'applied', act: 'replace' });
    expect((await roll(at, 3)).body.errors).toEqual([{ path: 'version', code: 'no-such-version' }]);
    await supervisor.post(`/cases/${at.case}/close`);
    expect((await roll(at)).body.code).toBe('case-closed');
  });
});

describe('the second person', () => {
  const risky = async () => {
    const who = someone();
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const seen = await agent.post('/accesses', {
      action: 'reveal',
      customer: who.id,
      fields: [{ field: 'email' }],
      reason: 'confirm-identity',
      ...contextOf(at),
    });
    expect(seen.status, seen.text).toBe(200);
    const number = fresh();
    return { who, at, number, change: await asked(at, 'mobile', number, await itemOf(at, 'mobile')) };
  };

  it('confirms what is risky, never their own; without one it is over in a week', async () => {
    const one = await risky();
    // why tells of the customer and of who asked: it is for whoever may confirm
    expect(one.change).toMatchObject({ needsSecond: true });
    expect(JSON.stringify(one.change)).not.toContain('seen-today');
    const card = `/customers/${one.who.id}/verification?${new URLSearchParams(contextOf(one.at)).toString()}`;
    expect((await agent.get(card)).text).not.toContain('seen-today');
    for (const [mail, risks] of [
      ['zhao.min', ['seen-today']],
      ['hu.yue', ['seen-today']],
      ['xu.feng', []],
    ] as const) {
      const { rows } = (await (await desk.signIn(mail)).get('/contact-changes')).body;
      const row = rows.find((each: { id: string }) => each.id === one.change.id);
      expect(row, mail).toMatchObject({ mayConfirm: risks.length > 0, risks });
    }
    const own = await agent.post(`/contact-changes/${one.change.id}/confirm`);
    expect([own.status, own.body.code]).toEqual([403, 'not-permitted']);
    const elsewhere = await desk.signIn('sun.qiang');
    const absent = await elsewhere.post(`/contact-changes/chg_${'0'.repeat(26)}/confirm`);
    const theirs = await elsewhere.post(`/contact-changes/${one.change.id}/confirm`);
    expect(absent.status).toBe(403);
    expect(plain(absent)).toEqual(plain(theirs));
    desk.pass(day + 60);
    await desk.rooms.access.applyDue();
    expect(await found('mobile', one.number)).toEqual([]);
    const supervisor = await desk.signIn('zhao.min');
    const done = await supervisor.post(`/contact-changes/${one.change.id}/confirm`);
    expect(done.status, done.text).toBe(200);
    expect(await entryOf(desk, done)).toMatchObject({ action: 'confirm', object: one.change.id });
    expect(await found('mobile', one.number)).toEqual([one.who.id]);
    agent = await desk.signIn('li.na');
    const two = await risky();
    desk.pass(7 * day + 60);
    agent = await desk.signIn('li.na');
    await desk.rooms.access.applyDue();
    const late = await (await desk.signIn('zhao.min')).post(`/contact-changes/${two.change.id}/confirm`);
    expect([late.status, late.body.code]).toEqual([409, 'change-over']);
    expect(await found('mobile', two.number)).toEqual([]);
  });

  it('is never the first one again: a second account of theirs, their device, somebody new, or in another team', async () => {
    const { email: _, ...first } = desk.person('li.na');
    const make = async (
      n: number,
      more: { staffNumber: string; approverSince: Date; team?: string | null },
    ) => {
      const id = `per_0000000000000000000000095${n}`;
      const person = {
        id,
        name: '李娜二',
        email: `second.${n}@demo.huke.test`,
        post: 'supervisor' as const,
        team: first.team,
        employer: first.employer,
        hiredOn: '2020-01-06',
        password: 'never-used-in-this-test-1',
        ...more,
      };
      await desk.rooms.identity.seed({ employers: [], teams: [], people: [person] });
      return desk.signInAs(id);
    };
    const long = new Date(desk.clock().getTime() - 90 * day * 1000);
    const same = await make(1, { staffNumber: 'hk 1001', approverSince: long });
    const young = await make(2, { staffNumber: 'HK9952', approverSince: desk.clock() });
    const nowhere = await make(3, { staffNumber: 'HK9953', approverSince: long, team: null });
    const supervisor = await desk.signIn('zhao.min');
    const device = (name: string | null) =>
      desk.db.pool.query('update identity_sessions set device = $1 where id = any($2)', [
        name,
        [agent.session, supervisor.session],
      ]);
    await device('one');
    const { change } = await risky();
    const confirm = async (by: Caller) => (await by.post(`/contact-changes/${change.id}/confirm`)).body.code;
    expect(await confirm(same)).toBe('same-staff-number');
    expect(await confirm(young)).toBe('new-approver');
    expect(await confirm(supervisor)).toBe('same-device');
    for (const by of [same, young, supervisor]) {
      const { rows } = (await by.get('/contact-changes')).body;
      const row = rows.find((each: { id: string }) => each.id === change.id);
      expect(row).toMatchObject({ mayConfirm: false, risks: [] });
    }
    // a supervisor of no team sees nobody's list
    for (const path of ['/contact-changes', '/bin']) {
      const refused = await nowhere.get(path);
      expect([refused.status, refused.body.code], path).toEqual([403, 'not-yours']);
      expect(await entryOf(desk, refused)).toMatchObject({ outcome: 'refused', code: 'not-yours' });
    }
    // who asked stays who asked
    await device(null);
    await desk.db.pool.query(
      'update vault_changes set staff_number = null, session = null, device = null where id = $1',
      [change.id],
    );
    expect(await confirm(same)).toBe('not-yours');
  });

  it('is asked for by the sixth change of a day, also when they come at once', async () => {
    const caller = await desk.signIn('chen.chen');
    const all = await Promise.all(
      Array.from({ length: 7 }, async () => {
        const who = someone();
        const at = await desk.contact('chen.chen', who.id, { caseType: 'contact-change' });
        const reply = await verify(at, claim(who, 'residentId', 'bankCard'), caller);
        expect(reply.body.result, reply.text).toBe('pass');
        return at;
      }),
    );
    const replies = await Promise.all(
      all.map((at) => patch(at, [{ field: 'email', value: `new${nth++}@example.test` }], caller)),
    );
    const held = replies.filter((each) => each.body.pending?.[0]?.needsSecond);
    expect(held).toHaveLength(2);
  });
});

describe('notices and undoing', () => {
  const platform = () => desk.program('call-platform');
  const notifier = () => desk.program('notifier');
  const noticesOf = async (change: string): Promise<readonly { id: string; way: string }[]> => {
    const mine = await desk.db.pool.query(
      'select id, way from vault_notices where change_id = $1 order by id',
      [change],
    );
    return mine.rows;
  };

  it('go to the old and the new number and the mail, once, to a channel only; a customer undoes by one', async () => {
    const who = someone();
    const [old, number] = [of(who, 'mobile'), fresh()];
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const change = await asked(at, 'mobile', number, await itemOf(at, 'mobile'));
    const listed = await notifier().get('/notices');
    expect(listed.status, listed.text).toBe(200);
    for (const value of [old, number]) expect(listed.text).not.toContain(value);
    const mine = await noticesOf(change.id);
    expect(listed.body.notices.map((each: { id: string }) => each.id)).toEqual(
      expect.arrayContaining(mine.map((each) => each.id)),
    );
    for (const by of [agent, await desk.signIn('zhao.min'), desk.program('crm'), platform()]) {
      const reply = await by.post(`/notices/${mine[0]?.id}`);
      expect(reply.status, reply.text).toBe(403);
      expect(reply.text).not.toContain(number);
    }
    const taken = [];
    for (const { id } of mine) taken.push(await notifier().post(`/notices/${id}`));
    expect(new Set(taken.map((each) => each.body.to))).toEqual(new Set([old, number, of(who, 'email')]));
    for (const reply of taken)
      expect((await notifier().post(`/notices/${mine[0]?.id}`)).text).not.toContain(reply.body.to);
    const entries = await desk.db.pool.query(
      "select convert_from(entry, 'UTF8') as e from ledger_entries where convert_from(entry, 'UTF8') like '%\"notify\"%'",
    );
    expect(entries.rows.length).toBeGreaterThanOrEqual(taken.length);
    // a program has them in clear, and the log says so
    const granted = entries.rows
      .map(({ e }) => JSON.parse(e) as Record<string, unknown>)
      .filter((each) => each['outcome'] === 'granted');
    expect(granted).toHaveLength(taken.length);
    for (const each of granted) expect(each['shows']).toEqual(['clear']);

    // whoever reads the new number wanted the change
    for (const { body } of taken) expect(body.undo === null).toBe(body.to === number);
    const { undo } = taken.find((each) => each.body.to === old)?.body ?? {};
    const guess = { proof: `${undo.proof.slice(0, -4)}AAAA` };
    const wrong = await platform().post(`/contact-changes/${change.id}/undo`, guess);
    expect([wrong.status, wrong.body.code]).toEqual([403, 'undo-wrong']);
    const done = await platform().post(`/contact-changes/${change.id}/undo`, { proof: undo.proof });
    expect(done.status, done.text).toBe(200);
    desk.pass(day + 60);
    agent = await desk.signIn('li.na');
    await desk.rooms.access.applyDue();
    expect(await found('mobile', number)).toEqual([]);
    expect(await found('mobile', old)).toEqual([who.id]);
    await desk.rooms.alarms.settled();
    const officer = await desk.signIn('xu.feng');
    expect((await officer.get('/alarms')).text).toContain(change.id);
  });

  it('are not for the channel that has the contact, and say no more than one other way', async () => {
    const who = someone();
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const change = await asked(at, 'landline', '010-62550000');
    const mine = await noticesOf(change.id);
    expect(mine.map((each) => each.way)).toEqual(['text']);
    const [notice] = mine;
    expect((await platform().get('/notices')).text).not.toContain(notice?.id);
    const own = await platform().post(`/notices/${notice?.id}`);
    expect([own.status, own.body.code]).toEqual([403, 'notice-of-own-contact']);
    expect(own.body.title).toContain('another key');
    expect(own.text).not.toContain(of(who, 'mobile'));
    expect(await entryOf(desk, own)).toMatchObject({ action: 'notify', outcome: 'refused' });
    const told = await notifier().post(`/notices/${notice?.id}`);
    expect(told.status, told.text).toBe(200);
    expect(told.body.to).toBe(of(who, 'mobile'));
    expect(told.body.undo.change).toBe(change.id);
    // what tells of the undoing is kept from it too
    await (await desk.signIn('zhao.min')).post(`/contact-changes/${change.id}/undo`, {});
    for (const { id } of await noticesOf(change.id))
      expect((await platform().post(`/notices/${id}`)).status).toBe(403);
  });

  it('are not for that channel either where the rows say that another had the contact', async () => {
    const edit = (sql: string, id: string) => desk.db.pool.query(sql, [id]);
    const other = `key_${'0'.repeat(26)}`;
    const edits = [
      { of: 'contact', sql: `update desk_contacts set source = '${other}' where id = $1` },
      { of: 'change', sql: `update vault_notices set not_by = '${other}' where change_id = $1` },
      { of: 'change', sql: 'update vault_notices set not_by = null where change_id = $1' },
    ];
    for (const { of: object, sql } of edits) {
      const who = someone();
      const at = await changing(who, { channel: 'web-chat' });
      await passed(at, who);
      if (object === 'contact') await edit(sql, at.contact);
      const change = await asked(at, 'landline', '010-62550001');
      const [notice] = await noticesOf(change.id);
      if (object === 'change') await edit(sql, change.id);
      const reply = await platform().post(`/notices/${notice?.id}`);
      expect(reply.status).toBe(403);
      expect(reply.text).not.toContain(of(who, 'mobile'));
    }
  });

  it('tell on what the customer has had for longer, not on what was added before', async () => {
    const who = someone();
    const first = await changing(who, { channel: 'web-chat' });
    await passed(first, who);
    await asked(first, 'mobile', fresh());
    desk.pass(day + 60);
    await desk.rooms.access.applyDue();
    agent = await desk.signIn('li.na');
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const change = await asked(at, 'landline', '010-62550002');
    const [notice] = await noticesOf(change.id);
    expect((await notifier().post(`/notices/${notice?.id}`)).body.to).toBe(of(who, 'mobile'));
  });

  it.each([
    ['replace', false],
    ['add', false],
    ['remove', false],
    ['replace', true],
  ] as const)('an undone %s restores what was there (supervisor; changed since: %s)', async (act, since) => {
    const who = someone();
    const [old, number] = [of(who, 'mobile'), fresh()];
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const item = await itemOf(at, 'mobile');
    const value = act === 'remove' ? null : number;
    const change = await asked(at, 'mobile', value, act === 'add' ? undefined : item);
    desk.pass(day + 60);
    agent = await desk.signIn('li.na');
    await desk.rooms.access.applyDue();
    expect(await found('mobile', number)).toEqual(act === 'remove' ? [] : [who.id]);
    expect(await found('mobile', old)).toEqual(act === 'add' ? [who.id] : []);
    if (since) {
      const next = await changing(who, { channel: 'web-chat' });
      await passed(next, who);
      await asked(next, 'mobile', fresh(), item);
      desk.pass(day + 60);
      agent = await desk.signIn('li.na');
      await desk.rooms.access.applyDue();
    }
    const supervisor = await desk.signIn('zhao.min');
    const undone = await supervisor.post(`/contact-changes/${change.id}/undo`, {});
    if (since) {
      expect([undone.status, undone.body.code]).toEqual([409, 'changed-since']);
      return;
    }
    expect(undone.status, undone.text).toBe(200);
    expect(await found('mobile', old)).toEqual([who.id]);
    expect(await found('mobile', number)).toEqual([]);
    expect((await supervisor.post(`/contact-changes/${change.id}/undo`, {})).body.code).toBe('change-over');
    const findings = [];
    for await (const each of auditStates(desk.rooms)) findings.push(each);
    expect(findings).toEqual([]);
  });

  it('are shown to officers when no channel took them; agents see no list; thirty days and it is over', async () => {
    const who = someone();
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const change = await asked(at, 'email', `late${nth}@example.test`, await itemOf(at, 'email'));
    const rowOf = async (mail: string) => {
      const reply = await (await desk.signIn(mail)).get('/contact-changes');
      expect(reply.status, reply.text).toBe(200);
      return reply.body.rows.find((each: { id: string }) => each.id === change.id);
    };
    expect((await rowOf('xu.feng')).notices).toMatchObject({ undelivered: 0 });
    desk.pass(3700);
    expect((await rowOf('xu.feng')).notices).toMatchObject({ undelivered: 3, waiting: 0, taken: 0 });
    expect((await rowOf('zhao.min')).notices).toMatchObject({ undelivered: 3 });
    const [entry] = (await desk.rooms.ledger.entries({ action: 'undo' })).entries;
    expect(JSON.parse(Buffer.from(entry?.bytes ?? '', 'base64').toString('latin1'))).toMatchObject({
      outcome: 'granted',
      code: 'listed',
      person: desk.person('zhao.min').id,
      customers: expect.arrayContaining([who.id]),
    });
    agent = await desk.signIn('li.na');
    const refused = await agent.get('/contact-changes');
    expect(refused.status).toBe(403);
    expect(await entryOf(desk, refused)).toMatchObject({
      action: 'undo',
      outcome: 'refused',
      person: agent.id,
    });
    const half = await desk.signIn('xu.feng', 'password');
    expect((await half.get('/contact-changes')).status).toBe(403);
    expect((await half.post(`/contact-changes/${change.id}/undo`, {})).status).toBe(403);
    const officers = await desk.signIn('xu.feng');
    expect((await officers.get('/contact-changes?cursor=%00')).status).toBe(422);
    desk.pass(31 * day);
    await desk.rooms.access.applyDue();
    const officer = await desk.signIn('xu.feng');
    const late = await officer.post(`/contact-changes/${change.id}/undo`, {});
    expect([late.status, late.body.code]).toEqual([409, 'change-over']);
    agent = await desk.signIn('li.na');
  });

  it('leave nothing of the new value beside the customer once a change is over for good', async () => {
    const left = async (id: string) => {
      const { rows } = await desk.db.pool.query(
        `select sealed is not null as value, (select count(*)::int from vault_notices where change_id = id) as notices
         from vault_changes where id = $1`,
        [id],
      );
      return rows[0];
    };
    const [one, two] = [someone(), someone()];
    const start = async (who: Somebody) => {
      const at = await changing(who, { channel: 'web-chat' });
      await passed(at, who);
      return asked(at, 'mobile', fresh(), await itemOf(at, 'mobile'));
    };
    const stays = await start(one);
    const undone = await start(two);
    await (await desk.signIn('zhao.min')).post(`/contact-changes/${undone.id}/undo`, {});
    desk.pass(6 * day);
    await desk.rooms.access.applyDue();
    expect(await left(undone.id)).toMatchObject({ value: true });
    desk.pass(day + 60);
    await desk.rooms.access.applyDue();
    expect(await left(undone.id)).toEqual({ value: false, notices: 0 });
    expect(await left(stays.id)).toMatchObject({ value: true });
    desk.pass(23 * day);
    await desk.rooms.access.applyDue();
    expect(await left(stays.id)).toEqual({ value: false, notices: 0 });
    // the rows are whole: officers still see what there was
    const { rows } = (await (await desk.signIn('xu.feng')).get('/contact-changes')).body;
    const states = new Map(rows.map((each: { id: string; state: string }) => [each.id, each.state]));
    expect([states.get(stays.id), states.get(undone.id)]).toEqual(['applied', 'undone']);
    agent = await desk.signIn('li.na');
  });

  it('do not follow a row that was edited in the database', async () => {
    const who = someone();
    const number = fresh();
    const at = await changing(who, { channel: 'web-chat' });
    await passed(at, who);
    const change = await asked(at, 'mobile', number, await itemOf(at, 'mobile'));
    await desk.db.pool.query('update vault_changes set due_at = 0 where id = $1', [change.id]);
    await desk.rooms.access.applyDue();
    expect(await found('mobile', number)).toEqual([]);
    const [notice] = await noticesOf(change.id);
    await desk.db.pool.query("update vault_notices set field = 'residentId' where id = $1", [notice?.id]);
    const reply = await notifier().post(`/notices/${notice?.id}`);
    expect(reply.status).toBe(403);
    expect(reply.text).not.toContain(of(who, 'residentId'));
  });
});

describe('the card by the purpose of verification', () => {
  it('shows what verification needs, while the customer is in contact', async () => {
    const who = someone();
    const at = await desk.contact('li.na', who.id);
    const view = () =>
      agent.get(
        `/customers/${who.id}?${new URLSearchParams(contextOf(at, 'identity-verification')).toString()}`,
      );
    const card = await view();
    expect(card.status, card.text).toBe(200);
    const masked = card.body.fields
      .filter((each: { show: string }) => each.show === 'masked')
      .map((each: { field: string }) => each.field);
    expect(masked).toContain('residentId');
    for (const field of ['gender', 'address', 'email', 'mobile']) expect(masked).not.toContain(field);
    await agent.post(`/contacts/${at.contact}/end`);
    desk.pass(200);
    expect((await view()).status).toBe(403);
  });
});
