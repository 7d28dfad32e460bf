import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoTeams } from '#demo';
import { asOldKey } from '#identity/testing';
import { openRowSeal } from '#platform';
import { channelSeal } from '../desk/channel.ts';
import { repeat } from '#platform';
import { useAuditor, watches } from '../server.ts';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { auditUses } from './audit-uses.ts';
import { clearOf, entryOf, ordinary, type Watch, watch } from './testing.ts';

/** A use is a value that leaves to a program: whoever wants customers tries to be that program. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let officer: Caller;
let platform: Caller;
let who = 'li.na';
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 160 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
  officer = await desk.signIn('song.jie');
  platform = desk.program('call-platform');
});
afterAll(() => desk.close());

const customerOf = (mail: string) => ordinary(desk, mail, nth++);
/** Goes on as another agent of the team: nobody uses more than so much in an hour. */
const goOnAs = async (mail: string): Promise<void> => {
  who = mail;
  agent = await desk.signIn(mail);
};
const fresh = (mail = who, more: Record<string, unknown> = {}): Promise<TestContact> =>
  desk.contact(mail, customerOf(mail).id, more);
const use = (at: TestContact, more: Record<string, unknown> = {}) => ({
  action: 'use',
  use: 'dial',
  customer: at.customer,
  fields: [{ field: 'mobile' }],
  purpose: 'card-freeze',
  case: at.case,
  scenario: 'call',
  ...more,
});
const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);

/** An alias that an agent's ask left. */
async function alias(at: TestContact, caller = agent, more: Record<string, unknown> = {}): Promise<string> {
  const asked = await caller.post('/accesses', use(at, more));
  expect(asked.status, asked.text).toBe(200);
  return asked.body.used.token as string;
}

/** A program with a key of its own. */
async function program(more: Record<string, unknown> = {}) {
  const { id, headers } = await desk.key({
    name: `channel ${nth++}`,
    scopes: ['contacts:write'],
    teams: [demoTeams[0].id],
    ...more,
  });
  return {
    id,
    post: (path: string, body?: unknown, extra = {}): Promise<Reply> =>
      platform.post(path, body, { ...headers, ...extra }),
  };
}

/** Refused with an entry, nothing opened, and no value of the customer in the answer. */
async function expectShut(ask: () => Promise<Reply>, customer: string, code?: string): Promise<Reply> {
  const before = watched.opens();
  const reply = await ask();
  expect(reply.status, reply.text).toBe(403);
  if (code !== undefined) expect(reply.body.code).toBe(code);
  expect(watched.opens()).toBe(before);
  for (const value of clearOf(desk, customer)) expect(reply.text).not.toContain(value);
  expect((await entryOf(desk, reply))['outcome']).not.toBe('granted');
  return reply;
}

