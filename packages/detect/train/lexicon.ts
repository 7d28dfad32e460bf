import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  classes,
  hanCount,
  hanFirst,
  type LexiconParts,
  opening,
  rowCount,
  rows,
} from '../src/name/lexicon.ts';
import { compounds, goods, ordinary } from './ordinary.ts';
import * as extra from './more-people.ts';
import * as people from './people.ts';
import { englishWords, moreFirst, moreLast } from './world-people.ts';

const table = (file: string): string => readFileSync(new URL(`tables/${file}`, import.meta.url), 'utf8');
const isHan = (word: string): boolean => /^[\u4e00-\u9fff]+$/.test(word);

/** One row of the dictionary: word, frequency, part of speech. */
export type Entry = { readonly word: string; readonly frequency: number; readonly tag: string };

const mistaken = new Set([...ordinary, ...goods]);

/** The MIT dictionary of jieba; ordinary words that it takes for people are nouns. */
export function dictionary(): readonly Entry[] {
  const path = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter((row) => row.length === 3 && isHan(row[0] as string))
    .map(
      ([word, frequency, tag]) =>
        ({
          word,
          frequency: Number(frequency),
          tag: (tag as string).startsWith('nr') && mistaken.has(word as string) ? 'n' : tag,
        }) as Entry,
    );
}

/** Divisions as in the tables, without the placeholders of the source. */
export function divisions(): { provinces: string[]; cities: string[]; counties: string[]; towns: string[] } {
  const raw = JSON.parse(table('divisions.json')) as Record<'provinces' | 'cities' | 'counties', string[]>;
  const real = (name: string): boolean =>
    isHan(name) && !/^(市辖区|县|省直辖|自治区直辖|城区|郊区)/.test(name);
  return {
    provinces: raw.provinces.filter(real),
    cities: raw.cities.filter(real),
    counties: raw.counties.filter(real),
    towns: table('towns.txt')
      .split('\n')
      .filter((name) => name.length > 2 && real(name)),
  };
}

export const englishNames = (): { male: string[]; female: string[]; last: string[] } =>
  JSON.parse(table('english-names.json')) as { male: string[]; female: string[]; last: string[] };

/** [character, weight] of given names over both sexes. */
export const givenCharacters = (): [string, number][] =>
  table('given-characters.txt')
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([char, male, female]) => [char as string, Number(male) + Number(female)]);

const topShares = [7.2, 7.2, 6.8, 5.4, 4.5, 3.1, 2.2, 2.2, 2.0, 2.0];

/** Share of each surname among people; Zipf's law after the ten known shares. */
export function surnameShares(): Map<string, number> {
  const shares = new Map<string, number>();
  people.surnames.forEach((name, i) => {
    shares.set(name, (topShares[i] ?? 2 * (10 / (i + 1)) ** 1.35) / 100);
  });
  return shares;
}

const knownSurnames = new Set([...people.surnames, ...people.compoundSurnames]);

/** True where the word reads as surname and given name. */
export function looksChinese(word: string): boolean {
  if (knownSurnames.has(word.slice(0, 2)) && (word.length === 3 || word.length === 4)) return true;
  return knownSurnames.has(word[0] ?? '') && (word.length === 2 || word.length === 3);
}

/** Given names of the dictionary's people, with their counts by place. */
export function givenStatistics(
  entries: readonly Entry[],
): Record<'first' | 'last' | 'only', Map<string, number>> {
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  const only = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, n: number): void => {
    map.set(key, (map.get(key) ?? 0) + n);
  };
  for (const { word, tag } of entries) {
    if (tag !== 'nr' || !knownSurnames.has(word[0] as string)) continue;
    if (word.length === 3 && !knownSurnames.has(word.slice(0, 2))) {
      add(first, word[1] as string, 1);
      add(last, word[2] as string, 1);
    } else if (word.length === 2) add(only, word[1] as string, 1);
  }
  const total = (map: Map<string, number>): number => [...map.values()].reduce((a, b) => a + b, 0);
  const shares = givenCharacters();
  const all = shares.reduce((sum, [, n]) => sum + n, 0);
  for (const map of [first, last, only]) {
    const most = total(map);
    for (const [char, n] of shares) add(map, char, (n / all) * most * (map === only ? 0.7 : 1));
  }
  return { first, last, only };
}

