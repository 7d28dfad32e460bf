import { createHmac, randomBytes } from 'node:crypto';
import { sameText } from './seal.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const period = 30;

/** A new TOTP secret: 160 bits in base32 (RFC 4226 section 4). */
export function newTotpSecret(): string {
  return encodeBase32(randomBytes(20));
}

/** The code of `secret` in the 30-second step (RFC 6238, SHA-1, six digits). */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = digest.readUInt8(19) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The step that a moment lies in. */
export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / 1000 / period);
}

/** The step whose code this is, one step early or late allowed; null when none. All three are always computed. */
export function matchTotp(secret: string, code: string, at: Date): number | null {
  const now = totpStep(at);
  let found: number | null = null;
  for (const step of [now - 1, now, now + 1]) if (sameText(totpCode(secret, step), code)) found = step;
  return found;
}

/** The `otpauth://` address that authenticator apps read. */
export function totpUri(secret: string, account: string): string {
  return `otpauth://totp/Huke:${encodeURIComponent(account)}?secret=${secret}&issuer=Huke&digits=6&period=${period}`;
}

/** RFC 4648 base32 without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let rest = 0;
  for (const byte of bytes) {
    rest = (rest << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet.charAt((rest >> (bits - 5)) & 31);
    rest &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet.charAt((rest << (5 - bits)) & 31) : text;
}

function decodeBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let rest = 0;
  for (const letter of text.replace(/=+$/, '').toUpperCase()) {
    rest = (rest << 5) | Math.max(alphabet.indexOf(letter), 0);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((rest >> bits) & 255);
    rest &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
