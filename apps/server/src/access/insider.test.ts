import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { clearOf, entryOf, ordinary, plain, reveal, spend, type Watch, watch } from './testing.ts';

/** What an insider reads besides the field itself: others' mandates, answers, costs, notes, lists, events. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let colleague: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 120 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
  colleague = await desk.signIn('chen.chen');
});
afterAll(() => desk.close());

const someone = (mail = 'li.na') => ordinary(desk, mail, nth++);
const fresh = (mail = 'li.na', more: Record<string, unknown> = {}): Promise<TestContact> =>
  desk.contact(mail, someone(mail).id, more);
const context = (at: TestContact) => `scenario=call&purpose=card-freeze&case=${at.case}`;

async function expectRefused(reply: Reply, customer: string): Promise<void> {
  expect(reply.status, reply.text).toBe(403);
  for (const value of clearOf(desk, customer)) expect(reply.text).not.toContain(value);
  expect(['refused', 'needs']).toContain((await entryOf(desk, reply))['outcome']);
}

describe('somebody else on the line', () => {
  /** A person with a mandate for a customer, and a call of theirs. */
  async function party(capacity: string, fields: readonly string[], expiresAt: Date | null = null) {
    const customer = someone().id;
    const id = await desk.db.kysely.transaction().execute(async (tx) => {
      const made = await desk.rooms.vault.prepareParty(tx, customer, {
        capacity: capacity as 'guardian',
        linked: null,
        fields,
        evidence: 'household-register',
        expiresAt,
        name: '沈代办',
      });
      if (made.kind !== 'ready') throw new Error('no party');
      await desk.rooms.vault.applyChange(tx, made.prepared, desk.clock(), null);
      return made.party;
    });
    return desk.contact('li.na', customer, { party: { capacity, mandate: id } });
  }

  it.each(['guardian', 'representative'])(
    'a %s reaches what the mandate covers, nothing else',
    async (who) => {
      const at = await party(who, ['mobile']);
      expect((await agent.post('/accesses', reveal(at))).status).toBe(200);
      await expectRefused(
        await agent.post('/accesses', reveal(at, { fields: [{ field: 'name' }] })),
        at.customer,
      );
    },
  );

  it('a mandate is over when it has expired, on the same case', async () => {
    const at = await party('representative', ['mobile'], new Date(desk.clock().getTime() + 60_000));
    expect((await agent.post('/accesses', reveal(at))).status).toBe(200);
    desk.pass(61);
    const refused = await agent.post('/accesses', reveal(at));
    await expectRefused(refused, at.customer);
    expect(refused.body.needs).toEqual([{ kind: 'mandate' }]);
  });

  it("a mandate opens nothing in another capacity, nor for another customer's case", async () => {
    const at = await party('representative', ['mobile']);
    const found = await desk.db.pool.query('select mandate from desk_cases where id = $1', [at.case]);
    const { mandate } = found.rows[0];
    const guardian = await desk.contact('li.na', at.customer, { party: { capacity: 'guardian', mandate } });
    await expectRefused(await agent.post('/accesses', reveal(guardian)), at.customer);
    const other = await desk.contact('li.na', someone().id, {
      party: { capacity: 'representative', mandate },
    });
    await expectRefused(await agent.post('/accesses', reveal(other)), other.customer);
    const without = desk.contact('li.na', at.customer, { party: { capacity: 'guardian' } });
    await expect(without).rejects.toThrow('mandate-needed');
  });

  it("a joint holder meets none of the other's fields, masked or clear", async () => {
    const at = await party('joint-holder', ['bankCard']);
    const card = await agent.get(`/customers/${at.customer}?${context(at)}`);
    expect(card.status, card.text).toBe(200);
    for (const field of card.body.fields) {
      expect(field.show, field.field).toBe(field.field === 'bankCard' ? 'masked' : 'hidden');
      expect('value' in field, field.field).toBe(field.field === 'bankCard');
    }
    for (const field of ['name', 'mobile', 'residentId', 'email'])
      await expectRefused(await agent.post('/accesses', reveal(at, { fields: [{ field }] })), at.customer);
    const mobile = String(desk.customers.find((each) => each.id === at.customer)?.fields['mobile']);
    const verified = await agent.post(`/customers/${at.customer}/verify`, {
      claims: [{ field: 'mobile', value: mobile }],
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
    });
    await expectRefused(verified, at.customer);
  });
});

