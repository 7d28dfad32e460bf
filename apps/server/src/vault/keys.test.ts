import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDataKeys, type StoredKey } from './data-keys.ts';
import { fileKeys } from './file-keys.ts';
import { keyProviderSuite } from './key-provider-suite.ts';
import { memoryKeys } from './memory-keys.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'huke-keys-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
const place = () => ({ keysDir: join(folder, `keys${made++}`), dataDir: join(folder, 'data') });

describe.each([
  ['memory', async () => memoryKeys()],
  ['file', () => fileKeys(place())],
])('provider %s', (_, open) => {
  test.each(keyProviderSuite)('$name', async ({ run }) => {
    await expect(run(await open())).resolves.toBeUndefined();
  });
});

describe('file provider', () => {
  test('keeps its keys over a restart, in a file that only its owner reads', async () => {
    const at = place();
    const context = Buffer.from('x');
    const key = randomBytes(32);
    const wrapped = await (await fileKeys(at)).wrap(key, context);
    expect(Buffer.from(await (await fileKeys(at)).unwrap(wrapped, context))).toEqual(key);
    expect((await stat(join(at.keysDir, 'vault-kek.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(at.keysDir)).mode & 0o777).toBe(0o700);
  });

  test('two replicas that start together agree on one key', async () => {
    const at = place();
    const all = await Promise.all(Array.from({ length: 8 }, () => fileKeys(at)));
    expect(new Set(await Promise.all(all.map((keys) => keys.current()))).size).toBe(1);
  });

  test('a replica finds the key that another one made since', async () => {
    const at = place();
    const [one, two] = [await fileKeys(at), await fileKeys(at)];
    await one.rotate();
    const key = randomBytes(32);
    const wrapped = await one.wrap(key, Buffer.from('x'));
    expect(Buffer.from(await two.unwrap(wrapped, Buffer.from('x')))).toEqual(key);
  });

  test.each([0o640, 0o604, 0o660])('refuses a file that others can use %#', async (mode) => {
    const at = place();
    await fileKeys(at);
    await chmod(join(at.keysDir, 'vault-kek.json'), mode);
    await expect(fileKeys(at)).rejects.toMatchObject({ code: 'unsafe-keys' });
  });

  test('refuses keys beside the data, by a link too', async () => {
    const data = join(folder, 'data-here');
    await mkdir(join(data, 'inside'), { recursive: true });
    await expect(fileKeys({ keysDir: data, dataDir: data })).rejects.toMatchObject({ code: 'unsafe-keys' });
    await expect(fileKeys({ keysDir: join(data, 'new', 'keys'), dataDir: data })).rejects.toMatchObject({
      code: 'unsafe-keys',
    });
    await symlink(join(data, 'inside'), join(folder, 'link'));
    await expect(fileKeys({ keysDir: join(folder, 'link'), dataDir: data })).rejects.toMatchObject({
      code: 'unsafe-keys',
    });
  });

  test('refuses a file that is broken, and says no byte of it', async () => {
    const at = place();
    await fileKeys(at);
    const path = join(at.keysDir, 'vault-kek.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, 40));
    await expect(fileKeys(at)).rejects.toMatchObject({
      code: 'keys',
      message: expect.not.stringContaining('kek_'),
    });
    expect(await readdir(at.keysDir)).toEqual(['vault-kek.json']);
  });
});

describe('cache of data keys', () => {
  const setUp = async (size: number, seconds: number) => {
    let now = 0;
    let unwraps = 0;
    const inner = memoryKeys();
    const keys = {
      ...inner,
      unwrap: (...asked: Parameters<typeof inner.unwrap>) => {
        unwraps++;
        return inner.unwrap(...asked);
      },
    };
    const cache = createDataKeys({ keys, org: 'org_1', now: () => now, size, seconds });
    const stored: StoredKey[] = [];
    for (let n = 0; n < 3; n++) stored.push((await cache.make(`cus_${n}`, 'kyc')).stored);
    const keyOf = (n: number): StoredKey => {
      const key = stored[n];
      if (key === undefined) throw new Error('no such key');
      return key;
    };
    const get = (n: number) => cache.get(`cus_${n}`, keyOf(n));
    return {
      cache,
      keyOf,
      get,
      unwraps: () => unwraps,
      later: (milliseconds: number) => (now += milliseconds),
    };
  };

  test('unwraps once within its time, and again after', async () => {
    const { get, unwraps, later } = await setUp(10, 60);
    await get(0);
    await get(0);
    expect(unwraps()).toBe(1);
    later(60_001);
    await get(0);
    expect(unwraps()).toBe(2);
  });

  test('drops the least recently used', async () => {
    const { get, unwraps, cache } = await setUp(2, 60);
    for (const n of [0, 1, 0, 2, 0]) await get(n);
    expect(unwraps()).toBe(3);
    expect(cache.held()).toBe(2);
    await get(1);
    expect(unwraps()).toBe(4);
  });

  test('forgets a customer, and prints no key', async () => {
    const { get, cache } = await setUp(10, 60);
    const key = await get(0);
    expect(JSON.stringify(key)).toBe('{}');
    cache.forget('cus_0');
    expect(cache.held()).toBe(0);
  });

  test('a key moved to another customer or class does not unwrap', async () => {
    const { cache, keyOf } = await setUp(10, 60);
    const key = keyOf(0);
    await expect(cache.get('cus_1', key)).rejects.toMatchObject({ code: 'unsealable' });
    await expect(cache.get('cus_0', { ...key, retention: 'trade' })).rejects.toMatchObject({
      code: 'unsealable',
    });
    await expect(cache.get('cus_0', { ...key, id: 'key_x' })).rejects.toMatchObject({ code: 'unsealable' });
  });
});
