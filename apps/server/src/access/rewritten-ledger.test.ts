import { createHash } from 'node:crypto';
import { parseVerifierKey, type TamperFinding, verifyLog } from '@huke/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, openTestDesk, type TestContact, type TestDesk } from '../testing/desk.ts';
import { ordinary, reveal } from './testing.ts';

/** The organisation's log, rewritten with the database's own rights and verified from outside. */

let desk: TestDesk;
let agent: Caller;
let nth = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 60 });
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);
const someone = () => ordinary(desk, 'li.na', nth++);
const fresh = (customer = someone().id): Promise<TestContact> => desk.contact('li.na', customer);
describe('the ledger, rewritten', () => {
  const tables = ['entries', 'checkpoints', 'tiles', 'head', 'index', 'index_customers'];
  let auditor: Caller;
  let remembered: Uint8Array;
  let from = 0;
  let to = 0;

  /** The log as anybody with the auditor's post downloads it. */
  const read = async (path: string): Promise<Uint8Array | null> => {
    const request = new Request(`${desk.config.publicUrl}/api/v1/ledger/${path}`, {
      headers: { cookie: auditor.cookie },
    });
    const response = await desk.app.fetch(request);
    return response.status === 404 ? null : new Uint8Array(await response.arrayBuffer());
  };
  const verify = () => verifyLog({ read }, parseVerifierKey(desk.rooms.ledger.verifierKey), { remembered });
  const findings = async (): Promise<readonly TamperFinding[]> => {
    const result = await verify();
    return result.kind === 'tampered' ? result.findings : [];
  };
  const attack = async (text: string, values: unknown[] = []): Promise<void> => {
    for (const table of tables) await run(`alter table ledger_${table} disable trigger user`);
    await run(text, values);
    for (const table of tables) await run(`alter table ledger_${table} enable trigger user`);
  };
  const entryAt = async (idx: number) =>
    (await run('select entry, leaf from ledger_entries where idx = $1', [idx])).rows[0];
  const write = (idx: number, entry: Buffer, leaf: Buffer) =>
    attack('update ledger_entries set entry = $2, leaf = $3 where idx = $1', [idx, entry, leaf]);

  beforeAll(async () => {
    auditor = await desk.signIn('gao.yuan');
    const first = await desk.rooms.ledger.checkpoint();
    from = first.kind === 'signed' ? first.size : 0;
    for (let i = 0; i < 3; i++) await agent.post('/accesses', reveal(await fresh()));
    const second = await desk.rooms.ledger.checkpoint();
    to = second.kind === 'signed' ? second.size : 0;
    remembered = (await read('checkpoint')) ?? new Uint8Array();
  });

  it('is intact as it was written', async () => {
    expect(to).toBeGreaterThan(from);
    expect(await verify()).toMatchObject({ kind: 'intact', size: to });
  });

  it('names an entry that was altered', async () => {
    const { entry, leaf } = await entryAt(from);
    await write(from, Buffer.from(entry.toString('latin1').replace('granted', 'refused'), 'latin1'), leaf);
    const changed = (await entryAt(from)).entry as Buffer;
    if (changed.equals(entry)) await write(from, Buffer.concat([entry, Buffer.from(' ')]), leaf);
    expect(await findings()).toEqual([{ kind: 'entry-differs', from, through: from, altered: 'entry' }]);
    await write(from, entry, leaf);
    expect(await findings()).toEqual([]);
  });

  it('names entries that were removed or change places', async () => {
    const [one, two] = [await entryAt(from), await entryAt(from + 1)];
    await write(from, two.entry, one.leaf);
    await write(from + 1, one.entry, two.leaf);
    expect(await findings()).toEqual([{ kind: 'entry-differs', from, through: from + 1, altered: 'entry' }]);
    await write(from, one.entry, one.leaf);
    await write(from + 1, two.entry, two.leaf);
    await attack('delete from ledger_entries where idx = $1', [from + 1]);
    expect(await findings()).toMatchObject([{ kind: 'entry-differs', from: from + 1, through: from + 1 }]);
    await attack('insert into ledger_entries (idx, entry, leaf) values ($1, $2, $3)', [
      from + 1,
      two.entry,
      two.leaf,
    ]);
    expect(await findings()).toEqual([]);
  });

  it('finds a tree that was rewritten whole by the interval of its checkpoints', async () => {
    const { entry, leaf } = await entryAt(from + 1);
    const forged = Buffer.concat([entry, Buffer.from(' ')]);
    const tiles = await run('select level, idx, hashes from ledger_tiles order by 1, 2');
    await write(
      from + 1,
      forged,
      createHash('sha256')
        .update(Buffer.concat([Buffer.alloc(1), forged]))
        .digest(),
    );
    for (const tile of tiles.rows.filter((each) => each.level === 0)) {
      const leaves = await run(
        'select leaf from ledger_entries where idx >= $1::bigint * 256 order by idx limit $2',
        [tile.idx, tile.hashes.length / 32],
      );
      const hashes = Buffer.concat(leaves.rows.map((each) => each.leaf));
      await attack('update ledger_tiles set hashes = $2 where level = 0 and idx = $1', [tile.idx, hashes]);
    }
    const found = await findings();
    expect(found.find((each) => each.kind === 'interval')).toEqual({
      kind: 'interval',
      from,
      to,
      by: 'kept',
    });
    expect(await desk.rooms.ledger.checkpoint()).toMatchObject({ kind: 'tampered' });
    await write(from + 1, entry, leaf);
    for (const tile of tiles.rows)
      await attack('update ledger_tiles set hashes = $3 where level = $1 and idx = $2', [
        tile.level,
        tile.idx,
        tile.hashes,
      ]);
    expect(await findings()).toEqual([]);
  });

  it('finds a roll-back by what was remembered', async () => {
    await attack('delete from ledger_checkpoints where size > $1', [from]);
    await attack('delete from ledger_index where idx >= $1', [from]);
    await attack('delete from ledger_index_customers where idx >= $1', [from]);
    await attack('delete from ledger_entries where idx >= $1', [from]);
    await attack('update ledger_head set size = $1', [from]);
    expect(await findings()).toContainEqual({ kind: 'rolled-back', known: to, size: from });
    // what the test before changed was found: nothing is answered any more
    await expect(fresh()).rejects.toThrow('ledger-tampered');
    expect(await desk.rooms.ledger.checkpoint()).toMatchObject({ kind: 'tampered' });
  });
});
