import { setImmediate as turn } from 'node:timers/promises';
import { checkWords, DetectError, type Recognizer, type WordScanner } from '@huke/detect';
import type { RecognizerRule, TextFinding, Trial, TrialRequest, WordRule } from '@huke/sdk';
import { type Subject, may } from '#gate';
import { findingsOf, shown, wordsOf } from './apply.ts';
import { type Rules, tooManyWords } from './compiled.ts';
import type { RuleCompiler } from './compiler.ts';
import { type Refused, refused } from './deps.ts';
import { ordinaryMessages } from './sample.ts';

const mostExamples = 5;
/** Trials that one person may start in ten seconds, and that one server runs at the same time. */
const perTenSeconds = 20;
const atOnce = 2;

/** What is wrong with a rule, as a refusal: the field, a code and the place. Never the rule's own text. */
export function ruleError(error: unknown, path: 'pattern' | 'words'): Refused {
  if (!(error instanceof DetectError)) throw error;
  const fields: Readonly<Record<string, string>> = {
    score: 'score',
    'no-context': 'context',
    words: 'context',
    type: 'type',
  };
  const where = path === 'pattern' ? (fields[error.reason] ?? path) : path;
  const code = error.reason || error.code;
  return refused('rule-refused', { path: where, code, ...(error.at === null ? {} : { at: error.at }) });
}

/**
 * Tries drafts against texts that the caller brings, and against ordinary messages; nothing is stored, and no text of
 * a customer is looked at. Bounded: few at once, few in ten seconds for one person.
 */
export function trials(rules: () => Rules, compiler: RuleCompiler, now: () => number) {
  const recent = new Map<string, number[]>();
  let running = 0;
  return async (
    subject: Subject,
    request: TrialRequest,
  ): Promise<{ readonly kind: 'done'; readonly trial: Trial } | Refused> => {
    if (!may(subject, 'rules:change')) return refused('not-allowed');
    const since = now() - 10_000;
    const mine = (recent.get(subject.person) ?? []).filter((at) => at > since);
    if (mine.length >= perTenSeconds || running >= atOnce) return refused('trial-busy');
    recent.set(subject.person, [...mine, now()]);
    if (recent.size > 1000) recent.delete(recent.keys().next().value ?? '');
    running += 1;
    try {
      return await tryOut(rules(), compiler, request);
    } finally {
      running -= 1;
    }
  };
}

type Draft = { readonly recognizer: Recognizer | null; readonly words: WordScanner | null };

async function tryOut(
  rules: Rules,
  compiler: RuleCompiler,
  request: TrialRequest,
): Promise<{ kind: 'done'; trial: Trial } | Refused> {
  const others = rules.recognizers.filter(({ id }) => id !== request.replaces).map((each) => each.recognizer);
  const lists = rules.wordLists.filter(({ id }) => id !== request.replaces).map((each) => each.rule);
  const all = request.wordList ? [...lists, request.wordList] : lists;
  if (tooManyWords(all)) return refused('rule-refused', { path: 'words', code: 'too-many' });
  const draft = await compiledDraft(compiler, request.recognizer, request.wordList);
  if ('kind' in draft) return draft;
  const { text } = request;
  const before = shown(await findingsOf(others, text, { explain: true }));
  const after = draft.recognizer
    ? shown(await findingsOf([...others, draft.recognizer], text, { explain: true }))
    : before;
  const name = request.recognizer?.name;
  const isDraft = (each: TextFinding): boolean =>
    draft.recognizer !== null && each.recognizer === name && !before.some((one) => alike(one, each));
  const added = after.filter(isDraft);
  const replaced = before.filter((one) => !after.some((each) => alike(one, each)));
  // the lists in use are compiled already
  const inUse = !request.wordList && lists.length === rules.wordLists.length;
  const words = await wordsOf({ words: inUse ? rules.words : await compiler.words(all) }, text);
  return {
    kind: 'done',
    trial: {
      findings: after,
      added,
      replaced,
      ...words,
      sample: await sampled(draft),
    },
  };
}

const alike = (a: TextFinding, b: TextFinding): boolean =>
  a.start === b.start && a.end === b.end && a.type === b.type && a.recognizer === b.recognizer;

async function compiledDraft(
  compiler: RuleCompiler,
  recognizer: RecognizerRule | undefined,
  wordList: WordRule | undefined,
): Promise<Draft | Refused> {
  const made: { recognizer: Recognizer | null; words: WordScanner | null } = {
    recognizer: null,
    words: null,
  };
  try {
    if (recognizer) made.recognizer = await compiler.recognizer(recognizer);
  } catch (error) {
    return ruleError(error, 'pattern');
  }
  try {
    if (wordList) {
      checkWords(wordList.words);
      made.words = await compiler.words([wordList]);
    }
  } catch (error) {
    return ruleError(error, 'words');
  }
  return made;
}

/** How many ordinary messages a draft hits, with the first of them. */
async function sampled(draft: Draft): Promise<Trial['sample']> {
  const examples: Trial['sample']['examples'][number][] = [];
  let hits = 0;
  for (const [index, text] of ordinaryMessages.entries()) {
    // other requests get their turn
    if (index % 20 === 0) await turn();
    const [found] = draft.recognizer
      ? (await findingsOf([draft.recognizer], text, { explain: false })).filter(
          (each) => each.recognizer !== undefined,
        )
      : (draft.words?.find(text) ?? []);
    if (!found) continue;
    hits += 1;
    if (examples.length < mostExamples) examples.push({ text, start: found.start, end: found.end });
  }
  return { messages: ordinaryMessages.length, hits, examples };
}
