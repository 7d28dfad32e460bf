import { compileWords } from '@huke/detect';
import type {
  PersonRef,
  RecognizerRule,
  RuleChange,
  RuleHead,
  RuleVersion,
  WordListSummary,
  WordRule,
} from '@huke/sdk';
import type { Subject } from '#gate';
import { newId, publish } from '#platform';
import {
  compiledRecognizer,
  type CurrentRule,
  mostWorkTogether,
  type Rules,
  tooManyWords,
} from './compiled.ts';
import { type DetectorDeps, type Refused, refused } from './deps.ts';
import { may, type Officer } from './rights.ts';
import {
  type Head,
  lockRules,
  readCurrent,
  readHead,
  readVersions,
  type Rule,
  type RuleKind,
  type Runner,
  type StoredVersion,
  writeVersion,
} from './store.ts';
import { ruleError } from './trial.ts';

/** Rules of a kind that are not deleted, and all that were ever kept. */
const mostLive = { recognizer: 50, 'word-list': 20 } as const satisfies Record<RuleKind, number>;
const mostKept = 500;
const prefix = { recognizer: 'rec', 'word-list': 'wls' } as const satisfies Record<RuleKind, string>;

export type RowOf<R> = RuleHead & { readonly rule: R | null };
type Shown<K extends RuleKind> = K extends 'recognizer' ? RecognizerRule : WordListSummary;
export type Written<K extends RuleKind> = K extends 'recognizer' ? RecognizerRule : WordRule;

/** What the functions here work with: the rules in use, and how to read them afresh. */
export type RuleRoom = DetectorDeps & {
  readonly rules: () => Rules;
  readonly reload: () => Promise<void>;
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
  { kind: 'done'; rows: readonly RowOf<Shown<K>>[]; mayChange: boolean; altered: boolean } | Refused
> {
  if (!may(subject, 'read')) return refused('not-allowed');
  const { current, altered } = room.rules();
  const mine = current.filter((each) => each.kind === kind);
  const people = await room.colleagues(mine.flatMap(({ stored }) => (stored ? [stored.by] : [])));
  const rows = mine.map((each) => rowOf(each, people) as RowOf<Shown<K>>);
  return {
    kind: 'done',
    rows: rows.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    mayChange: may(subject, 'change'),
    altered,
  };
}

const nameOf = (row: RowOf<{ readonly name: string }>): string => row.rule?.name ?? row.id;

function rowOf(
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
  if (!may(subject, 'read')) return refused('not-allowed');
  const found = room.rules().current.find((each) => each.id === id && each.kind === 'word-list');
  if (!found?.stored?.rule) return refused('no-such-rule');
  const people = await room.colleagues([found.stored.by]);
  return { kind: 'done', row: { ...rowOf(found, people), rule: found.stored.rule as WordRule } };
}

/** Adds a rule, switched on. */
export async function create<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  kind: K,
  rule: Written<K>,
): Promise<{ kind: 'done'; row: RowOf<Shown<K>> } | Refused> {
  return change<K>(room, subject, async ({ head, current }) => {
    const live = current.filter((each) => each.kind === kind && each.found?.state !== 'deleted');
    if (live.length >= mostLive[kind] || head.rules.length >= mostKept) return refused('too-many-rules');
    return { id: newId(prefix[kind]), version: 1, kind, state: 'on', act: 'added', rule };
  });
}

/** Changes what a rule says, or its switch; the version is the one that the caller saw. */
export async function update<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  kind: K,
  id: string,
  body: RuleChange<Written<K>>,
): Promise<{ kind: 'done'; row: RowOf<Shown<K>> } | Refused> {
  return change<K>(room, subject, async ({ current }) => {
    const found = current.find((each) => each.id === id && each.kind === kind)?.found;
    if (!found || stateOf(found) === 'deleted') return refused('no-such-rule');
    if (found.version !== body.version) return refused('changed-meanwhile');
    const rule = body.rule ?? found.rule;
    if (rule === null) return refused('rules-altered');
    const state = (body.on ?? stateOf(found) === 'on') ? 'on' : 'off';
    const switched = state === 'on' ? 'switched-on' : 'switched-off';
    // the entry of a change that also switches says the switch: nothing goes off as a mere change
    const turned = body.on !== undefined && (body.rule === undefined || state !== stateOf(found));
    const act = turned ? switched : 'changed';
    return { id, version: found.version + 1, kind, state, act, rule };
  });
}

/** Deletes a rule; it can be restored. */
export async function remove<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  kind: K,
  id: string,
): Promise<{ kind: 'done' } | Refused> {
  return change<K>(room, subject, async ({ head, current, tx }) => {
    const each = current.find((one) => one.id === id && one.kind === kind);
    if (!each || (each.found && stateOf(each.found) === 'deleted')) return refused('no-such-rule');
    // nothing genuine may be left of it; then there is nothing to restore either
    const rule = each.found?.rule ?? (await lastGenuine(room, tx, id))?.rule ?? null;
    const version = await nextVersion(room, tx, head, id);
    return { id, version, kind, state: 'deleted', act: 'deleted', rule };
  });
}

