import {
  inclusionSteps,
  LedgerError,
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  sameBytes,
  toHex,
} from '@huke/ledger';
import type { LedgerProof } from '@huke/sdk';
import { bytesOf } from './entry.ts';

/** One step of the recomputation, in the order in which it was done. */
export type Step =
  | { readonly kind: 'leaf'; readonly hash: string; readonly good: boolean }
  | {
      readonly kind: 'join';
      readonly side: 'left' | 'right';
      readonly sibling: string;
      readonly hash: string;
      readonly from: number;
      readonly to: number;
      readonly good: true;
    }
  | { readonly kind: 'root'; readonly hash: string; readonly good: boolean }
  | { readonly kind: 'note'; readonly origin: string; readonly good: boolean };

export type Proved = { readonly good: boolean; readonly size: number; readonly steps: readonly Step[] };

/**
 * Recomputes the path from an entry's own bytes to the root, compares it with the signed checkpoint, and verifies the
 * checkpoint's signature under `verifier`. Takes nobody's word: neither the proof's leaf nor its root is trusted.
 */
export function prove(entry: string, proof: LedgerProof, verifier: string): Proved {
  const steps: Step[] = [];
  const end = (good: boolean): Proved => ({ good, size: proof.size, steps });
  const bytes = bytesOf(entry);
  const leaf = bytes === null ? new Uint8Array() : leafHash(bytes);
  const claimed = bytesOf(proof.leaf);
  const sameLeaf = claimed !== null && sameBytes(leaf, claimed);
  steps.push({ kind: 'leaf', hash: toHex(leaf), good: sameLeaf });
  if (!sameLeaf) return end(false);

  const hashes = proof.hashes.map((hash) => bytesOf(hash) ?? new Uint8Array());
  const path = inclusionSteps(leaf, proof.index, proof.size, hashes);
  for (const step of path ?? [])
    steps.push({
      kind: 'join',
      side: step.side,
      sibling: toHex(step.sibling),
      hash: toHex(step.hash),
      from: step.range.start,
      to: step.range.end,
      good: true,
    });
  const root = path === null ? new Uint8Array() : (path.at(-1)?.hash ?? leaf);

  const checkpoint = opened(proof.checkpoint, verifier);
  const rootGood =
    path !== null &&
    checkpoint !== null &&
    checkpoint.size === proof.size &&
    sameBytes(root, checkpoint.root);
  steps.push({ kind: 'root', hash: toHex(root), good: rootGood });
  steps.push({ kind: 'note', origin: checkpoint?.origin ?? '', good: checkpoint !== null });
  return end(rootGood && checkpoint !== null);
}

function opened(note: string, verifier: string) {
  try {
    return openCheckpoint(new TextEncoder().encode(note), parseVerifierKey(verifier));
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

/** Root and size of a signed checkpoint; null when the signature does not hold. */
export function checkpointOf(note: string, verifier: string): { size: number; root: string } | null {
  const checkpoint = opened(note, verifier);
  return checkpoint === null ? null : { size: checkpoint.size, root: toHex(checkpoint.root) };
}
