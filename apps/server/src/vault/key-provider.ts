/**
 * Port to where the key encryption keys live: a file, OpenBao's transit engine, an HSM. A KEK never leaves it.
 * `context` is bound to the wrapped key as additional data; unwrapping with another context must fail.
 * `key-provider-suite.ts` is the conformance suite of every implementation.
 */
export type KeyProvider = {
  /** Id of the KEK that wraps now. */
  readonly current: () => Promise<string>;
  readonly wrap: (key: Uint8Array, context: Uint8Array) => Promise<WrappedKey>;
  /** Throws `VaultError`: `unknown-key` when the KEK is gone, `unsealable` when bytes or context are others. */
  readonly unwrap: (wrapped: WrappedKey, context: Uint8Array) => Promise<Buffer>;
  /** Makes a new KEK the current one; older ones still unwrap. Returns its id. */
  readonly rotate: () => Promise<string>;
  /** Destroys a KEK that is not current: what it wrapped is lost. */
  readonly destroy: (kek: string) => Promise<void>;
};

/** A key as the database may hold it. */
export type WrappedKey = { readonly kek: string; readonly bytes: Uint8Array };
