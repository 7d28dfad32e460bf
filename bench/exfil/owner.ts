import { argon2Passwords } from '../../apps/server/src/identity/passwords.ts';
import { cardFreeze, revealAll } from './tries.ts';
import type { Attacker } from './attackers.ts';
import type { World } from './world.ts';

/** Statements with the rights of the database's owner, past the program. */
const owner = async (world: World, text: string, values: readonly unknown[] = []): Promise<void> => {
  await world.desk.db.pool.query(text, [...values]).catch(() => undefined);
};

/**
 * While `act` runs, a view shows one session alone, whose token equals any other's: a type of one's own is compared as
 * its maker says.
 */
async function asSession(world: World, session: string, act: () => Promise<void>): Promise<void> {
  const { rows } = await world.desk.db.pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = 'identity_sessions' order by ordinal_position`,
  );
  const columns = rows.map(({ name }) => (name === 'token' ? 'token::loose as token' : name));
  const found = await world.desk.db.pool.query<{ token: string }>(
    'select token from identity_sessions where id = $1',
    [session],
  );
  const before = `
    create type loose as enum ('${found.rows[0]?.token}');
    create function loose_same(loose, text) returns boolean language sql immutable as 'select true';
    create operator = (leftarg = loose, rightarg = text, function = loose_same);
    create function loose_true(text, loose) returns boolean language sql immutable as 'select $1 = $2::text';
    create operator = (leftarg = text, rightarg = loose, function = loose_true);
    alter table identity_sessions rename to identity_sessions_sound;
    create view identity_sessions as
      select ${columns.join(', ')} from identity_sessions_sound where id = '${session}';
    grant select, insert, update, delete on identity_sessions to huke_server`;
  await world.desk.db.pool.query(before);
  await act();
  await world.desk.db.pool.query(`
    drop view identity_sessions;
    alter table identity_sessions_sound rename to identity_sessions;
    drop type loose cascade`);
}

const returned = {
  vault_load: 'table (customer json)',
  desk_load: 'table (facts json, contact text)',
} as const;

/** While `act` runs, a function of one id answers for `theirs` where it is asked for `own`. */
async function answeringFor(
  world: World,
  name: keyof typeof returned,
  [own, theirs]: readonly [string, string],
  act: () => Promise<void>,
): Promise<void> {
  const [more, pass] = name === 'vault_load' ? ['', ''] : [', timestamptz', ', $2'];
  await world.desk.db.pool.query(`
    alter function ${name}(text${more}) rename to ${name}_sound;
    create function ${name}(text${more}) returns ${returned[name]} language sql stable as $$
      select * from ${name}_sound(case when $1 = '${own}' then '${theirs}' else $1 end${pass}) $$`);
  await act();
  await world.desk.db.pool.query(`
    drop function ${name}(text${more});
    alter function ${name}_sound(text${more}) rename to ${name}`);
}

/** Whoever has the database: no key, no password of anybody; at best an agent in league. */
export const owners: readonly Attacker[] = [
  {
    name: "the database's owner alone",
    most: { values: 0, customers: 0, silent: 0 },
    play: async (world) => {
      const known = 'a-password-of-my-own-2026';
      const hash = await argon2Passwords({ publicUrl: '' }).hash(known);
      for (const mail of ['zhao.min', 'li.na', 'luo.gang', 'song.jie']) {
        const { id, email } = world.desk.person(mail);
        await owner(world, 'update identity_accounts set password = $1 where person = $2', [hash, id]);
        await owner(world, 'delete from identity_totp where person = $1', [id]);
        const reply = await world.desk.callerWith({}).post('/auth/sign-in/email', { email, password: known });
        const cookie = reply.headers.getSetCookie().map((each) => each.split(';')[0]);
        if (reply.status >= 400) continue;
        const taken = world.watched(world.desk.callerWith({ cookie: cookie.join('; ') }));
        for (const customer of world.customers.slice(0, 40)) {
          await taken.get(`/customers/${customer.id}?scenario=call&purpose=card-freeze`);
          await taken.post('/cases', { type: 'card-freeze', customer: customer.id });
        }
      }
    },
  },
  {
    name: "the database's owner and an agent, with a view of sessions",
    most: { values: 0, customers: 0, silent: 0 },
    play: async (world) => {
      const agent = await world.person('li.na');
      for (const mail of ['guo.liang', 'zhao.min', 'xu.feng']) {
        const other = await world.desk.signIn(mail);
        const at = await world.desk.contact('guo.liang', world.desk.customerOf('guo.liang').id);
        await asSession(world, other.session, async () => {
          await revealAll(world, agent, 'li.na', cardFreeze(at));
          for (const customer of world.customers.slice(0, 20))
            await agent.get(`/customers/${customer.id}?scenario=call&purpose=card-freeze&case=${at.case}`);
        });
        world.desk.pass(30);
      }
    },
  },
  {
    name: "the database's owner and an agent, with a function in another's place",
    most: { values: 0, customers: 0, silent: 0 },
    play: async (world) => {
      const mail = 'li.na';
      const agent = await world.person(mail);
      const [own, ...others] = world.calls(mail, 20);
      if (!own) return;
      const ended = await world.desk.contact(mail, own.id);
      await agent.post(`/contacts/${ended.contact}/end`);
      const at = await world.desk.contact(mail, own.id);
      for (const { id } of others.filter((each) => each.id !== own.id)) {
        await answeringFor(world, 'vault_load', [own.id, id], () =>
          revealAll(world, agent, mail, cardFreeze(at)),
        );
        await answeringFor(world, 'desk_load', [ended.case, at.case], () =>
          revealAll(world, agent, mail, cardFreeze(ended)),
        );
        world.desk.pass(30);
      }
    },
  },
  {
    name: "the database's owner and an agent",
    most: { values: 120, silent: 0 },
    play: async (world) => {
      const mail = 'li.na';
      const agent = await world.person(mail);
      // every counter back to nothing, again and again
      for (const customer of world.calls(mail, 60)) {
        await owner(world, 'delete from budget_accounts');
        const at = await world.desk.contact(mail, customer.id).catch(() => null);
        if (at !== null) await revealAll(world, agent, mail, cardFreeze(at));
        world.desk.pass(30);
      }
      // a case of one's own for everybody
      await owner(
        world,
        `create or replace function desk_load(p_case text, p_now timestamptz)
         returns table (facts json, contact text) language sql stable as $$
           select json_build_object('id', p_case, 'agent', '${agent.id}', 'state', 'open', 'origin', 'contact',
             'customer', (select customer from vault_customers order by customer limit 1), 'verified', true,
             'contact', 'con_00000000000000000000000000', 'contactLive', true, 'contactInbound', true,
             'contactAgent', '${agent.id}'), 'con_00000000000000000000000000' $$`,
      );
      for (const customer of world.customers.slice(0, 60))
        await revealAll(
          world,
          agent,
          mail,
          cardFreeze({ case: `cas_${'0'.repeat(26)}`, customer: customer.id }),
        );
      // and nothing of it stays
      await owner(
        world,
        `alter table ledger_entries disable trigger user;
         alter table ledger_head disable trigger user;
         delete from ledger_entries where idx >= (select size from ledger_head) - 200;
         update ledger_head set size = size - 200`,
      );
    },
  },
];
