import type { CipherKey } from 'node:crypto';
import { VaultError } from './error.ts';
import { suiteOf, type Suite } from './suite.ts';

/** Where a sealed value belongs. It opens nowhere else. */
export type Place = {
  readonly org: string;
  /** What it is: a field's value, a free text, a party's name. */
  readonly kind: 'value' | 'text' | 'party' | 'spool';
  readonly customer: string;
  readonly field: string;
  readonly item: string;
  /** The customer's write counter when it was sealed. */
  readonly counter: number;
  /** Id of the data key. */
  readonly key: string;
};

const format = 1;
const headerBytes = 2;

/** Strings as one: no two lists give the same bytes (a JSON array; one call, where lengths would take ten). */
export function bind(parts: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(parts), 'utf8');
}

function aadOf(suite: Suite, place: Place): Buffer {
  const { key, org, kind, customer, field, item, counter } = place;
  return bind([`huke-sealed/${format}`, suite.name, key, org, kind, customer, field, item, String(counter)]);
}

/** Seals a text for one place: `format ‖ suite ‖ iv ‖ ciphertext ‖ tag`. */
export function seal(suite: Suite, key: CipherKey, place: Place, text: string): Buffer {
  const header = Buffer.from([format, suite.id]);
  return Buffer.concat([header, suite.seal(key, aadOf(suite, place), Buffer.from(text, 'utf8'))]);
}

/** Opposite of `seal`. Throws `unsealable` when a byte, the key or the place is another, `malformed` when too short. */
export function unseal(key: CipherKey, place: Place, sealed: Uint8Array): string {
  if (sealed[0] !== format) throw new VaultError('malformed', 'a sealed value has an unknown format');
  const suite = suiteOf(sealed[1]);
  if (sealed.length < headerBytes + suite.ivBytes + suite.tagBytes) {
    throw new VaultError('malformed', 'a sealed value is too short');
  }
  const plain = suite.open(key, aadOf(suite, place), sealed.subarray(headerBytes));
  if (plain === null) {
    throw new VaultError(
      'unsealable',
      `field ${place.field} does not open: it was altered, moved or is of another key`,
    );
  }
  const text = plain.toString('utf8');
  plain.fill(0);
  return text;
}
