import { sql } from 'kysely';
import { draft, type IdentityDraft, type Tx } from './deps.ts';
import { checkFactors, type FactorDeps, type FactorSet } from './factor-set.ts';

export type PasskeyKey = FactorSet['passkeys'][number] & { readonly counter: number };

/**
 * All passkeys of a person, out of the sealed set; null where how they sign in is not as this program left it, e.g. one
 * is missing. Only the counter is the table's own.
 */
export async function passkeysOf(
  deps: FactorDeps,
  tx: Tx,
  person: string,
  drafts: IdentityDraft[],
): Promise<readonly PasskeyKey[] | null> {
  const set = await checkFactors(deps, tx, person, drafts);
  if (set === null) return null;
  const { rows } = await sql<{ id: string; counter: number }>`
    select id, counter from identity_passkeys where id = any(${set.passkeys.map(({ id }) => id)}::text[])`.execute(
    tx,
  );
  return set.passkeys.map((each) => ({
    ...each,
    counter: rows.find(({ id }) => id === each.id)?.counter ?? 0,
  }));
}

/** A row of a passkey, as the engine reads it. */
export type PasskeyRead = {
  readonly id: string;
  readonly userId: string;
  readonly credentialID: string;
  readonly publicKey: string;
};

/**
 * Whether the row is the passkey `asked` for, of that person and with that key, as their sealed set has it. What is not
 * is an alarm and an entry, unless it has gone by now: somebody may be deleting it.
 */
export async function passkeySealed(
  deps: FactorDeps,
  tx: Tx,
  row: PasskeyRead,
  asked: unknown,
  drafts: IdentityDraft[],
): Promise<boolean> {
  const set = await checkFactors(deps, tx, row.userId, drafts);
  if (set === null) return false;
  const own = set.passkeys.find(({ id }) => id === row.id);
  if (own && own.credential === asked && row.credentialID === asked && own.publicKey === row.publicKey)
    return true;
  const { rows } = await sql`select 1 from identity_passkeys where id = ${row.id}`.execute(tx);
  if (rows.length === 0) return false;
  drafts.push(draft(deps, 'factors-checked', { person: row.userId, outcome: 'failed', code: 'rows-forged' }));
  deps.alarm({ code: 'rows-forged', person: row.userId, object: 'passkey' });
  return false;
}
