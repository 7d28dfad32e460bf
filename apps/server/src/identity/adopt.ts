import { postsWith } from '@huke/sdk';
import { sql } from 'kysely';
import { getSetting, setSetting } from '#platform';
import { draft, type IdentityDeps } from './deps.ts';
import { adoptDevices } from './devices.ts';
import { adoptEmployers } from './employer-row.ts';
import { adoptFactors } from './factor-set.ts';
import type { Floors } from './floors.ts';
import { adoptLinks } from './links.ts';
import { twoOfficers } from './two-officers.ts';

/**
 * Seals what an installation older than the seals holds, as it is. Only at the first start with them: afterwards a row
 * without a seal is a forged one. It is an entry and an alarm, so that nobody has it done again unseen.
 */
export async function adoptUnsealed(deps: IdentityDeps & { readonly floors: Floors }): Promise<void> {
  await deps.floors.known();
  await deps.db.kysely.transaction().execute(async (tx) => {
    let count = 0;
    for (const each of [adoptEmployers, adoptFactors, adoptDevices, adoptLinks])
      count += await each(deps, tx);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from identity_people where post = any(${[...postsWith('changes:decide')]}::text[])`.execute(
      tx,
    );
    const alone = rows[0]?.n === 1;
    if (alone && (await getSetting(tx, deps.mac, twoOfficers)) === null)
      await setSetting(tx, deps.mac, twoOfficers, 'no');
    if (count === 0) return;
    await deps.ledger.append(tx, [draft(deps, 'rows-adopted', { count })]);
    deps.alarm({ code: 'rows-adopted', count });
  });
}
