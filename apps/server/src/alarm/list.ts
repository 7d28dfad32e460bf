import type { Alarm, AlarmFinding } from '@huke/sdk';
import { sql } from 'kysely';
import { publish } from '#platform';
import { alarmRow } from './codes.ts';
import type { AlarmDeps, Ref } from './deps.ts';
import { type About, asMade, sealClosing } from './seal.ts';

/** An alarm that was raised, with the seal of what it is about. */
export type Kept = About & {
  readonly mac: string | null;
  readonly times: number;
  readonly raised_at: Date;
  readonly last_at: Date;
};

type Row = {
  id: string;
  code: string;
  person: string | null;
  key: string | null;
  team: string | null;
  customer: string | null;
  object: string | null;
  times: number;
  raised_at: Date;
  last_at: Date;
  closed_at: Date | null;
  closed_by: string | null;
  finding: AlarmFinding | null;
  mac: string | null;
};

const pageSize = 50;

/** Who closes an alarm. */
export type Officer = { readonly person: string; readonly session: string; readonly post: string };

/** Alarms, newest first; `unkept`: those that have no row yet come before all others. */
export async function listAlarms(
  deps: AlarmDeps,
  q: { readonly open: boolean; readonly cursor?: string | undefined },
  unkept: readonly Kept[] = [],
): Promise<{ readonly rows: readonly Alarm[]; readonly next: string | null }> {
  const { rows } = await sql<Row>`
    select * from alarms
    where (not ${q.open} or closed_at is null) and (${q.cursor ?? null}::text is null or id < ${q.cursor ?? null})
    order by id desc limit ${pageSize + 1}`.execute(deps.db.kysely);
  const kept = rows.slice(0, pageSize).map((row) => asMade(deps.mac, row));
  const waiting = (q.cursor === undefined ? unkept : []).filter(
    ({ id }) => !kept.some((row) => row.id === id),
  );
  const page = [
    ...waiting.map((each): Row => ({ ...each, closed_at: null, closed_by: null, finding: null })).reverse(),
    ...kept,
  ];
  const people = page.flatMap((row) => [row.person, row.closed_by].filter((id) => id !== null));
  const refs = await deps.colleagues(people);
  return {
    rows: page.map((row) => alarmOf(row, refs)),
    next: rows.length > pageSize ? (kept.at(-1)?.id ?? null) : null,
  };
}

function alarmOf(row: Row, refs: ReadonlyMap<string, Ref>): Alarm {
  const { severity, title, next } = alarmRow(row.code);
  const ref = (id: string | null): Ref | null => (id === null ? null : (refs.get(id) ?? null));
  return {
    id: row.id,
    code: row.code,
    severity,
    title,
    next,
    person: ref(row.person),
    key: row.key,
    team: row.team,
    customer: row.customer,
    object: row.object,
    times: row.times,
    raisedAt: row.raised_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    closed:
      row.closed_at === null || row.finding === null
        ? null
        : { at: row.closed_at.toISOString(), by: ref(row.closed_by), finding: row.finding },
  };
}

export type CloseOutcome =
  | { readonly kind: 'done'; readonly alarm: Alarm }
  | { readonly kind: 'refused'; readonly code: 'no-such-alarm' | 'already-closed' | 'oneself' };

/** Says what came of an alarm; nobody closes one about themselves. The entry names who and what they found. */
export async function closeAlarm(
  deps: AlarmDeps,
  officer: Officer,
  id: string,
  finding: AlarmFinding,
): Promise<CloseOutcome> {
  const now = deps.clock();
  return await deps.db.kysely.transaction().execute(async (tx): Promise<CloseOutcome> => {
    const { rows } = await sql<Row>`select * from alarms where id = ${id} for update`.execute(tx);
    const row = rows[0] && asMade(deps.mac, rows[0]);
    if (!row) return { kind: 'refused', code: 'no-such-alarm' };
    if (row.closed_at !== null) return { kind: 'refused', code: 'already-closed' };
    if (row.person === officer.person) return { kind: 'refused', code: 'oneself' };
    const closing = sealClosing(deps.mac, id, { closed_at: now, closed_by: officer.person, finding });
    await sql`
      update alarms set closed_at = ${now}, closed_by = ${officer.person}, finding = ${finding}, closed_mac = ${closing}
      where id = ${id}`.execute(tx);
    await deps.ledger.append(tx, [
      {
        v: 1,
        at: now.toISOString(),
        kind: 'system',
        action: 'alarm-closed',
        outcome: 'done',
        code: finding,
        person: officer.person,
        post: officer.post,
        session: officer.session,
        object: id,
        ...(row.customer === null ? {} : { customer: row.customer }),
      },
    ]);
    for (const each of await deps.officers()) await publish(tx, { topic: 'alarm', person: each, id });
    const refs = await deps.colleagues([officer.person, ...(row.person === null ? [] : [row.person])]);
    const closed = { ...row, closed_at: now, closed_by: officer.person, finding };
    return { kind: 'done', alarm: alarmOf(closed, refs) };
  });
}
