import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

type Mac = (data: Uint8Array) => Uint8Array;
type Part = string | number | boolean | null | readonly string[];

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Seal of a database row: a MAC over the row's kind and the columns that rights depend on. Whoever edits the row
 * past the program cannot make one, so such a row counts as absent. An old row put back whole is not found by it.
 */
export function rowMac(mac: Mac, kind: string, parts: readonly Part[]): string {
  return Buffer.from(mac(utf8(JSON.stringify(['huke-row', kind, ...parts])))).toString('base64url');
}

/** Opposite of `rowMac`: whether `sealed` fits. */
export function rowGenuine(mac: Mac, kind: string, parts: readonly Part[], sealed: string | null): boolean {
  return sealed !== null && sameText(rowMac(mac, kind, parts), sealed);
}

/** Compares in constant time. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/** A key of this room for one use, derived from the installation's MAC key. */
export function derivedKey(mac: Mac, use: string): Buffer {
  return Buffer.from(mac(utf8(`huke/identity/${use}/v1`)));
}

/** A key for account counters and the like that does not tell the address to a reader of the table. */
export function blindKey(mac: Mac, use: string, text: string): string {
  return Buffer.from(mac(utf8(JSON.stringify(['huke-blind', use, text]))))
    .subarray(0, 18)
    .toString('base64url');
}

/** What the database keeps of a high-entropy token. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** A fresh token of 256 bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Encrypts a small secret (AES-256-GCM), bound to whose it is. */
export function sealSecret(key: Buffer, owner: string, secret: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(utf8(owner));
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
}

/** Opposite of `sealSecret`; null when it was altered or belongs to somebody else. */
export function openSecret(key: Buffer, owner: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 28) return null;
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  cipher.setAAD(utf8(owner)).setAuthTag(bytes.subarray(-16));
  try {
    return cipher.update(bytes.subarray(12, -16), undefined, 'utf8') + cipher.final('utf8');
  } catch {
    return null;
  }
}
