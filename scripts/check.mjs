// npm run check: every check that needs no running program; each names itself and its seconds
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { install, root } from './prepare.mjs';

install();
const bin = (path) => join(root, 'node_modules', path);
const run = (...args) => {
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  return done.status === 0 ? [] : [`${done.stdout}${done.stderr}`.trim() || `ended with ${done.status}`];
};
const own = async (name) => (await import(`./check/${name}.mjs`)).check(root);

/** Name and what it does; a check returns its complaints, none where all is well. */
const checks = [
  ['types', () => run(bin('typescript/bin/tsc'), '-b')],
  ['types of tests', () => run(bin('typescript/bin/tsc'), '-p', 'tsconfig.tests.json')],
  ['types of console tests', () => run(bin('typescript/bin/tsc'), '-p', 'tsconfig.console-tests.json')],
  ['format', () => run(bin('@biomejs/biome/bin/biome'), 'format')],
  ['lint', () => run(bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings')],
  ['boundaries', () => own('boundaries')],
  ['one table of rights', () => own('rights')],
  ['unused code', () => run(bin('knip/bin/knip.js'), '--no-progress')],
  ['dependencies', () => own('dependencies')],
  ['licences', () => own('licences')],
  ['words', () => own('words')],
  ['what pages name', () => own('pages')],
  [
    'tables of doors and budgets',
    () => run('--import', 'tsx', '--conditions=@huke/source', 'apps/server/scripts/security.ts', '--check'),
  ],
  ['rows of the detector', () => run('--import', 'tsx', 'packages/detect/scripts/rows.ts', '--check')],
];

const wanted = process.argv.slice(2);
let bad = 0;
for (const [name, check] of checks) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const began = performance.now();
  const complaints = await check();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(
    `${complaints.length === 0 ? 'ok ' : 'NO '} ${name.padEnd(24)} ${seconds.padStart(6)} s\n`,
  );
  for (const complaint of complaints) process.stdout.write(`${complaint.replace(/^/gm, '    ')}\n`);
  if (complaints.length > 0) bad++;
}
process.exitCode = bad > 0 ? 1 : 0;