const rareShare = 1e-4;
const bits = (share: number): number => Math.max(0, Math.min(254, Math.round(-10 * Math.log2(share))));

/** Class of a word by its part of speech in the dictionary. */
function speechOf(tag: string): number {
  if (tag.startsWith('v')) return classes.verb;
  if (/^[dpcuryeof]/.test(tag)) return classes.modifier;
  if (/^[abz]/.test(tag)) return classes.quality;
  return /^[mqt]/.test(tag) ? classes.count : classes.plain;
}

function hanRows(entries: readonly Entry[]): Uint8Array {
  const han = new Uint8Array(hanCount * rowCount).fill(255);
  for (let i = rows.opens; i < han.length; i += rowCount) han[i] = 0;
  const put = (row: number, char: string, value: number): void => {
    const i = char.charCodeAt(0) - hanFirst;
    if (i >= 0 && i < hanCount) han[i * rowCount + row] = value;
  };
  const total = entries.reduce((sum, e) => sum + e.frequency, 0);
  const general = new Map<string, number>();
  for (const { word, frequency, tag } of entries) {
    if (word.length === 1) {
      put(rows.single, word, bits(frequency / total));
      put(rows.speech, word, speechOf(tag));
    }
    for (const char of word) general.set(char, (general.get(char) ?? 0) + frequency);
  }
  for (const name of extra.rareSurnames) put(rows.surname, name, bits(rareShare));
  for (const [name, share] of surnameShares()) put(rows.surname, name, bits(share));
  const given = givenStatistics(entries);
  for (const [row, map] of [
    [rows.givenFirst, given.first],
    [rows.givenLast, given.last],
    [rows.givenOnly, given.only],
  ] as const) {
    const all = [...map.values()].reduce((a, b) => a + b, 0);
    for (const [char, n] of map) if (n / all > 1e-6) put(row, char, bits(n / all));
  }
  const foreign = new Map<string, number>();
  const parts = [
    ...people.foreignGiven,
    ...people.foreignSurnames,
    ...people.minorityParts,
    ...extra.turkicParts,
    ...extra.tibetanParts,
    ...extra.mongolianNames,
  ];
  const more = entries.filter((e) => e.tag === 'nrt' && e.word.length > 2).map((e) => e.word);
  for (const word of [...parts, ...parts, ...parts, ...more])
    for (const char of word) foreign.set(char, (foreign.get(char) ?? 0) + 1);
  const allForeign = [...foreign.values()].reduce((a, b) => a + b, 0);
  for (const [char, n] of foreign) {
    if (n < 4) continue;
    const gain = Math.log2(n / allForeign) - Math.log2((general.get(char) ?? 1) / total / 2);
    if (gain > -2) put(rows.foreign, char, Math.round(gain * 10) + 60);
  }
  const opens = (names: readonly string[], bit: number): void => {
    for (const name of names) {
      const i = name.charCodeAt(0) - hanFirst;
      if (name.length > 1) han[i * rowCount + rows.opens] = (han[i * rowCount + rows.opens] ?? 0) | bit;
    }
  };
  opens([...people.compoundSurnames, ...extra.moreCompounds], opening.compound);
  opens(people.japaneseSurnames, opening.japanese);
  opens(
    people.knownPeople.filter((name) => name.length > 3 || !knownSurnames.has(name[0] ?? '')),
    opening.known,
  );
  return han;
}

