import { sql } from 'kysely';
import { boundWaits, newId, publish, takeTurns } from '#platform';
import { alarmRow } from './codes.ts';
import type { AlarmDeps, AlarmDraft } from './deps.ts';
import type { Kept } from './list.ts';
import { sealAlarm } from './seal.ts';

/** Alarms that may wait for the database at once; what comes beyond is in the log alone, and nothing is answered. */
const mostWaiting = 1_000;
const hourMs = 3_600_000;
const againMs = 1_000;
/** A busy database keeps a thousand alarms within this time; who waits longer waits for somebody. */
const longestMs = 10_000;

/** What becomes of an alarm. */
type Hears = {
  /** It is the first of its kind. */
  readonly raised: (first: First) => void;
  /** It has its row. */
  readonly kept: (row: Kept) => void;
};

/** An alarm that is the first of its kind. */
type First = { readonly id: string; readonly code: string };

/** What has to be written: a row, or how often more one came that has its row (`kept`). */
type Pending = {
  id: string;
  alarm: AlarmDraft;
  kept: boolean;
  times: number;
  readonly at: Date;
  /** By a clock that only goes forward; since the last time that it was written. */
  since: number;
  failed: boolean;
};

export type Raiser = {
  readonly raise: (alarm: AlarmDraft) => void;
  /** What was raised and has no row yet. */
  readonly unkept: () => readonly Kept[];
  /** Whether an alarm has waited for its row for so long that nothing may be answered. */
  readonly isStuck: () => boolean;
  /** Resolves when everything raised so far was tried. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * Makes the port that raises alarms. Each is in the server's log at once, and of the first of its kind within an hour
 * `raised` hears before the database does; its row and entry, and the event for the officers' consoles, are written
 * as soon as the database takes them, one after the other. What it does not take stays in memory and is tried again;
 * when it has waited long nothing may be answered (`isStuck`).
 * INVARIANT: which is the first is known from this process's memory alone: a row put there, closed or held by somebody
 * with the rights of the database silences nothing. So each replica, and each start, tells once.
 */
export function openRaiser(deps: AlarmDeps, { raised, kept }: Hears): Raiser {
  /** Of this hour, the row by code and subject. */
  const rows = new Map<string, string>();
  const pending = new Map<string, Pending>();
  let hour = 0;
  let timer: NodeJS.Timeout | null = null;
  let ended = false;

  const settle = async (name: string, each: Pending): Promise<void> => {
    while (each.times > 0) {
      const { times } = each;
      if (!each.kept || !(await count(deps, each.id, times))) {
        if (each.kept) {
          // its row is gone, or was closed
          each.id = newId('alm');
          each.kept = false;
          raised({ id: each.id, code: each.alarm.code });
        }
        kept(await keepSome(deps, each));
        each.kept = true;
        rows.set(name, each.id);
      }
      each.times -= times;
      each.since = performance.now();
    }
    pending.delete(name);
  };

  const { run, idle } = takeTurns(async (): Promise<void> => {
    for (const [name, each] of [...pending]) {
      try {
        await settle(name, each);
      } catch (error) {
        if (!each.failed) {
          deps.log.error('alarm-not-kept', { alarm: each.alarm.code, error });
          if (!each.kept) void tellOfficers(deps, each).catch(() => {});
        }
        each.failed = true;
      }
    }
    if (pending.size === 0 || ended || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      void run();
    }, againMs);
    timer.unref();
  });

  const raise = (alarm: AlarmDraft): void => {
    const { code, ...about } = alarm;
    const say = alarmRow(code).severity === 'watch' ? deps.log.warn : deps.log.error;
    say('alarm', { kind: code, ...about });
    const at = deps.clock();
    const now = Math.floor(at.getTime() / hourMs);
    if (hour !== now) rows.clear();
    hour = now;
    const { person, key, team, customer, object } = alarm;
    const name = JSON.stringify([code, person, key, team, customer, object]);
    const waits = pending.get(name);
    if (waits !== undefined) {
      waits.times++;
      return;
    }
    if (pending.size >= mostWaiting) return;
    const known = rows.get(name);
    const id = known ?? newId('alm');
    const each = {
      id,
      alarm,
      kept: known !== undefined,
      times: 1,
      at,
      since: performance.now(),
      failed: false,
    };
    pending.set(name, each);
    if (known === undefined) raised({ id, code });
    void run();
  };

  return {
    raise,
    unkept: () =>
      [...pending.values()]
        .filter(({ kept }) => !kept)
        .map(({ id, alarm, times, at }) => keptOf(deps, id, alarm, times, at)),
    isStuck: () => {
      const now = performance.now();
      return (
        pending.size >= mostWaiting || [...pending.values()].some(({ since }) => now - since >= longestMs)
      );
    },
    settled: idle,
    stop: async () => {
      ended = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await idle();
    },
  };
}

