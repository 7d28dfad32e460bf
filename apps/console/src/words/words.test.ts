import {
  actions,
  capacities,
  channels,
  needKinds,
  posts,
  purposes,
  reasons,
  scenarios,
  scopes,
} from '@huke/sdk';
import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { formatFor } from './format.ts';
import { zh } from './zh.ts';

type Leaf = { readonly path: string; readonly value: unknown };

function leaves(node: unknown, path = ''): Leaf[] {
  if (typeof node !== 'object' || node === null) return [{ path, value: node }];
  return Object.entries(node).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`));
}

/** What a leaf says, with sample arguments where it is a function. */
function said({ value }: Leaf): string {
  return typeof value === 'function'
    ? String((value as (...args: unknown[]) => string)('7', '9'))
    : String(value);
}

describe('the catalogues', () => {
  test('have the same keys in both languages, tables of codes included', () => {
    const keys = (words: unknown): string[] =>
      leaves(words)
        .map(({ path }) => path)
        .sort();
    expect(keys(en)).toEqual(keys(zh));
  });

  test('say something under each key', () => {
    for (const words of [zh, en])
      expect(
        leaves(words)
          .filter((leaf) => said(leaf).trim() === '')
          .map(({ path }) => path),
      ).toEqual([]);
  });

  test('English holds no Chinese but the name, the language switch and the sample', () => {
    const allowed = new Set(['productLong', 'shell.language', 'lab.sampleText']);
    const strays = leaves(en).filter((leaf) => /\p{Script=Han}/u.test(said(leaf)) && !allowed.has(leaf.path));
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  test('Chinese uses full-width punctuation between Han characters', () => {
    const strays = leaves(zh).filter((leaf) =>
      /\p{Script=Han}[,;:?!]|[,;:?!]\p{Script=Han}/u.test(said(leaf)),
    );
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  test('name every code of the API', () => {
    const tables = [
      [posts, zh.codes.posts],
      [actions, zh.codes.actions],
      [scenarios, zh.codes.scenarios],
      [purposes, zh.codes.purposes],
      [reasons, zh.codes.reasons],
      [channels, zh.codes.channels],
      [capacities, zh.codes.capacities],
      [needKinds, zh.codes.needs],
      [scopes, zh.codes.scopes],
    ] as const;
    for (const [codes, table] of tables) expect(Object.keys(table).sort()).toEqual([...codes].sort());
  });
});

describe('formats', () => {
  const now = new Date(2026, 10, 21, 15, 0);
  test('a moment of today shows the time only, another day shows the day too', () => {
    const { when } = formatFor('en');
    expect(when(new Date(2026, 10, 21, 9, 5).toISOString(), now)).toBe('09:05');
    expect(when(new Date(2026, 10, 20, 9, 5).toISOString(), now)).toBe('20 Nov 09:05');
    expect(formatFor('zh').when(new Date(2026, 10, 20, 9, 5).toISOString(), now)).toBe('11月20日 09:05');
  });

  test('a record shows day, time and zone in the order of ISO 8601, alike in both languages', () => {
    const moment = new Date(2026, 10, 2, 4, 9, 16).toISOString();
    for (const language of ['zh', 'en'] as const)
      expect(formatFor(language).full(moment)).toMatch(/^2026-11-02 04:09:16 GMT/);
  });

  test('sizes and durations stay short', () => {
    const { bytes, duration } = formatFor('en');
    expect([bytes(0), bytes(1023), bytes(1536), bytes(5 * 1024 ** 2)]).toEqual([
      '0 B',
      '1,023 B',
      '1.5 KB',
      '5 MB',
    ]);
    expect([duration(5), duration(65), duration(-1)]).toEqual(['0:05', '1:05', '0:00']);
  });
});
