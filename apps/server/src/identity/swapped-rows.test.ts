import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoTeams } from '#demo';
import { openRowSeal, silentLog } from '#platform';
import { closeRooms, openRooms, type Rooms } from '../server.ts';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';
import { lockKey, writeKey } from './key-write.ts';
import { tokenHash } from './seal.ts';

/**
 * Whoever owns the database says what equals what: a view in a table's place whose token is of a type of their own,
 * and equal to anything. The rows that it shows are sound.
 */

let desk: TestDesk;
/** Has nothing in memory of what was signed in to elsewhere. */
let replica: Rooms;
let own: Caller;
let other: Caller;
let mac: ReturnType<typeof openRowSeal>;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 20 });
  replica = await openRooms({ db: desk.db, config: desk.config, log: silentLog, clock: desk.clock });
  mac = openRowSeal(desk.config.keysDir);
  own = await desk.signIn('guo.liang');
  other = await desk.signIn('li.na');
});
afterAll(async () => {
  await closeRooms(replica);
  await desk.close();
});
beforeEach(() => run('delete from alarms'));

const run = (text: string) => desk.db.pool.query(text);
const seenBy = (headers: Record<string, string>) =>
  replica.identity.authenticate(new Request(desk.config.publicUrl, { headers }), '127.0.0.1');

/** While `act` runs, a view shows only one row, and its column `loose` equals whatever it is compared with. */
async function viewed<T>(table: string, loose: string, id: string, act: () => Promise<T>): Promise<T> {
  const { rows } = await desk.db.pool.query(
    `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1
     order by ordinal_position`,
    [table],
  );
  const columns = rows.map(({ name }) => (name === loose ? `${name}::loose as ${name}` : name));
  const found = await run(`select ${loose} as value from ${table} where id = '${id}'`);
  // an enumeration with one label reads like the text that it stands for
  await run(`
    create type loose as enum ('${found.rows[0].value}');
    create function loose_same(loose, text) returns boolean language sql immutable as 'select true';
    create operator = (leftarg = loose, rightarg = text, function = loose_same);
    create function loose_true(text, loose) returns boolean language sql immutable as 'select $1 = $2::text';
    create operator = (leftarg = text, rightarg = loose, function = loose_true);
    alter table ${table} rename to ${table}_sound;
    create view ${table} as select ${columns.join(', ')} from ${table}_sound where id = '${id}'`);
  try {
    return await act();
  } finally {
    await run(`
      drop view ${table};
      alter table ${table}_sound rename to ${table};
      drop type loose cascade`);
  }
}

async function expectAlarm(object: string) {
  await replica.alarms.settled();
  const { rows } = await replica.alarms.list({ open: true });
  expect(rows).toContainEqual(expect.objectContaining({ code: 'rows-forged', object }));
}

describe('a sound session of somebody else', () => {
  it('brought for one’s own token is nobody’s', async () => {
    await viewed('identity_sessions', 'token', other.session, async () => {
      expect(await seenBy({ cookie: own.cookie })).toBeNull();
      await expectAlarm('session');
    });
    desk.pass(6);
    expect((await seenBy({ cookie: own.cookie }))?.person).toBe(own.id);
  });

  it('brought for one’s own id is not taken for it being alive', async () => {
    await viewed('identity_sessions', 'id', other.session, async () => {
      expect(await replica.identity.sessionAlive(own.session)).toBe(false);
    });
    expect(await replica.identity.sessionAlive(own.session)).toBe(true);
  });
});

describe('a sound key of another program', () => {
  it.each(['hash', 'previous_hash'])('brought for one’s own secret by its %s is nobody’s', async (column) => {
    const mine = await desk.key({ scopes: ['text:read'], teams: [] });
    const wider = await desk.key({ scopes: ['cases:read'], teams: [demoTeams[0].id] });
    if (column === 'previous_hash') {
      const rotated = await desk.rooms.db.kysely.transaction().execute(async (tx) => {
        const key = await lockKey({ mac, log: silentLog }, tx, wider.id);
        if (!key) throw new Error('no key');
        const until = new Date(desk.clock().getTime() + 3_600_000);
        return writeKey({ mac }, tx, key, { previousHash: tokenHash(wider.key), previousUntil: until });
      });
      expect(rotated.previousUntil).not.toBeNull();
    }
    await viewed('identity_keys', column, wider.id, async () => {
      expect(await seenBy({ authorization: `Bearer ${mine.key}` })).toBeNull();
      await expectAlarm('key');
    });
    desk.pass(6);
    expect((await seenBy({ authorization: `Bearer ${mine.key}` }))?.key?.id).toBe(mine.id);
  });
});
