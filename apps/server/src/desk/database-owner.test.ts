import { silentLog } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appOf, closeRooms, openRooms, type Rooms } from '../server.ts';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';

/** Somebody with the database's own rights forges a case: the row opens nothing, whichever column was edited. */

let desk: TestDesk;
let agent: Caller;

beforeAll(async () => {
  desk = await openTestDesk();
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const reveal = (at: TestContact) =>
  agent.post('/accesses', {
    action: 'reveal',
    customer: at.customer,
    fields: [{ field: 'mobile' }],
    purpose: 'card-freeze',
    case: at.case,
    scenario: 'call',
    reason: 'confirm-identity',
  });

const ended = async (): Promise<TestContact> => {
  const at = await desk.contact('li.na', desk.customerOf('li.na', 1).id);
  await agent.post(`/contacts/${at.contact}/end`);
  desk.pass(200);
  return at;
};

describe('a case edited in the database', () => {
  it('does not open another customer', async () => {
    const at = await desk.contact('li.na', desk.customerOf('li.na', 2).id);
    const victim = desk.customerOf('li.na', 3).id;
    expect((await reveal(at)).status).toBe(200);
    await desk.db.pool.query('update desk_cases set customer = $1 where id = $2', [victim, at.case]);
    const refused = await reveal({ ...at, customer: victim });
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain(String(desk.customerOf('li.na', 3).fields['mobile']));
  });

  it("does not become another agent's", async () => {
    const at = await desk.contact('chen.chen', desk.customerOf('li.na', 4).id);
    await desk.db.pool.query('update desk_cases set agent = $1 where id = $2', [agent.id, at.case]);
    await desk.db.pool.query('update desk_contacts set agent = $1 where id = $2', [agent.id, at.contact]);
    expect((await reveal(at)).status).toBe(403);
  });

  it('does not come to life again when its contact is said to go on', async () => {
    const at = await ended();
    expect((await reveal(at)).status).toBe(403);
    await desk.db.pool.query('update desk_contacts set ended_at = null where id = $1', [at.contact]);
    expect((await reveal(at)).status).toBe(403);
  });

  it('does not turn a case that one opened oneself into a contact', async () => {
    const customer = desk.customerOf('li.na', 5).id;
    const own = await agent.post('/cases', { type: 'card-freeze', customer });
    const live = await desk.contact('li.na', desk.customerOf('li.na', 6).id);
    await desk.db.pool.query(
      "update desk_cases set origin = 'contact', bound_by = 'channel', contact_id = $1 where id = $2",
      [live.contact, own.body.id],
    );
    expect((await reveal({ contact: '', case: own.body.id, customer })).status).toBe(403);
  });

  it('does not count as verified because a column says so', async () => {
    const at = await desk.contact('li.na', null);
    const customer = desk.customerOf('li.na', 7).id;
    const bound = await agent.post(`/cases/${at.case}/customer`, { customer });
    expect(bound.status, bound.text).toBe(200);
    expect((await reveal({ ...at, customer })).body.policies).toContain('caller-unverified');
    for (const seal of ['x', `bankCard,residentId ${Date.now()} x`]) {
      await desk.db.pool.query(
        'update desk_cases set verified_at = now(), verified_seal = $2 where id = $1',
        [at.case, seal],
      );
      expect((await reveal({ ...at, customer })).body.policies).toContain('caller-unverified');
    }
    const pass = await agent.post(`/customers/${customer}/verify`, {
      claims: ['residentId', 'email'].map((field) => ({
        field,
        value: String(desk.customerOf('li.na', 7).fields[field]),
      })),
      purpose: 'card-freeze',
      case: at.case,
      scenario: 'call',
    });
    expect(pass.body.result, pass.text).toBe('pass');
    expect((await reveal({ ...at, customer })).status).toBe(200);
  });
});

describe('contacts that an agent holds', () => {
  const platform = () => desk.program('call-platform');
  let nth = 0;
  const call = (mail: string) =>
    platform().post('/contacts', {
      channel: 'call',
      direction: 'in',
      externalId: `held-${nth++}`,
      agent: desk.person(mail).id,
      caseType: 'card-freeze',
    });
  const eight = async (mail: string) => {
    const calls = await Promise.all(Array.from({ length: 8 }, () => call(mail)));
    expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 200));
    return calls;
  };
  const told = async (mail: string): Promise<boolean> => {
    await desk.rooms.alarms.settled();
    const { rows } = await desk.db.pool.query(
      "select from alarms where code = 'rows-forged' and object = 'case' and person = $1",
      [desk.person(mail).id],
    );
    return rows.length > 0;
  };

  it('are not fewer because rows say that they ended, and not more than eight once they are put back', async () => {
    const calls = await eight('wu.hao');
    await desk.db.pool.query('update desk_contacts set ended_at = $2 where agent = $1', [
      desk.person('wu.hao').id,
      desk.clock(),
    ]);
    expect((await call('wu.hao')).body.code).toBe('contacts-at-once');
    expect(await told('wu.hao')).toBe(true);
    await desk.db.pool.query('update desk_contacts set ended_at = null where agent = $1', [
      desk.person('wu.hao').id,
    ]);
    expect((await call('wu.hao')).status).toBe(409);
    // one that did end does not come back
    await platform().post(`/contacts/${calls[0]?.body.id}/end`);
    await desk.db.pool.query('update desk_contacts set ended_at = null where id = $1', [calls[0]?.body.id]);
    expect((await call('wu.hao')).status).toBe(200);
  });

  it('are not more because rows were put there', async () => {
    await call('chen.chen');
    await desk.db.pool.query(
      `insert into desk_contacts (id, channel, direction, source, external_key, agent, customer, case_id, started_at,
                                  seen_at, seal, source_seal)
       select 'con_' || n, channel, direction, source, decode(md5(n::text), 'hex'), agent, customer, case_id,
              started_at, seen_at, seal, source_seal
       from desk_contacts, generate_series(1, 9) n where agent = $1`,
      [desk.person('chen.chen').id],
    );
    expect((await call('chen.chen')).status).toBe(200);
    expect(await told('chen.chen')).toBe(true);
  });

  it('are told of only where somebody changed them', async () => {
    const [first] = await eight('zhou.ting');
    await platform().post(`/contacts/${first?.body.id}/end`);
    expect((await call('zhou.ting')).status).toBe(200);
    expect(await told('zhou.ting')).toBe(false);
  });
});

