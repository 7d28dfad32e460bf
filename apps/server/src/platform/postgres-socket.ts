import { randomInt } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './postgres-account.ts';

/**
 * The socket of the embedded database, and whether it is still the one that the started server bound: whoever owns the
 * cluster could link another in its place and stand between.
 *
 * INVARIANT (server started by root): the folder belongs to root while anybody can sign in. While a server starts it
 * is open to one group that no account is in and that only this start's processes have, so that nothing which an
 * earlier one left behind can put a socket of its own there.
 */
const name = '.s.PGSQL.5432';

/** Groups that no account is in (above the ones of systemd's own users, below what a container maps). */
const groups = { first: 61_184, last: 65_519 } as const;
let nextGroup = randomInt(groups.first, groups.last);

/** Makes the folder afresh for a server that starts; the account and group to start it with. */
export async function openSocketFolder(folder: string, account: Account | null): Promise<Account | null> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  if (account === null) return null;
  const gid = nextGroup;
  nextGroup = gid < groups.last ? gid + 1 : groups.first;
  await chown(folder, 0, gid);
  await chmod(folder, 0o770);
  return { uid: account.uid, gid };
}

/** Takes the folder back once the server's socket is in it, before it accepts anybody; false while it is not. */
export async function takeSocketFolder(folder: string, account: Account | null): Promise<boolean> {
  if ((await lstat(join(folder, name)).catch(() => null)) === null) return false;
  if (account === null) return true;
  await chmod(folder, 0o711);
  await chown(folder, 0, 0);
  return true;
}

/**
 * What the socket of server process `pid` is known by; null where it is not that process's. Any entry that is made,
 * renamed or removed in the folder changes it, also when it is put back.
 */
export async function socketMark(folder: string, pid: number): Promise<string | null> {
  const socket = join(folder, name);
  try {
    const [place, at] = [await lstat(folder, { bigint: true }), await lstat(socket, { bigint: true })];
    if (!place.isDirectory() || !at.isSocket() || !(await listens(socket, pid))) return null;
    return [place.dev, place.ino, place.ctimeNs, at.dev, at.ino, at.uid].join(' ');
  } catch {
    return null;
  }
}

/**
 * True where the process holds a socket that was bound to the path, as far as the kernel lets this one see; others that
 * were may linger without a name.
 */
async function listens(path: string, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const bound = (await readFile('/proc/net/unix', 'utf8')).split('\n').flatMap((line) => {
    // address, references, protocol, flags (accepts connections), type, state, inode, path
    const [, , , flags, , , inode, ...rest] = line.trim().split(/\s+/);
    return flags === '00010000' && rest.join(' ') === path ? [`socket:[${inode}]`] : [];
  });
  const held = `/proc/${pid}/fd`;
  const open = await readdir(held).catch(() => []);
  const links = await Promise.all(open.map((each) => readlink(join(held, each)).catch(() => '')));
  // a container's root may not look into another account's process
  const isHidden = links.every((link) => link === '');
  return isHidden ? bound.length > 0 : bound.some((each) => links.includes(each));
}
