import { sql, type Transaction, type Kysely } from 'kysely';
import { hashLength, levelWidth, type TileId, tileWidth } from '@huke/ledger';

/** The database or a transaction on it; SQL names its own tables. */
// oxlint-disable-next-line no-explicit-any
export type Db = Kysely<any> | Transaction<any>;

/** A kept checkpoint as stored. */
export type StoredCheckpoint = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: Uint8Array;
  readonly signedAt: Date;
};

type CheckpointRow = { size: string; root: Buffer; note: Buffer; signed_at: Date };

const ofRow = (row: CheckpointRow): StoredCheckpoint => ({
  size: Number(row.size),
  root: row.root,
  note: row.note,
  signedAt: row.signed_at,
});

/** Entries that are committed. */
export async function readHead(db: Db): Promise<number> {
  const { rows } = await sql<{ size: string }>`select size from ledger_head`.execute(db);
  return Number(rows[0]?.size ?? 0);
}

/** The kept checkpoint of a size, or the latest where none is given; `null` = there is none. */
export async function readCheckpoint(db: Db, size?: number): Promise<StoredCheckpoint | null> {
  const { rows } = await sql<CheckpointRow>`
    select size, root, note, signed_at from ledger_checkpoints
    where ${size === undefined ? sql`true` : sql`size = ${size}`} order by size desc limit 1`.execute(db);
  return rows[0] ? ofRow(rows[0]) : null;
}

/** Kept checkpoints larger than `after`, ascending. */
export async function readCheckpoints(db: Db, after: number, limit: number): Promise<StoredCheckpoint[]> {
  const { rows } = await sql<CheckpointRow>`
    select size, root, note, signed_at from ledger_checkpoints
    where size > ${after} order by size limit ${limit}`.execute(db);
  return rows.map(ofRow);
}

/** A tile as wide as asked for; `null` where less of it is stored. */
export async function readTile(db: Db, tile: TileId): Promise<Uint8Array | null> {
  const { rows } = await sql<{ hashes: Buffer }>`
    select substr(hashes, 1, ${tile.width * hashLength}) as hashes from ledger_tiles
    where level = ${tile.level} and idx = ${tile.index}`.execute(db);
  const bytes = rows[0]?.hashes;
  return bytes?.length === tile.width * hashLength ? bytes : null;
}

/** The tiles that a tree of `size` has not filled, one for each level that has one. */
export function edgeTiles(size: number): TileId[] {
  const tiles: TileId[] = [];
  for (let level = 0; levelWidth(level, size) > 0; level++) {
    const width = levelWidth(level, size) % tileWidth;
    if (width > 0) tiles.push({ level, index: Math.floor(levelWidth(level, size) / tileWidth), width });
  }
  return tiles;
}

/** Writes tiles whole. */
export async function writeTiles(
  db: Db,
  tiles: readonly { readonly level: number; readonly index: number; readonly bytes: Uint8Array }[],
): Promise<void> {
  await sql`
    insert into ledger_tiles (level, idx, hashes)
    select * from unnest(${tiles.map((tile) => tile.level)}::int[], ${tiles.map((tile) => tile.index)}::bigint[],
                         ${tiles.map((tile) => Buffer.from(tile.bytes))}::bytea[])
    on conflict (level, idx) do update set hashes = excluded.hashes`.execute(db);
}

/** Entries `[from, from + count)` in order; one that is gone is `null`. */
export async function readEntries(db: Db, from: number, count: number): Promise<(Uint8Array | null)[]> {
  const { rows } = await sql<{ entry: Buffer | null }>`
    select e.entry from generate_series(${from}::bigint, ${from + count - 1}::bigint) as wanted (idx)
    left join ledger_entries e using (idx) order by wanted.idx`.execute(db);
  return rows.map((row) => row.entry);
}

/** Leaves from `from` on, below `to`, at most `limit`; `good` = the leaf is its entry's hash. */
export async function readLeaves(
  db: Db,
  from: number,
  to: number,
  limit: number,
): Promise<{ readonly idx: number; readonly leaf: Uint8Array; readonly good: boolean }[]> {
  const { rows } = await sql<{ idx: string; leaf: Buffer; good: boolean }>`
    select idx, leaf, leaf = sha256('\\x00'::bytea || entry) as good from ledger_entries
    where idx >= ${from} and idx < ${to} order by idx limit ${limit}`.execute(db);
  return rows.map((row) => ({ idx: Number(row.idx), leaf: row.leaf, good: row.good }));
}

/** Leaves of these entries by index, as far as they are there and their entry hashes to them. */
export async function readLeavesAt(
  db: Db,
  indexes: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  const { rows } = await sql<{ idx: string; leaf: Buffer }>`
    select idx, leaf from ledger_entries
    where idx = any(${[...indexes]}::bigint[]) and leaf = sha256('\\x00'::bytea || entry)`.execute(db);
  return new Map(rows.map((row) => [Number(row.idx), row.leaf]));
}

/** Stores a checkpoint after the one of `previous`; false where another replica was there first. */
export async function insertCheckpoint(
  db: Db,
  checkpoint: StoredCheckpoint,
  previous: { readonly size: number; readonly root: Uint8Array } | null,
): Promise<boolean> {
  const { size, root, note, signedAt } = checkpoint;
  const result = await sql`
    insert into ledger_checkpoints (size, root, previous, note, signed_at)
    select ${size}, ${Buffer.from(root)}, ${previous?.size ?? 0}, ${Buffer.from(note)}, ${signedAt}
    where ${previous === null} or exists (
      select from ledger_checkpoints where size = ${previous?.size ?? 0} and root = ${Buffer.from(previous?.root ?? [])})
    on conflict do nothing`.execute(db);
  return result.numAffectedRows === 1n;
}
