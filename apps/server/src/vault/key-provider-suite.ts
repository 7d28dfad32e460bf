import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { KeyProvider } from './key-provider.ts';

const context = Buffer.from('customer one');
const failsWith = (code: string) => (error: unknown) => (error as { code?: unknown }).code === code;

/** What every key provider must do: run each case on a provider of its own. */
export const keyProviderSuite: readonly {
  readonly name: string;
  readonly run: (keys: KeyProvider) => Promise<void>;
}[] = [
  {
    name: 'unwraps what it wrapped, and hides it',
    run: async (keys) => {
      const key = randomBytes(32);
      const wrapped = await keys.wrap(key, context);
      assert.equal(wrapped.kek, await keys.current());
      assert.ok(!Buffer.from(wrapped.bytes).includes(key));
      assert.deepEqual(Buffer.from(await keys.unwrap(wrapped, context)), key);
    },
  },
  {
    name: 'wraps the same key differently each time',
    run: async (keys) => {
      const key = randomBytes(32);
      const [one, two] = [await keys.wrap(key, context), await keys.wrap(key, context)];
      assert.notDeepEqual(one.bytes, two.bytes);
    },
  },
  {
    name: 'refuses another context',
    run: async (keys) => {
      const wrapped = await keys.wrap(randomBytes(32), context);
      await assert.rejects(keys.unwrap(wrapped, Buffer.from('customer two')), failsWith('unsealable'));
    },
  },
  {
    name: 'refuses a flip of any byte',
    run: async (keys) => {
      const wrapped = await keys.wrap(randomBytes(32), context);
      for (let at = 0; at < wrapped.bytes.length; at++) {
        const bytes = Buffer.from(wrapped.bytes);
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
        await assert.rejects(keys.unwrap({ ...wrapped, bytes }, context));
      }
    },
  },
  {
    name: 'refuses any shorter form',
    run: async (keys) => {
      const wrapped = await keys.wrap(randomBytes(32), context);
      for (let length = 0; length < wrapped.bytes.length; length++) {
        await assert.rejects(keys.unwrap({ ...wrapped, bytes: wrapped.bytes.subarray(0, length) }, context));
      }
    },
  },
  {
    name: 'after a rotation wraps by the new key and unwraps by both',
    run: async (keys) => {
      const key = randomBytes(32);
      const old = await keys.wrap(key, context);
      const made = await keys.rotate();
      assert.equal(await keys.current(), made);
      const fresh = await keys.wrap(key, context);
      assert.notEqual(fresh.kek, old.kek);
      assert.deepEqual(Buffer.from(await keys.unwrap(old, context)), key);
      assert.deepEqual(Buffer.from(await keys.unwrap(fresh, context)), key);
      await assert.rejects(keys.unwrap({ ...fresh, kek: old.kek }, context), failsWith('unsealable'));
    },
  },
  {
    name: 'a destroyed key unwraps nothing, and the current one cannot be destroyed',
    run: async (keys) => {
      const wrapped = await keys.wrap(randomBytes(32), context);
      await assert.rejects(keys.destroy(wrapped.kek), failsWith('keys'));
      await keys.rotate();
      await keys.destroy(wrapped.kek);
      await assert.rejects(keys.unwrap(wrapped, context), failsWith('unknown-key'));
    },
  },
];
