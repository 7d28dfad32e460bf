import { keyForm } from './fold.ts';
import { type Lexicon, lexicon } from './lexicon.ts';
import { amountNames, notPersonalHints, notPersonalNames } from './not-personal.ts';
import { type EntityType, rows } from './rows/index.ts';

/** Log odds that a word adds where it stands right at a value. */
const weightOf = { names: 5, hints: 2, not: -5, nobody: -8, perhapsNobody: -4, other: -3 } as const;

/** Words that name what a value is, and what each says of each type. */
export type Labels = {
  readonly lexicon: Lexicon;
  /** `weights[label * types + type]` in log odds. */
  readonly weights: Float32Array;
  readonly types: number;
  /** 1 where the label names something (and so hides labels that stand farther away). */
  readonly naming: Uint8Array;
  /** 1 where the label says nothing of what stands around it: it only leads to a value. */
  readonly silent: Uint8Array;
  /** 1 where the label names an amount, and so speaks only of what follows it. */
  readonly amount: Uint8Array;
  /** Rows whose value is looked for after a label, and before it; holes where there is none. */
  readonly follows: readonly (readonly number[] | undefined)[];
  readonly leads: readonly (readonly number[] | undefined)[];
  /** Labels below this one are spoken at-signs. */
  readonly atSigns: number;
};

export const typeIndex: ReadonlyMap<EntityType, number> = new Map(rows.map((row, i) => [row.type, i]));

/** Words of a list, in key form. */
function split(list: string | undefined): string[] {
  const words: string[] = [];
  if (list === undefined) return words;
  for (const word of keyForm(list).split(' ')) {
    if (word.includes('_')) words.push(word.replaceAll('_', ' '), word, word.replaceAll('_', ''));
    else if (word.length > 0) words.push(word);
  }
  return words;
}

/** Spoken at-signs of mail addresses; they say nothing of other values. */
export const atSigns = ['at', '艾特', '爱特', '圈a', '圈诶', '小老鼠', 'at符号', '艾特符号'] as const;

let compiled: Labels | undefined;

/** The labels of all rows, compiled at the first call. */
export function labels(): Labels {
  compiled ??= compile();
  return compiled;
}

function compile(): Labels {
  const ids = new Map<string, number>();
  const words: string[] = [];
  const idOf = (word: string): number => {
    let id = ids.get(word);
    if (id === undefined) {
      id = words.length;
      ids.set(word, id);
      words.push(word);
    }
    return id;
  };
  for (const word of atSigns) idOf(word);
  const types = rows.length;
  const listed = rows.map((row) => ({
    names: split(row.names).map(idOf),
    hints: split(row.hints).map(idOf),
    not: split(row.not).map(idOf),
    leads: split(row.leads?.words)
      .filter((word) => word.length > 1)
      .map(idOf),
  }));
  const amounts = split(amountNames).map(idOf);
  const nobody = [...split(notPersonalNames).map(idOf), ...amounts];
  const perhapsNobody = split(notPersonalHints).map(idOf);

  const base = new Int8Array(words.length);
  for (const { names } of listed) for (const id of names) base[id] = weightOf.other;
  const naming = new Uint8Array(words.length);
  for (const { names } of listed) for (const id of names) naming[id] = 1;
  for (const id of perhapsNobody) base[id] = weightOf.perhapsNobody;
  for (const id of nobody) base[id] = weightOf.nobody;
  for (const id of perhapsNobody) naming[id] = 1;
  for (const id of nobody) naming[id] = 1;

  const weights = new Float32Array(words.length * types);
  for (let id = 0; id < words.length; id += 1)
    if (base[id] !== 0) weights.fill(base[id] as number, id * types, id * types + types);
  listed.forEach(({ names, hints, not }, t) => {
    for (const id of not) weights[id * types + t] = weightOf.not;
    for (const id of hints) weights[id * types + t] = weightOf.hints;
    for (const id of names) weights[id * types + t] = weightOf.names;
  });

  const amount = new Uint8Array(words.length);
  for (const id of amounts) amount[id] = 1;
  const silent = new Uint8Array(words.length).fill(1);
  for (let i = 0; i < weights.length; i += 1) if (weights[i] !== 0) silent[(i - (i % types)) / types] = 0;

  const follows: number[][] = [];
  const leads: number[][] = [];
  const leading = new Uint8Array(words.length).fill(1, 0, atSigns.length);
  const mark = (list: number[][], id: number, t: number): void => {
    leading[id] = 1;
    const types = list[id];
    if (!types) list[id] = [t];
    else if (!types.includes(t)) types.push(t);
  };
  listed.forEach((each, t) => {
    if (rows[t]?.follows) for (const id of each.names) mark(follows, id, t);
    for (const id of each.leads) mark(leads, id, t);
  });
  return {
    lexicon: lexicon(words, leading),
    weights,
    types,
    naming,
    silent,
    amount,
    follows,
    leads,
    atSigns: atSigns.length,
  };
}
