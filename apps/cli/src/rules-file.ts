import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  compileRecognizer,
  compileWords,
  DetectError,
  type EntityType,
  type Recognizer,
  type RecognizerData,
  type WordScanner,
} from '@huke/detect';
import type { RecognizerRule, RuleFile, WordRule } from '@huke/sdk';
import { bytesOf, textOf } from './text-input.ts';

type Loose = Partial<Omit<RecognizerRule, 'name' | 'type' | 'pattern'>> &
  Pick<RecognizerRule, 'name' | 'type' | 'pattern'>;

/** A file of rules that is none, or a rule in it that cannot be used; says which and what to do. */
function wrong(file: string, what: string): Error {
  return new Error(`${file}: ${what}`);
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong(file, 'is no JSON; export it with huke rules export');
    throw error;
  }
}

/** The rules of a file as `huke rules export` writes it; both kinds may be missing. */
export async function readRules(file: string): Promise<Omit<RuleFile, 'format'>> {
  const read = await jsonOf(file);
  const given = (Array.isArray(read) ? { recognizers: read } : read) as Partial<RuleFile> | null;
  const recognizers = given?.recognizers ?? [];
  const wordLists = given?.wordLists ?? [];
  const named = (each: { name?: unknown }): boolean => typeof each?.name === 'string' && each.name !== '';
  if (typeof given !== 'object' || ![recognizers, wordLists].every((all) => Array.isArray(all)))
    throw wrong(file, 'holds no rules; export it with huke rules export');
  if (!recognizers.every((each) => named(each) && typeof each.pattern === 'string'))
    throw wrong(file, 'a recogniser needs name, type and pattern');
  if (!wordLists.every((each) => named(each) && Array.isArray(each.words)))
    throw wrong(file, 'a word list needs name, reason and words');
  return { recognizers, wordLists };
}

/** The compiled recognisers of files; a rule that is refused is named with what is wrong and where. */
export async function recognizersOf(files: readonly string[]): Promise<readonly Recognizer[]> {
  const all: Recognizer[] = [];
  for (const file of files)
    for (const rule of (await readRules(file)).recognizers) all.push(await compiled(file, rule));
  return all;
}

async function compiled(file: string, rule: Loose): Promise<Recognizer> {
  const { checksum, type, ...rest } = rule;
  const data: RecognizerData = { ...rest, type: type as EntityType, ...(checksum ? { checksum } : {}) };
  try {
    return await compileRecognizer(data);
  } catch (error) {
    if (!(error instanceof DetectError)) throw error;
    const place = error.at === null ? '' : ` (character ${error.at + 1})`;
    throw wrong(file, `recogniser ${rule.name}: ${error.message}${place}`);
  }
}

/** The compiled word lists of files: JSON as exported, or text with one word on each line. Null without files. */
export async function wordsOf(files: readonly string[]): Promise<WordScanner | null> {
  if (files.length === 0) return null;
  const lists: WordRule[] = [];
  for (const file of files) {
    let text = '';
    for await (const part of textOf(bytesOf(file))) text += part;
    if (/^\ufeff?\s*[[{]/.test(text)) lists.push(...(await readRules(file)).wordLists);
    else lists.push({ name: basename(file), reason: '', words: linesOf(text) });
  }
  try {
    return compileWords(lists);
  } catch (error) {
    if (!(error instanceof DetectError)) throw error;
    const place = error.at === null ? '' : ` (word ${error.at + 1})`;
    throw wrong(files.join(', '), `${error.message}${place}`);
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
