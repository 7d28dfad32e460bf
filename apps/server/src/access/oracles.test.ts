import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#platform';
import { withIdCheck } from '../demo/customers.ts';
import { type Caller, openTestDesk, type Reply, type TestContact, type TestDesk } from '../testing/desk.ts';
import { doors } from '../doors.ts';
import { type Oracle, oracles } from './oracles.ts';
import { clearOf, ordinary, type Watch, watch } from './testing.ts';

/** Every answer that could tell whether somebody holds a value, and the insider who asks it for 10,000 customers. */

let desk: TestDesk;
let watched: Watch;
let agent: Caller;
let supervisor: Caller;
let nth = 0;
let invented = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 400 });
  watched = watch(desk);
  agent = await desk.signIn('li.na');
  supervisor = await desk.signIn('zhao.min');
});
afterAll(() => desk.close());

type Entry = Readonly<Record<string, unknown>>;

/** Entries from an index on. */
async function entriesFrom(size: number): Promise<Entry[]> {
  const { rows } = await desk.db.pool.query<{ entry: Buffer }>(
    'select entry from ledger_entries where idx >= $1 order by idx',
    [size],
  );
  return rows.map((row) => JSON.parse(row.entry.toString('latin1')) as Entry);
}

/** What `act` made durable: every entry. */
async function recorded(act: () => Promise<unknown>): Promise<Entry[]> {
  const size = await watched.size();
  await act();
  return entriesFrom(size);
}

const of = (customer: { readonly fields: Readonly<Record<string, unknown>> }, field: string): string =>
  String(customer.fields[field]);
const mine = (i = nth++) => ordinary(desk, 'li.na', i);
const theirs = (i = nth++) => ordinary(desk, 'lin.fang', i);
/** An ID number that nobody has: born before anybody of the demo. */
const nobodysId = (): string => {
  const n = invented++;
  return withIdCheck(
    `1101011901${String(1 + (n % 12)).padStart(2, '0')}01${String(100 + Math.floor(n / 12))}`,
  );
};
/** Contacts that a trial opened: an agent holds so many at once. */
const opened: string[] = [];
const endOpened = async (): Promise<void> => {
  for (const each of opened.splice(0)) await desk.program('call-platform').post(`/contacts/${each}/end`);
};
const contact = async (customer: string | null = null, more = {}): Promise<TestContact> => {
  await endOpened();
  return desk.contact('li.na', customer, more);
};

