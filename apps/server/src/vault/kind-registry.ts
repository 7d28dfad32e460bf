import { maskRows } from '@huke/detect';
import type { FieldKind } from '@huke/sdk';
import type { AlarmPort } from '#alarm';
import { type Database, type Log, publish, subscribe } from '#platform';
import { VaultError } from './error.ts';
import {
  ownContactChange,
  kinds,
  type Kind,
  normaliserOfType,
  retentionClasses,
  unsearchableTypes,
} from './kinds.ts';
import { beginKinds, type Definition, readKinds, writeKind } from './kind-seal.ts';
import { run, type Runner } from './run.ts';

/** The field kinds of this organisation: those that all have, and its own. */
export type KindRegistry = {
  readonly get: (field: string) => Kind | undefined;
  readonly all: () => readonly Kind[];
  /** Adds an own kind inside the caller's transaction; other replicas learn of it when it commits. */
  readonly add: (
    tx: Runner,
    kind: Omit<FieldKind, 'own'>,
    by: { person: string | null; at: Date },
  ) => Promise<Kind>;
  /** Reads the kinds afresh; after a commit of `add`, or when unsure. */
  readonly reload: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const topic = 'field-kinds';
const ownIndexBits = 18;
const ownSpace = {
  perSymbol: 1,
  reason: { zh: '不知道自有字段有多少种取值', en: 'nothing is known of how many values an own kind has' },
} as const;

/**
 * Loads the kinds and follows changes. A kind that was forged does not count, one that was taken away while the server
 * runs stays; both are an alarm. Nothing takes the name of a kind that all organisations have.
 */
export async function openKindRegistry(deps: {
  readonly db: Database;
  /** Key of the seals; not in the database. */
  readonly key: Uint8Array;
  readonly log: Log;
  readonly alarm?: AlarmPort | undefined;
  readonly adopt?: boolean | undefined;
}): Promise<KindRegistry> {
  const { db, key } = deps;
  let byField = new Map<string, Kind>();
  let own = new Map<string, Definition>();
  let newest = 0;
  const reload = async (): Promise<void> => {
    const { sound, whole, version } = await readKinds(db.pool, key);
    if (!whole || version < newest) {
      deps.log.error('row-forged', { kind: 'field-kind' });
      deps.alarm?.({ code: 'rows-forged', object: 'field-kinds' });
    }
    newest = Math.max(newest, version);
    own = new Map([...own, ...sound.map(({ definition }) => [definition.field, definition] as const)]);
    const made = [...own.values()].map(ownKind).sort((a, b) => (a.field < b.field ? -1 : 1));
    byField = new Map([...made, ...kinds].map((kind) => [kind.field, kind]));
  };
  const adopted = await beginKinds(db.pool, key, deps.adopt === true);
  if (adopted > 0) deps.alarm?.({ code: 'rows-adopted', object: 'field-kinds', count: adopted });
  const close = await subscribe(db, (event) => {
    // A failure leaves the kinds as they were; an unknown kind is refused, never shown.
    if (event.topic === topic || event.topic === 'gap') reload().catch(() => {});
  });
  await reload();
  return {
    get: (field) => byField.get(field),
    all: () => [...kinds, ...[...byField.values()].filter((kind) => kind.own)],
    add: async (tx, kind, by) => {
      const made = checkedKind(kind, byField);
      const { field, label, group, type, level, sensitive, protectAsSensitive, many } = made;
      const { searchable, verifiable, retention } = made;
      const flags = { sensitive, protectAsSensitive, many, searchable, verifiable };
      const definition = { field, label, group, type, level, ...flags, retention };
      await run(tx, 'select 1 from vault_kind_set for update', []);
      const before = await readKinds(tx, key);
      if (!before.whole)
        throw new VaultError(
          'stale-state',
          'the field kinds were changed past the program: restore them from a backup',
        );
      await writeKind(tx, key, before, definition, by);
      if ('executeQuery' in tx) await publish(tx, { topic });
      return made;
    },
    reload,
    close,
  };
}

function ownKind(definition: Omit<FieldKind, 'own'>): Kind {
  const type = definition.type as Kind['type'];
  const findable = !unsearchableTypes.has(type) && definition.level !== 'C3';
  const searchable = findable && definition.searchable;
  return {
    ...definition,
    type,
    own: true,
    searchable,
    verifiable: findable && definition.verifiable,
    indexBits: searchable ? ownIndexBits : null,
    normaliser: normaliserOfType[type] ?? 'text',
    verifyAlone: false,
    factor: null,
    space: ownSpace,
    change: definition.group === 'contact' ? ownContactChange : null,
    identifies: false,
    uses: [],
    headers: [],
  };
}

function checkedKind(kind: Omit<FieldKind, 'own'>, known: ReadonlyMap<string, Kind>): Kind {
  const refuse = (message: string): never => {
    throw new VaultError('field-kind', message);
  };
  // The ledger names the field, and takes no run of five digits.
  if (!/^(?!.*\d{5})[a-z][A-Za-z0-9]{1,39}$/.test(kind.field))
    refuse('name the field in lower camel case, 2 to 40 letters and digits');
  if (known.has(kind.field)) refuse('a field of that name exists: choose another name');
  if (!maskRows.some((row) => row.type === kind.type))
    refuse('choose a type of the table of masks; TEXT shows nothing');
  if (!retentionClasses.some((each) => each === kind.retention)) {
    refuse(`choose a retention class: ${retentionClasses.join(', ')}`);
  }
  return ownKind(kind);
}
