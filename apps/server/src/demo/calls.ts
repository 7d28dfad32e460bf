import { hasRight } from '@huke/sdk';
import { sql } from 'kysely';
import { keepAlive, openContact } from '#desk';
import { demoPeople } from './people.ts';
import type { DemoRooms } from './rooms.ts';
import { platformSubject } from './subject.ts';

/**
 * Stands for the demo's call platform while the demo runs: says that its calls go on, and lets somebody call each
 * agent on whose desk nobody is left, so that a demo of yesterday still has its five minutes to show.
 */
export async function keepDemoCalls(rooms: Pick<DemoRooms, 'db' | 'desk'>, now: Date): Promise<void> {
  const open = await sql<{ id: string; agent: string }>`
    select id, agent from desk_contacts
    where ended_at is null and source = ${platformSubject.key?.id ?? ''}`.execute(rooms.db.kysely);
  const busy = new Set<string>();
  for (const { id, agent } of open.rows)
    if ((await keepAlive(rooms.desk, platformSubject, id)).kind === 'alive') busy.add(agent);
  for (const agent of demoPeople) {
    if (!hasRight(agent.post, 'cases:hold') || busy.has(agent.id)) continue;
    const last = await sql<{ customer: string; type: string; channel: 'call' | 'web-chat' }>`
      select customer, type, channel from desk_cases
      where agent = ${agent.id} and customer is not null and origin = 'contact'
      order by opened_at desc limit 1`.execute(rooms.db.kysely);
    const [earlier] = last.rows;
    if (!earlier) continue;
    await openContact(rooms.desk, platformSubject, {
      channel: earlier.channel,
      direction: 'in',
      externalId: `demo-${agent.id}-${now.getTime()}`,
      agent: agent.id,
      customer: earlier.customer,
      caseType: earlier.type,
    });
  }
}
