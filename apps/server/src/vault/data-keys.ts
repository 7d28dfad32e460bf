import { createSecretKey, type KeyObject } from 'node:crypto';
import { freshBytes } from './entropy.ts';
import type { KeyProvider, WrappedKey } from './key-provider.ts';
import { currentSuite, suiteOf } from './suite.ts';
import { keyContext } from './wrap.ts';

/** A customer's data key as the database holds it. */
export type StoredKey = {
  readonly retention: string;
  readonly id: string;
  /** Id of the suite it was made for. */
  readonly suite: number;
  readonly wrapped: WrappedKey;
};

/**
 * Unwraps customers' data keys and keeps a bounded number of them for a short time, so that a reveal costs no unwrap.
 * Clear keys are `KeyObject`s: nothing prints or serialises them, and their memory is cleansed when they are freed.
 */
export type DataKeys = {
  readonly get: (customer: string, key: StoredKey) => Promise<KeyObject>;
  /** A new key; whoever gets it zeroes `clear` after use. */
  readonly make: (
    customer: string,
    retention: string,
  ) => Promise<{ readonly stored: StoredKey; readonly clear: Buffer }>;
  /** The same key wrapped by the current KEK. */
  readonly rewrap: (customer: string, key: StoredKey) => Promise<StoredKey>;
  /** Forgets a customer's keys (erasure), or all of them (shutdown). */
  readonly forget: (customer?: string) => void;
  readonly held: () => number;
};

type Held = { readonly key: KeyObject; readonly until: number };

/** Makes the cache: at most `size` keys, each for at most `seconds`. */
export function createDataKeys(deps: {
  readonly keys: KeyProvider;
  readonly org: string;
  readonly now: () => number;
  readonly size?: number;
  readonly seconds?: number;
}): DataKeys {
  const size = deps.size ?? 16_384;
  const milliseconds = (deps.seconds ?? 60) * 1000;
  const held = new Map<string, Held>();

  const keep = (name: string, key: KeyObject): void => {
    held.delete(name);
    held.set(name, { key, until: deps.now() + milliseconds });
    for (const oldest of held.keys()) {
      if (held.size <= size) break;
      held.delete(oldest);
    }
  };
  const contextOf = (customer: string, key: Omit<StoredKey, 'wrapped'>): Buffer =>
    keyContext(deps.org, customer, key.retention, suiteOf(key.suite).name, key.id);
  const unwrap = (customer: string, key: StoredKey): Promise<Buffer> =>
    deps.keys.unwrap(key.wrapped, contextOf(customer, key));

  return {
    get: async (customer, key) => {
      const name = `${customer} ${key.retention} ${key.id}`;
      const found = held.get(name);
      if (found !== undefined && found.until > deps.now()) {
        held.delete(name);
        held.set(name, found);
        return found.key;
      }
      const clear = asKeyObject(await unwrap(customer, key));
      keep(name, clear);
      return clear;
    },
    make: async (customer, retention) => {
      const clear = freshBytes(currentSuite.keyBytes);
      const made = { retention, id: `key_${freshBytes(8).toString('hex')}`, suite: currentSuite.id };
      const stored = { ...made, wrapped: await deps.keys.wrap(clear, contextOf(customer, made)) };
      return { stored, clear };
    },
    rewrap: async (customer, key) => {
      const bytes = await unwrap(customer, key);
      const wrapped = await deps.keys.wrap(bytes, contextOf(customer, key));
      bytes.fill(0);
      return { ...key, wrapped };
    },
    forget: (customer) => {
      for (const name of held.keys()) {
        if (customer === undefined || name.startsWith(`${customer} `)) held.delete(name);
      }
    },
    held: () => held.size,
  };
}

/** Takes the bytes over: they are zeros afterwards. */
function asKeyObject(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}