describe('equal work and equal answers', () => {
  const search = (at: TestContact, value: string) =>
    agent.post('/customers/search', {
      field: 'mobile',
      value,
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
    });
  const mobileOf = (customer: { fields: Readonly<Record<string, unknown>> }) =>
    String(customer.fields['mobile']);

  it('a search costs the same for found, absent and not yours', async () => {
    const at = await fresh();
    const theirs = ordinary(desk, 'lin.fang', 3);
    await search(at, '19900000009');
    const found = await watched.work(() => search(at, mobileOf(ordinary(desk, 'li.na', 5))));
    const absent = await watched.work(() => search(at, '19900000001'));
    const others = await watched.work(() => search(at, mobileOf(theirs)));
    expect(found.result.body.hits).toHaveLength(1);
    expect(others.result.body.hits).toHaveLength(0);
    expect(found.work.opens).toBeGreaterThan(0);
    expect(absent.work).toEqual(found.work);
    expect(others.work).toEqual(found.work);
    const { entry: _, guessesLeft: __, ...one } = absent.result.body;
    const { entry: ___, guessesLeft: ____, ...two } = others.result.body;
    expect(one).toEqual(two);
  });

  it('a card, a reveal and a verification cost the same for an absent customer and one not yours', async () => {
    const at = await fresh();
    const absent = `cus_${'0'.repeat(26)}`;
    const theirs = ordinary(desk, 'lin.fang', 4).id;
    const claims = [{ field: 'mobile', value: '13900000000' }];
    const verify = { claims, purpose: 'card-freeze', case: at.case, scenario: 'call' };
    const asks: readonly ((customer: string) => Promise<Reply>)[] = [
      (customer) => agent.get(`/customers/${customer}?${context(at)}`),
      (customer) => agent.post('/accesses', reveal({ ...at, customer })),
      (customer) => agent.post(`/customers/${customer}/verify`, verify),
      (customer) => agent.get(`/customers/${customer}/history?${context(at)}`),
      (customer) => agent.get(`/customers/${customer}/trail?case=${at.case}`),
    ];
    for (const ask of asks) {
      await ask(absent);
      const one = await watched.work(() => ask(absent));
      const two = await watched.work(() => ask(theirs));
      expect(one.work).toEqual(two.work);
      expect(one.work.opens).toBe(0);
      expect(plain(one.result)).toEqual(plain(two.result));
      expect(one.result.text.length).toBe(two.result.text.length);
    }
  });

  it('a customer of another team who is there already is answered like nobody, at the same cost', async () => {
    const create = (residentId: string) =>
      agent.post('/customers', { fields: { name: '钱试探', residentId } });
    const idOf = (customer: ReturnType<typeof someone>) => String(customer.fields['residentId']);
    const own = idOf(someone());
    const theirs = idOf(ordinary(desk, 'lin.fang', 6));
    const first = await create(own);
    expect(first.body.code).toBe('duplicate');
    const one = await watched.work(() => create(theirs));
    const two = await watched.work(() => create('110101190101011233'));
    expect(one.result.status, one.result.text).toBe(200);
    expect({ ...plain(one.result), id: '' }).toEqual({ ...plain(two.result), id: '' });
    expect(one.work).toEqual(two.work);
    for (const reply of [first, one.result]) {
      expect(reply.text).not.toContain(own);
      expect(reply.text).not.toContain(theirs);
    }
    expect(first.text).not.toMatch(/cus_/);
  });

  it('a duplicate costs a guess, and is not answered once they are spent', async () => {
    const supervisor = await desk.signIn('zhao.min');
    const residentId = String(someone().fields['residentId']);
    const create = () => supervisor.post('/customers', { fields: { name: '钱试探', residentId } });
    expect((await create()).body.code).toBe('duplicate');
    await spend(desk, 'guesses', 116, { person: supervisor.id });
    const replies = await Promise.all([create(), create(), create(), create(), create()]);
    const told = replies.filter((each) => each.body.code === 'duplicate');
    expect(told).toHaveLength(3);
    for (const each of replies)
      expect(['duplicate', 'guesses-gone', 'guesses-spent']).toContain(each.body.code);
    expect((await create()).body.code).toBe('guesses-spent');
    for (const reply of replies) expect(await entryOf(desk, reply)).toMatchObject({ outcome: 'refused' });
  });

  it('an entry names no field that does not exist: a value could stand there', async () => {
    const at = await fresh();
    const context = { purpose: 'card-freeze', case: at.case, scenario: 'call' };
    const field = 'ouyangJinsique';
    const search = await agent.post('/customers/search', { field, value: 'x', ...context });
    const verify = await agent.post(`/customers/${at.customer}/verify`, {
      claims: [{ field, value: 'x' }],
      ...context,
    });
    const asked = await agent.post('/accesses', reveal(at, { fields: [{ field }] }));
    for (const reply of [search, verify, asked])
      expect(JSON.stringify(await entryOf(desk, reply))).not.toContain(field);
  });

  it('once a field’s guesses are spent nothing is compared with it, right or wrong', async () => {
    const at = await fresh();
    const { fields } = desk.customers.find((each) => each.id === at.customer) ?? someone();
    const verify = (right: boolean) =>
      agent.post(`/customers/${at.customer}/verify`, {
        claims: ['residentId', 'email'].map((field) => ({
          field,
          value: String((right ? fields : someone().fields)[field]),
        })),
        purpose: 'card-freeze',
        case: at.case,
        scenario: 'call',
      });
    for (let n = 0; n < 8; n++) expect((await verify(false)).status).toBe(200);
    for (const right of [true, false]) {
      const { result, work } = await watched.work(() => verify(right));
      expect(result.body.code, result.text).toBe('guesses-gone');
      expect(work.opens).toBe(0);
    }
  });

  it('errors name places and codes, never what was typed', async () => {
    const typed = '13812345x78';
    const replies = [
      await agent.post('/customers', { fields: { name: '钱试探', mobile: typed } }),
      await agent.post('/customers', { fields: { [typed]: typed } }),
      await agent.post('/accesses', { customer: typed, action: typed }),
      await agent.get(`/customers/${typed}?scenario=${typed}`),
      await agent.post('/customers/search', { field: 'mobile', value: typed, purpose: typed }),
      await agent.send('POST', '/accesses', undefined, { 'content-type': 'application/json' }),
      await agent.get(`/nothing/${typed}`),
    ];
    for (const reply of replies) {
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.text).not.toContain(typed);
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
    }
  });
});

