import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { wordsIn } from '../words/index.ts';
import { alarmObject } from './alarm-object.ts';

const server = new URL('../../../server/src/', import.meta.url);
const names = { colleague: (id: string) => (id === 'per_a' ? '李娜 HK1001' : id) };
const zh = wordsIn('zh');

const sources = (readdirSync(server, { recursive: true }) as string[])
  .filter((name) => name.endsWith('.ts') && !/\.(test|cases)\./.test(name))
  .map((name) => readFileSync(new URL(name, server), 'utf8'));

/** Every word of one pattern in the sources of the server. */
const found = (pattern: RegExp, of: readonly string[] = sources): readonly string[] =>
  of.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));

describe('what an alarm is about', () => {
  test('has words for every code that a room raises it with', () => {
    const codes = found(/alarm\??\.?\(\{[^}]*?object: '([a-z.-]+)'/g);
    expect(codes.length).toBeGreaterThan(12);
    for (const object of codes)
      expect(alarmObject({ code: 'rows-forged', object }, zh, names), object).not.toBeNull();
  });

  test('has words for every limit, and none of them is its code', () => {
    const limits = readFileSync(new URL('budget/limits.ts', server), 'utf8');
    const rows = [...limits.matchAll(/budget: '([a-z]+)',\s*dimension: '([a-z]+)'/g)];
    expect(rows.length).toBeGreaterThan(40);
    for (const [, budget = '', dimension = ''] of rows)
      for (const language of ['zh', 'en'] as const) {
        const said = alarmObject(
          { code: 'budget-near', object: `${budget}.${dimension}` },
          wordsIn(language),
          names,
        );
        expect(said, `${budget}.${dimension}`).not.toBeNull();
        expect(said).not.toContain(`${budget}.${dimension}`);
      }
  });

  test('has words for every kind of thing of the database that may differ', () => {
    const digest = readFileSync(new URL('platform/schema-digest.ts', server), 'utf8');
    const kinds = found(/\bkind: '([a-z-]+)'/g, [digest]);
    expect(kinds.length).toBeGreaterThan(15);
    for (const object of kinds)
      expect(alarmObject({ code: 'schema-changed', object }, zh, names), object).not.toBeNull();
  });

  test('has words for every way in which the ledger may fail its checks', () => {
    const union = /type TamperCode =([^;]*);/.exec(
      sources.find((each) => each.includes('type TamperCode =')) ?? '',
    );
    const codes = found(/'([a-z-]+)'/g, [union?.[1] ?? '']);
    expect(codes.length).toBeGreaterThan(5);
    for (const object of codes)
      expect(alarmObject({ code: 'ledger-tampered', object }, zh, names), object).not.toBeNull();
  });

  test('names a colleague, tells an id by its kind and tail, and says nothing of a code it does not know', () => {
    const say = (object: string | null, code = 'rows-forged') => alarmObject({ code, object }, zh, names);
    expect(say('per_a')).toBe('李娜 HK1001');
    expect(say('cas_01dem000000abcdef')).toBe('工单 …abcdef');
    expect(say('budget-account.person')).toBe('额度记录（按员工）');
    expect(say('key-change', 'keys-made')).toBe(zh.codes.changes['key-change']);
    expect(say('of-a-later-release')).toBeNull();
    expect(say('constructor')).toBeNull();
    expect(say(null)).toBeNull();
  });
});
