import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { sameBytes } from './encoding.ts';
import { LedgerError } from './errors.ts';
import type { TamperFinding } from './findings.ts';
import { leafHash } from './hash.ts';
import { keptCheckpoints } from './kept-checkpoints.ts';
import type { VerifierKey } from './keys.ts';
import { type LogSource, readBundle, readTile } from './log-source.ts';
import { portablePrimitives, type Primitives } from './primitives.ts';
import { type Milestone, Replay } from './replay.ts';
import { hashAt, tileWidth } from './tiles.ts';
import { UpperTiles } from './upper-tiles.ts';

/** How far verification has come. */
export type VerifyProgress = {
  readonly entries: number;
  readonly size: number;
  readonly checkpoints: number;
};

/** How to verify; everything has a default. */
export type VerifyOptions = {
  /** Signed checkpoint (note) that was seen before: the log must still contain it. */
  readonly remembered?: Uint8Array;
  /** Platform primitives, for speed. */
  readonly primitives?: Primitives;
  /** Called after every few thousand entries and at the end. */
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Findings kept at most (100); `more` counts the rest. */
  readonly limit?: number;
};

/** What was verified; `latest` is the signed note that the log shows, to be remembered when all is intact. */
export type VerifyResult = {
  readonly size: number;
  readonly checkpoints: number;
  readonly latest: Uint8Array | null;
} & (
  | { readonly kind: 'intact'; readonly root: Uint8Array }
  | { readonly kind: 'tampered'; readonly findings: readonly TamperFinding[]; readonly more: number }
);

type Audit = {
  readonly source: LogSource;
  readonly key: VerifierKey;
  readonly primitives: Primitives;
  readonly report: (finding: TamperFinding) => void;
  readonly replay: Replay;
  readonly upper: UpperTiles;
};

/** Bundles fetched at a time. */
const chunk = 16;

/**
 * Verifies a whole log from what `source` shows: the signature of the latest and of every kept checkpoint, the tree of
 * each of them rebuilt from the leaves (so that all are consistent with one another), the hash of every entry against
 * its leaf, the tiles above, and that a remembered checkpoint is still contained.
 *
 * Throws `LedgerError` where there is nothing to verify (`missing`: no checkpoint, and none remembered; `unsigned`,
 * `bad-signature`, `malformed-…`: the latest checkpoint is not of this key) and whatever the source throws.
 */
export async function verifyLog(
  source: LogSource,
  key: VerifierKey,
  options: VerifyOptions = {},
): Promise<VerifyResult> {
  const { primitives = portablePrimitives, limit = 100 } = options;
  const findings: TamperFinding[] = [];
  let more = 0;
  const report = (finding: TamperFinding): void => {
    if (findings.length < limit) findings.push(finding);
    else more++;
  };
  const remembered = options.remembered && openCheckpoint(options.remembered, key, [], primitives);
  const latestNote = await source.read('checkpoint');
  if (latestNote === null) {
    if (remembered === undefined) throw new LedgerError('missing', 'the log has no checkpoint yet');
    report({ kind: 'rolled-back', known: remembered.size, size: null });
    return { kind: 'tampered', findings, more, size: 0, checkpoints: 0, latest: null };
  }
  const latest = openCheckpoint(latestNote, key, [], primitives);
  if (remembered !== undefined && remembered.size > latest.size)
    report({ kind: 'rolled-back', known: remembered.size, size: latest.size });
  const audit: Audit = {
    source,
    key,
    primitives,
    report,
    replay: new Replay(primitives.sha256, report),
    upper: new UpperTiles(source, report),
  };
  const checkpoints = await walk(audit, latest, remembered, options.onProgress);
  const summary = { size: latest.size, checkpoints, latest: latestNote };
  if (findings.length === 0) return { kind: 'intact', root: latest.root, ...summary };
  return { kind: 'tampered', findings, more, ...summary };
}

