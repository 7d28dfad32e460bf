import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { PlatformError } from './error.ts';

/** Whom the database runs as; PostgreSQL refuses root. */
export type Account = { readonly uid: number; readonly gid: number };

/** Accounts to run as when started by root, the best first. */
const ACCOUNTS = ['huke', 'postgres', 'nobody'];

/**
 * The account that runs the database at `cluster`: null means this process's own. Started by root, it is whoever owns
 * an existing cluster, otherwise the first of `ACCOUNTS` that the machine has.
 */
export function databaseAccount(cluster: string): Account | null {
  const self = process.getuid?.();
  const owner = existsSync(cluster) ? statSync(cluster) : null;
  if (owner && self !== 0 && owner.uid !== self) {
    throw new PlatformError(
      'postgres',
      'the data folder was made by another account: start as that one, or as root',
    );
  }
  if (self !== 0) return null;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ACCOUNTS) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new PlatformError(
    'postgres',
    'PostgreSQL does not run as root: create an account named huke (useradd --system huke) or start as another user',
  );
}

/** This process's account name, by which the database knows who connects. */
export function ownName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new PlatformError(
      'postgres',
      'this process runs under an account without a name: use a named account, or set DATABASE_URL',
      { cause },
    );
  }
}
