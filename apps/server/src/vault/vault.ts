import { timingSafeEqual } from 'node:crypto';
import type { AlarmPort } from '#alarm';
import { type Clock, type Database, type Executor, idFrom, type Log } from '#platform';
import { createBlindIndex } from './blind-index.ts';
import { applyChange, applyCreate } from './apply.ts';
import { changeRows } from './changes.ts';
import { listBin } from './bin.ts';
import { createDataKeys, type DataKeys } from './data-keys.ts';
import { VaultError } from './error.ts';
import { absent, prepareRollback, versions } from './history.ts';
import { alone, sizeAfter } from './index-growth.ts';
import {
  indexHealth,
  openIndexVersions,
  type RebuildProgress,
  rebuildIndex as build,
} from './index-versions.ts';
import type { KeyProvider } from './key-provider.ts';
import { type KindRegistry, openKindRegistry } from './kind-registry.ts';
import { textRetention, type Use } from './kinds.ts';
import { comparable, normalise } from './normalise.ts';
import { noticeRows } from './notices.ts';
import {
  type Change,
  type Flags,
  flagged,
  type Invalid,
  prepareChange,
  prepareCreate,
  prepareHead,
  prepareParty,
  readCreate,
} from './prepare.ts';
import { openRootKeys, type RootKeys } from './root-keys.ts';
import { type RotationProgress, rewrapAll, rotate } from './rotate.ts';
import { run, type Runner } from './run.ts';
import { bind } from './seal.ts';
import { stateMac } from './state.ts';

import {
  insideOf,
  loadSealed,
  openFor,
  OtherCustomer,
  type SealedCustomer,
  sealFor,
} from './sealed-customer.ts';
import { currentSuite } from './suite.ts';
import { bornLessThan, type PartyInput, type Prepared, type Write, type WriteDeps } from './write.ts';

export type VaultDeps = {
  readonly db: Database;
  readonly keys: KeyProvider;
  /** The organisation's id; part of every sealed value's place. */
  readonly org: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of rows that were changed past the program. */
  readonly alarm?: AlarmPort;
  /** Seals the field kinds and index versions of an installation that is older than their seals; only at its first start. */
  readonly adopt?: boolean;
  /** How many customers the first blind index is made for. */
  readonly expectedCustomers?: number;
  /** Bounds of the cache of data keys. */
  readonly cache?: { readonly size?: number; readonly seconds?: number };
};

/** The vault without what opens values. */
export type Vault = Awaited<ReturnType<typeof createVault>>;

const internals = new WeakMap<object, { readonly root: RootKeys; readonly dataKeys: DataKeys }>();

/** What other files of this room may take from a vault. */
export function internalsOf(vault: Vault): { readonly root: RootKeys; readonly dataKeys: DataKeys } {
  const found = internals.get(vault);
  if (found === undefined) throw new TypeError('not a vault of createVault');
  return found;
}

