import { sql } from 'kysely';
import { boundWaits } from '#platform';
import { alarmRow } from './codes.ts';
import type { AlarmDeps } from './deps.ts';
import { type About, asMade } from './seal.ts';

type Unsent = About & { mac: string | null; times: number };

/** A day later nobody needs the mail: the console has the alarm. */
const staleHours = 24;
/** Rows that are younger are mailed by whoever raised them, from memory. */
const ownSeconds = 60;

/**
 * Mails the alarms that were not mailed yet: first those that this process raised (`raised`: codes by id), one mail for
 * all of them, which asks the database nothing; then rows that another one left. `mailed` learns their ids. Words and
 * counts only: who and what it is about stands in the console. Throws what the mail server answered; they are tried
 * again then.
 */
export async function mailUnsent(
  deps: AlarmDeps,
  raised: Map<string, string>,
  mailed: Set<string>,
): Promise<number> {
  const mine = [...raised];
  await send(
    deps,
    mine.map(([, code]) => ({ code, times: 1 })),
  );
  for (const [id] of mine) {
    raised.delete(id);
    mailed.add(id);
  }
  const left = await unsent(deps, [...raised.keys(), ...mailed]).catch((error: unknown) => {
    deps.log.warn('alarms-unread', { error });
    return [];
  });
  await send(
    deps,
    left.map((row) => ({ code: asMade(deps.mac, row).code, times: row.times })),
  );
  for (const { id } of left) mailed.add(id);
  return mine.length + left.length;
}

/** Writes which rows were mailed, as far as they are there; `mailed` keeps the others. */
export async function markMailed(deps: AlarmDeps, mailed: Set<string>): Promise<void> {
  if (mailed.size === 0) return;
  const ids = [...mailed];
  const marked = await deps.db.kysely.transaction().execute(async (tx) => {
    await boundWaits(tx);
    const { rows } = await sql<{ id: string }>`
      update alarms set mailed_at = ${deps.clock()} where id = any(${ids}) returning id`.execute(tx);
    return rows;
  });
  for (const { id } of marked) mailed.delete(id);
  // rows that never came: the oldest are forgotten
  for (const id of ids.slice(0, Math.max(mailed.size - mostUnmarked, 0))) mailed.delete(id);
}

const mostUnmarked = 10_000;

async function send(
  deps: AlarmDeps,
  due: readonly { readonly code: string; readonly times: number }[],
): Promise<void> {
  if (deps.mail === null || due.length === 0) return;
  const lines = due.map(({ code, times }) => {
    const { title, next } = alarmRow(code);
    return `${title.zh} × ${times}：${next.zh}\n${title.en} × ${times}: ${next.en}`;
  });
  const address = `${deps.publicUrl}/alarms`;
  await deps.mail(`护客告警 Huke alarms: ${due.length}`, [...lines, address].join('\n\n'));
}

/** Rows of others that nobody mailed. */
async function unsent(deps: AlarmDeps, own: readonly string[]): Promise<readonly Unsent[]> {
  if (deps.mail === null) return [];
  const ago = (seconds: number): Date => new Date(deps.clock().getTime() - seconds * 1000);
  return await deps.db.kysely.transaction().execute(async (tx) => {
    await boundWaits(tx);
    const { rows } = await sql<Unsent>`
      select id, code, person, key, team, customer, object, mac, times from alarms
      where not id = any(${[...own]}) and mailed_at is null and closed_at is null
        and raised_at > ${ago(staleHours * 3600)} and raised_at < ${ago(ownSeconds)}
      order by id limit 100`.execute(tx);
    return rows;
  });
}
