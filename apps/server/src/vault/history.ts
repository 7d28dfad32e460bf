import { VaultError } from './error.ts';
import type { Invalid } from './prepare.ts';
import { finish, type Prepared, type WriteDeps } from './write.ts';
import { run, type Runner } from './run.ts';
import { insideOf, openFor, type SealedCustomer } from './sealed-customer.ts';

/** One version of one value, sealed; `sealed` is null where the item was removed. */
export type SealedVersion = {
  readonly customer: string;
  readonly field: string;
  readonly item: string;
  readonly version: number;
  readonly counter: number;
  readonly key: string;
  readonly sealed: Buffer | null;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly current: boolean;
};

type Row = Omit<SealedVersion, 'customer' | 'changedAt' | 'changedBy'> & { at: Date; by: string | null };

/** All versions of a customer's values, the latest first. */
export async function versions(runner: Runner, customer: string): Promise<readonly SealedVersion[]> {
  const columns = 'field, item, version, counter, key_id as key, sealed, written_at as at, written_by as by';
  const { rows } = await run<Row>(
    runner,
    `select ${columns}, true as current from vault_values where customer = $1
     union all select ${columns}, false from vault_history where customer = $1
     order by counter desc, field, item, version desc`,
    [customer],
  );
  return rows.map(({ at, by, ...row }) => ({
    ...row,
    customer,
    changedAt: at.toISOString(),
    changedBy: by ?? '',
  }));
}

/** Opens an earlier or current version; throws `VaultError` when it was altered or is another customer's. */
export function openVersion(customer: SealedCustomer, version: SealedVersion): string | null {
  if (version.sealed === null) return null;
  const { field, item, counter, key, sealed } = version;
  return openFor(
    insideOf(customer),
    { kind: 'value', customer: customer.id, field, item, counter, key },
    sealed,
  );
}

/** Seals an earlier version again as the newest; a version that removed the item removes it again. */
export async function prepareRollback(
  deps: WriteDeps,
  runner: Runner,
  customer: SealedCustomer,
  wanted: { readonly field: string; readonly item: string; readonly version: number },
): Promise<Prepared | Invalid> {
  const kind = deps.kinds.get(wanted.field);
  const all = (await versions(runner, customer.id)).filter(
    (each) => each.field === wanted.field && each.item === wanted.item,
  );
  const target = all.find((each) => each.version === wanted.version);
  if (kind === undefined || target === undefined) return refusal('no-such-version');
  if (target.current) return refusal('nothing-to-change');
  const inside = insideOf(customer);
  const { head, values } = inside.state;
  const held = values.find((value) => value.field === wanted.field && value.item === wanted.item);
  const newest = Math.max(...all.map((each) => each.version));
  const text = openVersion(customer, target);
  if (text === null) {
    if (held === undefined) return refusal('nothing-to-change');
    return finish(deps, inside, head.writes, { head, removed: [held] });
  }
  const other = values.some((value) => value.field === wanted.field && value.item !== wanted.item);
  if (held === undefined && other && !kind.many) return refusal('only-one');
  const value = { kind, item: wanted.item, version: newest + 1, text };
  return finish(deps, inside, head.writes, { head, values: [value] });
}

const refusal = (code: 'no-such-version' | 'nothing-to-change' | 'only-one'): Invalid => ({
  kind: 'invalid',
  errors: [{ path: 'version', code }],
});

/** Throws `absent`. */
export function absent(): never {
  throw new VaultError('absent', 'there is no such customer');
}