/** Walks the leaves and meets the checkpoints on the way; resolves to how many kept ones there were. */
async function walk(
  audit: Audit,
  latest: Checkpoint,
  remembered: Checkpoint | undefined,
  onProgress: VerifyOptions['onProgress'],
): Promise<number> {
  const { replay } = audit;
  const counter = { kept: 0 };
  const milestones = merge(audit, latest, remembered, counter);
  let next = await milestones.next();
  const meetDue = async (): Promise<number> => {
    while (next.done !== true && next.value.size === replay.size) {
      replay.meet(next.value);
      next = await milestones.next();
    }
    return next.done === true ? Number.POSITIVE_INFINITY : next.value.size;
  };
  const bundles = Math.ceil(latest.size / tileWidth);
  let due = await meetDue();
  for (let first = 0; first < bundles; first += chunk) {
    const indexes = Array.from({ length: Math.min(chunk, bundles - first) }, (_, i) => first + i);
    for (const bundle of await Promise.all(indexes.map((index) => fetchBundle(audit, index, latest.size)))) {
      if (bundle.tile === null) report(audit, 'leaves-missing', bundle, 0);
      for (let i = 0; i < bundle.width; i++) {
        if (!replayEntry(audit, bundle, i)) {
          replay.settle('unknown');
          return counter.kept;
        }
        if (audit.upper.waiting) await audit.upper.compare(replay);
        if (replay.size === due) due = await meetDue();
      }
    }
    onProgress?.({ entries: replay.size, size: latest.size, checkpoints: counter.kept });
  }
  await audit.upper.finish(latest.size, replay);
  replay.settle('unknown');
  return counter.kept;
}

type Bundle = {
  readonly from: number;
  readonly width: number;
  readonly tile: Uint8Array | null;
  readonly entries: readonly Uint8Array[] | null;
};

async function fetchBundle({ source }: Audit, index: number, size: number): Promise<Bundle> {
  const from = index * tileWidth;
  const width = Math.min(tileWidth, size - from);
  const [tile, entries] = await Promise.all([
    readTile(source, { level: 0, index, width }),
    readBundle(source, index, width),
  ]);
  return { from, width, tile, entries };
}

/** Replays entry `i` of a bundle; false where entry and leaf are both missing: nothing after can be verified. */
function replayEntry(audit: Audit, bundle: Bundle, i: number): boolean {
  const { replay, upper, primitives } = audit;
  const entry = bundle.entries?.[i];
  const stored = bundle.tile === null ? null : hashAt(bundle.tile, i);
  const hashed = entry === undefined ? null : leafHash(entry, primitives.sha256);
  if (hashed === null && i === (bundle.entries?.length ?? 0)) report(audit, 'entries-missing', bundle, i);
  const leaf = stored ?? hashed;
  if (leaf === null) return false;
  replay.append(leaf, hashed ?? leaf, upper.listen);
  return true;
}

function report(audit: Audit, kind: 'entries-missing' | 'leaves-missing', bundle: Bundle, i: number): void {
  audit.report({ kind, from: bundle.from + i, through: bundle.from + bundle.width - 1 });
}

/** Kept, latest and remembered checkpoints in one ascending order; counts the kept ones, finds a shortened log. */
async function* merge(
  { source, key, primitives, report }: Audit,
  latest: Checkpoint,
  remembered: Checkpoint | undefined,
  counter: { kept: number },
): AsyncGenerator<Milestone> {
  const known: Milestone[] = [{ size: latest.size, root: latest.root, by: 'latest' }];
  if (remembered !== undefined && remembered.size <= latest.size)
    known.unshift({ size: remembered.size, root: remembered.root, by: 'remembered' });
  let largest: Checkpoint = latest;
  for await (const checkpoint of keptCheckpoints(source, key, primitives, report)) {
    counter.kept++;
    while (known[0] !== undefined && known[0].size < checkpoint.size) yield known.shift() as Milestone;
    if (checkpoint.size > largest.size) largest = checkpoint;
    if (checkpoint.size <= latest.size) yield { size: checkpoint.size, root: checkpoint.root, by: 'kept' };
  }
  yield* known;
  if (largest !== latest) await expectGrown(source, key, primitives, report, largest);
}

/** Kept checkpoints beyond the latest are fine only where the log has grown to them meanwhile. */
async function expectGrown(
  source: LogSource,
  key: VerifierKey,
  primitives: Primitives,
  report: (finding: TamperFinding) => void,
  largest: Checkpoint,
): Promise<void> {
  const again = await source.read('checkpoint');
  const now = again && openCheckpoint(again, key, [], primitives);
  if (now === null || now.size < largest.size)
    report({ kind: 'rolled-back', known: largest.size, size: now?.size ?? null });
  else if (now.size === largest.size && !sameBytes(now.root, largest.root))
    report({ kind: 'interval', from: largest.size, to: largest.size, by: 'kept' });
}
