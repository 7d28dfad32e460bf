import { type MaskType, maskValue, symbols } from '@huke/detect';
import type { Scenario } from '@huke/sdk';

/** A value of the customer that a note is about. */
export type HeldValue = { readonly type: MaskType; readonly clear: string };

/** What the masks of one customer hide, as notes are compared with it; each piece leads to the value's number. */
export type HiddenParts = {
  /** Strings of 3 to 6 figures that hold a hidden one, by length; backwards too. */
  readonly digits: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** Strings of letters, characters of words and figures: 3 with words, 4 with both, 5 of a handle. */
  readonly grams: ReadonlyMap<string, number>;
  /** What those begin with. */
  readonly firsts: ReadonlySet<string>;
  /** The hidden figures of each value, for parts shorter than a string. */
  readonly hidden: readonly string[];
  /** Ends that the masks show: whoever writes these tells nothing. */
  readonly shown: ReadonlySet<string>;
  /** Names as held, with how many of their first symbols the mask hides. */
  readonly names: readonly { readonly name: string; readonly hides: number }[];
};

const han = /\p{Script=Han}/u;
/** Words that every address has: alone they tell nothing. */
const generic = /^[小区花园单元号楼栋幢室路街道巷村层座弄期大厦苑院广场中心0-9]$/u;

type Key = { readonly key: string; readonly hidden: boolean };

/** Makes them. Values whose mask hides nothing add nothing. */
export function hiddenParts(values: readonly HeldValue[], scenario: Scenario): HiddenParts {
  const digits = new Map([3, 4, 5, 6].map((size) => [size, new Map<string, number>()] as const));
  const grams = new Map<string, number>();
  const hidden: string[] = [];
  const shown = new Set<string>();
  const names: { name: string; hides: number }[] = [];
  values.forEach(({ type, clear }, n) => {
    const keys = keysOf(clear, maskValue(type, clear, scenario));
    const figures = figuresOf(keys);
    hidden.push(figures.map((run) => run.map((each) => (each.hidden ? each.key : ' ')).join('')).join(' '));
    for (const run of figures) {
      for (const [size, map] of digits) {
        addFigures(map, run, size, n);
        // three figures backwards are told by chance too often
        if (size > 3) addFigures(map, run.toReversed(), size, n);
      }
      for (const end of shownEnds(run)) shown.add(end);
    }
    if (type === 'PERSON') {
      const name = keys.map((each) => each.key).join('');
      if (keys.some((each) => each.hidden) && keys.length > 1)
        names.push({ name, hides: keys.findLastIndex((each) => each.hidden) + 1 });
    } else addGrams(grams, keys, n);
  });
  const firsts = new Set(Array.from(grams.keys(), (gram) => Array.from(gram)[0] ?? ''));
  return { digits, grams, firsts, hidden, shown, names };
}

/** Each symbol of a value, and whether its mask hides it: masks show a beginning, an end, or both. */
function keysOf(clear: string, mask: string): readonly Key[] {
  const value = symbols(clear).map((each) => each.key);
  const seen = symbols(mask).map((each) => each.key);
  let front = 0;
  while (front < value.length && seen[front] === value[front]) front += 1;
  let back = 0;
  while (back < value.length - front && seen.at(-1 - back) === value.at(-1 - back)) back += 1;
  // the same end by chance, where the mask shows nothing
  if (!seen.includes('*')) front = mask === clear ? value.length : front;
  return value.map((key, at) => ({ key, hidden: at >= front && at < value.length - back }));
}

/** The figures of a value: of a number all of them, of anything else each that stand together. */
function figuresOf(keys: readonly Key[]): readonly (readonly Key[])[] {
  const figure = (each: Key, at: number): boolean =>
    /^[0-9]$/.test(each.key) || (each.key === 'x' && at === keys.length - 1 && keys.length > 8);
  const all = keys.filter(figure);
  if (all.length >= keys.length * 0.7) return [all];
  const runs: Key[][] = [[]];
  keys.forEach((each, at) => {
    if (figure(each, at)) runs.at(-1)?.push(each);
    else if ((runs.at(-1)?.length ?? 0) > 0) runs.push([]);
  });
  return runs.filter((run) => run.length >= 4);
}

function addFigures(map: Map<string, number>, run: readonly Key[], size: number, n: number): void {
  for (let at = 0; at + size <= run.length; at += 1) {
    const part = run.slice(at, at + size);
    // three figures are told by chance too often, unless all of them are hidden
    const tells = size === 3 ? part.every((each) => each.hidden) : part.some((each) => each.hidden);
    if (tells) map.set(part.map((each) => each.key).join(''), n);
  }
}

/** The beginnings and ends that a mask shows, of three figures or more, and no more than eight. */
function shownEnds(run: readonly Key[]): readonly string[] {
  const text = run.map((each) => each.key).join('');
  const front = run.findIndex((each) => each.hidden);
  const back = run.length - 1 - run.findLastIndex((each) => each.hidden);
  if (front < 0) return [];
  const ends: string[] = [];
  for (let size = 2; size <= Math.min(front, 8); size += 1) ends.push(text.slice(0, size));
  for (let size = 2; size <= Math.min(back, 8); size += 1) ends.push(text.slice(-size));
  return ends;
}

function addGrams(grams: Map<string, number>, keys: readonly Key[], n: number): void {
  for (const size of [3, 4, 5]) {
    for (let at = 0; at + size <= keys.length; at += 1) {
      const part = keys.slice(at, at + size);
      const text = part.map((each) => each.key).join('');
      const hides = part.filter((each) => each.hidden).length;
      if (hides * 2 > size && size === sizeOf(part)) grams.set(text, n);
    }
  }
}

/** How many symbols like these tell something; 0 where they never do. Figures alone are compared apart. */
function sizeOf(part: readonly Key[]): number {
  const words = part.filter((each) => han.test(each.key));
  const figures = part.filter((each) => /^[0-9]$/.test(each.key)).length;
  if (figures === part.length) return 0;
  if (words.length === 0) return 5;
  const telling = part.filter((each) => !generic.test(each.key)).length;
  if (telling >= 2) return 3;
  return figures >= 2 ? 4 : 0;
}
