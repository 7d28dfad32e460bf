import { fromBase64, LedgerError, toText } from '@huke/ledger';
import type { LedgerEntry } from '@huke/sdk';
import { named, type Words } from '../words/index.ts';

/** Names of the ledger's actions: those of an access and those of everything else. */
export function entryActions(words: Words): Readonly<Record<string, string>> {
  return { ...words.codes.entryActions, ...words.codes.actions };
}

/** The bytes that the tree hashes; null when they are not readable. */
export function bytesOf(base64: string): Uint8Array | null {
  try {
    return fromBase64(base64, 'malformed-bundle');
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

/**
 * The entry as its own bytes say it, so that the words on the screen are the words that were hashed, whatever the
 * server says beside them; null when the bytes are no entry.
 */
export function entryOf(index: number, base64: string): LedgerEntry | null {
  const draft = draftOf(base64);
  if (draft === null) return null;
  const text = (key: string): string | null => {
    const value = draft[key];
    return typeof value === 'string' ? value : null;
  };
  const list = (key: string): readonly string[] => {
    const value = draft[key];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  };
  return {
    index,
    at: text('at') ?? '',
    kind: text('kind') ?? '',
    person: text('person'),
    key: text('key'),
    post: text('post'),
    action: text('action') ?? '',
    outcome: text('outcome') ?? '',
    customer: text('customer'),
    case: text('case'),
    fields: list('fields'),
    purpose: text('purpose'),
    scenario: text('scenario'),
    reason: text('reason'),
    policies: list('policies'),
    bytes: base64,
  };
}

/** Whether the entry is the reading of a case's notes, which always names every field that a note may hold. */
export function readsNotes(entry: LedgerEntry): boolean {
  return entry.action === 'note' && draftOf(entry.bytes)?.['code'] === 'read';
}

/** What an entry says was done, in words. */
export function didOf(entry: LedgerEntry, words: Words): string {
  return readsNotes(entry) ? words.ledger.readNotes : named(entryActions(words), entry.action);
}

/** The members of an entry's bytes; null when they are not JSON. */
export function draftOf(base64: string): Readonly<Record<string, unknown>> | null {
  const bytes = bytesOf(base64);
  const text = bytes === null ? null : toText(bytes);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
