import { portablePrimitives, type Sha256 } from './primitives.ts';

/** Bytes in a hash of the tree. */
export const hashLength = 32;

/** Hash of a leaf: SHA-256(00 ‖ entry), RFC 6962 section 2.1. */
export function leafHash(entry: Uint8Array, sha256: Sha256 = portablePrimitives.sha256): Uint8Array {
  const input = new Uint8Array(entry.length + 1);
  input.set(entry, 1);
  return sha256(input);
}

/** Hash of an inner node: SHA-256(01 ‖ left ‖ right), RFC 6962 section 2.1. */
export function nodeHash(
  left: Uint8Array,
  right: Uint8Array,
  sha256: Sha256 = portablePrimitives.sha256,
): Uint8Array {
  const input = new Uint8Array(1 + 2 * hashLength);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + hashLength);
  return sha256(input);
}

/** Root of the tree without entries: SHA-256(""). */
export function emptyRoot(sha256: Sha256 = portablePrimitives.sha256): Uint8Array {
  return sha256(new Uint8Array(0));
}
