import type { Subject } from '#gate';
import type { InputError } from '#vault';
import type { Refusal } from './spine.ts';

/** Input that does not fit: paths and codes, never values. Nothing was recorded or written. */
export type Invalid = {
  readonly kind: 'refused';
  readonly code: 'invalid-field';
  readonly policies: readonly string[];
  readonly entry: -1;
  readonly errors: readonly InputError[];
};
export type Written =
  | { readonly kind: 'granted'; readonly id: string; readonly entry: number }
  | Refusal
  | Invalid;

export const invalid = (errors: readonly InputError[]): Invalid => ({
  kind: 'refused',
  code: 'invalid-field',
  policies: [],
  entry: -1,
  errors,
});

/** Who writes: the person, or the program itself. */
export const actor = (subject: Subject): string => subject.person ?? subject.key?.id ?? '';

/** What is answered about a customer who is not there: what is answered about one of others. */
export const nobodys = { kind: 'refused', code: 'not-yours', policies: ['not-yours'] } as const;