/** Makes an older version current again, switched on. */
export async function restore<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  kind: K,
  id: string,
  version: number,
): Promise<{ kind: 'done'; row: RowOf<Shown<K>> } | Refused> {
  return change<K>(room, subject, async ({ head, current, tx }) => {
    if (!current.some((each) => each.id === id && each.kind === kind)) return refused('no-such-rule');
    const versions = await readVersions(tx, room.mac, id);
    const old = versions.find((each) => each.version === version);
    if (!old || old.kind !== kind) return refused('no-such-rule');
    if (old.rule === null) return refused('rules-altered');
    return {
      id,
      version: await nextVersion(room, tx, head, id),
      kind,
      state: 'on',
      act: 'restored',
      rule: old.rule,
    };
  });
}

const lastGenuine = async (room: RuleRoom, tx: Runner, id: string): Promise<StoredVersion | undefined> =>
  (await readVersions(tx, room.mac, id)).find((each) => each.genuine);

/** One more than any version that the head or a row names. */
async function nextVersion(room: RuleRoom, tx: Runner, head: Head, id: string): Promise<number> {
  const [newest] = await readVersions(tx, room.mac, id);
  const [, named = 0] = head.rules.find(([each]) => each === id) ?? [];
  return Math.max(newest?.version ?? 0, named) + 1;
}

/** The state of a version; an altered row may say anything of itself, and counts as on. */
const stateOf = ({ genuine, state }: StoredVersion): StoredVersion['state'] => (genuine ? state : 'on');

/** What happened to a rule, newest first. */
export async function versions<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  kind: K,
  id: string,
): Promise<{ kind: 'done'; versions: readonly RuleVersion<Shown<K>>[] } | Refused> {
  if (!may(subject, 'read')) return refused('not-allowed');
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

type Current = Awaited<ReturnType<typeof readCurrent>>;
type Made = Omit<StoredVersion, 'seal' | 'genuine' | 'at' | 'by'>;

/** Judges and writes one change with its entry, in one transaction, one change after the other. */
async function change<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  make: (now: { head: Head; current: Current; tx: Runner }) => Promise<Made | Refused>,
): Promise<{ kind: 'done'; row: RowOf<Shown<K>> } | Refused> {
  if (!may(subject, 'change')) return refused('not-allowed');
  const written = await room.db.kysely.transaction().execute(async (tx): Promise<Made | Refused> => {
    await lockRules(tx);
    const head = await readHead(tx, room.mac, room.seen(), true);
    if (head === 'altered') return refused('rules-altered');
    const current = await readCurrent(tx, room.mac, head);
    const made = await make({ head, current, tx });
    if ('code' in made) return made;
    const wrong = await judged(made, current);
    if (wrong) return wrong;
    const { seal } = await writeVersion(tx, room.mac, head, {
      ...made,
      at: room.clock(),
      by: subject.person,
    });
    await room.ledger.append(tx, [entryOf(room, subject, made, seal)]);
    await publish(tx, { topic: 'detector' });
    return made;
  });
  if ('code' in written) return written;
  await room.reload();
  const now = room.rules().current.find((each) => each.id === written.id);
  if (!now) return refused('changed-meanwhile');
  const people = await room.colleagues([subject.person]);
  return { kind: 'done', row: rowOf(now, people) as RowOf<Shown<K>> };
}

/** The entry names rule, version and seal; a pattern or a word could be a customer's value, so neither is in it. */
function entryOf(room: RuleRoom, subject: Officer, made: Made, seal: string) {
  return {
    v: 1,
    at: room.clock().toISOString(),
    kind: 'system',
    action: `${made.kind}-${made.act}`,
    outcome: 'done',
    person: subject.person,
    post: subject.post,
    session: subject.session,
    object: made.id,
    count: made.version,
    digest: seal,
  } as const;
}

/** Whether the rule can be in use beside the others; null where it can. */
async function judged(made: Made, current: Current): Promise<Refused | null> {
  const { rule } = made;
  if (made.state === 'deleted' || rule === null) return null;
  const others = current.filter(
    (each) =>
      each.id !== made.id && each.kind === made.kind && each.found?.rule && each.found.state !== 'deleted',
  );
  if (others.some((each) => each.found?.rule?.name === rule.name)) return refused('taken');
  if (made.state === 'off') return null;
  const on = others.filter((each) => each.found?.state === 'on').map((each) => each.found?.rule as Rule);
  try {
    if ('pattern' in rule) return await roomForWork(rule, on as RecognizerRule[]);
    if (tooManyWords([rule, ...(on as WordRule[])]))
      return refused('rule-refused', { path: 'words', code: 'too-many' });
    compileWords([rule]);
    return null;
  } catch (error) {
    return ruleError(error, 'pattern' in rule ? 'pattern' : 'words');
  }
}

async function roomForWork(rule: RecognizerRule, others: readonly RecognizerRule[]): Promise<Refused | null> {
  let { work } = await compiledRecognizer(rule);
  for (const each of others)
    work += await compiledRecognizer(each).then(
      (made) => made.work,
      () => 0,
    );
  return work > mostWorkTogether ? refused('rule-refused', { path: 'pattern', code: 'no-room' }) : null;
}
