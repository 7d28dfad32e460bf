import type { CipherKey, KeyObject } from 'node:crypto';
import type { BlindIndex, IndexVersion } from './blind-index.ts';
import type { DataKeys, StoredKey } from './data-keys.ts';
import type { KindRegistry } from './kind-registry.ts';
import { type Kind, textRetention } from './kinds.ts';
import { openFor, sealFor } from './sealed-customer.ts';
import { type Head, type SealedParty, type SealedValue, type State, stateDigest, stateMac } from './state.ts';

/** Rows that belong together, ready to be stored by `apply`; made once, stored once. */
export type Write = {
  readonly customer: string;
  /** The customer's write counter before; null for a new customer. */
  readonly before: number | null;
  readonly head: Head;
  readonly mac: Buffer;
  /** Digest of the customer's sealed state after the write, base64url. */
  readonly state: string;
  readonly keys: readonly StoredKey[];
  readonly values: readonly SealedValue[];
  /** Items whose current row goes into the history, replaced or removed. */
  readonly superseded: readonly { readonly field: string; readonly item: string }[];
  /** Versions that say an item was removed. */
  readonly tombstones: readonly SealedValue[];
  readonly tags: readonly Tag[];
  readonly parties: readonly SealedParty[];
  /** Comparable values of identifying fields, for the duplicate check; kept in memory only. */
  readonly probes: readonly Probe[];
};
export type Tag = {
  readonly field: string;
  readonly item: string;
  readonly version: number;
  readonly tag: Buffer;
};
export type Probe = { readonly field: string; readonly value: string; readonly tokens: readonly Buffer[] };

export type Prepared = {
  readonly kind: 'ready';
  readonly prepared: Write;
  /** Digest of the customer's sealed state after the write, base64url, for the entry. */
  readonly state: string;
};
/** What preparing needs of the vault. */
export type WriteDeps = {
  readonly org: string;
  readonly macKey: Uint8Array;
  readonly kinds: KindRegistry;
  readonly dataKeys: DataKeys;
  readonly index: BlindIndex;
  readonly indexVersions: () => readonly IndexVersion[];
  readonly now: () => Date;
};

const adultAge = 18;

/** A new value on its way: `replaces` names the item of an earlier version. */
export type NewValue = {
  readonly kind: Kind;
  readonly item: string;
  readonly version: number;
  readonly text: string;
};

/** A party on its way in; `id` names one that it replaces. */
export type PartyInput = {
  readonly id?: string;
  readonly capacity: SealedParty['capacity'];
  readonly linked: string | null;
  readonly fields: readonly string[];
  readonly evidence: string;
  readonly expiresAt: Date | null;
  readonly endedAt?: Date | null;
  readonly name: string;
};

type Content = {
  readonly head: Head;
  readonly values?: readonly NewValue[];
  readonly removed?: readonly SealedValue[];
  readonly party?: PartyInput & { readonly id: string };
};
type Before = { readonly org: string; readonly state: State; readonly keys: ReadonlyMap<string, KeyObject> };

/** Seals what is new, builds the state as it will be, and proves it. */
export async function finish(
  deps: WriteDeps,
  before: Before,
  writesBefore: number | null,
  content: Content,
): Promise<Prepared> {
  const { values = [], removed = [], party } = content;
  const customer = content.head.id;
  const counter = (writesBefore ?? 0) + 1;
  const ring = await keysFor(
    deps,
    before,
    [...values.map((value) => value.kind.retention), textRetention],
    customer,
  );
  const holder = { org: deps.org, state: { keys: ring.all }, keys: ring.clear };

  const sealedValues = values.map(({ kind, item, version, text }): SealedValue => {
    const place = {
      kind: 'value',
      customer,
      field: kind.field,
      item,
      counter,
      key: ring.id(kind.retention),
    } as const;
    return {
      field: kind.field,
      item,
      version,
      counter,
      key: place.key,
      sealed: sealFor(holder, place, text),
    };
  });
  const parties =
    party === undefined ? [] : [sealParty(holder, customer, counter, ring.id(textRetention), party)];

  const touched = new Set([...sealedValues, ...removed].map((value) => value.item));
  const superseded = before.state.values.filter((value) => touched.has(value.item));
  const kept = before.state.values.filter((value) => !touched.has(value.item));
  const state: State = {
    head: {
      ...content.head,
      writes: counter,
      minor: values.length + removed.length > 0 ? isMinor(deps, before, values, kept) : content.head.minor,
    },
    keys: ring.all,
    values: [...kept, ...sealedValues],
    parties: [...before.state.parties.filter((each) => !parties.some((p) => p.id === each.id)), ...parties],
  };
  for (const clear of ring.fresh) clear.fill(0);
  const digest = stateDigest(deps.org, state);
  const tagged = values.map((value) => ({ value, tags: tagsOf(deps, value) }));
  return {
    kind: 'ready',
    state: digest.toString('base64url'),
    prepared: {
      customer,
      before: writesBefore,
      head: state.head,
      mac: stateMac(deps.macKey, digest),
      state: digest.toString('base64url'),
      keys: ring.made,
      values: sealedValues,
      superseded: superseded.map(({ field, item }) => ({ field, item })),
      tombstones: removed.map((value) => ({ ...value, version: value.version + 1, counter })),
      tags: tagged.flatMap(({ tags }) => tags),
      parties,
      probes: tagged.flatMap(({ value, tags }) => probesOf(value, tags)),
    },
  };
}

