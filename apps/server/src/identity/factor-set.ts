import { sql } from 'kysely';
import { draft, type IdentityDeps, type IdentityDraft, type Tx } from './deps.ts';
import { type Floors, factorsFloor, tellFloor } from './floors.ts';
import { rowGenuine, rowMac } from './seal.ts';

/** How one person signs in, as stored: hashes and sealed secrets. */
export type Factors = {
  /** Provider, account and password hash of each account; ours has one. */
  readonly accounts: readonly (readonly [provider: string, account: string, password: string | null])[];
  readonly totp: string | null;
  readonly pendingTotp: string | null;
  /** Hashes of recovery codes, and of those that are not in force yet. */
  readonly recovery: readonly string[];
  readonly pendingRecovery: readonly string[];
  readonly passkeys: readonly {
    readonly id: string;
    readonly credential: string;
    readonly publicKey: string;
  }[];
};

/** A set as it is sealed. */
export type FactorSet = Factors & { readonly version: number };

export type FactorDeps = Pick<IdentityDeps, 'mac' | 'clock' | 'alarm'> & {
  readonly floors: Floors;
};

type Read = { readonly set: FactorSet; readonly mac: string | null };

const none: Factors = {
  accounts: [],
  totp: null,
  pendingTotp: null,
  recovery: [],
  pendingRecovery: [],
  passkeys: [],
};

/** The set of somebody who has just been added: nothing, and that is sealed too. */
export async function openFactors(deps: Pick<IdentityDeps, 'mac'>, tx: Tx, person: string): Promise<void> {
  await sql`
    insert into identity_factor_seals (person, version, mac)
    values (${person}, 1, ${setMac(deps.mac, person, { ...none, version: 1 })})`.execute(tx);
}

/**
 * How somebody signs in; null when a row of it was added, removed, changed or put back past the program, or when its
 * seal is gone. That is an alarm, and an entry among `drafts`.
 */
export async function checkFactors(
  deps: FactorDeps,
  tx: Tx,
  person: string,
  drafts: IdentityDraft[],
): Promise<FactorSet | null> {
  // the floor first: rows that are read after it was told are not older than it
  const floor = deps.floors.of(factorsFloor(person));
  return judged(deps, await readFactors(tx, person), person, floor, drafts);
}

/** What `checkFactors` asks of the database, for an address that is nobody's: both kinds of wrong sign-in cost the same. */
export async function checkNobody(tx: Tx): Promise<void> {
  await readFactors(tx, '');
}

/**
 * Changes how somebody signs in: `work` writes the rows and returns the set that they now make, or null to leave it.
 * The seal is made of what the program knows, never of what the tables say after the change. `forged`: nothing was
 * done, see `checkFactors`.
 */
export async function changeFactors(
  deps: FactorDeps,
  tx: Tx,
  person: string,
  drafts: IdentityDraft[],
  work: (set: FactorSet) => Promise<Factors | null>,
): Promise<'sealed' | 'unchanged' | 'forged'> {
  await lock(tx, person);
  const set = await checkFactors(deps, tx, person, drafts);
  if (set === null) return 'forged';
  const next = await work(set);
  if (next === null) return 'unchanged';
  await sealFactors(deps, tx, person, drafts, { ...next, version: set.version + 1 });
  return 'sealed';
}

/**
 * Takes every second factor from a person, forged ones too; where any was forged the password goes as well, since
 * nobody knows whose it is. The set has a version above all that were seen.
 */
export async function resetFactors(
  deps: FactorDeps,
  tx: Tx,
  person: string,
  drafts: IdentityDraft[],
): Promise<'kept-password' | 'all'> {
  await lock(tx, person);
  const floor = deps.floors.of(factorsFloor(person));
  const read = await readFactors(tx, person);
  const sound = judged(deps, read, person, floor, drafts);
  await sql`delete from identity_totp where person = ${person}`.execute(tx);
  await sql`delete from identity_recovery_codes where person = ${person}`.execute(tx);
  await sql`delete from identity_passkeys where person = ${person}`.execute(tx);
  await sql`delete from identity_devices where person = ${person}`.execute(tx);
  await sql`delete from identity_links where person = ${person}`.execute(tx);
  if (sound === null) await sql`delete from identity_accounts where person = ${person}`.execute(tx);
  await sealFactors(deps, tx, person, drafts, {
    ...none,
    accounts: sound?.accounts ?? [],
    version: Math.max(read.set.version, floor) + 1,
  });
  return sound === null ? 'all' : 'kept-password';
}

