import type { CipherKey, KeyObject } from 'node:crypto';
import { newId } from '#platform';
import type { BlindIndex, IndexVersion } from './blind-index.ts';
import type { DataKeys, StoredKey } from './data-keys.ts';
import type { KindRegistry } from './kind-registry.ts';
import { type Kind, textRetention } from './kinds.ts';
import { type BadCode, normalise } from './normalise.ts';
import { insideOf, openFor, type SealedCustomer, sealFor } from './sealed-customer.ts';
import { type Head, type SealedParty, type SealedValue, type State, stateDigest, stateMac } from './state.ts';

/** What is wrong with an input: where and which code, never the value. */
export type InputError = { readonly path: string; readonly code: InputCode };
export type InputCode =
  | BadCode
  | 'unknown-field'
  | 'only-one'
  | 'too-many'
  | 'item-needed'
  | 'no-such-item'
  | 'no-such-version'
  | 'nothing-to-change';

/** Flags of a customer that decisions look at. */
export type Flags = {
  readonly team?: string | null;
  readonly vip?: boolean;
  readonly colleague?: string | null;
  readonly colleagueTeam?: string | null;
  readonly deceased?: boolean;
  readonly consentExpiresAt?: Date | null;
};

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
export type Invalid = { readonly kind: 'invalid'; readonly errors: readonly InputError[] };

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

const mostItems = 20;
const adultAge = 18;

/** A new value on its way: `replaces` names the item of an earlier version. */
export type NewValue = {
  readonly kind: Kind;
  readonly item: string;
  readonly version: number;
  readonly text: string;
};

/** Normalises the fields of a new customer; the errors name `fields.mobile` or `fields.bankCard.1`. */
export function readFields(
  kinds: KindRegistry,
  fields: Readonly<Record<string, string | readonly string[]>>,
): { readonly values: readonly NewValue[]; readonly errors: readonly InputError[] } {
  const values: NewValue[] = [];
  const errors: InputError[] = [];
  for (const [field, given] of Object.entries(fields)) {
    const kind = kinds.get(field);
    const list = typeof given === 'string' ? [given] : given;
    // A field that does not exist is not named: the client may have put a value there.
    if (kind === undefined) errors.push({ path: 'fields.?', code: 'unknown-field' });
    else if (list.length > 1 && !kind.many) errors.push({ path: `fields.${field}`, code: 'only-one' });
    else if (list.length > mostItems) errors.push({ path: `fields.${field}`, code: 'too-many' });
    else {
      for (const [at, typed] of list.entries()) {
        const read = normalise(kind.normaliser, typed);
        const path = list.length > 1 ? `fields.${field}.${at}` : `fields.${field}`;
        if (read.kind === 'bad') errors.push({ path, code: read.code });
        else if (!values.some((value) => value.kind === kind && value.text === read.text)) {
          values.push({ kind, item: newId('itm'), version: 1, text: read.text });
        }
      }
    }
  }
  return { values, errors };
}

/** Seals a new customer. Nothing is stored yet. */
export async function prepareCreate(
  deps: WriteDeps,
  input: {
    readonly id?: string;
    readonly team: string | null;
    readonly flags?: Flags;
    readonly fields: Readonly<Record<string, string | readonly string[]>>;
  },
): Promise<Prepared | Invalid> {
  const { values, errors } = readFields(deps.kinds, input.fields);
  if (errors.length > 0) return { kind: 'invalid', errors };
  if (values.length === 0) return { kind: 'invalid', errors: [{ path: 'fields', code: 'empty' }] };
  const head: Head = {
    id: input.id ?? newId('cus'),
    team: input.team,
    vip: false,
    colleague: null,
    colleagueTeam: null,
    minor: false,
    deceased: false,
    consentExpiresAt: null,
    binnedAt: null,
    writes: 0,
  };
  const empty = { org: deps.org, state: { head, keys: [], values: [], parties: [] }, keys: new Map() };
  return finish(deps, empty, null, { values, head: flagged(head, input.flags ?? {}) });
}

