import { type Kysely, sql, type Transaction } from 'kysely';
import type { AccessDeps } from './spine.ts';

// each room names its own tables in SQL
// oxlint-disable-next-line no-explicit-any
type Runner = Kysely<any> | Transaction<any>;

/** What a channel says of whoever is on the line, by its kind: the agent sees it, so it proves nothing. */
const channelFields: Readonly<Record<string, readonly string[]>> = {
  call: ['mobile', 'landline'],
  mail: ['email'],
  social: ['wechat'],
};

/** Remembers what somebody typed to find a customer, for their case and themselves; before any answer leaves. */
export async function rememberSearch(
  deps: Pick<AccessDeps, 'db' | 'vault' | 'clock'>,
  typed: {
    readonly case: string | null;
    readonly person: string | null;
    readonly field: string;
    readonly value: string;
  },
): Promise<void> {
  const holders = [typed.case, typed.person].filter((each) => each !== null);
  if (holders.length === 0) return;
  // a field that nobody knows may be a value in the wrong place
  const field = deps.vault.kinds.get(typed.field) ? typed.field : 'unknown';
  const digests = holders.map((holder) => deps.vault.typedDigest(holder, typed.field, typed.value));
  await sql`
    insert into access_typed (holder, field, digest, how, at)
    select t.holder, ${field}, t.digest, 'search', ${deps.clock()}
    from unnest(${holders}::text[], ${digests}::bytea[]) t (holder, digest)`.execute(deps.db.kysely);
}

/** Remembers what a channel said of who is on the line, for the case that it opens, in the caller's transaction. */
export async function rememberChannel(
  deps: Pick<AccessDeps, 'vault' | 'clock'>,
  tx: Runner,
  said: {
    readonly case: string;
    readonly channel: string;
    readonly identifier: { readonly field: string; readonly value: string } | null;
  },
): Promise<void> {
  const { identifier } = said;
  const fields = new Set([...(channelFields[said.channel] ?? []), ...(identifier ? [identifier.field] : [])]);
  if (fields.size === 0) return;
  const digests = [...fields].map((field) =>
    identifier?.field === field ? deps.vault.typedDigest(said.case, field, identifier.value) : null,
  );
  await sql`
    insert into access_typed (holder, field, digest, how, at)
    select ${said.case}, t.field, t.digest, 'channel', ${deps.clock()}
    from unnest(${[...fields]}::text[], ${digests}::bytea[]) t (field, digest)`.execute(tx);
}

/** Forgets what was typed before; the case of it has been over for long. */
export async function forgetTyped(deps: Pick<AccessDeps, 'db'>, before: Date): Promise<void> {
  await sql`delete from access_typed where at < ${before}`.execute(deps.db.kysely);
}
