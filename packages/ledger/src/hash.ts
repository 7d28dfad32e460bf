import { LedgerError } from './errors.ts';
import { portablePrimitives, type Sha256 } from './primitives.ts';

/** Bytes in a hash of the tree. */
export const hashLength = 32;

// hashing is synchronous, so one buffer for its input serves every call
let leafInput = new Uint8Array(1024);
const nodeInput = new Uint8Array(1 + 2 * hashLength).fill(1, 0, 1);

/** Hash of a leaf: SHA-256(00 ‖ entry), RFC 6962 section 2.1. */
export function leafHash(entry: Uint8Array, sha256: Sha256 = portablePrimitives.sha256): Uint8Array {
  const length = entry.length + 1;
  if (leafInput.length < length) leafInput = new Uint8Array(2 * length);
  leafInput.set(entry, 1);
  return sha256(leafInput.subarray(0, length));
}

/** Hash of an inner node: SHA-256(01 ‖ left ‖ right), RFC 6962 section 2.1; both hashes have 32 bytes. */
export function nodeHash(
  left: Uint8Array,
  right: Uint8Array,
  sha256: Sha256 = portablePrimitives.sha256,
): Uint8Array {
  if (left.length !== hashLength || right.length !== hashLength)
    throw new LedgerError('out-of-range', 'a hash has 32 bytes');
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashLength);
  return sha256(nodeInput);
}

/** Root of the tree without entries: SHA-256(""). */
export function emptyRoot(sha256: Sha256 = portablePrimitives.sha256): Uint8Array {
  return sha256(new Uint8Array(0));
}
