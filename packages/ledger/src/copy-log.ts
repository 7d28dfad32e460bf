import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { LedgerError } from './errors.ts';
import type { VerifierKey } from './keys.ts';
import { checkpointsPath, type LogSource, parseCheckpointLines } from './log-source.ts';
import { portablePrimitives, type Primitives } from './primitives.ts';
import { bundlePath, tilePath, tilesOf, tileWidth } from './tiles.ts';

/** Where a log is copied to: writes one file, resolves when it is stored. */
export type LogSink = {
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Whether an immutable file is there already. */
  readonly has: (path: string) => Promise<boolean>;
};

/** How far the copy has come. */
export type CopyProgress = { readonly entries: number; readonly size: number };

/**
 * Copies a log as static files: tiles and bundles of its latest checkpoint, every kept checkpoint up to it through
 * `keep`, then `checkpoint` itself, so that a copy cut short is never ahead of its files. It verifies nothing but the
 * latest signature: run `verifyLog` over the copy.
 */
export async function copyLog(
  source: LogSource,
  key: VerifierKey,
  sink: LogSink,
  keep: (notes: readonly Uint8Array[]) => Promise<void>,
  options: { readonly primitives?: Primitives; readonly onProgress?: (progress: CopyProgress) => void } = {},
): Promise<Checkpoint> {
  const note = await source.read('checkpoint');
  if (note === null) throw new LedgerError('missing', 'the log has no checkpoint yet');
  const latest = openCheckpoint(note, key, [], options.primitives ?? portablePrimitives);
  for (const tile of tilesOf(latest.size)) {
    await copyFile(source, sink, tilePath(tile));
    if (tile.level > 0) continue;
    await copyFile(source, sink, bundlePath(tile));
    options.onProgress?.({ entries: tile.index * tileWidth + tile.width, size: latest.size });
  }
  for (let after = 0; after < latest.size; ) {
    const page = await source.read(checkpointsPath(after));
    const notes = page === null ? [] : parseCheckpointLines(page);
    const checkpoints = notes
      .map((each) => ({ each, size: openCheckpoint(each, key, [], options.primitives).size }))
      .filter(({ size }) => size > after && size <= latest.size);
    if (checkpoints.length === 0) break;
    await keep(checkpoints.map(({ each }) => each));
    after = checkpoints.at(-1)?.size ?? latest.size;
  }
  await sink.write('checkpoint', note);
  return latest;
}

async function copyFile(source: LogSource, sink: LogSink, path: string): Promise<void> {
  if (await sink.has(path)) return;
  const bytes = await source.read(path);
  if (bytes === null) throw new LedgerError('missing', `${path} is missing`);
  await sink.write(path, bytes);
}