/** Seals sets of an installation that is older than the seals; only `adopt.ts` calls it, once. */
export async function adoptFactors(deps: Pick<FactorDeps, 'mac' | 'floors'>, tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select p.id from identity_people p
    where not exists (select 1 from identity_factor_seals s where s.person = p.id)`.execute(tx);
  for (const { id } of rows) {
    const { set } = await readFactors(tx, id);
    const version = deps.floors.of(factorsFloor(id)) + 1;
    const mac = setMac(deps.mac, id, { ...set, version });
    await sql`
      insert into identity_factor_seals (person, version, mac) values (${id}, ${version}, ${mac})`.execute(
      tx,
    );
    await sql`
      update identity_totp set step_mac = ${stepMac(deps.mac, id, 0)}, last_step = 0 where person = ${id}`.execute(
      tx,
    );
  }
  return rows.length;
}

/** Seal of the step of the last code; it moves with every sign-in, so it stands apart from the set. */
export function stepMac(mac: IdentityDeps['mac'], person: string, step: number): string {
  return rowMac(mac, 'totp-step', [person, step]);
}

const lock = (tx: Tx, person: string) =>
  sql`select 1 from identity_factor_seals where person = ${person} for update`.execute(tx);

function judged(
  deps: FactorDeps,
  { set, mac }: Read,
  person: string,
  floor: number,
  drafts: IdentityDraft[],
): FactorSet | null {
  if (rowGenuine(deps.mac, 'factors', parts(person, set), mac) && set.version >= floor) return set;
  drafts.push(draft(deps, 'factors-checked', { person, outcome: 'failed', code: 'rows-forged' }));
  deps.alarm({ code: 'rows-forged', person, object: 'factors' });
  return null;
}

async function sealFactors(
  deps: FactorDeps,
  tx: Tx,
  person: string,
  drafts: IdentityDraft[],
  set: FactorSet,
): Promise<void> {
  const mac = setMac(deps.mac, person, set);
  await sql`
    insert into identity_factor_seals (person, version, mac) values (${person}, ${set.version}, ${mac})
    on conflict (person) do update set version = excluded.version, mac = excluded.mac`.execute(tx);
  await tellFloor(tx, deps.mac, factorsFloor(person), set.version);
  drafts.push(draft(deps, 'factors-sealed', { person, count: set.version }));
}

/** The rows as one statement sees them. */
async function readFactors(tx: Tx, person: string): Promise<Read> {
  const { rows } = await sql<{
    version: number | null;
    mac: string | null;
    accounts: Factors['accounts'];
    totp: readonly [string | null, string | null] | null;
    recovery: readonly (readonly [hash: string, pending: boolean])[];
    passkeys: readonly (readonly [string, string, string])[];
  }>`
    select (select version from identity_factor_seals where person = ${person}) as version,
      (select mac from identity_factor_seals where person = ${person}) as mac,
      (select coalesce(json_agg(json_build_array(provider_id, account_id, password)), '[]')
        from identity_accounts where person = ${person}) as accounts,
      (select json_build_array(secret, pending) from identity_totp where person = ${person}) as totp,
      (select coalesce(json_agg(json_build_array(hash, pending)), '[]')
        from identity_recovery_codes where person = ${person}) as recovery,
      (select coalesce(json_agg(json_build_array(id, credential_id, public_key)), '[]')
        from identity_passkeys where person = ${person}) as passkeys`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error('a select without a from had no row');
  const codes = (pending: boolean) =>
    row.recovery.filter((each) => each[1] === pending).map(([hash]) => hash);
  return {
    mac: row.mac,
    set: {
      version: row.version ?? 0,
      accounts: row.accounts,
      totp: row.totp?.[0] ?? null,
      pendingTotp: row.totp?.[1] ?? null,
      recovery: codes(false),
      pendingRecovery: codes(true),
      passkeys: row.passkeys.map(([id, credential, publicKey]) => ({ id, credential, publicKey })),
    },
  };
}

/** All of it, in an order that no collation decides. */
function parts(person: string, set: FactorSet): readonly (string | number | null | readonly string[])[] {
  const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  return [
    person,
    set.version,
    sorted(set.accounts),
    set.totp,
    set.pendingTotp,
    sorted(set.recovery),
    sorted(set.pendingRecovery),
    sorted(set.passkeys.map(({ id, credential, publicKey }) => [id, credential, publicKey])),
  ];
}

const setMac = (mac: IdentityDeps['mac'], person: string, set: FactorSet): string =>
  rowMac(mac, 'factors', parts(person, set));
