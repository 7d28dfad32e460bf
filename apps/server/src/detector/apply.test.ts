import { compileRecognizer, type EntityType, find } from '@huke/detect';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blindFindingsOf, findingsOf, type Joined, masked, shown, wordsOf } from './apply.ts';

const text = fc
  .array(
    fc.constantFrom(
      '手机13800138000',
      '13800138000',
      '身份证11010519491231002X',
      '我叫林晓雯',
      'a@b.cn',
      'VIP123456',
      '，',
      '订单',
      '12',
      'AB',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const patterns = [
  '机1[0-9]{3}',
  '[0-9]{4,12}',
  '证[0-9]{6}',
  '叫林',
  'VIP[0-9]{2,6}',
  '[0-9X]{2}，',
  '雯.{1,9}',
];
const types: readonly EntityType[] = ['CN_USCC', 'SOCIAL_ACCOUNT', 'PASSWORD'];
const own = fc
  .array(fc.tuple(fc.constantFrom(...patterns), fc.constantFrom(...types), fc.constantFrom(0.6, 0.99, 1)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) =>
    Promise.all(
      all.map(([pattern, type, score], k) => compileRecognizer({ name: String(k), type, pattern, score })),
    ),
  );

/** Places that a list of findings covers. */
const covered = (findings: readonly { start: number; end: number }[]): Set<number> =>
  new Set(findings.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, k) => start + k)));

test('own recognisers only add: all that is found alone stays covered, levels never sink, masks never show more', async () => {
  await fc.assert(
    fc.asyncProperty(text, own, async (of, making) => {
      const recognizers = await making;
      const alone = find(of);
      const both = await findingsOf(recognizers, of, { explain: false });
      const places = covered(both.flatMap((each) => [each, ...each.over]));
      for (const each of alone) {
        const over = both.filter((one) => one.start < each.end && each.start < one.end);
        expect([...covered([each])].every((place) => places.has(place))).toBe(true);
        expect(over.length).toBeGreaterThan(0);
        expect(over.some((one) => one.level >= each.level)).toBe(true);
      }
      both.forEach((each, k) => expect(each.start).toBeGreaterThanOrEqual((both[k - 1] as Joined)?.end ?? 0));
      const told = shown(both);
      const wide = covered(told);
      for (const each of alone) {
        const over = told.filter((one) => one.start < each.end && each.start < one.end);
        expect([...covered([each])].every((place) => wide.has(place))).toBe(true);
        expect(over.some((one) => one.level >= each.level)).toBe(true);
      }
      told.forEach((each, k) => expect(each.start).toBeGreaterThanOrEqual(told[k - 1]?.end ?? 0));
      // what is covered as a whole shows nothing of either
      const after = masked(of, both, 'chat');
      const before = masked(
        of,
        alone.map((each) => ({ ...each, over: [] })),
        'chat',
      );
      const digits = (masks: string): number => masks.replaceAll(/[^0-9X]/g, '').length;
      expect(digits(after)).toBeLessThanOrEqual(digits(before));
    }),
    { numRuns: process.env['SLOW'] ? 2000 : 150 },
  );
});

test('an own finding that takes a piece of another is told as wide as both', async () => {
  const recognizers = [
    await compileRecognizer({ name: 'n', type: 'CN_USCC', pattern: '，住上海', score: 1 }),
  ];
  const text = '您好，我叫林晓雯，住上海市浦东新区张江路88号3楼。';
  const told = shown(await findingsOf(recognizers, text, { explain: false }));
  expect(told.map(({ start, end }) => text.slice(start, end))).toEqual([
    '林晓雯',
    '，住上海市浦东新区张江路88号3楼',
  ]);
});

test('where a value is hidden, own recognisers cannot tell how long it is, and find beside it', async () => {
  const noted = (address: string): string => `客户林晓雯住${address}，编码QX12345，手机13800138000，QX54321`;
  const long = noted('上海市浦东新区张江路88号3楼');
  const short = noted('上海市浦东新区张江路8号');
  const pattern = 'QX[0-9]{5}';
  const near = (context: readonly string[]) =>
    compileRecognizer({ name: 'n', type: 'PASSWORD', pattern, score: 0.1, context });
  const covers = async (text: string, recognizer: Awaited<ReturnType<typeof near>>): Promise<string[]> =>
    (await blindFindingsOf([recognizer], text)).map(
      ({ start, end, type }) => `${type} ${text.slice(start, end)}`,
    );
  for (let n = 1; n < 44; n += 1) {
    const asks = await near(['\ufffc'.repeat(n)]);
    const own = async (text: string) => (await covers(text, asks)).filter((each) => each.includes('QX'));
    expect(await own(long)).toEqual(await own(short));
  }
  expect(
    await covers(long, await compileRecognizer({ name: 'n', type: 'PASSWORD', pattern, score: 0.9 })),
  ).toEqual([
    'PERSON 林晓雯',
    'ADDRESS 上海市浦东新区张江路88号3楼',
    'PASSWORD QX12345',
    'CN_MOBILE 13800138000',
    'PASSWORD QX54321',
  ]);
});

test('a long text in parts has the findings of the whole', async () => {
  const recognizers = [
    await compileRecognizer({ name: 'v', type: 'SOCIAL_ACCOUNT', pattern: 'VIP[0-9]{6}', score: 0.9 }),
  ];
  const long = '手机13800138000，贵宾卡VIP123456，我叫林晓雯。'.repeat(700);
  const parts = await findingsOf(recognizers, long, { explain: false });
  const whole = find(long, { recognizers });
  expect(parts.map(({ start, end, type }) => [start, end, type])).toEqual(
    whole.map(({ start, end, type }) => [start, end, type]),
  );
});

test('other work gets its turn between any two parts, also of different texts', async () => {
  let rounds = 0;
  let beat = setImmediate(function next() {
    rounds += 1;
    beat = setImmediate(next);
  });
  const searched: number[] = [];
  const counting = { name: 'c', work: 1, into: () => void searched.push(rounds) };
  const long = '您好，请稍等。'.repeat(3000);
  await Promise.all([
    ...Array.from({ length: 8 }, () => findingsOf([counting], long, { explain: false })),
    ...Array.from({ length: 20 }, () => blindFindingsOf([counting], '您好，请稍等。')),
  ]);
  const before = rounds;
  for (let k = 0; k < 20; k += 1) await blindFindingsOf([], '您好，请稍等。');
  expect(rounds - before).toBeGreaterThanOrEqual(20);
  clearImmediate(beat);
  expect(searched.length).toBeGreaterThan(50);
  expect(new Set(searched).size).toBe(searched.length);
});

test('without lists there are no words', async () => {
  expect(await wordsOf({ words: null }, '保本')).toEqual({ words: [], wordsLeft: 0 });
});
