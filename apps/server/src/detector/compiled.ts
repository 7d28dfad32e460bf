import { setImmediate as pass } from 'node:timers/promises';
import { checkWords, DetectError, type Recognizer, type WordScanner } from '@huke/detect';
import type { RecognizerRule, RuleHead, WordRule } from '@huke/sdk';
import type { RuleCompiler } from './compiler.ts';
import type { RuleKind, StoredVersion } from './store.ts';

/** Steps for one character that all recognisers in use may cost together, in the worst text. */
export const mostWorkTogether = 2000;
/** Words of all lists in use, and their characters: each may cost a state of the automaton. */
const mostWordsTogether = 100_000;
const mostCharactersTogether = 600_000;

/** What lists cost together; true where that is more than may be in use. */
export function tooManyWords(lists: readonly WordRule[]): boolean {
  let words = 0;
  let characters = 0;
  for (const list of lists) {
    words += list.words.length;
    for (const word of list.words) characters += word.length;
  }
  return words > mostWordsTogether || characters > mostCharactersTogether;
}

/** A current rule, and whether it works as stored. */
export type CurrentRule = {
  readonly id: string;
  readonly kind: RuleKind;
  readonly stored: StoredVersion | null;
  readonly trouble: RuleHead['trouble'];
};

/** All rules as they are in use at one moment. */
export type Rules = {
  readonly generation: number;
  readonly altered: boolean;
  readonly current: readonly CurrentRule[];
  readonly recognizers: readonly { readonly id: string; readonly recognizer: Recognizer }[];
  readonly wordLists: readonly { readonly id: string; readonly seal: string; readonly rule: WordRule }[];
  readonly words: WordScanner | null;
};

export const noRules: Rules = {
  generation: 0,
  altered: false,
  current: [],
  recognizers: [],
  wordLists: [],
  words: null,
};

/**
 * Compiles what is on. A rule whose row was altered or is gone keeps what `before` had of it, so that an edit of the
 * database does not switch protection off while the server runs; one that does not compile is left out. Both say so.
 */
export async function compileRules(
  compiler: RuleCompiler,
  generation: number,
  rows: readonly { readonly id: string; readonly kind: RuleKind; readonly found: StoredVersion | null }[],
  before: Rules,
): Promise<Rules> {
  const current: CurrentRule[] = [];
  const recognizers: Rules['recognizers'][number][] = [];
  const wordLists: Rules['wordLists'][number][] = [];
  let work = 0;
  for (const { id, kind, found } of rows) {
    const say = (trouble: CurrentRule['trouble']): void =>
      void current.push({ id, kind, stored: found, trouble });
    if (found === null || !found.genuine || found.rule === null) {
      recognizers.push(...before.recognizers.filter((each) => each.id === id));
      wordLists.push(...before.wordLists.filter((each) => each.id === id));
      say('altered');
    } else if (found.state !== 'on') say(null);
    else if (kind === 'recognizer') {
      const recognizer = await compiler.recognizer(found.rule as RecognizerRule).catch(troubleOf);
      if (typeof recognizer === 'string') say(recognizer);
      else if (work + recognizer.work > mostWorkTogether) say('too-much');
      else {
        work += recognizer.work;
        recognizers.push({ id, recognizer });
        say(null);
      }
    } else {
      const rule = found.rule as WordRule;
      const together = [...wordLists.map((each) => each.rule), rule];
      const known = before.wordLists.some((each) => each.seal === found.seal);
      if (!known) await pass();
      const trouble = tooManyWords(together) ? 'too-much' : known ? null : wordTrouble(rule);
      if (trouble === null) wordLists.push({ id, seal: found.seal, rule });
      say(trouble);
    }
  }
  const kept =
    wordLists.length === before.wordLists.length &&
    wordLists.every(({ seal }, k) => seal === before.wordLists[k]?.seal);
  const words = kept ? before.words : await compiler.words(wordLists.map(({ rule }) => rule));
  return { generation, altered: false, current, recognizers, wordLists, words };
}

function troubleOf(error: unknown): 'invalid' {
  if (error instanceof DetectError) return 'invalid';
  throw error;
}

function wordTrouble(rule: WordRule): 'invalid' | null {
  try {
    checkWords(rule.words);
    return null;
  } catch (error) {
    return troubleOf(error);
  }
}
