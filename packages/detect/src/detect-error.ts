/** What went wrong in this package. The message never holds a value or a pattern. */
export type DetectErrorCode = 'pattern-refused' | 'pattern-invalid' | 'word-list-invalid' | 'key-invalid';

/** Failure of this package; `code` says which. */
export class DetectError extends Error {
  readonly code: DetectErrorCode;
  /** Where it is: offset in the pattern, or index in the list of words; null where no place can be named. */
  readonly at: number | null;

  constructor(code: DetectErrorCode, message: string, options: ErrorOptions & { readonly at?: number } = {}) {
    super(message, options);
    this.name = 'DetectError';
    this.code = code;
    this.at = options.at ?? null;
  }
}
