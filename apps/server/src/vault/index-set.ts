import type { IndexVersion } from './blind-index.ts';
import { same, sealOf } from './kind-seal.ts';
import { run, type Runner } from './run.ts';

type Row = { readonly version: number; readonly customers: number; readonly state: string };

/** The index versions that the tables hold, and whether they are, all of them, as this program wrote them. */
export type SealedIndexes = {
  readonly rows: readonly Row[];
  readonly whole: boolean;
  readonly version: number;
};

/** No organisation has more; what it was made for decides how much a tag tells. */
const mostCustomers = 1_000_000_000;
/** A tag has one byte for its version. */
const mostVersions = 255;

/** Those that are written and searched: the current one, and one that is being built. */
export const liveOf = (rows: readonly Row[]): readonly IndexVersion[] =>
  rows.filter(({ state }) => state !== 'retired').map(({ version, customers }) => ({ version, customers }));

/** Reads the index versions; `lock` keeps others from writing them until the transaction ends. */
export async function readIndexes(runner: Runner, key: Uint8Array, lock = false): Promise<SealedIndexes> {
  if (lock) await run(runner, 'select 1 from vault_index_set for update', []);
  const { rows } = await run<{ rows: readonly Row[]; version: number | null; mac: string | null }>(
    runner,
    `select (select coalesce(json_agg(json_build_object('version', version, 'customers', customers, 'state', state)
           order by version), '[]') from vault_index_versions) as rows,
       (select version from vault_index_set) as version, (select mac from vault_index_set) as mac`,
    [],
  );
  const found = rows[0] ?? { rows: [], version: null, mac: null };
  const version = found.version ?? 0;
  const whole = sane(found.rows) && found.mac !== null && same(setMac(key, version, found.rows), found.mac);
  return { rows: found.rows, whole, version };
}

/** Writes the index versions in the place of `before`, and their seal. */
export async function writeIndexes(
  runner: Runner,
  key: Uint8Array,
  before: SealedIndexes,
  rows: readonly Row[],
): Promise<void> {
  for (const { version, customers, state } of rows)
    await run(
      runner,
      `insert into vault_index_versions (version, customers, state) values ($1, $2, $3)
       on conflict (version) do update set state = excluded.state`,
      [version, customers, state],
    );
  await run(
    runner,
    `insert into vault_index_set (version, mac) values ($1, $2)
     on conflict (id) do update set version = excluded.version, mac = excluded.mac`,
    [before.version + 1, setMac(key, before.version + 1, rows)],
  );
}

/**
 * Begins the versions of an installation without customers, the first one made for `customers`, or, `adopt`, seals what
 * an older release left, as it is. Returns how many rows that were.
 */
export async function beginIndexes(
  runner: Runner,
  key: Uint8Array,
  { customers, adopt }: { readonly customers: number; readonly adopt: boolean },
): Promise<number> {
  const { rows } = await run<{ begun: boolean; used: boolean }>(
    runner,
    `select exists (select 1 from vault_index_set) as begun,
       exists (select 1 from vault_index_versions) or exists (select 1 from vault_customers) as used`,
    [],
  );
  const state = rows[0];
  if (!state || state.begun || (state.used && !adopt)) return 0;
  const older = await readIndexes(runner, key);
  if (!sane(older.rows)) return 0;
  const first = { version: 1, customers, state: 'current' };
  await writeIndexes(runner, key, older, older.rows.length === 0 ? [first] : older.rows);
  return older.rows.length;
}

/** Whether the program can have written such rows: one is current, at most one is being built. */
function sane(rows: readonly Row[]): boolean {
  const count = (state: string): number => rows.filter((row) => row.state === state).length;
  return rows.every(mayBe) && count('building') <= 1 && count('current') <= 1;
}

/** Whether there can be a version of these numbers. */
export function mayBe({ version, customers }: IndexVersion): boolean {
  const within = (n: number, most: number): boolean => Number.isSafeInteger(n) && n >= 1 && n <= most;
  return within(version, mostVersions) && within(customers, mostCustomers);
}

function setMac(key: Uint8Array, version: number, rows: readonly Row[]): string {
  const parts = rows.map((row) => [row.version, row.customers, row.state] as const).sort(([a], [b]) => a - b);
  return sealOf(key, ['huke-index-versions', version, parts]);
}