describe('the table', () => {
  it('has every door by which presence leaves, and no other', () => {
    const presence = doors.filter(({ leaves }) => leaves === 'presence').flatMap((row) => row.doors);
    const routes = presence.filter((door) => /^[A-Z]+ \//.test(door));
    expect(oracles.map(({ route }) => route).sort()).toEqual(routes.sort());
  });

  it('has a trial of each of its oracles', () => {
    expect(Object.keys(trials).sort()).toEqual(oracles.map(({ route }) => route).sort());
  });
});

/** Somebody prominent of one's own team: a named desk serves them. */
async function vip() {
  const fields = { name: '公孙专席', residentId: nobodysId(), memberNumber: `M88${invented++}0` };
  const { team } = desk.person('li.na');
  const made = await desk.rooms.vault.prepareCreate({ team, fields, flags: { vip: true } });
  if (made.kind !== 'ready') throw new Error('no vip');
  await desk.db.kysely
    .transaction()
    .execute((tx) => desk.rooms.vault.applyCreate(tx, [made.prepared], desk.clock(), null));
  return { id: made.prepared.customer, fields };
}

type Trial = {
  /** Readies one ask about a value: of one's own team, of another team, of somebody special, of nobody. */
  readonly ready: (who: Who) => Promise<() => Promise<Reply>>;
};
type Who = 'own' | 'others' | 'special' | 'absent';
const whos: readonly Who[] = ['own', 'others', 'special', 'absent'];
const told: Readonly<Record<Oracle['tells'], readonly Who[]>> = {
  'own-teams': ['own'],
  'own-teams-and-named': ['own', 'special'],
  'case-customer': ['own'],
  nobody: [],
};

const ids: Record<Who, () => Promise<string>> = {
  own: async () => of(mine(), 'residentId'),
  others: async () => of(theirs(), 'residentId'),
  special: async () => of(await vip(), 'residentId'),
  absent: async () => nobodysId(),
};

const importOf = async (caller: Caller, rows: readonly string[], query = ''): Promise<Reply> => {
  const csv = `姓名,身份证号\n${rows.join('\n')}\n`;
  const response = await desk.app.fetch(
    new Request(`${desk.config.publicUrl}/api/v1/customers/import?name=a.csv${query}`, {
      method: 'POST',
      headers: { cookie: caller.cookie, 'huke-csrf': '1', 'content-type': 'text/csv' },
      body: csv,
    }),
  );
  const started = (await response.json()) as { id: string; code: string };
  if (response.status !== 200) throw new Error(`no import: ${started.code}`);
  await desk.rooms.imports.settled();
  return caller.get(`/customers/import/${started.id}`);
};

const call = { purpose: 'card-freeze', scenario: 'call' } as const;

const trials: Readonly<Record<string, Trial>> = {
  'POST /cases': {
    ready: async (who) => {
      const customer = await customerOf[who]();
      return () => agent.post('/cases', { type: 'card-freeze', customer });
    },
  },
  'POST /cases/:id/customer': {
    ready: async (who) => {
      const customer = await customerOf[who]();
      const at = await contact();
      return () => agent.post(`/cases/${at.case}/customer`, { customer });
    },
  },
  'DELETE /customers/:id': {
    ready: async (who) => {
      const customer = await customerOf[who]();
      return () => supervisor.send('DELETE', `/customers/${customer}`);
    },
  },
  'POST /customers/:id/restore': {
    ready: async (who) => {
      const customer = await customerOf[who]();
      return () => supervisor.post(`/customers/${customer}/restore`);
    },
  },
  'POST /customers/:id/rollback': {
    ready: async (who) => {
      const customer = await customerOf[who]();
      const at = await desk.contact('zhao.min', null);
      const body = { field: 'mobile', item: newId('itm'), version: 1, case: at.case, ...call };
      return () => supervisor.post(`/customers/${customer}/rollback`, body);
    },
  },
  'POST /customers/search': {
    ready: async (who) => {
      const body = { field: 'residentId', value: await ids[who](), case: (await contact()).case, ...call };
      return () => agent.post('/customers/search', body);
    },
  },
  'POST /customers/:id/verify': {
    ready: async (who) => {
      const customer = mine();
      const at = await contact(customer.id);
      const value = who === 'own' ? of(customer, 'residentId') : await ids[who]();
      const body = { claims: [{ field: 'residentId', value }], case: at.case, ...call };
      return () => agent.post(`/customers/${customer.id}/verify`, body);
    },
  },
  'POST /customers': {
    ready: async (who) => {
      const fields = { name: '钱试探', residentId: await ids[who]() };
      return () => agent.post('/customers', { fields });
    },
  },
  'POST /customers/import': {
    ready: async (who) => {
      const rows = [`钱试探,${await ids[who]()}`];
      return () => importOf(supervisor, rows);
    },
  },
  'POST /customers/import/:id/resume': {
    ready: async (who) => {
      const done = await importOf(supervisor, [`钱试探,${await ids[who]()}`]);
      return () => supervisor.post(`/customers/import/${done.body.id}/resume`);
    },
  },
  'PATCH /customers/:id': {
    ready: async (who) => {
      const customer = mine();
      const at = await contact(customer.id);
      const body = { changes: [{ field: 'residentId', value: await ids[who]() }], case: at.case, ...call };
      return () => agent.send('PATCH', `/customers/${customer.id}`, body);
    },
  },
  'POST /contacts': {
    ready: async (who) => {
      const people = { own: mine, others: theirs, special: vip } as const;
      const value =
        who === 'absent'
          ? `M99${String(invented++).padStart(6, '0')}`
          : of(await people[who](), 'memberNumber');
      const body = {
        channel: 'call',
        direction: 'in',
        externalId: `oracle-${nth++}`,
        agent: desk.person('li.na').id,
        caseType: 'card-freeze',
        identifier: { field: 'memberNumber', value },
      };
      const platform = desk.program('call-platform');
      await desk.handsFree('li.na');
      await endOpened();
      return async () => {
        const reply = await platform.post('/contacts', body);
        if (reply.status === 200) opened.push(reply.body.id);
        return reply;
      };
    },
  },
};

/** A customer by id; `absent` is an id that nobody has. */
const customerOf: Record<Who, () => Promise<string>> = {
  own: async () => mine().id,
  others: async () => theirs().id,
  special: async () => (await vip()).id,
  absent: async () => newId('cus'),
};

/** An answer without ids, times, indexes and the upload's own preview, which differ from question to question anyway. */
const bare = ({ status, body }: Reply): string =>
  JSON.stringify({ status, body })
    .replaceAll(
      /"(?:id|entry|request|case|startedAt|endedAt|rowsPerSecond|guessesLeft)":(?:"[^"]*"|[\d.]+|null)/g,
      '""',
    )
    .replaceAll(/"preview":\[.*?\]/g, '""');

describe('each oracle', () => {
  it.each(oracles)('$route answers alike and costs alike', async ({ route, tells }) => {
    const trial = trials[route];
    if (!trial) throw new Error('no trial');
    await (await trial.ready('absent'))();
    const asked = async (who: Who) => {
      const ask = await trial.ready(who);
      const size = await watched.size();
      const { result, work } = await watched.work(ask);
      const charged = (await entriesFrom(size)).filter((each) => each['code'] === 'probing');
      const { opens, entries, statements } = work;
      const cost = { opens, entries, statements: statements.length };
      return { answer: bare(result), cost, charged: charged.map((each) => each['count']) };
    };
    for (const who of whos) {
      const alike = !told[tells].includes(who);
      // what the server does by itself is among the statements now and then: a difference that is one stays
      let [one, two] = [await asked('absent'), await asked(who)];
      for (let n = 0; n < 3 && alike && one.cost.statements !== two.cost.statements; n++)
        [one, two] = [await asked('absent'), await asked(who)];
      expect(two.charged, who).toEqual(one.charged);
      if (alike) expect(two, who).toEqual(one);
    }
  });
});

describe('a dry run', () => {
  it('tells nothing of 15,500 candidates for one ID number', async () => {
    const target = of(mine(), 'residentId');
    const candidates = Array.from({ length: 15_500 }, (_, i) =>
      withIdCheck(
        `${target.slice(0, 6)}19${String(i % 100).padStart(2, '0')}0${1 + (i % 9)}${10 + (i % 19)}${String(i % 1000).padStart(3, '0')}`,
      ),
    );
    const unique = [...new Set(candidates)].filter((each) => each !== target);
    const run = (rows: readonly string[]) =>
      importOf(
        supervisor,
        rows.map((each, i) => `候选${String.fromCharCode(0x4e00 + i)},${each}`),
        '&dryRun=true',
      );
    const before = { opens: watched.opens(), size: await watched.size() };
    const absent = await run([...unique, nobodysId()]);
    const there = await run([...unique, target]);
    expect(there.body.state).toBe('done');
    expect(bare(there)).toBe(bare(absent));
    const errors = await Promise.all(
      [absent, there].map((each) => supervisor.get(`/customers/import/${each.body.id}/errors.csv`)),
    );
    expect(errors[1]?.text).toBe(errors[0]?.text);
    expect(watched.opens()).toBe(before.opens);
    const imports = (await entriesFrom(before.size)).filter((each) => each['action'] === 'import');
    // that the first rows of one's own file were shown, twice; of no customer
    expect(imports.map((each) => [each['code'], each['count'], each['customers']])).toEqual([
      ['preview', undefined, undefined],
      ['preview', undefined, undefined],
    ]);
  });
});

describe('an import', () => {
  it('lists no row that is there already, and counts roughly who of the own teams is', async () => {
    const known = [mine(), mine(), mine()].map((each) => `钱已有,${of(each, 'residentId')}`);
    const hidden = [theirs(), await vip()].map((each) => `钱试探,${of(each, 'residentId')}`);
    const fresh = [1, 2].map(() => `钱新开,${nobodysId()}`);
    const size = await watched.size();
    const done = await importOf(supervisor, [...known, ...hidden, ...fresh]);
    expect(done.body).toMatchObject({ state: 'done', rows: 7, imported: 7, duplicates: 0, failed: 0 });
    expect(done.body.known).toBeNull();
    const errors = await supervisor.get(`/customers/import/${done.body.id}/errors.csv`);
    expect(errors.text).toBe('row,column,code\r\n');
    const entries = (await entriesFrom(size)).filter((each) => each['action'] === 'import');
    expect(entries.map((each) => [each['code'], each['count']])).toEqual([
      ['probing', 7],
      // three of them are not stored, which nobody reads here
      [undefined, 7],
      ['preview', undefined],
    ]);
    expect(entries[1]?.['customers']).toHaveLength(7);
    const named = await desk.db.pool.query('select 1 from vault_customers where customer = any($1)', [
      entries[1]?.['customers'],
    ]);
    // nor whom by their ids: whoever has those asks elsewhere who is not there
    expect(named.rowCount).toBe(0);
    const inEntry = (entries[1]?.['customers'] ?? []) as readonly string[];
    const { rows: ids } = await desk.db.pool.query<{ customer: string }>(
      'select customer from vault_customers',
    );
    const made = ids.filter(({ customer }) => inEntry.includes(desk.rooms.vault.importedAs(customer)));
    expect(made).toHaveLength(4);
  });

  it('is charged in an entry before it asks the database whom it hit', async () => {
    const { work } = await watched.work(() => importOf(supervisor, [`钱已有,${of(mine(), 'residentId')}`]));
    const at = (part: string) => work.statements.flatMap((each, i) => (each.includes(part) ? [i] : []));
    const [asked = -1] = at('public.vault_customer(customer) as json');
    expect(asked).toBeGreaterThan(0);
    expect(at('insert into public.ledger_entries').filter((each) => each < asked)).toHaveLength(1);
  });

  it('charges every value of a row, not the row', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `E${String(70_000_000 + i)}`);
    const csv = `{"name":"钱多证","passport":${JSON.stringify(ids)}}\n`;
    const entries = await recorded(async () => {
      await desk.app.fetch(
        new Request(`${desk.config.publicUrl}/api/v1/customers/import`, {
          method: 'POST',
          headers: { cookie: supervisor.cookie, 'huke-csrf': '1' },
          body: csv,
        }),
      );
      await desk.rooms.imports.settled();
    });
    expect(entries.find((each) => each['code'] === 'probing')?.['count']).toBe(20);
  });

  it('is not told by the trail of a customer either', async () => {
    const customer = mine();
    const entries = await recorded(() => importOf(supervisor, [`钱已有,${of(customer, 'residentId')}`]));
    expect(JSON.stringify(entries)).not.toContain(customer.id);
    const codes = async (caller: Caller): Promise<unknown[]> => {
      const trail = await caller.get(`/customers/${customer.id}/trail`);
      expect(trail.status, trail.text).toBe(200);
      return trail.body.entries.map(
        ({ bytes }: { bytes: string }) =>
          (JSON.parse(Buffer.from(bytes, 'base64').toString('latin1')) as Entry)['code'],
      );
    };
    expect(await codes(supervisor)).not.toContain('probed');
    expect(await codes(await desk.signIn('hu.yue'))).not.toContain('probed');
  });
});

