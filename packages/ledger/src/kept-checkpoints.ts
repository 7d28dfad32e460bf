import { type Checkpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { LedgerError } from './errors.ts';
import type { TamperFinding } from './findings.ts';
import type { VerifierKey } from './keys.ts';
import { checkpointsPath, type LogSource, parseCheckpointLines } from './log-source.ts';
import { parseNote } from './note.ts';
import type { Primitives } from './primitives.ts';

/** Size that an unverified checkpoint claims, to find the next page; `null` where it is no checkpoint. */
function claimedSize(note: Uint8Array): number | null {
  try {
    return parseCheckpoint(parseNote(note).text).size;
  } catch {
    return null;
  }
}

function opened(note: Uint8Array, key: VerifierKey, primitives: Primitives): Checkpoint | null {
  try {
    return openCheckpoint(note, key, [], primitives);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

/** Every kept checkpoint in ascending order, its signature verified; what is wrong with one is reported, not yielded. */
export async function* keptCheckpoints(
  source: LogSource,
  key: VerifierKey,
  primitives: Primitives,
  report: (finding: TamperFinding) => void,
): AsyncGenerator<Checkpoint> {
  let good = 0;
  for (let after = 0; ; ) {
    const page = await source.read(checkpointsPath(after));
    const notes = page === null ? [] : parseCheckpointLines(page);
    let reached = after;
    for (const note of notes) {
      const checkpoint = opened(note, key, primitives);
      reached = Math.max(reached, checkpoint?.size ?? claimedSize(note) ?? reached);
      if (checkpoint === null) report({ kind: 'checkpoint-invalid', after: good });
      else if (checkpoint.size <= good)
        report({ kind: 'checkpoint-order', after: good, size: checkpoint.size });
      else {
        good = checkpoint.size;
        yield checkpoint;
      }
    }
    if (reached <= after) return;
    after = reached;
  }
}
