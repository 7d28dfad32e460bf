import type pg from 'pg';
import type { DataKeys } from './data-keys.ts';
import type { KeyProvider } from './key-provider.ts';
import { rewrapRoot } from './root-keys.ts';
import { run } from './run.ts';

/** How a rotation comes along. */
export type RotationProgress = { readonly done: number; readonly total: number };

type Row = { customer: string; id: string; retention: string; suite: number; kek: string; wrapped: Buffer };

const batch = 500;

/**
 * Makes a new key encryption key and rewraps every data key and the root by it; values stay as they are. Old KEKs stay
 * until the operator destroys them. A rotation that was broken off is finished by `rewrapAll`.
 */
export async function rotate(
  deps: {
    readonly pool: pg.Pool;
    readonly keys: KeyProvider;
    readonly dataKeys: DataKeys;
    readonly org: string;
  },
  onProgress: (progress: RotationProgress) => void = () => {},
): Promise<{ readonly kek: string; readonly rewrapped: number }> {
  await deps.keys.rotate();
  return rewrapAll(deps, onProgress);
}

/** Rewraps what an older KEK wrapped. */
export async function rewrapAll(
  deps: {
    readonly pool: pg.Pool;
    readonly keys: KeyProvider;
    readonly dataKeys: DataKeys;
    readonly org: string;
  },
  onProgress: (progress: RotationProgress) => void = () => {},
): Promise<{ readonly kek: string; readonly rewrapped: number }> {
  const { pool, keys, dataKeys, org } = deps;
  const kek = await keys.current();
  await rewrapRoot(pool, keys, org);
  const left = await run<{ n: string }>(pool, 'select count(*) as n from vault_keys where kek <> $1', [kek]);
  const total = Number(left.rows[0]?.n ?? 0);
  let done = 0;
  for (;;) {
    const { rows } = await run<Row>(
      pool,
      `select customer, id, retention, suite, kek, wrapped from vault_keys where kek <> $1
       order by customer, id limit ${batch}`,
      [kek],
    );
    if (rows.length === 0) break;
    const next = [];
    for (const { customer, id, retention, suite, kek: old, wrapped } of rows) {
      const key = { id, retention, suite, wrapped: { kek: old, bytes: wrapped } };
      next.push({ customer, id, wrapped: (await dataKeys.rewrap(customer, key)).wrapped });
    }
    await run(
      pool,
      `update vault_keys k set kek = t.kek, wrapped = t.wrapped
       from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) t (customer, id, kek, wrapped)
       where k.customer = t.customer and k.id = t.id`,
      [
        next.map((each) => each.customer),
        next.map((each) => each.id),
        next.map((each) => each.wrapped.kek),
        next.map((each) => each.wrapped.bytes),
      ],
    );
    done += rows.length;
    onProgress({ done, total: Math.max(total, done) });
  }
  return { kek, rewrapped: done };
}
