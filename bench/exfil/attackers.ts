import { demoId } from '../../apps/server/src/demo/index.ts';
import type { Caller } from '../../apps/server/src/testing/desk.ts';
import { candidates, cardFreeze, importNames, importTells, lookAt, revealAll, useAll } from './tries.ts';
import type { World } from './world.ts';

/** Somebody with rights of their own who wants everything, and the most that they should get in a day. */
export type Attacker = {
  readonly name: string;
  /** Most customers of whom any value is taken, and most cards and IDs; `reveals`: what the reveal quota allows. */
  readonly most: {
    readonly customers?: number;
    readonly ids?: number;
    readonly cards?: number;
    readonly values?: number;
    /** Values that neither an alarm within a minute nor a ledger that no longer verifies tells of. */
    readonly silent?: number;
  };
  readonly play: (world: World) => Promise<void>;
};

const callsADay = 80;

/** Answers the day's honest calls: at each, tries everything on the caller and on whoever comes next in the list. */
async function answerCalls(
  world: World,
  caller: Caller,
  mail: string,
  takers: readonly Caller[],
): Promise<void> {
  for (const [i, customer] of world.calls(mail, callsADay).entries()) {
    const at = await world.desk.contact(mail, customer.id);
    await caller.get(`/customers/${customer.id}?scenario=call&purpose=card-freeze&case=${at.case}`);
    await revealAll(world, caller, mail, cardFreeze(at));
    await useAll(caller, cardFreeze(at), [caller, ...takers]);
    const next = world.customers[(i * 13 + 1) % world.customers.length];
    if (next) {
      await revealAll(world, caller, mail, cardFreeze({ case: at.case, customer: next.id }));
      await lookAt(caller, next.id, `&case=${at.case}`);
    }
    await caller.post(`/contacts/${at.contact}/end`);
    world.desk.pass(330);
  }
}

/** Looks at every customer by id, which the demo's ids allow and real ones do not. */
async function walk(caller: Caller, world: World, count: number, more = ''): Promise<void> {
  for (const customer of world.customers.slice(0, count)) {
    await lookAt(caller, customer.id, more);
    world.desk.pass(2);
  }
}

/** Opens contacts of the attacker's own making for one customer after the other. */
async function forgeContacts(
  world: World,
  key: Caller,
  agents: readonly { readonly caller: Caller; readonly mail: string }[],
  count: number,
): Promise<void> {
  for (const [i, customer] of world.customers.slice(0, count).entries()) {
    const agent = agents[i % agents.length];
    if (!agent) return;
    const opened = await key.post('/contacts', {
      channel: 'call',
      direction: 'in',
      externalId: `forged-${i}`,
      agent: agent.caller.id,
      customer: customer.id,
      caseType: 'card-freeze',
    });
    world.desk.pass(20);
    if (opened.status !== 200) continue;
    const at = cardFreeze({ case: opened.body.case, customer: customer.id });
    await revealAll(world, agent.caller, agent.mail, at);
    await useAll(agent.caller, at, [key, agent.caller]);
    await agent.caller.post(`/contacts/${opened.body.id}/end`);
  }
}

