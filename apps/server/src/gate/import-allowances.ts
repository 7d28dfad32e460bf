import { hasRight, postsWith } from '@huke/sdk';
import { type RawBuilder, sql } from 'kysely';
import type { AlarmPort } from '#alarm';
import { newId } from '#platform';
import { refused, type Refused } from './approval-outcome.ts';
import type { Subject } from './ask.ts';
import type { People } from './people-port.ts';
import { blockOf, deciderOf } from './second-person.ts';
import { type Part, sealFits, sealOf } from './seals.ts';
import { gateDraft, type StoreDeps, type Tx } from './store.ts';

/**
 * An import allowance: how many identifying values one person may have looked for by imports into one team, within a
 * day, beside their probes. Whoever imports asks for it, an officer grants it.
 */
export type ImportAllowance = {
  readonly id: string;
  readonly state: 'asked' | 'granted' | 'refused' | 'ended';
  readonly person: string;
  readonly staffNumber: string;
  /** Where it was asked; null in rows from before that was kept. */
  readonly session: string | null;
  readonly device: string | null;
  readonly team: string;
  readonly values: number;
  readonly used: number;
  readonly askedAt: string;
  /** When the request, or what was granted, is over. */
  readonly expiresAt: string;
  readonly decidedBy: string | null;
};

/** The most values of one allowance: what an organisation brings in at its start, in parts of this size. */
export const mostAllowed = 500_000;

const table = 'gate_import_allowances';
const life = 24 * 3_600_000;

type Outcome<Code extends string> = { readonly kind: 'done'; readonly row: ImportAllowance } | Refused<Code>;
/** What allowances were seen to have used: a row that was put back to less gives nothing. */
export type SeenUse = Map<string, number>;

type Alarmed = StoreDeps & { readonly alarm: AlarmPort };

const partsOf = (row: ImportAllowance): readonly Part[] => [
  row.id,
  row.state,
  row.person,
  row.staffNumber,
  row.team,
  row.values,
  row.used,
  row.askedAt,
  row.expiresAt,
  row.decidedBy,
  ...(row.session === null && row.device === null ? [] : [row.session, row.device]),
];

/** Genuine rows only: one that does not fit its seal is logged and counts as absent. */
async function select(
  deps: StoreDeps,
  tx: Tx,
  where: RawBuilder<unknown>,
): Promise<readonly ImportAllowance[]> {
  type Stored = Omit<ImportAllowance, 'askedAt' | 'expiresAt'> & {
    readonly asked_at: Date;
    readonly expires_at: Date;
    readonly seal: string;
  };
  const { rows } = await sql<Stored>`
    select id, state, person, staff_number as "staffNumber", session, device, team, most as values, used, asked_at, expires_at,
      decided_by as "decidedBy", seal
    from gate_import_allowances where ${where}`.execute(tx);
  return rows.flatMap(({ asked_at, expires_at, seal, ...rest }) => {
    const row = { ...rest, askedAt: asked_at.toISOString(), expiresAt: expires_at.toISOString() };
    if (sealFits(deps.mac, table, partsOf(row), seal)) return [row];
    deps.log.error('allowance-forged', { object: row.id });
    return [];
  });
}

async function save(deps: StoreDeps, tx: Tx, row: ImportAllowance): Promise<void> {
  await sql`
    update gate_import_allowances set state = ${row.state}, used = ${row.used}, decided_by = ${row.decidedBy},
      expires_at = ${row.expiresAt}::timestamptz, seal = ${sealOf(deps.mac, table, partsOf(row))}
    where id = ${row.id}`.execute(tx);
}

