import { describe, expect, it } from 'vitest';
import { find } from './find.ts';
import { compileRecognizer } from './recognizer.ts';
import { settler } from './settle.ts';

const own = {
  name: 'member',
  type: 'SOCIAL_ACCOUNT',
  pattern: 'VIP\\d{6}',
  context: ['贵宾'],
  score: 0.4,
} as const;

describe('compileRecognizer', () => {
  it('finds by pattern and context, and says by whose recogniser', async () => {
    const recognizers = [await compileRecognizer(own)];
    expect(find('贵宾VIP123456', { recognizers, names: null })).toMatchObject([
      { type: 'SOCIAL_ACCOUNT', start: 2, end: 11, recognizer: 'member' },
    ]);
    expect(find('货架VIP123456', { recognizers, names: null })).toEqual([]);
    expect(find('贵宾XVIP1234567', { recognizers, names: null })).toEqual([]);
  });

  it('holds a checksum', async () => {
    const recognizers = [
      await compileRecognizer({ name: 'c', type: 'BANK_ACCOUNT', pattern: 'K\\d{8}', checksum: 'mod-97' }),
    ];
    expect(find('K12345678', { recognizers, names: null })).toEqual([]);
  });

  it.each(['(a', '(?=a)b', '(a)\\1'])('calls a bad pattern invalid: case %#', async (pattern) => {
    await expect(compileRecognizer({ ...own, pattern })).rejects.toMatchObject({ code: 'pattern-invalid' });
  });

  it.each(['', 'a*', 'x'.repeat(600), '(a+)+b', 'VIP\\d+', '\\d', '[一-龥]{2,4}', '(?:a{30}){30}'])(
    'refuses a hostile pattern: case %#',
    async (pattern) => {
      await expect(compileRecognizer({ ...own, pattern, score: 0.6 })).rejects.toMatchObject({
        code: 'pattern-refused',
      });
    },
  );

  it('takes a broad pattern that only context makes a finding', async () => {
    const recognizers = [await compileRecognizer({ ...own, pattern: '[一-龥]{2,4}', context: ['病历'] })];
    expect(find('病历，糖尿病', { recognizers, names: null })).toMatchObject([{ start: 3, end: 6 }]);
    expect(find('今天天气', { recognizers, names: null })).toEqual([]);
  });

  it.each([
    [{ score: 2 }],
    [{ score: Number.NaN }],
    [{ score: 0.3, context: [] }],
    [{ context: ['  '] }],
    [{ not: ['x'.repeat(45)] }],
    [{ context: Array.from({ length: 101 }, () => '甲') }],
    [{ type: 'NOBODY' as 'PERSON' }],
  ])('refuses bounds that make no sense: case %#', async (wrong) => {
    await expect(compileRecognizer({ ...own, ...wrong })).rejects.toMatchObject({ code: 'pattern-refused' });
  });

  it('finds every match of a long text, and the same by parts as in the whole', async () => {
    const recognizers = [await compileRecognizer({ ...own, score: 0.9 })];
    const text = '会员VIP123456，'.repeat(12_000);
    expect(find(text, { recognizers, names: null })).toHaveLength(12_000);
    const parts = settler({ recognizers, names: null });
    let count = 0;
    for (let at = 0; at < text.length; at += 997)
      count += parts.push(text.slice(at, at + 997)).findings.length;
    expect(count + parts.end().findings.length).toBe(12_000);
  });
});
