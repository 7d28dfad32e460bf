import { randomFillSync } from 'node:crypto';

const block = Buffer.alloc(16_384);
let used = block.length;

/** Fresh random bytes; entropy is drawn a block at a time, and each byte leaves the block once. */
export function freshBytes(length: number): Buffer {
  if (used + length > block.length) {
    randomFillSync(block);
    used = 0;
  }
  const bytes = Buffer.from(block.subarray(used, used + length));
  block.fill(0, used, used + length);
  used += length;
  return bytes;
}
