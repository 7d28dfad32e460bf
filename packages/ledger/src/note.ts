import { concat, fromBase64, toBase64, toBytes, toText } from './encoding.ts';
import { LedgerError } from './errors.ts';
import { isKeyName, type SignerKey, signatureTypes, type VerifierKey } from './keys.ts';
import { portablePrimitives, type Primitives, signEd25519 } from './primitives.ts';
import { cosignedMessage, cosignatureTime, cosignatureBytes } from './cosignature.ts';

/** A signature line of a note, not verified. */
export type NoteSignature = {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly keyId: string;
  /** What follows the key id. */
  readonly signature: Uint8Array;
};

/** A signed note as it is written: text with its last newline, and the lines below it. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** A signature that was verified; `time` (POSIX seconds) for a cosignature. */
export type VerifiedSignature = { readonly key: VerifierKey; readonly time?: number };

/** A note with at least one verified signature by a known key. */
export type OpenedNote = { readonly text: string; readonly verified: readonly VerifiedSignature[] };

const signatureLimit = 100;
const byteLimit = 1_000_000;

function malformed(why: string): LedgerError {
  return new LedgerError('malformed-note', `not a signed note: ${why}`);
}

function parseSignature(line: string): NoteSignature {
  const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name))
    throw malformed('a signature line is wrong');
  const bytes = fromBase64(encoded, 'malformed-note');
  if (bytes.length < 5) throw malformed('a signature is too short');
  const keyId = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { name, keyId, signature: bytes.subarray(4) };
}

/** Reads a note (C2SP signed-note) without verifying it; throws `malformed-note`. */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > byteLimit) throw malformed('it is too long');
  const whole = toText(bytes);
  if (whole === null || /[\u0000-\u0009\u000b-\u001f]/u.test(whole)) throw malformed('it is not plain UTF-8');
  const gap = whole.lastIndexOf('\n\n');
  if (gap < 0 || !whole.endsWith('\n')) throw malformed('it has no signatures');
  const lines = whole.slice(gap + 2, -1).split('\n');
  if (lines.length > signatureLimit) throw malformed('it has too many signatures');
  return { text: whole.slice(0, gap + 1), signatures: lines.map(parseSignature) };
}

/** Writes a note. */
export function formatNote(note: Note): Uint8Array {
  const lines = note.signatures.map(({ name, keyId, signature }) => {
    const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    return `— ${name} ${toBase64(concat(id, signature))}\n`;
  });
  return toBytes(`${note.text}\n${lines.join('')}`);
}

/** Signs a text that ends in a newline; a cosignature key (type 04) needs `time`, POSIX seconds. */
export function signText(text: string, key: SignerKey, time?: number): NoteSignature {
  if (!text.endsWith('\n')) throw malformed('the text does not end in a newline');
  const { name, id, type } = key.verifier;
  if (type === signatureTypes.ed25519)
    return { name, keyId: id, signature: signEd25519(key.seed, toBytes(text)) };
  if (time === undefined) throw new LedgerError('out-of-range', 'a cosignature needs its time');
  const signature = signEd25519(key.seed, cosignedMessage(text, time));
  return { name, keyId: id, signature: cosignatureBytes(time, signature) };
}

function verifySignature(
  text: string,
  { signature }: NoteSignature,
  key: VerifierKey,
  primitives: Primitives,
): VerifiedSignature | null {
  if (key.type === signatureTypes.ed25519)
    return primitives.verifyEd25519(key.publicKey, toBytes(text), signature) ? { key } : null;
  const time = cosignatureTime(signature);
  if (time === null) return null;
  const good = primitives.verifyEd25519(key.publicKey, cosignedMessage(text, time), signature.subarray(8));
  return good ? { key, time } : null;
}

/**
 * Verifies a note: signatures by unknown keys are ignored, a wrong one by a known key throws `bad-signature`, none by
 * a known key throws `unsigned`.
 */
export function openNote(
  note: Note,
  keys: readonly VerifierKey[],
  primitives: Primitives = portablePrimitives,
): OpenedNote {
  const verified: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    const key = keys.find((each) => each.name === signature.name && each.id === signature.keyId);
    if (key === undefined) continue;
    const result = verifySignature(note.text, signature, key, primitives);
    if (result === null) throw new LedgerError('bad-signature', `the signature of ${key.name} is wrong`);
    if (!verified.some((each) => each.key === key)) verified.push(result);
  }
  if (verified.length === 0) throw new LedgerError('unsigned', 'no known key signed this note');
  return { text: note.text, verified };
}
