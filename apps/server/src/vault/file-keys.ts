import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { VaultError } from './error.ts';
import type { KeyProvider } from './key-provider.ts';
import { currentSuite } from './suite.ts';
import { type Kek, unwrapKey, wrapKey } from './wrap.ts';

const fileName = 'vault-kek.json';

const shape = z.strictObject({
  format: z.literal('huke-kek/1'),
  current: z.string(),
  keys: z
    .array(
      z.strictObject({
        id: z.string().regex(/^kek_[0-9a-f]{16}$/),
        suite: z.number().int(),
        key: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
      }),
    )
    .min(1),
});
type Stored = z.infer<typeof shape>;

/**
 * Keys in a file of the keys folder, made at the first start. Refuses (`unsafe-keys`) a folder inside the data
 * folder, a file that group or world can read, and a link in its place.
 */
export async function fileKeys(options: {
  readonly keysDir: string;
  readonly dataDir: string;
}): Promise<KeyProvider> {
  const path = join(options.keysDir, fileName);
  refuseBesideData(options.keysDir, options.dataDir);
  if (!existsSync(path)) await create(path);
  let stored = await read(path);

  const find = (id: string): Kek => {
    const row = stored.keys.find((each) => each.id === id);
    if (row === undefined) {
      throw new VaultError(
        'unknown-key',
        'the key that wrapped this is not in the key file: restore the keys folder',
      );
    }
    return { id, suite: row.suite, key: Buffer.from(row.key, 'base64') };
  };
  // Another replica may have rotated since this one read the file.
  const findFresh = async (id: string): Promise<Kek> => {
    if (!stored.keys.some((each) => each.id === id)) stored = await read(path);
    return find(id);
  };
  const change = async (next: Stored): Promise<void> => {
    await write(path, next);
    stored = next;
  };

  return {
    current: async () => {
      stored = await read(path);
      return stored.current;
    },
    wrap: async (key, context) => wrapKey(find(stored.current), key, context),
    unwrap: async (wrapped, context) => unwrapKey(await findFresh(wrapped.kek), wrapped, context),
    rotate: async () => {
      stored = await read(path);
      const made = newKek();
      await change({ ...stored, current: made.id, keys: [...stored.keys, made] });
      return made.id;
    },
    destroy: async (kek) => {
      stored = await read(path);
      if (kek === stored.current)
        throw new VaultError('keys', 'the current key cannot be destroyed: rotate first');
      await change({ ...stored, keys: stored.keys.filter((each) => each.id !== kek) });
    },
  };
}

function refuseBesideData(keysDir: string, dataDir: string): void {
  const keys = real(keysDir);
  const data = real(dataDir);
  if (keys === data || keys.startsWith(data + sep)) {
    throw new VaultError(
      'unsafe-keys',
      'the keys folder lies inside the data folder: set HUKE_KEYS to another place',
    );
  }
}

/** The real path of a folder that may not exist yet. */
function real(path: string): string {
  const full = resolve(path);
  if (existsSync(full)) return realpathSync(full);
  const parent = dirname(full);
  return parent === full ? full : join(real(parent), full.slice(parent.length));
}

function newKek(): Stored['keys'][number] {
  return {
    id: `kek_${randomBytes(8).toString('hex')}`,
    suite: currentSuite.id,
    key: randomBytes(currentSuite.keyBytes).toString('base64'),
  };
}

async function create(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const made = newKek();
  try {
    await store(path, { format: 'huke-kek/1', current: made.id, keys: [made] }, 'wx');
  } catch (error) {
    // Another replica has just made it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Replaces the file as a whole: after a crash it is the old one or the new one. */
async function write(path: string, next: Stored): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  await store(fresh, next, 'wx');
  await rename(fresh, path);
  await sync(dirname(path));
}

async function store(path: string, content: Stored, flags: 'wx'): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function read(path: string): Promise<Stored> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) {
    throw new VaultError(
      'unsafe-keys',
      'others can read the key file: set its mode to 600 (chmod 600) and start again',
    );
  }
  const parsed = shape.safeParse(parse(await readFile(path, 'utf8')));
  if (!parsed.success || !parsed.data.keys.some((each) => each.id === parsed.data.current)) {
    throw new VaultError('keys', 'the key file cannot be read: restore the keys folder from its backup');
  }
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
