import { type Kysely, sql, type Transaction } from 'kysely';
import { runOn } from '#budget';
import type { AccessDeps } from './spine.ts';
import { insertTyped, type SealedTyped, type TypedRow, typedSeal } from './typed-rows.ts';

// each room names its own tables in SQL
// oxlint-disable-next-line no-explicit-any
type Runner = Kysely<any> | Transaction<any>;

/** What a channel says of whoever is on the line, by its kind: the agent sees it, so it proves nothing. */
const channelFields: Readonly<Record<string, readonly string[]>> = {
  call: ['mobile', 'landline'],
  mail: ['email'],
  social: ['wechat'],
};

/** The fields that a contact's channel shows by itself. */
export const shownByChannel = (channel: string): readonly string[] => channelFields[channel] ?? [];

/** What somebody types to find a customer, for their case and themselves. */
export function typedSearch(
  deps: Pick<AccessDeps, 'vault' | 'mac'>,
  typed: {
    readonly holders: readonly string[];
    readonly field: string;
    readonly value: string;
    readonly at: Date;
  },
): (access: string) => readonly SealedTyped[] {
  // a field that nobody knows may be a value in the wrong place
  const field = deps.vault.kinds.get(typed.field) ? typed.field : 'unknown';
  const rows = typed.holders.map((holder) => ({
    holder,
    field,
    digest: deps.vault.typedDigest(holder, typed.field, typed.value).toString('base64'),
    how: 'search' as const,
    at: typed.at.getTime(),
  }));
  return (access) =>
    rows.map((row) => ({ ...row, ref: access, seal: typedSeal(deps.mac, { ...row, ref: access }) }));
}

/**
 * Remembers what a channel said of who is on the line, for the case that it opens, in the caller's transaction.
 * Answers the fields, which the contact's entry has to name.
 */
export async function rememberChannel(
  deps: Pick<AccessDeps, 'vault' | 'clock' | 'mac'>,
  tx: Runner,
  said: {
    readonly case: string;
    readonly contact: string;
    readonly channel: string;
    readonly identifier: { readonly field: string; readonly value: string } | null;
  },
): Promise<readonly string[]> {
  const { identifier } = said;
  const named = identifier && deps.vault.kinds.get(identifier.field) ? identifier.field : 'unknown';
  const fields = [...new Set([...shownByChannel(said.channel), ...(identifier ? [named] : [])])];
  const at = deps.clock().getTime();
  const rows = fields.map((field) => {
    const digest =
      identifier && named === field
        ? deps.vault.typedDigest(said.case, identifier.field, identifier.value).toString('base64')
        : null;
    const row = { holder: said.case, ref: said.contact, field, digest, how: 'channel' as const, at };
    return { ...row, seal: typedSeal(deps.mac, row) };
  });
  await insertTyped(runOn(tx), rows);
  return fields;
}

type Stored = Omit<TypedRow, 'ref' | 'at'> & {
  readonly ref: string | null;
  readonly at: Date;
  readonly seal: string | null;
};

/**
 * What was typed on the case or by the person. `lost`: the log says of more than there are sound rows of; then nobody
 * knows what proves nothing. A row too many only makes more of it worthless.
 */
export async function typedBy(
  deps: Pick<AccessDeps, 'db' | 'mac' | 'typedLog' | 'log' | 'alarm'>,
  of: { readonly case: string | null; readonly person: string | null },
  since: Date,
): Promise<{
  readonly typed: readonly Pick<TypedRow, 'holder' | 'field' | 'digest' | 'how'>[];
  readonly lost: boolean;
}> {
  const holders = [of.case, of.person].filter((each) => each !== null);
  // the log first: what it says has its row by then
  const expected = await deps.typedLog(holders, since);
  const { rows } = await sql<Stored>`
    select holder, ref, field, encode(digest, 'base64') as digest, how, at, seal from access_typed
    where holder = ${of.case} or (holder = ${of.person} and at > ${since})`.execute(deps.db.kysely);
  const sound = new Set(
    rows.flatMap(({ seal, ref, at, ...row }) => {
      const whole = { ...row, ref: ref ?? '', at: at.getTime() };
      return seal === typedSeal(deps.mac, whole) ? [nameOf(whole)] : [];
    }),
  );
  const lost = expected.some((each) => !sound.has(nameOf(each)));
  if (lost) {
    deps.log.error('typed-forged', { case: of.case });
    deps.alarm({
      code: 'rows-forged',
      object: 'typed',
      ...(of.person === null ? {} : { person: of.person }),
    });
  }
  return { typed: rows, lost };
}

const nameOf = ({ holder, ref, field }: Pick<TypedRow, 'holder' | 'ref' | 'field'>): string =>
  `${holder} ${ref} ${field}`;

/** Forgets what was typed before; the case of it has been over for long. */
export async function forgetTyped(deps: Pick<AccessDeps, 'db'>, before: Date): Promise<void> {
  await sql`delete from access_typed where at < ${before}`.execute(deps.db.kysely);
}
