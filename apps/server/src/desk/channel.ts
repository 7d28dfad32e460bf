import { type Kysely, sql, type Transaction } from 'kysely';
import { isId, type Log } from '#platform';
import type { Mac } from './seals.ts';

/** The seal of who registered a contact: whoever edits that column past the program has a contact without a channel. */
export const channelSeal = (mac: Mac, contact: string, source: string): string =>
  Buffer.from(mac(Buffer.from(JSON.stringify(['desk-channel/1', contact, source])))).toString('base64url');

/**
 * Reads the key that registered a contact, which alone may carry out its uses. Null where no key did, where the row
 * says so without its seal, and for contacts older than the seal.
 */
export function channelReader(deps: {
  readonly mac: Mac;
  readonly log: Log;
}): (db: Kysely<unknown> | Transaction<unknown>, contact: string) => Promise<string | null> {
  return async (db, contact) => {
    const found = await sql<{ source: string; seal: string | null }>`
      select source, source_seal as seal from desk_contacts where id = ${contact}`.execute(db);
    const [row] = found.rows;
    if (!row || row.seal === null || !isId(row.source, 'key')) return null;
    if (row.seal === channelSeal(deps.mac, contact, row.source)) return row.source;
    deps.log.error('contact-forged', { id: contact });
    return null;
  };
}