describe('side doors', () => {
  it('a note shows its findings masked, to its writer too', async () => {
    const at = await fresh();
    const mobile = '13987654321';
    const id = '330106199003071233';
    const written = await agent.post(`/cases/${at.case}/notes`, {
      text: `回电 ${mobile}，证件 ${id}，已告知`,
    });
    expect(written.status, written.text).toBe(200);
    const supervisor = await desk.signIn('zhao.min');
    const read = await Promise.all([agent, supervisor].map((each) => each.get(`/cases/${at.case}`)));
    for (const reply of [written, ...read]) {
      expect(reply.status, reply.text).toBe(200);
      expect(reply.text).toContain('已告知');
      expect(reply.text).not.toContain(mobile);
      expect(reply.text).not.toContain(id);
      expect(reply.text).not.toContain(id.slice(-6));
    }
    expect((await colleague.get(`/cases/${at.case}`)).status).toBe(404);
    const kept = await sql<{ sealed: Buffer }>`
      select sealed from desk_timeline where case_id = ${at.case} and sealed is not null`.execute(
      desk.db.kysely,
    );
    expect(kept.rows).toHaveLength(1);
    expect(kept.rows[0]?.sealed.toString('latin1')).not.toContain(mobile);
  });

  it('lists hold no value, and no order by one', async () => {
    const at = await fresh();
    const supervisor = await desk.signIn('zhao.min');
    const mine = await agent.get('/cases');
    const sorted = await agent.get('/cases?sort=name&order=desc&q=138&customer=%E7%8E%8B');
    expect(sorted.body.rows).toEqual(mine.body.rows);
    for (const path of ['/cases?scope=team', '/approvals', '/grants', '/bin', '/people/colleagues']) {
      const reply = await supervisor.get(path);
      expect(reply.status, `${path} ${reply.text}`).toBe(200);
      for (const customer of desk.customers)
        for (const value of clearOf(desk, customer.id)) expect(reply.text).not.toContain(value);
    }
    const row = mine.body.rows.find((each: { id: string }) => each.id === at.case);
    expect(row.customerLabel).toBe(`··${at.customer.slice(-4)}`);
    expect((await agent.get('/cases?cursor=0.cas_0%27%20or%20true')).status).toBe(422);
    const theirs = await agent.get(`/cases?cursor=9999999999999.cas_${'z'.repeat(26).replace('z', '7')}`);
    expect(theirs.status).toBe(200);
    for (const each of theirs.body?.rows ?? []) expect(each.agent.id).toBe(agent.id);
  });

  it('no answer may be kept by a cache, whatever its status', async () => {
    const at = await fresh();
    const card = await agent.get(`/customers/${at.customer}?${context(at)}`);
    const conditional = await agent.send('GET', `/customers/${at.customer}?${context(at)}`, undefined, {
      'if-none-match': '*',
      'if-modified-since': new Date().toUTCString(),
    });
    expect(conditional.status).toBe(200);
    const replies = [
      card,
      conditional,
      await agent.post('/accesses', reveal(at)),
      await agent.get('/session'),
      await agent.get('/cases/nothing'),
      await agent.get('/nothing'),
      await agent.post(`/contacts/${at.contact}/end`),
      await desk.program('none').get('/cases'),
      await agent.send('POST', '/accesses', reveal(at), { 'sec-fetch-site': 'cross-site' }),
    ];
    expect(replies.map((each) => each.status)).toEqual([200, 200, 200, 200, 422, 404, 204, 401, 403]);
    for (const reply of replies) {
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('etag')).toBeNull();
      expect(reply.headers.get('last-modified')).toBeNull();
    }
  });

  it('off duty only the live contact is finished', async () => {
    const at = await fresh('chen.chen');
    const earlier = await fresh('chen.chen');
    await colleague.post(`/contacts/${earlier.contact}/end`);
    const admin = await desk.signIn('luo.gang');
    const now = new Date(desk.clock().getTime() + 8 * 3_600_000);
    const minute = (now.getUTCHours() * 60 + now.getUTCMinutes() + 600) % 1440;
    const duty = { from: minute, to: (minute + 60) % 1440, days: [1, 2, 3, 4, 5, 6, 7] };
    const changed = await admin.send('PATCH', `/people/${colleague.id}`, { duty });
    expect(changed.status, changed.text).toBe(200);
    expect((await colleague.post('/accesses', reveal(at))).status).toBe(200);
    desk.pass(181);
    const search = { field: 'mobile', value: '13900000000', purpose: 'card-freeze', scenario: 'call' };
    const refused = await colleague.post('/customers/search', search);
    expect(refused.body.code).toBe('duty-required');
    await expectRefused(await colleague.post('/accesses', reveal(earlier)), earlier.customer);
    expect((await admin.send('PATCH', `/people/${colleague.id}`, { duty: null })).status).toBe(200);
  });
});

