/**
 * vault: customers' fields, sealed. It owns the kinds of fields, the keys, the sealed values with their history, the
 * blind indexes, the parties with mandates, the bin and the import engine.
 *
 * Invariants: a value opens only in the place it was sealed for; a customer's rows open only as they were last
 * written together; no error, log or table holds a value or a clear key; what opens values is `#vault/open`, which
 * only access imports. Start reading at `kinds.ts`, then `seal.ts`, `write.ts`, `state.ts`, `vault.ts`.
 */
export { VaultError, type VaultErrorCode } from './error.ts';
export { fileKeys } from './file-keys.ts';
export type { SealedVersion } from './history.ts';
export type { KeyProvider, WrappedKey } from './key-provider.ts';
export { createImports, type Imports, type StartImport } from './import.ts';
export type { ChangeRecord } from './changes.ts';
export type { CommitBatch, ImportBatch } from './import-batch.ts';
export { type KindRegistry } from './kind-registry.ts';
export { type Factor, type Kind, kinds, retentionClasses, type Use } from './kinds.ts';
export { memoryKeys } from './memory-keys.ts';
export { vaultFunctions } from './functions.ts';
export { vaultMigrations } from './migrations.ts';
export type { NoticeRecord } from './notices.ts';
export type { Change, Flags, InputCode, InputError, Invalid } from './prepare.ts';
export type { SealedCustomer } from './sealed-customer.ts';
export { createVault, type Vault, type VaultDeps } from './vault.ts';
export type { PartyInput, Prepared, Write as PreparedCustomer } from './write.ts';
