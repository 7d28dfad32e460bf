import type { PersonRef } from '@huke/sdk';
import type { Ledger } from '#ledger';
import type { Clock, Database, Log } from '#platform';

/** Keyed MAC under a key that lives apart from the database. */
export type Mac = (data: Uint8Array) => Uint8Array;

export type DetectorDeps = {
  readonly db: Database;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly mac: Mac;
  /** Colleagues by id; unknown ids are left out. */
  readonly colleagues: (people: readonly string[]) => Promise<ReadonlyMap<string, PersonRef>>;
};

/** A refusal that the caller turns into a problem of the same code. */
export type Refused = {
  readonly kind: 'refused';
  readonly code:
    | 'not-allowed'
    | 'no-such-rule'
    | 'changed-meanwhile'
    | 'taken'
    | 'too-many-rules'
    | 'rules-altered'
    | 'rule-refused'
    | 'trial-busy';
  /** What is wrong with a rule: the field, a word of code for it, and the place in its value. */
  readonly error?: { readonly path: string; readonly code: string; readonly at?: number };
};
export const refused = (code: Refused['code'], error?: Refused['error']): Refused => ({
  kind: 'refused',
  code,
  ...(error ? { error } : {}),
});