/** Asks for one; a person has one request for a team at a time. */
export async function askAllowance(
  deps: StoreDeps & { readonly people: Pick<People, 'device'> },
  subject: Subject & { readonly person: string },
  asked: { readonly team: string; readonly values: number },
): Promise<Outcome<string>> {
  const now = deps.clock();
  if (subject.strength === 'password') return refused('second-factor');
  if (!Number.isInteger(asked.values) || asked.values < 1 || asked.values > mostAllowed)
    return refused('allowance-too-large');
  const row: ImportAllowance = {
    id: newId('alw'),
    state: 'asked',
    person: subject.person,
    staffNumber: subject.staffNumber ?? '',
    session: subject.session,
    device: subject.session === null ? null : await deps.people.device(subject.session),
    ...asked,
    used: 0,
    askedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + life).toISOString(),
    decidedBy: null,
  };
  return deps.db.kysely.transaction().execute(async (tx): Promise<Outcome<string>> => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`allowances ${row.person}`}, 0))`.execute(tx);
    const waiting = await select(
      deps,
      tx,
      sql`person = ${row.person} and team = ${row.team} and state in ('asked', 'granted') and expires_at > ${now}`,
    );
    if (waiting.some((each) => each.state === 'asked' || each.used < each.values))
      return refused('allowance-pending');
    await sql`
      insert into gate_import_allowances (id, state, person, staff_number, session, device, team, most,
        used, asked_at, expires_at, seal)
      values (${row.id}, ${row.state}, ${row.person}, ${row.staffNumber}, ${row.session}, ${row.device},
        ${row.team}, ${row.values}, 0, ${row.askedAt}::timestamptz, ${row.expiresAt}::timestamptz,
        ${sealOf(deps.mac, table, partsOf(row))})`.execute(tx);
    await record(deps, tx, 'import-allowance-asked', subject.person, row, now);
    return { kind: 'done', row };
  });
}

/** Grants or refuses a request: an officer on duty, with a second factor, who is somebody else; a grant lasts a day. */
export async function decideAllowance(
  deps: Alarmed & { readonly people: People },
  subject: Subject & { readonly person: string },
  id: string,
  verdict: 'granted' | 'refused',
): Promise<Outcome<string>> {
  const decider = await deciderOf(deps.people, subject);
  const now = deps.clock();
  const outcome = await deps.db.kysely.transaction().execute(async (tx): Promise<Outcome<string>> => {
    const [row] = await select(deps, tx, sql`id = ${id} for update`);
    if (row?.id !== id) return refused('no-such-allowance');
    const block = blockOf({ ...row, customer: null, approvers: postsWith('imports:allow') }, decider, now);
    if (block !== null) return refused(block);
    if (row.state !== 'asked' || Date.parse(row.expiresAt) <= now.getTime()) return refused('allowance-over');
    const expiresAt = new Date(now.getTime() + life).toISOString();
    const after: ImportAllowance = { ...row, state: verdict, decidedBy: subject.person, expiresAt };
    await save(deps, tx, after);
    await record(deps, tx, `import-allowance-${verdict}`, subject.person, after, now);
    return { kind: 'done', row: after };
  });
  if (outcome.kind === 'done' && verdict === 'granted') {
    const { person, team, values: count } = outcome.row;
    deps.alarm({ code: 'import-allowance', person, team, object: id, count });
  }
  return outcome;
}

/** Ends one before its time: whoever asked for it, or any officer. */
export async function endAllowance(
  deps: StoreDeps,
  subject: Subject & { readonly person: string },
  id: string,
): Promise<Outcome<string>> {
  const now = deps.clock();
  return deps.db.kysely.transaction().execute(async (tx): Promise<Outcome<string>> => {
    const [row] = await select(deps, tx, sql`id = ${id} for update`);
    const theirs = row?.person === subject.person || hasRight(subject.post, 'imports:allow');
    if (row?.id !== id || !theirs) return refused('no-such-allowance');
    if (row.state !== 'asked' && row.state !== 'granted') return refused('allowance-over');
    const after: ImportAllowance = { ...row, state: 'ended' };
    await save(deps, tx, after);
    await record(deps, tx, 'import-allowance-ended', subject.person, after, now);
    return { kind: 'done', row: after };
  });
}

/** One's own of the last days, and for officers everybody's; newest first. */
export async function listAllowances(
  deps: StoreDeps,
  subject: Subject & { readonly person: string },
): Promise<readonly ImportAllowance[]> {
  const all = hasRight(subject.post, 'imports:allow');
  return select(deps, deps.db.kysely, sql`(${all} or person = ${subject.person}) order by id desc limit 50`);
}

/** Takes values from a live allowance of this person and team: its id, or null where there are not as many left. */
export async function takeAllowance(
  deps: Alarmed,
  seen: SeenUse,
  subject: Subject,
  team: string,
  values: number,
): Promise<string | null> {
  if (subject.kind !== 'person' || subject.person === null) return null;
  const now = deps.clock();
  return deps.db.kysely.transaction().execute(async (tx) => {
    const live = await select(
      deps,
      tx,
      sql`person = ${subject.person} and team = ${team} and state = 'granted' and expires_at > ${now}
        order by id for update`,
    );
    for (const row of live) {
      if (row.person !== subject.person || row.team !== team) continue;
      if (row.used < (seen.get(row.id) ?? 0)) deps.alarm({ code: 'rows-forged', object: row.id });
      const used = Math.max(row.used, seen.get(row.id) ?? 0) + values;
      if (used > row.values) continue;
      await save(deps, tx, { ...row, used });
      seen.set(row.id, used);
      return row.id;
    }
    return null;
  });
}

async function record(
  deps: StoreDeps,
  tx: Tx,
  action: string,
  by: string,
  row: ImportAllowance,
  now: Date,
): Promise<void> {
  const to = row.person === by ? {} : { to: row.person };
  await deps.ledger.append(tx, [
    { ...gateDraft(deps, action, now, { person: by, object: row.id, count: row.values, ...to }) },
  ]);
}
