import type pg from 'pg';
import { type Database, type Log, publish, subscribe } from '#platform';
import { type BlindIndex, type IndexVersion, indexBits } from './blind-index.ts';
import { VaultError } from './error.ts';
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

/** Reads the versions and follows changes; makes the first one for `customers`, or a default, at the first start. */
export async function openIndexVersions(db: Database, customers?: number): Promise<IndexVersions> {
  let versions: readonly IndexVersion[] = [];
  const reload = async (): Promise<void> => {
    const { rows } = await run<{ version: number; customers: string }>(
      db.pool,
      "select version, customers from vault_index_versions where state <> 'retired' order by version",
      [],
    );
    versions = rows.map((row) => ({ version: row.version, customers: Number(row.customers) }));
  };
  await run(
    db.pool,
    `insert into vault_index_versions (version, customers, state) select 1, $1, 'current'
     where not exists (select 1 from vault_index_versions) on conflict do nothing`,
    [customers ?? firstCustomers],
  );
  const close = await subscribe(db, (event) => {
    // A replica that misses a change writes tags of the old version; the sweeps of a rebuild find them.
    if (event.topic === topic || event.topic === 'gap') reload().catch(() => {});
  });
  await reload();
  const announce = async (): Promise<void> => {
    await publish(db, { topic });
    await reload();
  };
  return { all: () => versions, reload, announce, close };
}

/** How a rebuild comes along. */
export type RebuildProgress = { readonly done: number; readonly total: number };

type RebuildDeps = {
  readonly pool: pg.Pool;
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
  const { pool, versions } = deps;
  const version = await startVersion(pool, customers);
  await versions.announce();
  const target = versions.all().find((each) => each.version === version);
  if (target === undefined)
    throw new VaultError('absent', 'the index version is gone: start the rebuild again');
  await sweep(deps, target, onProgress);
  // What another replica wrote before it knew of the version.
  await sweep(deps, target);
  await run(
    pool,
    `update vault_index_versions set state = case when version = $1 then 'current' else 'retired' end
     where state <> 'retired'`,
    [version],
  );
  await versions.announce();
  const damaged = await sweep(deps, target);
  await run(pool, 'delete from vault_index where version <> $1', [version]);
  return { version, damaged };
}

/** Tags every value that has no tag of the version; returns how many customers could not be read. */
async function sweep(
  deps: RebuildDeps,
  version: IndexVersion,
  onProgress: (progress: RebuildProgress) => void | Promise<void> = () => {},
): Promise<number> {
  const { pool } = deps;
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

async function startVersion(pool: pg.Pool, customers: number): Promise<number> {
  const { rows } = await run<{ version: number }>(
    pool,
    `with going as (select version from vault_index_versions where state = 'building'),
     made as (insert into vault_index_versions (version, customers, state)
       select max(version) + 1, $1, 'building' from vault_index_versions
       having not exists (select 1 from going) returning version)
     select version from going union all select version from made`,
    [customers],
  );
  const version = rows[0]?.version;
  if (version === undefined || version > 255)
    throw new VaultError('absent', 'no index version can be started');
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
  { pool, kinds, index }: RebuildDeps,
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
    pool,
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
