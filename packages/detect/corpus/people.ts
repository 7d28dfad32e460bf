import * as parts from '../train/people.ts';
import { dictionary, englishNames, givenStatistics, surnameShares } from '../train/lexicon.ts';
import type { Random } from './random.ts';

/** Draws from weighted entries by binary search. */
function weighted<T>(entries: readonly (readonly [T, number])[]): (random: Random) => T {
  const ends: number[] = [];
  let total = 0;
  for (const [, weight] of entries) ends.push((total += weight));
  return (random) => {
    const at = random.next() * total;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return (entries[low] as readonly [T, number])[0];
  };
}

const entries = dictionary();
const given = givenStatistics(entries);
const common = (map: Map<string, number>, least: number): [string, number][] =>
  [...map].filter(([, n]) => n > least).sort((a, b) => b[1] - a[1]);
const surname = weighted([...surnameShares()].map(([name, share]) => [name, share ** 0.8] as const));
const first = weighted(common(given.first, 6));
const last = weighted(common(given.last, 6));
const only = weighted(common(given.only, 1));
const english = englishNames();

/** Given names that are words of their own, so that the model cannot lean on words alone. */
const wordGiven =
  '兴 河 上 便 是 开 明 亮 伟大 胜利 建国 国庆 和平 光明 文化 春天 阳光 晓雪 小雨 自强 立春 清明 冬至 学习 开心 快乐 平安 安康 幸福 成功 红旗 卫东 跃进 解放 东方 海洋 长江 泰山 思想 梦想 未来 子轩 一诺 天真 可可 多多 圆圆 美丽 子涵 诗雨 浩然 一鸣 大海 小燕 晨光'.split(
    ' ',
  );

export function chineseName(random: Random): string {
  const roll = random.next();
  if (roll < 0.035)
    return (
      random.pick(parts.compoundSurnames) + (random.chance(0.5) ? only(random) : first(random) + last(random))
    );
  const family = surname(random);
  if (roll < 0.3) return family + only(random);
  if (roll < 0.33) return family + random.pick(wordGiven);
  if (roll < 0.36) {
    const twice = random.chance(0.5) ? first(random) : last(random);
    return family + twice + twice;
  }
  return family + first(random) + last(random);
}

/** Two-character names are commoner in prose about public people. */
export const shortName = (random: Random): string => surname(random) + only(random);

export const minorityName = (random: Random): string =>
  `${random.pick(parts.minorityParts)}·${random.pick(parts.minorityParts)}${random.chance(0.06) ? `·${random.pick(parts.minorityParts)}` : ''}`;

/** A transliteration spelt from the syllables of known ones, so that unseen names are seen. */
function invented(random: Random): string {
  const a = random.pick(parts.foreignSurnames);
  const b = random.pick(parts.foreignSurnames);
  const cut = 1 + random.below(Math.max(1, a.length - 1));
  const name = a.slice(0, cut) + b.slice(Math.max(1, b.length - 1 - random.below(3)));
  return name.length < 2 ? a : name.slice(0, 6);
}

const foreignEntries = entries.filter(
  (e) =>
    e.tag === 'nrt' &&
    e.word.length >= 3 &&
    e.word.length <= 6 &&
    !/[一二三四五六七八九十第中大学宗]/.test(e.word),
);

export function foreignName(random: Random): string {
  const roll = random.next();
  if (roll < 0.4) return random.pick(parts.foreignSurnames.filter((name) => name.length > 1));
  if (roll < 0.55) return random.pick(parts.foreignGiven.filter((name) => name.length > 2));
  if (roll < 0.7) return random.pick(foreignEntries).word;
  return invented(random);
}

export const dottedName = (random: Random): string =>
  `${random.pick(parts.foreignGiven)}·${random.chance(0.75) ? random.pick(parts.foreignSurnames) : invented(random)}`;

export const japaneseName = (random: Random): string =>
  random.pick(parts.japaneseSurnames) +
  (random.chance(0.6)
    ? random.pick(parts.japaneseGiven)
    : random.chance(0.5)
      ? only(random)
      : first(random) + last(random));

const knownOthers = entries
  .filter((e) => e.tag === 'nr' && e.frequency > 60 && e.word.length > 1 && e.word.length < 4)
  .map((e) => e.word);
const famous = [
  ...parts.knownPeople,
  ...knownOthers.filter((word) => parts.surnames.includes(word[0] as string) && !/[大小老先第]$/.test(word)),
];

export const knownName = (random: Random): string =>
  random.pick(random.chance(0.5) ? parts.knownPeople : famous);

const pinyinFirst =
  'wei xiaoming na fang jing li min qiang lei jun yang yong jie juan tao ming chao xiulan xia ping gang guiying haoran yuxuan zihan xinyi jiahao ziyi mengqi yichen siyuan jianguo guoqiang xiaohong xiaoyan meiling zhiyuan wenjie tianyu yifan junjie zhenhua shuang hui bin bo lin ying hong hua yan peng kai rui xin yu chen zhihao yulan shuzhen jianjun haiyan lihua aihua guoliang zhiqiang wenbin xuefei yuting xiaofeng dongmei'.split(
    ' ',
  );
const pinyinLast =
  'wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao shen zhong cui tan fan shi liao jia xia fu fang zou xiong bai meng qin qiu hou yin xue yan duan lei long tao ouyang sima'.split(
    ' ',
  );
const capital = (word: string): string => (word[0] ?? '').toUpperCase() + word.slice(1);

export function pinyinName(random: Random): string {
  const a = random.pick(pinyinLast);
  const b = random.pick(pinyinFirst);
  const roll = random.next();
  if (roll < 0.45) return `${capital(a)} ${capital(b)}`;
  if (roll < 0.6) return `${capital(b)} ${capital(a)}`;
  if (roll < 0.78) return `${a.toUpperCase()} ${capital(b)}`;
  if (roll < 0.88) return `${a.toUpperCase()} ${b.toUpperCase()}`;
  if (roll < 0.94) return `${capital(random.pick(pinyinFirst))} ${capital(a)}`;
  return `${capital(a)} ${capital(random.pick(pinyinFirst))}-${random.pick(pinyinFirst)}`;
}

export function englishName(random: Random): string {
  const first = capital(random.pick(random.chance(0.5) ? english.male : english.female));
  const rank = Math.floor(english.last.length * random.next() ** 2.5);
  const last = capital(english.last[rank] as string);
  const roll = random.next();
  if (roll < 0.1) return `${first} ${String.fromCharCode(65 + random.below(26))}. ${last}`;
  if (roll < 0.13) return `${first} ${last.toUpperCase()}`;
  if (roll < 0.17) return `${first} ${capital(random.pick(english.male))} ${last}`;
  if (roll < 0.185) return `${last}, ${first}`;
  if (roll < 0.2) return `${first} ${last}-${capital(random.pick(english.last))}`;
  return `${first} ${last}`;
}

const surnameSet = new Set(parts.surnames.slice(0, 260));
const wordNames = entries
  .filter(
    ({ word, tag, frequency }) =>
      word.length === 2 &&
      frequency > 60 &&
      /^[advn]$/.test(tag) &&
      surnameSet.has(word[0] as string) &&
      (given.only.get(word[1] as string) ?? 0) > 0.6,
  )
  .map(({ word }) => word);

/** A name that is an ordinary word: 方便, 高兴, 黄河. */
export const wordName = (random: Random): string => random.pick(wordNames);
