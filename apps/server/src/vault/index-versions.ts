import type pg from 'pg';
import type { AlarmPort } from '#alarm';
import { type Database, type Log, publish, subscribe } from '#platform';
import { type BlindIndex, type IndexVersion, indexBits } from './blind-index.ts';
import { VaultError } from './error.ts';
import { beginIndexes, liveOf, mayBe, readIndexes, type SealedIndexes, writeIndexes } from './index-set.ts';
import type { KindRegistry } from './kind-registry.ts';
import { run } from './run.ts';
import { insideOf, openFor, type SealedCustomer } from './sealed-customer.ts';

/** How many customers the first index is made for; `rebuild` follows the organisation's growth. */
const firstCustomers = 16_384;

const topic = 'field-index';

/** The versions that are written and searched: the current one, and one that is being built. */
export type IndexVersions = {
  readonly all: () => readonly IndexVersion[];
  readonly reload: () => Promise<void>;
  /** Reads the versions afresh here and in every other replica. */
  readonly announce: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Reads the versions and follows changes; makes the first one for `customers`, or a default, at the first start. Rows
 * that were changed past the program are an alarm and count for nothing: what was known goes on, and a server that
 * knows nothing yet neither writes nor searches. Who tells of a change only has them read.
 */
export async function openIndexVersions(deps: {
  readonly db: Database;
  /** Key of the seal; not in the database. */
  readonly key: Uint8Array;
  readonly log: Log;
  readonly alarm?: AlarmPort | undefined;
  readonly adopt?: boolean | undefined;
  readonly customers?: number | undefined;
}): Promise<IndexVersions> {
  const { db, key } = deps;
  let known: readonly IndexVersion[] | null = null;
  let newest = 0;
  const reload = async (): Promise<void> => {
    // another reading may be ahead of this one
    const floor = newest;
    const { rows, whole, version } = await readIndexes(db.pool, key);
    if (whole && version >= floor) {
      if (version >= newest) known = liveOf(rows);
      newest = Math.max(newest, version);
      return;
    }
    deps.log.error('row-forged', { kind: 'index-version' });
    deps.alarm?.({ code: 'rows-forged', object: 'index-versions' });
  };
  const adopted = await db.kysely
    .transaction()
    .execute((tx) =>
      beginIndexes(tx, key, { customers: deps.customers ?? firstCustomers, adopt: deps.adopt === true }),
    );
  if (adopted > 0) deps.alarm?.({ code: 'rows-adopted', object: 'index-versions', count: adopted });
  const close = await subscribe(db, (event) => {
    // A replica that misses a change writes tags of the old version; the sweeps of a rebuild find them.
    if (event.topic === topic || event.topic === 'gap') reload().catch(() => {});
  });
  await reload();
  const announce = async (): Promise<void> => {
    await publish(db, { topic });
    await reload();
  };
  const all = (): readonly IndexVersion[] => known ?? forged();
  return { all, reload, announce, close };
}

function forged(): never {
  throw new VaultError(
    'stale-state',
    'the versions of the index were changed past the program: restore them from a backup',
  );
}

/** How a rebuild comes along. */
export type RebuildProgress = { readonly done: number; readonly total: number };

type RebuildDeps = {
  readonly db: Database;
  readonly key: Uint8Array;
  readonly kinds: KindRegistry;
  readonly index: BlindIndex;
  readonly versions: IndexVersions;
  readonly load: (json: unknown, asked: string) => Promise<SealedCustomer>;
  readonly log: Log;
};

const batch = 200;

/**
 * Builds all blind indexes anew for a number of customers, under fresh keys; searches go on meanwhile. A rebuild that
 * was broken off goes on where it stopped. Customers whose rows were altered are counted as `damaged` and found no more.
 */
export async function rebuildIndex(
  deps: RebuildDeps,
  customers: number,
  onProgress: (progress: RebuildProgress) => void | Promise<void> = () => {},
): Promise<{ readonly version: number; readonly damaged: number }> {
  const { versions } = deps;
  const version = await startVersion(deps, customers);
  await versions.announce();
  const target = versions.all().find((each) => each.version === version);
  if (target === undefined)
    throw new VaultError('absent', 'the index version is gone: start the rebuild again');
  await sweep(deps, target, onProgress);
  // What another replica wrote before it knew of the version.
  await sweep(deps, target);
  await rewrite(deps, (rows) =>
    rows.map((row) => {
      if (row.version === version) return { ...row, state: 'current' };
      return { ...row, state: 'retired' };
    }),
  );
  await versions.announce();
  const damaged = await sweep(deps, target);
  await run(deps.db.pool, 'delete from vault_index where version <> $1', [version]);
  return { version, damaged };
}

/** Tags every value that has no tag of the version; returns how many customers could not be read. */
async function sweep(
  deps: RebuildDeps,
  version: IndexVersion,
  onProgress: (progress: RebuildProgress) => void | Promise<void> = () => {},
): Promise<number> {
  const { pool } = deps.db;
  const fields = deps.kinds.all().flatMap((kind) => (kind.indexBits === null ? [] : [kind.field]));
  const total = await countMissing(pool, version.version, fields);
  let [done, damaged] = [0, 0];
  let last = '';
  for (;;) {
    const { rows } = await run<{ customer: string; json: unknown; items: string[] }>(
      pool,
      `select t.customer, public.vault_customer(t.customer) as json, t.items from (
         select v.customer, array_agg(v.item) as items from vault_values v
         where v.field = any ($2) and v.customer > $3 and not exists (select 1 from vault_index i
           where i.customer = v.customer and i.field = v.field and i.item = v.item and i.version = $1)
         group by v.customer order by v.customer limit ${batch}) t`,
      [version.version, fields, last],
    );
    last = rows.at(-1)?.customer ?? last;
    if (rows.length === 0) return damaged;
    for (const row of rows) {
      done += row.items.length;
      const customer = await loadSound(deps, row.customer, row.json);
      if (customer === null) damaged++;
      else await tagCustomer(deps, version, customer, row.items);
    }
    await onProgress({ done, total: Math.max(total, done) });
  }
}

async function loadSound(
  { load, log }: RebuildDeps,
  id: string,
  json: unknown,
): Promise<SealedCustomer | null> {
  try {
    return await load(json, id);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    log.error('customer-damaged', { customer: id, code: error.code });
    return null;
  }
}

/** Writes other versions in the place of these, sealed; nothing is sealed over what was forged. */
async function rewrite(
  { db, key }: RebuildDeps,
  change: (rows: SealedIndexes['rows']) => SealedIndexes['rows'],
): Promise<void> {
  await db.kysely.transaction().execute(async (tx) => {
    const before = await readIndexes(tx, key, true);
    if (!before.whole) forged();
    await writeIndexes(tx, key, before, change(before.rows));
  });
}

/** The version that is being built, or a new one. */
async function startVersion(deps: RebuildDeps, customers: number): Promise<number> {
  let version = 0;
  await rewrite(deps, (rows) => {
    const going = rows.find((row) => row.state === 'building');
    version = going?.version ?? Math.max(...rows.map((row) => row.version)) + 1;
    if (!mayBe({ version, customers })) throw new VaultError('absent', 'no index version can be started');
    return going === undefined ? [...rows, { version, customers, state: 'building' }] : rows;
  });
  return version;
}

async function countMissing(pool: pg.Pool, version: number, fields: readonly string[]): Promise<number> {
  const { rows } = await run<{ n: string }>(
    pool,
    `select count(*) as n from vault_values v where v.field = any ($2) and not exists (
       select 1 from vault_index i where i.customer = v.customer and i.field = v.field and i.item = v.item
         and i.version = $1)`,
    [version, [...fields]],
  );
  return Number(rows[0]?.n ?? 0);
}

/** Opens the values of a customer that lack a tag of this version and stores the tags. */
async function tagCustomer(
  { db, kinds, index }: RebuildDeps,
  version: IndexVersion,
  customer: SealedCustomer,
  items: readonly string[],
): Promise<void> {
  const inside = insideOf(customer);
  const tags = inside.state.values.flatMap(({ field, item, counter, key, sealed }) => {
    const kind = kinds.get(field);
    if (kind === undefined || !items.includes(item)) return [];
    const text = openFor(inside, { kind: 'value', customer: customer.id, field, item, counter, key }, sealed);
    return [{ field, item, tag: index.tag(kind, text, version) }];
  });
  await run(
    db.pool,
    `insert into vault_index (customer, field, item, version, tag)
     select v.customer, v.field, v.item, $2, t.tag
     from unnest($3::text[], $4::text[], $5::bytea[]) t (field, item, tag)
     join vault_values v on v.customer = $1 and v.field = t.field and v.item = t.item
     on conflict do nothing`,
    [customer.id, version.version, tags.map((t) => t.field), tags.map((t) => t.item), tags.map((t) => t.tag)],
  );
}

/** What each index keeps and how many customers share a tag by chance, for the operator. */
export async function indexHealth(
  pool: pg.Pool,
  kinds: KindRegistry,
  versions: IndexVersions,
): Promise<readonly { field: string; bits: number; tags: number; coincidences: number }[]> {
  const version = versions.all().at(-1);
  if (version === undefined) return [];
  const { rows } = await run<{ field: string; n: string }>(
    pool,
    'select field, count(*) as n from vault_index where version = $1 group by field order by field',
    [version.version],
  );
  return rows.flatMap(({ field, n }) => {
    const kind = kinds.get(field);
    if (kind === undefined) return [];
    const bits = indexBits(kind, version.customers);
    return [{ field, bits, tags: Number(n), coincidences: Number(n) / 2 ** bits }];
  });
}
