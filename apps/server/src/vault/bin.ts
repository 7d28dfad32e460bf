import { run, type Runner } from './run.ts';

/** A customer in the bin. */
export type Binned = { readonly id: string; readonly binnedAt: string; readonly binnedBy: string | null };

/** Few enough that a page is bought with what a supervisor may view in a day. */
const pageSize = 20;

/** The bin of a team, or of all, newest first; `cursor` is what the page before gave. */
export async function listBin(
  runner: Runner,
  cursor: string | null,
  of: 'all' | { readonly team: string },
): Promise<{ readonly items: readonly Binned[]; readonly next: string | null }> {
  const [at, id] = cursor === null ? [null, null] : cursor.split('~');
  const { rows } = await run<{ customer: string; at: Date; by: string | null }>(
    runner,
    `select customer, binned_at as at, binned_by as by from vault_customers
     where binned_at is not null and ($1::timestamptz is null or (binned_at, customer) < ($1::timestamptz, $2::text))
       and ($3::text is null or team = $3)
     order by binned_at desc, customer desc limit ${pageSize + 1}`,
    [at ?? null, id ?? null, of === 'all' ? null : of.team],
  );
  const items = rows.slice(0, pageSize).map((row) => ({
    id: row.customer,
    binnedAt: row.at.toISOString(),
    binnedBy: row.by,
  }));
  const last = items.at(-1);
  return { items, next: rows.length > pageSize && last ? `${last.binnedAt}~${last.id}` : null };
}
