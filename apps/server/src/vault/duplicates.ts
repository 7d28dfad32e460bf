import type { Database } from '#platform';
import { comparable } from './normalise.ts';
import type { Write } from './write.ts';
import { run } from './run.ts';
import { unseal } from './seal.ts';
import { internalsOf, type Vault } from './vault.ts';

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

/**
 * For each new customer the identifying field that another customer has already, or null: one query for all of them,
 * then every candidate is opened and compared.
 */
export async function findDuplicates(
  vault: Vault,
  db: Database,
  writes: readonly Write[],
): Promise<readonly (string | null)[]> {
  const { dataKeys } = internalsOf(vault);
  const probes = writes.flatMap((write) =>
    write.probes.flatMap(({ field, tokens }) => tokens.map((tag) => ({ field, tag }))),
  );
  const { rows } = await run<Row>(db.pool, candidates, [
    probes.map((probe) => probe.field),
    probes.map((probe) => probe.tag),
  ]);
  const held = new Set<string>();
  for (const row of rows) {
    const { customer, field, item, counter, id, retention, suite, kek, wrapped } = row;
    const key = await dataKeys.get(customer, { id, retention, suite, wrapped: { kek, bytes: wrapped } });
    const place = { org: vault.org, kind: 'value', customer, field, item, counter, key: id } as const;
    held.add(`${field}\0${comparable(unseal(key, place, row.sealed))}`);
  }
  return writes.map(
    (write) =>
      write.probes.find((probe) => held.has(`${probe.field}\0${comparable(probe.value)}`))?.field ?? null,
  );
}