describe('rows of a case as they were before', () => {
  // contacts whose rows were forged end by themselves only, and are told of until then
  beforeEach(async () => {
    desk.pass(12 * 3600 + 60);
    agent = await desk.signIn('li.na');
  });

  const told: string[] = [];
  let replica: Rooms;
  beforeAll(async () => {
    replica = await openRooms({ db: desk.db, config: desk.config, log: silentLog, clock: desk.clock });
    await desk.db.listen('desk', (payload) => told.push(payload));
  });
  afterAll(() => closeRooms(replica));

  const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);
  const alarms = async (): Promise<number> => {
    await desk.rooms.alarms.settled();
    const { rows } = await run(
      "select coalesce(sum(times), 0)::int as n from alarms where code = 'rows-forged' and object = 'case'",
    );
    return rows[0].n;
  };
  /** Copies the rows of a case and its contact; returns what puts them back whole. */
  const kept = async (at: TestContact): Promise<() => Promise<void>> => {
    const rowOf = async (table: string, id: string) =>
      (await run(`select to_jsonb(t) as row from ${table} t where id = $1`, [id])).rows[0].row;
    const rows = {
      desk_cases: await rowOf('desk_cases', at.case),
      desk_contacts: await rowOf('desk_contacts', at.contact),
    };
    return async () => {
      for (const [table, row] of Object.entries(rows)) {
        const columns = Object.keys(row).filter((each) => each !== 'id');
        const set = columns.map((each) => `${each} = r.${each}`).join(', ');
        await run(
          `update ${table} t set ${set} from jsonb_populate_record(null::${table}, $1) r where t.id = r.id`,
          [JSON.stringify(row)],
        );
      }
    };
  };
  const revealAt = async (rooms: Rooms, who: Caller, at: TestContact): Promise<number> => {
    const reply = await appOf(rooms).fetch(
      new Request(`${desk.config.publicUrl}/api/v1/accesses`, {
        method: 'POST',
        headers: { cookie: who.cookie, 'huke-csrf': '1', 'content-type': 'application/json' },
        body: JSON.stringify({
          action: 'reveal',
          customer: at.customer,
          fields: [{ field: 'mobile' }],
          purpose: 'card-freeze',
          case: at.case,
          scenario: 'call',
          reason: 'confirm-identity',
        }),
      }),
    );
    return reply.status;
  };

  it.each([
    ['closed', 10, (at: TestContact) => agent.post(`/cases/${at.case}/close`)],
    ['ended', 11, (at: TestContact) => agent.post(`/contacts/${at.contact}/end`)],
    [
      'handed on',
      12,
      (at: TestContact) => agent.post(`/cases/${at.case}/transfer`, { to: desk.person('chen.chen').id }),
    ],
  ])('that was %s open nothing, here and in a replica, and are told', async (_, n, change) => {
    agent = await desk.signIn('li.na');
    const at = await desk.contact('li.na', desk.customerOf('li.na', n).id);
    const putBack = await kept(at);
    expect(await revealAt(desk.rooms, agent, at)).toBe(200);
    const changed = await change(at);
    expect(changed.status, changed.text).toBeLessThan(300);
    await expect
      .poll(() => told.some((each) => each.includes(at.case) || each.includes(at.contact)))
      .toBe(true);
    desk.pass(200);
    expect(await revealAt(desk.rooms, agent, at)).toBe(403);
    const before = await alarms();
    await putBack();
    expect(await revealAt(desk.rooms, agent, at)).toBe(403);
    expect(await revealAt(replica, agent, at)).toBe(403);
    await expect.poll(alarms).toBeGreaterThan(before);
    // nor for whom it is handed on to, if it can be
    const colleague = desk.person('chen.chen');
    await agent.post(`/cases/${at.case}/transfer`, { to: colleague.id });
    expect(await revealAt(desk.rooms, await desk.signIn('chen.chen'), at)).toBe(403);
  });

  it('bound to nobody are not bound to another customer', async () => {
    agent = await desk.signIn('li.na');
    const at = await desk.contact('li.na', null);
    const putBack = await kept(at);
    const [first, second] = [desk.customerOf('li.na', 13).id, desk.customerOf('li.na', 14).id];
    expect((await agent.post(`/cases/${at.case}/customer`, { customer: first })).status).toBe(200);
    await putBack();
    desk.pass(6);
    expect((await agent.post(`/cases/${at.case}/customer`, { customer: second })).status).toBe(409);
  });

  it('do not wrap up for longer because a column says that they ended later', async () => {
    agent = await desk.signIn('li.na');
    const at = await desk.contact('li.na', desk.customerOf('li.na', 15).id);
    await agent.post(`/contacts/${at.contact}/end`);
    expect((await reveal(at)).status).toBe(200);
    desk.pass(200);
    await run('update desk_contacts set ended_at = $2 where id = $1', [at.contact, desk.clock()]);
    expect((await reveal(at)).status).toBe(403);
  });

  it('are taken for what they are where nobody put anything back', async () => {
    agent = await desk.signIn('li.na');
    const before = await alarms();
    const at = await desk.contact('li.na', desk.customerOf('li.na', 16).id);
    const there = await agent.post(`/cases/${at.case}/transfer`, { to: desk.person('chen.chen').id });
    expect(there.status, there.text).toBe(200);
    const colleague = await desk.signIn('chen.chen');
    expect(await revealAt(replica, colleague, at)).toBe(200);
    expect((await colleague.post(`/cases/${at.case}/transfer`, { to: agent.id })).status).toBe(200);
    expect(await revealAt(replica, agent, at)).toBe(200);
    expect((await agent.post(`/cases/${at.case}/close`)).status).toBe(200);
    expect(await revealAt(replica, agent, at)).toBe(403);
    expect(await alarms()).toBe(before);
  });
});