function wordTable(entries: readonly Entry[]): Map<string, number> {
  const words = new Map<string, number>();
  const level = (frequency: number): number =>
    Math.max(1, Math.min(15, Math.round(Math.log2(Math.max(frequency, 2)) * 0.9)));
  const least = [0, 0, 4, 4, 6, 10, 10, 10];
  const shape = (word: string): boolean => {
    let sum = 0;
    for (const char of word) sum += foreignChars.has(char) ? 1 : 0;
    return sum === word.length && word.length > 1;
  };
  const foreignChars = new Set([...people.foreignGiven, ...people.foreignSurnames].join(''));
  for (const { word, frequency, tag } of entries) {
    if (word.length < 2 || word.length > 7) continue;
    const named = tag.startsWith('nr') && tag !== 'nrfg_';
    if (frequency < (least[word.length] ?? 10)) continue;
    let kind: number = classes.plain;
    if (named && looksChinese(word)) kind = classes.person;
    else if (named && shape(word)) kind = classes.foreigner;
    else if (tag === 'ns') kind = classes.place;
    else if (tag === 'nt' || tag === 'nz') kind = classes.organisation;
    words.set(word, (kind << 4) | level(frequency));
  }
  const set = (word: string, kind: number, f = 3): void => {
    const now = words.get(word);
    words.set(word, (kind << 4) | Math.max((now ?? 0) & 15, f));
  };
  for (const word of [...people.foreignGiven, ...people.foreignSurnames, ...people.minorityParts])
    if (word.length > 1 && (words.get(word) ?? 0) >> 4 !== classes.plain) set(word, classes.foreigner);
    else if (word.length > 1 && words.get(word) === undefined) set(word, classes.foreigner);
  for (const word of [...extra.turkicParts, ...extra.tibetanParts, ...extra.mongolianNames])
    if (word.length > 1 && words.get(word) === undefined) set(word, classes.foreigner);
  for (const word of people.knownPeople) set(word, classes.person, 5);
  const area = divisions();
  for (const word of people.southernDivisions)
    set(word, /[市县区]$/.test(word) ? classes.division : classes.divisionShort, 4);
  for (const word of area.towns) if (!words.has(word)) set(word, classes.town, 2);
  for (const word of [...area.provinces, ...area.cities, ...area.counties]) {
    set(word, classes.division, 5);
    const short = word.replace(/(特别行政区|(维吾尔|壮族|回族)?自治区|省|市|区|县)$/, '');
    if (short.length > 1 && short !== word && !area.counties.includes(word))
      set(short, classes.divisionShort, 5);
  }
  for (const county of area.counties) {
    const short = county.slice(0, -1);
    const now = words.get(short);
    if (short.length === 2 && (now === undefined || now >> 4 === classes.person))
      set(short, classes.divisionShort, 4);
  }
  for (const word of ordinary)
    if (word.length > 1) set(word, Math.min((words.get(word) ?? 0) >> 4, classes.organisation), 6);
  for (const word of compounds) if (word.length < 5) set(word, classes.plain, 5);
  for (const word of [...people.notPeople, ...goods]) set(word, classes.organisation, 5);
  for (const word of [...people.compoundSurnames, ...extra.moreCompounds]) set(word, classes.compoundSurname);
  for (const word of people.japaneseSurnames)
    if (word.length > 1 && ((words.get(word) ?? 0) & 15) < 10) set(word, classes.japaneseSurname);
  for (const { word, tag } of entries) {
    const byte = words.get(word);
    if (byte !== undefined && byte >> 4 === classes.plain)
      words.set(word, (speechOf(tag) << 4) | (byte & 15));
  }
  const english = englishNames();
  const low = (list: readonly string[]): string[] =>
    list.flatMap((name) => name.toLowerCase().split(/[ '-]/));
  const families = [...english.last, ...low(extra.worldLast), ...low(moreLast)].filter(
    (word) => word.length > 1,
  );
  const last = new Set(families);
  for (const word of [...english.male, ...english.female, ...low(extra.worldFirst), ...low(moreFirst)].filter(
    (word) => word.length > 2,
  ))
    words.set(word, ((last.has(word) ? classes.latinBoth : classes.latinFirst) << 4) | 5);
  for (const word of families) if (!words.has(word)) words.set(word, (classes.latinLast << 4) | 5);
  for (const word of new Set([...people.latinWords, ...englishWords])) {
    const now = words.get(word);
    words.set(word, (classes.latinWord << 4) | (now === undefined ? 1 : now >> 4));
  }
  return words;
}

/** The lexicon without learned weights. */
export function lexiconParts(): Omit<LexiconParts, 'person' | 'address' | 'scale'> {
  const entries = dictionary();
  return {
    han: hanRows(entries),
    traditional: table('traditional.txt').trim().split('\n'),
    words: wordTable(entries),
  };
}
