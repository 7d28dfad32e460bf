/** What went wrong, for `switch`. The message says what to do; it never holds a customer value or a secret. */
export type PlatformErrorCode =
  /** A setting of the environment is missing or wrong. */
  | 'config'
  /** The database acknowledges what it has not stored, so nothing may be released on its word. */
  | 'not-durable'
  /** The database is older than Huke supports. */
  | 'unsupported-database'
  /** The database cannot be reached or refuses the sign-in. */
  | 'unreachable'
  /** Another server uses the data folder. */
  | 'locked'
  /** The embedded PostgreSQL cannot be prepared or does not start. */
  | 'postgres'
  /** Applied migrations and the program's migrations disagree, or one failed, or a SQL function did. */
  | 'migration'
  /** A sealed row is not as this program wrote it. */
  | 'row-forged'
  /** A connection is not set as it must be, and cannot be. */
  | 'session'
  /** Functions, triggers, tables or settings of the database are not those that the program made. */
  | 'schema-changed'
  /** An event's fields are not ids and codes. */
  | 'event';

/** The one error of this room; `code` says what, `cause` holds what was caught. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: PlatformErrorCode;

  constructor(code: PlatformErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