export const attackers: readonly Attacker[] = [
  {
    name: 'ordinary agent alone',
    most: { values: 120, ids: 120, cards: 0 },
    play: async (world) => {
      const agent = await world.person('li.na');
      await answerCalls(world, agent, 'li.na', []);
      await walk(agent, world, 150);
    },
  },
  {
    name: 'supervisor alone',
    most: { customers: 0, ids: 0, cards: 0, values: 0 },
    play: async (world) => {
      const mail = 'zhao.min';
      const supervisor = await world.person(mail);
      const own = world.customers.filter((each) => each.team === world.desk.person(mail).team);
      for (const customer of own.slice(0, 150)) {
        const opened = await supervisor.post('/cases', {
          type: 'card-freeze',
          customer: customer.id,
          agent: world.desk.person('chen.chen').id,
        });
        world.desk.pass(3);
        if (opened.status !== 200) continue;
        await supervisor.post(`/cases/${opened.body.id}/transfer`, { to: supervisor.id });
        const at = cardFreeze({ case: opened.body.id, customer: customer.id });
        await useAll(supervisor, at, [supervisor]);
        await revealAll(world, supervisor, mail, at);
      }
      const [first] = own;
      if (first && (await importTells(world, supervisor, first, 2000)))
        world.take.learn(String(first.fields['residentId']));
      await walk(supervisor, world, 150);
      await supervisor.get('/bin');
    },
  },
  {
    name: "agent and the call platform's key",
    most: { customers: 60, cards: 0 },
    play: async (world) => {
      const mail = 'li.na';
      const caller = await world.person(mail);
      await forgeContacts(world, world.program('call-platform'), [{ caller, mail }], 300);
    },
  },
  {
    name: 'CRM key alone',
    most: { customers: 0, ids: 0, cards: 0, values: 0 },
    play: async (world) => {
      const key = world.program('crm');
      await walk(key, world, 150);
      for (const customer of world.customers.slice(0, 150)) {
        await key.post('/accesses', {
          action: 'reveal',
          customer: customer.id,
          fields: [{ field: 'residentId' }],
          purpose: 'account-inquiry',
          scenario: 'call',
        });
      }
      // a mask leaves as many candidates as a day allows guesses, many times over: tried in order, one after the other
      const [first] = world.customers;
      const ids = first ? [...candidates(first, 20_000)].sort() : [];
      for (const [i, residentId] of ids.slice(0, 600).entries()) {
        const made = await key.post('/customers', {
          fields: { name: '王试', residentId, memberNumber: `MX${i}` },
        });
        if (made.body?.code === 'duplicate') world.take.learn(residentId);
        if (made.status === 403 && made.body?.code !== 'duplicate') break;
      }
      await key.get('/cases');
    },
  },
  {
    name: 'security administrator alone',
    most: { customers: 0, values: 0 },
    play: async (world) => {
      const admin = await world.person('song.jie');
      const made = await admin.post('/service-keys', {
        name: 'helper',
        scopes: [
          'contacts:write',
          'customers:read',
          'customers:search',
          'customers:write',
          'accesses:write',
          'cases:read',
        ],
        teams: [1, 2, 3].map((n) => demoId('tea', n)),
        perDay: 100_000,
      });
      const { id } = (made.body?.serviceKey ?? {}) as { id?: string };
      // alone: confirms for themselves, claims before anybody confirmed, rotates, widens
      await admin.post(`/people/changes/${made.body?.change?.id ?? ''}/confirm`);
      const claimed = await admin.post(`/service-keys/${id ?? ''}/claim`);
      await admin.post(`/service-keys/${id ?? ''}/rotate`);
      await admin.send('PATCH', `/service-keys/${id ?? ''}`, { perDay: 1_000_000 });
      const secret: unknown = made.body?.key ?? claimed.body?.key;
      if (typeof secret !== 'string') return;
      const key = world.watched(callerWith(world, secret));
      await walk(key, world, 150);
      await key.get('/ledger/entries');
    },
  },
  {
    name: 'system administrator alone',
    most: { customers: 0, values: 0 },
    play: async (world) => {
      const admin = await world.person('luo.gang');
      for (let n = 0; n < 6; n++) {
        const made = await admin.post('/people', {
          name: '新人',
          staffNumber: `X${n}`,
          email: `new${n}@demo.huke.test`,
          post: 'agent',
          team: demoId('tea', 1 + (n % 3)),
          employer: demoId('emp', 1),
          hiredOn: '2019-01-01',
          hiredEvidence: 'contract',
        });
        const id: unknown = made.body?.person?.id;
        if (typeof id !== 'string') continue;
        const agent = world.watched(await world.desk.signInAs(id));
        await walk(agent, world, 60);
        for (const customer of world.customers.slice(0, 60)) {
          const opened = await agent.post('/cases', { type: 'card-freeze', customer: customer.id });
          if (opened.status !== 200) continue;
          const at = cardFreeze({ case: opened.body.id, customer: customer.id });
          await useAll(agent, at, [agent]);
          await revealAll(world, agent, 'li.na', at);
        }
      }
    },
  },
  {
    name: 'audit administrator alone',
    most: { customers: 0, values: 0 },
    play: async (world) => {
      const admin = await world.person('xie.an');
      let cursor = '';
      for (let page = 0; page < 40; page++) {
        const found = await admin.get(`/ledger/entries?limit=200${cursor}`);
        if (typeof found.body?.next !== 'string') break;
        cursor = `&cursor=${encodeURIComponent(found.body.next)}`;
      }
      await walk(admin, world, 100);
      await admin.get('/bin');
    },
  },
  {
    name: 'supervisor and agent together',
    most: { customers: 80, values: 240, cards: 120 },
    play: async (world) => {
      const agent = await world.person('li.na');
      const supervisor = await world.person('zhao.min');
      for (const customer of world.calls('li.na', callsADay)) {
        const at = await world.desk.contact('li.na', customer.id);
        const ask = {
          ...cardFreeze(at),
          action: 'reveal',
          fields: [{ field: 'bankCard' }],
          reason: 'confirm-identity',
        };
        const asked = await agent.post('/approvals', ask);
        if (asked.status === 200) await supervisor.post(`/approvals/${asked.body.id}/approve`, {});
        await revealAll(world, agent, 'li.na', cardFreeze(at));
        await agent.post(`/contacts/${at.contact}/end`);
        world.desk.pass(330);
      }
    },
  },
  {
    name: 'supervisor and compliance officer together',
    most: { customers: 0, ids: 0, cards: 0, values: 0 },
    play: async (world) => {
      const mail = 'ma.li';
      const supervisor = await world.person(mail);
      const reader = await world.person('hu.yue');
      const { team } = world.desk.person(mail);
      const asked = await supervisor.post('/import-allowances', { values: 500_000, team });
      await reader.post(`/import-allowances/${asked.body?.id ?? ''}/grant`);
      const own = world.customers.filter((each) => each.team === team && each.fields['residentId']);
      for (const customer of own.slice(0, 5)) {
        const found = await importNames(world, { supervisor, reader }, customer);
        if (found !== null) world.take.learn(found);
      }
    },
  },
];

function callerWith(world: World, key: string): Caller {
  return world.desk.callerWith({ authorization: `Bearer ${key}` });
}