/** Opens the vault: reads or makes the root key, the field kinds and the index versions. */
export async function createVault(deps: VaultDeps) {
  const { db, keys, org, clock, log } = deps;
  const root = await openRootKeys(db.pool, keys, org);
  const { alarm, adopt } = deps;
  const kinds: KindRegistry = await openKindRegistry({ db, key: root.state, log, alarm, adopt });
  const indexVersions = await openIndexVersions({
    db,
    key: root.state,
    log,
    alarm,
    adopt,
    customers: deps.expectedCustomers,
  });
  const dataKeys = createDataKeys({ keys, org, now: () => performance.now(), ...deps.cache });
  const index = createBlindIndex(root.index);
  const writing: WriteDeps = {
    org,
    macKey: root.state,
    kinds,
    dataKeys,
    index,
    indexVersions: indexVersions.all,
    now: clock,
  };
  const sealedOf = (json: unknown, asked: string | null): Promise<SealedCustomer> =>
    loadSealed({ org, macKey: root.state, dataKeys, now: clock }, json, asked);
  const customerOf = async (json: unknown, asked: string): Promise<SealedCustomer> => {
    try {
      return await sealedOf(json, asked);
    } catch (error) {
      if (error instanceof OtherCustomer) {
        log.error('customer-swapped', { customer: asked });
        alarm?.({ code: 'rows-forged', customer: asked, object: 'customer' });
      }
      throw error;
    }
  };
  const candidatesOf = async (json: readonly unknown[]): Promise<readonly SealedCustomer[]> => {
    const sound: SealedCustomer[] = [];
    for (const each of json) {
      try {
        sound.push(await sealedOf(each, null));
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        log.error('customer-damaged', { code: error.code });
      }
    }
    return sound;
  };
  const rebuildIndex = (
    customers: number,
    onProgress?: (progress: RebuildProgress) => void | Promise<void>,
  ): Promise<{ readonly version: number; readonly damaged: number }> =>
    build(
      { db, key: root.state, kinds, index, versions: indexVersions, load: customerOf, log },
      customers,
      onProgress,
    );
  const read = async (runner: Runner, customer: string, lock: boolean): Promise<SealedCustomer | null> => {
    // The lock comes first: a statement sees the rows as they were when it began.
    if (lock) await run(runner, 'select 1 from vault_customers where customer = $1 for update', [customer]);
    const { rows } = await run<{ json: unknown }>(runner, 'select public.vault_customer($1) as json', [
      customer,
    ]);
    const json = rows[0]?.json ?? null;
    return json === null ? null : customerOf(json, customer);
  };
  const locked = async (tx: Runner, customer: string): Promise<SealedCustomer> =>
    (await read(tx, customer, true)) ?? absent();
  const moveBin = async (tx: Runner, customer: string, binnedAt: number | null): Promise<Prepared> =>
    prepareHead(writing, await locked(tx, customer), { binnedAt });

  const forged = (id: string): void => log.error('change-forged', { id });

  const vault = {
    org,
    kinds,
    /** Changes of contact data: waiting, done, undone. */
    changes: changeRows(root.state, forged),
    /** Notices of them on their way to the customer. */
    notices: noticeRows(root.state, forged),

    /** Takes in the answer of SQL `vault_customer` for one customer; that of another one opens nothing, and alarms. */
    customerOf,
    /** Takes in the candidates of SQL `vault_search`; altered ones are left out and logged, so that others are found. */
    candidatesOf,
    /** Loads a customer in one round trip; null when there is none. */
    load: (customer: string): Promise<SealedCustomer | null> => read(db.pool, customer, false),
    /** Loads a customer and keeps others from writing them until the transaction ends. */
    lock: (tx: Runner, customer: string): Promise<SealedCustomer | null> => read(tx, customer, true),
    /** Whether the state is the one that this digest, from the ledger's entry of the last write, was made of. */
    verifyState: (customer: SealedCustomer, state: string): boolean => customer.state === state,
    /**
     * What the entry of an import calls a customer: an id that only the program can tell whose it is. By their own ids
     * anybody who reads the log could ask elsewhere which of the rows were not stored.
     */
    importedAs: (customer: string): string =>
      idFrom('cus', stateMac(root.state, bind(['imported', org, customer])).subarray(0, 16)),
    /** In the place of the state of a customer who was never stored, by `importedAs`; looks like any other. */
    leftOutState: (imported: string): string =>
      stateMac(root.state, bind(['left-out', org, imported])).toString('base64url'),

    prepareCreate: (input: Parameters<typeof prepareCreate>[1]): Promise<Prepared | Invalid> =>
      prepareCreate(writing, input),
    /** Only whether a new customer's values have their forms; nothing is sealed, no key made. */
    readCreate: (fields: Parameters<typeof prepareCreate>[1]['fields']) => readCreate(kinds, fields),
    /** Stores new customers; one statement, whatever their number. */
    applyCreate,
    prepareChange: async (
      tx: Runner,
      customer: string,
      changes: readonly Change[],
    ): Promise<Prepared | Invalid> => prepareChange(writing, await locked(tx, customer), changes),
    prepareRollback: async (
      tx: Runner,
      customer: string,
      wanted: { readonly field: string; readonly item: string; readonly version: number },
    ): Promise<Prepared | Invalid> => prepareRollback(writing, tx, await locked(tx, customer), wanted),
    prepareFlags: async (tx: Runner, customer: string, flags: Flags): Promise<Prepared> => {
      const sealed = await locked(tx, customer);
      return prepareHead(writing, sealed, flagged(insideOf(sealed).state.head, flags));
    },
    prepareParty: async (
      tx: Runner,
      customer: string,
      party: PartyInput,
    ): Promise<(Prepared & { readonly party: string }) | Invalid> =>
      prepareParty(writing, await locked(tx, customer), party),
    prepareBin: (tx: Runner, customer: string, now: Date): Promise<Prepared> =>
      moveBin(tx, customer, now.getTime()),
    prepareUnbin: (tx: Runner, customer: string): Promise<Prepared> => moveBin(tx, customer, null),
    applyChange,
    listBin: (cursor: string | null, of: Parameters<typeof listBin>[2]) => listBin(db.pool, cursor, of),
    versions: (customer: string) => versions(db.pool, customer),

    /** Tags to look for in SQL `vault_search`; `invalid` when the field is not searchable or the value is none of it. */
    searchTokens: (
      field: string,
      value: string,
    ): { readonly kind: 'tokens'; readonly tokens: readonly Buffer[] } | { readonly kind: 'invalid' } => {
      const kind = kinds.get(field);
      if (kind === undefined || !kind.searchable || kind.indexBits === null) return { kind: 'invalid' };
      const typed = normalise(kind.normaliser, value);
      if (typed.kind === 'bad') return { kind: 'invalid' };
      return { kind: 'tokens', tokens: indexVersions.all().map((each) => index.tag(kind, typed.text, each)) };
    },
    /** Whether a typed value is the clear one, in the time that two others take. */
    sameValue: (field: string, typed: string, clear: string): boolean => {
      const kind = kinds.get(field);
      const read = kind === undefined ? null : normalise(kind.normaliser, typed);
      const text = read?.kind === 'ok' ? read.text : typed;
      const digest = (value: string): Buffer =>
        currentSuite.mac(root.commitment, bind(['same', comparable(value)]));
      return timingSafeEqual(digest(text), digest(clear)) && read?.kind === 'ok';
    },
    /** Keyed digest of a value as somebody typed it, for one holder; equal values of any field have equal ones. */
    typedDigest: (holder: string, field: string, value: string): Buffer => {
      const kind = kinds.get(field);
      const read = kind === undefined ? null : normalise(kind.normaliser, value);
      const text = read?.kind === 'ok' ? read.text : value;
      return currentSuite.mac(root.commitment, bind(['typed', holder, comparable(text)]));
    },
    /** What a new or changed customer must not share with another one. */
    duplicateProbes: (write: Write) => write.probes,
    /** What a value of the field can be used for without being seen. */
    useOf: (field: string): Use | null => kinds.get(field)?.uses[0] ?? null,

    /** Seals a free text about a customer (a note, a reason), bound to its id. */
    sealText: (customer: SealedCustomer, id: string, text: string): Buffer => {
      const inside = insideOf(customer);
      const key = inside.state.keys.findLast((each) => each.retention === textRetention)?.id ?? '';
      const place = {
        kind: 'text',
        customer: customer.id,
        field: 'note',
        item: id,
        counter: 0,
        key,
      } as const;
      const named = Buffer.from(key, 'utf8');
      return Buffer.concat([Buffer.from([named.length]), named, sealFor(inside, place, text)]);
    },
    /** Keyed commitment to a text, base64url; without the key it cannot be guessed. */
    commit: (text: string): string =>
      currentSuite.mac(root.commitment, bind(['commit', text])).toString('base64url'),

    /** Rewraps all data keys by a new KEK. */
    rotate: (onProgress?: (progress: RotationProgress) => void) =>
      rotate({ pool: db.pool, keys, dataKeys, org, log }, onProgress),
    /** Finishes a rotation that was broken off. */
    rewrapAll: (onProgress?: (progress: RotationProgress) => void) =>
      rewrapAll({ pool: db.pool, keys, dataKeys, org, log }, onProgress),
    /** Builds the blind indexes anew for a number of customers. */
    rebuildIndex,
    /**
     * Has the indexes follow the number of customers: with the bits of a smaller organisation a value shares its tag
     * with ever more others, each of which is opened by every search and import. The number is one that was proven
     * against the ledger, or rows put into the database would make tags tell more. True where one was built.
     */
    growIndex: (customers: number): Promise<boolean> =>
      alone(db, async () => {
        await indexVersions.reload();
        const size = sizeAfter(indexVersions.all(), customers);
        if (size === null) return false;
        await rebuildIndex(size);
        return true;
      }),
    indexHealth: () => indexHealth(db.pool, kinds, indexVersions),

    /**
     * Ends the minority of customers who have come of age, each in a transaction with what `record` writes (the
     * ledger's entry). Returns how many.
     */
    endMinorities: async (
      record: (tx: Executor, change: { readonly customer: string; readonly state: string }) => Promise<void>,
    ): Promise<number> => {
      const { rows } = await run<{ json: unknown }>(
        db.pool,
        'select public.vault_customer(customer) as json from vault_customers where minor order by customer',
        [],
      );
      const minors = await candidatesOf(rows.map((row) => row.json));
      const adults = minors.filter((minor) => {
        const birth = birthOf(minor);
        return birth !== null && !bornLessThan(18, birth, clock());
      });
      for (const { id } of adults) {
        await db.kysely.transaction().execute(async (tx) => {
          const { prepared, state } = await prepareHead(writing, await locked(tx, id), { minor: false });
          await applyChange(tx, prepared, clock(), null);
          await record(tx, { customer: id, state });
        });
      }
      return adults.length;
    },
    close: async (): Promise<void> => {
      dataKeys.forget();
      await indexVersions.close();
      await kinds.close();
    },
  };
  internals.set(vault, { root, dataKeys });
  log.info('vault-open');
  return vault;
}

function birthOf(customer: SealedCustomer): string | null {
  const inside = insideOf(customer);
  const value = inside.state.values.find((each) => each.field === 'birthDate');
  if (value === undefined) {
    const id = inside.state.values.find((each) => each.field === 'residentId');
    const text = id === undefined ? '' : openValue(inside, customer.id, id);
    return text.length === 18 ? `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}` : null;
  }
  return openValue(inside, customer.id, value);
}

type Inside = ReturnType<typeof insideOf>;

/** Opens one value within this room. */
function openValue(inside: Inside, customer: string, value: Inside['state']['values'][number]): string {
  const { field, item, counter, key, sealed } = value;
  return openFor(inside, { kind: 'value', customer, field, item, counter, key }, sealed);
}