/** One change of one field: a new value, another value for an item, or (null) its removal. */
export type Change = { readonly field: string; readonly item?: string; readonly value: string | null };

/** Seals changes of a loaded and locked customer; errors name `changes.0`. */
export async function prepareChange(
  deps: WriteDeps,
  customer: SealedCustomer,
  changes: readonly Change[],
): Promise<Prepared | Invalid> {
  const inside = insideOf(customer);
  const values: NewValue[] = [];
  const removed: SealedValue[] = [];
  const errors: InputError[] = [];
  for (const [at, change] of changes.entries()) {
    const found = resolveChange(deps.kinds, inside.state, change);
    if ('code' in found) errors.push({ path: `changes.${at}`, code: found.code });
    else if ('removed' in found) removed.push(found.removed);
    else values.push(found.value);
  }
  const items = [...values, ...removed].map((each) => each.item);
  if (changes.length === 0 || new Set(items).size < items.length) {
    errors.push({ path: 'changes', code: 'nothing-to-change' });
  }
  if (errors.length > 0) return { kind: 'invalid', errors };
  return finish(deps, inside, inside.state.head.writes, { values, removed, head: inside.state.head });
}

type Resolved =
  | { readonly code: InputCode }
  | { readonly removed: SealedValue }
  | { readonly value: NewValue };

function resolveChange(kinds: KindRegistry, state: State, { field, item, value }: Change): Resolved {
  const kind = kinds.get(field);
  if (kind === undefined) return { code: 'unknown-field' };
  const held = state.values.filter((each) => each.field === field);
  const target =
    item === undefined ? (kind.many ? undefined : held[0]) : held.find((each) => each.item === item);
  if (item !== undefined && target === undefined) return { code: 'no-such-item' };
  if (value === null) {
    if (target !== undefined) return { removed: target };
    return { code: kind.many ? 'item-needed' : 'no-such-item' };
  }
  const read = normalise(kind.normaliser, value);
  if (read.kind === 'bad') return { code: read.code };
  if (target === undefined && held.length >= mostItems) return { code: 'too-many' };
  const place = target ?? { item: newId('itm'), version: 0 };
  return { value: { kind, item: place.item, version: place.version + 1, text: read.text } };
}

/** Sets flags, or moves the customer into the bin or out of it. */
export function prepareHead(
  deps: WriteDeps,
  customer: SealedCustomer,
  next: Partial<Head>,
): Promise<Prepared> {
  const inside = insideOf(customer);
  const { id, writes } = inside.state.head;
  return finish(deps, inside, writes, { head: { ...inside.state.head, ...next, id, writes } });
}

/** The head with flags set. */
export function flagged(head: Head, flags: Flags): Head {
  const { consentExpiresAt, ...rest } = flags;
  return {
    ...head,
    ...rest,
    ...(consentExpiresAt === undefined ? {} : { consentExpiresAt: consentExpiresAt?.getTime() ?? null }),
  };
}

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

/** Adds or replaces a person with a mandate. */
export async function prepareParty(
  deps: WriteDeps,
  customer: SealedCustomer,
  party: PartyInput,
): Promise<(Prepared & { readonly party: string }) | Invalid> {
  const errors: InputError[] = [];
  const name = normalise('name', party.name);
  if (name.kind === 'bad') errors.push({ path: 'name', code: name.code });
  if (party.fields.some((field) => deps.kinds.get(field) === undefined)) {
    errors.push({ path: 'fields', code: 'unknown-field' });
  }
  const inside = insideOf(customer);
  if (party.id !== undefined && !inside.state.parties.some((each) => each.id === party.id)) {
    errors.push({ path: 'id', code: 'no-such-item' });
  }
  if (errors.length > 0 || name.kind === 'bad') return { kind: 'invalid', errors };
  const id = party.id ?? newId('pty');
  const ready = await finish(deps, inside, inside.state.head.writes, {
    head: inside.state.head,
    party: { ...party, id, name: name.text },
  });
  return { ...ready, party: id };
}

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
