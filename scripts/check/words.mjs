// Words that have no place in the repository: marks of unfinished work, tests left alone, traces of the workshop.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES = /\.(tsx?|mjs|json|md|cedar|html|css|sh|yml)$|^\.ci\/run$/;
const SKIPPED = /^package-lock\.json$|\/(corpus|tables|train|vectors|peers)\/|^scripts\/check\/words\.mjs$/;

const WORDS = [
  [/\b(TODO|FIXME|XXX|HACK)\b/, 'unfinished work'],
  [/\b(it|test|describe)\.(only|todo)\b/, 'a test that stands alone or is not written'],
  [/\bvi\.waitFor\(/, 'a wait of a second, too short on a busy machine: expect.poll has the patience'],
  [/@ts-(ignore|nocheck)/, 'a type check switched off'],
  [/\bas any\b/, 'a type check switched off'],
  [/(^|[\s'"`(])\/work\/(main|shared|brief)\b/, 'a path of one machine'],
  [
    /\bFROM-LEAD\b|\bthe lead\b|\bsub-?agent\b|\bclaude\b|\banthropic\b|\bAI session\b/i,
    'a trace of the workshop',
  ],
  [/registry\.npm(js|mirror)\.(org|com)/, 'a registry’s address'],
];

export function check(root) {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const paths = listed.stdout.split('\0').filter((path) => FILES.test(path) && !SKIPPED.test(path));
  return paths
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) => judge(path, readFileSync(join(root, path), 'utf8')));
}

function judge(path, text) {
  return text
    .split('\n')
    .flatMap((line, index) =>
      WORDS.filter(([word]) => word.test(line)).map(([, why]) => `${path}:${index + 1} ${why}`),
    );
}
