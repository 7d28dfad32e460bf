import { fromBase64, parseDecimal, toBase64 } from './encoding.ts';
import { LedgerError } from './errors.ts';
import { hashLength } from './hash.ts';
import type { SignerKey, VerifierKey } from './keys.ts';
import { formatNote, openNote, parseNote, signText, type VerifiedSignature } from './note.ts';
import { portablePrimitives, type Primitives } from './primitives.ts';

/** A tree head: which log, how many entries, which root (C2SP tlog-checkpoint). */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Opaque lines after the root; Huke writes none. */
  readonly extensions: readonly string[];
};

/** A checkpoint whose note the log's key signed; `cosignatures` are those of known witnesses. */
export type OpenedCheckpoint = Checkpoint & { readonly cosignatures: readonly VerifiedSignature[] };

/** Text of a checkpoint, to be signed. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), toBase64(root), ...extensions];
  if (lines.some((line) => line === '' || line.includes('\n')))
    throw new LedgerError('malformed-checkpoint', 'a line of a checkpoint is empty or has a newline');
  return `${lines.join('\n')}\n`;
}

/** Reads a checkpoint's text; throws `malformed-checkpoint`. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split('\n');
  const size = parseDecimal(sizeText ?? '');
  if (!text.endsWith('\n') || !origin || size === null || rootText === undefined || extensions.includes(''))
    throw new LedgerError('malformed-checkpoint', 'not a checkpoint: it should read origin, size, root');
  const root = fromBase64(rootText, 'malformed-checkpoint');
  if (root.length !== hashLength)
    throw new LedgerError('malformed-checkpoint', 'the root of a checkpoint has 32 bytes');
  return { origin, size, root, extensions };
}

/** Signs a checkpoint as its log: the note's bytes. */
export function signCheckpoint(checkpoint: Checkpoint, key: SignerKey): Uint8Array {
  const text = formatCheckpoint(checkpoint);
  return formatNote({ text, signatures: [signText(text, key)] });
}

/**
 * Verifies and reads a signed checkpoint: the log's key must have signed it and its origin must be the key's name;
 * witnesses' cosignatures are verified where their keys are given. Throws as `openNote` and `parseCheckpoint` do.
 */
export function openCheckpoint(
  bytes: Uint8Array,
  key: VerifierKey,
  witnesses: readonly VerifierKey[] = [],
  primitives: Primitives = portablePrimitives,
): OpenedCheckpoint {
  const { text, verified } = openNote(parseNote(bytes), [key, ...witnesses], primitives);
  if (!verified.some((each) => each.key === key))
    throw new LedgerError('unsigned', 'the log itself did not sign this checkpoint');
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== key.name)
    throw new LedgerError('malformed-checkpoint', `the checkpoint is of another log than ${key.name}`);
  return { ...checkpoint, cosignatures: verified.filter((each) => each.key !== key) };
}
