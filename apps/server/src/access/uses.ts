import { sql, type Transaction } from 'kysely';
import { type Decision, sealOf } from '#gate';
import { isId, newId } from '#platform';
import { settleIn } from './settle-in.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Granted, Loaded, Refusal } from './spine.ts';

/** How long a channel has to take the value of a use, in seconds. */
export const useSeconds = 120;

/**
 * A value that a channel may take once: who asked, for which contact of which key, and whether it was taken. All of
 * it is under one seal, so whoever edits the row past the program has a row that redeems nothing.
 */
export type UseRecord = {
  /** The access that asked for it. */
  readonly access: string;
  /** Keyed digest of the alias; a reader of the table cannot redeem. */
  readonly alias: string;
  readonly customer: string;
  readonly field: string;
  readonly item: string;
  readonly kind: 'dial' | 'text' | 'mail';
  readonly purpose: Ask['purpose'];
  readonly scenario: Ask['scenario'];
  readonly case: string;
  readonly contact: string;
  /** The key that registered the contact, the only one that may take the value. */
  readonly key: string;
  readonly person: string;
  readonly session: string | null;
  readonly version: number;
  /** Index of the entry of the ask; the entry of the taking comes after it. */
  readonly entry: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly takenAt: number | null;
  readonly takenEntry: number | null;
};

type Sealing = Pick<AccessDeps, 'mac'>;

/** The keyed digest under which an alias is kept. */
export const aliasDigest = (deps: Sealing, alias: string): string =>
  sealOf(deps.mac, 'access-use-alias/1', [alias]);

/** The seal of a use. */
export const useSeal = (deps: Sealing, use: UseRecord): string =>
  sealOf(deps.mac, 'access-use/1', [
    use.access,
    use.alias,
    use.customer,
    use.field,
    use.item,
    use.kind,
    use.purpose,
    use.scenario,
    use.case,
    use.contact,
    use.key,
    use.person,
    use.session,
    use.version,
    use.entry,
    use.expiresAt,
    use.takenAt,
    use.takenEntry,
  ]);

/** What the kind of a field is registered for; nothing for a kind that is unknown. */
export function usesOf({ vault }: Pick<AccessDeps, 'vault'>, field: string): readonly UseRecord['kind'][] {
  return vault.kinds.get(field)?.uses ?? [];
}

/** A use is of one value: of several of the field that was named, the first. */
export function oneValue(loaded: Loaded): Loaded {
  return { ...loaded, facts: { ...loaded.facts, fields: loaded.facts.fields.slice(0, 1) } };
}

/**
 * Settles an agent's ask to use a value. Granted, it leaves an alias: the agent's program hands it to the channel,
 * which takes the value for it (`redeem`). Refused also where no channel's key has registered the contact.
 */
export async function settleUse(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Decision,
): Promise<
  | {
      readonly kind: 'granted';
      readonly entry: number;
      readonly access: string;
      readonly decision: Granted;
      readonly alias: string;
    }
  | Refusal
> {
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const { subject, use, customer } = ask;
  const [field] = decision.fields;
  const theCase = loaded.facts.case;
  const contact = theCase?.contact ?? null;
  if (!use || !field || !theCase || contact === null || customer === null || subject.person === null)
    return refuse(deps, ask, loaded, 'use-of-kind');
  if (!usesOf(deps, field.field).includes(use)) return refuse(deps, ask, loaded, 'use-of-kind');
  const key = await deps.cases.channel(deps.db.kysely, contact);
  if (key === null) return refuse(deps, ask, loaded, 'no-channel');
  const alias = newId('use');
  const record = {
    alias: aliasDigest(deps, alias),
    customer,
    field: field.field,
    item: field.item,
    kind: use,
    purpose: ask.purpose,
    scenario: ask.scenario,
    case: theCase.id,
    contact,
    key,
    person: subject.person,
    session: subject.session,
    version: subject.version,
    expiresAt: loaded.now.getTime() + useSeconds * 1000,
    takenAt: null,
    takenEntry: null,
  };
  const settled = await settleIn(
    deps,
    ask,
    loaded,
    decision,
    // the ask is charged to whoever asks by its action; the taking, to the key, where it is taken
    {},
    (tx, entry, access) => insertUse(deps, tx, { ...record, access, entry }),
  );
  return settled.kind === 'granted' ? { ...settled, decision, alias } : settled;
}

/** Records the refusal of a use, or of its taking, that something beside the policies stands against. */
export async function refuse(deps: AccessDeps, ask: Ask, loaded: Loaded, code: string): Promise<Refusal> {
  return (await settle(deps, ask, loaded, { kind: 'refused', code, policies: [] })) as Refusal;
}

async function insertUse(deps: Sealing, tx: Transaction<unknown>, use: UseRecord): Promise<void> {
  await sql`
    insert into access_uses (customer, access, alias, field, item, kind, purpose, scenario, case_id, contact, key,
                             person, session, version, entry, expires_at, seal)
    values (${use.customer}, ${use.access}, ${use.alias}, ${use.field}, ${use.item}, ${use.kind}, ${use.purpose},
            ${use.scenario}, ${use.case}, ${use.contact}, ${use.key}, ${use.person}, ${use.session}, ${use.version},
            ${use.entry}, ${new Date(use.expiresAt)}, ${useSeal(deps, use)})`.execute(tx);
}

/** A row as PostgreSQL gives it; numbers of 64 bits come as text. */
export type UseRow = Omit<UseRecord, 'entry' | 'expiresAt' | 'takenAt' | 'takenEntry'> & {
  readonly entry: string;
  readonly expires: Date;
  readonly taken: Date | null;
  readonly takenEntry: string | null;
  readonly seal: string;
};

export const useColumns = sql`
  customer, access, alias, field, item, kind, purpose, scenario, case_id as "case", contact, key, person, session,
  version, entry, expires_at as expires, taken_at as taken, taken_entry as "takenEntry", seal`;

/** Reads a row; null for one that was edited past the program. */
export function genuineUse(deps: Sealing, row: UseRow): UseRecord | null {
  const { seal, entry, expires, taken, takenEntry, ...rest } = row;
  const use: UseRecord = {
    ...rest,
    entry: Number(entry),
    expiresAt: expires.getTime(),
    takenAt: taken?.getTime() ?? null,
    takenEntry: takenEntry === null ? null : Number(takenEntry),
  };
  return isId(use.access, 'acc') && seal === useSeal(deps, use) ? use : null;
}
