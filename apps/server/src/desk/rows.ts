import type { CaseRow, Channel, Purpose, Scenario } from '@huke/sdk';
import { type RawBuilder, sql } from 'kysely';
import { goesOn, wrapUpSeconds } from './contact-lives.ts';
import { type DeskDeps, handleOf } from './desk.ts';

type Row = {
  id: string;
  number: string;
  type: string;
  purpose: Purpose;
  scenario: Scenario;
  origin: CaseRow['origin'];
  channel: Channel;
  customer: string | null;
  agent: string | null;
  team: string;
  contact_id: string | null;
  direction: 'in' | 'out' | null;
  ended_at: Date | null;
  started_at: Date | null;
  seen_at: Date | null;
  contact_channel: string | null;
  opened_at: Date;
  closed_at: Date | null;
  due_at: Date | null;
};

/** Cases matching `where`, newest first, at most `limit`. */
export async function selectCases(
  deps: DeskDeps,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<CaseRow[]> {
  const found = await sql<Row>`
    select k.id, k.number, k.type, k.purpose, k.scenario, k.origin, k.channel, k.customer, k.agent, k.team,
           k.contact_id, c.direction, c.ended_at, c.started_at, c.seen_at, c.channel as contact_channel, k.opened_at, k.closed_at, k.due_at
    from desk_cases k left join desk_contacts c on c.id = k.contact_id
    where ${where} order by k.opened_at desc, k.id desc limit ${limit}`.execute(deps.db.kysely);
  const people = found.rows.flatMap((row) => (row.agent === null ? [] : [row.agent]));
  const [colleagues, pending] = await Promise.all([deps.colleagues(people), deps.pendingCases(null)]);
  const waiting = new Set(pending);
  const now = deps.clock();
  return found.rows.map((row) => {
    const agent = row.agent === null ? undefined : colleagues.get(row.agent);
    const live =
      row.closed_at === null &&
      row.contact_id !== null &&
      (row.ended_at === null
        ? goesOn(contactOf(row), now)
        : row.ended_at.getTime() + wrapUpSeconds * 1000 > now.getTime());
    return {
      id: row.id,
      number: row.number,
      type: row.type,
      purpose: row.purpose,
      scenario: row.scenario,
      state: row.closed_at !== null ? 'closed' : row.ended_at !== null ? 'wrap-up' : 'open',
      origin: row.origin,
      channel: row.channel,
      customer: row.customer,
      customerLabel: handleOf(row.customer),
      agent: agent ? { id: agent.id, name: agent.name, staffNumber: agent.staffNumber } : null,
      team: row.team,
      contact:
        row.contact_id === null ? null : { id: row.contact_id, live, direction: row.direction ?? 'in' },
      waitingApproval: waiting.has(row.id),
      openedAt: row.opened_at.toISOString(),
      dueAt: row.due_at?.toISOString() ?? null,
    };
  });
}

const contactOf = (row: Row) => ({
  channel: row.contact_channel ?? '',
  startedAt: row.started_at?.getTime() ?? 0,
  seenAt: row.seen_at?.getTime() ?? null,
});
