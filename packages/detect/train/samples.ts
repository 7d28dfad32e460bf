import { existsSync, readFileSync } from 'node:fs';
import { type Entity, generated, type Labelled, type Split, written } from '../corpus/index.ts';
import * as people from '../corpus/people.ts';
import * as places from '../corpus/places.ts';
import { hashText, type Random, seeded } from '../corpus/random.ts';
import { fold, unitFrom } from '../src/fold.ts';
import { fields, tickets, turns } from './fields.ts';
import { living, machine, running, shop } from './frames.ts';
import { dictionary, englishNames } from './lexicon.ts';
import { goods, latinGoods, ordinary } from './ordinary.ts';
import type { Sample } from './sample.ts';
import { desks, situations } from './situations.ts';
import { world } from './world.ts';
import { bearers, latinWords, notPeople, surnames } from './people.ts';

/** A sample as the finder sees it: folded, its spans moved along. */
export function folded(sample: Sample): Sample {
  const { text, map } = fold(sample.text);
  const place = (at: number): number => Math.min(unitFrom(map, at), text.length);
  return { text, entities: sample.entities.map((e) => ({ ...e, start: place(e.start), end: place(e.end) })) };
}

type Turn = { readonly text: string; readonly slots?: readonly (readonly [string, string])[] };

const dialogues = new URL('../../../../shared/data/crosswoz-dialogues.jsonl', import.meta.url);

/** Real service chat: business addresses, no people; the training part only (70 % by dialogue). */
export function crosswoz(part: 'train' | 'rest'): Sample[] {
  if (!existsSync(dialogues)) return [];
  return readFileSync(dialogues, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; turns: Turn[] })
    .filter(({ id }) => hashText(id) % 100 < 70 === (part === 'train'))
    .flatMap(({ turns }) => turns)
    .map(({ text, slots }) => ({
      text,
      entities: (slots ?? [])
        .filter(([slot, value]) => slot === '地址' && text.includes(value))
        .map(([, value]) => {
          const start = text.indexOf(value);
          return { type: 'ADDRESS' as const, start, end: start + value.length };
        }),
    }));
}

const joinTwo = (a: Sample, b: Sample, between: string): Sample => {
  const shift = a.text.length + between.length;
  return {
    text: a.text + between + b.text,
    entities: [
      ...a.entities,
      ...b.entities.map((e) => ({ ...e, start: e.start + shift, end: e.end + shift })),
    ],
  };
};

