import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { find } from '../find.ts';
import { notPersonalNames } from '../not-personal.ts';
import { entityTypes, rowOf, rows } from './index.ts';

describe('rows', () => {
  it('stand in files called after their types, one each', () => {
    const files = readdirSync(import.meta.dirname).filter((file) => !/^index\.ts$|\.test\.ts$/.test(file));
    const expected = rows.map(({ type }) => `${type.toLowerCase().replaceAll('_', '-')}.ts`);
    expect(files.toSorted()).toEqual(expected.toSorted());
  });

  it('have ranks that differ, and come in their order', () => {
    const ranks = rows.map((row) => row.rank);
    expect(new Set(ranks).size).toBe(rows.length);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(entityTypes).toEqual(rows.map((row) => row.type));
    for (const row of rows) expect(rowOf.get(row.type)).toBe(row);
  });

  it('protect everything that is sensitive, and show nothing of what is C3', () => {
    for (const { level, mask, protect, sensitive, type } of rows) {
      expect({ type, protect }).toEqual({ type, protect: protect || sensitive });
      if (level === 'C3') expect(mask.ladder).toEqual([{ kind: 'none' }]);
    }
  });

  it('are labelled in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      const labels = rows.map((row) => row.label[language]);
      expect(new Set(labels).size).toBe(rows.length);
      expect(labels).not.toContain('');
    }
  });

  /** Found by the model, of a documentation's domain, and the same number as the resident ID. */
  const otherwise = new Set<string>(['PERSON', 'ADDRESS', 'EMAIL_ADDRESS', 'CN_SOCIAL_SECURITY']);
  const found = rows.filter(({ type }) => !otherwise.has(type));
  const wordsOf = (list: string): string[] => list.split(' ').filter((word) => word !== '');
  const written = (word: string, value: string): string[] => [
    `${word.replaceAll('_', ' ')}：${value}`,
    `${word.replaceAll('_', ' ')}${/[a-z]$/i.test(word) ? ' is ' : '是'}${value}，谢谢`,
    `{"${word}":"${value}"}`,
  ];

  it.each(found)('$type is found behind every word that names it', ({ type, names, mask }) => {
    for (const word of wordsOf(names)) {
      for (const text of written(word, mask.example)) {
        const findings = find(text, { names: null }).map((each) => [
          each.type,
          text.slice(each.start, each.end),
        ]);
        expect(findings, `${type} behind ${word}`).toEqual([[type, mask.example]]);
      }
    }
  });

  it('are found nowhere behind a word that names what is nobody’s', () => {
    for (const word of wordsOf(notPersonalNames)) {
      for (const { type, mask } of rows) {
        if (otherwise.has(type)) continue;
        for (const text of written(word, mask.example))
          expect(find(text, { names: null }), `${type} behind ${word}`).toEqual([]);
      }
    }
  });
});
