/** What the ledger refuses; each is stable. */
export type LedgerRoomErrorCode =
  /** A draft has a member or a value that is no id, code, digest or number; nothing was appended. */
  | 'malformed-entry'
  /** A draft encodes to more than 65,535 bytes: split the access. */
  | 'entry-too-large'
  /** The database did not store what it was given, or answers that it did not; the transaction must not commit. */
  | 'append-altered'
  /** The signing key is missing, readable by others, or of another organisation. */
  | 'signing-key'
  /** The journal beside the keys cannot be written or read; nothing may be answered then. */
  | 'journal'
  /** The export folder for checkpoints cannot be written or holds something else. */
  | 'export-folder';

/** The one error of this room; names members and codes, never the value that was refused. */
export class LedgerRoomError extends Error {
  override readonly name = 'LedgerRoomError';
  readonly code: LedgerRoomErrorCode;

  constructor(code: LedgerRoomErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
