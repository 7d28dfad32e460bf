// What start and test need first: packages installed, programs built. Plain Node, no packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules/.cache/huke/build');
const outputs = ['apps/server/dist/main.js', 'apps/cli/dist/main.js', 'apps/console/dist/index.html'];

export function say(text) {
  process.stdout.write(`huke: ${text}\n`);
}

/** Ends this program with a line that says what to do. */
export function fail(text) {
  process.stderr.write(`huke: ${text}\n`);
  process.exit(1);
}

/** Refuses a Node that is too old, and runs `npm ci` where node_modules is not what the lock file says. */
export function install() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old: use 20.19 or newer`);
  }
  if (isInstalled()) return;
  say('installing packages (npm ci) …');
  const [command, ...args] = npm();
  const run = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) fail('npm ci failed: see the lines above');
}

/** True where every package of the lock file that belongs on this machine is there in the locked version. */
function isInstalled() {
  const hidden = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    const found = present[path];
    return found ? found.version === entry.version && existsSync(join(root, path)) : Boolean(entry.optional);
  });
}

function npm() {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
}

/** Builds everything where a source has changed since the last build, or an output is missing. */
export function build() {
  const digest = sourceDigest();
  const built = existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  if (built && outputs.every((path) => existsSync(join(root, path)))) return;
  say('building …');
  const steps = [
    [join(root, 'node_modules/typescript/bin/tsc'), '-b'],
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
  ];
  for (const [index, step] of steps.entries()) {
    const cwd = index === 0 ? root : join(root, 'apps/console');
    const run = spawnSync(process.execPath, step, { cwd, stdio: 'inherit' });
    if (run.status !== 0) fail('the build failed: see the lines above');
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

/** A digest over the names and bytes of everything that is built from. */
function sourceDigest() {
  const hash = createHash('sha256');
  const skipped = new Set(['node_modules', 'dist', 'dist-types', 'e2e', 'corpus', 'train']);
  const add = (path) => {
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) add(child);
      } else if (!/\.test\.tsx?$/.test(entry.name)) {
        hash
          .update(`${child}\0`)
          .update(readFileSync(join(root, child)))
          .update('\0');
      }
    }
  };
  for (const folder of ['packages', 'apps']) add(folder);
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json']) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}
