/** What went wrong in this package. The message never holds a value or a pattern. */
export type DetectErrorCode = 'pattern-refused' | 'pattern-invalid' | 'word-list-invalid' | 'key-invalid';

/** Failure of this package; `code` says which. */
export class DetectError extends Error {
  readonly code: DetectErrorCode;

  constructor(code: DetectErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DetectError';
    this.code = code;
  }
}
