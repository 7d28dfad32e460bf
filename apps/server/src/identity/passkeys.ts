import { sql } from 'kysely';
import type { IdentityDraft, Tx } from './deps.ts';
import { checkFactors, type FactorDeps } from './factor-set.ts';
import { rowGenuine } from './seal.ts';

/** What a passkey's seal covers: whose it is and which key verifies it. */
export function passkeyParts(row: {
  readonly id: string;
  readonly person: string;
  readonly credential: string;
  readonly publicKey: string;
}): readonly string[] {
  return [row.id, row.person, row.credential, row.publicKey];
}

export type PasskeyKey = {
  readonly id: string;
  readonly person: string;
  readonly credential: string;
  /** Base64 of the COSE key. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: string | null;
  readonly mac: string | null;
};

/** The passkeys for which `credential` or `person` fits and whose row is as this program wrote it. */
export async function genuinePasskeys(
  tx: Tx,
  mac: (data: Uint8Array) => Uint8Array,
  by: { readonly person: string } | { readonly credential: string },
): Promise<readonly PasskeyKey[]> {
  const where = 'person' in by ? sql`person = ${by.person}` : sql`credential_id = ${by.credential}`;
  const { rows } = await sql<PasskeyKey>`
    select id, person, credential_id as credential, public_key as "publicKey", counter, transports, mac
    from identity_passkeys where ${where} order by id`.execute(tx);
  return rows.filter((row) => rowGenuine(mac, 'passkey', passkeyParts(row), row.mac));
}

/** All passkeys of a person; null where how they sign in is not as this program left it, e.g. one is missing. */
export async function passkeysOf(
  deps: FactorDeps,
  tx: Tx,
  person: string,
  drafts: IdentityDraft[],
): Promise<readonly PasskeyKey[] | null> {
  if ((await checkFactors(deps, tx, person, drafts)) === null) return null;
  return await genuinePasskeys(tx, deps.mac, { person });
}
