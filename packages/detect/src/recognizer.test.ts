import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import './index.ts';
import { find } from './find.ts';
import { compileRecognizer, type Recognizer } from './recognizer.ts';
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

describe('find with own recognisers', () => {
  const rules = [
    { name: 'street', type: 'CN_USCC', pattern: '，住上海' },
    { name: 'half', type: 'SOCIAL_ACCOUNT', pattern: '138\\d{4}' },
    { name: 'across', type: 'SOCIAL_ACCOUNT', pattern: '0000，卡号\\d{4}' },
    { name: 'tail', type: 'QQ_NUMBER', pattern: '7890 ?128' },
    { name: 'member', type: 'SOCIAL_ACCOUNT', pattern: 'VIP\\d{6}' },
    { name: 'word', type: 'PERSON', pattern: '[好谢]{2,9}' },
  ].map((rule) => ({ ...rule, score: 0.999 }) as const);
  const pieces = [
    '我叫王小明，住上海市浦东新区张江路88号3楼，',
    '手机13800138000，',
    '卡号6222 0212 3456 7890 128 ',
    '卡号6222021234567890128',
    '贵宾VIP123456，',
    '好的谢谢好好谢谢',
    '密码：abc@123\n',
    '1\u200b3800138000',
    '138',
    '0000，',
  ];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 16 }).map((parts) => parts.join(''));
  const some = fc.subarray(rules, { minLength: 1 });

  it('only adds: what the library covers alone stays covered, sorted, at no lower level', async () => {
    const compiled = new Map(
      await Promise.all(rules.map(async (r) => [r, await compileRecognizer(r as never)] as const)),
    );
    fc.assert(
      fc.property(texts, some, (text, chosen) => {
        const alone = find(text);
        const both = find(text, { recognizers: chosen.map((rule) => compiled.get(rule) as Recognizer) });
        let end = 0;
        for (const each of both) {
          expect(each.start).toBeGreaterThanOrEqual(end);
          expect(each.end).toBeGreaterThan(each.start);
          end = each.end;
        }
        for (const one of alone) {
          for (let i = one.start; i < one.end; i += 1) {
            const over = both.find((each) => each.start <= i && i < each.end);
            expect(over !== undefined && over.level >= one.level && (over.sensitive || !one.sensitive)).toBe(
              true,
            );
          }
        }
      }),
      { numRuns: process.env['SLOW'] ? 5_000 : 200 },
    );
  });

  it('finds in a stream what it finds in the whole', async () => {
    const recognizers = await Promise.all(rules.map((rule) => compileRecognizer(rule as never)));
    fc.assert(
      fc.property(
        texts,
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 }),
        (text, sizes) => {
          const settle = settler({ recognizers });
          const found: unknown[] = [];
          let at = 0;
          const take = (part: ReturnType<typeof settle.end>): void => {
            for (const f of part.findings) found.push({ ...f, start: f.start + at, end: f.end + at });
            at += part.text.length;
          };
          for (let i = 0, k = 0; i < text.length; k += 1) {
            const size = sizes[k % sizes.length] as number;
            take(settle.push(text.slice(i, i + size)));
            i += size;
          }
          take(settle.end());
          expect(found).toEqual(find(text, { recognizers }));
        },
      ),
      { numRuns: process.env['SLOW'] ? 5_000 : 100 },
    );
  });
});
