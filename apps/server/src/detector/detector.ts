import type { RuleChange, RuleFile, Scenario, TextFindings } from '@huke/sdk';
import { type Subject, may } from '#gate';
import { subscribe } from '#platform';
import { blindFindingsOf, findingsOf, masked, shown, wordsOf } from './apply.ts';
import { compileRules, noRules, type Rules } from './compiled.ts';
import { type DetectorDeps, type Refused, refused } from './deps.ts';
import { noteMasks } from './note-masks.ts';
import { create, remove, restore, update } from './changes.ts';
import { ruleCompiler } from './compiler.ts';
import { follower } from './follow.ts';
import { getWordList, list, type RuleRoom, versions, type Written } from './rules.ts';
import { readCurrent, readHead, type RuleKind } from './store.ts';
import { trials } from './trial.ts';

/** The detector with the organisation's own rules. */
export type Detector = Awaited<ReturnType<typeof createDetector>>;

/** Loads the rules and follows changes on every server. */
export async function createDetector(deps: DetectorDeps) {
  let rules: Rules = noRules;
  const compiler = ruleCompiler();

  const load = async (): Promise<void> => {
    const head = await readHead(deps.db.kysely, deps.mac, rules.generation);
    if (head === 'altered') {
      // what was in use stays in use
      rules = { ...rules, altered: true };
      deps.log.error('detector-altered');
      return;
    }
    const rows = await readCurrent(deps.db.kysely, deps.mac, head);
    rules = await compileRules(compiler, head.generation, rows, rules);
    for (const { id, trouble } of rules.current)
      if (trouble !== null) deps.log.error('detector-rule', { rule: id, code: trouble });
  };
  const follow = follower(load, (error) => deps.log.error('detector-load', { error }));
  const stop = await subscribe(deps.db, (event) => {
    if (event.topic === 'detector' || event.topic === 'gap') follow.soon();
  });
  const close = async (): Promise<void> => {
    follow.stop();
    await stop();
  };
  const { reload } = follow;
  await reload().catch(async (error: unknown) => {
    await close();
    throw error;
  });

  const room: RuleRoom = {
    ...deps,
    rules: () => rules,
    reload,
    compiler,
    behind: follow.behind,
    seen: () => rules.generation,
  };
  const own = () => rules.recognizers.map((each) => each.recognizer);

  return {
    /** What is personal in a text, and the listed words in it. */
    findings: async (text: string, options: { readonly explain: boolean }): Promise<TextFindings> => ({
      findings: shown(await findingsOf(own(), text, options)),
      ...(await wordsOf(rules, text)),
    }),
    /** The text with its findings masked for a scenario; listed words stay as they are. */
    mask: async (text: string, scenario: Scenario): Promise<string> =>
      masked(text, await findingsOf(own(), text, { explain: false }), scenario),
    /** A stored text as its readers see it; no rule tells by its effect what is under the mask. */
    maskNote: noteMasks(
      () => rules,
      async (text, scenario) => masked(text, await blindFindingsOf(own(), text), scenario),
    ),
    /** The listed words in a text. */
    words: (text: string) => wordsOf(rules, text),
    list: <K extends RuleKind>(subject: Subject, kind: K) => list(room, subject, kind),
    getWordList: (subject: Subject, id: string) => getWordList(room, subject, id),
    create: <K extends RuleKind>(subject: Subject, kind: K, rule: Written<K>, on?: boolean) =>
      create(room, subject, kind, rule, on),
    update: <K extends RuleKind>(subject: Subject, kind: K, id: string, body: RuleChange<Written<K>>) =>
      update(room, subject, kind, id, body),
    remove: (subject: Subject, kind: RuleKind, id: string) => remove(room, subject, kind, id),
    restore: <K extends RuleKind>(subject: Subject, kind: K, id: string, version: number) =>
      restore(room, subject, kind, id, version),
    versions: <K extends RuleKind>(subject: Subject, kind: K, id: string) =>
      versions(room, subject, kind, id),
    tryOut: trials(
      () => rules,
      compiler,
      () => deps.clock().getTime(),
    ),
    file: (subject: Subject): { kind: 'done'; file: RuleFile } | Refused => fileOf(rules, subject),
    reload,
    close,
  };
}

/** Every rule that is not deleted, with its switch, as a file that `huke scan` reads; broken ones are named. */
function fileOf(rules: Rules, subject: Subject): { kind: 'done'; file: RuleFile } | Refused {
  if (!may(subject, 'rules:read')) return refused('not-allowed');
  const live = rules.current.flatMap(({ stored }) =>
    stored?.rule && stored.state !== 'deleted' ? [{ ...stored.rule, on: stored.state === 'on' }] : [],
  );
  // the name of an altered one is known where its last genuine form is still in use
  const inUse = (id: string): string | null =>
    rules.recognizers.find((each) => each.id === id)?.recognizer.name ??
    rules.wordLists.find((each) => each.id === id)?.rule.name ??
    null;
  return {
    kind: 'done',
    file: {
      format: 'huke-rules/1',
      recognizers: live.flatMap((rule) => ('pattern' in rule ? [rule] : [])),
      wordLists: live.flatMap((rule) => ('words' in rule ? [rule] : [])),
      broken: rules.current.flatMap(({ id, stored, trouble }) =>
        trouble === null ? [] : [{ id, name: stored?.rule?.name ?? inUse(id), trouble }],
      ),
    },
  };
}
