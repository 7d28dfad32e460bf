import { expect, test } from 'vitest';
import { ruleCompiler } from './compiler.ts';

const list = (name: string, count: number) => ({
  name,
  reason: 'r',
  words: Array.from({ length: count }, (_, i) => `词${(i * 7919).toString(36)}语`),
});
const rule = {
  name: 'member',
  type: 'SOCIAL_ACCOUNT',
  pattern: 'VIP[0-9]{6}',
  ignoreCase: false,
  context: [],
  not: [],
  checksum: null,
  score: 0.6,
};

test('lists are compiled once for what they say, in turns', async () => {
  let turns = 0;
  const compiler = ruleCompiler(async () => void (turns += 1));
  const first = await compiler.words([list('a', 20_000)]);
  expect(turns).toBeGreaterThan(50);
  const used = turns;
  expect(await compiler.words([list('a', 20_000)])).toBe(first);
  expect(turns - used).toBeLessThan(5);
  const [one, two] = await Promise.all([compiler.words([list('b', 9)]), compiler.words([list('b', 9)])]);
  expect(one).toBe(two);
  expect(one).not.toBe(first);
  expect(await compiler.words([])).toBeNull();
});

test('a recogniser is compiled once for what it says; one that is refused is refused again', async () => {
  const compiler = ruleCompiler(async () => {});
  expect(await compiler.recognizer(rule)).toBe(await compiler.recognizer({ ...rule }));
  expect(await compiler.recognizer({ ...rule, score: 0.7 })).not.toBe(await compiler.recognizer(rule));
  for (let k = 0; k < 2; k += 1)
    await expect(compiler.recognizer({ ...rule, pattern: 'VIP[0-9]+' })).rejects.toMatchObject({
      reason: 'endless',
    });
});

test('forgets sets that were not asked for lately', async () => {
  const compiler = ruleCompiler(async () => {});
  const first = await compiler.words([list('a', 1)]);
  await compiler.words([list('b', 1)]);
  expect(await compiler.words([list('a', 1)])).toBe(first);
  await compiler.words([list('c', 1)]);
  await compiler.words([list('d', 1)]);
  expect(await compiler.words([list('a', 1)])).not.toBe(first);
});
