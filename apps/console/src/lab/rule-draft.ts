import type { Problem, RecognizerRule } from '@huke/sdk';
import type { Words } from '../words/index.ts';

export type RuleKind = 'recognizers' | 'wordLists';

/** A recogniser to begin with. */
export const emptyRecognizer: RecognizerRule = {
  name: '',
  type: 'SOCIAL_ACCOUNT',
  pattern: '',
  ignoreCase: false,
  context: [],
  not: [],
  checksum: null,
  score: 0.6,
};

/** What is wrong with a draft: a code for the catalogue, and the place where there is one. */
export type Wrong = { readonly code: string; readonly at: number | null };

/** What the server says is wrong with a rule; null when the problem is none of a rule's. */
export function wrongOf(problem: Problem): Wrong | null {
  const [error] = problem.errors ?? [];
  if (!error || problem.code !== 'rule-refused') return null;
  return { code: codeOf(error.path, error.code), at: error.at ?? null };
}

/** The catalogue's code: a word and a match are too long in different ways. */
export const codeOf = (path: string, code: string): string =>
  path === 'words' && code === 'too-long' ? 'too-long-word' : code;

/** The sentence for what is wrong. */
export function reasonOf(words: Words, wrong: Wrong): string {
  return words.lab.reasons[wrong.code] ?? words.lab.reasons['other'] ?? wrong.code;
}

/** A repetition without an end gets one: `+` becomes `{1,20}`, `*` `{0,20}`, `{3,}` `{3,20}`. Null where none is there. */
export function bounded(pattern: string, at: number): string | null {
  const rest = pattern.slice(at);
  const open = /^\{(\d+),\}/.exec(rest);
  const [found, instead] =
    rest[0] === '+'
      ? ['+', '{1,20}']
      : rest[0] === '*'
        ? ['*', '{0,20}']
        : open
          ? [open[0], `{${open[1]},${Math.max(20, Number(open[1]))}}`]
          : [null, ''];
  return found === null ? null : pattern.slice(0, at) + instead + pattern.slice(at + found.length);
}

/** The text of a file of words: UTF-8, UTF-16 with its mark, else GB18030, as older programs save Chinese. */
export function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Words of a text, one on each line, without empty lines and repetitions; `lines` says where each stood. */
export function wordsIn(text: string): {
  readonly words: readonly string[];
  readonly lines: readonly number[];
  readonly repeated: number;
} {
  const words: string[] = [];
  const lines: number[] = [];
  const seen = new Set<string>();
  let repeated = 0;
  text.split(/\r\n|[\n\r]/).forEach((line, index) => {
    const word = line.trim();
    if (word === '') return;
    if (seen.has(word)) {
      repeated += 1;
      return;
    }
    seen.add(word);
    words.push(word);
    lines.push(index + 1);
  });
  return { words, lines, repeated };
}
