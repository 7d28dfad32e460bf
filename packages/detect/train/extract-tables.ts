/**
 * Rewrites `tables/` from the unpacked packages china-division, opencc-js (npm), ngender and names (PyPI).
 * Only needed when a source is renewed: `tsx packages/detect/train/extract-tables.ts DIVISION OPENCC NGENDER NAMES`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [division = '', opencc = '', ngender = '', names = ''] = process.argv.slice(2);
const out = new URL('./tables/', import.meta.url);
const save = (file: string, text: string): void => writeFileSync(new URL(file, out), text);

type Row = { readonly name: string };
const rows = (file: string): string[] =>
  (JSON.parse(readFileSync(join(division, 'dist', file), 'utf8')) as Row[]).map((row) => row.name);
const distinct = (words: readonly string[]): string[] => [...new Set(words)].sort();

save(
  'divisions.json',
  JSON.stringify({
    provinces: distinct(rows('provinces.json')),
    cities: distinct(rows('cities.json')),
    counties: distinct(rows('areas.json')),
  }),
);
save('towns.txt', `${distinct(rows('streets.json')).join('\n')}\n`);
save('province-tree.json', readFileSync(join(division, 'dist', 'pca.json'), 'utf8'));

const characters = readFileSync(join(opencc, 'dist/esm-lib/dict/TSCharacters.js'), 'utf8');
const pairs = /"([^"]+)"/.exec(characters)?.[1] ?? '';
save(
  'traditional.txt',
  `${pairs
    .split('|')
    .map((pair) => pair.split(' '))
    .filter(([from, to]) => from?.length === 1 && to?.length === 1 && from !== to)
    .map(([from, to]) => `${from}${to}`)
    .join('\n')}\n`,
);

const given = readFileSync(join(ngender, 'ngender/charfreq.csv'), 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .filter(([char]) => char?.length === 1)
  .map(([char, male, female]) => `${char} ${male} ${female}`);
save('given-characters.txt', `${given.join('\n')}\n`);

const census = (file: string, most: number): string[] =>
  readFileSync(join(names, 'names', file), 'utf8')
    .split('\n')
    .map((line) => line.split(/\s+/)[0]?.toLowerCase() ?? '')
    .filter((name) => name.length > 1)
    .slice(0, most);
save(
  'english-names.json',
  JSON.stringify({
    male: census('dist.male.first', 1300),
    female: census('dist.female.first', 3500),
    last: census('dist.all.last', 12000),
  }),
);
