import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { VaultError } from './error.ts';
import type { KeyProvider, WrappedKey } from './key-provider.ts';
import { run } from './run.ts';
import { bind } from './seal.ts';
import { currentSuite } from './suite.ts';

/** The keys of the organisation that are not a customer's, derived from one random root. */
export type RootKeys = {
  /** Root of the blind indexes' keys. */
  readonly index: Buffer;
  /** Proves that a customer's rows belong together. */
  readonly state: Buffer;
  /** Commits to free texts in the ledger. */
  readonly commitment: Buffer;
  /** Seals what an import holds between two steps. */
  readonly spool: Buffer;
};

const name = 'vault';
const rootContext = (org: string): Buffer => bind(['root-key', org, name, currentSuite.name]);

type Row = { readonly kek: string; readonly wrapped: Buffer };

/** Reads the wrapped root, or makes it at the first start; two replicas that start together agree on one. */
export async function openRootKeys(pool: pg.Pool, keys: KeyProvider, org: string): Promise<RootKeys> {
  const row = (await readRoot(pool)) ?? (await makeRoot(pool, keys, org));
  const root = await keys.unwrap({ kek: row.kek, bytes: row.wrapped }, rootContext(org));
  const derive = (use: string): Buffer => currentSuite.derive(root, `vault/${use}/1`, 32);
  const derived = {
    index: derive('index'),
    state: derive('state'),
    commitment: derive('commitment'),
    spool: derive('spool'),
  };
  root.fill(0);
  return derived;
}

/** Wraps the root by the current KEK. */
export async function rewrapRoot(pool: pg.Pool, keys: KeyProvider, org: string): Promise<void> {
  const row = await readRoot(pool);
  if (row === null || row.kek === (await keys.current())) return;
  const root = await keys.unwrap({ kek: row.kek, bytes: row.wrapped }, rootContext(org));
  const next: WrappedKey = await keys.wrap(root, rootContext(org));
  root.fill(0);
  await run(pool, 'update vault_roots set kek = $1, wrapped = $2 where name = $3 and kek = $4', [
    next.kek,
    next.bytes,
    name,
    row.kek,
  ]);
}

async function readRoot(pool: pg.Pool): Promise<Row | null> {
  const { rows } = await run<Row>(pool, 'select kek, wrapped from vault_roots where name = $1', [name]);
  return rows[0] ?? null;
}

async function makeRoot(pool: pg.Pool, keys: KeyProvider, org: string): Promise<Row> {
  const root = randomBytes(32);
  const wrapped = await keys.wrap(root, rootContext(org));
  root.fill(0);
  await run(pool, 'insert into vault_roots (name, kek, wrapped) values ($1, $2, $3) on conflict do nothing', [
    name,
    wrapped.kek,
    wrapped.bytes,
  ]);
  const row = await readRoot(pool);
  if (row === null) throw new VaultError('keys', 'the root key cannot be stored: check the database');
  return row;
}
