import { newId } from '#platform';
import type { KindRegistry } from './kind-registry.ts';
import { type BadCode, normalise } from './normalise.ts';
import { insideOf, type SealedCustomer } from './sealed-customer.ts';
import type { Head, SealedValue, State } from './state.ts';
import { finish, type NewValue, type PartyInput, type Prepared, type WriteDeps } from './write.ts';

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
  | 'not-your-team'
  | 'nothing-to-change';

export type Invalid = { readonly kind: 'invalid'; readonly errors: readonly InputError[] };

/** Flags of a customer that decisions look at. */
export type Flags = {
  readonly team?: string | null;
  readonly vip?: boolean;
  readonly colleague?: string | null;
  readonly colleagueTeam?: string | null;
  readonly deceased?: boolean;
  readonly consentExpiresAt?: Date | null;
};

const mostItems = 20;

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

/** Reads the values of a new customer without sealing them; `identifies`: those that no two customers share. */
export function readCreate(
  kinds: KindRegistry,
  fields: Readonly<Record<string, string | readonly string[]>>,
):
  | {
      readonly kind: 'read';
      readonly identifies: readonly { readonly field: string; readonly value: string }[];
    }
  | Invalid {
  const { values, errors } = readFields(kinds, fields);
  if (errors.length > 0) return { kind: 'invalid', errors };
  if (values.length === 0) return nothingIn;
  const identifying = values.filter(({ kind }) => kind.identifies && kind.indexBits !== null);
  return {
    kind: 'read',
    identifies: identifying.map(({ kind, text }) => ({ field: kind.field, value: text })),
  };
}

const nothingIn: Invalid = { kind: 'invalid', errors: [{ path: 'fields', code: 'empty' }] };

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
  if (values.length === 0) return nothingIn;
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
