import { toBytes } from './encoding.ts';

/** Message that a witness signs: `cosignature/v1`, the time (POSIX seconds), the checkpoint's text (C2SP). */
export function cosignedMessage(text: string, time: number): Uint8Array {
  return toBytes(`cosignature/v1\ntime ${time}\n${text}`);
}

/** Time as a big-endian uint64, then the Ed25519 signature. */
export function cosignatureBytes(time: number, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + signature.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  bytes.set(signature, 8);
  return bytes;
}

/** Time (POSIX seconds) of a cosignature; `null` where the bytes are none. */
export function cosignatureTime(bytes: Uint8Array): number | null {
  if (bytes.length !== 72) return null;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : null;
}
