import { setImmediate as pass } from 'node:timers/promises';
import type { RecognizerRule, RuleVersion, WordRule } from '@huke/sdk';
import { type Kysely, sql } from 'kysely';
import type { Mac } from './deps.ts';

export type RuleKind = 'recognizer' | 'word-list';
export type Rule = RecognizerRule | WordRule;
export type Act = RuleVersion<Rule>['act'];

/** One version of a rule as it was written; `genuine` is false where its row was altered past the program. */
export type StoredVersion = {
  readonly id: string;
  readonly version: number;
  readonly kind: RuleKind;
  readonly state: 'on' | 'off' | 'deleted';
  readonly act: Act;
  readonly rule: Rule | null;
  readonly at: Date;
  readonly by: string;
  readonly seal: string;
  readonly genuine: boolean;
};

/** Which version of each rule is current; grows by one generation with every change. */
export type Head = {
  readonly generation: number;
  readonly rules: readonly (readonly [id: string, version: number, kind: RuleKind])[];
};

// each room names its own tables in SQL
// oxlint-disable-next-line no-explicit-any
export type Runner = Kysely<any>;

type Row = Omit<StoredVersion, 'rule' | 'genuine'> & { readonly definition: string };

/** Versions that are kept of each rule. */
const keptVersions = 50;

/** Seal of a row: whoever edits the database cannot make one. */
const sealOf = (mac: Mac, parts: readonly unknown[]): string =>
  Buffer.from(mac(Buffer.from(JSON.stringify(['huke-detector/1', ...parts])))).toString('base64url');

const versionSeal = (mac: Mac, row: Omit<Row, 'seal'>): string =>
  sealOf(mac, [
    'version',
    row.id,
    row.version,
    row.kind,
    row.state,
    row.act,
    row.definition,
    row.at.getTime(),
    row.by,
  ]);

const headSeal = (mac: Mac, generation: number, rules: string): string =>
  sealOf(mac, ['head', generation, rules]);

const columns = sql`id, version, kind, state, act, definition, at, by_person as "by", seal`;

const toVersion = (mac: Mac, row: Row): StoredVersion => {
  const { definition, ...rest } = row;
  const genuine = row.seal === versionSeal(mac, row);
  return { ...rest, genuine, rule: genuine ? (JSON.parse(definition) as Rule | null) : null };
};

/** The head; `altered` where it does not fit its seal, is older than one seen before, or is gone. */
export async function readHead(run: Runner, mac: Mac, seen: number, lock = false): Promise<Head | 'altered'> {
  const { rows } = await sql<{ generation: string; rules: string; seal: string }>`
    select generation, rules, seal from detector_head ${lock ? sql`for update` : sql``}`.execute(run);
  const [row] = rows;
  if (!row) {
    const any = await sql`select 1 from detector_versions limit 1`.execute(run);
    return any.rows.length > 0 || seen > 0 ? 'altered' : { generation: 0, rules: [] };
  }
  const generation = Number(row.generation);
  if (row.seal !== headSeal(mac, generation, row.rules) || generation < seen) return 'altered';
  return { generation, rules: JSON.parse(row.rules) as Head['rules'] };
}

/** The current version of every rule of the head; `null` where the row is gone. */
export async function readCurrent(
  run: Runner,
  mac: Mac,
  head: Head,
): Promise<
  readonly { readonly id: string; readonly kind: RuleKind; readonly found: StoredVersion | null }[]
> {
  const ids = head.rules.map(([id]) => id);
  const versions = head.rules.map(([, version]) => version);
  const { rows } = await sql<Row>`
    select ${columns} from detector_versions
    where (id, version) in (select * from unnest(${ids}::text[], ${versions}::int[]))`.execute(run);
  const byId = new Map<string, StoredVersion>();
  for (const row of rows) {
    // large lists take their time, each
    if (row.definition.length > 65_536) await pass();
    byId.set(row.id, toVersion(mac, row));
  }
  return head.rules.map(([id, , kind]) => ({ id, kind, found: byId.get(id) ?? null }));
}

/** All kept versions of a rule, newest first. */
export async function readVersions(run: Runner, mac: Mac, id: string): Promise<readonly StoredVersion[]> {
  const { rows } = await sql<Row>`
    select ${columns} from detector_versions where id = ${id} order by version desc`.execute(run);
  return rows.map((row) => toVersion(mac, row));
}

/** Takes the one lock of the room, so that changes come one after the other, also the first. */
export async function lockRules(run: Runner): Promise<void> {
  await sql`select pg_advisory_xact_lock(7853001)`.execute(run);
}

/**
 * Writes a new version and the head that names it; answers the version's seal and the new head. Of the rule to forget
 * nothing is kept.
 */
export async function writeVersion(
  run: Runner,
  mac: Mac,
  head: Head,
  made: Omit<StoredVersion, 'seal' | 'genuine'>,
  forget: string | null = null,
): Promise<{ readonly seal: string; readonly head: Head }> {
  const { rule, ...rest } = made;
  const row = { ...rest, definition: JSON.stringify(rule) };
  const seal = versionSeal(mac, row);
  await sql`
    insert into detector_versions (id, version, kind, state, act, definition, at, by_person, seal)
    values (${row.id}, ${row.version}, ${row.kind}, ${row.state}, ${row.act}, ${row.definition}, ${row.at},
      ${row.by}, ${seal})
    on conflict (id, version) do update set kind = excluded.kind, state = excluded.state, act = excluded.act,
      definition = excluded.definition, at = excluded.at, by_person = excluded.by_person, seal = excluded.seal
  `.execute(run);
  await sql`
    delete from detector_versions where id = ${row.id} and version <= ${row.version - keptVersions}`.execute(
    run,
  );
  if (forget !== null) await sql`delete from detector_versions where id = ${forget}`.execute(run);
  const others = head.rules.filter(([id]) => id !== row.id && id !== forget);
  const next: Head = {
    generation: head.generation + 1,
    rules: [...others, [row.id, row.version, row.kind] as const].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
  const rules = JSON.stringify(next.rules);
  await sql`
    insert into detector_head (generation, rules, seal)
    values (${next.generation}, ${rules}, ${headSeal(mac, next.generation, rules)})
    on conflict (one) do update set generation = excluded.generation, rules = excluded.rules,
      seal = excluded.seal`.execute(run);
  return { seal, head: next };
}
