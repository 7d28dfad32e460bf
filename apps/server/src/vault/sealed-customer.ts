import type { CipherKey, KeyObject } from 'node:crypto';
import type { Capacity } from '@huke/sdk';
import type { DataKeys } from './data-keys.ts';
import { VaultError } from './error.ts';
import { seal, type Place, unseal } from './seal.ts';
import { type Head, readState, type State } from './state.ts';
import { suiteOf } from './suite.ts';

/** What decisions may know of a customer; the gate's `CustomerFacts` is the same shape. */
export type CustomerFacts = {
  readonly id: string;
  readonly team: string | null;
  readonly vip: boolean;
  /** Person id when the customer works here. */
  readonly colleague: string | null;
  readonly colleagueTeam: string | null;
  readonly minor: boolean;
  readonly deceased: boolean;
  readonly binned: boolean;
  readonly consentExpired: boolean;
};

/** A customer as loaded: facts to decide on, and what is there; the sealed bytes and keys stay inside the vault. */
export type SealedCustomer = {
  readonly id: string;
  readonly facts: CustomerFacts;
  readonly values: readonly { readonly field: string; readonly item: string; readonly version: number }[];
  readonly parties: readonly {
    readonly id: string;
    readonly capacity: Capacity;
    readonly linked: string | null;
    readonly fields: readonly string[];
    readonly expiresAt: string | null;
    readonly live: boolean;
  }[];
  /** Digest of the sealed state, base64url, for the ledger's entry. */
  readonly state: string;
  /** For a search's candidate: the item whose tag was near. */
  readonly hit: string | null;
};

type Inside = { readonly org: string; readonly state: State; readonly keys: ReadonlyMap<string, KeyObject> };

const insides = new WeakMap<SealedCustomer, Inside>();

/** What the vault itself holds of a loaded customer. */
export function insideOf(customer: SealedCustomer): Inside {
  const inside = insides.get(customer);
  if (inside === undefined)
    throw new VaultError('malformed', 'this is no customer that the vault has loaded');
  return inside;
}

const iso = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

export function factsOf(head: Head, now: number): CustomerFacts {
  return {
    id: head.id,
    team: head.team,
    vip: head.vip,
    colleague: head.colleague,
    colleagueTeam: head.colleagueTeam,
    minor: head.minor,
    deceased: head.deceased,
    binned: head.binnedAt !== null,
    consentExpired: head.consentExpiresAt !== null && head.consentExpiresAt <= now,
  };
}

/**
 * Takes in the answer of SQL `vault_customer`: checks that the rows belong together and unwraps the data keys, so that
 * opening needs nothing more. `asked`: the customer that must have been brought; null for a search's candidate, whose
 * value is compared. Throws `VaultError` (`stale-state`, `malformed`, `unsealable`, `unknown-key`).
 */
export async function loadSealed(
  deps: {
    readonly org: string;
    readonly macKey: Uint8Array;
    readonly dataKeys: DataKeys;
    readonly now: () => Date;
  },
  json: unknown,
  asked: string | null,
): Promise<SealedCustomer> {
  const { state, digest } = readState(deps.org, deps.macKey, json);
  if (asked !== null && state.head.id !== asked) throw new OtherCustomer();
  const now = deps.now().getTime();
  const keys = new Map<string, KeyObject>();
  for (const key of state.keys) keys.set(key.id, await deps.dataKeys.get(state.head.id, key));
  const hit = (json as { readonly hit?: unknown }).hit;
  const customer: SealedCustomer = {
    id: state.head.id,
    facts: factsOf(state.head, now),
    values: state.values.map(({ field, item, version }) => ({ field, item, version })),
    parties: state.parties.map((party) => ({
      id: party.id,
      capacity: party.capacity,
      linked: party.linked,
      fields: party.fields,
      expiresAt: iso(party.expiresAt),
      live: [party.expiresAt, party.endedAt].every((end) => end === null || end > now),
    })),
    state: digest.toString('base64url'),
    hit: typeof hit === 'string' ? hit : null,
  };
  insides.set(customer, { org: deps.org, state, keys });
  return customer;
}

/** Seals a text of a customer under one of the customer's keys. */
export function sealFor(
  inside: {
    readonly org: string;
    readonly keys: ReadonlyMap<string, CipherKey>;
    readonly state: Pick<State, 'keys'>;
  },
  place: Omit<Place, 'org'>,
  text: string,
): Buffer {
  const stored = inside.state.keys.find((key) => key.id === place.key);
  const clear = inside.keys.get(place.key);
  if (stored === undefined || clear === undefined) throw missingKey();
  return seal(suiteOf(stored.suite), clear, { ...place, org: inside.org }, text);
}

/** Opposite of `sealFor`. */
export function openFor(inside: Inside, place: Omit<Place, 'org'>, sealed: Uint8Array): string {
  const clear = inside.keys.get(place.key);
  if (clear === undefined) throw missingKey();
  return unseal(clear, { ...place, org: inside.org }, sealed);
}

/** The rows are sound, but of another customer than was asked for: whoever owns the database has swapped the answer. */
export class OtherCustomer extends VaultError {
  constructor() {
    super('stale-state', 'the database brought another customer than was asked for: compare its functions');
  }
}

const missingKey = (): VaultError =>
  new VaultError('unknown-key', 'the data key of this value is gone: it was erased');
