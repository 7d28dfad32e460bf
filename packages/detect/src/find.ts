import { endOf, type FoldMap, fold, startOf } from './fold.ts';
import { typeIndex } from './labels.ts';
import type { NameFinder } from './name-port.ts';
import type { Recognizer } from './recognizer.ts';
import { type Possible, resolve } from './resolve.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';
import { scan } from './scan.ts';
import type { EntityType, Finding } from './types.ts';

/** How to look; everything on, findings from a probability of one half, by default. */
export type FindOptions = {
  /** Only these types. */
  readonly types?: readonly EntityType[];
  /** Lowest score of a finding, 0.5 unless given. */
  readonly minScore?: number;
  /** Adds `why` to each finding. */
  readonly explain?: boolean;
  /** The organisation's own recognisers, from `compileRecognizer`. */
  readonly recognizers?: readonly Recognizer[];
  /** Finds people and addresses; `null` leaves them out. */
  readonly names?: NameFinder | null;
};

/**
 * A finding is at most this long, in code units of the text; one that took the place of others under own recognisers,
 * at most three times as long.
 */
export const longestFinding = 256;

const person = typeIndex.get('PERSON') as number;
const address = typeIndex.get('ADDRESS') as number;

const every = new Uint8Array(rows.length).fill(1);

function wantedTypes(types: readonly EntityType[] | undefined): Uint8Array {
  if (types === undefined) return every;
  const wanted = new Uint8Array(rows.length);
  for (const type of types) wanted[typeIndex.get(type) ?? 0] = 1;
  return wanted;
}

let defaultNames: NameFinder | null = null;

/** Sets the finder of people and addresses that `find` uses where none is given. */
export function useNames(names: NameFinder | null): void {
  defaultNames = names;
}

/**
 * Personal information in a text, sorted and disjoint. Linear in the length of the text; never throws; a score
 * depends on at most 64 code units either side of the finding.
 */
export function find(text: string, options: FindOptions = {}): Finding[] {
  const minScore = options.minScore ?? 0.5;
  const explain = options.explain === true;
  const wanted = wantedTypes(options.types);
  let plain = text;
  let map: FoldMap | null = null;
  let all = scan(text, minScore, explain, wanted, false, null);
  if (all === null) {
    const folded = fold(text);
    plain = folded.text;
    map = folded.map;
    all = scan(plain, minScore, explain, wanted, true, map) ?? [];
  }
  const names = options.names === undefined ? defaultNames : options.names;
  if (names !== null && (wanted[person] === 1 || wanted[address] === 1))
    addNames(all, names, plain, wanted, minScore);
  if (all.length === 0 && options.recognizers === undefined) return [];
  let chosen: readonly Possible[] = resolve(short(all, map));
  if (options.recognizers !== undefined) {
    const own: Possible[] = [];
    for (const recognizer of options.recognizers) recognizer.into(own, plain, wanted, minScore, explain);
    if (own.length > 0) chosen = widened(resolve(short([...all, ...own], map)), chosen);
  }
  const list: Finding[] = [];
  for (const p of chosen) list.push(finding(p, map, explain));
  return list;
}

/** Those that are no longer than a finding may be. */
function short(all: Possible[], map: FoldMap | null): Possible[] {
  for (const each of all) if (tooLong(each, map)) return all.filter((one) => !tooLong(one, map));
  return all;
}

/**
 * Chosen ones with those that stood without own recognisers: what these covered stays covered, at no lower level.
 * Where one was displaced, the ones in its place reach as far as it did. Both lists are sorted and disjoint.
 */
function widened(chosen: readonly Possible[], before: readonly Possible[]): readonly Possible[] {
  const out: Possible[] = chosen.map((each) => ({ ...each }));
  const lost: Possible[] = [];
  let from = 0;
  for (const one of before) {
    while (from < out.length && (out[from] as Possible).end <= one.start) from += 1;
    let k = from;
    while (k < out.length && (out[k] as Possible).start < one.end) k += 1;
    if (k === from) {
      lost.push(one);
      continue;
    }
    const first = out[from] as Possible;
    if (first.start === one.start && first.end === one.end && first.recognizer === undefined) continue;
    for (let at = from; at < k; at += 1) {
      const each = out[at] as Possible;
      const until = at + 1 < k ? (out[at + 1] as Possible).start : Math.max(each.end, one.end);
      out[at] = {
        ...each,
        start: at === from ? Math.min(each.start, one.start) : each.start,
        end: Math.max(each.end, until),
        over: [...(each.over ?? []), one.type],
      };
    }
  }
  return lost.length === 0 ? out : [...out, ...lost].sort((a, b) => a.start - b.start);
}

function addNames(
  all: Possible[],
  names: NameFinder,
  text: string,
  wanted: Uint8Array,
  minScore: number,
): void {
  for (const c of names.candidates(text, 0, text.length)) {
    const type = c.type === 'PERSON' ? person : address;
    if (wanted[type] === 0 || c.score < minScore || c.end <= c.start) continue;
    const score = Math.round(c.score * 1000) / 1000;
    const possible = { type, start: c.start, end: c.end, score };
    all.push(c.why ? { ...possible, why: c.why } : possible);
  }
}

const tooLong = (p: Possible, map: FoldMap | null): boolean =>
  endOf(map, p.end) - startOf(map, p.start) > longestFinding;

function finding(p: Possible, map: FoldMap | null, explain: boolean): Finding {
  const row = rows[p.type] as Row<EntityType>;
  const base: Finding = {
    type: row.type,
    start: startOf(map, p.start),
    end: endOf(map, p.end),
    level: row.level,
    score: p.score,
    sensitive: row.sensitive,
    ...(p.over === undefined ? {} : raised(row, p.over)),
  };
  if (!explain && p.recognizer === undefined) return base;
  return {
    ...base,
    ...(explain ? { why: p.why ?? [] } : {}),
    ...(p.recognizer === undefined ? {} : { recognizer: p.recognizer }),
  };
}

/** The level of a finding that also covers others: the highest of all. */
function raised(row: Row, over: readonly number[]): Pick<Finding, 'level' | 'sensitive'> {
  let { level, sensitive } = row;
  for (const type of over) {
    const other = rows[type] as Row;
    if (other.level > level) level = other.level;
    if (other.sensitive) sensitive = true;
  }
  return { level, sensitive };
}