/** Counts an alarm that was raised before; false where its row is gone or was closed. */
async function count(deps: AlarmDeps, id: string, times: number): Promise<boolean> {
  return await deps.db.kysely.transaction().execute(async (tx) => {
    await boundWaits(tx);
    const { rows } = await sql`
      update alarms set times = times + ${times}, last_at = ${deps.clock()} where id = ${id} and closed_at is null
      returning id`.execute(tx);
    return rows.length > 0;
  });
}

/** Keeps an alarm; without what it is about where that is no id or code, which an entry refuses. */
async function keepSome(deps: AlarmDeps, each: Pending): Promise<Kept> {
  try {
    return await keep(deps, each);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'malformed-entry') throw error;
    deps.log.error('alarm-malformed', { alarm: each.alarm.code });
    each.alarm = { code: each.alarm.code };
    return await keep(deps, each);
  }
}

const keptOf = (deps: AlarmDeps, id: string, alarm: AlarmDraft, times: number, at: Date): Kept => {
  const { code, person, key, team, customer, object } = alarm;
  const about = {
    id,
    code,
    person: person ?? null,
    key: key ?? null,
    team: team ?? null,
    customer: customer ?? null,
    object: object ?? null,
  };
  return { ...about, times, raised_at: at, last_at: at, mac: sealAlarm(deps.mac, about) };
};

/** Keeps an alarm with its entry, and tells the officers' consoles when that is done. */
async function keep(deps: AlarmDeps, each: Pending): Promise<Kept> {
  const now = deps.clock();
  const { code, person, key, team, customer, object, count: n } = each.alarm;
  const row = keptOf(deps, each.id, each.alarm, each.times, each.at);
  const officers = await deps.officers();
  await deps.db.kysely.transaction().execute(async (tx) => {
    await boundWaits(tx);
    await sql`
      insert into alarms (id, code, person, key, team, customer, object, times, raised_at, last_at, mac)
      values (${row.id}, ${code}, ${row.person}, ${row.key}, ${row.team}, ${row.customer}, ${row.object}, ${row.times},
              ${row.raised_at}, ${now}, ${row.mac})`.execute(tx);
    const about = object ?? person ?? key ?? team;
    await deps.ledger.append(tx, [
      {
        v: 1,
        at: now.toISOString(),
        kind: 'system',
        action: 'alarm-raised',
        outcome: 'done',
        code,
        alarm: row.id,
        ...(customer === undefined ? {} : { customer }),
        ...(about === undefined ? {} : { object: about }),
        ...(person === undefined || about === person ? {} : { to: person }),
        ...(n === undefined ? {} : { count: n }),
      },
    ]);
    for (const officer of officers) await publish(tx, { topic: 'alarm', person: officer, id: row.id, code });
  });
  return row;
}

/** Tells the officers' consoles of an alarm that has no row; they are shown it from memory. */
async function tellOfficers(deps: AlarmDeps, { id, alarm }: Pending): Promise<void> {
  for (const officer of await deps.officers())
    await publish(deps.db, { topic: 'alarm', person: officer, id, code: alarm.code });
}
