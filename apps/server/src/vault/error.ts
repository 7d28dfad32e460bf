/** What went wrong in the vault; never holds a value, a key or the bytes of either. */
export type VaultErrorCode =
  /** A sealed value or wrapped key was altered, moved, or belongs to another key. */
  | 'unsealable'
  /** A sealed value or wrapped key is not in the format. */
  | 'malformed'
  /** The customer's rows are not the ones that were last written together. */
  | 'stale-state'
  /** The key encryption key that wrapped it is not there (any more). */
  | 'unknown-key'
  /** Keys are kept where others can read them, or beside the data. */
  | 'unsafe-keys'
  /** The key file or its folder cannot be used. */
  | 'keys'
  /** The customer was changed by somebody else since it was loaded. */
  | 'changed-meanwhile'
  /** There is no such customer, field, item or version. */
  | 'absent'
  /** The organisation's own field kind cannot be added. */
  | 'field-kind'
  /** An import cannot go on. */
  | 'import';

/** The one error class of the vault. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
