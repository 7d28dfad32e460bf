import { existsSync, readFileSync } from 'node:fs';
import { generated, type Labelled, written } from '../corpus/index.ts';
import * as people from '../corpus/people.ts';
import { hashText, type Random, seeded } from '../corpus/random.ts';
import { dictionary } from './lexicon.ts';

/** A text with the spans that the two models must find. */
export type Sample = Pick<Labelled, 'text' | 'entities'>;

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
    if (roll < 0.6) return people.chineseName(random);
    if (roll < 0.7) return people.shortName(random);
    if (roll < 0.85) return people.foreignName(random);
    if (roll < 0.95) return people.knownName(random);
    return people.japaneseName(random);
  };
  return Array.from({ length: count }, () => {
    let text = '';
    const entities: { type: 'PERSON'; start: number; end: number }[] = [];
    const before = random.below(4);
    for (let i = 0; i < before; i += 1) text += random.pick(any)();
    if (random.chance(0.45)) {
      text += random.pick([noun, adverb, verb, () => '', () => '，'])();
      const name = person();
      entities.push({ type: 'PERSON', start: text.length, end: text.length + name.length });
      text += name + random.pick([verb, verb, adverb, () => '的', () => '，', noun])();
    }
    const after = random.below(4);
    for (let i = 0; i < after; i += 1) text += random.pick(any)();
    if (random.chance(0.3)) text += '。';
    return { text, entities };
  });
}

/** Everything that the models learn from. */
export function trainingSamples(seed: number, each = 60): Sample[] {
  const random = seeded(seed);
  const made = generated('train', each, seed);
  const prose = made.filter((r) => r.kind === 'news' || r.kind === 'social' || r.kind === 'plain');
  const chat = crosswoz('train');
  const joined = made.map((record) => {
    if (random.chance(0.4) && (record.kind === 'news' || record.kind === 'plain' || record.kind === 'social'))
      return joinTwo(record, random.pick(prose), random.pick(['。', '，', '。', '；', '', '\n']));
    if (random.chance(0.1) && record.kind === 'chat' && chat.length > 0)
      return joinTwo(random.pick(chat), record, random.pick(['', '。', '\n']));
    return record;
  });
  const hand = written('train');
  return [
    ...joined,
    ...chat,
    ...chat,
    ...wordSalad(random, 14000),
    ...hand,
    ...hand,
    ...hand,
    ...hand,
    ...hand,
    ...hand,
  ];
}
