import { sql } from 'kysely';
import { deviceDays } from './cookies.ts';
import type { IdentityDeps, Tx } from './deps.ts';
import { rowGenuine, rowMac } from './seal.ts';

type Deps = Pick<IdentityDeps, 'mac' | 'clock'>;

/** What a known browser's seal covers. */
const parts = (token: string, person: string, since: Date) => [token, person, since.getTime()] as const;

/** A browser in which somebody signed in with two factors is known for that person from then on. */
export async function rememberDevice(deps: Deps, tx: Tx, token: string, person: string): Promise<void> {
  const now = deps.clock();
  await sql`
    insert into identity_devices (token, person, created_at, mac)
    values (${token}, ${person}, ${now}, ${rowMac(deps.mac, 'device', parts(token, person, now))})
    on conflict (token, person) do update set created_at = excluded.created_at, mac = excluded.mac`.execute(
    tx,
  );
}

/** Whether a row says, as this program wrote it, that the browser is known now. */
export function deviceKnown(
  deps: Deps,
  row: {
    readonly token: string;
    readonly person: string;
    readonly since: Date | null;
    readonly mac: string | null;
  },
): boolean {
  if (row.since === null || !rowGenuine(deps.mac, 'device', parts(row.token, row.person, row.since), row.mac))
    return false;
  const age = deps.clock().getTime() - row.since.getTime();
  return age > -60_000 && age < deviceDays * 86_400_000;
}

/** Whether the browser is known for whoever has the address (or is the person); as many statements where nobody has. */
export async function knownFor(
  deps: Deps,
  db: Tx,
  token: string,
  whom: { readonly email: string } | { readonly person: string },
): Promise<boolean> {
  const where =
    'email' in whom ? sql`p.email = ${whom.email.trim().toLowerCase()}` : sql`p.id = ${whom.person}`;
  const { rows } = await sql<{ person: string; since: Date; mac: string | null }>`
    select d.person, d.created_at as since, d.mac from identity_devices d join identity_people p on p.id = d.person
    where d.token = ${token} and ${where}`.execute(db);
  return rows.some(
    (row) => ('email' in whom || row.person === whom.person) && deviceKnown(deps, { ...row, token }),
  );
}

/** Seals the browsers of an installation that is older than the seals. */
export async function adoptDevices(deps: Deps, tx: Tx): Promise<number> {
  const { rows } = await sql<{ token: string; person: string; since: Date }>`
    select token, person, created_at as since from identity_devices where mac is null`.execute(tx);
  for (const { token, person, since } of rows)
    await sql`
      update identity_devices set mac = ${rowMac(deps.mac, 'device', parts(token, person, since))}
      where token = ${token} and person = ${person}`.execute(tx);
  return rows.length;
}
