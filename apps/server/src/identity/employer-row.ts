import type { Employer } from '@huke/sdk';
import { sql } from 'kysely';
import type { IdentityDeps, Tx } from './deps.ts';
import { rowMac } from './seal.ts';

/** What an employer's seal covers: whether its people are outsourced, which lowers what they may see. */
export const employerParts = (id: string, outsourced: boolean) => [id, outsourced] as const;

/** Writes a new employer, sealed; false where the name is taken. */
export async function insertEmployer(
  { mac }: Pick<IdentityDeps, 'mac'>,
  tx: Tx,
  { id, name, outsourced }: Employer,
): Promise<boolean> {
  const made = await sql`
    insert into identity_employers (id, name, outsourced, mac)
    values (${id}, ${name}, ${outsourced}, ${rowMac(mac, 'employer', employerParts(id, outsourced))})
    on conflict do nothing`.execute(tx);
  return made.numAffectedRows === 1n;
}

/** Seals the employers of an installation that is older than the seals. */
export async function adoptEmployers({ mac }: Pick<IdentityDeps, 'mac'>, tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: string; outsourced: boolean }>`
    select id, outsourced from identity_employers where mac is null`.execute(tx);
  for (const { id, outsourced } of rows)
    await sql`
      update identity_employers set mac = ${rowMac(mac, 'employer', employerParts(id, outsourced))}
      where id = ${id}`.execute(tx);
  return rows.length;
}
