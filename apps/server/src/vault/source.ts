import type { FieldRef } from '@huke/sdk';
import { VaultError } from './error.ts';
import { insideOf, openFor, type SealedCustomer } from './sealed-customer.ts';

/**
 * Port to where the values are kept. `owned`: sealed in this vault. A source that fetches them from a customer master
 * at each access brings them in `ready` and forgets them with the loaded customer.
 */
export type ValueSource = {
  /** Makes the values of some fields ready to be opened; called when the access's entry is durable. */
  readonly ready: (customer: SealedCustomer, fields: readonly FieldRef[]) => Promise<void>;
  /** The value of one item; throws `VaultError`: `absent`, or `unsealable` when it was altered or moved. */
  readonly open: (customer: SealedCustomer, field: string, item: string) => string;
};

/** Values that this vault keeps, sealed beside the customer. */
export const ownedSource: ValueSource = {
  ready: async () => {},
  open: (customer, field, item) => {
    const inside = insideOf(customer);
    const value = inside.state.values.find((each) => each.field === field && each.item === item);
    if (value === undefined) throw new VaultError('absent', 'the customer has no such value');
    const { counter, key, sealed } = value;
    return openFor(inside, { kind: 'value', customer: customer.id, field, item, counter, key }, sealed);
  },
};
