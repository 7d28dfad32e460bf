import type { EntriesPort } from './deps.ts';
import { type Floors, factorsFloor } from './floors.ts';

/**
 * Raises the floors of how people sign in to what the ledger's entries say: an older set that was put back while no
 * server ran is found by it.
 */
export async function raiseByEntries(floors: Floors, entriesOf: EntriesPort): Promise<void> {
  for await (const entry of entriesOf('factors-sealed'))
    if (entry.kind === 'identity' && entry.person !== undefined && entry.count !== undefined)
      floors.raise(factorsFloor(entry.person), entry.count);
}
