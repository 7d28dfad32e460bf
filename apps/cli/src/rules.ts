import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Client, RecognizerRule } from '@huke/sdk';
import { apiOptions, ownTerminal, type Terminal, withSession } from './desk-session.ts';
import { readRules } from './rules-file.ts';

export const summary = 'own recognisers and word lists: export, import (over the API, with your own sign-in)';

export const usage = `usage: huke rules export FILE
       huke rules import FILE
options: --url ADDRESS (or HUKE_URL), --mail YOURS (or HUKE_MAIL), --json
An import adds what is new by name, changes what differs, and deletes nothing. You are asked for your password and code.`;

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
    const counts = { recognizers: rules.recognizers.length, wordLists: rules.wordLists.length };
    show(counts, `${counts.recognizers} recognisers and ${counts.wordLists} word lists are in ${file}`);
    return 0;
  }
  const given = await readRules(file);
  const counts = await withSession(values, (client) => bringIn(client, given), terminal, send);
  show(counts, `${counts.added} added, ${counts.changed} changed, ${counts.same} as they were`);
  return 0;
}

type Counts = { added: number; changed: number; same: number };

async function bringIn(client: Client, given: Awaited<ReturnType<typeof readRules>>): Promise<Counts> {
  const counts: Counts = { added: 0, changed: 0, same: 0 };
  const recognizers = (await client.recognizers()).recognizers.filter((each) => each.state !== 'deleted');
  for (const each of given.recognizers) {
    const rule = whole(each);
    const old = recognizers.find((row) => row.rule?.name === rule.name);
    if (old?.rule && same(whole(old.rule), rule)) counts.same += 1;
    else if (old) {
      await client.changeRecognizer(old.id, { version: old.version, rule });
      counts.changed += 1;
    } else {
      await client.createRecognizer(rule);
      counts.added += 1;
    }
  }
  const lists = (await client.wordLists()).wordLists.filter((each) => each.state !== 'deleted');
  for (const rule of given.wordLists) {
    const old = lists.find((row) => row.rule?.name === rule.name);
    const words = old ? (await client.wordList(old.id)).rule : null;
    if (words && words.reason === rule.reason && same(words.words, rule.words)) counts.same += 1;
    else if (old) {
      await client.changeWordList(old.id, { version: old.version, rule });
      counts.changed += 1;
    } else {
      await client.createWordList(rule);
      counts.added += 1;
    }
  }
  return counts;
}

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
