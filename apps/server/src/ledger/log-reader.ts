import {
  formatBundle,
  formatCheckpointLines,
  leafHash,
  parseTilePath,
  proveInclusion,
  type Sha256,
  tileHashReader,
  tileWidth,
  toBase64,
} from '@huke/ledger';
import type { LedgerProof } from '@huke/sdk';
import { type Db, readCheckpoint, readCheckpoints, readEntries, readTile } from './store.ts';

const checkpointPage = 1_000;

/** An inclusion proof; `absent`: no such entry is signed, or no such checkpoint was kept. */
export type ProofOutcome =
  | { readonly kind: 'proof'; readonly proof: LedgerProof }
  | { readonly kind: 'absent' };

/**
 * Bytes at a path of the log: `checkpoint`, `checkpoints?after=SIZE` and the tlog-tiles paths, as far as they are
 * signed; `null` = not there. Of an entry that is gone the bundle has an empty one in its place.
 */
export async function readLogPath(db: Db, path: string): Promise<Uint8Array | null> {
  if (path === 'checkpoint') return (await readCheckpoint(db))?.note ?? null;
  const after = /^checkpoints\?after=([0-9]{1,15})$/.exec(path)?.[1];
  if (after !== undefined)
    return formatCheckpointLines(
      (await readCheckpoints(db, Number(after), checkpointPage)).map(({ note }) => note),
    );
  const named = parseTilePath(path);
  if (named === null) return null;
  if (named.kind === 'hashes') return readTile(db, named);
  const from = named.index * tileWidth;
  const signed = (await readCheckpoint(db))?.size ?? 0;
  if (from + named.width > signed) return null;
  const entries = await readEntries(db, from, named.width);
  return formatBundle(entries.map((entry) => entry ?? new Uint8Array(0)));
}

/** Proves entry `index` against the kept checkpoint of `size`, the latest where none is given. */
export async function readProof(db: Db, sha256: Sha256, index: number, size?: number): Promise<ProofOutcome> {
  const checkpoint = await readCheckpoint(db, size);
  if (checkpoint === null || !Number.isSafeInteger(index) || index < 0 || index >= checkpoint.size)
    return { kind: 'absent' };
  const [entry] = await readEntries(db, index, 1);
  const read = tileHashReader(checkpoint.size, (tile) => readTile(db, tile), sha256);
  const hashes = await proveInclusion(index, checkpoint.size, read, sha256);
  const bytes = entry ?? new Uint8Array(0);
  return {
    kind: 'proof',
    proof: {
      index,
      size: checkpoint.size,
      leaf: toBase64(leafHash(bytes, sha256)),
      hashes: hashes.map(toBase64),
      root: toBase64(checkpoint.root),
      checkpoint: Buffer.from(checkpoint.note).toString('utf8'),
      entry: toBase64(bytes),
    },
  };
}
