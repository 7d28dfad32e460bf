/**
 * `#vault/open`: the only way from sealed to clear. Only `access` may import it, and calls it after the access's entry
 * is durable.
 */
import { VaultError } from './error.ts';
import { openVersion, type SealedVersion } from './history.ts';
import { insideOf, openFor, type SealedCustomer } from './sealed-customer.ts';
import { ownedSource, type ValueSource } from './source.ts';
import type { Vault } from './vault.ts';

export { findHolders } from './duplicates.ts';

declare const clearBrand: unique symbol;

/** A customer value in clear. */
export type Clear = string & { readonly [clearBrand]: true };

/** Opens what a loaded customer holds. */
export type Opener = {
  /** Brings values in from where they are kept; before `open`, after the entry is durable. */
  readonly ready: ValueSource['ready'];
  /** The value of one item; throws `absent`, or `unsealable` when it was altered or moved. */
  readonly open: (customer: SealedCustomer, field: string, item: string) => Clear;
  /** An earlier version; null where the item had been removed. */
  readonly openVersion: (customer: SealedCustomer, version: SealedVersion) => Clear | null;
  /** A text that `vault.sealText` sealed under the same id. */
  readonly openText: (customer: SealedCustomer, id: string, sealed: Uint8Array) => Clear;
  /** The name of a person with a mandate. */
  readonly openParty: (customer: SealedCustomer, party: string) => Clear;
  /** How many values were opened so far, for the tests of equal work. */
  readonly opens: () => number;
};

/** Makes the opener of a vault; `source` says where the values are kept. */
export function createOpener(_vault: Vault, source: ValueSource = ownedSource): Opener {
  let opens = 0;
  const counted = (text: string): Clear => {
    opens++;
    return text as Clear;
  };
  return {
    ready: (customer, fields) => source.ready(customer, fields),
    open: (customer, field, item) => counted(source.open(customer, field, item)),
    openVersion: (customer, version) => {
      const text = openVersion(customer, version);
      return text === null ? null : counted(text);
    },
    openText: (customer, id, sealed) => {
      const bytes = Buffer.from(sealed);
      const length = bytes[0] ?? 0;
      const key = bytes.subarray(1, 1 + length).toString('utf8');
      const place = {
        kind: 'text',
        customer: customer.id,
        field: 'note',
        item: id,
        counter: 0,
        key,
      } as const;
      return counted(openFor(insideOf(customer), place, bytes.subarray(1 + length)));
    },
    openParty: (customer, party) => {
      const inside = insideOf(customer);
      const row = inside.state.parties.find((each) => each.id === party);
      if (row === undefined) throw new VaultError('absent', 'the customer has no such party');
      const { counter, key, sealedName } = row;
      const place = {
        kind: 'party',
        customer: customer.id,
        field: 'name',
        item: party,
        counter,
        key,
      } as const;
      return counted(openFor(inside, place, sealedName));
    },
    opens: () => opens,
  };
}
