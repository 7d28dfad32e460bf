import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import {
  compileRecognizer,
  compileWords,
  DetectError,
  type EntityType,
  type Recognizer,
  type RecognizerData,
  type WordScanner,
} from '@huke/detect';
import type { RecognizerRule, WordRule } from '@huke/sdk';
import { bytesOf, textOf } from './text-input.ts';

/** The switch of a rule; without it a new rule is on, and one that is there keeps its switch. */
type Switched = { readonly on?: boolean };
type Loose = Partial<Omit<RecognizerRule, 'name' | 'type' | 'pattern'>> &
  Pick<RecognizerRule, 'name' | 'type' | 'pattern'> &
  Switched;

/** What a file of rules says; written by hand, it may leave things out. */
export type GivenRules = {
  readonly recognizers: readonly Loose[];
  readonly wordLists: readonly (WordRule & Switched)[];
};

/** A file of rules that is none, or a rule in it that cannot be used; says which and what to do. */
function wrong(file: string, what: string): Error {
  return new Error(`${file}: ${what}`);
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return parsed(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong(file, 'is no JSON; export it with huke rules export');
    throw error;
  }
}

const parsed = (text: string): unknown => JSON.parse(text.replace(/^\ufeff/, '')) as unknown;

/** The rules of a file as `huke rules export` writes it; both kinds may be missing. */
export async function readRules(file: string): Promise<GivenRules> {
  return rulesIn(file, await jsonOf(file));
}

function rulesIn(file: string, read: unknown): GivenRules {
  const given = (Array.isArray(read) ? { recognizers: read } : read) as Partial<GivenRules> | null;
  const recognizers = given?.recognizers ?? [];
  const wordLists = given?.wordLists ?? [];
  const named = (each: { name?: unknown }): boolean => typeof each?.name === 'string' && each.name !== '';
  if (typeof given !== 'object' || ![recognizers, wordLists].every((all) => Array.isArray(all)))
    throw wrong(file, 'holds no rules; export it with huke rules export');
  if (!recognizers.every((each) => named(each) && typeof each.pattern === 'string'))
    throw wrong(file, 'a recogniser needs name, type and pattern');
  if (!wordLists.every((each) => named(each) && Array.isArray(each.words)))
    throw wrong(file, 'a word list needs name, reason and words');
  if (![...recognizers, ...wordLists].every(({ on }) => on === undefined || typeof on === 'boolean'))
    throw wrong(file, 'on is true or false');
  return { recognizers, wordLists };
}

/** The compiled recognisers of files without those that are off; a rule that is refused is named with what is wrong and where. */
export async function recognizersOf(files: readonly string[]): Promise<readonly Recognizer[]> {
  const all: Recognizer[] = [];
  for (const file of files)
    for (const rule of (await readRules(file)).recognizers)
      if (rule.on !== false) all.push(await compiled(file, rule));
  return all;
}

async function compiled(file: string, rule: Loose): Promise<Recognizer> {
  const { checksum, type, on: _, ...rest } = rule;
  const data: RecognizerData = { ...rest, type: type as EntityType, ...(checksum ? { checksum } : {}) };
  try {
    return await compileRecognizer(data);
  } catch (error) {
    if (!(error instanceof DetectError)) throw error;
    const place = error.at === null ? '' : ` (character ${error.at + 1})`;
    throw wrong(file, `recogniser ${rule.name}: ${error.message}${place}`);
  }
}

/**
 * The compiled word lists of files, without those that are off: JSON as exported, or text with one word on each line.
 * Null without files.
 */
export async function wordsOf(files: readonly string[]): Promise<WordScanner | null> {
  if (files.length === 0) return null;
  const lists: WordRule[] = [];
  for (const file of files) {
    let text = '';
    for await (const part of textOf(bytesOf(file))) text += part;
    const rules = rulesOf(file, text);
    if (rules === null) lists.push({ name: basename(file), reason: '', words: linesOf(text) });
    else lists.push(...rules.wordLists.filter(({ on }) => on !== false));
  }
  try {
    return compileWords(lists);
  } catch (error) {
    if (!(error instanceof DetectError)) throw error;
    const place = error.at === null ? '' : ` (word ${error.at + 1})`;
    throw wrong(files.join(', '), `${error.message}${place}`);
  }
}

/** The rules in a text; null where it is a list of words. A `.json` file is rules, another one where it is an object. */
function rulesOf(file: string, text: string): GivenRules | null {
  const json = extname(file).toLowerCase() === '.json';
  try {
    const read = parsed(text);
    const rules = typeof read === 'object' && read !== null && !Array.isArray(read);
    return json || rules ? rulesIn(file, read) : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (json) throw wrong(file, 'is no JSON; export it with huke rules export');
    return null;
  }
}

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .replace(/^\ufeff/, '')
      .split(/\r\n|[\n\r]/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];
