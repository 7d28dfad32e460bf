import { concat, fromBase64, toBase64, toBytes, toHex } from './encoding.ts';
import { LedgerError } from './errors.ts';
import { ed25519PublicKey, portablePrimitives } from './primitives.ts';

/** Signature types of C2SP signed-note that Huke speaks: a plain note and a witness's cosignature/v1. */
export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const;
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes];

/** A public key with the name and type under which it signs notes. */
export type VerifierKey = {
  readonly name: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
  /** First four bytes of SHA-256(name ‖ 0A ‖ type ‖ public key), as eight hexadecimal digits. */
  readonly id: string;
};

/** A secret key (Ed25519 seed) with the public half that verifies it. */
export type SignerKey = { readonly seed: Uint8Array; readonly verifier: VerifierKey };

const keyName = /^[^\s+\u0000-\u001f]+$/u;
const secretPrefix = 'PRIVATE+KEY+';

/** Whether a text may name a key: not empty, no space, no plus. */
export function isKeyName(name: string): boolean {
  return keyName.test(name);
}

/** A verifier key of its parts; throws `malformed-key` for an impossible name or a key not of 32 bytes. */
export function verifierKey(name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new LedgerError('malformed-key', 'a key name has no spaces and no plus sign');
  if (publicKey.length !== 32) throw new LedgerError('malformed-key', 'an Ed25519 public key has 32 bytes');
  const digest = portablePrimitives.sha256(concat(toBytes(`${name}\n`), new Uint8Array([type]), publicKey));
  return { name, type, publicKey, id: toHex(digest.subarray(0, 4)) };
}

/** A signer key of an Ed25519 seed (32 random bytes that the caller draws). */
export function signerKey(name: string, type: SignatureType, seed: Uint8Array): SignerKey {
  if (seed.length !== 32) throw new LedgerError('malformed-key', 'an Ed25519 seed has 32 bytes');
  return { seed, verifier: verifierKey(name, type, ed25519PublicKey(seed)) };
}

function encodeKey(prefix: string, key: VerifierKey, material: Uint8Array): string {
  return `${prefix}${key.name}+${key.id}+${toBase64(concat(new Uint8Array([key.type]), material))}`;
}

/** `name+id+base64(type ‖ public key)`, the form of a key that is handed out. */
export function formatVerifierKey(key: VerifierKey): string {
  return encodeKey('', key, key.publicKey);
}

/** `PRIVATE+KEY+name+id+base64(type ‖ seed)`: secret. */
export function formatSignerKey(key: SignerKey): string {
  return encodeKey(secretPrefix, key.verifier, key.seed);
}

function decodeKey(text: string): { name: string; id: string; type: SignatureType; material: Uint8Array } {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text.trim()) ?? [];
  if (name === undefined || id === undefined || encoded === undefined)
    throw new LedgerError('malformed-key', 'not a key: it should read name+id+base64');
  const bytes = fromBase64(encoded, 'malformed-key');
  const type = Object.values(signatureTypes).find((each) => each === bytes[0]);
  if (type === undefined)
    throw new LedgerError(
      'malformed-key',
      'the key is of a type that is not supported; use Ed25519 (01 or 04)',
    );
  return { name, id, type, material: bytes.subarray(1) };
}

/** Reads a verifier key; throws `malformed-key`, also where the id does not belong to the key. */
export function parseVerifierKey(text: string): VerifierKey {
  const { name, id, type, material } = decodeKey(text);
  const key = verifierKey(name, type, material);
  if (key.id !== id) throw new LedgerError('malformed-key', 'the key and its id do not belong together');
  return key;
}

/** Reads a signer key; throws `malformed-key`, and never shows what it read. */
export function parseSignerKey(text: string): SignerKey {
  const body = text.trim();
  if (!body.startsWith(secretPrefix)) throw new LedgerError('malformed-key', 'not a signer key');
  const { name, id, type, material } = decodeKey(body.slice(secretPrefix.length));
  const key = signerKey(name, type, material);
  if (key.verifier.id !== id)
    throw new LedgerError('malformed-key', 'the key and its id do not belong together');
  return key;
}