describe('live events', () => {
  /** Reads a person's stream until `stop`; the text that came. */
  async function listen(caller: Caller) {
    const gone = new AbortController();
    const request = new Request(`${desk.config.publicUrl}/api/v1/events`, {
      headers: { cookie: caller.cookie },
      signal: gone.signal,
    });
    const response = await desk.app.fetch(request);
    expect(response.status).toBe(200);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const ended = (async () => {
      for (;;) {
        const next = await reader?.read();
        if (!next || next.done) return;
        text += next.value;
      }
    })();
    const until = async (piece: string): Promise<void> => {
      for (let i = 0; i < 200 && !text.includes(piece); i++)
        await new Promise((done) => setTimeout(done, 10));
      expect(text).toContain(piece);
    };
    await until('event: ready');
    return { until, text: () => text, ended, stop: () => reader?.cancel() };
  }

  it('hold ids and codes, and reach only whom they concern', async () => {
    const [mine, theirs] = [await listen(agent), await listen(colleague)];
    const at = await fresh();
    await mine.until(at.case);
    const other = await fresh('chen.chen');
    await theirs.until(other.case);
    await agent.post(`/contacts/${at.contact}/end`);
    await mine.until('contact-ended');
    expect(theirs.text()).not.toContain(at.case);
    expect(mine.text()).not.toContain(other.case);
    for (const line of mine.text().split('\n')) {
      if (!line.startsWith('data: ')) continue;
      const data = JSON.parse(line.slice(6)) as Record<string, unknown>;
      expect(Object.keys(data).filter((key) => !['id', 'code'].includes(key))).toEqual([]);
    }
    for (const value of clearOf(desk, at.customer)) expect(mine.text()).not.toContain(value);
    await mine.stop();
    await theirs.stop();
  });

  it('end with the session', async () => {
    const own = await desk.signIn('li.na');
    const stream = await listen(own);
    const ended = await own.post('/session/end');
    expect(ended.status, ended.text).toBe(204);
    const at = await fresh();
    await Promise.race([
      stream.ended,
      new Promise((_, late) => setTimeout(late, 50_000, new Error('still open'))),
    ]);
    expect(stream.text()).not.toContain(at.case);
  });

  it('are for people only', async () => {
    expect((await desk.program('crm').get('/events')).status).toBeGreaterThanOrEqual(401);
  });
});