async function keysFor(deps: WriteDeps, before: Before, retentions: readonly string[], customer: string) {
  const all = [...before.state.keys];
  const clear = new Map<string, CipherKey>(before.keys);
  const made: StoredKey[] = [];
  const freshKeys: Buffer[] = [];
  for (const retention of new Set(retentions)) {
    if (all.some((key) => key.retention === retention)) continue;
    const fresh = await deps.dataKeys.make(customer, retention);
    made.push(fresh.stored);
    all.push(fresh.stored);
    clear.set(fresh.stored.id, fresh.clear);
    freshKeys.push(fresh.clear);
  }
  const id = (retention: string): string => all.findLast((key) => key.retention === retention)?.id ?? '';
  return { all, clear, made, id, fresh: freshKeys };
}

function sealParty(
  holder: Parameters<typeof sealFor>[0],
  customer: string,
  counter: number,
  key: string,
  party: PartyInput & { readonly id: string },
): SealedParty {
  const place = { kind: 'party', customer, field: 'name', item: party.id, counter, key } as const;
  return {
    id: party.id,
    capacity: party.capacity,
    linked: party.linked,
    fields: party.fields,
    evidence: party.evidence,
    expiresAt: party.expiresAt?.getTime() ?? null,
    endedAt: party.endedAt?.getTime() ?? null,
    counter,
    key,
    sealedName: sealFor(holder, place, party.name),
  };
}

function tagsOf(deps: WriteDeps, { kind, item, text }: NewValue): readonly Tag[] {
  if (kind.indexBits === null) return [];
  return deps.indexVersions().map((version) => ({
    field: kind.field,
    item,
    version: version.version,
    tag: deps.index.tag(kind, text, version),
  }));
}

function probesOf({ kind, text }: NewValue, tags: readonly Tag[]): readonly Probe[] {
  if (!kind.identifies || tags.length === 0) return [];
  return [{ field: kind.field, value: text, tokens: tags.map(({ tag }) => tag) }];
}

/** Whether the birth date, or else the ID number, makes the customer younger than 18 today (未成年人保护法 2). */
function isMinor(
  deps: WriteDeps,
  before: Before,
  values: readonly NewValue[],
  kept: readonly SealedValue[],
): boolean {
  const read = (field: string): string | undefined => {
    const fresh = values.find((value) => value.kind.field === field);
    if (fresh !== undefined) return fresh.text;
    const held = kept.find((value) => value.field === field);
    if (held === undefined) return undefined;
    const { item, counter, key } = held;
    return openFor(
      before,
      { kind: 'value', customer: before.state.head.id, field, item, counter, key },
      held.sealed,
    );
  };
  const id = read('residentId');
  const fromId = id?.length === 18 ? `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}` : undefined;
  const birth = read('birthDate') ?? fromId;
  return birth !== undefined && bornLessThan(adultAge, birth, deps.now());
}

/** Whether somebody born on a day (`YYYY-MM-DD`) is younger than `years`. */
export function bornLessThan(years: number, birth: string, now: Date): boolean {
  const [year = 0, month = 1, day = 1] = birth.split('-').map(Number);
  return new Date(Date.UTC(year + years, month - 1, day)) > now;
}
