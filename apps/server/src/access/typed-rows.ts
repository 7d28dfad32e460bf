import type { Run, Statement } from '#budget';
import { sealOf } from '#gate';

/** What was typed or said, by a case or a person; `ref`: the access or contact whose entry says that it was. */
export type TypedRow = {
  readonly holder: string;
  readonly ref: string;
  readonly field: string;
  /** Base64; null: only that it was of this field. */
  readonly digest: string | null;
  readonly how: 'search' | 'channel';
  /** Milliseconds since 1970. */
  readonly at: number;
};

export type SealedTyped = TypedRow & { readonly seal: string };

/** The seal of a row. */
export const typedSeal = (
  mac: (data: Uint8Array) => Uint8Array,
  { holder, ref, field, digest, how, at }: TypedRow,
): string => sealOf(mac, 'access-typed/1', [holder, ref, field, digest, how, at]);

const insert: Statement = {
  name: 'access-typed',
  text: `
    insert into access_typed (holder, ref, field, digest, how, at, seal)
    select t.holder, t.ref, t.field, decode(t.digest, 'base64'), t.how, to_timestamp(t.at / 1000.0), t.seal
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
      as t (holder, ref, field, digest, how, at, seal)`,
};

/** Stores rows in the transaction in which their entry is appended: neither is there without the other. */
export async function insertTyped(run: Run, rows: readonly SealedTyped[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = ['holder', 'ref', 'field', 'digest', 'how', 'at', 'seal'] as const;
  await run(
    insert,
    columns.map((name) => rows.map((row) => row[name])),
  );
}
