import type pg from 'pg';
import type { Log } from '#platform';
import type { DataKeys } from './data-keys.ts';
import { VaultError } from './error.ts';
import type { KeyProvider } from './key-provider.ts';
import { rewrapRoot } from './root-keys.ts';
import { run } from './run.ts';

export type Rotated = { readonly kek: string; readonly rewrapped: number; readonly damaged: number };

type RotateDeps = {
  readonly pool: pg.Pool;
  readonly keys: KeyProvider;
  readonly dataKeys: DataKeys;
  readonly org: string;
  readonly log: Log;
};

/** How a rotation comes along. */
export type RotationProgress = { readonly done: number; readonly total: number };

type Row = { customer: string; id: string; retention: string; suite: number; kek: string; wrapped: Buffer };

const batch = 500;

/**
 * Makes a new key encryption key and rewraps every data key and the root by it; values stay as they are. Old KEKs stay
 * until the operator destroys them. A rotation that was broken off is finished by `rewrapAll`.
 */
export async function rotate(
  deps: RotateDeps,
  onProgress: (progress: RotationProgress) => void = () => {},
): Promise<Rotated> {
  await deps.keys.rotate();
  return rewrapAll(deps, onProgress);
}

/**
 * Rewraps what an older KEK wrapped. Keys that do not unwrap (altered, or their KEK is gone) are counted as `damaged`
 * and left as they are.
 */
export async function rewrapAll(
  deps: RotateDeps,
  onProgress: (progress: RotationProgress) => void = () => {},
): Promise<Rotated> {
  const { pool, keys, org } = deps;
  const kek = await keys.current();
  await rewrapRoot(pool, keys, org);
  const left = await run<{ n: string }>(pool, 'select count(*) as n from vault_keys where kek <> $1', [kek]);
  const total = Number(left.rows[0]?.n ?? 0);
  let [done, damaged] = [0, 0];
  let last = { customer: '', id: '' };
  for (;;) {
    const { rows } = await run<Row>(
      pool,
      `select customer, id, retention, suite, kek, wrapped from vault_keys
       where kek <> $1 and (customer, id) > ($2, $3) order by customer, id limit ${batch}`,
      [kek, last.customer, last.id],
    );
    last = rows.at(-1) ?? last;
    if (rows.length === 0) break;
    damaged += await rewrapRows(deps, rows);
    done += rows.length;
    onProgress({ done, total: Math.max(total, done) });
  }
  return { kek, rewrapped: done - damaged, damaged };
}

/** Rewraps a batch in one statement; returns how many keys did not unwrap. */
async function rewrapRows({ pool, dataKeys, log }: RotateDeps, rows: readonly Row[]): Promise<number> {
  const next: { customer: string; id: string; kek: string; wrapped: Uint8Array }[] = [];
  for (const { customer, id, retention, suite, kek, wrapped } of rows) {
    try {
      const fresh = await dataKeys.rewrap(customer, {
        id,
        retention,
        suite,
        wrapped: { kek, bytes: wrapped },
      });
      next.push({ customer, id, kek: fresh.wrapped.kek, wrapped: fresh.wrapped.bytes });
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      log.error('data-key-damaged', { customer, code: error.code });
    }
  }
  await run(
    pool,
    `update vault_keys k set kek = t.kek, wrapped = t.wrapped
     from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) t (customer, id, kek, wrapped)
     where k.customer = t.customer and k.id = t.id`,
    [
      next.map((each) => each.customer),
      next.map((each) => each.id),
      next.map((each) => each.kek),
      next.map((each) => each.wrapped),
    ],
  );
  return rows.length - next.length;
}
