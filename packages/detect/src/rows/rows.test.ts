import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
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
});