describe('what was made to make asking again safe', () => {
  it('shows nobody a case that is no longer theirs', async () => {
    const boss = await desk.signIn('zhao.min');
    const body = { type: 'card-freeze', customer: someone().id };
    const headers = { 'idempotency-key': 'insider-asks-again' };
    const made = await agent.post('/cases', body, headers);
    expect(made.status, made.text).toBe(200);
    expect((await agent.post('/cases', body, headers)).body.id).toBe(made.body.id);
    const moved = await boss.post(`/cases/${made.body.id}/transfer`, { to: colleague.id });
    expect(moved.status, moved.text).toBe(200);
    const again = await agent.post('/cases', body, headers);
    expect(again.status).toBe(404);
    expect(again.text).not.toContain(body.customer);
  });

  it('keeps ids only, whatever was asked', async () => {
    const { rows } = await desk.db.pool.query<{ answer: object | null }>(
      'select answer from http_idempotency',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { answer } of rows)
      expect(Object.keys(answer ?? {}).filter((name) => !['id', 'entry'].includes(name))).toEqual([]);
  });
});

describe('an access without fields', () => {
  it.each(['reveal', 'copy', 'use'])('shows nothing by %s', async (action) => {
    const before = watched.opens();
    const at = await desk.contact('li.na', someone().id);
    const asked = await agent.post('/accesses', reveal(at, { action, fields: [] }));
    expect(asked.status).toBeGreaterThanOrEqual(400);
    expect(watched.opens()).toBe(before);
  });
});
