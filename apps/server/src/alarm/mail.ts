import { sql } from 'kysely';
import { alarmRow } from './codes.ts';
import type { AlarmDeps } from './deps.ts';
import { type About, asMade } from './seal.ts';

type Unsent = About & { mac: string | null; times: number };

/** A day later nobody needs the mail: the console has the alarm. */
const staleHours = 24;
/** Rows that are younger are mailed by whoever raised them, from memory. */
const ownSeconds = 60;

/**
 * Mails the alarms that were not mailed yet, one mail for all of them, and marks them: those that this process raised
 * (`raised`: codes by id) whatever their rows say, and rows that another one left. Words and counts only: who and what
 * it is about stands in the console. Throws what the mail server answered; they are tried again then.
 */
export async function mailUnsent(deps: AlarmDeps, raised: Map<string, string>): Promise<number> {
  const { mail } = deps;
  if (mail === null) return 0;
  const mine = new Map(raised);
  // no lock is held while a mail server takes its time; it may be mailed twice, and never not at all
  const rows = await unsent(deps, [...mine.keys()]).catch((error: unknown) => {
    deps.log.warn('alarms-unread', { error });
    return [];
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const due = new Map(rows.map((row) => [row.id, asMade(deps.mac, row).code]));
  for (const [id, code] of mine) due.set(id, code);
  if (due.size === 0) return 0;
  const lines = [...due].map(([id, code]) => {
    const { title, next } = alarmRow(code);
    const times = byId.get(id)?.times ?? 1;
    return `${title.zh} × ${times}：${next.zh}\n${title.en} × ${times}: ${next.en}`;
  });
  const address = `${deps.publicUrl}/alarms`;
  await mail(`护客告警 Huke alarms: ${due.size}`, [...lines, address].join('\n\n'));
  for (const id of mine.keys()) raised.delete(id);
  await sql`update alarms set mailed_at = ${deps.clock()} where id = any(${[...due.keys()]})`.execute(
    deps.db.kysely,
  );
  return due.size;
}

async function unsent(deps: AlarmDeps, mine: readonly string[]): Promise<readonly Unsent[]> {
  const ago = (seconds: number): Date => new Date(deps.clock().getTime() - seconds * 1000);
  const { rows } = await sql<Unsent>`
    select id, code, person, key, team, customer, object, mac, times from alarms
    where id = any(${[...mine]}) or (mailed_at is null and closed_at is null
      and raised_at > ${ago(staleHours * 3600)} and raised_at < ${ago(ownSeconds)})
    order by id limit 100`.execute(deps.db.kysely);
  return rows;
}
