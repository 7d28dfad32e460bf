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

/** A finding is at most this long, in code units of the text. */
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
  if (options.recognizers !== undefined) {
    for (const recognizer of options.recognizers) recognizer.into(all, plain, wanted, minScore, explain);
  }
  return all.length === 0 ? [] : findings(all, map, explain);
}

/** The best disjoint ones, in offsets of the original text. */
function findings(all: Possible[], map: FoldMap | null, explain: boolean): Finding[] {
  let fit = all;
  for (const each of all) {
    if (!tooLong(each, map)) continue;
    fit = all.filter((one) => !tooLong(one, map));
    break;
  }
  const list: Finding[] = [];
  for (const p of resolve(fit)) list.push(finding(p, map, explain));
  return list;
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
  };
  if (!explain && p.recognizer === undefined) return base;
  return {
    ...base,
    ...(explain ? { why: p.why ?? [] } : {}),
    ...(p.recognizer === undefined ? {} : { recognizer: p.recognizer }),
  };
}
