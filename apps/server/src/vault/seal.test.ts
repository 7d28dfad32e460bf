import { createSecretKey, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bind, type Place, seal, unseal } from './seal.ts';
import { currentSuite, gcmOpen, gcmSeal } from './suite.ts';

const key = createSecretKey(randomBytes(32));
const place: Place = {
  org: 'org_1',
  kind: 'value',
  customer: 'cus_1',
  field: 'mobile',
  item: 'itm_1',
  counter: 3,
  key: 'key_1',
};
const refusal = expect.objectContaining({ name: 'VaultError' });

describe('seal and open', () => {
  test('any text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unseal(key, place, seal(currentSuite, key, place, text))).toBe(text);
      }),
    );
  });

  test('a flip of any bit, and any shorter form, is refused', () => {
    const sealed = seal(currentSuite, key, place, '13800005678');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const bytes = Buffer.from(sealed);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => unseal(key, place, bytes)).toThrow(refusal);
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal(key, place, sealed.subarray(0, length))).toThrow(refusal);
    }
    expect(() => unseal(key, place, Buffer.concat([sealed, Buffer.alloc(1)]))).toThrow(refusal);
  });

  test.each<Partial<Place>>([
    { org: 'org_2' },
    { kind: 'text' },
    { customer: 'cus_2' },
    { field: 'landline' },
    { item: 'itm_2' },
    { counter: 2 },
    { key: 'key_2' },
    // Parts cannot slide into each other.
    { customer: 'cus_1:6', field: 'mobile' },
    { field: 'mobileitm', item: '_1' },
  ])('moved to another place it is refused %#', (other) => {
    const sealed = seal(currentSuite, key, place, '13800005678');
    expect(() => unseal(key, { ...place, ...other }, sealed)).toThrow(refusal);
  });

  test('another key refuses', () => {
    const sealed = seal(currentSuite, key, place, '13800005678');
    expect(() => unseal(createSecretKey(randomBytes(32)), place, sealed)).toThrow(refusal);
  });

  test('the error names the field and no value', () => {
    const sealed = seal(currentSuite, key, place, '13800005678');
    sealed.writeUInt8(sealed.readUInt8(20) ^ 1, 20);
    expect(() => unseal(key, place, sealed)).toThrow(/^field mobile does not open/);
  });

  test('no two lists of strings bind to the same bytes', () => {
    const lists = fc.array(fc.string({ unit: fc.constantFrom('a', ':', '1', '2', '陈') }), { maxLength: 4 });
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        expect(bind(a).equals(bind(b))).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1000 },
    );
  });

  test('IVs do not repeat over the blocks they are drawn in', () => {
    const ivs = new Set<string>();
    for (let n = 0; n < 5000; n++)
      ivs.add(seal(currentSuite, key, place, '').subarray(2, 14).toString('hex'));
    expect(ivs.size).toBe(5000);
  });
});

type Vector = {
  tcId: number;
  key: string;
  iv?: string;
  aad?: string;
  msg: string;
  ct?: string;
  tag: string;
  result: string;
};
type Group = { keySize: number; ivSize?: number; tagSize: number; tests: Vector[] };

const vectors = (name: string): Group[] | null => {
  const path = fileURLToPath(new URL(`../../../../../shared/vectors/${name}`, import.meta.url));
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { testGroups: Group[] }).testGroups
    : null;
};
const hex = (text = ''): Buffer => Buffer.from(text, 'hex');

describe('vectors of Wycheproof (C2SP)', () => {
  const gcm = vectors('aes_gcm.json');
  test.skipIf(gcm === null)('AES-256-GCM, aes_gcm.json (skipped where ../shared/vectors is absent)', () => {
    let seen = 0;
    for (const group of gcm?.filter((each) => each.keySize === 256 && each.tagSize === 128) ?? []) {
      for (const each of group.tests) {
        seen++;
        const sealed = Buffer.concat([hex(each.ct), hex(each.tag)]);
        const opened = gcmOpen(hex(each.key), hex(each.iv), hex(each.aad), sealed);
        if (group.ivSize !== 96 || each.result !== 'valid') {
          expect(opened).toBeNull();
          continue;
        }
        expect(opened?.toString('hex')).toBe(each.msg);
        expect(gcmSeal(hex(each.key), hex(each.iv), hex(each.aad), hex(each.msg)).equals(sealed)).toBe(true);
      }
    }
    expect(seen).toBeGreaterThan(50);
  });

  const hmac = vectors('hmac_sha256.json');
  test.skipIf(hmac === null)(
    'HMAC-SHA-256, hmac_sha256.json (skipped where ../shared/vectors is absent)',
    () => {
      let seen = 0;
      for (const group of hmac ?? []) {
        for (const each of group.tests) {
          seen++;
          const mac = currentSuite.mac(hex(each.key), hex(each.msg)).subarray(0, group.tagSize / 8);
          expect(mac.equals(hex(each.tag))).toBe(each.result === 'valid');
        }
      }
      expect(seen).toBeGreaterThan(50);
    },
  );
});
