import { createReadStream, statSync } from 'node:fs';

const sample = 64 * 1024;

/** Encoding of a text by its first bytes: byte order marks, then valid UTF-8, then zeros of UTF-16, else GB18030. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  let even = 0;
  let odd = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    if (bytes[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  if (even + odd > bytes.length / 20) return even > odd ? 'utf-16be' : 'utf-16le';
  try {
    // A character cut off at the end of the sample is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

/** The text of a stream of bytes, in pieces, decoded by what its first 64 KiB look like. */
export async function* textOf(
  bytes: AsyncIterable<Uint8Array>,
  read: (count: number) => void = () => {},
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let first: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    read(chunk.length);
    if (decoder) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    first.push(chunk);
    size += chunk.length;
    if (size < sample && !ready(first)) continue;
    const whole = Buffer.concat(first);
    first = [];
    decoder = new TextDecoder(encodingOf(whole.subarray(0, sample)));
    yield decoder.decode(whole, { stream: true });
  }
  if (!decoder) {
    const whole = Buffer.concat(first);
    decoder = new TextDecoder(encodingOf(whole));
    yield decoder.decode(whole, { stream: true });
  }
  yield decoder.decode();
}

/** Interactive input must not wait for 64 KiB: a line is enough. */
const ready = (chunks: readonly Uint8Array[]): boolean =>
  (chunks.at(-1)?.includes(10) ?? false) && chunks.reduce((sum, chunk) => sum + chunk.length, 0) > 16;

/** A file, or standard input for `-`. */
export const bytesOf = (name: string): AsyncIterable<Uint8Array> =>
  name === '-' ? process.stdin : createReadStream(name, { highWaterMark: 1 << 18 });

/** Shows on a terminal how far reading has come; nothing where standard error is no terminal. */
export function progress(name: string): { readonly add: (count: number) => void; readonly end: () => void } {
  if (!process.stderr.isTTY) return { add: () => {}, end: () => {} };
  const total = name === '-' ? 0 : (statSync(name, { throwIfNoEntry: false })?.size ?? 0);
  const start = Date.now();
  let done = 0;
  let shown = 0;
  const add = (count: number): void => {
    done += count;
    const now = Date.now();
    if (now - shown < 200 || now - start < 500) return;
    shown = now;
    const rate = done / 1e6 / ((now - start) / 1000);
    const left = total > 0 ? `, ${Math.floor((100 * done) / total)} %` : '';
    process.stderr.write(`\r${name}: ${(done / 1e6).toFixed(1)} MB${left}, ${rate.toFixed(1)} MB/s\u001b[K`);
  };
  const end = (): void => {
    if (shown > 0) process.stderr.write('\r\u001b[K');
  };
  return { add, end };
}
