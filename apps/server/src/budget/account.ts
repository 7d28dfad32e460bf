import type { Counts, Dimension } from './limits.ts';

/** Keyed MAC under a key that lives apart from the database. */
export type Mac = (data: Uint8Array) => Uint8Array;

/** Whose account it is; what a session spent stands in its person's. */
export type AccountKind = Exclude<Dimension, 'session'>;

/** Which account: `period` is a day (`YYYY-MM-DD`) or a month (`YYYY-MM`). */
export type AccountKey = { readonly kind: AccountKind; readonly id: string; readonly period: string };

/** An account as it was read, its seal found to fit. `marks`: what counted once already. */
export type Account = AccountKey & {
  readonly seq: number;
  readonly counts: Counts;
  readonly marks: ReadonlySet<string>;
};

/** The row of an account in the database. */
export type AccountRow = AccountKey & {
  readonly seq: number;
  readonly body: string;
  readonly seal: string;
};

export const nameOf = ({ kind, id, period }: AccountKey): string => `${kind} ${id} ${period}`;

/** An account in which nothing was counted yet. */
export const emptyAccount = (key: AccountKey): Account => ({
  kind: key.kind,
  id: key.id,
  period: key.period,
  seq: 0,
  counts: {},
  marks: new Set(),
});

/** The row of an account, sealed over all that it says; counters and marks in one order, so that the bytes are its. */
export function rowOf(mac: Mac, account: Account): AccountRow {
  const { kind, id, period, seq } = account;
  const n = Object.entries(account.counts).sort(([a], [b]) => (a < b ? -1 : 1));
  const body = JSON.stringify({ n: Object.fromEntries(n), m: [...account.marks].sort() });
  return { kind, id, period, seq, body, seal: sealOf(mac, { kind, id, period, seq, body }) };
}

/** Opposite of `rowOf`; null where the row is not as this program wrote it, or was moved. */
export function accountOf(mac: Mac, row: AccountRow): Account | null {
  if (row.seal !== sealOf(mac, row)) return null;
  const { n, m } = JSON.parse(row.body) as { n: Counts; m: readonly string[] };
  const { kind, id, period, seq } = row;
  return { kind, id, period, seq, counts: n, marks: new Set(m) };
}

function sealOf(mac: Mac, { kind, id, period, seq, body }: Omit<AccountRow, 'seal'>): string {
  return digest(mac, ['budget-account', kind, id, period, seq, body]).toString('base64url');
}

/** What a row adds to the sum over all rows of its period: secret, so that no other rows can be found of one sum. */
export function summandOf(
  mac: Mac,
  row: Pick<AccountRow, 'kind' | 'id' | 'period' | 'seq' | 'seal'>,
): bigint {
  return wholeOf(digest(mac, ['budget-summand', row.kind, row.id, row.period, row.seq, row.seal]));
}

export const digest = (mac: Mac, parts: readonly (string | number)[]): Buffer =>
  Buffer.from(mac(Buffer.from(JSON.stringify(parts))));

export const wholeOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
