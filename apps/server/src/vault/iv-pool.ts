import { randomFillSync } from 'node:crypto';

const block = Buffer.alloc(12 * 1024);
let used = block.length;

/** A fresh random 12-byte IV (NIST SP 800-38D 8.2.2); entropy is drawn a block at a time, each byte used once. */
export function freshIv(): Buffer {
  if (used === block.length) {
    randomFillSync(block);
    used = 0;
  }
  const iv = Buffer.from(block.subarray(used, used + 12));
  used += 12;
  return iv;
}
