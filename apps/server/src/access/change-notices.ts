import type { Transaction } from 'kysely';
import { newId } from '#platform';
import type { ChangeRecord, NoticeRecord, SealedCustomer } from '#vault';
import type { AccessDeps } from './spine.ts';

/** How a value of a kind is reached by a notice; other kinds are told through these. */
const ways: Readonly<Record<string, NoticeRecord['way']>> = { mobile: 'text', email: 'mail' };
/** Stands for a key where a contact does not prove whose it is: its notices are nobody's to take. */
export const unproven = 'unproven';

/**
 * Puts the notices of a change into the outbox, in its transaction: to the value that changes, as it was; to the new
 * one; and to one other number or address that the customer has had for longer, so that a change of one way is told on
 * another. No more than that leaves, and none of it by the key `notBy`. `held`: the customer as before. Returns how
 * many.
 */
export async function announceChange(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  held: SealedCustomer,
  record: ChangeRecord,
  template: NoticeRecord['template'],
  notBy: string | null,
): Promise<number> {
  const { customer, field, item, before } = record;
  const own = ways[field];
  const fresh = own && record.sealed !== null ? [{ way: own, field, item: null, version: null }] : [];
  const old = own && item !== null && before !== null ? [{ way: own, field, item, version: before }] : [];
  const other = await independent(deps, tx, held, record);
  const targets = [...fresh, ...old, ...other];
  for (const target of targets) {
    await deps.vault.notices.put(tx, {
      ...target,
      customer,
      id: newId('ntc'),
      team: record.team,
      change: record.id,
      template,
      state: 'waiting',
      createdAt: deps.clock().getTime(),
      takenAt: null,
      takenBy: null,
      notBy,
    });
  }
  return targets.length;
}

/** One number or address that the change is not about: a mobile before a mail, one of long standing before a new one. */
async function independent(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  held: SealedCustomer,
  record: ChangeRecord,
) {
  const lately = await deps.vault.changes.ofCustomer(tx, record.customer, deps.clock().getTime());
  const isNew = (item: string): boolean =>
    lately.some((each) => each.item === item && each.state === 'applied');
  const others = held.values
    .filter((each) => each.item !== record.item || each.field !== record.field)
    .flatMap(({ field, item, version }) => {
      const way = ways[field];
      return way
        ? [{ way, field, item, version, rank: (isNew(item) ? 2 : 0) + (way === 'text' ? 0 : 1) }]
        : [];
    })
    .toSorted((a, b) => a.rank - b.rank);
  return others.slice(0, 1).map(({ rank: _, ...target }) => target);
}

/** The key that may not take the notices of a change: it opened the contact in which that was made. */
export async function channelOf(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  contact: string | null,
): Promise<string | null> {
  return contact === null ? null : ((await deps.cases.channel(tx, contact)) ?? unproven);
}

/** The same of a change that was announced before. */
export async function keptFrom(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  change: string,
): Promise<string | null> {
  const [first] = await deps.vault.notices.ofChanges(tx, [change]);
  return first ? first.notBy : unproven;
}
