// node scripts/complete-lock.mjs: adds to package-lock.json what npm leaves out of it when the registry at hand does not
// carry a package's builds for other platforms. Without them `npm ci` of npm 11 refuses the lock file. Each says which
// C library it is for, or every machine would install the builds for both.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'win32',
  'sunos',
  'aix',
  'openharmony',
];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32'];

/** The optional packages that the lock file's packages name and the lock file lacks, by where they would stand. */
export function missingOptional(lock) {
  const missing = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const found = nearest(lock, path, name);
      if (found && (found.version === version || !/^\d/.test(version))) continue;
      const beside = path.slice(0, Math.max(0, path.lastIndexOf('node_modules/')));
      missing.set(`${beside}node_modules/${name}`, entryOf(name, version, entry.dev === true));
    }
  }
  return missing;
}

/** Entries that this script once made, or would make, without their C library, by where they stand. */
export function withoutLibc(lock) {
  return Object.keys(lock.packages).filter((path) => {
    const { integrity, libc, optional } = lock.packages[path];
    return (
      optional === true && integrity === undefined && libc === undefined && libcOf(path).libc !== undefined
    );
  });
}

/** The C library that a build's name tells. */
function libcOf(name) {
  const parts = name.split(/[/-]/);
  if (!parts.includes('linux')) return {};
  if (parts.some((each) => each.startsWith('musl'))) return { libc: ['musl'] };
  return parts.some((each) => each.startsWith('gnu')) ? { libc: ['glibc'] } : {};
}

/** What Node finds from `path` under `name`. */
function nearest(lock, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const found = lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`];
    if (found || at === '') return found;
  }
}

function entryOf(name, version, dev) {
  const parts = name.split(/[/-]/);
  const os = SYSTEMS.filter((each) => parts.includes(each));
  const cpu = PROCESSORS.filter((each) => parts.includes(each));
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(dev ? { dev } : {}),
    ...libcOf(name),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

if (process.argv[1] === import.meta.filename) {
  const file = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  // an entry may hide another version from a neighbour, which the next round then adds
  for (let missing = missingOptional(lock); missing.size > 0; missing = missingOptional(lock)) {
    process.stdout.write(`${missing.size} added\n`);
    const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
    lock.packages = Object.fromEntries(packages.sort(([a], [b]) => a.localeCompare(b, 'en')));
  }
  for (const path of withoutLibc(lock)) {
    const { optional, os, ...entry } = lock.packages[path];
    lock.packages[path] = { ...entry, ...libcOf(path), optional, os };
  }
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
