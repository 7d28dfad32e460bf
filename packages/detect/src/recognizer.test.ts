import { describe, expect, it } from 'vitest';
import { find } from './find.ts';
import { compileRecognizer } from './recognizer.ts';

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

  it.each(['', 'a*', 'x'.repeat(600), '((a{1,100}){1,100}){1,100}', '(?:a{50}){50}'])(
    'refuses a hostile pattern: case %#',
    async (pattern) => {
      await expect(compileRecognizer({ ...own, pattern })).rejects.toMatchObject({ code: 'pattern-refused' });
    },
  );

  it('stays linear where a backtracking engine would not', async () => {
    const recognizers = [await compileRecognizer({ ...own, pattern: '(a+)+b' })];
    expect(find('a'.repeat(20_000), { recognizers, names: null })).toEqual([]);
  });
});
