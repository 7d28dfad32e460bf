/** What went wrong that no caller can put right by asking otherwise. */
export type IdentityErrorCode =
  /** A service key has spent its requests of the day. */
  | 'key-quota'
  /** A row that would be written anew was changed past the program. */
  | 'row-forged'
  /** The organisation's data does not fit together (an unknown team or employer in a seed). */
  | 'seed';

/** The one error of this room; never holds a name, a mail address or a secret. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code: IdentityErrorCode;

  constructor(code: IdentityErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
