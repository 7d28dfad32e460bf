/**
 * ledger: every touch of customer information and every change of rights, in one transparency log. It owns the entry's
 * grammar, the append, sequencing, checkpoints and their copies outside the database, and reading for explorer,
 * proofs and verification. Invariants: an entry holds ids, codes and digests only; entries have no gaps; a tree that
 * was rewritten is never signed. Start reading at `ledger.ts`, then `checkpointer.ts`; the mathematics is @huke/ledger.
 */
export { type Appended, appendBytes, type Send, type Statement } from './append.ts';
export type { LedgerHealth } from './checkpoint-loop.ts';
export type { CheckpointOutcome, TamperCode } from './checkpointer.ts';
export { decodeEntry, type EntryDraft, encodeEntry } from './entry.ts';
export { LedgerRoomError, type LedgerRoomErrorCode } from './error.ts';
export type { EntryFilter, EntryPage } from './explorer.ts';
export { keyEntries, keyUsed } from './key-entries.ts';
export { createLedger, type Ledger, type LedgerHalt } from './ledger.ts';
export type { ProofOutcome } from './log-reader.ts';
export { ledgerFunctions } from './functions.ts';
export { ledgerMigrations } from './migrations.ts';
export { ledgerRights } from './rights.ts';
export { noteReading } from './reading.ts';
export type { StoredCheckpoint } from './store.ts';