/** Words in the order of a sentence but at random, with and without a name: teaches where words end. */
function wordSalad(random: Random, count: number): Sample[] {
  const entries = dictionary().filter(
    (e) => !e.tag.startsWith('nr') && e.frequency > 30 && e.word.length < 5,
  );
  const draw = (tags: RegExp): (() => string) => {
    const some = entries.filter((e) => tags.test(e.tag));
    const ends: number[] = [];
    let total = 0;
    for (const e of some) ends.push((total += e.frequency ** 0.75));
    return () => {
      const at = random.next() * total;
      let low = 0;
      let high = ends.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] as number) > at) high = middle;
        else low = middle + 1;
      }
      return (some[low] as (typeof some)[number]).word;
    };
  };
  const noun = draw(/^n$|^nz$|^ns$|^nt$|^j$/);
  const verb = draw(/^v/);
  const adverb = draw(/^d|^p|^c|^t|^f/);
  const other = draw(/^u|^r|^a|^m|^q|^y|^b/);
  const any = [noun, verb, adverb, other, noun, verb];
  const person = (): string => {
    const roll = random.next();
    if (roll < 0.53) return people.chineseName(random);
    if (roll < 0.63) return people.shortName(random);
    if (roll < 0.76) return people.foreignName(random);
    if (roll < 0.81) return people.dottedName(random);
    if (roll < 0.86) return people.minorityName(random);
    if (roll < 0.96) return people.knownName(random);
    return people.japaneseName(random);
  };
  const marks = [
    ...'，。：:、；！？ \n（）()“”"】【-/|@',
    '',
    '',
    '',
    '1',
    '2026',
    '13',
    '周一',
    '周二',
    '周三',
    '周五',
    '周日',
  ];
  const joints = ['、', '和', '与', '及', ' ', '，', '/', '跟', '对', '，', '；'];
  return Array.from({ length: count }, () => {
    let text = '';
    const entities: Entity[] = [];
    const put = (type: Entity['type'], value: string): void => {
      entities.push({ type, start: text.length, end: text.length + value.length });
      text += value;
    };
    const words = (n: number): void => {
      for (let i = 0; i < n; i += 1) text += random.chance(0.12) ? random.pick(marks) : random.pick(any)();
    };
    words(random.below(4));
    if (random.chance(0.2)) {
      put('PERSON', person());
      words(1 + random.below(3));
      text += random.pick(['，', '。', '；', '、', '：', '\n']);
    }
    const roll = random.next();
    if (roll < 0.45) {
      text += random.pick([noun, adverb, verb, noun, () => random.pick(marks), () => random.pick(marks)])();
      put('PERSON', person());
      if (random.chance(0.2)) {
        text += random.pick(joints);
        put('PERSON', person());
      }
      text += random.pick([
        verb,
        verb,
        adverb,
        other,
        noun,
        () => random.pick(marks),
        () => random.pick(marks),
      ])();
    } else if (roll < 0.6) {
      if (random.chance(0.2)) put('PERSON', people.chineseName(random));
      if (random.chance(0.15)) text += `1${random.digits(10)}`;
      else
        text += random.pick([
          noun,
          adverb,
          verb,
          other,
          () => random.pick(marks),
          () => random.pick(['在', '到', '住', '是', '至']),
        ])();
      put('ADDRESS', random.chance(0.4) ? places.shortAddress(random) : places.address(random));
      if (random.chance(0.15)) put('PERSON', people.chineseName(random));
      text += random.pick([
        verb,
        adverb,
        noun,
        () => random.pick(marks),
        () => random.pick(marks),
        () => random.pick(['的', '门口', '楼下', '附近', '收', '有人']),
      ])();
    }
    words(random.below(4));
    if (random.chance(0.3)) text += '。';
    return { text, entities };
  });
}

/** Lists of ordinary words that begin like names, and Latin words like brands: no people. */
function lists(random: Random, count: number): Sample[] {
  const families = new Set(surnames.slice(0, 330));
  const entries = dictionary().filter(
    (e) =>
      !e.tag.startsWith('nr') &&
      e.frequency > 8 &&
      e.word.length < 5 &&
      e.word.length > 1 &&
      families.has(e.word[0] as string),
  );
  const foreign = notPeople.filter((word) => word.length > 1);
  const english = englishNames();
  const capital = (word: string): string => (word[0] ?? '').toUpperCase() + word.slice(1);
  const starts = ['', '', '，', '：', '有', '吃', '买', '去', '在', '是', '的', '和', '。', '“', '（', '\n'];
  const ends = ['', '，', '。', '都', '的', '等', '！', '”', '）', '了', '吗', '\n', '和', '多少钱'];
  return Array.from({ length: count }, () => {
    if (random.chance(0.15)) {
      const name = capital(random.pick(random.chance(0.5) ? english.last : english.male));
      const word = capital(random.pick(latinWords));
      const both = random.pick([
        `${name} ${word}`,
        `${word} ${name}`,
        `${word} ${capital(random.pick(latinWords))}`,
        `${word} ${name} ${capital(random.pick(latinWords))}`,
      ]);
      return {
        text:
          random.pick(['', 'The ', 'at ', 'Our ', '在', 'and ', ', ']) +
          (random.chance(0.5) ? random.pick(latinGoods) : both) +
          random.pick(['', ' is', ' Co', '.', '的']),
        entities: [],
      };
    }
    if (random.chance(0.12)) {
      const bearer = random.pick(bearers);
      const name = random.pick([people.chineseName, people.shortName, people.foreignName, people.knownName])(
        random,
      );
      return { text: random.pick(starts) + name + bearer + random.pick(ends), entities: [] };
    }
    const one = (): string => {
      const roll = random.next();
      if (roll < 0.15) return random.pick(foreign);
      if (roll < 0.42) return random.pick(goods);
      return roll < 0.6 ? random.pick(ordinary) : random.pick(entries).word;
    };
    const joint = random.pick(['、', '、', '，', ' ', '和', '/']);
    const words = Array.from({ length: 1 + random.below(4) }, one);
    return { text: random.pick(starts) + words.join(joint) + random.pick(ends), entities: [] };
  });
}