describe('a new customer', () => {
  it('with 20 passports is 20 guesses', async () => {
    const own = await desk.signIn('chen.chen');
    const passport = Array.from({ length: 20 }, (_, i) => `E${String(80_000_000 + i)}`);
    const entries = await recorded(() => own.post('/customers', { fields: { name: '钱多证', passport } }));
    expect(entries.find((each) => each['code'] === 'probing')?.['count']).toBe(20);
    const at = await desk.contact('chen.chen', null);
    const search = await own.post('/customers/search', {
      field: 'mobile',
      value: '19900000001',
      purpose: 'card-freeze',
      scenario: 'call',
    });
    expect(at.case).not.toBe('');
    // two more for the contact
    expect(search.body.guessesLeft).toBe(120 + 2 - 20 - 1);
  });

  it('of another team or a named desk is simply taken beside the one who is there', async () => {
    for (const there of [theirs(), await vip()]) {
      const made = await agent.post('/customers', {
        fields: { name: '钱试探', residentId: of(there, 'residentId') },
      });
      expect(made.status, made.text).toBe(200);
      expect(made.body.id).not.toBe(there.id);
      expect(made.text).not.toContain(there.id);
    }
  });
});

describe('member numbers at a channel', () => {
  it('name no customer to a key that reads its cases: 20 of 20', async () => {
    const made = await desk.key({
      name: 'stolen channel',
      scopes: ['contacts:write', 'cases:read'],
      teams: [desk.person('li.na').team],
      perDay: 1000,
    });
    const { headers } = made;
    const thief = desk.program('crm');
    const twenty = Array.from({ length: 20 }, () => mine());
    // of the same team: an agent has so many contacts in an hour
    const colleague = await desk.signIn('chen.chen');
    await desk.handsFree('chen.chen');
    const size = await watched.size();
    for (const [i, customer] of twenty.entries()) {
      const call = await thief.post(
        '/contacts',
        {
          channel: 'call',
          direction: 'in',
          externalId: `thief-${i}`,
          agent: desk.person('chen.chen').id,
          caseType: 'card-freeze',
          identifier: { field: 'memberNumber', value: of(customer, 'memberNumber') },
        },
        headers,
      );
      expect(call.status, call.text).toBe(200);
      expect(Object.keys(call.body).sort()).toEqual(['case', 'id']);
      const read = await thief.send('GET', `/cases/${call.body.case}`, undefined, headers);
      expect(read.status, read.text).toBe(200);
      expect(read.body).toMatchObject({ customer: null, customerLabel: '' });
      expect(read.text).not.toContain(customer.id);
      // the agent on the line is served as before
      expect((await colleague.get(`/cases/${call.body.case}`)).body.customer).toBe(customer.id);
      await thief.post(`/contacts/${call.body.id}/end`, undefined, headers);
    }
    const charged = (await entriesFrom(size)).filter((each) => each['code'] === 'probing');
    expect(charged).toHaveLength(20);
    expect(charged.every((each) => each['to'] === colleague.id && each['key'] !== undefined)).toBe(true);
  });

  it("finds nobody of other teams, nor for another team's agent", async () => {
    const other = theirs();
    const at = await contact(null, {
      identifier: { field: 'memberNumber', value: of(other, 'memberNumber') },
    });
    const team = desk.person('lin.fang').team;
    expect(other.team).toBe(team);
    const made = await desk.key({
      name: 'channel of one team',
      scopes: ['contacts:write'],
      teams: [desk.person('li.na').team],
      perDay: 1000,
    });
    await desk.handsFree('li.na');
    const opened = await desk.program('crm').post(
      '/contacts',
      {
        channel: 'call',
        direction: 'in',
        externalId: 'another-team',
        agent: desk.person('li.na').id,
        caseType: 'card-freeze',
        identifier: { field: 'memberNumber', value: of(other, 'memberNumber') },
      },
      made.headers,
    );
    expect(opened.status, opened.text).toBe(200);
    expect((await agent.get(`/cases/${opened.body.case}`)).body.customer).toBeNull();
    expect(at.contact).not.toBe('');
  });
});

