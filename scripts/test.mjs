// npm test [-- VITEST ARGUMENTS]: installs what is missing, builds, runs every test, ends with `N passed, N failed`
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareBrowser } from './browser.mjs';
import { build, install, root } from './prepare.mjs';

let totals = { passed: 0, failed: 1, skipped: 0 };
process.on('exit', () => {
  const { passed, failed, skipped } = totals;
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
});

install();
const args = process.argv.slice(2);
if (args.length === 0) {
  prepareBrowser();
  build();
}

const folder = mkdtempSync(join(tmpdir(), 'huke-tests-'));
const results = join(folder, 'results.json');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
const run = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...args], {
  cwd: root,
  stdio: 'inherit',
});

totals = count(run.status === 0);
rmSync(folder, { recursive: true });
process.exitCode = totals.failed > 0 ? 1 : 0;

/** Counts tests; a file that fails without a failed test of its own, or a run that fails without either, counts as one. */
function count(fine) {
  let report;
  try {
    report = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const silent = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failed = report.numFailedTests + silent.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !fine ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
