import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const pages = ['docs/detect.md', 'docs/zh/detect.md'];
const copied = [...pages, 'tsconfig.base.json', 'packages/detect'];
const left = /\/(?:dist|corpus|train|e2e)(?:\/|$)|\.test\.ts$/;

/** The file that a page shows, by its path. */
function shown(page: string): { path: string; text: string } {
  const [, path = '', text = ''] =
    /```ts\n\/\/ (packages\/detect\/src\/rows\/\S+)\n([\s\S]*?)```/.exec(
      readFileSync(join(root, page), 'utf8'),
    ) ?? [];
  return { path, text };
}

let folder = '';
const run = (...args: string[]): { status: number | null; output: string } => {
  const done = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status: done.status, output: done.stdout + done.stderr };
};

/** Every file of the copy with its text. */
function files(): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

beforeAll(() => {
  const cache = join(root, 'node_modules/.cache/huke');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'recipe-'));
  for (const path of copied) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), {
      recursive: true,
      filter: (from) => !left.test(from.slice(root.length)),
    });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the recipe for a new type', () => {
  it('is the same on both pages', () => {
    expect(shown(pages[0] as string).text).not.toBe('');
    expect(shown(pages[0] as string)).toEqual(shown(pages[1] as string));
  });

  it('takes one file, and the files that follow from it', () => {
    const before = files();
    const { path, text } = shown(pages[0] as string);
    writeFileSync(join(folder, path), text);

    const script = ['--import', 'tsx', 'packages/detect/scripts/rows.ts'];
    expect(run(...script, '--check')).toMatchObject({
      status: 1,
      output: expect.stringContaining('rows/index.ts is stale') as string,
    });
    expect(run(...script)).toEqual({ status: 0, output: '' });
    expect(run(...script, '--check')).toEqual({ status: 0, output: '' });
    const changed = [...files()].filter(([name, now]) => before.get(name) !== now).map(([name]) => name);
    expect(changed.toSorted()).toEqual(
      [path, 'packages/detect/src/rows/index.ts', 'packages/detect/src/type-names.ts', ...pages].toSorted(),
    );

    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    expect(run(compiler, '-p', 'packages/detect', '--noEmit')).toEqual({ status: 0, output: '' });
    const program = `
      import { entityTypes, find, mask, rows } from './packages/detect/src/core.ts';
      import { typeNames } from './packages/detect/src/type-names.ts';
      const text = '台湾身份证号A123456789，订单号A123456789';
      const findings = find(text);
      process.stdout.write(JSON.stringify([entityTypes.length === rows.length, typeNames.zh.TAIWAN_ID,
        findings.map(({ type, start, end, level }) => [type, start, end, level]), mask(text, findings)]));`;
    expect(run('--import', 'tsx', '--input-type=module', '--eval', program)).toEqual({
      status: 0,
      output: JSON.stringify([
        true,
        '台湾身份证',
        [['TAIWAN_ID', 6, 16, 'C2']],
        '台湾身份证号A******789，订单号A123456789',
      ]),
    });
  });
});
