import type { Transaction } from 'kysely';
import { newId } from '#platform';
import type { ChangeRecord, NoticeRecord, SealedCustomer } from '#vault';
import type { AccessDeps } from './spine.ts';

/** How a value of a kind is reached by a notice; other kinds are told through these. */
const ways: Readonly<Record<string, NoticeRecord['way']>> = { mobile: 'text', email: 'mail' };
/** Notices of one change; nobody has more numbers and addresses than that. */
const mostNotices = 8;

/**
 * Puts a notice for every number and address that the customer has, the one that changes with them, and for the new
 * one, into the outbox, in the transaction of the change. `held`: the customer as before. Returns how many.
 */
export async function announceChange(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  held: SealedCustomer,
  record: ChangeRecord,
  template: NoticeRecord['template'],
): Promise<number> {
  const old = held.values.flatMap(({ field, item, version }) => {
    const way = ways[field];
    return way ? [{ way, field, item, version }] : [];
  });
  const way = ways[record.field];
  const fresh =
    way && record.sealed !== null ? [{ way, field: record.field, item: null, version: null }] : [];
  const targets = [...fresh, ...old].slice(0, mostNotices);
  for (const target of targets) {
    await deps.vault.notices.put(tx, {
      ...target,
      customer: record.customer,
      id: newId('ntc'),
      team: record.team,
      change: record.id,
      template,
      state: 'waiting',
      createdAt: deps.clock().getTime(),
      takenAt: null,
      takenBy: null,
    });
  }
  return targets.length;
}
