import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FieldKind } from '@huke/sdk';
import { z } from 'zod';
import { kinds } from './kinds.ts';
import { run, type Runner } from './run.ts';

/** An own kind of field as stored. */
export type Definition = Omit<FieldKind, 'own'>;
type Row = { readonly field: string; readonly definition: unknown; readonly mac: string | null };

/** The own kinds that the tables hold as this program wrote them, and whether that is all of them and nothing else. */
export type SealedKinds = {
  readonly sound: readonly { readonly definition: Definition; readonly mac: string }[];
  readonly whole: boolean;
  readonly version: number;
};

const shape = z.object({
  field: z.string(),
  label: z.object({ zh: z.string(), en: z.string() }),
  group: z.string(),
  type: z.string(),
  level: z.enum(['C1', 'C2', 'C3']),
  sensitive: z.boolean(),
  protectAsSensitive: z.boolean(),
  many: z.boolean(),
  searchable: z.boolean(),
  verifiable: z.boolean(),
  retention: z.string(),
});
const builtIn = new Set(kinds.map((kind) => kind.field));

/** Reads the own kinds. A row that is forged, or that takes the name of a kind that all have, is not among the sound. */
export async function readKinds(runner: Runner, key: Uint8Array): Promise<SealedKinds> {
  const { rows } = await run<{ rows: readonly Row[]; version: number | null; mac: string | null }>(
    runner,
    `select (select coalesce(json_agg(json_build_object('field', field, 'definition', definition, 'mac', mac)), '[]')
         from vault_kinds) as rows,
       (select version from vault_kind_set) as version, (select mac from vault_kind_set) as mac`,
    [],
  );
  const found = rows[0] ?? { rows: [], version: null, mac: null };
  const sound = found.rows.flatMap((row) => soundKind(key, row));
  const version = found.version ?? 0;
  const whole =
    sound.length === found.rows.length && found.mac !== null && same(setMac(key, version, sound), found.mac);
  return { sound, whole, version };
}

/** Writes an own kind and the seal of the whole set, of which `before` is what is known. */
export async function writeKind(
  runner: Runner,
  key: Uint8Array,
  before: SealedKinds,
  definition: Definition,
  by: { readonly person: string | null; readonly at: Date },
): Promise<void> {
  const mac = kindMac(key, definition);
  await run(
    runner,
    'insert into vault_kinds (field, definition, added_at, added_by, mac) values ($1, $2, $3, $4, $5)',
    [definition.field, JSON.stringify(definition), by.at, by.person, mac],
  );
  await writeSet(runner, key, before.version + 1, [...before.sound, { definition, mac }]);
}

/**
 * Begins the set of an installation without customers and kinds, or, `adopt`, seals what an older release left, as it
 * is. Returns how many rows that were.
 */
export async function beginKinds(runner: Runner, key: Uint8Array, adopt: boolean): Promise<number> {
  const { rows } = await run<{ begun: boolean; used: boolean }>(
    runner,
    `select exists (select 1 from vault_kind_set) as begun,
       exists (select 1 from vault_kinds) or exists (select 1 from vault_customers) as used`,
    [],
  );
  const state = rows[0];
  if (!state || state.begun || (state.used && !adopt)) return 0;
  const older = await run<{ definition: unknown }>(runner, 'select definition from vault_kinds', []);
  const sealed = older.rows.flatMap(({ definition }) => {
    const parsed = shape.safeParse(definition);
    if (!parsed.success || builtIn.has(parsed.data.field)) return [];
    const kind = parsed.data as Definition;
    return [{ definition: kind, mac: kindMac(key, kind) }];
  });
  for (const { definition, mac } of sealed)
    await run(runner, 'update vault_kinds set mac = $2 where field = $1 and mac is null', [
      definition.field,
      mac,
    ]);
  await writeSet(runner, key, 1, sealed);
  return sealed.length;
}

async function writeSet(
  runner: Runner,
  key: Uint8Array,
  version: number,
  sound: SealedKinds['sound'],
): Promise<void> {
  await run(
    runner,
    `insert into vault_kind_set (version, mac) values ($1, $2)
     on conflict (id) do update set version = excluded.version, mac = excluded.mac`,
    [version, setMac(key, version, sound)],
  );
}

function soundKind(key: Uint8Array, row: Row): SealedKinds['sound'] {
  const parsed = shape.safeParse(row.definition);
  if (!parsed.success || row.mac === null) return [];
  const definition = parsed.data as Definition;
  const fits = definition.field === row.field && !builtIn.has(row.field);
  return fits && same(kindMac(key, definition), row.mac) ? [{ definition, mac: row.mac }] : [];
}

function kindMac(key: Uint8Array, kind: Definition): string {
  const { field, label, group, type, level, sensitive, protectAsSensitive, many, searchable, verifiable } =
    kind;
  const flags = [sensitive, protectAsSensitive, many, searchable, verifiable];
  return sealOf(key, [
    'huke-field-kind',
    field,
    label.zh,
    label.en,
    group,
    type,
    level,
    flags,
    kind.retention,
  ]);
}

function setMac(key: Uint8Array, version: number, sound: SealedKinds['sound']): string {
  const rows = sound.map(({ definition, mac }) => JSON.stringify([definition.field, mac])).sort();
  return sealOf(key, ['huke-field-kinds', version, rows]);
}

/** Seal of what the vault says of itself; the first part names what it is. */
export const sealOf = (key: Uint8Array, parts: readonly unknown[]): string =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');

/** Compares in constant time. */
export function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
