import { VaultError } from './error.ts';
import type { WrappedKey } from './key-provider.ts';
import { bind } from './seal.ts';
import { suiteOf } from './suite.ts';

/** A key encryption key in this process's memory. */
export type Kek = { readonly id: string; readonly suite: number; readonly key: Uint8Array };

const format = 1;

/** Wraps a key under a KEK for one context (AES-256-GCM in suite `intl`): `format ‖ suite ‖ iv ‖ ciphertext ‖ tag`. */
export function wrapKey(kek: Kek, key: Uint8Array, context: Uint8Array): WrappedKey {
  const suite = suiteOf(kek.suite);
  const sealed = suite.seal(kek.key, aad(kek.id, suite.name, context), key);
  return { kek: kek.id, bytes: Buffer.concat([Buffer.from([format, suite.id]), sealed]) };
}

/** Opposite of `wrapKey`; throws `unsealable` when a byte, the KEK or the context is another. */
export function unwrapKey(kek: Kek, wrapped: WrappedKey, context: Uint8Array): Buffer {
  const { bytes } = wrapped;
  if (bytes[0] !== format || bytes.length < 2)
    throw new VaultError('malformed', 'a wrapped key has an unknown format');
  const suite = suiteOf(bytes[1]);
  const key = suite.open(kek.key, aad(kek.id, suite.name, context), bytes.subarray(2));
  if (key === null || key.length !== suite.keyBytes) {
    throw new VaultError(
      'unsealable',
      'a wrapped key does not open: it was altered, moved or is of another key',
    );
  }
  return key;
}

const aad = (kek: string, suite: string, context: Uint8Array): Buffer =>
  Buffer.concat([bind([`huke-wrapped/${format}`, suite, kek]), context]);

/** What a data key is bound to: organisation, customer, retention class, suite and its own id. */
export function keyContext(
  org: string,
  customer: string,
  retention: string,
  suite: string,
  key: string,
): Buffer {
  return bind(['data-key', org, customer, retention, suite, key]);
}
