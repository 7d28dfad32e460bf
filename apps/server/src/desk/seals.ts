/** Keyed MAC under a key that lives apart from the database. */
export type Mac = (data: Uint8Array) => Uint8Array;

/** MAC over parts, the first of which says what they are. */
export const sealed = (mac: Mac, parts: readonly unknown[]): string =>
  Buffer.from(mac(Buffer.from(JSON.stringify(parts)))).toString('base64url');
