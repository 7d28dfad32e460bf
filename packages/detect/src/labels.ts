import { keyForm } from './fold.ts';
import { type Lexicon, lexicon } from './lexicon.ts';
import { rows } from './rows/index.ts';
import { notPersonalHints, notPersonalNames } from './rows/not-personal.ts';
import type { EntityType } from './types.ts';

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
  /** The words after or before which a value is looked for; their ids are places in the lists below. */
  readonly leading: Lexicon;
  /** Rows whose value is looked for after a leading word, and before it. */
  readonly follows: readonly (readonly number[])[];
  readonly leads: readonly (readonly number[])[];
  /** Labels below this one are spoken at-signs. */
  readonly atSigns: number;
};

export const typeIndex: ReadonlyMap<EntityType, number> = new Map(rows.map((row, i) => [row.type, i]));

const split = (list: string | undefined): string[] =>
  (list ?? '')
    .split(' ')
    .filter((word) => word.length > 0)
    .flatMap((word) =>
      word.includes('_') ? [word.replaceAll('_', ' '), word, word.replaceAll('_', '')] : [word],
    );

/** Spoken at-signs of mail addresses; they say nothing of other values. */
export const atSigns = ['at', '艾特', '爱特', '圈a', '圈诶', '小老鼠', 'at符号', '艾特符号'] as const;

let compiled: Labels | undefined;

/** The labels of all rows, compiled at the first call. */
export function labels(): Labels {
  compiled ??= compile();
  return compiled;
}

type Entry = { names: Set<number>; hints: Set<number>; not: Set<number>; leads: Set<number>; nobody: number };

function compile(): Labels {
  const entries = new Map<string, Entry>();
  const entry = (word: string): Entry => {
    const key = keyForm(word);
    let found = entries.get(key);
    if (!found) {
      found = { names: new Set(), hints: new Set(), not: new Set(), leads: new Set(), nobody: 0 };
      entries.set(key, found);
    }
    return found;
  };
  for (const word of atSigns) entry(word);
  rows.forEach((row, t) => {
    for (const word of split(row.names)) entry(word).names.add(t);
    for (const word of split(row.hints)) entry(word).hints.add(t);
    for (const word of split(row.not)) entry(word).not.add(t);
    for (const word of split(row.leads?.words)) if (word.length > 1) entry(word).leads.add(t);
  });
  for (const word of split(notPersonalNames)) entry(word).nobody = weightOf.nobody;
  for (const word of split(notPersonalHints)) entry(word).nobody ||= weightOf.perhapsNobody;

  const all = [...entries];
  const types = rows.length;
  const weights = new Float32Array(all.length * types);
  const naming = new Uint8Array(all.length);
  all.forEach(([, e], label) => {
    const names = e.names.size > 0;
    naming[label] = names || e.nobody !== 0 ? 1 : 0;
    const at = label * types;
    const base = e.nobody || (names ? weightOf.other : 0);
    if (base !== 0) weights.fill(base, at, at + types);
    for (const t of e.not) weights[at + t] = weightOf.not;
    for (const t of e.hints) weights[at + t] = weightOf.hints;
    for (const t of e.names) weights[at + t] = weightOf.names;
  });
  const follows = (e: Entry): number[] => [...e.names].filter((t) => rows[t]?.follows);
  const leading = all.filter(
    ([, e], label) => label < atSigns.length || e.leads.size > 0 || follows(e).length > 0,
  );
  return {
    lexicon: lexicon(all.map(([word], label) => [word, label] as const)),
    weights,
    types,
    naming,
    leading: lexicon(leading.map(([word], id) => [word, id] as const)),
    follows: leading.map(([, e]) => follows(e)),
    leads: leading.map(([, e]) => [...e.leads]),
    atSigns: atSigns.length,
  };
}