const colons = ['：', ':', ': ', ' ', '：', '=', '是', '为', '|', '\t', '】', '：\n', ' : '];
const quotes = ['"', "'", '“', '「', '【', '(', '（', '['];

/** The same record as other forms would print it: other separators, quotes around values. */
function reprinted(random: Random, sample: Sample): Sample {
  const colon = random.pick(colons);
  const open = random.chance(0.25) ? random.pick(quotes) : '';
  let text = '';
  let at = 0;
  const entities: Entity[] = [];
  const plain = (from: string): string => from.replaceAll(/[：:]/g, colon);
  for (const e of [...sample.entities].sort((a, b) => a.start - b.start)) {
    text += plain(sample.text.slice(at, e.start)) + open;
    entities.push({ ...e, start: text.length, end: text.length + e.end - e.start });
    text += sample.text.slice(e.start, e.end);
    at = e.end;
  }
  return { text: text + plain(sample.text.slice(at)), entities };
}

/** True for the hand-written records that stay out of training: they tell dev figures without the test part. */
export const isHeld = (record: Labelled): boolean =>
  record.id.startsWith('blind-forecast') || (record.id.startsWith('fresh-') && heldIds.has(record.id));

const heldIds: ReadonlySet<string> = new Set(written('dev').map(({ id }) => id));

/** Everything that the models learn from. */
export function trainingSamples(seed: number, each = 60, splits: readonly Split[] = ['train']): Sample[] {
  const random = seeded(seed);
  const made = splits.flatMap((split) => generated(split, each, seed));
  const prose = made.filter((r) => r.kind === 'news' || r.kind === 'social' || r.kind === 'plain');
  const chat = crosswoz('train');
  const joined = made.map((record) => {
    if (random.chance(0.4) && (record.kind === 'news' || record.kind === 'plain' || record.kind === 'social'))
      return joinTwo(record, random.pick(prose), random.pick(['。', '，', '。', '；', '', '\n']));
    if (
      random.chance(0.35) &&
      (record.kind === 'form' || record.kind === 'note' || record.kind === 'english')
    )
      return reprinted(random, record);
    if (random.chance(0.15) && (record.kind === 'chat' || record.kind === 'note')) {
      const other = chat.length > 0 ? random.pick(chat) : random.pick(prose);
      return random.chance(0.5)
        ? joinTwo(other, record, random.pick(['', '。', '\n', ' ']))
        : joinTwo(record, other, random.pick(['', '。', '\n', ' ']));
    }
    return record;
  });
  const hand = splits.flatMap((split) => written(split)).filter((record) => !isHeld(record));
  const salad = wordSalad(random, each * 250);
  const repeat = Math.ceil(each / 12);
  return [
    ...joined,
    ...lists(random, each * 90),
    ...fields(random, each * 80),
    ...tickets(random, each * 3),
    ...turns(random, each * 25),
    ...world(random, each * 34),
    ...running(random, each * 90),
    ...situations(random, each * 70),
    ...desks(random, each * 25),
    ...living(random, each * 40),
    ...shop(random, each * 15),
    ...machine(random, each * 45),
    ...salad,
    ...Array.from({ length: Math.ceil(each / 12) }, () => chat).flat(),
    ...Array.from({ length: repeat }, () => hand).flat(),
  ].map(folded);
}
