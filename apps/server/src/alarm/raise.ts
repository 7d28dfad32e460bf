import { sql } from 'kysely';
import { newId, publish } from '#platform';
import { alarmRow } from './codes.ts';
import type { AlarmDeps, AlarmDraft } from './deps.ts';

/** Alarms that may wait for the database at once; what comes beyond is in the log alone. */
const mostWaiting = 1_000;
const hourMs = 3_600_000;

/** What this process raised in `hour`: the row's id by code and subject. */
type Raised = { hour: number; readonly ids: Map<string, string> };

/**
 * Makes the port that raises alarms, one after the other. Each is in the server's log at once, whatever becomes of
 * the database; the first of its kind within an hour has a ledger entry and is told to the officers' consoles.
 * INVARIANT: which is the first is known from this process's memory alone: a row put there, or closed, by somebody
 * with the rights of the database silences nothing. So each replica, and each start, tells once.
 */
export function openRaiser(deps: AlarmDeps, raised: () => void) {
  const memory: Raised = { hour: 0, ids: new Map() };
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;
  const raise = (alarm: AlarmDraft): void => {
    const { code, ...about } = alarm;
    const say = alarmRow(code).severity === 'watch' ? deps.log.warn : deps.log.error;
    say('alarm', { kind: code, ...about });
    if (waiting >= mostWaiting) return;
    waiting++;
    queue = queue
      .then(() => keep(deps, memory, alarm))
      .then((first) => {
        if (first) raised();
      })
      .catch((error: unknown) => deps.log.error('alarm-not-kept', { alarm: code, error }))
      .finally(() => waiting--);
  };
  return { raise, settled: (): Promise<void> => queue };
}

/** Keeps an alarm; true where it is the first of its kind in this hour, or where its row is gone. */
async function keep(deps: AlarmDeps, memory: Raised, alarm: AlarmDraft): Promise<boolean> {
  const now = deps.clock();
  const { code, person, key, team, customer, object, count } = alarm;
  const subject = [person, key, team, customer, object].map((each) => each ?? '').join(' ');
  const hour = Math.floor(now.getTime() / hourMs) * hourMs;
  if (memory.hour !== hour) memory.ids.clear();
  memory.hour = hour;
  const name = `${code} ${subject}`;
  const known = memory.ids.get(name);
  const id = newId('alm');
  const first = await deps.db.kysely.transaction().execute(async (tx) => {
    if (known !== undefined) {
      const { rows } = await sql`
        update alarms set times = times + 1, last_at = ${now} where id = ${known} returning id`.execute(tx);
      if (rows.length > 0) return false;
    }
    // with the id in it the row's subject is nobody else's: no row that is there already stands in its way
    await sql`
      insert into alarms (id, code, subject, hour, person, key, team, customer, object, raised_at, last_at)
      values (${id}, ${code}, ${`${subject} ${id}`}, ${new Date(hour)}, ${person ?? null}, ${key ?? null},
              ${team ?? null}, ${customer ?? null}, ${object ?? null}, ${now}, ${now})`.execute(tx);
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
        ...(count === undefined ? {} : { count }),
      },
    ]);
    for (const officer of await deps.officers())
      await publish(tx, { topic: 'alarm', person: officer, id, code });
    return true;
  });
  if (first) memory.ids.set(name, id);
  return first;
}
