import type { EntryDraft } from '#ledger';
import { decodeEntry } from '#ledger';
import type { AccessDeps } from './spine.ts';

/**
 * A customer whose rows are not as the ledger last said. `stale`: another state than the last write's, such as an old
 * one put back whole; `missing`: rows that were written are gone, of an import by the id that its entry has for them
 * (`importedAs`); `unwritten`: rows that no entry knows; `damaged`: rows that do not belong together or do not open.
 */
export type StateFinding = {
  readonly customer: string;
  readonly kind: 'stale' | 'missing' | 'unwritten' | 'damaged';
};

const entryBatch = 5_000;
const customerBatch = 200;

/**
 * Compares every customer's sealed state with the digest that the entry of its last write holds. Reads both in one
 * snapshot, so that writes go on meanwhile; opens no value. The entries themselves are `verifyLog`'s to prove, before
 * this. Keeps one digest for each customer in memory (some 150 bytes).
 */
export async function* auditStates(
  deps: Pick<AccessDeps, 'db' | 'vault'>,
  onProgress: (progress: { readonly entries: number; readonly customers: number }) => void = () => undefined,
): AsyncGenerator<StateFinding> {
  const client = await deps.db.pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const written = new Map<string, string>();
    for (let entries = 0; ; ) {
      const { rows } = await client.query<{ idx: string; entry: Buffer }>(
        'select idx, entry from ledger_entries where idx >= $1 order by idx limit $2',
        [entries, entryBatch],
      );
      for (const { entry } of rows)
        for (const [customer, state] of statesOf(entry)) {
          written.set(customer, state);
          // what was said when they were imported, by another id, is over
          written.delete(deps.vault.importedAs(customer));
        }
      const last = rows.at(-1);
      if (last === undefined) break;
      entries = Number(last.idx) + 1;
      onProgress({ entries, customers: 0 });
    }
    let customers = 0;
    for (let after = ''; ; ) {
      const { rows } = await client.query<{ customer: string; json: unknown }>(
        `select customer, public.vault_customer(customer) as json from vault_customers
         where customer > $1 order by customer limit $2`,
        [after, customerBatch],
      );
      for (const { customer, json } of rows) {
        const imported = deps.vault.importedAs(customer);
        const state = written.get(customer) ?? written.get(imported);
        written.delete(customer);
        written.delete(imported);
        const kind = await judge(deps, customer, json, state);
        if (kind !== null) yield { customer, kind };
      }
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.customer;
      customers += rows.length;
      onProgress({ entries: 0, customers });
    }
    for (const [customer, state] of written)
      if (state !== deps.vault.leftOutState(customer)) yield { customer, kind: 'missing' };
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

/** The states that an entry says were written; none where it refused, or is not an entry. */
function statesOf(bytes: Buffer): readonly (readonly [string, string])[] {
  const entry: EntryDraft | null = decodeEntry(bytes);
  if (entry === null || (entry.outcome !== 'granted' && entry.outcome !== 'done')) return [];
  const { customer, state, customers = [], states = [] } = entry;
  const many = customers.flatMap((id, i) => (states[i] === undefined ? [] : [[id, states[i]] as const]));
  return customer !== undefined && state !== undefined ? [[customer, state], ...many] : many;
}

async function judge(
  { vault }: Pick<AccessDeps, 'vault'>,
  customer: string,
  json: unknown,
  state: string | undefined,
): Promise<StateFinding['kind'] | null> {
  if (state === undefined) return 'unwritten';
  try {
    return vault.verifyState(await vault.customerOf(json, customer), state) ? null : 'stale';
  } catch {
    return 'damaged';
  }
}
