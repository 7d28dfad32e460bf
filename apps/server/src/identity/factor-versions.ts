import type { LedgerPage } from '@huke/sdk';
import { decodeEntry } from '#ledger';
import type { EntriesPort } from './deps.ts';
import { type Floors, factorsFloor } from './floors.ts';

/**
 * Raises the floors of how people sign in to what the ledger's entries say, newest first: an older set that was put
 * back while no server ran is found by it.
 */
export async function raiseByEntries(floors: Floors, entries: EntriesPort): Promise<void> {
  let cursor: string | null = null;
  do {
    const page: LedgerPage = await entries(
      { action: 'factors-sealed' },
      { limit: 200, ...(cursor === null ? {} : { cursor }) },
    );
    for (const { bytes } of page.entries) {
      const entry = decodeEntry(Buffer.from(bytes, 'base64'));
      if (entry?.kind === 'identity' && entry.person !== undefined && entry.count !== undefined)
        floors.raise(factorsFloor(entry.person), entry.count);
    }
    cursor = page.next;
  } while (cursor !== null);
}
