import { parseBundle } from './bundle.ts';
import { toBytes, toText } from './encoding.ts';
import { LedgerError } from './errors.ts';
import { hashLength } from './hash.ts';
import { bundlePath, type TileId, tilePath, tileWidth } from './tiles.ts';

/**
 * Where a log is read: `checkpoint`, `tile/…` and `checkpoints?after=SIZE`, the kept checkpoints larger than SIZE (from 0) in
 * ascending order, as many as the source likes, in the form of `formatCheckpointLines`. `null` = not there.
 */
export type LogSource = { readonly read: (path: string) => Promise<Uint8Array | null> };

/** Kept checkpoints as lines of JSON, each `{"note": signed checkpoint}`. */
export function formatCheckpointLines(notes: readonly Uint8Array[]): Uint8Array {
  return toBytes(notes.map((note) => `${JSON.stringify({ note: toText(note) })}\n`).join(''));
}

/** Signed checkpoints of such lines; other members of a line are ignored. Throws `malformed-checkpoint`. */
export function parseCheckpointLines(bytes: Uint8Array): Uint8Array[] {
  const lines = toText(bytes)
    ?.split('\n')
    .filter((line) => line !== '') ?? [''];
  return lines.map((line, i) => {
    try {
      const { note } = JSON.parse(line) as { note?: unknown };
      if (typeof note === 'string') return toBytes(note);
    } catch (cause) {
      throw new LedgerError('malformed-checkpoint', `line ${i + 1} of the checkpoints is not JSON`, {
        cause,
      });
    }
    throw new LedgerError('malformed-checkpoint', `line ${i + 1} of the checkpoints has no note`);
  });
}

/** Path of the kept checkpoints larger than `size`. */
export function checkpointsPath(size: number): string {
  return `checkpoints?after=${size}`;
}

/** Reads a path as wide as asked for, or wider where only the full one is left; `null` = neither is there. */
async function readWidened(source: LogSource, path: string, fullPath: string): Promise<Uint8Array | null> {
  return (await source.read(path)) ?? (path === fullPath ? null : await source.read(fullPath));
}

/** Hashes of a tile; `null` where it is missing or not as long as its width asks for. */
export async function readTile(source: LogSource, tile: TileId): Promise<Uint8Array | null> {
  const bytes = await readWidened(source, tilePath(tile), tilePath({ ...tile, width: tileWidth }));
  const wanted = tile.width * hashLength;
  const fits = bytes !== null && (bytes.length === wanted || bytes.length === tileWidth * hashLength);
  return fits ? bytes.subarray(0, wanted) : null;
}

/** Entries of a bundle, fewer than its width where some are missing; `null` where it is missing or malformed. */
export async function readBundle(
  source: LogSource,
  index: number,
  width: number,
): Promise<Uint8Array[] | null> {
  const bytes = await readWidened(
    source,
    bundlePath({ index, width }),
    bundlePath({ index, width: tileWidth }),
  );
  if (bytes === null) return null;
  try {
    return parseBundle(bytes).slice(0, width);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
