import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestDesk, type TestDesk } from '../testing/desk.ts';
import { ordinary, reveal } from './testing.ts';

/** The database's owner takes an act's entry out of the log, after the act was answered. */

let desk: TestDesk;
beforeEach(async () => {
  desk = await openTestDesk({ customers: 20 });
});
afterEach(() => desk.close());

const owner = (text: string) => desk.db.pool.query(text);

const open = (nth: number) => desk.contact('li.na', ordinary(desk, 'li.na', nth).id);

it.each([
  ['a contact', false],
  ['a reveal', true],
])(
  'the entry of %s that was erased at its own commit is missed, told to the officers and named',
  async (_, reveals) => {
    const { ledger, alarms } = desk.rooms;
    const officer = await desk.signIn('gao.yuan');
    const agent = await desk.signIn('li.na');
    const at = await open(0);
    expect((await ledger.checkpoint()).kind).toBe('signed');
    await owner(`
    alter table ledger_entries disable trigger ledger_entries_grow;
    alter table ledger_head disable trigger ledger_head_grows;
    create function evil() returns trigger language plpgsql as $$ begin
      delete from ledger_entries where idx = new.idx;
      update ledger_head set size = size - 1;
      return null;
    end $$;
    create constraint trigger evil after insert on ledger_entries deferrable initially deferred
      for each row execute function evil();
    grant delete on ledger_entries to huke_server`);
    const before = (await ledger.state()).size;
    if (reveals) expect((await agent.post('/accesses', reveal(at))).status).toBe(200);
    else expect((await open(1)).contact).toMatch(/^con_/);
    expect((await ledger.state()).size).toBe(before);
    await owner(`
    drop trigger evil on ledger_entries; drop function evil;
    alter table ledger_entries enable trigger ledger_entries_grow;
    alter table ledger_head enable trigger ledger_head_grows;
    revoke delete on ledger_entries from huke_server`);
    expect(await ledger.checkpoint()).toEqual({ kind: 'tampered', code: 'journal-missing', index: before });
    await alarms.settled();
    const { rows } = await owner(
      "select code from alarms where code in ('journal-missing', 'ledger-tampered')",
    );
    expect(rows).toEqual([{ code: 'journal-missing' }]);
    const state = await officer.get('/ledger/state');
    expect(state.body).toMatchObject({ healthy: false, code: 'journal-missing', index: before });
    await expect(open(2)).rejects.toThrow('ledger-tampered');
    expect((await ledger.checkpoint()).kind).toBe('tampered');
  },
);
