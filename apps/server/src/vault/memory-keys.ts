import { randomBytes } from 'node:crypto';
import { VaultError } from './error.ts';
import type { KeyProvider } from './key-provider.ts';
import { currentSuite } from './suite.ts';
import { type Kek, unwrapKey, wrapKey } from './wrap.ts';

/** Keys that live as long as the process; for tests and benchmarks. */
export function memoryKeys(): KeyProvider {
  const keks = new Map<string, Kek>();
  const make = (): string => {
    const id = `kek_${randomBytes(8).toString('hex')}`;
    keks.set(id, { id, suite: currentSuite.id, key: randomBytes(currentSuite.keyBytes) });
    return id;
  };
  const find = (id: string): Kek => {
    const kek = keks.get(id);
    if (kek === undefined) throw new VaultError('unknown-key', 'the key that wrapped this is gone');
    return kek;
  };
  let current = make();
  return {
    current: async () => current,
    wrap: async (key, context) => wrapKey(find(current), key, context),
    unwrap: async (wrapped, context) => unwrapKey(find(wrapped.kek), wrapped, context),
    rotate: async () => {
      current = make();
      return current;
    },
    destroy: async (kek) => {
      if (kek === current) throw new VaultError('keys', 'the current key cannot be destroyed: rotate first');
      keks.delete(kek);
    },
  };
}
