import { sql } from 'kysely';
import { newId, publish } from '#platform';
import { alarmRow } from './codes.ts';
import type { AlarmDeps, AlarmDraft } from './deps.ts';
import { sealAlarm } from './seal.ts';

/** Alarms that may wait for the database at once; what comes beyond is in the log alone. */
const mostWaiting = 1_000;
const hourMs = 3_600_000;

/** What this process raised in `hour`: the row's id by code and subject; `unkept`: what has no row, but was told. */
type Raised = { hour: number; readonly ids: Map<string, string>; readonly unkept: Set<string> };

/** An alarm that is the first of its kind. */
type First = { readonly id: string; readonly code: string };

/**
 * Makes the port that raises alarms, one after the other. Each is in the server's log at once, whatever becomes of
 * the database; the first of its kind within an hour has a ledger entry and is told to the officers' consoles, and
 * `raised` hears of it, also where the database did not keep it.
 * INVARIANT: which is the first is known from this process's memory alone: a row put there, or closed, by somebody
 * with the rights of the database silences nothing. So each replica, and each start, tells once.
 */
export function openRaiser(deps: AlarmDeps, raised: (first: First) => void) {
  const memory: Raised = { hour: 0, ids: new Map(), unkept: new Set() };
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;
  const raise = (alarm: AlarmDraft): void => {
    const { code, ...about } = alarm;
    const say = alarmRow(code).severity === 'watch' ? deps.log.warn : deps.log.error;
    say('alarm', { kind: code, ...about });
    if (waiting >= mostWaiting) return;
    waiting++;
    queue = queue
      .then(() => tell(deps, memory, alarm, raised))
      .catch((error: unknown) => deps.log.error('alarm-not-kept', { alarm: code, error }))
      .finally(() => waiting--);
  };
  return { raise, settled: (): Promise<void> => queue };
}

async function tell(
  deps: AlarmDeps,
  memory: Raised,
  alarm: AlarmDraft,
  raised: (first: First) => void,
): Promise<void> {
  const { code, person, key, team, customer, object } = alarm;
  const name = JSON.stringify([code, person, key, team, customer, object]);
  const hour = Math.floor(deps.clock().getTime() / hourMs);
  if (memory.hour !== hour) {
    memory.ids.clear();
    memory.unkept.clear();
  }
  memory.hour = hour;
  const known = memory.ids.get(name);
  if (known !== undefined && (await count(deps, known))) return;
  const first = { id: newId('alm'), code };
  try {
    await keep(deps, first.id, alarm);
    memory.ids.set(name, first.id);
  } catch (error) {
    if (!memory.unkept.has(name)) raised(first);
    memory.unkept.add(name);
    throw error;
  }
  raised(first);
}

/** Counts an alarm that was raised before; false where its row is gone or was closed. */
async function count(deps: AlarmDeps, id: string): Promise<boolean> {
  const { rows } = await sql`
    update alarms set times = times + 1, last_at = ${deps.clock()} where id = ${id} and closed_at is null
    returning id`.execute(deps.db.kysely);
  return rows.length > 0;
}

/** Keeps an alarm with its entry. */
async function keep(deps: AlarmDeps, id: string, alarm: AlarmDraft): Promise<void> {
  const now = deps.clock();
  const { code, person, key, team, customer, object, count: n } = alarm;
  const row = {
    id,
    code,
    person: person ?? null,
    key: key ?? null,
    team: team ?? null,
    customer: customer ?? null,
    object: object ?? null,
  };
  await deps.db.kysely.transaction().execute(async (tx) => {
    await sql`
      insert into alarms (id, code, person, key, team, customer, object, raised_at, last_at, mac)
      values (${id}, ${code}, ${row.person}, ${row.key}, ${row.team}, ${row.customer}, ${row.object}, ${now}, ${now},
              ${sealAlarm(deps.mac, row)})`.execute(tx);
    const about = object ?? person ?? key ?? team;
    await deps.ledger.append(tx, [
      {
        v: 1,
        at: now.toISOString(),
        kind: 'system',
        action: 'alarm-raised',
        outcome: 'done',
        code,
        ...(customer === undefined ? {} : { customer }),
        ...(about === undefined ? {} : { object: about }),
        ...(person === undefined || about === person ? {} : { to: person }),
        ...(n === undefined ? {} : { count: n }),
      },
    ]);
    for (const officer of await deps.officers())
      await publish(tx, { topic: 'alarm', person: officer, id, code });
  });
}
