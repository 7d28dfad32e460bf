import { checkWords } from '@huke/detect';
import type { RecognizerRule, RuleChange, WordRule } from '@huke/sdk';
import { type Subject, may, type Somebody } from '#gate';
import { newId, publish } from '#platform';
import { compileRules, mostWorkTogether, tooManyWords } from './compiled.ts';
import type { RuleCompiler } from './compiler.ts';
import { type Refused, refused } from './deps.ts';
import { type RowOf, rowOf, type RuleRoom, type Shown, type Written } from './rules.ts';
import {
  type Head,
  lockRules,
  readCurrent,
  readHead,
  readVersions,
  type Rule,
  type RuleKind,
  type StoredVersion,
  writeVersion,
} from './store.ts';
import { ruleError } from './trial.ts';

/** Rules of a kind that are not deleted; and all that are kept, of which the first deleted is then forgotten. */
const mostLive = { recognizer: 50, 'word-list': 20 } as const satisfies Record<RuleKind, number>;
const mostKept = 500;
const prefix = { recognizer: 'rec', 'word-list': 'wls' } as const satisfies Record<RuleKind, string>;

/** Adds a rule, switched on unless `on` says otherwise. */
export async function create<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  kind: K,
  rule: Written<K>,
  on = true,
): Promise<{ kind: 'done'; row: RowOf<Shown<K>> } | Refused> {
  return change<K>(room, subject, async ({ current }) => {
    if (full(current, kind)) return refused('too-many-rules');
    return { id: newId(prefix[kind]), version: 1, kind, state: on ? 'on' : 'off', act: 'added', rule };
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
  return change<K>(room, subject, async ({ head, current }) => {
    const each = current.find((one) => one.id === id && one.kind === kind);
    if (!each || (each.found && stateOf(each.found) === 'deleted')) return refused('no-such-rule');
    // nothing genuine may be left of it; then there is nothing to restore either
    const rule = each.found?.rule ?? (await lastGenuine(room, id))?.rule ?? null;
    const version = await nextVersion(room, head, id);
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
  return change<K>(room, subject, async ({ head, current }) => {
    const now = current.find((each) => each.id === id && each.kind === kind);
    if (!now) return refused('no-such-rule');
    if (now.found && stateOf(now.found) === 'deleted' && full(current, kind))
      return refused('too-many-rules');
    const versions = await readVersions(room.db.kysely, room.mac, id);
    const old = versions.find((each) => each.version === version);
    if (!old || old.kind !== kind) return refused('no-such-rule');
    if (old.rule === null) return refused('rules-altered');
    return {
      id,
      version: await nextVersion(room, head, id),
      kind,
      state: 'on',
      act: 'restored',
      rule: old.rule,
    };
  });
}

/** Whether there are as many rules of a kind as there may be; an altered one counts. */
const full = (current: Current, kind: RuleKind): boolean =>
  current.filter((each) => each.kind === kind && !(each.found && stateOf(each.found) === 'deleted')).length >=
  mostLive[kind];

const lastGenuine = async (room: RuleRoom, id: string): Promise<StoredVersion | undefined> =>
  (await readVersions(room.db.kysely, room.mac, id)).find((each) => each.genuine);

/** One more than any version that the head or a row names. */
async function nextVersion(room: RuleRoom, head: Head, id: string): Promise<number> {
  const [newest] = await readVersions(room.db.kysely, room.mac, id);
  const [, named = 0] = head.rules.find(([each]) => each === id) ?? [];
  return Math.max(newest?.version ?? 0, named) + 1;
}

/** The state of a version; an altered row may say anything of itself, and counts as on. */
const stateOf = ({ genuine, state }: StoredVersion): StoredVersion['state'] => (genuine ? state : 'on');

type Current = Awaited<ReturnType<typeof readCurrent>>;
type Made = Omit<StoredVersion, 'seal' | 'genuine' | 'at' | 'by'>;

/** So often a change is judged anew because another came between. */
const mostTries = 5;

/**
 * Judges one change and writes it with its entry. It is judged, and what is then in use compiled, before the
 * transaction; this one only sees that nothing changed meanwhile, so that the lock of the room is held for moments.
 */
async function change<K extends RuleKind>(
  room: RuleRoom,
  subject: Subject,
  make: (now: { head: Head; current: Current }) => Promise<Made | Refused>,
): Promise<{ kind: 'done'; row: RowOf<Shown<K>> } | Refused> {
  if (!may(subject, 'rules:change')) return refused('not-allowed');
  for (let tries = 0; tries < mostTries; tries += 1) {
    const head = await readHead(room.db.kysely, room.mac, room.seen());
    if (head === 'altered') return refused('rules-altered');
    const current = await readCurrent(room.db.kysely, room.mac, head);
    const made = await make({ head, current });
    if ('code' in made) return made;
    const wrong = await judged(room, head, made, current);
    if (wrong) return wrong;
    const written = await write(room, subject, head, made, forgotten(made, current));
    if (written === 'meanwhile') continue;
    if (written !== 'done') return written;
    await room.reload();
    const now = room.rules().current.find((each) => each.id === made.id);
    if (!now) return refused('changed-meanwhile');
    const people = await room.colleagues([subject.person]);
    return { kind: 'done', row: rowOf(now, people) as RowOf<Shown<K>> };
  }
  return refused('changed-meanwhile');
}

/** Writes a change, where the head is still the one that it was judged by. */
function write(
  room: RuleRoom,
  subject: Somebody,
  judgedBy: Head,
  made: Made,
  forget: string | null,
): Promise<'done' | 'meanwhile' | Refused> {
  return room.db.kysely.transaction().execute(async (tx) => {
    await lockRules(tx);
    const head = await readHead(tx, room.mac, room.seen(), true);
    if (head === 'altered') return refused('rules-altered');
    if (head.generation !== judgedBy.generation) return 'meanwhile';
    const version = { ...made, at: room.clock(), by: subject.person };
    const { seal } = await writeVersion(tx, room.mac, head, version, forget);
    await room.ledger.append(tx, [entryOf(room, subject, made, seal)]);
    await publish(tx, { topic: 'detector' });
    return 'done';
  });
}

/** Where one rule more would be too many to keep: the one that was deleted first. */
export function forgotten(made: Made, current: Current): string | null {
  if (current.length < mostKept || current.some((each) => each.id === made.id)) return null;
  const deleted = current.flatMap(({ found }) => (found && stateOf(found) === 'deleted' ? [found] : []));
  return deleted.sort((a, b) => a.at.getTime() - b.at.getTime())[0]?.id ?? null;
}

/** The entry names rule, version and seal; a pattern or a word could be a customer's value, so neither is in it. */
function entryOf(room: RuleRoom, subject: Somebody, made: Made, seal: string) {
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

/** Whether the rule can be in use beside the others; null where it can, and then all of them are compiled. */
async function judged(room: RuleRoom, head: Head, made: Made, current: Current): Promise<Refused | null> {
  const { rule } = made;
  if (made.state === 'deleted' || rule === null) return null;
  const others = current.filter((each) => each.id !== made.id && each.kind === made.kind);
  const live = others.filter((each) => each.found?.rule && each.found.state !== 'deleted');
  if (live.some((each) => each.found?.rule?.name === rule.name)) return refused('taken');
  if (made.state === 'off') return null;
  const on = live.filter((each) => each.found?.state === 'on').map((each) => each.found?.rule as Rule);
  try {
    if ('pattern' in rule) return await roomForWork(room.compiler, rule, on as RecognizerRule[]);
    if (tooManyWords([rule, ...(on as WordRule[])]))
      return refused('rule-refused', { path: 'words', code: 'too-many' });
    checkWords(rule.words);
  } catch (error) {
    return ruleError(error, 'pattern' in rule ? 'pattern' : 'words');
  }
  // reloading finds compiled what this compiles
  const found: StoredVersion = { ...made, at: room.clock(), by: '', seal: '', genuine: true };
  const rows = [...current.filter((each) => each.id !== made.id), { id: made.id, kind: made.kind, found }];
  rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  await compileRules(room.compiler, head.generation + 1, rows, room.rules());
  return null;
}

async function roomForWork(
  compiler: RuleCompiler,
  rule: RecognizerRule,
  others: readonly RecognizerRule[],
): Promise<Refused | null> {
  let { work } = await compiler.recognizer(rule);
  for (const each of others)
    work += await compiler.recognizer(each).then(
      (made) => made.work,
      () => 0,
    );
  return work > mostWorkTogether ? refused('rule-refused', { path: 'pattern', code: 'no-room' }) : null;
}
