import {
  type CipherKey,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
} from 'node:crypto';
import { VaultError } from './error.ts';
import { freshBytes } from './entropy.ts';

/**
 * All that is known of a cipher suite. Its `id` is the second byte of whatever it seals, so that suites can be read
 * side by side; nothing else enumerates them.
 */
export type Suite = {
  readonly id: number;
  readonly name: string;
  readonly keyBytes: number;
  readonly ivBytes: number;
  readonly tagBytes: number;
  /** `iv ‖ ciphertext ‖ tag` under a fresh IV. */
  readonly seal: (key: CipherKey, aad: Uint8Array, plain: Uint8Array) => Buffer;
  /** Opposite of `seal`; null when anything does not fit. */
  readonly open: (key: CipherKey, aad: Uint8Array, sealed: Uint8Array) => Buffer | null;
  readonly digest: (parts: Iterable<Uint8Array | string>) => Buffer;
  readonly mac: (key: Uint8Array, data: Uint8Array | string) => Buffer;
  /** A key for one use out of a random root (HKDF, RFC 5869). */
  readonly derive: (root: Uint8Array, use: string, bytes: number) => Buffer;
};

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM (NIST SP 800-38D) with a given IV: `ciphertext ‖ tag`. */
export function gcmSeal(key: CipherKey, iv: Uint8Array, aad: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(aad);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opposite of `gcmSeal`; null when key, IV, additional data, ciphertext or tag is another. */
export function gcmOpen(key: CipherKey, iv: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (iv.length !== ivBytes || sealed.length < tagBytes) return null;
  const at = sealed.length - tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  decipher.setAAD(aad).setAuthTag(sealed.subarray(at));
  const plain = decipher.update(sealed.subarray(0, at));
  try {
    decipher.final();
  } catch {
    plain.fill(0);
    return null;
  }
  return plain;
}

const intl: Suite = {
  id: 1,
  name: 'intl',
  keyBytes: 32,
  ivBytes,
  tagBytes,
  seal: (key, aad, plain) => {
    // Random IVs of 96 bits (NIST SP 800-38D 8.2.2): a data key seals far fewer than 2^32 values.
    const iv = freshBytes(ivBytes);
    return Buffer.concat([iv, gcmSeal(key, iv, aad, plain)]);
  },
  open: (key, aad, sealed) => gcmOpen(key, sealed.subarray(0, ivBytes), aad, sealed.subarray(ivBytes)),
  digest: (parts) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
  mac: (key, data) => createHmac('sha256', key).update(data).digest(),
  derive: (root, use, bytes) => Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `huke/${use}`, bytes)),
};

const suites: readonly Suite[] = [intl];

/** The suite that new values are sealed with. */
export const currentSuite: Suite = intl;

/** The suite of an id; throws `malformed` for one that this program does not know. */
export function suiteOf(id: number | undefined): Suite {
  const suite = suites.find((each) => each.id === id);
  if (suite === undefined)
    throw new VaultError('malformed', 'sealed with a suite that this release does not know');
  return suite;
}
