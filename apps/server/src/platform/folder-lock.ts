import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync } from 'node:fs';
import { link, realpath, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformError } from './error.ts';

/** A held lock; `release` opens the folder for the next server. */
export type FolderLock = { readonly release: () => Promise<void> };

const NAME = 'server.lock';

/**
 * Locks `folder` for this process, or throws `PlatformError` code `locked`. The lock is a listening socket inside the
 * folder: the kernel ends it with the process, however that dies, and it holds between containers that share the
 * folder, where process numbers mean nothing. A left-over socket that nobody answers is taken over.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const place = await lockPlace(folder);
  for (let attempt = 0; attempt < 5; attempt++) {
    const server = await tryListen(place.path);
    if (server) {
      return {
        release: async () => {
          await new Promise<void>((resolve) => server.close(() => resolve()));
          place.close();
        },
      };
    }
    const holder = await askHolder(place.path);
    if (holder === null && (await removeStale(place.path))) continue;
    place.close();
    const who = holder === null || holder === '' ? 'another server' : `another server (process ${holder})`;
    throw new PlatformError(
      'locked',
      `${who} uses the data folder: stop it first, or set HUKE_DATA to another folder`,
    );
  }
  place.close();
  throw new PlatformError('locked', 'several servers start on the data folder at once: start only one');
}

/**
 * A socket's path may have 107 bytes; on Linux the folder's descriptor gives a short path to any folder. Elsewhere the
 * lock stands in the temporary folder, named by the folder's real path.
 */
async function lockPlace(folder: string): Promise<{ readonly path: string; readonly close: () => void }> {
  if (process.platform === 'linux') {
    const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
    return { path: `/proc/self/fd/${descriptor}/${NAME}`, close: () => closeSync(descriptor) };
  }
  const digest = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 24);
  return { path: join(tmpdir(), `huke-${digest}.lock`), close: () => {} };
}

/** Listens at `path` and tells whoever asks this process's number; null where something is there already. */
async function tryListen(path: string): Promise<Server | null> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(String(process.pid));
  });
  server.unref();
  return await new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE') resolve(null);
      else reject(cannotLock(cause));
    });
    server.listen({ path, exclusive: true }, () => resolve(server));
  });
}

function cannotLock(cause: unknown): PlatformError {
  return new PlatformError(
    'locked',
    'the data folder cannot be locked: it must be writable and on a local file system that has unix sockets',
    { cause },
  );
}

/** The process number that the lock's holder tells, '' when it tells none, null when nobody holds it. */
async function askHolder(path: string): Promise<string | null> {
  return await new Promise((resolve) => {
    let told = '';
    const socket = connect(path);
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (chunk) => {
      told += chunk.toString('latin1').replace(/\D/g, '');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(null);
    });
    socket.on('close', () => resolve(told));
  });
}

/** Moves a dead socket away; false where it turns out that another server has just taken its place. */
async function removeStale(path: string): Promise<boolean> {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return true;
  }
  const alive = (await askHolder(aside)) !== null;
  if (alive) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
  return !alive;
}
