import type { Person, Post } from '@huke/sdk';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './deps.ts';
import { IdentityError } from './error.ts';
import { employerParts } from './employer-row.ts';
import { tellChanged } from './endings.ts';
import { rightsFloor, tellFloor } from './floors.ts';
import { rowGenuine, rowMac } from './seal.ts';

type Mac = (data: Uint8Array) => Uint8Array;

/** A person as stored, with the employer's and team's names. */
export type PersonRow = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly formerEmail: string | null;
  readonly staffNumber: string;
  readonly post: Post;
  readonly team: string | null;
  readonly teamName: string | null;
  readonly employer: string;
  readonly employerName: string;
  readonly outsourced: boolean;
  readonly employerMac: string | null;
  /** `YYYY-MM-DD`. */
  readonly hiredOn: string;
  /**
   * The day from which the newcomer's ceiling counts, `YYYY-MM-DD`: the account's own first day, or an earlier date of
   * hire that a second officer has confirmed; null in rows from before it was kept, where the date of hire counts.
   */
  readonly tenureFrom: string | null;
  /** The administrator who made the account; null: the first run, a loaded organisation, or a row from before. */
  readonly maker: string | null;
  readonly duty: Person['duty'];
  readonly ownCustomer: string | null;
  readonly relatives: readonly string[];
  readonly state: Person['state'];
  readonly approverSince: Date | null;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
  readonly mac: string;
  readonly totp: boolean;
  readonly passkeys: number;
};

/** The columns of a person's row that rights follow from, and by which colleagues and the sign-in know them. */
export type Rights = Pick<
  PersonRow,
  | 'id'
  | 'name'
  | 'email'
  | 'formerEmail'
  | 'staffNumber'
  | 'post'
  | 'team'
  | 'employer'
  | 'hiredOn'
  | 'tenureFrom'
  | 'maker'
  | 'createdAt'
  | 'duty'
  | 'ownCustomer'
  | 'relatives'
  | 'state'
  | 'approverSince'
  | 'version'
>;

/** Columns for a query over `identity_people p join identity_employers e … left join identity_teams t …`. */
export const personColumns = sql`
  p.id, p.name, p.email, p.former_email as "formerEmail", p.staff_number as "staffNumber", p.post, p.team,
  t.name as "teamName", p.employer, e.name as "employerName", e.outsourced,
  e.mac as "employerMac", to_char(p.hired_on, 'YYYY-MM-DD') as "hiredOn",
  to_char(p.tenure_from, 'YYYY-MM-DD') as "tenureFrom", p.maker, p.duty, p.own_customer as "ownCustomer", p.relatives, p.state,
  p.approver_since as "approverSince", p.last_sign_in_at as "lastSignInAt", p.created_at as "createdAt", p.version,
  p.mac,
  exists (select 1 from identity_totp f where f.person = p.id and f.secret is not null) as totp,
  (select count(*)::int from identity_passkeys k where k.person = p.id) as passkeys`;

export const personTables = sql`
  identity_people p join identity_employers e on e.id = p.employer left join identity_teams t on t.id = p.team`;

/** People for whom `where` holds, in its order. */
export async function selectPeople(db: Tx, where: RawBuilder<unknown>): Promise<readonly PersonRow[]> {
  const found = await sql<PersonRow>`select ${personColumns} from ${personTables} where ${where}`.execute(db);
  return found.rows;
}

/** The person with an id, where what is `also` asked holds; null where there is none or another one was brought. */
export async function selectPerson(
  db: Tx,
  id: string | null,
  also: RawBuilder<unknown> = sql``,
): Promise<PersonRow | null> {
  const rows = await selectPeople(db, sql`p.id = ${id} ${also}`);
  return rows.find((row) => row.id === id) ?? null;
}

function parts(row: Rights): readonly (string | number | null | readonly string[])[] {
  return [
    row.id,
    row.name,
    row.email,
    row.formerEmail,
    row.staffNumber,
    row.post,
    row.team,
    row.employer,
    row.hiredOn,
    row.duty ? `${row.duty.from}-${row.duty.to}/${row.duty.days.join(',')}` : null,
    row.ownCustomer,
    row.relatives,
    row.state,
    row.approverSince ? row.approverSince.getTime() : null,
    row.version,
    // rows from before these were kept have neither
    ...(row.tenureFrom === null && row.maker === null
      ? []
      : [row.tenureFrom, row.maker, row.createdAt.getTime()]),
  ];
}

/** The day from which a person counts as new. */
export function tenureStart(row: Pick<PersonRow, 'hiredOn' | 'tenureFrom'>): string {
  return row.tenureFrom ?? row.hiredOn;
}

/** Seal over all that a person's rights follow from. */
export function personMac(mac: Mac, row: Rights): string {
  return rowMac(mac, 'person', parts(row));
}

/** Whether the person's rights, and whether their employer is an outside one, are as this program wrote them. */
export function personGenuine(mac: Mac, row: PersonRow): boolean {
  return (
    rowGenuine(mac, 'person', parts(row), row.mac) &&
    rowGenuine(mac, 'employer', employerParts(row.employer, row.outsourced), row.employerMac)
  );
}

/**
 * Writes a person's rights with a new version and seal; sessions and caches see it at once. Throws `row-forged` where
 * the row is not as this program wrote it: a new seal would make the forged part good.
 */
export async function writeRights(
  tx: Tx,
  mac: Mac,
  before: PersonRow,
  change: Partial<Omit<Rights, 'id' | 'version' | 'maker' | 'createdAt'>>,
): Promise<void> {
  if (!personGenuine(mac, before))
    throw new IdentityError(
      'row-forged',
      'the row of this person was changed past the program: restore it from a backup',
    );
  const after: Rights = { ...before, ...change, version: before.version + 1 };
  await sql`
    update identity_people set name = ${after.name}, email = ${after.email}, former_email = ${after.formerEmail},
      staff_number = ${after.staffNumber}, post = ${after.post}, team = ${after.team}, employer = ${after.employer},
      hired_on = ${after.hiredOn}::date, tenure_from = ${after.tenureFrom}::date, duty = ${after.duty ? JSON.stringify(after.duty) : null}::jsonb,
      own_customer = ${after.ownCustomer}, relatives = ${[...after.relatives]}::text[], state = ${after.state},
      approver_since = ${after.approverSince}, version = ${after.version}, mac = ${personMac(mac, after)}
    where id = ${before.id} and version = ${before.version}`.execute(tx);
  await tellChanged(tx, mac, before.id);
  await tellFloor(tx, mac, rightsFloor(before.id), after.version);
}

/** The person as the API shows them. */
export function toPerson(row: PersonRow, locked: boolean): Person {
  return {
    id: row.id,
    name: row.name,
    staffNumber: row.staffNumber,
    email: row.formerEmail ?? row.email,
    post: row.post,
    team: row.team,
    employer: row.employer,
    state: row.state === 'active' && locked ? 'locked' : row.state,
    hiredOn: row.hiredOn,
    duty: row.duty,
    secondFactor: { totp: row.totp, passkeys: row.passkeys },
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
