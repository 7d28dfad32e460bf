/** What went wrong in the gate, for `switch`; a decision never throws, it is refused with `policy-error`. */
export type GateErrorCode =
  /** A policy file does not parse, or lacks an annotation. */
  | 'policy-syntax'
  /** A policy does not fit the schema. */
  | 'policy-invalid'
  /** A policy uses an operator that the compiler does not know. */
  | 'policy-operator'
  /** `policies/schema.cedarschema` is not what the data tables give. */
  | 'schema-stale'
  /** A row that carries rights does not match its seal. */
  | 'tampered';

/** The one error of this room; `code` says what. Messages hold ids and places, never a value. */
export class GateError extends Error {
  override readonly name = 'GateError';
  readonly code: GateErrorCode;

  constructor(code: GateErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