describe('an agent alone', () => {
  it('takes nothing of their own live contact, in the session that asked or another one', async () => {
    const at = await fresh();
    const token = await alias(at);
    await expectShut(() => agent.post(`/uses/${token}`), at.customer, 'redeem-programs-only');
    const again = await desk.signIn('li.na');
    await expectShut(() => again.post(`/uses/${token}`), at.customer, 'redeem-programs-only');
  });

  it.each(['bankCard', 'residentId', 'passport', 'bankAccount', 'address', 'wechat', 'name', 'memberNumber'])(
    'uses no %s, for whatever purpose and kind of use',
    async (field) => {
      // not the same one each time: nobody calls that often
      const all = desk.customers.filter(
        (each) =>
          each.team === desk.person('li.na').team &&
          each.fields[field] !== undefined &&
          !each.flags.vip &&
          !each.minor &&
          !each.flags.deceased &&
          each.flags.colleague === undefined,
      );
      const holds = all[nth++ % Math.max(1, all.length)];
      if (!holds) return;
      for (const caseType of ['card-freeze', 'refund', 'complaint', 'delivery']) {
        const at = await desk.contact('li.na', holds.id, { caseType });
        for (const kind of ['dial', 'text', 'mail']) {
          const asked = use(at, { purpose: caseType, use: kind, fields: [{ field }] });
          await expectShut(() => agent.post('/accesses', asked), at.customer);
        }
      }
      const { rows } = await run('select 1 from access_uses where customer = $1 and field = $2', [
        holds.id,
        field,
      ]);
      expect(rows).toEqual([]);
    },
    60_000,
  );

  it('uses a number for what its kind is for, and no other', async () => {
    const at = await fresh();
    await expectShut(() => agent.post('/accesses', use(at, { use: 'mail' })), at.customer, 'use-of-kind');
    await expectShut(
      () => agent.post('/accesses', use(at, { use: 'dial', fields: [{ field: 'email' }] })),
      at.customer,
    );
    expect((await agent.post('/accesses', use(at, { use: 'text' }))).status).toBe(200);
    const two = use(at, { fields: [{ field: 'mobile' }, { field: 'bankCard' }] });
    expect((await agent.post('/accesses', two)).status).toBe(422);
  });

  it('dials nobody whom they tied to an unknown call by a search, until they have verified them', async () => {
    const someone = customerOf('li.na');
    const at = await desk.contact('li.na', null);
    expect((await agent.post(`/cases/${at.case}/customer`, { customer: someone.id })).status).toBe(200);
    const unverified = { ...at, customer: someone.id };
    const shut = await expectShut(
      () => agent.post('/accesses', use(unverified)),
      someone.id,
      'verification-required',
    );
    expect(shut.body.policies).toContain('caller-unverified');
  });

  it('uses nothing by a key that acts for them, and takes nothing by it', async () => {
    const crm = await program({ scopes: ['accesses:write', 'contacts:write', 'customers:read'] });
    const at = await fresh();
    const minted = await agent.post('/act-for', { key: crm.id, case: at.case, minutes: 5 });
    const acting = { 'huke-act-for': minted.body.token as string };
    const asked = await crm.post('/accesses', use(at), acting);
    expect(asked.status, asked.text).toBe(200);
    const path = `/uses/${asked.body.used.token}`;
    const taken = await expectShut(() => crm.post(path, undefined, acting), at.customer);
    expect(taken.body.policies).toContain('redeem-programs-only');
    await expectShut(() => crm.post(path), at.customer, 'redeem-own-contact');
    const opened = await crm.post(
      '/contacts',
      { channel: 'call', direction: 'in', externalId: 'acting', agent: agent.id, caseType: 'card-freeze' },
      acting,
    );
    expect(opened.body.code, opened.text).toBe('not-allowed');
  });
});

describe('a supervisor alone', () => {
  it('gets nothing by a case for a colleague, handed to themselves', async () => {
    const supervisor = await desk.signIn('zhao.min');
    for (let i = 0; i < 3; i++) {
      const { id: customer } = customerOf('zhao.min');
      const opened = await supervisor.post('/cases', { type: 'card-freeze', customer, agent: agent.id });
      expect(opened.status, opened.text).toBe(200);
      const at = { contact: '', case: opened.body.id as string, customer };
      await expectShut(() => agent.post('/accesses', use(at)), customer);
      await supervisor.post(`/cases/${at.case}/transfer`, { to: supervisor.id });
      for (const fields of [[{ field: 'mobile' }], [{ field: 'bankCard' }], [{ field: 'residentId' }]])
        for (const action of ['use', 'reveal', 'copy']) {
          const { use: _, ...rest } = use(at, { action, fields, reason: 'confirm-identity' });
          const asked = action === 'use' ? { ...rest, use: 'dial' } : rest;
          await expectShut(() => supervisor.post('/accesses', asked), customer);
        }
      const verify = {
        claims: [{ field: 'mobile', value: clearOf(desk, customer)[0] }],
        purpose: 'card-freeze',
        case: at.case,
        scenario: 'call',
      };
      expect((await supervisor.post(`/customers/${customer}/verify`, verify)).status).toBe(403);
    }
  });

  it('takes nothing of a contact that they drew to themselves after the colleague asked', async () => {
    const supervisor = await desk.signIn('zhao.min');
    const at = await fresh();
    const token = await alias(at);
    await supervisor.post(`/cases/${at.case}/transfer`, { to: supervisor.id });
    await expectShut(() => supervisor.post(`/uses/${token}`), at.customer, 'redeem-programs-only');
    await expectShut(() => platform.post(`/uses/${token}`), at.customer, 'case-changed');
  });
});

