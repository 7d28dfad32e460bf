import type { Kind } from './kinds.ts';
import { comparable } from './normalise.ts';
import { bind } from './seal.ts';
import { currentSuite } from './suite.ts';

/** A version of the index configuration: how many customers it was made for decides how many bits it keeps. */
export type IndexVersion = { readonly version: number; readonly customers: number };

const aimed = 4;
const fewest = 4;

/**
 * Bits of a field's tag. About `aimed` customers share a tag by chance (CipherSweet: between 2 and √R expected
 * coincidences), so that a tag alone does not prove equality; at most what the kind's row allows.
 */
export function indexBits(kind: Kind, customers: number): number {
  const bits = Math.floor(Math.log2(Math.max(customers, 1) / aimed));
  return Math.min(kind.indexBits ?? 0, Math.max(bits, fewest));
}

/** Tags of values: equal values have equal tags, few others do, and only who holds the key can make one. */
export type BlindIndex = { readonly tag: (kind: Kind, text: string, version: IndexVersion) => Buffer };

/** Makes the tags of one organisation: HMAC per field and purpose over the comparable value, truncated. */
export function createBlindIndex(root: Uint8Array): BlindIndex {
  const keys = new Map<string, Buffer>();
  const keyOf = (field: string, version: number): Buffer => {
    const name = `index/search/${version}/${field}`;
    const found = keys.get(name) ?? currentSuite.derive(root, name, 32);
    keys.set(name, found);
    return found;
  };
  return {
    tag: (kind, text, { version, customers }) => {
      const mac = currentSuite.mac(keyOf(kind.field, version), bind(['search', comparable(text)]));
      const bits = indexBits(kind, customers);
      const bytes = Buffer.alloc(3);
      // The first `bits` bits of the MAC, as a number of up to 24 bits.
      bytes.writeUIntBE(mac.readUIntBE(0, 3) >>> (24 - bits), 0, 3);
      return Buffer.concat([Buffer.from([version]), bytes]);
    },
  };
}
