import { sql } from 'kysely';
import { alarmRow } from './codes.ts';
import type { AlarmDeps } from './deps.ts';

type Unsent = { id: string; code: string; times: number };

/** A day later nobody needs the mail: the console has the alarm. */
const staleHours = 24;

/**
 * Mails the alarms that were not mailed yet, one mail for all of them, and marks them. Words and counts only: who and
 * what it is about stands in the console. Throws what the mail server answered; they are tried again then.
 */
export async function mailUnsent(deps: AlarmDeps): Promise<number> {
  const { mail } = deps;
  if (mail === null) return 0;
  return await deps.db.kysely.transaction().execute(async (tx) => {
    const { rows } = await sql<Unsent>`
      select id, code, times from alarms
      where mailed_at is null and closed_at is null
        and raised_at > ${new Date(deps.clock().getTime() - staleHours * 3_600_000)}
      order by id limit 100 for update skip locked`.execute(tx);
    if (rows.length === 0) return 0;
    const lines = rows.map(({ code, times }) => {
      const { title, next } = alarmRow(code);
      return `${title.zh} × ${times}：${next.zh}\n${title.en} × ${times}: ${next.en}`;
    });
    const address = `${deps.publicUrl}/alarms`;
    await mail(`护客告警 Huke alarms: ${rows.length}`, [...lines, address].join('\n\n'));
    await sql`update alarms set mailed_at = ${deps.clock()} where id = any(${rows.map((row) => row.id)})`.execute(
      tx,
    );
    return rows.length;
  });
}
