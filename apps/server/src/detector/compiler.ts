import { createHash } from 'node:crypto';
import { setImmediate as pass } from 'node:timers/promises';
import {
  compileRecognizer,
  compileWordsInTurns,
  type EntityType,
  type Recognizer,
  type WordScanner,
} from '@huke/detect';
import type { RecognizerRule, WordRule } from '@huke/sdk';

/** Recognisers, and sets of word lists, that are kept compiled; a set may take 40 MB. */
const mostRecognizers = 120;
const mostSets = 2;

/** Compiles rules once for what they say: a change is judged with what is then in use. */
export type RuleCompiler = {
  /** Throws `DetectError`. */
  readonly recognizer: (rule: RecognizerRule) => Promise<Recognizer>;
  /** All lists as one scanner, null without any; other work gets its turn. Throws `DetectError`. */
  readonly words: (lists: readonly WordRule[]) => Promise<WordScanner | null>;
};

export function ruleCompiler(turn: () => Promise<void> = () => pass()): RuleCompiler {
  const recognizers = new Map<string, Promise<Recognizer>>();
  const sets = new Map<string, Promise<WordScanner>>();
  return {
    recognizer: (rule) =>
      kept(recognizers, mostRecognizers, JSON.stringify(rule), async () => {
        await turn();
        const { checksum, type, ...rest } = rule;
        return compileRecognizer({
          ...rest,
          type: type as EntityType,
          ...(checksum === null ? {} : { checksum }),
        });
      }),
    words: async (lists) => {
      if (lists.length === 0) return null;
      const hash = createHash('sha256');
      for (const { name, reason, words } of lists) {
        await turn();
        hash.update(JSON.stringify([name, reason, words]));
      }
      await turn();
      const key = hash.digest('base64');
      return kept(sets, mostSets, key, () => compileWordsInTurns(lists, turn));
    },
  };
}

/** What was made for a key, or is being made; the latest used stay longest, what failed does not stay. */
function kept<T>(
  all: Map<string, Promise<T>>,
  most: number,
  key: string,
  make: () => Promise<T>,
): Promise<T> {
  const known = all.get(key);
  all.delete(key);
  const made = known ?? make();
  all.set(key, made);
  if (all.size > most) all.delete(all.keys().next().value ?? '');
  if (!known)
    made.catch(() => {
      if (all.get(key) === made) all.delete(key);
    });
  return made;
}
