import { sql } from 'kysely';
import { newId, publish } from '#platform';
import type { AlarmDeps, AlarmDraft } from './deps.ts';

/** Alarms that may wait for the database at once; what comes beyond is in the log alone. */
const mostWaiting = 1_000;
const hourMs = 3_600_000;

/**
 * Makes the port that raises alarms, one after the other. Each is in the server's log at once, whatever becomes of
 * the database; the first of its kind within an hour has a ledger entry and is told to the officers' consoles.
 */
export function openRaiser(deps: AlarmDeps, raised: () => void) {
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;
  const raise = (alarm: AlarmDraft): void => {
    const { code, ...about } = alarm;
    deps.log.error('alarm', { alarm: code, ...about });
    if (waiting >= mostWaiting) return;
    waiting++;
    queue = queue
      .then(() => keep(deps, alarm))
      .then((first) => {
        if (first) raised();
      })
      .catch((error: unknown) => deps.log.error('alarm-not-kept', { alarm: code, error }))
      .finally(() => waiting--);
  };
  return { raise, settled: (): Promise<void> => queue };
}

/** Keeps an alarm; true where it is the first of its kind in this hour. */
async function keep(deps: AlarmDeps, alarm: AlarmDraft): Promise<boolean> {
  const now = deps.clock();
  const { code, person, key, team, customer, object, count } = alarm;
  const subject = [person, key, team, customer, object].map((each) => each ?? '').join(' ');
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  const id = newId('alm');
  const first = await deps.db.kysely.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into alarms as a (id, code, subject, hour, person, key, team, customer, object, raised_at, last_at)
      values (${id}, ${code}, ${subject}, ${hour}, ${person ?? null}, ${key ?? null}, ${team ?? null},
              ${customer ?? null}, ${object ?? null}, ${now}, ${now})
      on conflict (code, subject, hour) do update set times = a.times + 1, last_at = ${now}
      returning a.id`.execute(tx);
    if (rows[0]?.id !== id) return false;
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
  return first;
}
