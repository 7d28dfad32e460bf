import { type Account, type AccountRow, accountOf, type Mac, nameOf, rowOf, summandOf } from './account.ts';

/** `account.ts` under one key; the same row again costs no second look at its seal. */
export type SealedRows = {
  /** The account of a row; null where the row is not as this program wrote it, or was moved. */
  readonly open: (row: AccountRow) => Account | null;
  /** Opposite of `open`. */
  readonly seal: (account: Account) => AccountRow;
  /** What a row adds to the sum over its period. */
  readonly summand: (row: AccountRow) => bigint;
};

type Known = { readonly row: AccountRow; readonly account: Account; summand: bigint | null };

const kept = 10_000;

/**
 * Remembers the latest row of an account that was sealed or found genuine here. INVARIANT: only a row that is equal in
 * every column is taken for it, so that nothing is believed that its seal would not prove; whether it is the newest one
 * is judged elsewhere (`memory.ts`, `head.ts`).
 */
export function createSealedRows(mac: Mac): SealedRows {
  const known = new Map<string, Known>();
  const learn = (row: AccountRow, account: Account): void => {
    const name = nameOf(row);
    // loads are answered out of order: an older row is no reason to forget the newer one
    if ((known.get(name)?.row.seq ?? 0) > row.seq) return;
    known.delete(name);
    known.set(name, { row, account, summand: null });
    if (known.size > kept) known.delete(known.keys().next().value ?? '');
  };
  const same = (row: AccountRow): Known | null => {
    const found = known.get(nameOf(row));
    const equal =
      found !== undefined &&
      found.row.seq === row.seq &&
      found.row.seal === row.seal &&
      found.row.body === row.body;
    return equal ? found : null;
  };
  return {
    open: (row) => {
      const found = same(row);
      if (found !== null) return found.account;
      const account = accountOf(mac, row);
      if (account !== null) learn(row, account);
      return account;
    },
    seal: (account) => {
      const row = rowOf(mac, account);
      learn(row, account);
      return row;
    },
    summand: (row) => {
      const found = same(row);
      if (found === null) return summandOf(mac, row);
      return (found.summand ??= summandOf(mac, row));
    },
  };
}
