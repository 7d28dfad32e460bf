import type { Database } from '#platform';
import { comparable } from './normalise.ts';
import { run } from './run.ts';
import { unseal } from './seal.ts';
import type { CustomerFacts } from './sealed-customer.ts';
import { internalsOf, type Vault } from './vault.ts';
import type { Write } from './write.ts';

type Row = {
  customer: string;
  field: string;
  item: string;
  tag: Buffer;
  counter: number;
  sealed: Buffer;
  id: string;
  retention: string;
  suite: number;
  kek: string;
  wrapped: Buffer;
};

const candidates = `
select v.customer, v.field, v.item, i.tag, v.counter, v.sealed, k.id, k.retention, k.suite, k.kek, k.wrapped
from (select distinct * from unnest($1::text[], $2::bytea[]) t (field, tag)) t
join vault_index i on i.field = t.field and i.tag = t.tag
join vault_values v on v.customer = i.customer and v.field = i.field and v.item = i.item
join vault_keys k on k.customer = v.customer and k.id = v.key_id`;

const heads = 'select public.vault_customer(customer) as json from unnest($1::text[]) customer';

/** Customers whose facts are loaded at the least, and in steps of how many: a batch without a hit loads as many. */
const step = 8;

/** Who holds a value already, one list for each new customer. */
export type Holders = {
  readonly ids: readonly (readonly string[])[];
  /** Their facts. It names them to the database: INVARIANT: whoever asks has entered them before. */
  readonly facts: () => Promise<readonly (readonly CustomerFacts[])[]>;
};

/**
 * For each new customer those who hold one of its identifying values already, whosever they are: one query for all
 * candidates, each of which is opened and compared, and one for facts, of others too, so that hits cost little.
 */
export async function findHolders(vault: Vault, db: Database, writes: readonly Write[]): Promise<Holders> {
  const { dataKeys } = internalsOf(vault);
  const probes = writes.flatMap((write) =>
    write.probes.flatMap(({ field, tokens }) => tokens.map((tag) => ({ field, tag }))),
  );
  const { rows } = await run<Row>(db.pool, candidates, [
    probes.map((probe) => probe.field),
    probes.map((probe) => probe.tag),
  ]);
  const holders = new Map<string, Set<string>>();
  for (const row of rows) {
    const { customer, field, item, counter, id, retention, suite, kek, wrapped } = row;
    const key = await dataKeys.get(customer, { id, retention, suite, wrapped: { kek, bytes: wrapped } });
    const place = { org: vault.org, kind: 'value', customer, field, item, counter, key: id } as const;
    const value = keyOf(field, unseal(key, place, row.sealed));
    holders.set(value, (holders.get(value) ?? new Set()).add(customer));
  }
  const found = writes.map((write) => [
    ...new Set(write.probes.flatMap(({ field, value }) => [...(holders.get(keyOf(field, value)) ?? [])])),
  ]);
  return {
    ids: found,
    facts: async () => {
      const near = rows.map((row) => row.customer);
      const facts = await factsOf(vault, db, found.flat(), near);
      return found.map((ids) => ids.flatMap((id) => facts.get(id) ?? []));
    },
  };
}

const keyOf = (field: string, value: string): string => `${field}\0${comparable(value)}`;

/** Loads the customers who were hit, and others who share a tag until the number says nothing of hits. */
async function factsOf(
  vault: Vault,
  db: Database,
  hits: readonly string[],
  near: readonly string[],
): Promise<ReadonlyMap<string, CustomerFacts>> {
  const wanted = new Set(hits);
  const size = Math.max(Math.ceil(wanted.size / step), 1) * step;
  for (const id of near) if (wanted.size < size) wanted.add(id);
  const { rows } = await run<{ json: unknown }>(db.pool, heads, [[...wanted]]);
  const loaded = await vault.candidatesOf(rows.flatMap(({ json }) => (json === null ? [] : [json])));
  return new Map(loaded.map((customer) => [customer.id, customer.facts]));
}
