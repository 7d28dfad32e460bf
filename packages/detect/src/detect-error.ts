/** What went wrong in this package. The message never holds a value or a pattern. */
export type DetectErrorCode = 'pattern-refused' | 'pattern-invalid' | 'word-list-invalid' | 'key-invalid';

/** Failure of this package; `code` says which. */
export class DetectError extends Error {
  readonly code: DetectErrorCode;
  /** What is wrong, as a word of code for catalogues, e.g. `endless`; empty where the code says it all. */
  readonly reason: string;
  /** Where it is: offset in the pattern, or index in the list of words; null where no place can be named. */
  readonly at: number | null;

  constructor(
    code: DetectErrorCode,
    message: string,
    options: ErrorOptions & { readonly at?: number; readonly reason?: string } = {},
  ) {
    super(message, options);
    this.name = 'DetectError';
    this.code = code;
    this.reason = options.reason ?? '';
    this.at = options.at ?? null;
  }
}
