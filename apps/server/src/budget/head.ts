import { digest, type Mac, wholeOf } from './account.ts';

/**
 * What is sealed of all accounts together, so that a missing row and an old one are found: for the day and the month
 * a sum over the rows (a multiset hash, MSet-Add-Hash of Clarke et al. 2003), and how the log stood when it was last
 * changed: `accesses` entries of accesses follow from index `from` on, and no more.
 */
export type Head = {
  readonly seq: number;
  readonly day: string;
  readonly month: string;
  readonly daySum: bigint;
  readonly monthSum: bigint;
  readonly from: number;
  readonly accesses: number;
};

/** Its row: sums are masked by a value that only the key's holder knows. */
export type HeadRow = { readonly seq: number; readonly body: string; readonly seal: string };

const modulus = 1n << 256n;

/** Adds to a sum, or takes from it. */
export const sumWith = (sum: bigint, change: bigint): bigint =>
  (((sum + change) % modulus) + modulus) % modulus;

/** The sealed row of a head. */
export function headRowOf(mac: Mac, head: Head): HeadRow {
  const { seq, day, month, from, accesses } = head;
  const masked = (sum: bigint, of: string): string => sumWith(sum, maskOf(mac, seq, of)).toString(16);
  const body = JSON.stringify({
    day,
    month,
    daySum: masked(head.daySum, 'day'),
    monthSum: masked(head.monthSum, 'month'),
    from,
    accesses,
  });
  return { seq, body, seal: sealOf(mac, seq, body) };
}

/** Opposite of `headRowOf`; null where the row is not as this program wrote it. */
export function headOf(mac: Mac, row: HeadRow): Head | null {
  const { seq } = row;
  if (row.seal !== sealOf(mac, seq, row.body)) return null;
  const body = JSON.parse(row.body) as Omit<Head, 'seq' | 'daySum' | 'monthSum'> & {
    daySum: string;
    monthSum: string;
  };
  const clear = (masked: string, of: string): bigint => sumWith(BigInt(`0x${masked}`), -maskOf(mac, seq, of));
  return { ...body, seq, daySum: clear(body.daySum, 'day'), monthSum: clear(body.monthSum, 'month') };
}

const maskOf = (mac: Mac, seq: number, of: string): bigint => wholeOf(digest(mac, ['budget-mask', of, seq]));

const sealOf = (mac: Mac, seq: number, body: string): string =>
  digest(mac, ['budget-head', seq, body]).toString('base64url');
