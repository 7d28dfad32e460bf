/** What went wrong: `malformed-*` means the bytes are not in the format; the rest is said by the message. */
export type LedgerErrorCode =
  | 'malformed-key'
  | 'malformed-note'
  | 'malformed-checkpoint'
  | 'malformed-tile'
  | 'malformed-bundle'
  | 'malformed-proof'
  | 'malformed-journal'
  | 'bad-signature'
  | 'unsigned'
  | 'out-of-range'
  | 'missing';

/** A transparency-log input that cannot be used; carries positions and names only, never an entry. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LedgerError';
    this.code = code;
  }
}
