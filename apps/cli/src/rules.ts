import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Client, RecognizerRule } from '@huke/sdk';
import { apiOptions, ownTerminal, type Terminal, withSession } from './desk-session.ts';
import { plain } from './output.ts';
import { type GivenRules, readRules } from './rules-file.ts';

export const summary = 'own recognisers and word lists: export, import (over the API, with your own sign-in)';

export const usage = `usage: huke rules export FILE
       huke rules import FILE
options: --url ADDRESS (or HUKE_URL), --mail YOURS (or HUKE_MAIL), --json
An import adds what is new by name, changes what differs, switches what says on or off, and deletes nothing. You are asked for your password and code.`;

/** Writes the organisation's rules to a file, or brings a file's rules in; exit 0 done, 2 wrong usage. */
export async function run(
  args: readonly string[],
  terminal: Terminal = ownTerminal(),
  send: typeof fetch = fetch,
): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: apiOptions });
  const [verb, file] = positionals;
  if ((verb !== 'export' && verb !== 'import') || file === undefined) {
    terminal.print(usage);
    return 2;
  }
  const show = (value: object, text: string): void =>
    terminal.print(values.json ? JSON.stringify(value) : text);
  if (verb === 'export') {
    const rules = await withSession(values, (client) => client.rules(), terminal, send);
    await writeFile(file, `${JSON.stringify(rules, null, 2)}\n`);
    const { broken } = rules;
    const counts = { recognizers: rules.recognizers.length, wordLists: rules.wordLists.length };
    const off = [...rules.recognizers, ...rules.wordLists].filter((each) => each.on === false).length;
    show(
      { ...counts, off, broken },
      [
        `${counts.recognizers} recognisers and ${counts.wordLists} word lists are in ${file}, ${off} of them off`,
        ...broken.map(({ id, name, trouble }) => `broken: ${plain(name ?? id)} (${troubles[trouble]})`),
      ].join('\n'),
    );
    return 0;
  }
  const given = await readRules(file);
  const counts = await withSession(values, (client) => bringIn(client, given), terminal, send);
  show(counts, `${counts.added} added, ${counts.changed} changed, ${counts.same} as they were`);
  return 0;
}

const troubles = {
  altered: 'altered in the database, not in the file',
  invalid: 'refused as it is, not in use',
  'too-much': 'no room beside the others, not in use',
} as const;

type Counts = { added: number; changed: number; same: number };

async function bringIn(client: Client, given: GivenRules): Promise<Counts> {
  const counts: Counts = { added: 0, changed: 0, same: 0 };
  const recognizers = (await client.recognizers()).recognizers.filter((each) => each.state !== 'deleted');
  for (const each of given.recognizers) {
    const rule = whole(each);
    const old = recognizers.find((row) => row.rule?.name === rule.name);
    const turn = switched(old, each.on);
    if (!old) {
      await client.createRecognizer(rule, each.on ?? true);
      counts.added += 1;
    } else if (old.rule && same(whole(old.rule), rule) && turn.on === undefined) counts.same += 1;
    else {
      await client.changeRecognizer(old.id, { version: old.version, rule, ...turn });
      counts.changed += 1;
    }
  }
  const lists = (await client.wordLists()).wordLists.filter((each) => each.state !== 'deleted');
  for (const { on, ...rule } of given.wordLists) {
    const old = lists.find((row) => row.rule?.name === rule.name);
    const words = old ? (await client.wordList(old.id)).rule : null;
    const turn = switched(old, on);
    if (!old) {
      await client.createWordList(rule, on ?? true);
      counts.added += 1;
    } else if (
      words &&
      words.reason === rule.reason &&
      same(words.words, rule.words) &&
      turn.on === undefined
    )
      counts.same += 1;
    else {
      await client.changeWordList(old.id, { version: old.version, rule, ...turn });
      counts.changed += 1;
    }
  }
  return counts;
}

/** The switch where the file says one that differs; a rule that is broken is on. */
const switched = (old: { readonly state: string } | undefined, on: boolean | undefined): { on?: boolean } =>
  old === undefined || on === undefined || on === (old.state !== 'off') ? {} : { on };

/** A recogniser with the members in one order and none missing. */
const whole = (rule: Partial<RecognizerRule> & Pick<RecognizerRule, 'name' | 'type' | 'pattern'>) => ({
  name: rule.name,
  type: rule.type,
  pattern: rule.pattern,
  ignoreCase: rule.ignoreCase ?? false,
  context: rule.context ?? [],
  not: rule.not ?? [],
  checksum: rule.checksum ?? null,
  score: rule.score ?? 0.6,
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
