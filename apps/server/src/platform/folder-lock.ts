import { createHash, randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, realpathSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformError } from './error.ts';

/** A held lock; `release` opens the folder for the next server. */
export type FolderLock = { readonly release: () => Promise<void> };

/** Where the sockets of those that hold or try stand: names in `folder` that begin with `prefix`. */
type Place = { readonly folder: string; readonly prefix: string; readonly close: () => void };

type Claim = { readonly name: string; readonly hold: () => void; readonly withdraw: () => Promise<void> };

type Rival = { readonly name: string; readonly process: string; readonly holds: boolean };

/**
 * Locks `folder` for this process, or throws `PlatformError` code `locked`. A claim is a listening socket in the
 * folder: the kernel ends it with the process, however that dies, and it is seen from other containers that share the
 * folder, where process numbers mean nothing.
 *
 * INVARIANT: whoever claims shows its own socket first and looks for others afterwards, so of two the later one to
 * look sees the other. A name is random and never used again, so removing a dead one cannot remove a live one.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const place = openPlace(folder);
  try {
    for (;;) {
      const claim = await makeClaim(place);
      if (await wins(place, claim)) {
        claim.hold();
        const release = async (): Promise<void> => {
          await claim.withdraw();
          place.close();
        };
        return { release };
      }
      await sleep(5 + Math.random() * 20);
    }
  } catch (error) {
    place.close();
    throw error;
  }
}

/**
 * Waits until no other claim is left (true), or withdraws before the smaller name of another that tries (false).
 * Throws when another holds the lock.
 */
async function wins(place: Place, claim: Claim): Promise<boolean> {
  for (;;) {
    const rivals = await findRivals(place, claim.name);
    const holder = rivals.find((rival) => rival.holds);
    if (!holder && rivals.length === 0) return true;
    if (holder || rivals.some((rival) => rival.name < claim.name)) await claim.withdraw();
    if (holder) {
      throw new PlatformError(
        'locked',
        `another server (process ${holder.process}) uses the data folder: stop it first, or set HUKE_DATA to another folder`,
      );
    }
    if (rivals.some((rival) => rival.name < claim.name)) return false;
    await sleep(5);
  }
}

/**
 * A socket's path may have 107 bytes; on Linux the folder's descriptor gives a short path to any folder. Elsewhere the
 * sockets stand in the temporary folder, named by the folder's real path.
 */
function openPlace(folder: string): Place {
  if (process.platform === 'linux') {
    const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
    return { folder: `/proc/self/fd/${descriptor}`, prefix: 'lock-', close: () => closeSync(descriptor) };
  }
  const digest = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 16);
  return { folder: tmpdir(), prefix: `huke-${digest}-`, close: () => {} };
}

/** Shows a socket that tells whoever asks this process's number and whether it holds the lock. */
async function makeClaim(place: Place): Promise<Claim> {
  const name = `${place.prefix}${randomBytes(8).toString('hex')}`;
  let holds = false;
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(`${process.pid} ${holds ? 'holds' : 'tries'}`);
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const text =
        'the data folder cannot be locked: it must be writable and on a local file system that has unix sockets';
      reject(new PlatformError('locked', text, { cause }));
    });
    server.listen({ path: join(place.folder, name), exclusive: true }, resolve);
  });
  return {
    name,
    hold: () => {
      holds = true;
    },
    withdraw: async () => await new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The other live claims; dead ones are removed. */
async function findRivals(place: Place, own: string): Promise<readonly Rival[]> {
  const names = (await readdir(place.folder)).filter((name) => name.startsWith(place.prefix) && name !== own);
  const rivals = await Promise.all(names.map(async (name) => await ask(place, name)));
  return rivals.filter((rival) => rival !== null);
}

async function ask(place: Place, name: string): Promise<Rival | null> {
  const path = join(place.folder, name);
  const told = await new Promise<string | null>((resolve) => {
    let text = '';
    const socket = connect(path);
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(null);
    });
    socket.on('close', () => resolve(text));
  });
  if (told === null) {
    await rm(path, { force: true });
    return null;
  }
  // one that is too busy to answer, or that this account may not ask, is there all the same
  const [, number = 'unknown', state = 'holds'] = /^(\d+) (holds|tries)$/.exec(told) ?? [];
  return { name, process: number, holds: state === 'holds' };
}