describe('the key of a channel', () => {
  it('takes the number once, and the entry says that a program has it in clear', async () => {
    const at = await fresh();
    const token = await alias(at);
    const taken = await platform.post(`/uses/${token}`);
    expect(taken.status, taken.text).toBe(200);
    expect(clearOf(desk, at.customer)).toContain(taken.body.value);
    expect(await entryOf(desk, taken)).toMatchObject({
      action: 'redeem',
      outcome: 'granted',
      code: 'redeemed',
      customer: at.customer,
      case: at.case,
      contact: at.contact,
      shows: ['clear'],
      to: 'program',
      key: expect.stringMatching(/^key_/),
      fields: [expect.stringMatching(/^mobile#itm_/)],
    });
    await expectShut(() => platform.post(`/uses/${token}`), at.customer, 'use-gone');
  });

  it('takes it once also where many ask at once', async () => {
    const at = await fresh();
    const token = await alias(at);
    const replies = await Promise.all(Array.from({ length: 8 }, () => platform.post(`/uses/${token}`)));
    expect(replies.filter((each) => each.status === 200)).toHaveLength(1);
    expect(replies.filter((each) => each.body.code === 'use-gone')).toHaveLength(7);
  });

  it('takes nothing of the contact of another key, and the officers hear of it', async () => {
    const other = await program();
    const at = await fresh();
    const token = await alias(at);
    await expectShut(() => other.post(`/uses/${token}`), at.customer, 'redeem-own-contact');
    await desk.rooms.alarms.settled();
    const { rows } = await desk.rooms.alarms.list({ open: true });
    expect(rows.map((each) => each.code)).toContain('redeem-foreign');
    expect((await platform.post(`/uses/${token}`)).status).toBe(200);
  });

  it.each<[string, (at: TestContact) => Promise<unknown> | void, string]>([
    ['after two minutes', () => desk.pass(121), 'use-gone'],
    [
      'after a row says that the contact was over long ago',
      async (at) => {
        await platform.post(`/contacts/${at.contact}/end`);
        await run("update desk_contacts set ended_at = now() - interval '1 day' where id = $1", [at.contact]);
      },
      'not-permitted',
    ],
    ['after the case was closed', (at) => agent.post(`/cases/${at.case}/close`), 'case-closed'],
    [
      'after the case went to a colleague',
      (at) => agent.post(`/cases/${at.case}/transfer`, { to: desk.person('wu.hao').id }),
      'case-changed',
    ],
  ])('takes nothing %s', async (_, change, code) => {
    const at = await fresh();
    const token = await alias(at);
    await change(at);
    await expectShut(() => platform.post(`/uses/${token}`), at.customer, code);
  });

  it('takes nothing of a customer in the bin, nor once the agent has signed out', async () => {
    const own = await desk.signIn('li.na');
    const at = await fresh();
    const token = await alias(at, own);
    await own.post('/session/end');
    await expectShut(() => platform.post(`/uses/${token}`), at.customer, 'session-ended');

    const supervisor = await desk.signIn('zhao.min');
    const binned = await fresh();
    const second = await alias(binned);
    expect((await supervisor.send('DELETE', `/customers/${binned.customer}`)).status).toBe(204);
    await expectShut(() => platform.post(`/uses/${second}`), binned.customer, 'binned');
    await supervisor.post(`/customers/${binned.customer}/restore`);
  });

  it('asks for nothing by itself, reads no alias from the ledger, and guesses none without an entry', async () => {
    const at = await fresh();
    await expectShut(() => platform.post('/accesses', use(at)), at.customer, 'key-alone-no-clear');
    const asked = await agent.post('/accesses', use(at));
    await expectShut(() => platform.post(`/uses/${asked.body.id}`), at.customer, 'use-gone');
    const guessed = await platform.post(`/uses/use_${'0'.repeat(26)}`);
    expect([guessed.status, guessed.body.code]).toEqual([403, 'use-gone']);
    expect(await entryOf(desk, guessed)).toMatchObject({ action: 'redeem', outcome: 'refused' });
    const kept = await run('select to_jsonb(u)::text as row from access_uses u where customer = $1', [
      at.customer,
    ]);
    expect(kept.rows).not.toEqual([]);
    for (const { row } of kept.rows) expect(row).not.toContain(asked.body.used.token);
  });
});

describe("a CRM's key alone", () => {
  it('uses nothing, takes nothing of what an agent asked for, and opens no contact', async () => {
    const crm = desk.program('crm');
    const at = await fresh();
    for (const field of ['mobile', 'bankCard', 'residentId'])
      await expectShut(() => crm.post('/accesses', use(at, { fields: [{ field }] })), at.customer);
    const token = await alias(at);
    await expectShut(() => crm.post(`/uses/${token}`), at.customer);
    const opened = await crm.post('/contacts', {
      channel: 'call',
      direction: 'in',
      externalId: 'crm',
      agent: agent.id,
      customer: at.customer,
      caseType: 'card-freeze',
    });
    expect([opened.status, opened.body.code]).toEqual([403, 'scope-missing']);
    expect((await crm.post('/uses/counts', { count: 0 })).status).toBe(403);
  });
});

describe("a channel's contact", () => {
  const contactOf = async (id: string) =>
    (await run('select customer from desk_contacts where id = $1', [id])).rows[0]?.customer;

  it("is tied to customers of the agent's and the key's teams only, and answers alike", async () => {
    const one = await program();
    await desk.handsFree('li.na');
    const own = customerOf('li.na');
    const others = customerOf('lin.fang');
    const call = { channel: 'call', direction: 'in', agent: agent.id, caseType: 'card-freeze' };
    const tied = await one.post('/contacts', { ...call, externalId: 'a', customer: own.id });
    const foreign = await one.post('/contacts', { ...call, externalId: 'b', customer: others.id });
    const nobody = await one.post('/contacts', {
      ...call,
      externalId: 'c',
      customer: `cus_${'0'.repeat(26)}`,
    });
    for (const each of [tied, foreign, nobody])
      expect([each.status, Object.keys(each.body).sort()]).toEqual([200, ['case', 'id']]);
    expect(await contactOf(tied.body.id)).toBe(own.id);
    expect(await contactOf(foreign.body.id)).toBeNull();
    expect(await contactOf(nobody.body.id)).toBeNull();

    // a key of all teams, for an agent of another team than the customer's
    const wide = await desk.contact('li.na', others.id);
    expect(await contactOf(wide.contact)).toBeNull();
    const known = { field: 'mobile', value: String(others.fields['mobile']) };
    const called = await desk.contact('li.na', null, { identifier: known });
    expect(await contactOf(called.contact)).toBeNull();
    for (const each of [tied, foreign, nobody]) await one.post(`/contacts/${each.body.id}/end`);
  });

  it('is opened by no key that names no team', async () => {
    const body = { name: 'all', scopes: ['contacts:write'], teams: [], perDay: 9 };
    expect((await officer.post('/service-keys', body)).body.code).toBe('teams-needed');
    const all = await program();
    await asOldKey({ db: desk.db, mac: openRowSeal(desk.config.keysDir) }, all.id, []);
    const opened = await all.post('/contacts', {
      channel: 'call',
      direction: 'in',
      externalId: 'all',
      agent: agent.id,
      caseType: 'card-freeze',
      customer: customerOf('li.na').id,
    });
    expect([opened.status, opened.body.code]).toEqual([403, 'key-without-teams']);
  });

  it('opened outwards by the channel is a call-back that can be dialled', async () => {
    const at = await fresh('li.na', { direction: 'out', caseType: 'call-back' });
    const token = await alias(at, agent, { purpose: 'call-back' });
    expect((await platform.post(`/uses/${token}`)).status).toBe(200);
  });
});

describe('an agent and the key of the call platform together', () => {
  it('walk through few customers, take no card and no document, and the officers hear of it', async () => {
    await goOnAs('zhao.min');
    const { team } = desk.person(who);
    const own = desk.customers.filter((each) => each.team === team && !each.minor && !each.flags.deceased);
    const replies: Reply[] = [];
    const taken = new Set<string>();
    for (let i = 0; i < 75; i++) {
      const customer = own[i % own.length]?.id ?? '';
      const at = await desk.contact(who, customer, { externalId: `forged-${i}` });
      for (const field of ['bankCard', 'residentId', 'bankAccount', 'passport'])
        for (const kind of ['dial', 'text', 'mail'])
          if (i % 25 === 0)
            replies.push(await agent.post('/accesses', use(at, { use: kind, fields: [{ field }] })));
      const asked = await agent.post('/accesses', use(at));
      replies.push(asked);
      if (asked.status !== 200) continue;
      const got = await platform.post(`/uses/${asked.body.used.token}`);
      replies.push(got);
      if (got.status === 200) taken.add(at.contact);
    }
    // thirty an hour, and the clock may have passed one
    expect(taken.size).toBeGreaterThan(20);
    expect(taken.size).toBeLessThanOrEqual(60);
    expect(replies.at(-1)?.body.code).toBe('uses-gone');
    const values = own.flatMap(({ fields }) =>
      ['bankCard', 'residentId', 'bankAccount', 'passport'].map((each) => fields[each] ?? []).flat(2),
    );
    for (const { text } of replies) for (const value of values) expect(text.includes(value)).toBe(false);
    await desk.rooms.alarms.settled();
    const { rows } = await desk.rooms.alarms.list({ open: true });
    expect(rows.map((each) => each.code)).toContain('budget-spent');
  }, 60_000);
});

describe('who writes every table and has no key', () => {
  beforeAll(() => goOnAs('chen.chen'));

  const columns = [
    ['field and item', "field = 'bankCard'"],
    ['the key', `key = 'key_${'0'.repeat(26)}'`],
    ['the customer', `customer = 'cus_${'0'.repeat(26)}'`],
    ['the kind', "kind = 'mail'"],
    ['the person', `person = 'per_${'0'.repeat(26)}'`],
    ['the life', "expires_at = expires_at + interval '1 hour'"],
    ['the contact', `contact = 'con_${'0'.repeat(26)}'`],
    ['the session', 'session = null'],
    ['the entry', 'entry = entry + 1'],
    ['the purpose', "purpose = 'complaint'"],
  ] as const;

  it.each(columns)('gets nothing by %s of a use', async (_, set) => {
    const at = await fresh();
    const token = await alias(at);
    expect(
      (await run(`update access_uses set ${set} where customer = $1 and taken_at is null`, [at.customer]))
        .rowCount,
    ).toBe(1);
    await expectShut(() => platform.post(`/uses/${token}`), at.customer, 'use-gone');
  });

  it('gets nothing by a taken row made untaken, or by the old row put back, and the officers hear of it', async () => {
    const at = await fresh();
    const token = await alias(at);
    const { rows } = await run('select * from access_uses where customer = $1', [at.customer]);
    const [old] = rows;
    expect((await platform.post(`/uses/${token}`)).status).toBe(200);
    await run('update access_uses set taken_at = null, taken_entry = null where customer = $1', [
      at.customer,
    ]);
    await expectShut(() => platform.post(`/uses/${token}`), at.customer, 'use-gone');
    await run('update access_uses set seal = $2 where customer = $1', [at.customer, old.seal]);
    await expectShut(() => platform.post(`/uses/${token}`), at.customer, 'use-gone');
    await run('delete from access_uses where customer = $1', [at.customer]);
    const names = Object.keys(old);
    await run(
      `insert into access_uses (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(old),
    );
    await expectShut(() => platform.post(`/uses/${token}`), at.customer, 'use-gone');
    await desk.rooms.alarms.settled();
    const open = await desk.rooms.alarms.list({ open: true });
    expect(open.rows.map((each) => each.code)).toContain('rows-forged');
  });

  it('gets no use by another key written into the contact', async () => {
    const thief = await program();
    const at = await fresh();
    await run('update desk_contacts set source = $2 where id = $1', [at.contact, thief.id]);
    await expectShut(() => agent.post('/accesses', use(at)), at.customer, 'no-channel');
    const { rows } = await run('select source_seal from desk_contacts where id = $1', [at.contact]);
    expect(rows[0].source_seal).not.toBe(channelSeal(() => new Uint8Array(32), at.contact, thief.id));
    const later = await fresh();
    const token = await alias(later);
    await run('update desk_contacts set source = $2 where id = $1', [later.contact, thief.id]);
    await expectShut(() => thief.post(`/uses/${token}`), later.customer, 'redeem-own-contact');
  });
});

describe('what went to programs', () => {
  beforeAll(() => goOnAs('wu.hao'));

  const findings = async () => (await auditUses(desk.rooms, -1)).findings.map(({ kind }) => kind);
  const alarms = async () => {
    await desk.rooms.alarms.settled();
    return (await desk.rooms.alarms.list({ open: true })).rows.map((each) => each.code);
  };
  /** The same as the trigger's owner would. */
  const past = async (text: string, values: unknown[]) => {
    await run('alter table ledger_entries disable trigger user');
    await run(text, values);
    await run('alter table ledger_entries enable trigger user');
  };

  beforeAll(async () => {
    await run('delete from access_uses');
    await past(
      'delete from ledger_entries where position(\'"code":"redeemed"\'::bytea in entry) > 0 and idx > $1',
      [-1],
    );
  });

  it('is counted, and nothing differs while nobody meddles', async () => {
    const before = await auditUses(desk.rooms, -1);
    for (let i = 0; i < 3; i++)
      expect((await platform.post(`/uses/${await alias(await fresh())}`)).status).toBe(200);
    await alias(await fresh());
    const after = await auditUses(desk.rooms, -1);
    expect([after.values - before.values, after.findings]).toEqual([3, []]);
    expect(await auditUses(desk.rooms, after.upTo)).toMatchObject({ values: 0, findings: [] });
    await useAuditor(desk.rooms)();
    const { entries } = await desk.rooms.ledger.entries({ action: 'uses-audited' });
    expect(entries[0]).toMatchObject({ outcome: 'done' });
  });

  it('is compared by the program itself, whatever becomes of jobs in the database', async () => {
    const audited = async () =>
      (await desk.rooms.ledger.entries({ kind: 'system' })).entries
        .map(({ action }) => action)
        .filter((action) => action === 'uses-audited' || action === 'states-audited');
    const before = await audited();
    const audits = watches(desk.rooms).filter(({ name }) => name.endsWith('-audit'));
    const stops = audits.map((each) => repeat({ ...each, wait: () => 50 }));
    await expect
      .poll(async () => new Set((await audited()).slice(0, -before.length || undefined)).size)
      .toBe(2);
    for (const stop of stops) await stop();
  });

  it('is found where a row was deleted, an old one put back, or the entry rewritten', async () => {
    const at = await fresh();
    const token = await alias(at);
    const { rows } = await run('select * from access_uses where customer = $1', [at.customer]);
    const taken = await platform.post(`/uses/${token}`);
    const kept = await run('select * from access_uses where customer = $1', [at.customer]);
    const write = (row: Record<string, unknown>) =>
      run('update access_uses set taken_at = $2, taken_entry = $3, seal = $4 where customer = $1', [
        at.customer,
        row['taken_at'],
        row['taken_entry'],
        row['seal'],
      ]);
    expect(await findings()).toEqual([]);
    await write(rows[0]);
    expect(await findings()).toEqual(['untaken']);
    await write({ ...kept.rows[0], seal: rows[0].seal });
    expect((await findings()).sort()).toEqual(['forged', 'untaken']);
    await write(kept.rows[0]);
    const { entry } = (await run('select entry from ledger_entries where idx = $1', [taken.body.entry]))
      .rows[0];
    const other = Buffer.from(String(entry.toString('latin1')).replace('"redeem"', '"search"'), 'latin1');
    await past('update ledger_entries set entry = $2 where idx = $1', [taken.body.entry, other]);
    expect(await findings()).toEqual(['unrecorded']);
    await useAuditor(desk.rooms)();
    expect(await alarms()).toContain('uses-differ');
    await past('update ledger_entries set entry = $2 where idx = $1', [taken.body.entry, entry]);
    expect(await findings()).toEqual([]);
  });

  it("is compared with the channel's own count, and the officers hear of a difference either way", async () => {
    const channel = await program();
    const start = await channel.post('/uses/counts', { count: 0 });
    expect(start.body, start.text).toMatchObject({ said: 0, given: 0, same: true });
    const opened = await channel.post('/contacts', {
      channel: 'call',
      direction: 'in',
      externalId: 'counted',
      agent: agent.id,
      customer: customerOf('li.na').id,
      caseType: 'card-freeze',
    });
    const { rows } = await run('select customer from desk_contacts where id = $1', [opened.body.id]);
    const at = { contact: opened.body.id, case: opened.body.case, customer: rows[0].customer };
    expect((await channel.post(`/uses/${await alias(at)}`)).status).toBe(200);
    const since = { after: start.body.upTo };
    expect((await channel.post('/uses/counts', { ...since, count: 1 })).body).toMatchObject({
      same: true,
      given: 1,
    });
    for (const count of [0, 2]) {
      const differs = await channel.post('/uses/counts', { ...since, count });
      expect(differs.body).toMatchObject({ same: false, given: 1, said: count });
      expect(await entryOf(desk, differs)).toMatchObject({
        action: 'uses-compared',
        outcome: 'failed',
        key: channel.id,
      });
    }
    await desk.rooms.alarms.settled();
    const open = await desk.rooms.alarms.list({ open: true });
    expect(open.rows.filter((each) => each.code === 'uses-differ').length).toBeGreaterThan(1);
    // another key's values are none of its business
    expect((await platform.post('/uses/counts', { ...since, count: 0 })).body.same).toBe(true);
    expect((await agent.post('/uses/counts', { count: 0 })).status).toBe(403);
  });
});
