import { timingSafeEqual } from 'node:crypto';
import type { Capacity } from '@huke/sdk';
import type { StoredKey } from './data-keys.ts';
import { VaultError } from './error.ts';
import { currentSuite } from './suite.ts';

/** One sealed value. */
export type SealedValue = {
  readonly field: string;
  readonly item: string;
  readonly version: number;
  readonly counter: number;
  readonly key: string;
  readonly sealed: Uint8Array;
};

/** A person with a mandate beside the customer; times are milliseconds since 1970. */
export type SealedParty = {
  readonly id: string;
  readonly capacity: Capacity;
  /** Customer id of the party, where they are a customer too. */
  readonly linked: string | null;
  readonly fields: readonly string[];
  /** Code of the evidence that was seen. */
  readonly evidence: string;
  readonly expiresAt: number | null;
  readonly endedAt: number | null;
  readonly counter: number;
  readonly key: string;
  readonly sealedName: Uint8Array;
};

/** What a customer's row says in clear: codes, ids and flags; times are milliseconds since 1970. */
export type Head = {
  readonly id: string;
  readonly team: string | null;
  readonly vip: boolean;
  readonly colleague: string | null;
  readonly colleagueTeam: string | null;
  readonly minor: boolean;
  readonly deceased: boolean;
  readonly consentExpiresAt: number | null;
  readonly binnedAt: number | null;
  /** Grows by one with each write. */
  readonly writes: number;
};

/** A customer's rows as they belong together. */
export type State = {
  readonly head: Head;
  readonly keys: readonly StoredKey[];
  readonly values: readonly SealedValue[];
  readonly parties: readonly SealedParty[];
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const placeOf = (value: SealedValue): string => `${value.field} ${value.item}`;

/**
 * Digest of a customer's sealed state: every column of every row but the wrapped bytes of the keys, so that rewrapping
 * keeps it. Each write's ledger entry carries it, so that rows put back to an older state are found.
 */
export function stateDigest(org: string, { head, keys, values, parties }: State): Buffer {
  const parts: (string | Uint8Array)[] = [
    JSON.stringify([
      'huke-state/1',
      org,
      head.id,
      head.team,
      head.vip,
      head.colleague,
      head.colleagueTeam,
      head.minor,
      head.deceased,
      head.consentExpiresAt,
      head.binnedAt,
      head.writes,
      keys.length,
      values.length,
      parties.length,
    ]),
  ];
  for (const key of [...keys].sort((a, b) => byText(a.id, b.id))) {
    parts.push(JSON.stringify([key.id, key.retention, key.suite]));
  }
  for (const value of [...values].sort((a, b) => byText(placeOf(a), placeOf(b)))) {
    const { field, item, version, counter, key, sealed } = value;
    parts.push(JSON.stringify([field, item, version, counter, key, sealed.length]), sealed);
  }
  for (const party of [...parties].sort((a, b) => byText(a.id, b.id))) {
    const { id, capacity, linked, fields, evidence, expiresAt, endedAt, counter, key, sealedName } = party;
    parts.push(
      JSON.stringify([
        id,
        capacity,
        linked,
        fields,
        evidence,
        expiresAt,
        endedAt,
        counter,
        key,
        sealedName.length,
      ]),
      sealedName,
    );
  }
  return currentSuite.digest(parts);
}

/** Keyed proof beside the rows that they are the ones last written together. */
export function stateMac(key: Uint8Array, digest: Uint8Array): Buffer {
  return currentSuite.mac(key, digest);
}

const bytes = (text: unknown): Buffer => Buffer.from(String(text), 'hex');

type Raw = {
  readonly mac: string;
  readonly keys: string;
  readonly values: string;
  readonly parties: readonly (readonly [
    string,
    Capacity,
    string | null,
    readonly string[],
    string,
    number | null,
    number | null,
    number,
    string,
    string,
  ])[];
} & Head;

/**
 * Reads the answer of SQL `vault_customer` and checks that its rows belong together. Throws `stale-state` when one of
 * them was altered, removed, added or put back, `malformed` when it is no such answer.
 */
export function readState(
  org: string,
  macKey: Uint8Array,
  json: unknown,
): { readonly state: State; readonly digest: Buffer } {
  const state = parse(json);
  const digest = stateDigest(org, state);
  const mac = stateMac(macKey, digest);
  const stored = bytes((json as Raw).mac);
  if (stored.length !== mac.length || !timingSafeEqual(stored, mac)) {
    throw new VaultError(
      'stale-state',
      'the customer’s rows are not the ones last written together: restore them and check the ledger',
    );
  }
  return { state, digest };
}

function parse(json: unknown): State {
  try {
    const raw = json as Raw;
    const { id, team, vip, colleague, colleagueTeam, minor, deceased, consentExpiresAt, binnedAt, writes } =
      raw;
    return {
      head: { id, team, vip, colleague, colleagueTeam, minor, deceased, consentExpiresAt, binnedAt, writes },
      keys: linesOf(raw.keys, 5).map(([key = '', retention = '', suite, kek = '', wrapped]) => ({
        id: key,
        retention,
        suite: Number(suite),
        wrapped: { kek, bytes: bytes(wrapped) },
      })),
      values: linesOf(raw.values, 6).map(([field = '', item = '', version, counter, key = '', sealed]) => ({
        field,
        item,
        version: Number(version),
        counter: Number(counter),
        key,
        sealed: bytes(sealed),
      })),
      parties: raw.parties.map(
        ([party, capacity, linked, fields, evidence, expiresAt, endedAt, counter, key, sealedName]) => ({
          id: party,
          capacity,
          linked,
          fields,
          evidence,
          expiresAt,
          endedAt,
          counter,
          key,
          sealedName: bytes(sealedName),
        }),
      ),
    };
  } catch (cause) {
    throw new VaultError('malformed', 'the customer’s rows cannot be read', { cause });
  }
}

function linesOf(text: string, words: number): readonly (readonly string[])[] {
  if (text === '') return [];
  const lines = text.split('\n').map((line) => line.split(' '));
  if (lines.some((line) => line.length !== words)) throw new TypeError('a line has another number of words');
  return lines;
}
