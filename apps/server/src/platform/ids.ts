import { randomFillSync } from 'node:crypto';

/** Crockford's base 32 in lower case: no i, l, o, u. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Three letters, an underscore, 26 digits of lower-case Crockford base 32 (a UUIDv7, 128 bits, top digit 0–7). */
const ID = /^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Makes a new id: `prefix`, `_`, and a UUIDv7 (RFC 9562) in 26 characters, so ids sort by the millisecond they were made. */
export function newId(prefix: string): string {
  return `${prefix}_${encode(uuidV7(Date.now()))}`;
}

/** An id of 16 bytes that something else gives: the same for the same. */
export function idFrom(prefix: string, bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('an id has 16 bytes');
  return `${prefix}_${encode(Buffer.from(bytes))}`;
}

/** The form of an id with one of these prefixes, as a regular expression's source without anchors. */
export function idPattern(...prefixes: readonly string[]): string {
  return `(?:${prefixes.join('|')})_[0-7][0-9a-hjkmnp-tv-z]{25}`;
}

/** True where `text` has the form of an id, with this prefix where one is given. */
export function isId(text: string, prefix?: string): boolean {
  return ID.test(text) && (prefix === undefined || text.startsWith(`${prefix}_`));
}

function uuidV7(milliseconds: number): Buffer {
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(milliseconds, 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes;
}

/** 128 bits, the last five first: small numbers, since every request makes an id. */
function encode(bytes: Buffer): string {
  let text = '';
  let rest = 0;
  let bits = 0;
  for (let at = bytes.length - 1; at >= 0; at--) {
    rest |= bytes.readUInt8(at) << bits;
    for (bits += 8; bits >= 5; bits -= 5) {
      text = ALPHABET.charAt(rest & 31) + text;
      rest >>= 5;
    }
  }
  return ALPHABET.charAt(rest) + text;
}