describe('names', () => {
  const search = async (caller: Caller, value: string, mail = 'wu.hao') =>
    caller.post('/customers/search', {
      field: 'name',
      value,
      purpose: 'card-freeze',
      case: (await desk.contact(mail, null)).case,
      scenario: 'call',
    });

  it('show at most eight, each of them a guess, and none where there are more', async () => {
    const senior = await desk.signIn('wu.hao');
    const rows = (name: string, n: number) => Array.from({ length: n }, () => `${name},${nobodysId()}`);
    await importOf(supervisor, [...rows('欧阳同名', 40), ...rows('司马同名', 3)]);
    const many = await search(senior, '欧阳同名');
    expect(many.status, many.text).toBe(200);
    expect(many.body).toMatchObject({ hits: [], tooMany: true, guessesLeft: 4 });
    const three = await search(senior, '司马同名');
    expect(three.body.hits).toHaveLength(3);
    expect(three.body).toMatchObject({ tooMany: false, guessesLeft: 9 });
    const none = await search(senior, '诸葛无人');
    expect(none.body).toMatchObject({ hits: [], tooMany: false, guessesLeft: 11 });
  });

  it('walk nobody through the customers: a day of guesses is as many hits', async () => {
    const own = await desk.signIn('sun.qiang');
    const names = Array.from({ length: 40 }, (_, i) => `皇甫${String.fromCharCode(0x4e00 + i)}`);
    for (let from = 0; from < names.length; from += 20) {
      const rows = names
        .slice(from, from + 20)
        .flatMap((name) => Array.from({ length: 8 }, () => `${name},${nobodysId()}`));
      await importOf(own, rows);
    }
    let met = 0;
    for (const name of names) {
      const found = await search(own, name, 'sun.qiang');
      if (found.status === 200) met += found.body.hits.length;
    }
    // each search has a contact of its own, which brings two guesses
    expect(met).toBeLessThanOrEqual(120 + 2 * names.length);
    expect(met).toBeGreaterThan(100);
  });
});

describe('nothing of a value', () => {
  it('is in any entry, answer or name', async () => {
    const target = mine();
    const entries = await recorded(() =>
      agent.post('/customers', { fields: { name: '钱试探', residentId: of(target, 'residentId') } }),
    );
    const text = JSON.stringify(entries);
    for (const value of clearOf(desk, target.id)) expect(text).not.toContain(value);
    expect(text).not.toContain('residentId');
  });
});
