/**
 * Labelled corpora for detector and benchmark: generated from templates and written by hand. The split is by
 * template (and by record for what is written by hand), so that nothing of the test part is ever seen in training
 * or tuning. Everything is made at run time from a seed; the same call gives the same records everywhere.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fill, type Labelled, read } from './markup.ts';
import { hashText, seeded } from './random.ts';

export type { Entity, Labelled } from './markup.ts';
export type Split = 'train' | 'dev' | 'test';

type Line = { readonly kind: string; readonly body: string };

const lines = (folder: string, file: string): Line[] =>
  readFileSync(new URL(`${folder}/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => ({ kind: line.slice(0, line.indexOf('|')), body: line.slice(line.indexOf('|') + 1) }));

/** The part a template or hand-written line belongs to: 70 % train, 15 % dev, 15 % test. */
export function splitOf(body: string): Split {
  const share = hashText(body) % 100;
  return share < 70 ? 'train' : share < 85 ? 'dev' : 'test';
}

const templateFiles = ['service.txt', 'english.txt', 'lookalike.txt', 'prose.txt'];

/** Templates of a part. */
export const templates = (split: Split): Line[] =>
  templateFiles.flatMap((file) => lines('templates', file)).filter((line) => splitOf(line.body) === split);

/** Records from templates: `each` fillings of every template of the part. */
export function generated(split: Split, each: number, seed = 1): Labelled[] {
  return templates(split).flatMap((line, t) => {
    const random = seeded(seed * 7919 + hashText(line.body));
    return Array.from({ length: each }, (_, i) => ({
      id: `${split}-${t}-${i}`,
      kind: line.kind,
      ...fill(random, line.body),
    }));
  });
}

/** Files of hand/ that belong to one part as a whole, by how their names begin. */
const wholes: readonly (readonly [string, Split])[] = [
  ['test-', 'test'],
  ['blind-', 'dev'],
];

/** Hand-written records of a part; files that begin with `test-` or `blind-` belong to one part as a whole. */
export function written(split: Split): Labelled[] {
  return readdirSync(new URL('hand/', import.meta.url))
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) =>
      lines('hand', file).map((line, i) => ({
        line,
        id: `${file.slice(0, -4)}-${i}`,
        whole: wholes.find(([start]) => file.startsWith(start))?.[1],
      })),
    )
    .filter(({ line, whole }) => (whole ?? devOrTrain(line.body)) === split)
    .map(({ line, id }) => ({ id, kind: line.kind, ...read(line.body) }));
}

const devOrTrain = (body: string): Split => (hashText(body) % 100 < 50 ? 'train' : 'dev');

const eachOf: Readonly<Record<Split, number>> = { train: 12, dev: 14, test: 14 };

/** All records of a part. */
export const corpus = (split: Split): Labelled[] => [...generated(split, eachOf[split]), ...written(split)];
