import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { zh } from './zh.ts';

const routes = new URL('../../../server/src/http/', import.meta.url);

/** Codes of problems as the routes write them: `problem(404, 'code'` and tables of `code: [404,`. */
function codesOf(source: string): readonly string[] {
  const calls = [...source.matchAll(/\bproblem\(\s*\d{3},\s*'([a-z-]+)'/g)];
  const rows = [...source.matchAll(/^\s*'?([a-z-]+)'?: \[\s*[45]\d{2},/gm)];
  return [...calls, ...rows].map((match) => match[1] ?? '');
}

test('the catalogue has a sentence for every problem that the routes know', () => {
  const files = readdirSync(routes).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const codes = new Set(files.flatMap((name) => codesOf(readFileSync(new URL(name, routes), 'utf8'))));
  expect(codes.size).toBeGreaterThan(40);
  expect([...codes].filter((code) => zh.problems[code] === undefined)).toEqual([]);
});
