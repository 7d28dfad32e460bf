import { LedgerError } from './errors.ts';

/** Longest entry that a bundle can carry, in bytes. */
export const entryLimit = 0xffff;

/** Entry bundle of tlog-tiles: each entry after its length as a big-endian uint16. */
export function formatBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > entryLimit)
      throw new LedgerError('out-of-range', `an entry has ${entry.length} bytes; ${entryLimit} is the most`);
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** Entries of a bundle, views into its bytes; throws `malformed-bundle` where lengths do not add up. */
export function parseBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    const end = at + 2 + (high ?? 0) * 256 + (low ?? 0);
    if (low === undefined || end > bytes.length)
      throw new LedgerError('malformed-bundle', `the bundle ends inside entry ${entries.length}`);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
