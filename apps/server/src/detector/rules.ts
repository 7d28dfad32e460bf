import type { PersonRef, RecognizerRule, RuleHead, RuleVersion, WordListSummary, WordRule } from '@huke/sdk';
import { type Subject, may } from '#gate';
import type { CurrentRule, Rules } from './compiled.ts';
import type { RuleCompiler } from './compiler.ts';
import { type DetectorDeps, type Refused, refused } from './deps.ts';
import { readVersions, type Rule, type RuleKind } from './store.ts';

export type RowOf<R> = RuleHead & { readonly rule: R | null };
export type Shown<K extends RuleKind> = K extends 'recognizer' ? RecognizerRule : WordListSummary;
export type Written<K extends RuleKind> = K extends 'recognizer' ? RecognizerRule : WordRule;

/** What the functions here work with: the rules in use, and how to read them afresh. */
export type RuleRoom = DetectorDeps & {
  readonly rules: () => Rules;
  readonly reload: () => Promise<void>;
  readonly compiler: RuleCompiler;
  /** True while a change that was heard of could not be read yet. */
  readonly behind: () => boolean;
  /** Highest generation that this server has seen. */
  readonly seen: () => number;
};

/** A rule without the words of a list, which may be many. */
export function summary(rule: Rule): RecognizerRule | WordListSummary {
  if ('pattern' in rule) return rule;
  return { name: rule.name, reason: rule.reason, count: rule.words.length };
}

/** All rules of a kind, by name; the deleted ones too, for who may restore them. */
export async function list<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  kind: K,
): Promise<
  | {
      kind: 'done';
      rows: readonly RowOf<Shown<K>>[];
      mayChange: boolean;
      altered: boolean;
      behind: boolean;
    }
  | Refused
> {
  if (!may(subject, 'rules:read')) return refused('not-allowed');
  const { current, altered } = room.rules();
  const mine = current.filter((each) => each.kind === kind);
  const people = await room.colleagues(mine.flatMap(({ stored }) => (stored ? [stored.by] : [])));
  const rows = mine.map((each) => rowOf(each, people) as RowOf<Shown<K>>);
  return {
    kind: 'done',
    rows: rows.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    mayChange: may(subject, 'rules:change'),
    altered,
    behind: room.behind(),
  };
}

const nameOf = (row: RowOf<{ readonly name: string }>): string => row.rule?.name ?? row.id;

/** A rule as it is shown. */
export function rowOf(
  { id, stored, trouble }: CurrentRule,
  people: ReadonlyMap<string, PersonRef>,
): RowOf<RecognizerRule | WordListSummary> {
  return {
    id,
    version: stored?.version ?? 0,
    state: trouble !== null ? 'broken' : (stored?.state ?? 'broken'),
    trouble,
    changedAt: (stored?.at ?? new Date(0)).toISOString(),
    changedBy: people.get(stored?.by ?? '') ?? null,
    rule: stored?.rule ? summary(stored.rule) : null,
  };
}

/** A word list with its words. */
export async function getWordList(
  room: RuleRoom,
  subject: Subject,
  id: string,
): Promise<{ kind: 'done'; row: RowOf<WordRule> } | Refused> {
  if (!may(subject, 'rules:read')) return refused('not-allowed');
  const found = room.rules().current.find((each) => each.id === id && each.kind === 'word-list');
  if (!found?.stored?.rule) return refused('no-such-rule');
  const people = await room.colleagues([found.stored.by]);
  return { kind: 'done', row: { ...rowOf(found, people), rule: found.stored.rule as WordRule } };
}

/** What happened to a rule, newest first. */
export async function versions<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  kind: K,
  id: string,
): Promise<{ kind: 'done'; versions: readonly RuleVersion<Shown<K>>[] } | Refused> {
  if (!may(subject, 'rules:read')) return refused('not-allowed');
  const found = (await readVersions(room.db.kysely, room.mac, id)).filter((each) => each.kind === kind);
  if (found.length === 0) return refused('no-such-rule');
  const people = await room.colleagues(found.map((each) => each.by));
  return {
    kind: 'done',
    versions: found.map((each) => ({
      version: each.version,
      act: each.act,
      at: each.at.toISOString(),
      by: people.get(each.by) ?? null,
      genuine: each.genuine,
      rule: each.rule === null ? null : (summary(each.rule) as Shown<K>),
    })),
  };
}
