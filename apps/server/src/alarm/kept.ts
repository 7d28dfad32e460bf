import { sql } from 'kysely';
import { boundWaits } from '#platform';
import type { AlarmDeps, AlarmPort, Raised } from './deps.ts';
import type { Kept } from './list.ts';
import { asMade, type Closing, sealAlarm, sealClosing } from './seal.ts';

/** Alarms whose rows are compared, the newest. */
const mostKnown = 10_000;

type Row = Kept & Closing & { readonly closed_mac: string | null };

export type KeptAlarms = {
  readonly add: (row: Kept) => void;
  /** How many rows were put back. */
  readonly compare: () => Promise<number>;
};

/**
 * Remembers which alarms have a row: those that this process raised, and what the ledger says was raised before it
 * started. A row that is gone, that says another thing, or that was closed by nobody is put back, and that is an alarm
 * (`rows-forged`): whoever owns the database makes no alarm unseen.
 */
export function rememberKept(deps: AlarmDeps, raise: AlarmPort): KeptAlarms {
  const known = new Map<string, Kept>();
  let before: Promise<void> | null = null;
  const add = (row: Kept): void => {
    known.set(row.id, row);
    for (const id of known.keys()) {
      if (known.size <= mostKnown) break;
      known.delete(id);
    }
  };
  const recall = async (): Promise<void> => {
    const own = [...known.values()];
    for await (const entry of deps.ledger.entriesOf('alarm-raised')) {
      const row = rowOf(deps, entry);
      if (row !== null) add(row);
    }
    for (const row of own) add(row);
  };
  const compare = async (): Promise<number> => {
    before ??= recall();
    await before.catch((error: unknown) => {
      before = null;
      throw error;
    });
    const wrong = await putBack(deps, [...known.values()]);
    if (wrong > 0) raise({ code: 'rows-forged', object: 'alarms', count: wrong });
    return wrong;
  };
  return { add, compare };
}

async function putBack(deps: AlarmDeps, known: readonly Kept[]): Promise<number> {
  return await deps.db.kysely.transaction().execute(async (tx) => {
    await boundWaits(tx);
    const { rows } = await sql<Row>`
      select id, code, person, key, team, customer, object, times, raised_at, last_at, closed_at, closed_by, finding,
        mac, closed_mac
      from alarms where id = any(${known.map(({ id }) => id)}::text[])`.execute(tx);
    const there = new Map(rows.map((row) => [row.id, row]));
    let wrong = 0;
    for (const row of known) {
      const now = there.get(row.id);
      if (now && asMade(deps.mac, now) === now && closedByUs(deps, now)) continue;
      wrong++;
      await sql`
        insert into alarms (id, code, person, key, team, customer, object, times, raised_at, last_at, mac)
        values (${row.id}, ${row.code}, ${row.person}, ${row.key}, ${row.team}, ${row.customer}, ${row.object},
          ${row.times}, ${row.raised_at}, ${row.last_at}, ${row.mac})
        on conflict (id) do update set code = excluded.code, person = excluded.person, key = excluded.key,
          team = excluded.team, customer = excluded.customer, object = excluded.object, mac = excluded.mac,
          closed_at = null, closed_by = null, finding = null, closed_mac = null`.execute(tx);
    }
    return wrong;
  });
}

const closedByUs = (deps: AlarmDeps, row: Row): boolean =>
  row.closed_at === null || row.closed_mac === sealClosing(deps.mac, row.id, row);

/** An alarm's row as its entry has it; null for entries from before they named it. An entry has no key beside a person. */
function rowOf({ mac }: AlarmDeps, entry: Raised): Kept | null {
  const { alarm: id, code, object, to, customer = null } = entry;
  if (id === undefined || code === undefined) return null;
  const is = (prefix: string): string | null =>
    to === undefined && object?.startsWith(prefix) ? object : null;
  const [person, key, team] = [to ?? is('per_'), is('key_'), is('tea_')];
  const other = [person, key, team].includes(object ?? null) ? null : (object ?? null);
  const about = { id, code, person, key, team, customer, object: other };
  const at = new Date(entry.at);
  return { ...about, times: 1, raised_at: at, last_at: at, mac: sealAlarm(mac, about) };
}
