import { argon2Passwords } from '../../apps/server/src/identity/passwords.ts';
import { cardFreeze, revealAll } from './tries.ts';
import type { Attacker } from './attackers.ts';
import type { World } from './world.ts';

/** Statements with the rights of the database's owner, past the program. */
const owner = async (world: World, text: string, values: readonly unknown[] = []): Promise<void> => {
  await world.desk.db.pool.query(text, [...values]).catch(() => undefined);
};

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
        `create or replace function desk_case(p_case text, p_now timestamptz) returns jsonb language sql stable as $$
           select jsonb_build_object('id', p_case, 'agent', '${agent.id}', 'state', 'open', 'origin', 'contact',
             'customer', (select customer from vault_customers order by customer limit 1), 'verified', true,
             'contact', 'con_00000000000000000000000000', 'contactLive', true, 'contactInbound', true,
             'contactAgent', '${agent.id}') $$`,
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
