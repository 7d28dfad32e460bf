/** Keyed MAC under a key that lives apart from the database. */
export type Mac = (data: Uint8Array) => Uint8Array;

/** One part of a row: what is sealed must be told apart whatever the database does to its form. */
export type Part = string | number | boolean | null | readonly Part[];

/**
 * The seal of a row that carries rights: a MAC over the table's name and every column that matters. Whoever edits the
 * database cannot make one, and a row moved to another person, customer or table does not fit its own.
 */
export function sealOf(mac: Mac, table: string, parts: readonly Part[]): string {
  return Buffer.from(mac(Buffer.from(JSON.stringify([table, ...parts])))).toString('base64url');
}

/** Whether a row is as this program wrote it. Compared in full; a seal is no secret to be guessed byte by byte. */
export function sealFits(mac: Mac, table: string, parts: readonly Part[], seal: unknown): boolean {
  return typeof seal === 'string' && seal === sealOf(mac, table, parts);
}
